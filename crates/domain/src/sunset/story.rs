//! What everybody may read of a plan's course, from what was done to it: when people were told of it and of its changes, and
//! which of its days came. Pure: what nobody was told of is no part of it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::calendar::{Calendar, Step};

/// What was done to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It is followed from now on.
    Start,
    /// It has other days.
    Change,
    /// It is followed no more.
    Withdraw,
}

impl Act {
    /// The act with this stored word; none for what was written before it was followed.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "start" => Some(Self::Start),
            "change" => Some(Self::Change),
            "withdraw" => Some(Self::Withdraw),
            _ => None,
        }
    }
}

/// One act, and the days from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// Which revision came of it.
    pub revision: i64,
    /// What it was.
    pub act: Act,
    /// The days from then on.
    pub calendar: Calendar,
    /// When.
    pub at: Timestamp,
}

/// What happened, as everybody saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// People were told that it ends.
    Announced,
    /// It ends on another day than they were told.
    Changed,
    /// It does not end after all.
    Withdrawn,
    /// One of its days came.
    Came(Step),
}

/// One thing that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// By which revision.
    pub revision: i64,
    /// What.
    pub turn: Turn,
    /// When.
    pub at: Timestamp,
    /// The day of that, by the plan's own clock.
    pub day: Date,
    /// The day from which on nothing new is begun, as it was known then.
    pub ends_on: Date,
}

/// The course of a plan until `now`, oldest first, from its deeds in their order.
#[must_use]
pub fn story(deeds: &[Deed], now: Timestamp) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    let mut told: Option<Date> = None;
    for (index, deed) in deeds.iter().enumerate() {
        let next = deeds.get(index + 1).map(|next| next.at);
        let has_come = |at: Timestamp| at <= now && next.is_none_or(|next| at < next);
        let ends_on = deed.calendar.day(Step::NoSales);
        let mut tell = |turn, at: Timestamp| {
            let day = at.to_zoned(deed.calendar.zone().clone()).date();
            chapters.push(Chapter { revision: deed.revision, turn, at, day, ends_on });
        };
        if deed.act == Act::Withdraw {
            if told.take().is_some() {
                tell(Turn::Withdrawn, deed.at);
            }
            continue;
        }
        let announced_at = match told {
            Some(day) => {
                if day != ends_on {
                    tell(Turn::Changed, deed.at);
                }
                deed.at
            }
            None => {
                let at = deed.calendar.at(Step::Notice).max(deed.at);
                if !has_come(at) {
                    continue;
                }
                tell(Turn::Announced, at);
                at
            }
        };
        told = Some(ends_on);
        for step in Step::ALL.iter().copied().filter(|step| *step != Step::Notice) {
            let at = deed.calendar.at(step);
            if announced_at <= at && has_come(at) {
                tell(Turn::Came(step), at);
            }
        }
    }
    chapters
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, ToSpan};

    use super::super::calendar::Days;
    use super::*;

    fn calendar(numbers: [i64; 6]) -> Calendar {
        let days = Days(numbers.map(|number| date(2027, 1, 1).saturating_add(number.days())));
        Calendar::new(days, TimeZone::UTC).unwrap()
    }

    /// The moment so many days after the first of January.
    fn day(number: i64) -> Timestamp {
        calendar([0; 6]).at(Step::Notice) + SignedDuration::from_hours(24 * number)
    }

    fn deed(revision: i64, act: Act, numbers: [i64; 6], at: i64) -> Deed {
        Deed { revision, act, calendar: calendar(numbers), at: day(at) }
    }

    fn told(deeds: &[Deed], now: i64) -> Vec<(Turn, i64)> {
        let days = |at: Timestamp| at.duration_since(day(0)).as_hours() / 24;
        story(deeds, day(now)).iter().map(|chapter| (chapter.turn, days(chapter.at))).collect()
    }

    const USUAL: [i64; 6] = [5, 10, 31, 60, 90, 120];

    #[test]
    fn nobody_reads_of_a_plan_before_its_notice_and_then_of_each_day_as_it_comes() {
        let plan = [deed(2, Act::Start, USUAL, 0)];
        assert_eq!(told(&plan, 4), []);
        assert_eq!(told(&plan, 6), [(Turn::Announced, 5)]);
        let sales =
            [(Turn::Announced, 5), (Turn::Came(Step::NoOnboarding), 10), (Turn::Came(Step::NoSales), 31)];
        assert_eq!(told(&plan, 40), sales);
        assert_eq!(told(&plan, 200).len(), 6);
        let late = [deed(2, Act::Start, USUAL, 7)];
        assert_eq!(told(&late, 8), [(Turn::Announced, 7)], "started after the day of its notice");
    }

    #[test]
    fn a_change_is_read_once_it_was_told_and_what_had_come_is_not_read_twice() {
        let put_off = [5, 10, 45, 60, 90, 120];
        let unseen = [deed(2, Act::Start, USUAL, 0), deed(3, Act::Change, put_off, 2)];
        assert_eq!(told(&unseen, 6), [(Turn::Announced, 5)]);
        let seen = [deed(2, Act::Start, USUAL, 0), deed(3, Act::Change, put_off, 20)];
        let course = [(Turn::Announced, 5), (Turn::Came(Step::NoOnboarding), 10), (Turn::Changed, 20)];
        assert_eq!(told(&seen, 40), course);
        let other = [deed(2, Act::Start, USUAL, 0), deed(3, Act::Change, [5, 10, 31, 70, 90, 120], 20)];
        assert_eq!(told(&other, 30).len(), 2, "the day on which it ends is the same");
    }

    #[test]
    fn taking_back_is_read_by_whoever_was_told() {
        let before = [deed(2, Act::Start, USUAL, 0), deed(3, Act::Withdraw, USUAL, 4)];
        assert_eq!(told(&before, 50), []);
        let after = [deed(2, Act::Start, USUAL, 0), deed(3, Act::Withdraw, USUAL, 8)];
        assert_eq!(told(&after, 50), [(Turn::Announced, 5), (Turn::Withdrawn, 8)]);
    }
}
