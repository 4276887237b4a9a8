//! Lets days pass in a world whose clock can be moved: what falls due is done when it falls due, by the code that does it
//! on any server.

use std::collections::HashSet;

use app::demo::jump::{Event, Passed};
use app::{Clock, Ctx, feed, jobs, upkeep};
use domain::sunset::Plan;
use domain::sunset::calendar::Step;
use domain::sunset::notice::Round;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::super::clock::DemoClock;
use crate::failure::Failure;

/// What falls due is done so much late at most: a job that comes again every few seconds must not make a jump of hours.
const STRIDE: SignedDuration = SignedDuration::from_mins(5);

/// Days that pass.
pub(super) struct Days<'a> {
    pub(super) ctx: &'a Ctx,
    pub(super) clock: &'a DemoClock,
    pub(super) zone: &'a TimeZone,
    /// The plan whose days are told of.
    pub(super) plan: &'a Plan,
}

impl Days<'_> {
    /// Moves the clock to `to`, telling `tell` of each day that has passed and of what happened on it.
    pub(super) async fn pass(
        &self,
        to: Timestamp,
        mut tell: impl FnMut(Date, Vec<Passed>),
    ) -> Result<(), Failure> {
        let mut known = HashSet::new();
        loop {
            let now = self.clock.now();
            let day = self.day(now);
            self.work(true).await?;
            tell(day, self.news(day, &mut known).await?);
            if now >= to {
                return Ok(());
            }
            let midnight = self.midnight_after(now)?.min(to);
            while let Some(due) = self.due_before(midnight).await? {
                self.clock.set(due);
                self.work(false).await?;
            }
            self.clock.set(midnight);
        }
    }

    /// Does what is due; at the beginning of a day also what no commit asks for.
    async fn work(&self, is_new_day: bool) -> Result<(), Failure> {
        feed::catch_up(self.ctx).await?;
        if is_new_day {
            upkeep::once(self.ctx).await;
        }
        jobs::drain(self.ctx).await?;
        feed::catch_up(self.ctx).await?;
        Ok(())
    }

    /// When something is due next before `midnight`, a stride from now at the earliest.
    async fn due_before(&self, midnight: Timestamp) -> Result<Option<Timestamp>, Failure> {
        let due = self.ctx.db().read(store::jobs::next_due).await?;
        let at = due.map(|due| due.max(self.clock.now() + STRIDE));
        Ok(at.filter(|at| *at < midnight))
    }

    fn day(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    fn midnight_after(&self, at: Timestamp) -> Result<Timestamp, Failure> {
        let next = self.day(at).saturating_add(1.day()).to_zoned(self.zone.clone());
        next.map(|next| next.timestamp()).map_err(|error| Failure::failed(error.to_string()))
    }

    /// What happened on `day` that was not told yet.
    async fn news(&self, day: Date, known: &mut HashSet<News>) -> Result<Vec<Passed>, Failure> {
        let mut news = Vec::new();
        let days = self.plan.calendar.days();
        // Two days of a plan may be one; what was told before the jump is nothing new.
        for (step, _) in days.each().filter(|(_, on)| *on == day) {
            if known.insert(News::Step(step)) {
                news.push(Passed { day, what: Event::Reached(step) });
            }
        }
        let id = self.plan.id;
        let rounds = self.ctx.db().read(move |conn| store::sunsets::rounds_of(conn, id)).await?;
        for round in rounds {
            let is_new = round.ended_at.is_some_and(|at| self.day(at) == day);
            if is_new && known.insert(News::Round(round.revision, round.round)) {
                news.push(Passed { day, what: Event::Told(round.round, round.told) });
            }
        }
        Ok(news)
    }
}

/// What is told once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum News {
    Step(Step),
    Round(i64, Round),
}
