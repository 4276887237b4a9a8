//! The model behind a lock, and the clock that is read for it.

use std::time::{SystemTime, UNIX_EPOCH};

use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::stripe::Twin;

/// What all connections share.
#[derive(Debug)]
pub(super) struct Shared {
    inner: Mutex<Inner>,
    /// Rings when there may be webhooks to deliver.
    pub rings: Notify,
}

#[derive(Debug)]
struct Inner {
    twin: Twin,
    clock: Clock,
}

/// Real time moved by an offset, or stopped.
#[derive(Debug, Clone, Copy)]
pub(super) enum Clock {
    Runs { offset_ms: i64 },
    Stopped { at_ms: i64 },
}

fn real_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    i64::try_from(since.as_millis()).expect("the clock is within this age")
}

impl Clock {
    /// Real time.
    pub fn real() -> Self {
        Clock::Runs { offset_ms: 0 }
    }

    /// Stopped, or running, at a time; what is not said stays as it is.
    pub fn set(self, now_ms: Option<i64>, stopped: Option<bool>) -> Self {
        let now_ms = now_ms.unwrap_or(self.now_ms());
        if stopped.unwrap_or(self.is_stopped()) {
            Clock::Stopped { at_ms: now_ms }
        } else {
            Clock::Runs { offset_ms: now_ms - real_ms() }
        }
    }

    /// So much later.
    pub fn moved(self, ms: i64) -> Self {
        match self {
            Clock::Runs { offset_ms } => Clock::Runs { offset_ms: offset_ms + ms },
            Clock::Stopped { at_ms } => Clock::Stopped { at_ms: at_ms + ms },
        }
    }

    pub fn is_stopped(self) -> bool {
        matches!(self, Clock::Stopped { .. })
    }

    pub fn now_ms(self) -> i64 {
        match self {
            Clock::Runs { offset_ms } => real_ms() + offset_ms,
            Clock::Stopped { at_ms } => at_ms,
        }
    }
}

impl Shared {
    pub fn new(seed: u64, base: &str) -> Self {
        let mut twin = Twin::new(seed);
        twin.set_base(base);
        Shared { inner: Mutex::new(Inner { twin, clock: Clock::real() }), rings: Notify::new() }
    }

    /// Does something with the model at its own time.
    pub fn with<T>(&self, act: impl FnOnce(&mut Twin, i64) -> T) -> T {
        let done = self.quietly(act);
        self.rings.notify_one();
        done
    }

    /// The same without ringing for a delivery.
    pub fn quietly<T>(&self, act: impl FnOnce(&mut Twin, i64) -> T) -> T {
        let mut inner = self.inner.lock();
        let now_ms = inner.clock.now_ms();
        act(&mut inner.twin, now_ms)
    }

    pub fn set_clock(&self, now_ms: i64, stopped: bool) {
        {
            let mut inner = self.inner.lock();
            inner.clock = inner.clock.set(Some(now_ms), Some(stopped));
        }
        self.with(Twin::pass);
    }

    pub fn advance(&self, ms: i64) {
        {
            let mut inner = self.inner.lock();
            inner.clock = inner.clock.moved(ms);
        }
        self.with(Twin::pass);
    }

    /// The time, and whether it stands still.
    pub fn clock(&self) -> (i64, bool) {
        let clock = self.inner.lock().clock;
        (clock.now_ms(), clock.is_stopped())
    }

    /// Whether webhooks are due or on their way.
    pub fn busy(&self) -> bool {
        let mut inner = self.inner.lock();
        let now_ms = inner.clock.now_ms();
        let due = inner.twin.next_due().is_some_and(|at_ms| at_ms <= now_ms);
        due || inner.twin.post().in_flight() > 0
    }
}
