//! What is on its way to a connected shop, and when it is tried again.

use jiff::SignedDuration;

/// First pause after a failure; it doubles, up to [`PAUSE_MAX`].
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(5);
/// Longest pause: a shop that was away for days gets its orders within minutes of coming back.
pub const PAUSE_MAX: SignedDuration = SignedDuration::from_mins(10);
/// Longest time that a shop's search may lag behind, whatever it says of itself.
pub const SEARCHED_MAX: SignedDuration = SignedDuration::from_hours(1);

/// What is sent. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendKind {
    /// A paid order.
    Order,
    /// Money that was given back here.
    Refund,
    /// That an order was canceled here.
    Cancel,
    /// An order that nobody placed, which is canceled again by itself.
    Trial,
}

impl SendKind {
    /// All of them, for tables.
    pub const ALL: [Self; 4] = [Self::Order, Self::Refund, Self::Cancel, Self::Trial];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::Refund => "refund",
            Self::Cancel => "cancel",
            Self::Trial => "trial",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// How something on its way stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendState {
    /// It is surely not there.
    Waiting,
    /// It may be there: the shop was asked, and no certain answer came.
    Asked,
    /// It is there.
    Done,
    /// It is surely not there, and its merchant must do something first.
    Stuck,
    /// It is not to be sent any more.
    Dropped,
}

impl SendState {
    /// All states, for tables.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Asked, Self::Done, Self::Stuck, Self::Dropped];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Stuck => "stuck",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// How long to leave a shop alone that failed `fails` times in a row, at least once.
#[must_use]
pub fn pause(fails: u32) -> SignedDuration {
    PAUSE_FIRST.saturating_mul(1 << fails.saturating_sub(1).min(20)).min(PAUSE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_ten_minutes() {
        let seconds: Vec<i64> = (1..=9).map(|fails| pause(fails).as_secs()).collect();
        assert_eq!(seconds, [5, 10, 20, 40, 80, 160, 320, 600, 600]);
        assert_eq!(pause(u32::MAX), PAUSE_MAX);
    }

    #[test]
    fn words_are_read_back() {
        for kind in SendKind::ALL {
            assert_eq!(SendKind::from_word(kind.as_str()), Some(kind));
        }
        for state in SendState::ALL {
            assert_eq!(SendState::from_word(state.as_str()), Some(state));
        }
    }
}
