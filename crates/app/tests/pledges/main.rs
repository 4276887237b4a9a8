//! Gifts that come again: two years of them against a model that shares no code with what it checks, and what donors do
//! with a pledge in one tap.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod acts;
mod bank;
mod held;
mod later;
mod model;
mod months;
mod weather;

use buyline_app as app;

use app::donations::{self, DonationView, Given};
use app::pledges::{self, PledgeView, Wish};
use app::{Clock, Ctx};
use domain::access::Actor;
use domain::donation::interval::Interval;
use domain::ids::MailId;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Charity, House, give_with};

/// A wish for gifts in a rhythm, until the donor stops.
const fn each(every: Interval) -> Wish {
    Wish::each(every)
}

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A guest promises so many cents from a later day on, and says who they are.
async fn wish_later(ctx: &Ctx, charity: &Charity, cents: i64, from: Date) -> DonationView {
    let view = charity.begin(ctx, cents).await;
    let wish = Wish { starts_on: Some(from), ..each(Interval::Monthly) };
    pledges::promise(ctx, (view.donation.nonprofit, view.donation.id), Some(wish)).await.unwrap();
    open_gift(ctx, &view).await
}

/// The clock goes on by days, and the scheduler looks on each.
async fn days(house: &House, ctx: &Ctx, days: u32) {
    for _ in 0..days {
        house.clock.advance(DAY);
        app::upkeep::tidy(ctx).await;
        app::jobs::drain(ctx).await.unwrap();
    }
}

async fn again(ctx: &Ctx, view: &PledgeView) -> PledgeView {
    pledges::open_by_link(ctx, &Actor::Anonymous, view.pledge.id, &view.token).await.unwrap()
}

/// Number and cents of what was given, oldest first.
fn given(view: &PledgeView) -> Vec<(u32, i64)> {
    view.gifts.iter().rev().map(|(gift, _)| (gift.pledge.unwrap().1, gift.amount.amount)).collect()
}

async fn subjects(ctx: &Ctx) -> Vec<String> {
    let mails = ctx.db().read(|conn| store::mails::newest(conn, MailId(i64::MAX), 100)).await.unwrap();
    mails.into_iter().rev().map(|mail| mail.subject).collect()
}

/// A guest begins a pledge with a first gift of so many cents, at once or on its day.
async fn begin(ctx: &Ctx, charity: &Charity, cents: i64, wish: Wish, card: &str) -> DonationView {
    let view = charity.begin(ctx, cents).await;
    pledges::promise(ctx, (view.donation.nonprofit, view.donation.id), Some(wish)).await.unwrap();
    let view = open_gift(ctx, &view).await;
    let wanted = if wish.starts_on.is_some() { Given::Promised } else { Given::Settled };
    assert_eq!(give_with(ctx, &view, card).await, wanted);
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
