//! The orderly end of something: what is refused, what stays, who is told, and what keeps erasure away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod honoured;
mod notices;
mod partners;
mod place;
mod plans;
mod rehearsal;

use buyline_app as app;

use app::sunsets::{self, Wish};
use domain::access::{Actor, Permit, Person, RunServer};
use domain::ids::{AccountId, SunsetId};
use domain::sunset::calendar::Days;
use domain::sunset::{Audience, Plan, Scope};
use domain::view::people::AccountKind;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use store::DbError;
use store::accounts::NewAccount;
use testkit::house::House;

pub(crate) fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

pub(crate) fn actor(account: AccountId) -> Actor {
    Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: false })
}

pub(crate) async fn person(house: &House, handle: &str) -> AccountId {
    let id: AccountId = house.ctx.id();
    let account = NewAccount {
        id,
        handle: handle.to_owned(),
        display_name: handle.to_owned(),
        kind: AccountKind::Person,
        email: Some(format!("{handle}@example.org")),
        password_hash: None,
        locale: if handle.ends_with('7') { "fr" } else { "en" }.to_owned(),
        operator: false,
        created_at: house.ctx.now(),
    };
    let write = move |tx: &mut store::Tx<'_>| {
        store::accounts::insert(tx, &account)?;
        tx.execute("UPDATE accounts SET email_confirmed_at = 1 WHERE id = $1", &[id.0.into()])?;
        Ok::<_, DbError>(())
    };
    house.ctx.db().write("person", write).await.unwrap();
    id
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
