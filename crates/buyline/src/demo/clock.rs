//! The demo's own clocks. They are moved from event to event, never back; one of them runs on afterwards.

use std::sync::Arc;

use app::Clock;
use jiff::{SignedDuration, Timestamp};
use parking_lot::RwLock;

/// A clock that stands still between events, until it is let go.
pub(crate) struct DemoClock {
    told: RwLock<Told>,
}

enum Told {
    /// It stands at this moment.
    At(Timestamp),
    /// It runs ahead of another by this much.
    Ahead(Arc<dyn Clock>, SignedDuration),
}

impl DemoClock {
    /// A clock that stands at `now`.
    pub(crate) fn at(now: Timestamp) -> Self {
        Self { told: RwLock::new(Told::At(now)) }
    }

    /// Moves on to `now`; going back changes nothing, and neither does moving one that runs.
    pub(crate) fn set(&self, now: Timestamp) {
        if let Told::At(at) = &mut *self.told.write() {
            *at = now.max(*at);
        }
    }

    /// Runs on from where it stands, as `other` does. Says how far it is ahead of it.
    pub(crate) fn run_on(&self, other: Arc<dyn Clock>) -> SignedDuration {
        let ahead = self.now().duration_since(other.now());
        *self.told.write() = Told::Ahead(other, ahead);
        ahead
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match &*self.told.read() {
            Told::At(at) => *at,
            Told::Ahead(other, ahead) => other.now() + *ahead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_until_it_is_moved_and_runs_on_from_there() {
        let first: Timestamp = "2026-11-30T10:00:00Z".parse().unwrap();
        let wall = Arc::new(DemoClock::at(first));
        let clock = DemoClock::at(first);
        clock.set(first - SignedDuration::from_secs(1));
        assert_eq!(clock.now(), first, "it never goes back");
        let later = first + SignedDuration::from_hours(63 * 24);
        clock.set(later);
        assert_eq!(clock.run_on(wall.clone()), SignedDuration::from_hours(63 * 24));
        wall.set(first + SignedDuration::from_secs(7));
        assert_eq!(clock.now(), later + SignedDuration::from_secs(7));
        clock.set(later + SignedDuration::from_hours(1));
        assert_eq!(clock.now(), later + SignedDuration::from_secs(7), "one that runs is not moved");
    }
}
