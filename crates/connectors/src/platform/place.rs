//! A walk along the time at which things were made or changed, page by page.

use std::fmt;

use jiff::{SignedDuration, Timestamp};

/// Platforms say thousandths of a second and keep millionths: this much before is surely not after.
const STEP: SignedDuration = SignedDuration::from_millis(1);

/// Where a walk has come to: an instant, and how many of that very instant are behind us. What is deleted moves nothing past
/// us, and what changes again moves to the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    from: Option<Timestamp>,
    pub(crate) skip: usize,
}

impl Place {
    /// The beginning where there is nothing to read.
    pub(crate) fn read(text: &str) -> Self {
        let Some((from, skip)) = text.split_once(' ') else { return Self::default() };
        Self { from: from.parse().ok(), skip: skip.parse().unwrap_or(0) }
    }

    /// No earlier than this where nothing was seen yet.
    pub(crate) fn or_since(mut self, since: Timestamp) -> Self {
        self.from.get_or_insert(since);
        self
    }

    /// What is wanted is later than this; all of it without.
    pub(crate) fn later_than(self) -> Option<String> {
        self.from.map(|from| (from - STEP).to_string())
    }

    /// Behind these, which stand in the order of their time.
    pub(crate) fn after(self, times: impl DoubleEndedIterator<Item = Timestamp> + Clone) -> Self {
        let Some(last) = times.clone().next_back() else { return self };
        let same = times.filter(|at| *at == last).count();
        let before = if self.from == Some(last) { self.skip } else { 0 };
        Self { from: Some(last), skip: before + same }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.from {
            Some(from) => write!(f, "{from} {}", self.skip),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    #[test]
    fn a_walk_goes_on_behind_what_it_saw_also_where_many_share_an_instant() {
        let mut place = Place::default();
        assert_eq!(place.later_than(), None);
        place = place.after([at(1), at(2), at(2)].into_iter());
        assert_eq!((place.from, place.skip), (Some(at(2)), 2));
        assert_eq!(place.later_than().as_deref(), Some("1970-01-01T00:00:00.001Z"));
        place = place.after([at(2), at(2), at(2)].into_iter());
        assert_eq!((place.from, place.skip), (Some(at(2)), 5), "all of one instant: on behind them");
        assert_eq!(Place::read(&place.to_string()), place);
        place = place.after([at(2), at(3)].into_iter());
        assert_eq!((place.from, place.skip), (Some(at(3)), 1));
        assert_eq!(place.after([].into_iter()), place);
    }
}
