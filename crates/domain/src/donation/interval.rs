//! When a pledge is due: counted from the day it began, so that a month that is too short does not move all that follow.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// How often a donor gives. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Interval {
    /// Every seven days.
    Weekly,
    /// Every month, on the day of the month on which it began.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year; a pledge of 29 February is due on the 28th in years without.
    Yearly,
}

/// When a pledge ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Until {
    /// Never: the donor ends it.
    Stopped,
    /// After this day; what is due on it is still given.
    Date(Date),
    /// After so many gifts.
    Count(u32),
}

impl Interval {
    /// All intervals, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Weekly, Self::Monthly, Self::Quarterly, Self::Yearly];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::Yearly => "yearly",
        }
    }

    /// The interval with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|interval| interval.as_str() == word)
    }

    /// The day of gift number `index` of a pledge that began on `first`, which is number 0. `None`: beyond the calendar.
    #[must_use]
    pub fn day(self, first: Date, index: u32) -> Option<Date> {
        let index = i64::from(index);
        let span: Span = match self {
            Self::Weekly => Span::new().try_weeks(index).ok()?,
            Self::Monthly => Span::new().try_months(index).ok()?,
            Self::Quarterly => Span::new().try_months(index * 3).ok()?,
            Self::Yearly => Span::new().try_years(index).ok()?,
        };
        // Days that the month lacks become its last one.
        first.checked_add(span).ok()
    }
}

/// The day before `day` by so much that a donor who reads mail once a week is told in time.
#[must_use]
pub fn notice_day(day: Date) -> Option<Date> {
    day.checked_sub(7.days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_short_month_does_not_move_the_months_after_it() {
        let days: Vec<String> = (0..6)
            .filter_map(|index| Interval::Monthly.day(date(2027, 10, 31), index))
            .map(|day| day.to_string())
            .collect();
        assert_eq!(
            days,
            ["2027-10-31", "2027-11-30", "2027-12-31", "2028-01-31", "2028-02-29", "2028-03-31"]
        );
    }

    #[test]
    fn a_leap_day_comes_back_when_there_is_one() {
        let days: Vec<String> = (0..5)
            .filter_map(|index| Interval::Yearly.day(date(2028, 2, 29), index))
            .map(|day| day.to_string())
            .collect();
        assert_eq!(days, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]);
    }

    #[test]
    fn weeks_and_quarters() {
        assert_eq!(Interval::Weekly.day(date(2026, 12, 28), 1), Some(date(2027, 1, 4)));
        assert_eq!(Interval::Quarterly.day(date(2026, 11, 30), 1), Some(date(2027, 2, 28)));
    }

    #[test]
    fn words_read_back() {
        for interval in Interval::ALL {
            assert_eq!(Interval::from_word(interval.as_str()), Some(interval));
        }
        assert_eq!(Interval::from_word("daily"), None);
    }
}
