//! Gift Aid: what is declared covers what it says, is claimed once, and not when the gift went back.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::donations::gift_aid::{self, ClaimError, Declared};
use app::donations::{self, ChangeError, ChangeProblem, DonationView, Given};
use app::pledges::{self, Wish};
use domain::access::Actor;
use domain::donation::gift_aid::{AidProblem, Scope, Taxpayer};
use domain::donation::interval::Interval;
use domain::money::{Currency, Money};
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::{NonprofitAct, NonprofitRole};
use jiff::SignedDuration;
use testkit::house::{Charity, Home, House, On, donor, give_with};

const HULL: Home =
    Home { country: "GB", currency: Currency::GBP, registry: Registry::GbCcew, number: "1", digits: 6 };

fn pounds(pence: i64) -> Money {
    Money::new(pence, Currency::GBP)
}

/// A charity in Hull that claims.
async fn charity(house: &House) -> Charity {
    let charity = house.charity_at(HULL).await;
    let id = charity.nonprofit;
    let set = move |tx: &mut store::Tx<'_>| store::donations::gift_aid::set_reference(tx, id, "XR12345");
    house.ctx.db().write("set_reference", set).await.unwrap();
    charity
}

fn declared(scope: Scope) -> Option<Declared> {
    let taxpayer = Taxpayer {
        title: "Mrs".to_owned(),
        first_name: "Mary".to_owned(),
        last_name: "Smith".to_owned(),
        house: "12".to_owned(),
        address: "Quay Lane, Hull".to_owned(),
        postcode: "hu11aa".to_owned(),
    };
    Some(Declared { scope, taxpayer, statement: "I pay UK tax.".to_owned() })
}

async fn give(house: &House, charity: &Charity, email: &str, aid: Option<Declared>) -> DonationView {
    give_as(house, charity, (Actor::Anonymous, email), aid).await
}

async fn give_as(
    house: &House,
    charity: &Charity,
    (actor, email): (Actor, &str),
    aid: Option<Declared>,
) -> DonationView {
    let begun = donations::begin(&house.ctx, &actor, charity.wish(2_000)).await.unwrap();
    let mut view = donations::open_by_link(&house.ctx, &actor, begun.donation, &begun.token).await.unwrap();
    let change = donations::Change { email: email.to_owned(), gift_aid: aid, ..donor(pounds(2_000)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
    donations::open_by_link(&house.ctx, &actor, view.donation.id, &view.token).await.unwrap()
}

async fn fresh(house: &House, view: &DonationView) -> DonationView {
    donations::open_by_link(&house.ctx, &Actor::Anonymous, view.donation.id, &view.token).await.unwrap()
}

async fn claimable(house: &House, charity: &Charity) -> usize {
    let desk = gift_aid::desk(&house.ctx, &charity.may(NonprofitAct::ViewDonors)).await.unwrap();
    desk.claimable.len()
}

#[tokio::test]
async fn a_declaration_covers_what_it_says_until_it_is_withdrawn() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = charity(&house).await;
        give(&house, &charity, "mary@example.com", declared(Scope::ThisGift)).await;
        give(&house, &charity, "mary@example.com", None).await;
        assert_eq!(claimable(&house, &charity).await, 1, "{on:?}: that gift alone");
        let ann = || (charity.staff(NonprofitRole::Owner), "ann@example.com");
        let first = give_as(&house, &charity, ann(), declared(Scope::FromNow)).await;
        let later = give_as(&house, &charity, ann(), None).await;
        let stranger = give(&house, &charity, "ann@example.com", None).await;
        assert_eq!(claimable(&house, &charity).await, 3, "{on:?}: her account's gifts alone");
        assert_eq!(stranger.aid.as_ref().unwrap().covering, None, "{on:?}: whoever types her address");
        assert!(!gift_aid::withdraw(&house.ctx, &stranger).await.unwrap(), "{on:?}: is not her");
        let guest = give(&house, &charity, "bob@example.com", declared(Scope::FromNow)).await;
        give(&house, &charity, "bob@example.com", None).await;
        assert_eq!(claimable(&house, &charity).await, 4, "{on:?}: a guest is known again by nobody");
        gift_aid::withdraw(&house.ctx, &guest).await.unwrap();
        assert_eq!(later.aid.as_ref().unwrap().covering.as_ref().unwrap().0, first.donation.id, "{on:?}");
        assert!(gift_aid::withdraw(&house.ctx, &later).await.unwrap(), "{on:?}: by the link of any gift");
        assert!(!gift_aid::withdraw(&house.ctx, &later).await.unwrap(), "{on:?}: once");
        give_as(&house, &charity, ann(), None).await;
        assert_eq!(claimable(&house, &charity).await, 4, "{on:?}: what was given while it stood stays");
        let taken = give(&house, &charity, "eve@example.com", declared(Scope::ThisGift)).await;
        assert_eq!(claimable(&house, &charity).await, 5, "{on:?}");
        gift_aid::withdraw(&house.ctx, &taken).await.unwrap();
        assert_eq!(claimable(&house, &charity).await, 4, "{on:?}: nothing is left to claim for");
        house.audit().await;
    }
}

#[tokio::test]
async fn every_gift_is_claimed_once_however_many_close_at_the_same_moment() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = charity(&house).await;
        for _ in 0..3 {
            give(&house, &charity, "mary@example.com", declared(Scope::ThisGift)).await;
        }
        let permit = charity.may(NonprofitAct::Claim);
        let closing = (0..6).map(|_| gift_aid::close(&house.ctx, &permit));
        let closed = futures_util::future::join_all(closing).await;
        let done: Vec<_> = closed.iter().filter_map(|it| it.as_ref().ok()).collect();
        let [claim] = &done[..] else { panic!("{on:?}: one claim: {closed:?}") };
        assert_eq!((claim.number, claim.gifts, claim.amount), (1, 3, pounds(6_000)), "{on:?}");
        assert!(closed.iter().filter(|it| matches!(it, Err(ClaimError::Nothing))).count() == 5, "{on:?}");
        give(&house, &charity, "mary@example.com", declared(Scope::ThisGift)).await;
        let second = gift_aid::close(&house.ctx, &permit).await.unwrap();
        assert_eq!((second.number, second.gifts), (2, 1), "{on:?}");
        let permit = charity.may(NonprofitAct::ViewDonors);
        let gifts = gift_aid::claimed(&house.ctx, &permit, 1).await.unwrap();
        assert_eq!(gifts.len(), 3, "{on:?}");
        assert_eq!(gifts[0].taxpayer.postcode, "HU1 1AA", "{on:?}");
        assert!(gift_aid::claimed(&house.ctx, &permit, 3).await.unwrap().is_empty());
        house.audit().await;
    }
}

#[tokio::test]
async fn what_went_back_is_not_claimed_and_is_told_when_it_was() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = charity(&house).await;
        let kept = give(&house, &charity, "mary@example.com", declared(Scope::ThisGift)).await;
        let back = give(&house, &charity, "mary@example.com", declared(Scope::ThisGift)).await;
        let permit = charity.may(NonprofitAct::ReturnGift);
        donations::give_back(&house.ctx, &permit, back.donation.id, "").await.unwrap();
        house.drain().await;
        let claim = gift_aid::close(&house.ctx, &charity.may(NonprofitAct::Claim)).await.unwrap();
        assert_eq!(claim.gifts, 1, "{on:?}");
        donations::give_back(&house.ctx, &permit, kept.donation.id, "").await.unwrap();
        house.drain().await;
        let desk = gift_aid::desk(&house.ctx, &charity.may(NonprofitAct::ViewDonors)).await.unwrap();
        assert_eq!(desk.back, [(kept.donation.id, 1, pounds(2_000))], "{on:?}");
        house.audit().await;
    }
}

#[tokio::test]
async fn nobody_is_asked_where_the_charity_claims_nothing_and_mistakes_change_nothing() {
    let house = House::sqlite();
    let elsewhere = house.charity().await;
    let mut view = elsewhere.begin(&house.ctx, 2_000).await;
    assert!(view.aid.is_none());
    let change =
        donations::Change { gift_aid: declared(Scope::FromNow), ..donor(Money::new(2_000, Currency::EUR)) };
    donations::change(&house.ctx, &mut view, change).await.unwrap();
    assert!(fresh(&house, &view).await.aid.is_none(), "what nobody asked is not kept");
    let silent = house.charity_at(HULL).await;
    assert!(silent.begin(&house.ctx, 2_000).await.aid.is_none(), "HMRC's reference is not known");
    let refused = gift_aid::close(&house.ctx, &silent.may(NonprofitAct::Claim)).await;
    assert!(matches!(refused, Err(ClaimError::NoReference)));

    let charity = charity(&house).await;
    let mut view = charity.begin(&house.ctx, 2_000).await;
    let mut wrong = declared(Scope::FromNow);
    wrong.as_mut().unwrap().taxpayer = Taxpayer { first_name: "Mary".to_owned(), ..Taxpayer::default() };
    let change = donations::Change { gift_aid: wrong, ..donor(pounds(2_500)) };
    let Err(ChangeError::Problems(problems)) = donations::change(&house.ctx, &mut view, change).await else {
        panic!("refused")
    };
    let all = [AidProblem::LastName, AidProblem::House, AidProblem::Address, AidProblem::Postcode];
    assert_eq!(problems, all.map(ChangeProblem::Aid));
    let after = fresh(&house, &view).await;
    assert_eq!((after.donation.amount, after.aid.unwrap().own), (pounds(2_000), None), "nothing has changed");
}

#[tokio::test]
async fn what_was_declared_and_never_given_is_forgotten() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = charity(&house).await;
        let mut view = charity.begin(&house.ctx, 2_000).await;
        let change = donations::Change { gift_aid: declared(Scope::FromNow), ..donor(pounds(2_000)) };
        donations::change(&house.ctx, &mut view, change).await.unwrap();
        assert!(fresh(&house, &view).await.aid.unwrap().own.is_some(), "{on:?}");
        give(&house, &charity, "camille@example.com", None).await;
        assert_eq!(claimable(&house, &charity).await, 0, "{on:?}: what was not given covers nothing");
        house.clock.advance(SignedDuration::from_hours(25));
        donations::end_old(&house.ctx).await.unwrap();
        assert_eq!(fresh(&house, &view).await.aid.unwrap().own, None, "{on:?}");
    }
}

#[tokio::test]
async fn gifts_that_come_again_are_covered_by_what_was_declared_from_now_on() {
    let house = House::sqlite();
    let charity = charity(&house).await;
    for (email, scope) in [("ann@example.com", Scope::FromNow), ("bob@example.com", Scope::ThisGift)] {
        let view = charity.begin(&house.ctx, 2_000).await;
        let wish = Wish::each(Interval::Monthly);
        let gift = (charity.nonprofit, view.donation.id);
        pledges::promise(&house.ctx, gift, Some(wish)).await.unwrap();
        let mut view = fresh(&house, &view).await;
        let change =
            donations::Change { email: email.to_owned(), gift_aid: declared(scope), ..donor(pounds(2_000)) };
        donations::change(&house.ctx, &mut view, change).await.unwrap();
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled);
        house.drain().await;
    }
    assert_eq!(claimable(&house, &charity).await, 2);
    house.clock.advance(SignedDuration::from_hours(24 * 32));
    pledges::look_over(&house.ctx).await.unwrap();
    house.drain().await;
    assert_eq!(claimable(&house, &charity).await, 3, "who declared from then on, and not who declared once");
    house.audit().await;
}
