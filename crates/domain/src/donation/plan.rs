//! When the gifts of a pledge are due, and what is to be done about them at a moment. A pure function of the plan, of
//! what is known, and of the clock: whoever asks twice, or after a death, is told the same.
//!
//! What was missed (the server was down, the clock was wrong) is not made up for in a heap: only the newest due date that
//! has passed is charged, and that one only while it is nearer than the next, and a month old at most.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::interval::{Interval, Until, notice_day};

/// A gift is due at this hour of the nonprofit's day: not while people sleep, and in the hours of their banks.
const DUE_AT: Time = Time::constant(9, 0, 0, 0);
/// Days after the first try of a due gift on which it is tried again.
pub const RETRY_DAYS: [i64; 3] = [1, 3, 7];
/// Due dates in a row that brought nothing before the pledge ends by itself.
pub const MISSED_MAX: u32 = 3;
/// A due date that passed longer ago than this is never charged, however far the next one is.
const LATE_MAX: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Which days, in which zone, until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// How often.
    pub every: Interval,
    /// When it ends by itself. A count is one of due dates: what is missed is not made up for at the end.
    pub until: Until,
    /// The day from which all others are counted.
    pub anchor: Date,
    /// The number of the gift that is due on the anchor's day: zero where nothing was moved since the first gift.
    pub shift: u32,
    /// In whose days.
    pub zone: TimeZone,
}

/// What is known of a pledge's gifts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The number of the newest due date that was dealt with: given, tried, or let pass. `None`: its first gift is
    /// promised for a day on which nothing was done yet.
    pub number: Option<u32>,
    /// It was tried, and is not given.
    pub is_owed: bool,
    /// When it is tried again, if it is.
    pub retry_at: Option<Timestamp>,
    /// The gift whose donor was told that the card ends before it. Who was told before the first gift knows it for the
    /// second: both are written as one.
    pub told: u32,
}

impl Standing {
    /// The gift that is due next.
    #[must_use]
    pub const fn next(self) -> Option<u32> {
        match self.number {
            None => Some(0),
            Some(number) => number.checked_add(1),
        }
    }
}

/// What is to be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Nothing before then.
    Wait(Timestamp),
    /// Gift `number` is due. Older ones that are owed are let go.
    Charge(u32),
    /// Due dates up to `number` have passed, and it is too late for all of them.
    LetPass(u32),
    /// The gift that is owed is tried again.
    Retry,
    /// The card ends before gift `number`: tell the donor.
    TellOfEnd(u32),
    /// No further gift is due, and none is owed.
    End,
}

impl Plan {
    /// The day of gift `number`; `None` before the anchor and after the end.
    #[must_use]
    pub fn day(&self, number: u32) -> Option<Date> {
        let day = self.every.day(self.anchor, number.checked_sub(self.shift)?)?;
        let lasts = match self.until {
            Until::Stopped => true,
            Until::Date(last) => day <= last,
            Until::Count(count) => number < count,
        };
        lasts.then_some(day)
    }

    /// The moment of gift `number`.
    #[must_use]
    pub fn due(&self, number: u32) -> Option<Timestamp> {
        self.at(self.day(number)?)
    }

    /// The hour of due gifts on `day`. Where clocks skip it, the next one there is.
    fn at(&self, day: Date) -> Option<Timestamp> {
        day.to_datetime(DUE_AT).to_zoned(self.zone.clone()).ok().map(|zoned| zoned.timestamp())
    }

    /// The day in the plan's zone.
    #[must_use]
    pub fn today(&self, now: Timestamp) -> Date {
        now.to_zoned(self.zone.clone()).date()
    }

    /// The newest gift from `next` on that is due by `now`, if one is.
    fn newest_due(&self, mut next: Option<u32>, now: Timestamp) -> Option<u32> {
        let mut newest = None;
        // At most a few thousand steps: a pledge of every week over a hundred years.
        while let Some(number) = next
            && self.due(number).is_some_and(|at| at <= now)
        {
            newest = Some(number);
            next = number.checked_add(1);
        }
        newest
    }

    /// Until when gift `number` may be charged late: while its day is nearer than the next one.
    fn late_until(&self, number: u32, due: Timestamp) -> Timestamp {
        let next = number.checked_sub(self.shift).and_then(|index| self.every.day(self.anchor, index + 1));
        let half = next.and_then(|day| self.at(day)).map_or(LATE_MAX, |next| next.duration_since(due) / 2);
        due + half.min(LATE_MAX)
    }

    /// What is to be done at `now` with a pledge that stands so; `card_ends` is the last day of its card.
    #[must_use]
    pub fn step(&self, known: Standing, card_ends: Option<Date>, now: Timestamp) -> Step {
        if let Some(newest) = self.newest_due(known.next(), now) {
            let in_time = self.due(newest).is_some_and(|due| now < self.late_until(newest, due));
            return if in_time { Step::Charge(newest) } else { Step::LetPass(newest) };
        }
        let retry = known.retry_at.filter(|_| known.is_owed);
        if retry.is_some_and(|at| at <= now) {
            return Step::Retry;
        }
        let next = known.next();
        let notice = next.filter(|next| (*next).max(1) > known.told).and_then(|next| {
            let day = self.day(next)?;
            let ends = card_ends.is_some_and(|last| last < day);
            let at = self.at(notice_day(day)?)?;
            ends.then_some((next, at))
        });
        if let Some((number, at)) = notice
            && at <= now
        {
            return Step::TellOfEnd(number);
        }
        let due = next.and_then(|next| self.due(next));
        let first = [retry, notice.map(|(_, at)| at), due].into_iter().flatten().min();
        match first {
            Some(at) => Step::Wait(at),
            // Nothing more is due; what is owed waits for its donor.
            None if known.is_owed => Step::Wait(now + LATE_MAX),
            None => Step::End,
        }
    }

    /// The number from which a plan goes on at `now` and charges nothing for what lies before: after a pause, and after a
    /// clock that was ahead was set back.
    #[must_use]
    pub fn passed(&self, now: Timestamp) -> u32 {
        let before = self.shift.saturating_sub(1);
        self.newest_due(before.checked_add(1), now).unwrap_or(before)
    }

    /// No due date lies further ahead than this after the one before it. What does was written by a clock that was ahead.
    #[must_use]
    pub const fn period_max(every: Interval) -> SignedDuration {
        let days = match every {
            Interval::Weekly => 7,
            Interval::Monthly => 31,
            Interval::Quarterly => 92,
            Interval::Yearly => 366,
        };
        // A day more for clocks that change with the season.
        SignedDuration::from_hours((days + 1) * 24)
    }

    /// When a gift that was first tried on `first` and refused again at `now` is tried next. `None`: not by itself.
    #[must_use]
    pub fn retry(&self, first: Date, now: Timestamp) -> Option<Timestamp> {
        let today = self.today(now);
        let day = RETRY_DAYS.into_iter().filter_map(|days| first.checked_add(days.days()).ok());
        self.at(day.into_iter().find(|day| *day > today)?)
    }

    /// The same pledge in another rhythm, counted from the day of gift `number`; the first day of it that is after today.
    #[must_use]
    pub fn in_rhythm(&self, every: Interval, number: u32) -> Self {
        match self.day(number) {
            Some(anchor) => Self { every, anchor, shift: number, ..self.clone() },
            // The anchor lies ahead: the donor chose the day of the first gift, or of the second.
            None => Self { every, ..self.clone() },
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn monthly(anchor: Date) -> Plan {
        Plan {
            every: Interval::Monthly,
            until: Until::Stopped,
            anchor,
            shift: 0,
            zone: TimeZone::get("Europe/Paris").unwrap(),
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    const GIVEN: Standing = Standing { number: Some(0), is_owed: false, retry_at: None, told: 0 };

    const PROMISED: Standing = Standing { number: None, ..GIVEN };

    #[test]
    fn a_first_gift_that_is_promised_is_due_on_its_day_and_let_pass_like_any_other() {
        let plan = monthly(date(2027, 1, 31));
        let nine = at("2027-01-31T08:00:00Z");
        assert_eq!(plan.step(PROMISED, None, at("2026-11-30T12:00:00Z")), Step::Wait(nine));
        assert_eq!(plan.step(PROMISED, None, nine), Step::Charge(0));
        assert_eq!(plan.step(PROMISED, None, at("2027-02-20T12:00:00Z")), Step::LetPass(0));
        assert_eq!(plan.step(PROMISED, None, at("2027-03-01T12:00:00Z")), Step::Charge(1));
        let card = Some(date(2027, 1, 30));
        assert_eq!(plan.step(PROMISED, card, at("2027-01-24T08:00:00Z")), Step::TellOfEnd(0));
        let told = Standing { told: 1, ..PROMISED };
        assert_eq!(plan.step(told, card, at("2027-01-24T08:00:00Z")), Step::Wait(nine));
        let twice = Plan { until: Until::Count(2), ..plan };
        let days: Vec<_> = (0..3).map(|number| twice.day(number)).collect();
        assert_eq!(days, [Some(date(2027, 1, 31)), Some(date(2027, 2, 28)), None]);
    }

    #[test]
    fn gifts_are_due_at_nine_in_the_nonprofits_morning_summer_and_winter() {
        let plan = monthly(date(2027, 1, 31));
        let due: Vec<String> = (0..4).map(|number| plan.due(number).unwrap().to_string()).collect();
        assert_eq!(
            due,
            ["2027-01-31T08:00:00Z", "2027-02-28T08:00:00Z", "2027-03-31T07:00:00Z", "2027-04-30T07:00:00Z"]
        );
    }

    #[test]
    fn a_server_that_was_down_for_months_charges_the_newest_due_date_only() {
        let plan = monthly(date(2027, 1, 31));
        // 31 May is number 4.
        assert_eq!(plan.step(GIVEN, None, at("2027-06-05T12:00:00Z")), Step::Charge(4));
        let charged = Standing { number: Some(4), ..GIVEN };
        let wait = plan.step(charged, None, at("2027-06-05T12:00:00Z"));
        assert_eq!(wait, Step::Wait(at("2027-06-30T07:00:00Z")));
    }

    #[test]
    fn a_due_date_that_is_further_away_than_the_next_is_let_pass() {
        let plan = monthly(date(2027, 1, 31));
        assert_eq!(plan.step(GIVEN, None, at("2027-06-20T12:00:00Z")), Step::LetPass(4));
        let yearly = Plan { every: Interval::Yearly, ..plan };
        assert_eq!(yearly.step(GIVEN, None, at("2028-03-01T00:00:00Z")), Step::Charge(1));
        assert_eq!(yearly.step(GIVEN, None, at("2028-03-04T00:00:00Z")), Step::LetPass(1));
    }

    #[test]
    fn a_refused_gift_is_tried_again_after_one_three_and_seven_days_and_then_no_more() {
        let plan = monthly(date(2027, 1, 31));
        let first = date(2027, 2, 28);
        let after = |now: &str| plan.retry(first, at(now)).map(|at| at.to_string());
        assert_eq!(after("2027-02-28T08:00:01Z").as_deref(), Some("2027-03-01T08:00:00Z"));
        assert_eq!(after("2027-03-01T11:00:00Z").as_deref(), Some("2027-03-03T08:00:00Z"));
        assert_eq!(after("2027-03-03T08:00:00Z").as_deref(), Some("2027-03-07T08:00:00Z"));
        assert_eq!(after("2027-03-07T08:00:00Z"), None);
        // A server that slept does not try in a heap.
        assert_eq!(after("2027-03-05T08:00:00Z").as_deref(), Some("2027-03-07T08:00:00Z"));
    }

    #[test]
    fn what_is_owed_is_tried_at_its_time_and_let_go_when_the_next_is_due() {
        let plan = monthly(date(2027, 1, 31));
        let retry_at = at("2027-03-01T08:00:00Z");
        let owed = Standing { number: Some(1), is_owed: true, retry_at: Some(retry_at), told: 0 };
        assert_eq!(plan.step(owed, None, at("2027-02-28T09:00:00Z")), Step::Wait(retry_at));
        assert_eq!(plan.step(owed, None, retry_at), Step::Retry);
        assert_eq!(plan.step(owed, None, at("2027-03-31T07:00:00Z")), Step::Charge(2));
        let waits = Standing { retry_at: None, ..owed };
        assert_eq!(
            plan.step(waits, None, at("2027-03-10T07:00:00Z")),
            Step::Wait(at("2027-03-31T07:00:00Z"))
        );
    }

    #[test]
    fn the_donor_is_told_once_and_a_week_before_that_the_card_ends() {
        let plan = monthly(date(2027, 1, 31));
        let card = Some(date(2027, 2, 27));
        let told_at = at("2027-02-21T08:00:00Z");
        assert_eq!(plan.step(GIVEN, card, at("2027-02-01T00:00:00Z")), Step::Wait(told_at));
        assert_eq!(plan.step(GIVEN, card, told_at), Step::TellOfEnd(1));
        let told = Standing { told: 1, ..GIVEN };
        assert_eq!(plan.step(told, card, told_at), Step::Wait(plan.due(1).unwrap()));
        let lasts = Some(date(2027, 2, 28));
        assert_eq!(plan.step(GIVEN, lasts, told_at), Step::Wait(plan.due(1).unwrap()));
    }

    #[test]
    fn a_pledge_ends_after_its_last_day_or_its_last_gift() {
        let plan = Plan { until: Until::Count(3), ..monthly(date(2027, 1, 31)) };
        let given = |number| Standing { number: Some(number), ..GIVEN };
        let now = at("2027-02-28T12:00:00Z");
        assert_eq!(plan.step(given(1), None, now), Step::Wait(at("2027-03-31T07:00:00Z")));
        assert_eq!(plan.step(given(2), None, now), Step::End);
        let plan = Plan { until: Until::Date(date(2027, 2, 28)), ..plan };
        assert_eq!(
            plan.step(given(0), None, at("2027-02-01T12:00:00Z")),
            Step::Wait(at("2027-02-28T08:00:00Z"))
        );
        assert_eq!(plan.step(given(1), None, now), Step::End);
        // What is owed is not over.
        let owed = Standing { is_owed: true, ..given(1) };
        assert!(matches!(plan.step(owed, None, now), Step::Wait(_)));
    }

    #[test]
    fn another_rhythm_counts_from_the_last_due_day() {
        let plan = monthly(date(2027, 1, 31)).in_rhythm(Interval::Weekly, 2);
        let days: Vec<String> = (2..5).map(|number| plan.day(number).unwrap().to_string()).collect();
        assert_eq!(days, ["2027-03-31", "2027-04-07", "2027-04-14"]);
        assert_eq!(plan.day(1), None, "what was before is not counted again");
        assert_eq!(plan.passed(at("2027-04-08T12:00:00Z")), 3);
    }

    fn any_plan() -> impl Strategy<Value = Plan> {
        let zones =
            prop_oneof![Just("Europe/Paris"), Just("America/New_York"), Just("Pacific/Apia"), Just("UTC")];
        (0..4_usize, 0_i64..1_500, zones, 0_u32..40, any::<bool>()).prop_map(
            |(every, days, zone, count, is_counted)| Plan {
                every: Interval::ALL[every],
                until: if is_counted { Until::Count(count + 2) } else { Until::Stopped },
                anchor: date(2026, 1, 1).checked_add(days.days()).unwrap(),
                shift: 0,
                zone: TimeZone::get(zone).unwrap(),
            },
        )
    }

    proptest! {
        #[test]
        fn due_dates_never_drift_and_each_comes_after_the_one_before(plan in any_plan()) {
            let lasts = Plan { until: Until::Stopped, ..plan };
            for number in 1..60 {
                let (before, day) = (lasts.due(number - 1).unwrap(), lasts.due(number).unwrap());
                prop_assert!(before < day && day.duration_since(before) <= Plan::period_max(lasts.every));
                let (wanted, day) = (lasts.anchor.day(), lasts.day(number).unwrap());
                if lasts.every != Interval::Weekly {
                    prop_assert_eq!(day.day(), wanted.min(day.days_in_month()));
                }
            }
        }

        /// Whenever it is looked at, in whatever order of days: no due date is charged twice, none before its time.
        #[test]
        fn no_due_date_is_charged_twice(
            plan in any_plan(), later in any::<bool>(), looks in prop::collection::vec(0_i64..1_200, 1..60),
        ) {
            let mut known = if later { PROMISED } else { GIVEN };
            let mut charged = Vec::new();
            for days in looks {
                let now = plan.at(plan.anchor.checked_add(days.days()).unwrap()).unwrap();
                match plan.step(known, None, now) {
                    Step::Charge(number) => {
                        prop_assert!(plan.due(number).unwrap() <= now);
                        charged.push(number);
                        known.number = Some(number);
                        prop_assert!(!matches!(plan.step(known, None, now), Step::Charge(_)), "one at a time");
                    }
                    Step::LetPass(number) => {
                        prop_assert!(Some(number) > known.number);
                        known.number = Some(number);
                    }
                    Step::Wait(at) => prop_assert!(at > now),
                    Step::End => prop_assert_eq!(plan.due(known.next().unwrap()), None),
                    Step::Retry | Step::TellOfEnd(_) => prop_assert!(false, "nothing is owed, no card ends"),
                }
            }
            prop_assert!(charged.is_sorted_by(|one, other| one < other));
        }
    }
}
