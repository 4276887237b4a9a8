//! Two times: the world's, which only goes forward, and the one our server's clock shows, which may be wrong.

use app::Clock;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use tokio::time::Instant;

/// The world's time. While a server lives it follows the runtime's paused clock, which moves on when everybody waits.
pub struct WorldClock {
    inner: Mutex<Inner>,
}

struct Inner {
    /// The world's time when the server's present life began.
    base: Timestamp,
    /// The runtime's time then; none between two lives.
    since: Option<Instant>,
    /// How far the server's clock is off.
    skew: SignedDuration,
}

impl Default for WorldClock {
    fn default() -> Self {
        let base = "2026-11-22T12:00:00Z".parse().expect("a valid instant");
        Self { inner: Mutex::new(Inner { base, since: None, skew: SignedDuration::ZERO }) }
    }
}

impl WorldClock {
    /// The world's time.
    #[must_use]
    pub fn world(&self) -> Timestamp {
        self.inner.lock().world()
    }

    /// The world's time in milliseconds since 1970, as the twin counts.
    #[must_use]
    pub fn world_ms(&self) -> i64 {
        self.world().as_millisecond()
    }

    /// Lets time pass.
    pub fn pass(&self, span: SignedDuration) {
        self.inner.lock().base += span;
    }

    /// Sets how far the server's clock is off.
    pub fn skew(&self, by: SignedDuration) {
        self.inner.lock().skew = by;
    }

    /// A runtime begins to run; called inside it.
    pub(crate) fn enter(&self) {
        self.inner.lock().since = Some(Instant::now());
    }

    /// The runtime stops running; called inside it.
    pub(crate) fn leave(&self) {
        let mut inner = self.inner.lock();
        inner.base = inner.world();
        inner.since = None;
    }
}

impl Inner {
    fn world(&self) -> Timestamp {
        let ran = self.since.map_or(0, |since| since.elapsed().as_micros());
        self.base + SignedDuration::from_micros(i64::try_from(ran).expect("a run is shorter than an age"))
    }
}

impl Clock for WorldClock {
    fn now(&self) -> Timestamp {
        let inner = self.inner.lock();
        inner.world() + inner.skew
    }
}
