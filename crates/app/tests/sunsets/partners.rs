//! Where partners stand, from the first day to the last.

use buyline_app as app;

use app::checkout::{self, Part, StartError};
use app::sunsets::{self, Standing};
use domain::access::{Actor, AtMerchant, MerchantAct, Role};
use domain::gate::Feature;
use domain::ids::{AccountId, MerchantId};
use domain::merchant::{MerchantState, TEST_ORDERS_PER_DAY};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::partner::{NextStep, PartnerState};
use domain::place::Refusal;
use domain::sunset::calendar::Step;
use domain::sunset::{Party, Scope};
use domain::view::posts::CardSale;
use domain::view::staff::Switch;
use jiff::SignedDuration;
use store::changes::ChangeKind;
use testkit::house::{Goods, House, On, actor, begin_as, pay_with, person};

use crate::{USUAL, go_to, operator, plan, run, wish};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(90) };

async fn stands(house: &House, party: Party) -> Standing {
    app::feed::catch_up(&house.ctx).await.unwrap();
    sunsets::standing_of(&house.ctx, party).await.unwrap().unwrap()
}

async fn in_state(house: &House, merchant: MerchantId, state: MerchantState) {
    let now = house.ctx.now();
    let write = move |tx: &mut store::Tx<'_>| {
        store::merchants::set_state(tx, merchant, state, "", Some(5), now)?;
        store::changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)
    };
    house.ctx.db().write("trust", write).await.unwrap();
    app::feed::catch_up(&house.ctx).await.unwrap();
}

/// Somebody who works for `merchant` and may do nothing else there: no role is asked for.
async fn colleague(house: &House, merchant: MerchantId) -> AccountId {
    let (colleague, now) = (person(&house.ctx, "solene").await, house.ctx.now());
    let hire = move |tx: &mut store::Tx<'_>| store::staff::put(tx, merchant, colleague, Role::Analyst, now);
    house.ctx.db().write("hire", hire).await.unwrap();
    colleague
}

#[tokio::test]
async fn before_somebody_vouches_for_a_shop_its_own_people_try_it_and_nobody_else() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let ctx = &house.ctx;
        let shop = house.shop(&[PRINT]).await;
        let party = Party::Shop(shop.merchant);
        in_state(&house, shop.merchant, MerchantState::New).await;
        let own = actor(colleague(&house, shop.merchant).await);
        let stranger = actor(person(ctx, "mallory").await);
        let wanted = || vec![shop.wanted(0, 1)];

        for nobody in [Actor::Anonymous, stranger] {
            let refused = begin_as(ctx, &nobody, wanted()).await;
            assert!(matches!(refused, Err(StartError::NotFound)), "{on:?} {nobody:?}: {refused:?}");
            let card =
                app::timeline::card(ctx, shop.goods[0].offer, nobody.account()).await.unwrap().unwrap();
            assert_eq!(card.sale(ctx.now()), CardSale::NotSelling, "{on:?} {nobody:?}");
        }
        let card = app::timeline::card(ctx, shop.goods[0].offer, own.account()).await.unwrap().unwrap();
        assert_eq!((card.sale(ctx.now()), card.is_trial), (CardSale::Open, true), "{on:?}");

        let mut views = Vec::new();
        for _ in 0..=TEST_ORDERS_PER_DAY {
            views.push(begin_as(ctx, &own, wanted()).await.unwrap());
        }
        assert!(checkout::obstacles(ctx, &views[0]).await.unwrap().is_empty(), "{on:?}");
        let (last, five) = views.split_last().unwrap();
        for view in five {
            let paid = pay_with(ctx, view, "card_ok").await;
            assert!(matches!(paid[..], [(_, Part::Placed(_))]), "{on:?}: {paid:?}");
        }
        let sixth = pay_with(ctx, last, "card_ok").await;
        let closed = Part::Refused(Refusal::MerchantClosed);
        assert!(matches!(&sixth[..], [(_, part)] if *part == closed), "{on:?}: {sixth:?}");

        assert_eq!(
            stands(&house, party).await.state,
            PartnerState::Connected,
            "{on:?}: it can be undone yet"
        );
        house.clock.advance(SignedDuration::from_mins(10));
        house.drain().await;
        let tested = stands(&house, party).await;
        assert_eq!((tested.state, tested.next), (PartnerState::TestPassed, NextStep::AwaitReview), "{on:?}");

        // Who stops working there between the review and the paying tap pays nothing.
        house.clock.advance(SignedDuration::from_hours(25));
        let view = begin_as(ctx, &own, wanted()).await.unwrap();
        let (merchant, leaver) = (shop.merchant, own.account().unwrap());
        let leave = move |tx: &mut store::Tx<'_>| store::staff::remove(tx, merchant, leaver);
        ctx.db().write("leave", leave).await.unwrap();
        let gone = pay_with(ctx, &view, "card_ok").await;
        assert!(matches!(&gone[..], [(_, part)] if *part == closed), "{on:?}: {gone:?}");
    }
}

#[tokio::test]
async fn a_shop_goes_from_its_first_order_to_its_last_export() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let party = Party::Shop(shop.merchant);
        assert_eq!(stands(&house, party).await.state, PartnerState::General, "{on:?}");
        let trust = |state| in_state(&house, shop.merchant, state);
        trust(MerchantState::New).await;
        let new = stands(&house, party).await;
        assert_eq!(
            (new.state, new.next),
            (PartnerState::Connected, NextStep::Test),
            "{on:?}: the sandbox pays all"
        );
        trust(MerchantState::Limited).await;
        assert_eq!(stands(&house, party).await.state, PartnerState::Limited, "{on:?}");
        let view = shop.tap(&house.ctx, &[(0, 1)]).await;
        pay_with(&house.ctx, &view, "card_ok").await;
        house.clock.advance(SignedDuration::from_mins(10));
        house.drain().await;
        trust(MerchantState::New).await;
        assert_eq!(stands(&house, party).await.state, PartnerState::TestPassed, "{on:?}");
        trust(MerchantState::Verified).await;
        app::switches::throw(&house.ctx, &operator(), Switch::Merchant(shop.merchant), "x").await.unwrap();
        assert_eq!(stands(&house, party).await.state, PartnerState::Paused, "{on:?}");
        app::switches::lift(&house.ctx, &operator(), Switch::Merchant(shop.merchant)).await.unwrap();

        let id = run(&house, Scope::Feature(Feature::Buy), wish(&house, USUAL)).await;
        let calendar = plan(&house, id).await.calendar;
        let soon = stands(&house, party).await;
        assert_eq!((soon.state, soon.allowed.new_orders), (PartnerState::SunsetNotice, true), "{on:?}");
        go_to(&house, calendar.at(Step::NoSales));
        let closed = stands(&house, party).await;
        assert_eq!((closed.state, closed.allowed.new_orders), (PartnerState::SunsetNotice, false), "{on:?}");
        go_to(&house, calendar.at(Step::ReadOnly));
        let open = stands(&house, party).await;
        assert_eq!(
            (open.state, open.next),
            (PartnerState::ReadOnly, NextStep::FinishOpen),
            "{on:?}: it has to ship"
        );
        assert!(open.allowed.after_sale && open.allowed.export && !open.allowed.new_goods, "{on:?}");
        let update = "UPDATE orders SET fulfilled_at = 1 WHERE merchant_id = $1";
        let merchant = shop.merchant;
        let ship = move |tx: &mut store::Tx<'_>| tx.execute(update, &[merchant.0.into()]).map(|_| ());
        house.ctx.db().write("ship", ship).await.unwrap();
        assert_eq!(stands(&house, party).await.state, PartnerState::ExportWindow, "{on:?}");
        go_to(&house, calendar.at(Step::ExportEnds));
        assert!(!stands(&house, party).await.allowed.export, "{on:?}");
        go_to(&house, calendar.at(Step::Erasure));
        let now = house.ctx.now();
        let erase = move |tx: &mut store::Tx<'_>| {
            store::sunsets::set_erased(tx, id, now)?;
            store::changes::note(tx, ChangeKind::Gate, 0, 0, now)
        };
        house.ctx.db().write("erase", erase).await.unwrap();
        let erased = stands(&house, party).await;
        assert_eq!((erased.state, erased.next), (PartnerState::Erased, NextStep::Nothing), "{on:?}");
        let late = sunsets::withdraw(&house.ctx, &operator(), (id, 2), "x").await;
        assert!(matches!(late, Err(sunsets::PlanError::Erased)), "{on:?}: nothing leaves erased");
    }
}

#[tokio::test]
async fn a_desk_that_is_read_only_still_does_what_is_owed() {
    let house = House::sqlite();
    let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
    let id = run(&house, Scope::Server, wish(&house, USUAL)).await;
    go_to(&house, plan(&house, id).await.calendar.at(Step::ReadOnly));
    for act in MerchantAct::ALL {
        let may =
            sunsets::shop_still_may(&house.ctx, AtMerchant { merchant: shop.merchant, act }).await.unwrap();
        let stops = [MerchantAct::EditCatalog, MerchantAct::Post, MerchantAct::EditSettings].contains(&act);
        assert_eq!(may, !stops, "{act:?}");
    }
    for act in NonprofitAct::ALL {
        let what = AtNonprofit { nonprofit: charity.nonprofit, act };
        let may = sunsets::nonprofit_still_may(&house.ctx, what).await.unwrap();
        assert_eq!(may, ![NonprofitAct::Campaign, NonprofitAct::EditProfile].contains(&act), "{act:?}");
    }
}
