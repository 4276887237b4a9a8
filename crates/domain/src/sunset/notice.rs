//! What is told by mail, and when. Each account is told each thing of each revision once.

use jiff::Timestamp;

use super::calendar::Step;
use super::{Plan, PlanState, words};

/// So many days before orders or gifts end, everybody is told again.
const DAYS_BEFORE_END: i64 = 7;
/// So many days before nothing can be taken away any more, everybody is told again.
const DAYS_BEFORE_EXPORT_ENDS: i64 = 14;

words! {
    /// A going through the audience.
    Round {
        /// Tells of the plan, and of its changes whoever was told before.
        Announce = "announce";
        /// Tells that orders or gifts end in a few days.
        Ending = "ending";
        /// Tells that data can be taken away for a few days still.
        Exporting = "exporting";
        /// Tells whoever was told that nothing ends.
        Withdraw = "withdraw";
    }
}

words! {
    /// What one account is told.
    Notice {
        /// Something ends, and by which calendar.
        Announced = "announced";
        /// The calendar they were told before has changed.
        Changed = "changed";
        /// Orders or gifts end in a few days.
        Ending = "ending";
        /// Data can be taken away for a few days still.
        Exporting = "exporting";
        /// Nothing ends: the plan was taken back.
        Withdrawn = "withdrawn";
    }
}

impl Round {
    /// What it tells somebody, who was told an earlier revision or was not.
    #[must_use]
    pub const fn tells(self, was_told: bool) -> Notice {
        match (self, was_told) {
            (Self::Announce, false) => Notice::Announced,
            (Self::Announce, true) => Notice::Changed,
            (Self::Ending, _) => Notice::Ending,
            (Self::Exporting, _) => Notice::Exporting,
            (Self::Withdraw, _) => Notice::Withdrawn,
        }
    }
}

impl Plan {
    /// When a round of this plan begins; none: it has none. What lies before the plan became as it is, is told by its
    /// announcement.
    #[must_use]
    pub fn round_at(&self, round: Round) -> Option<Timestamp> {
        let calendar = &self.calendar;
        let reminder = |at: Timestamp| {
            (self.state == PlanState::Running && self.changed_at < at && calendar.at(Step::Notice) < at)
                .then_some(at)
        };
        match round {
            Round::Announce => (self.state == PlanState::Running).then(|| calendar.at(Step::Notice)),
            Round::Ending => reminder(calendar.days_before(Step::NoSales, DAYS_BEFORE_END)),
            Round::Exporting => reminder(calendar.days_before(Step::ExportEnds, DAYS_BEFORE_EXPORT_ENDS)),
            Round::Withdraw => (self.state == PlanState::Withdrawn).then_some(self.changed_at),
        }
    }

    /// What is to be told at `now`. A reminder that comes too late, because nothing ran meanwhile, is told no more.
    #[must_use]
    pub fn rounds_due(&self, now: Timestamp) -> Vec<Round> {
        let is_over = |round| match round {
            Round::Ending => self.calendar.at(Step::NoSales) <= now,
            Round::Exporting => self.calendar.at(Step::ExportEnds) <= now,
            Round::Announce | Round::Withdraw => false,
        };
        let due = |round: &Round| self.round_at(*round).is_some_and(|at| at <= now) && !is_over(*round);
        Round::ALL.iter().copied().filter(due).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::super::calendar::{Calendar, Days};
    use super::super::{Audience, Scope};
    use super::*;
    use crate::gate::Feature;
    use crate::ids::SunsetId;

    fn plan(state: PlanState, changed: &str) -> Plan {
        let days = Days([
            date(2026, 12, 1),
            date(2026, 12, 15),
            date(2027, 2, 1),
            date(2027, 3, 1),
            date(2027, 5, 1),
            date(2027, 6, 1),
        ]);
        Plan {
            id: SunsetId(1),
            scope: Scope::Feature(Feature::Buy),
            state,
            revision: 1,
            calendar: Calendar::new(days, TimeZone::UTC).unwrap(),
            successor: None,
            audience: Audience::Concerned,
            reason: String::new(),
            changed_at: changed.parse().unwrap(),
            erased_at: None,
        }
    }

    #[test]
    fn each_round_has_its_days() {
        let running = plan(PlanState::Running, "2026-11-20T00:00:00Z");
        for (now, wanted) in [
            ("2026-11-30T23:59:59Z", vec![]),
            ("2026-12-01T00:00:00Z", vec![Round::Announce]),
            ("2027-01-24T23:59:59Z", vec![Round::Announce]),
            ("2027-01-25T00:00:00Z", vec![Round::Announce, Round::Ending]),
            ("2027-02-01T00:00:00Z", vec![Round::Announce]),
            ("2027-04-17T00:00:00Z", vec![Round::Announce, Round::Exporting]),
            ("2027-05-01T00:00:00Z", vec![Round::Announce]),
        ] {
            assert_eq!(running.rounds_due(now.parse().unwrap()), wanted, "{now}");
        }
    }

    #[test]
    fn a_change_is_told_once_and_not_followed_by_a_reminder_that_lay_before_it() {
        let changed = plan(PlanState::Running, "2027-01-26T00:00:00Z");
        assert_eq!(changed.rounds_due("2027-01-27T00:00:00Z".parse().unwrap()), [Round::Announce]);
    }

    #[test]
    fn a_draft_tells_nobody_and_a_withdrawn_plan_tells_that_nothing_ends() {
        let now = "2027-01-27T00:00:00Z".parse().unwrap();
        assert_eq!(plan(PlanState::Draft, "2026-11-20T00:00:00Z").rounds_due(now), []);
        assert_eq!(plan(PlanState::Withdrawn, "2026-11-20T00:00:00Z").rounds_due(now), [Round::Withdraw]);
    }
}
