//! When what ends: six days, each beginning at midnight of one time zone.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::words;

/// The last day of a plan lies at most so many years ahead: further ones are mistyped.
pub const YEARS_MAX: i16 = 10;

words! {
    /// A day on which something changes.
    #[derive(PartialOrd, Ord)]
    Step {
        /// People are told.
        Notice = "notice";
        /// No new shops, or nonprofits.
        NoOnboarding = "no-onboarding";
        /// No new orders, or gifts.
        NoSales = "no-sales";
        /// Desks change nothing any more but what is owed to buyers and donors.
        ReadOnly = "read-only";
        /// Until then everybody can take their data away.
        ExportEnds = "export-ends";
        /// What is kept is erased, once nothing is open.
        Erasure = "erasure";
    }
}

impl Step {
    /// Its place among the days.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The six days, in the order of [`Step::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(pub [Date; 6]);

impl Days {
    /// The day of a step.
    #[must_use]
    pub const fn of(&self, step: Step) -> Date {
        self.0[step.index()]
    }

    /// Steps and days, in their order.
    pub fn each(&self) -> impl Iterator<Item = (Step, Date)> {
        Step::ALL.iter().map(|step| (*step, self.of(*step)))
    }
}

/// What is wrong with the days of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysProblem {
    /// A day lies before one that must not come after it.
    #[error("{} on {day} cannot come before {} on {other}", .step.word(), .before.word())]
    Order {
        /// Which one comes too early.
        step: Step,
        /// Its day.
        day: Date,
        /// What it must not come before.
        before: Step,
        /// The day of that.
        other: Date,
    },
    /// Nobody would be told before, or nobody could take anything away.
    #[error("{} on {day} must be later than {} on the same day", .step.word(), .after.word())]
    Same {
        /// Which one comes too early.
        step: Step,
        /// Its day.
        day: Date,
        /// What it must come after.
        after: Step,
    },
    /// The day is over already.
    #[error("{} on {day} is in the past: today is {today}", .step.word())]
    Past {
        /// Which one.
        step: Step,
        /// Its day.
        day: Date,
        /// Today, in the plan's time zone.
        today: Date,
    },
    /// The day is more than [`YEARS_MAX`] years ahead.
    #[error("{} on {day} is more than {YEARS_MAX} years ahead", .step.word())]
    Far {
        /// Which one.
        step: Step,
        /// Its day.
        day: Date,
    },
}

impl DaysProblem {
    /// The step whose day is to be chosen again.
    #[must_use]
    pub const fn step(&self) -> Step {
        match self {
            Self::Order { step, .. }
            | Self::Same { step, .. }
            | Self::Past { step, .. }
            | Self::Far { step, .. } => *step,
        }
    }
}

/// Looks whether a plan can have these days: in order, told before anything ends, and none of them over, unless it was
/// reached by the plan as it is and stays.
///
/// # Errors
/// Everything that is wrong, in the order of the days.
pub fn check(days: &Days, before: Option<&Days>, today: Date) -> Result<(), Vec<DaysProblem>> {
    let mut problems = Vec::new();
    let farthest = today.saturating_add(i64::from(YEARS_MAX).years());
    for (step, day) in days.each() {
        let stays = before.is_some_and(|before| before.of(step) == day);
        if day < today && !stays {
            problems.push(DaysProblem::Past { step, day, today });
        }
        if farthest < day {
            problems.push(DaysProblem::Far { step, day });
        }
        let Some(earlier) = step.index().checked_sub(1).map(|index| Step::ALL[index]) else { continue };
        let other = days.of(earlier);
        if day < other {
            problems.push(DaysProblem::Order { step, day, before: earlier, other });
        } else if day == other && step == Step::ExportEnds {
            problems.push(DaysProblem::Same { step, day, after: earlier });
        }
    }
    // Shops may stop to be taken on the day of the notice; whoever sells or buys is told at least a day before.
    let (notice, sales) = (days.of(Step::Notice), days.of(Step::NoSales));
    if sales == notice {
        problems.push(DaysProblem::Same { step: Step::NoSales, day: sales, after: Step::Notice });
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Days in a time zone, and the instants at which they begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    days: Days,
    zone: TimeZone,
    /// Kept, so that a decision compares numbers.
    begin: [Timestamp; 6],
}

impl Calendar {
    /// The calendar of these days there. None for days at the very edge of what a clock can tell.
    #[must_use]
    pub fn new(days: Days, zone: TimeZone) -> Option<Self> {
        let mut begin = [Timestamp::UNIX_EPOCH; 6];
        for (begin, (_, day)) in begin.iter_mut().zip(days.each()) {
            // Where a clock is put forward at midnight, the day begins at the first instant after it.
            *begin = day.to_zoned(zone.clone()).ok()?.timestamp();
        }
        Some(Self { days, zone, begin })
    }

    /// The days and the zone, separated by spaces: how a change of a plan keeps them.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words: Vec<String> = self.days.0.iter().map(ToString::to_string).collect();
        words.push(self.zone_name().to_owned());
        words.join(" ")
    }

    /// The calendar of such words.
    #[must_use]
    pub fn from_words(words: &str) -> Option<Self> {
        let (days, zone) = words.rsplit_once(' ')?;
        let days: Vec<Date> = days.split(' ').map(|day| day.parse().ok()).collect::<Option<_>>()?;
        Self::new(Days(days.try_into().ok()?), TimeZone::get(zone).ok()?)
    }

    /// The name of its time zone.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Its days.
    #[must_use]
    pub const fn days(&self) -> &Days {
        &self.days
    }

    /// Where its clock hangs.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// When a step begins.
    #[must_use]
    pub const fn at(&self, step: Step) -> Timestamp {
        self.begin[step.index()]
    }

    /// The day of a step.
    #[must_use]
    pub const fn day(&self, step: Step) -> Date {
        self.days.of(step)
    }

    /// The step that was reached last; none before the first.
    #[must_use]
    pub fn phase(&self, now: Timestamp) -> Option<Step> {
        Step::ALL.iter().rev().copied().find(|step| self.at(*step) <= now)
    }

    /// The step that comes next, if any is left.
    #[must_use]
    pub fn next(&self, now: Timestamp) -> Option<Step> {
        Step::ALL.iter().copied().find(|step| now < self.at(*step))
    }

    /// So many days before a step, at midnight there.
    #[must_use]
    pub fn days_before(&self, step: Step, days: i64) -> Timestamp {
        let day = self.day(step).saturating_sub(days.days());
        day.to_zoned(self.zone.clone()).map_or(self.at(step), |at| at.timestamp())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn days(numbers: [i64; 6]) -> Days {
        Days(numbers.map(|number| date(2027, 1, 1).saturating_add(number.days())))
    }

    #[test]
    fn a_calendar_is_known_again_by_its_words() {
        let zone = TimeZone::get("Europe/Paris").unwrap();
        let calendar = Calendar::new(days([0, 5, 31, 60, 90, 120]), zone).unwrap();
        assert!(calendar.words().starts_with("2027-01-01 2027-01-06 2027-02-01 "), "{}", calendar.words());
        assert_eq!(Calendar::from_words(&calendar.words()), Some(calendar));
        for wrong in
            ["", "UTC", "2027-01-01 UTC", "a b c d e f UTC", "2027-01-01 2027-01-06 2027-02-01 Nowhere/At"]
        {
            assert_eq!(Calendar::from_words(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn days_in_order_are_taken_and_what_is_wrong_is_said_at_once() {
        let today = date(2027, 1, 1);
        assert_eq!(check(&days([0, 0, 31, 31, 90, 90]), None, today), Ok(()));
        let said = |numbers| -> Vec<String> {
            let wrong = check(&days(numbers), None, today).err().unwrap_or_default();
            wrong.iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            said([40, 40, 31, 60, 90, 120]),
            ["no-sales on 2027-02-01 cannot come before no-onboarding on 2027-02-10"],
            "a sunset before its notice"
        );
        assert_eq!(
            said([31, 31, 31, 60, 90, 120]),
            ["no-sales on 2027-02-01 must be later than notice on the same day"]
        );
        assert_eq!(
            said([0, 0, 31, 60, 60, 50]),
            [
                "export-ends on 2027-03-02 must be later than read-only on the same day",
                "erasure on 2027-02-20 cannot come before export-ends on 2027-03-02"
            ]
        );
        assert_eq!(
            said([-1, 0, 31, 60, 90, 120]),
            ["notice on 2026-12-31 is in the past: today is 2027-01-01"]
        );
        assert_eq!(said([0, 0, 31, 60, 90, 9_000]), ["erasure on 2051-08-23 is more than 10 years ahead"]);
    }

    #[test]
    fn a_day_that_was_reached_may_stay_and_may_be_put_off_but_none_moves_into_the_past() {
        let today = date(2027, 1, 20);
        let before = days([0, 5, 31, 60, 90, 120]);
        assert_eq!(check(&before, Some(&before), today), Ok(()));
        assert_eq!(check(&days([0, 25, 31, 60, 90, 120]), Some(&before), today), Ok(()));
        assert_eq!(
            check(&days([0, 6, 31, 60, 90, 120]), Some(&before), today),
            Err(vec![DaysProblem::Past { step: Step::NoOnboarding, day: date(2027, 1, 7), today }])
        );
    }

    #[test]
    fn a_day_begins_at_midnight_there_also_where_clocks_are_put_forward_at_midnight() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let calendar = Calendar::new(days([0, 0, 31, 60, 90, 120]), paris).unwrap();
        assert_eq!(calendar.at(Step::NoSales).to_string(), "2027-01-31T23:00:00Z");
        let at = calendar.at(Step::NoSales);
        assert_eq!(calendar.phase(at - 1.microsecond()), Some(Step::NoOnboarding));
        assert_eq!(calendar.phase(at), Some(Step::NoSales));
        assert_eq!(calendar.days_before(Step::NoSales, 7).to_string(), "2027-01-24T23:00:00Z");
        // In Cairo the last Friday of April begins at one o'clock.
        let cairo = TimeZone::get("Africa/Cairo").unwrap();
        let forward = Calendar::new(Days([date(2026, 4, 24); 6]), cairo).unwrap();
        assert_eq!(forward.at(Step::Notice).to_string(), "2026-04-23T22:00:00Z");
    }

    proptest! {
        #[test]
        fn whatever_is_taken_is_passed_in_order(
            gaps in proptest::array::uniform6(0_i64..40),
            at in 0_i64..300,
        ) {
            let mut sum = 0;
            let days = days(gaps.map(|gap| { sum += gap; sum }));
            if check(&days, None, date(2027, 1, 1)).is_ok() {
                let calendar = Calendar::new(days, TimeZone::UTC).unwrap();
                let now = calendar.at(Step::Notice) - 48.hours() + (at * 24).hours();
                let (phase, next) = (calendar.phase(now), calendar.next(now));
                prop_assert!(phase.is_none_or(|phase| calendar.at(phase) <= now));
                prop_assert!(next.is_none_or(|next| now < calendar.at(next)));
                prop_assert!(phase < next || next.is_none());
                prop_assert!(calendar.at(Step::Notice) < calendar.at(Step::NoSales));
            }
        }
    }
}
