//! The orderly end of something: what is refused, what stays, who is told, and what keeps erasure away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod emptied;
mod ending;
mod erased;
mod honoured;
mod notices;
mod partners;
mod place;
mod plans;
mod rehearsal;

use buyline_app as app;

use app::sunsets::{self, Wish};
use domain::access::{Actor, Permit, RunServer};
use domain::ids::{AccountId, SunsetId};
use domain::sunset::calendar::Days;
use domain::sunset::{Audience, Plan, Scope};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use testkit::house::House;

pub(crate) fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

/// Somebody; who is called so with a 7 at the end reads French.
pub(crate) async fn person(house: &House, handle: &str) -> AccountId {
    let french = handle.ends_with('7');
    testkit::house::person_who(&house.ctx, handle, |it| {
        if french {
            it.locale = "fr".to_owned();
        }
    })
    .await
}

pub(crate) fn today(house: &House) -> Date {
    house.ctx.now().to_zoned(TimeZone::UTC).date()
}

/// Days counted from today.
pub(crate) fn days(house: &House, numbers: [i64; 6]) -> Days {
    Days(numbers.map(|number| today(house).saturating_add(number.days())))
}

/// Told today, ending in 31 days, read-only in 60, exports until 120, erased from 150.
pub(crate) const USUAL: [i64; 6] = [0, 10, 31, 60, 120, 150];

pub(crate) fn wish(house: &House, numbers: [i64; 6]) -> Wish {
    Wish {
        days: days(house, numbers),
        zone: TimeZone::UTC,
        successor: None,
        audience: Audience::Concerned,
        reason: String::new(),
    }
}

/// Writes a plan down and starts it.
pub(crate) async fn run(house: &House, scope: Scope, wish: Wish) -> SunsetId {
    let id = sunsets::draft(&house.ctx, &operator(), scope, wish, "It was decided").await.unwrap();
    sunsets::start(&house.ctx, &operator(), (id, 1), "It begins").await.unwrap();
    app::feed::catch_up(&house.ctx).await.unwrap();
    id
}

pub(crate) async fn plan(house: &House, id: SunsetId) -> Plan {
    sunsets::show(&house.ctx, &operator(), id).await.unwrap().unwrap().plan
}

/// Puts the clock to an instant of the plan.
pub(crate) fn go_to(house: &House, at: Timestamp) {
    let now = house.ctx.now();
    assert!(now <= at, "time goes on");
    house.clock.advance(at.duration_since(now));
}
