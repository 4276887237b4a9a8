//! The plan by which buying ends on the demo's other day, written as its operator would write it.

use app::demo::jump::operator;
use app::sunsets::{self, Wish};
use domain::access::{Permit, RunServer};
use domain::gate::Feature;
use domain::ids::SunsetId;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Plan, PlanState, Scope, Successor};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::failure::Failure;

/// Where the demo's days begin: its shops are in France.
const ZONE: &str = "Europe/Paris";
/// A plan leaves its readers so many days at least.
const DAYS_LEFT_MIN: i64 = 28;
/// Nobody new is taken in for so many days before the end.
const DAYS_WITHOUT_NEW: i64 = 14;
/// The hour of the day at which one arrives.
const HOUR: i8 = 10;
/// Why it ends, for everybody to read, whichever of the demo's languages they read.
const REASON: &str = "Cette démonstration montre comment l’achat prend fin. This demo shows how buying ends.";
const WHY: &str = "The demo goes to the day on which buying has ended";

/// The time zone of the demo's days.
pub(super) fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

/// The next first of February that leaves the time that a plan needs.
pub(super) fn february(today: Date) -> Date {
    let earliest = today.saturating_add(DAYS_LEFT_MIN.days());
    let first = date(earliest.year(), 2, 1);
    if first < earliest { date(earliest.year() + 1, 2, 1) } else { first }
}

/// When one arrives on `day`.
pub(super) fn arrival(day: Date) -> Result<Timestamp, Failure> {
    let at = day.at(HOUR, 0, 0, 0).to_zoned(zone());
    at.map(|at| at.timestamp()).map_err(|error| Failure::failed(error.to_string()))
}

/// People are told tomorrow, buying ends on `end`, and the rest follows in spring.
fn days(today: Date, end: Date) -> Days {
    Days([
        today.saturating_add(1.day()),
        end.saturating_sub(DAYS_WITHOUT_NEW.days()),
        end,
        date(end.year(), 3, 1),
        date(end.year(), 5, 1),
        date(end.year(), 6, 1),
    ])
}

/// Sees to it that buying ends on `end` at the latest. A plan that says so is left as it is; one that ends later is taken
/// back for this one.
pub(super) async fn write(ctx: &app::Ctx, end: Date) -> Result<Plan, Failure> {
    let permit = operator(ctx).await?;
    let scope = Scope::Feature(Feature::Buy);
    let plans = sunsets::list(ctx, &permit).await?;
    let running = plans.into_iter().find(|plan| plan.scope == scope && plan.state == PlanState::Running);
    if let Some(plan) = running {
        if plan.calendar.day(Step::NoSales) <= end {
            return Ok(plan);
        }
        sunsets::withdraw(ctx, &permit, (plan.id, plan.revision), WHY).await.map_err(failed)?;
    }
    let zone = zone();
    let today = ctx.now().to_zoned(zone.clone()).date();
    let wish = Wish {
        days: days(today, end),
        zone,
        successor: Some(Successor {
            name: "Les boutiques du quai".to_owned(),
            url: "https://boutiques-du-quai.example".to_owned(),
        }),
        audience: Audience::Concerned,
        reason: REASON.to_owned(),
    };
    let id = sunsets::draft(ctx, &permit, scope, wish, WHY).await.map_err(failed)?;
    let drafted = find(ctx, &permit, id).await?;
    sunsets::start(ctx, &permit, (id, drafted.revision), WHY).await.map_err(failed)?;
    find(ctx, &permit, id).await
}

async fn find(ctx: &app::Ctx, permit: &Permit<RunServer>, id: SunsetId) -> Result<Plan, Failure> {
    let shown = sunsets::show(ctx, permit, id).await?;
    shown.map(|shown| shown.plan).ok_or_else(|| Failure::failed("the plan that was just written is gone"))
}

fn failed(error: sunsets::PlanError) -> Failure {
    Failure::failed(format!("the plan could not be written: {error}"))
}

#[cfg(test)]
mod tests {
    use domain::sunset::calendar::check;

    use super::*;

    #[test]
    fn the_next_february_leaves_four_weeks_and_its_days_can_be_kept() {
        for (today, wanted) in [
            (date(2026, 11, 30), date(2027, 2, 1)),
            (date(2027, 1, 4), date(2027, 2, 1)),
            (date(2027, 1, 5), date(2028, 2, 1)),
            (date(2027, 2, 1), date(2028, 2, 1)),
            (date(2026, 12, 31), date(2027, 2, 1)),
        ] {
            let end = february(today);
            assert_eq!(end, wanted, "{today}");
            assert_eq!(check(&days(today, end), None, today), Ok(()), "{today}");
        }
        assert_eq!(arrival(date(2027, 2, 1)).unwrap().to_string(), "2027-02-01T09:00:00Z");
    }
}
