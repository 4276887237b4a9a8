//! Refunds that come back, refunds that somebody gives at Stripe's own desk.

use app::jobs::Resent;
use domain::access::MerchantAct;
use domain::ids::OrderId;
use domain::ledger::Movement;
use domain::order::{GivenBack, RefundLine, RefundState, RefundWish};
use domain::view::orders::DeadJob;
use domain::webhook::{HookEvent, HookState, Webhook};
use jiff::SignedDuration;
use store::Read as _;
use testkit::house::On;
use twins::stripe::{Act, Request};

use super::town::{KEY, Town, eur};

async fn one_line(town: &Town, order: OrderId) -> RefundWish {
    let line = town.order(order).await.lines[0].id;
    RefundWish { lines: vec![RefundLine { line, quantity: 1, restock: true }], ..RefundWish::default() }
}

fn newest_refund(town: &Town) -> String {
    town.get("/v1/refunds?limit=1")["data"][0]["id"].as_str().unwrap().to_owned()
}

async fn waiting(town: &Town) -> Vec<DeadJob> {
    app::jobs::dead_of(&town.ctx, &town.may(MerchantAct::ViewOrders)).await.unwrap()
}

async fn states(town: &Town, order: OrderId) -> Vec<RefundState> {
    let merchant = town.shop.merchant;
    let found = town.ctx.db().read(move |conn| store::refunds::of_order(conn, merchant, order)).await;
    found.unwrap().iter().map(|refund| refund.state).collect()
}

/// A program of the shop's that is not sent anything for now: what it is to be told is only written down.
async fn listen(town: &Town) {
    let webhook = Webhook {
        id: town.ctx.id(),
        merchant: town.shop.merchant,
        url: "https://shop.example/hooks".to_owned(),
        events: vec![HookEvent::RefundFailed],
        state: HookState::Paused,
        created_at: town.ctx.now(),
        old_secret_until: None,
        last_success_at: None,
        last_failure_at: None,
        last_failure: String::new(),
    };
    let insert = move |tx: &mut store::Tx<'_>| store::webhooks::insert(tx, &webhook, b"sealed");
    town.ctx.db().write("listen", insert).await.unwrap();
}

/// What the program is to be told.
async fn to_tell(town: &Town) -> Vec<String> {
    let read =
        |conn: &mut store::Conn| conn.rows("SELECT event FROM webhook_deliveries", &[], |row| row.text(0));
    town.ctx.db().read(read).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_comes_back_days_later_is_booked_back_told_and_given_again() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        listen(&town).await;
        let order = town.buy(2, "pm_card_visa").await;
        town.give_back(order, one_line(&town, order).await).await.unwrap();
        town.hear().await;
        let given = town.order(order).await;
        assert_eq!((given.refunded, given.lines[0].refunded, town.on_shelf().await), (eur(2_490), 1, 8));

        town.pass(SignedDuration::from_hours(24 * 5));
        town.act(&Act::FailRefund { refund: newest_refund(&town) });
        let told_twice = town.events();
        for event in told_twice.iter().chain(&told_twice) {
            town.tell(event).await;
        }
        town.drain().await;
        let back = town.order(order).await;
        assert_eq!((back.refunded, back.given_back()), (eur(0), GivenBack::Nothing), "{on:?}");
        assert_eq!(
            (back.lines[0].refunded, back.units_to_ship(), town.on_shelf().await),
            (0, 2, 7),
            "{on:?}"
        );
        let booked = town.booked(order).await;
        let of = |kind| booked.iter().filter(|(movement, _)| *movement == kind).map(|it| it.1).sum::<i64>();
        assert_eq!((of(Movement::Refund), of(Movement::RefundFailed)), (2_490, 2_490), "once: {booked:?}");
        assert_eq!(states(&town, order).await, [RefundState::Failed]);
        assert_eq!(to_tell(&town).await, ["refund.failed"], "{on:?}: once, though it was heard twice");
        let number = &back.number;
        let subjects = town.subjects().await;
        for wanted in [
            format!("The refund of €24.90 for order {number} did not reach you"),
            format!("The refund of €24.90 for order {number} came back"),
        ] {
            assert_eq!(subjects.iter().filter(|it| **it == wanted).count(), 1, "{wanted}: {subjects:?}");
        }
        town.audit().await;

        let work = waiting(&town).await;
        assert_eq!(work.len(), 1, "{on:?}: staff is asked to look, once: {work:?}");
        let may = town.may(MerchantAct::FulfillOrders);
        assert_eq!(app::jobs::resend_own(&town.ctx, &may, work[0].id).await.unwrap(), Resent::Sent);
        assert_eq!(app::jobs::resend_own(&town.ctx, &may, work[0].id).await.unwrap(), Resent::NotThere);
        town.drain().await;
        town.hear().await;
        let again = town.order(order).await;
        assert_eq!((again.refunded, again.lines[0].refunded, town.on_shelf().await), (eur(2_490), 1, 8));
        assert_eq!(states(&town, order).await, [RefundState::Failed, RefundState::Done]);
        let gone_back: i64 = town.twin.with(|twin, _| twin.charges().iter().map(|line| line.refunded).sum());
        assert_eq!((gone_back, waiting(&town).await.len()), (2_490, 0), "{on:?}");
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_were_sold_to_somebody_else_meanwhile_are_not_promised_twice() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        town.give_back(order, one_line(&town, order).await).await.unwrap();
        town.buy(9, "pm_card_visa").await;
        assert_eq!(town.on_shelf().await, 0);
        town.act(&Act::FailRefund { refund: newest_refund(&town) });
        town.hear().await;
        let back = town.order(order).await;
        assert_eq!((back.refunded, back.lines[0].refunded, back.units_to_ship()), (eur(0), 1, 0), "{on:?}");
        assert_eq!(town.on_shelf().await, 0);
        // Whoever gives back in another way has dealt with what failed.
        assert_eq!(waiting(&town).await.len(), 1);
        town.give_back(order, RefundWish::default()).await.unwrap();
        assert_eq!((town.order(order).await.refunded, waiting(&town).await.len()), (back.total, 0));
        town.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_provider_refuses_gives_its_units_up_at_once() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let order = town.buy(1, "pm_card_visa").await;
        let charge =
            town.get("/v1/charges?limit=1")["data"][0]["payment_intent"].as_str().unwrap().to_owned();
        // Somebody gives everything back at Stripe's own desk, and nobody has told us yet.
        let form = [("payment_intent", charge.as_str())];
        let request = Request::new("POST", "/v1/refunds", KEY).form(&form);
        town.twin.call(&request);
        town.give_back(order, one_line(&town, order).await).await.unwrap();
        assert_eq!(town.order(order).await.lines[0].refunded, 0, "{on:?}");
        assert_eq!(states(&town, order).await, [RefundState::Failed]);
        town.hear().await;
        let found = town.order(order).await;
        assert_eq!((found.refunded, found.given_back()), (found.total, GivenBack::Wholly), "{on:?}");
        assert_eq!(states(&town, order).await, [RefundState::Failed, RefundState::Done]);
        let booked = town.booked(order).await;
        assert!(booked.contains(&(Movement::Refund, found.total.amount)), "{booked:?}");
        // Nothing is left to give back: trying again only strikes it off.
        let work = waiting(&town).await;
        let may = town.may(MerchantAct::FulfillOrders);
        assert_eq!(app::jobs::resend_own(&town.ctx, &may, work[0].id).await.unwrap(), Resent::Sent);
        assert_eq!(waiting(&town).await, []);
        town.audit().await;
    }
}
