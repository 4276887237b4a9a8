//! How long a look into the register is good for (E2). Whoever lets others collect in a charity's name has to know that it is
//! in good standing, and a look is good for a month where the law counts one (California, AB 488); after that it takes nothing
//! until somebody has looked again.

use jiff::{SignedDuration, Timestamp};

/// Days that a look is good for, where nobody says otherwise.
pub const GOOD_DAYS_DEFAULT: u32 = 30;
/// The most that can be set.
pub const GOOD_DAYS_MAX: u32 = 3_660;
/// So long before its end nonprofit and operators are told.
pub const WARN_DAYS: u32 = 7;

/// Where a nonprofit stands with the last look into its register, as far as it was told. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The look is good.
    Good,
    /// It ends within days.
    Soon,
    /// It has ended: nothing new is taken.
    Over,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 3] = [Self::Good, Self::Soon, Self::Over];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Soon => "soon",
            Self::Over => "over",
        }
    }

    /// The standing with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }
}

/// When a look ends that was taken at `looked_at` and is good for so many days; zero: it never ends.
#[must_use]
pub fn ends_at(looked_at: Timestamp, days: u32) -> Option<Timestamp> {
    (days > 0).then(|| looked_at + of_days(days))
}

/// How it stands at `now` with a look of `looked_at`. Nobody looked: that is over, where a look is asked for at all.
#[must_use]
pub fn standing(looked_at: Option<Timestamp>, days: u32, now: Timestamp) -> Standing {
    if days == 0 {
        return Standing::Good;
    }
    match looked_at.and_then(|at| ends_at(at, days)) {
        None => Standing::Over,
        Some(end) if now >= end => Standing::Over,
        Some(end) if now >= end - of_days(WARN_DAYS) => Standing::Soon,
        Some(_) => Standing::Good,
    }
}

fn of_days(days: u32) -> SignedDuration {
    SignedDuration::from_hours(24 * i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for standing in Standing::ALL {
            assert_eq!(Standing::from_word(standing.as_str()), Some(standing));
        }
        assert_eq!(Standing::from_word("fine"), None);
    }

    #[test]
    fn a_look_is_good_until_its_last_week_and_over_on_its_last_day() {
        let looked_at: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let at = |days: i64, seconds: i64| {
            let now = looked_at + SignedDuration::from_hours(24 * days) + SignedDuration::from_secs(seconds);
            standing(Some(looked_at), 30, now)
        };
        assert_eq!([at(0, 0), at(23, -1)], [Standing::Good; 2]);
        assert_eq!([at(23, 0), at(30, -1)], [Standing::Soon; 2]);
        assert_eq!([at(30, 0), at(400, 0)], [Standing::Over; 2]);
        assert_eq!(at(-5, 0), Standing::Good, "by a clock that was set back");
        assert_eq!(standing(None, 30, looked_at), Standing::Over, "nobody looked");
        assert_eq!(standing(None, 0, looked_at), Standing::Good, "nobody has to");
        assert_eq!(standing(Some(looked_at), 5, looked_at), Standing::Soon, "shorter than a warning");
        assert_eq!(ends_at(looked_at, 0), None);
    }
}
