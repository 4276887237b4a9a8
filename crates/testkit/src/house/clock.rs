//! A clock that stands still until it is moved.

use app::Clock;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;

/// Tells the time it was set to. Begins at noon of 22 November 2026, UTC.
pub struct MovableClock {
    now: Mutex<Timestamp>,
}

impl Default for MovableClock {
    fn default() -> Self {
        let noon = "2026-11-22T12:00:00Z".parse().expect("a valid instant");
        Self { now: Mutex::new(noon) }
    }
}

impl MovableClock {
    /// Moves the clock on; a negative span moves it back.
    pub fn advance(&self, span: SignedDuration) {
        let mut now = self.now.lock();
        *now += span;
    }
}

impl Clock for MovableClock {
    fn now(&self) -> Timestamp {
        *self.now.lock()
    }
}
