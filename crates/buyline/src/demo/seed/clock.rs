//! The clock of seeding: moved from event to event, never back.

use std::sync::atomic::{AtomicI64, Ordering};

use app::Clock;
use jiff::Timestamp;

/// A clock that stands still between events.
pub(crate) struct SeedClock {
    now_us: AtomicI64,
}

impl SeedClock {
    /// A clock that stands at `now`.
    pub(crate) fn at(now: Timestamp) -> Self {
        Self { now_us: AtomicI64::new(now.as_microsecond()) }
    }

    /// Moves on to `now`; going back changes nothing.
    pub(crate) fn set(&self, now: Timestamp) {
        self.now_us.fetch_max(now.as_microsecond(), Ordering::Relaxed);
    }
}

impl Clock for SeedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.now_us.load(Ordering::Relaxed)).expect("it was made of a timestamp")
    }
}
