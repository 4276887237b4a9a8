//! The quota that all apps of a store share: so many requests in thirty seconds.

use super::twin::moment_v2;
use crate::platform::Answer;

/// How long a window is.
pub(super) const WINDOW_MS: i64 = 30_000;

/// The window that runs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Quota {
    began_ms: i64,
    used: u32,
}

impl Quota {
    /// Counts a request; whether there was room for it.
    pub(super) fn take(&mut self, now_ms: i64, limit: u32) -> bool {
        if now_ms >= self.began_ms + WINDOW_MS {
            *self = Quota { began_ms: now_ms, used: 0 };
        }
        let fits = self.used < limit;
        if fits {
            self.used += 1;
        }
        fits
    }

    /// Requests of other apps.
    pub(super) fn spend(&mut self, now_ms: i64, limit: u32, requests: u32) {
        for _ in 0..requests {
            self.take(now_ms, limit);
        }
    }

    /// The headers that tell how it stands, and the time.
    pub(super) fn tell(&self, now_ms: i64, limit: u32, answer: &mut Answer) {
        let left = limit.saturating_sub(self.used);
        let reset = (self.began_ms + WINDOW_MS - now_ms).max(0);
        answer.headers.push(("date", moment_v2(now_ms)));
        answer.headers.push(("x-rate-limit-requests-left", left.to_string()));
        answer.headers.push(("x-rate-limit-requests-quota", limit.to_string()));
        answer.headers.push(("x-rate-limit-time-reset-ms", reset.to_string()));
        answer.headers.push(("x-rate-limit-time-window-ms", WINDOW_MS.to_string()));
    }
}
