//! One card for several shops: the bank asks once for the card, then each shop is paid on its own.

use app::checkout::{self, Part, PayError, PurchaseView};
use app::ports::PaymentError;
use domain::access::Actor;
use domain::payment::PaymentState;
use jiff::SignedDuration;
use store::Read;
use testkit::house::{begin, pay_with, try_pay};
use twins::stripe::{Paper, Request, What};

use crate::town::Town;

/// Asks until it was set up once.
const ASKS_ONCE: &str = "4000002500003155";
/// Asks at every payment.
const ASKS_ALWAYS: &str = "4000002760003184";

async fn both(town: &Town) -> PurchaseView {
    town.connect(&town.ours).await;
    town.connect(&town.theirs).await;
    begin(&town.ctx, vec![town.ours.wanted(0, 1), town.theirs.wanted(0, 1)]).await
}

/// What the form in the browser gives for a card; one for several shops is typed for the operator's own account.
fn typed(town: &Town, number: &str) -> String {
    town.twin.with(|twin, now_ms| {
        let token = twin.tokenize(now_ms, "pk_test_market", None, &Paper::card(number)).unwrap();
        token["id"].as_str().unwrap().to_owned()
    })
}

async fn again(town: &Town, view: &PurchaseView) -> PurchaseView {
    let found = checkout::open_by_link(&town.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await;
    found.unwrap()
}

/// The secret with which the bank asks for the card.
fn asked(parts: &[(domain::ids::CheckoutId, Part)]) -> String {
    let secrets: Vec<&str> = parts
        .iter()
        .map(|(_, part)| match part {
            Part::Asked { url } => url.as_str(),
            other => panic!("the bank asks first: {other:?}"),
        })
        .collect();
    assert_eq!(secrets.len(), 2);
    assert_eq!(secrets[0], secrets[1], "once for both");
    secrets[0].to_owned()
}

fn answer(town: &Town, secret: &str, agrees: bool) {
    town.twin.with(|twin, now_ms| twin.challenge(now_ms, secret, agrees)).unwrap();
}

/// The operator still keeps this method for somebody.
fn attached(town: &Town, method: &str) -> bool {
    let request = Request::new("GET", &format!("/v1/payment_methods/{method}"), "sk_test_market");
    !town.twin.call(&request).expect("the twin answers").body["customer"].is_null()
}

/// What the orders of a purchase are paid with, as the operator's account names it.
async fn method_of(town: &Town, view: &PurchaseView) -> String {
    let purchase = view.purchase.id;
    let found = town.ctx.db().read(move |conn| {
        conn.rows(
            "SELECT p.method FROM payments p JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
              WHERE o.purchase_id = $1",
            &[store::Param::id(purchase)],
            |row| row.text(0),
        )
    });
    let found: Vec<String> = found.await.unwrap();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{found:?}");
    found[0].split('/').next_back().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_asks_once_for_the_card_and_then_both_shops_are_paid() {
    for lost in [None, Some("SetupIntents_create"), Some("SetupIntents_retrieve"), Some("Customers_create")] {
        let town = Town::sqlite().await;
        let view = both(&town).await;
        let card = typed(&town, ASKS_ONCE);
        if let Some(call) = lost {
            town.fault(call, What::LostAfter);
            let failed = try_pay(&town.ctx, &view, &card).await;
            assert!(
                matches!(failed, Err(PayError::Method(PaymentError::Unknown | PaymentError::Down))),
                "{failed:?}"
            );
        }
        let secret = asked(&pay_with(&town.ctx, &view, &card).await);
        // Asked again before the bank was answered: the same question.
        assert_eq!(asked(&pay_with(&town.ctx, &again(&town, &view).await, &card).await), secret);
        assert!(town.twin.with(|twin, _| twin.charges()).is_empty(), "nothing is charged");
        let view = again(&town, &view).await;
        assert!(view.parts.iter().all(|part| part.order.is_none()), "and nothing is ordered");

        answer(&town, &secret, true);
        pay_with(&town.ctx, &view, &card).await;
        // The shops are in another country than the operator: there the bank asks for each payment too, one after the
        // other.
        for left in [2, 1] {
            let view = again(&town, &view).await;
            let waiting: Vec<_> = view.parts.iter().filter_map(|part| part.payment.as_ref()).collect();
            let waiting: Vec<_> =
                waiting.into_iter().filter(|payment| payment.state == PaymentState::RequiresAction).collect();
            assert_eq!(waiting.len(), left, "{lost:?}");
            let query = waiting[0].action_url.split_once("client_secret=").unwrap().1;
            answer(&town, query.split('&').next().unwrap(), true);
            checkout::returned(&town.ctx, &view).await.unwrap();
        }
        let view = again(&town, &view).await;
        assert!(view.parts.iter().all(|part| part.order.as_ref().unwrap().placed_at.is_some()), "{lost:?}");
        assert_eq!(town.twin.with(|twin, _| twin.charges()).len(), 2);
        let method = method_of(&town, &view).await;
        wait(&town).await;
        assert!(!attached(&town, &method), "what was saved for these two is forgotten");
        assert_eq!(town.twin.with(|twin, _| twin.charges().iter().filter(|it| it.captured > 0).count()), 2);
    }
}

/// Four hours, in which jobs are done.
async fn wait(town: &Town) {
    for _ in 0..8 {
        town.house.clock.advance(SignedDuration::from_mins(30));
        town.twin.set_clock(town.ctx.now().as_millisecond(), true);
        town.drain().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_was_refused_saves_nothing_and_another_card_does() {
    let town = Town::sqlite().await;
    let view = both(&town).await;
    let card = typed(&town, ASKS_ONCE);
    let secret = asked(&pay_with(&town.ctx, &view, &card).await);
    answer(&town, &secret, false);
    let refused = try_pay(&town.ctx, &again(&town, &view).await, &card).await;
    assert!(matches!(refused, Err(PayError::Method(PaymentError::Refused(_)))), "{refused:?}");
    assert!(town.twin.with(|twin, _| twin.charges()).is_empty());
    let paid = pay_with(&town.ctx, &again(&town, &view).await, &typed(&town, "4242424242424242")).await;
    assert!(paid.iter().all(|(_, part)| matches!(part, Part::Placed(_))), "{paid:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_for_shops_that_wait_for_a_bank_is_forgotten_when_nobody_answers() {
    let town = Town::sqlite().await;
    let view = both(&town).await;
    let card = typed(&town, ASKS_ALWAYS);
    let secret = asked(&pay_with(&town.ctx, &view, &card).await);
    answer(&town, &secret, true);
    let view = again(&town, &view).await;
    let waiting = pay_with(&town.ctx, &view, &card).await;
    // One question after the other, each about one shop.
    assert!(waiting.iter().all(|(_, part)| matches!(part, Part::Action { .. })), "{waiting:?}");
    let method = method_of(&town, &view).await;
    assert!(attached(&town, &method), "the banks were not answered yet");
    wait(&town).await;
    assert!(!attached(&town, &method));
    let view = again(&town, &view).await;
    assert!(town.twin.with(|twin, _| twin.charges().iter().all(|charge| charge.captured == 0)));
    assert!(view.parts.iter().all(|part| part.order.as_ref().is_some_and(|order| order.placed_at.is_none())));
}
