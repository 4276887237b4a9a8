//! How far a walk through many pages of payments came, so that the next try goes on from there.
//!
//! A shop that is paid often has more payments than one try may ask for. A try that began at the first page again would
//! never see the last one, and its order would wait for ever.

use std::collections::HashMap;

use parking_lot::Mutex;

/// Walks that are remembered. One that is forgotten begins anew.
const WALKS_MAX: usize = 10_000;

/// What is walked through, one after the other, newest payment first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum List {
    /// The payments of the attempt's own time.
    #[default]
    OfItsTime,
    /// All there are: a clock may have been wrong when the attempt was dated.
    All,
}

/// Where a walk is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) list: List,
    /// The last payment that was looked at; empty: none was.
    pub(super) after: String,
}

/// Where each attempt's walk is. In memory: a process that starts again walks again.
#[derive(Debug, Default)]
pub(super) struct Walks(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// By the attempt's key, with when it was last heard of, counted in calls.
    places: HashMap<String, (u64, Place)>,
    calls: u64,
}

impl Walks {
    /// Where to go on, or the beginning.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.0.lock().places.get(key).map(|(_, place)| place.clone()).unwrap_or_default()
    }

    /// Remembers how far the walk of `key` came, in place of the one that was heard of longest ago where there are too many.
    pub(super) fn reached(&self, key: &str, place: Place) {
        let mut inner = self.0.lock();
        inner.calls += 1;
        let now = inner.calls;
        if inner.places.len() >= WALKS_MAX && !inner.places.contains_key(key) {
            let oldest = inner.places.iter().min_by_key(|(_, (heard, _))| *heard).map(|(key, _)| key.clone());
            oldest.map(|oldest| inner.places.remove(&oldest));
        }
        inner.places.insert(key.to_owned(), (now, place));
    }

    /// The walk of `key` is at its end.
    pub(super) fn ended(&self, key: &str) {
        self.0.lock().places.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(after: &str) -> Place {
        Place { list: List::All, after: after.to_owned() }
    }

    #[test]
    fn a_walk_goes_on_until_it_ends() {
        let walks = Walks::default();
        assert_eq!(walks.place_of("chk_1-0"), Place::default());
        walks.reached("chk_1-0", place("pi_9"));
        walks.reached("chk_1-0", place("pi_8"));
        assert_eq!(walks.place_of("chk_1-0"), place("pi_8"));
        walks.ended("chk_1-0");
        assert_eq!(walks.place_of("chk_1-0"), Place::default());
    }

    #[test]
    fn the_one_heard_of_longest_ago_makes_room() {
        let walks = Walks::default();
        (0..WALKS_MAX).for_each(|walk| walks.reached(&format!("chk_{walk}"), place("pi_1")));
        walks.reached("chk_0", place("pi_2"));
        walks.reached("chk_new", place("pi_3"));
        assert_eq!(walks.place_of("chk_1"), Place::default(), "forgotten");
        assert_eq!(walks.place_of("chk_0"), place("pi_2"));
        assert_eq!(walks.place_of("chk_new"), place("pi_3"));
    }
}
