//! Gifts that come again: two years of them against a model that shares no code with what it checks, and what donors do
//! with a pledge in one tap.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod acts;
mod model;
mod months;
mod weather;

use buyline_app as app;

use app::donations::{self, DonationView, Given};
use app::pledges::{self, PledgeView, Wish};
use app::{Clock, Ctx};
use domain::access::Actor;
use domain::donation::interval::{Interval, Until};
use jiff::Timestamp;
use testkit::house::{Charity, House, give_with};

/// A wish for gifts in a rhythm, until the donor stops.
const fn each(every: Interval) -> Wish {
    Wish { every, until: Until::Stopped, next_on: None }
}

/// A guest begins a pledge with a first gift of so many cents.
async fn begin(ctx: &Ctx, charity: &Charity, cents: i64, wish: Wish, card: &str) -> DonationView {
    let view = charity.begin(ctx, cents).await;
    pledges::promise(ctx, (view.donation.nonprofit, view.donation.id), Some(wish)).await.unwrap();
    let view = open_gift(ctx, &view).await;
    assert_eq!(give_with(ctx, &view, card).await, Given::Settled);
    app::jobs::drain(ctx).await.unwrap();
    open_gift(ctx, &view).await
}

async fn open_gift(ctx: &Ctx, view: &DonationView) -> DonationView {
    donations::open_by_link(ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

/// The pledge of a gift, as its donor sees it.
async fn pledge_of(ctx: &Ctx, gift: &DonationView) -> PledgeView {
    let pledge = pledges::of_gift(ctx, &gift.donation).await.unwrap().expect("it was promised");
    let token = pledges::link_token(ctx, &pledge);
    pledges::open_by_link(ctx, &Actor::Anonymous, pledge.id, &token).await.unwrap()
}

/// Moves the clock to `at`, forward or back.
fn set(house: &House, at: Timestamp) {
    house.clock.advance(at.duration_since(house.clock.now()));
}

/// The scheduler looks, and what it asks for is done.
async fn look(ctx: &Ctx) {
    pledges::look_over(ctx).await.unwrap();
    app::jobs::drain(ctx).await.unwrap();
}

async fn audit_is_clean(house: &House) {
    let (address, record) = (house.address(), house.sandbox_record());
    let now = house.clock.now().as_microsecond();
    let report = tokio::task::spawn_blocking(move || audit::run_at(&address, Some(&record), now));
    let report = report.await.unwrap().unwrap();
    assert!(report.is_clean(), "{report}");
}
