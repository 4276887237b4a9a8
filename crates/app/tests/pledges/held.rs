//! A nonprofit that is suspended: its pledges rest at once, and their donors are told once.

use app::Ctx;
use app::nonprofits::{self, Review};
use app::pledges::{self, Act};
use buyline_app as app;
use domain::access::{Actor, RunServer};
use domain::donation::interval::Interval;
use domain::donation::pledge::PledgeState;
use domain::ids::MailId;
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::house::{Charity, DieAfter, House, On, Plan, give_with};

use super::{again, begin, days, each, given, open_gift, pledge_of, wish_later};

const PAUSED: &str = "Your regular gift to Sauveteurs du Port is paused";

async fn decide(ctx: &Ctx, charity: &Charity, review: Review) {
    let permit = Actor::System.may(RunServer).unwrap();
    nonprofits::decide(ctx, &permit, charity.nonprofit, review).await.unwrap();
}

fn suspend() -> Review {
    Review::Suspend { reason: "Nobody answers there.".to_owned() }
}

async fn told(ctx: &Ctx) -> usize {
    let mails = ctx.db().read(|conn| store::mails::newest(conn, MailId(i64::MAX), 2_000)).await.unwrap();
    mails.iter().filter(|mail| mail.subject == PAUSED).count()
}

#[tokio::test]
async fn pledges_rest_when_their_nonprofit_is_suspended_and_go_on_by_a_tap_only() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (charity, other) = (house.charity().await, house.charity().await);
        let now = begin(&house.ctx, &charity, 1_000, each(Interval::Monthly), "card_ok").await;
        let elsewhere = begin(&house.ctx, &other, 1_000, each(Interval::Monthly), "card_ok").await;
        let later = wish_later(&house.ctx, &charity, 2_500, date(2027, 1, 15)).await;
        assert_eq!(give_with(&house.ctx, &later, "card_ok").await, app::donations::Given::Promised);
        house.drain().await;
        let later = open_gift(&house.ctx, &later).await;
        let (now, later) = (pledge_of(&house.ctx, &now).await, pledge_of(&house.ctx, &later).await);
        decide(&house.ctx, &charity, suspend()).await;
        house.drain().await;
        for pledge in [&now, &later] {
            let held = again(&house.ctx, pledge).await.pledge;
            assert_eq!((held.state, held.is_held, held.next_at), (PledgeState::Paused, true, None), "{on:?}");
        }
        let elsewhere = pledge_of(&house.ctx, &elsewhere).await.pledge;
        assert_eq!(elsewhere.state, PledgeState::Active, "{on:?}");
        assert_eq!(told(&house.ctx).await, 2, "{on:?}");
        let refused = pledges::act(&house.ctx, &again(&house.ctx, &now).await, Act::Resume).await;
        assert!(matches!(refused, Err(pledges::ActError::NotTaking)), "{on:?}");
        house.must_be_clean().await;
        days(&house, &house.ctx, 32).await;
        decide(&house.ctx, &charity, Review::Verify).await;
        days(&house, &house.ctx, 1).await;
        assert_eq!(given(&again(&house.ctx, &now).await).len(), 1, "{on:?}: only the donor goes on");
        assert_eq!(told(&house.ctx).await, 2, "{on:?}: nobody is told twice");
        // What is promised for a day that lies ahead still comes on it.
        for pledge in [&now, &later] {
            pledges::act(&house.ctx, &again(&house.ctx, pledge).await, Act::Resume).await.unwrap();
        }
        days(&house, &house.ctx, 25).await;
        assert_eq!(given(&again(&house.ctx, &later).await), [(0, 2_500)], "{on:?}");
        // Suspended again, they are told again.
        decide(&house.ctx, &charity, suspend()).await;
        house.drain().await;
        assert_eq!(told(&house.ctx).await, 4, "{on:?}");
        house.must_be_clean().await;
    }
}

#[tokio::test]
async fn more_pledges_than_one_batch_rest_once_each_whenever_the_server_dies() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut pledges = Vec::new();
    for _ in 0..130 {
        let gift = begin(&house.ctx, &charity, 1_000, each(Interval::Monthly), "card_ok").await;
        pledges.push(pledge_of(&house.ctx, &gift).await);
    }
    decide(&house.ctx, &charity, suspend()).await;
    for (node, commits) in [(2, 1), (3, 2), (4, 3), (5, 4)] {
        let faults = Some(DieAfter::commits(commits) as _);
        let mortal = house.neighbour(node, Plan { faults, ..Plan::default() });
        let _ = app::jobs::drain(&mortal).await;
        drop(mortal);
        house.clock.advance(SignedDuration::from_mins(2));
    }
    house.drain().await;
    for pledge in &pledges {
        assert_eq!(again(&house.ctx, pledge).await.pledge.state, PledgeState::Paused);
    }
    assert_eq!(told(&house.ctx).await, 130);
    house.must_be_clean().await;
}

#[tokio::test]
async fn a_nonprofit_that_is_vouched_for_again_before_the_work_is_done_keeps_its_pledges() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let gift = begin(&house.ctx, &charity, 1_000, each(Interval::Monthly), "card_ok").await;
    decide(&house.ctx, &charity, suspend()).await;
    decide(&house.ctx, &charity, Review::Verify).await;
    house.drain().await;
    assert_eq!(pledge_of(&house.ctx, &gift).await.pledge.state, PledgeState::Active);
    assert_eq!(told(&house.ctx).await, 0);
}
