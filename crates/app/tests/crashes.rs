//! Stopped after every commit: whatever instant the process dies at, what comes back finishes the work, loses no
//! order it promised, charges nobody twice and leaves no stock held.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::Part;
use domain::access::{Actor, OwnOrder};
use domain::ids::OrderId;
use domain::order::OrderState;
use jiff::SignedDuration;
use testkit::house::{DieAfter, Goods, House, On, Plan, Shop, try_pay};

/// What one life does: buys, perhaps undoes, and works until the order is the merchant's. Gives the order it was
/// promised, if it lived long enough.
async fn live(house: &House, ctx: &app::Ctx, shop: &Shop, card: &str, undo: bool) -> Option<OrderId> {
    let start = app::checkout::Start {
        items: vec![app::checkout::Wanted {
            offer: shop.goods[0].offer,
            variant: None,
            quantity: domain::quantity::Quantity::ONE,
            post: None,
        }],
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = app::checkout::start(ctx, &Actor::Anonymous, start).await.ok()?;
    let mut view =
        app::checkout::open_by_link(ctx, &Actor::Anonymous, started.purchase, &started.token).await.ok()?;
    app::checkout::set_details(ctx, &mut view, testkit::house::details()).await.ok()?;
    let outcome = try_pay(ctx, &view, card).await.ok()?;
    let Part::Placed(order) = outcome[0].1 else { return None };
    if undo {
        let own = OwnOrder { order, purchase: view.purchase.id, account: None };
        let permit = Actor::Guest(view.purchase.id).may(own).unwrap();
        let _ = app::orders::undo(ctx, &permit, shop.merchant).await;
    }
    house.clock.advance(SignedDuration::from_mins(3));
    let _ = app::jobs::drain(ctx).await;
    Some(order)
}

async fn die_everywhere(on: On, card: &str, undo: bool) {
    for commits in 1..14 {
        let Some(house) = House::new(on) else { return };
        let shop = house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(3) }]).await;
        let mortal = house.neighbour(
            2,
            Plan { faults: Some(DieAfter::commits(commits)), inline: false, ..Plan::default() },
        );
        let promised = live(&house, &mortal, &shop, card, undo).await;
        drop(mortal);
        // Someone else comes back later: every lease and every wait is over.
        for _ in 0..4 {
            house.clock.advance(SignedDuration::from_mins(20));
            house.drain().await;
        }
        let health =
            house.ctx.db().read(|conn| store::jobs::health(conn, jiff::Timestamp::MAX)).await.unwrap();
        assert_eq!(
            (health.waiting, health.dead),
            (0, 0),
            "{on:?} {card} after {commits}: work was left over"
        );
        if let Some(id) = promised {
            let order = house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap();
            let order = order.expect("a promised order is there");
            let ends = undo || card == "card_fail_capture";
            let wanted = if ends { OrderState::Canceled } else { OrderState::Confirmed };
            assert_eq!(order.state, wanted, "{on:?} {card} after {commits} commits");
        }
        let report = house.audited().await;
        assert!(report.is_clean(), "{on:?} {card} undo={undo} after {commits} commits:\n{report}");
    }
}

#[tokio::test]
async fn a_purchase_survives_death_after_every_commit_on_sqlite() {
    for card in [
        "card_ok",
        "card_lost_answer",
        "card_at_once",
        "card_declined",
        "card_challenge",
        "card_fail_capture",
    ] {
        die_everywhere(On::Sqlite, card, false).await;
    }
}

#[tokio::test]
async fn an_undo_survives_death_after_every_commit_on_sqlite() {
    for card in ["card_ok", "card_at_once"] {
        die_everywhere(On::Sqlite, card, true).await;
    }
}

#[tokio::test]
async fn a_purchase_survives_death_after_every_commit_on_postgres() {
    die_everywhere(On::Postgres, "card_ok", false).await;
    die_everywhere(On::Postgres, "card_lost_answer", true).await;
}
