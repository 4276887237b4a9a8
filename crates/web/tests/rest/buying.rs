//! From items to a placed order, and what a repeated, late or wrong request finds.

use app::limits::{Act, Rate, Rates};
use jiff::SignedDuration;
use serde_json::json;

use crate::api::{Api, completion, details};

const OK: &str = "card_ok";

#[tokio::test]
async fn a_guest_buys_in_four_requests() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 2).await;
    assert_eq!(shown.body["parts"][0]["quote"]["total"], json!({ "amount": 4_490, "currency": "EUR" }));
    let rate = shown.text("/parts/0/shipping_options/0/id");
    let part = shown.text("/parts/0/id");
    let shipping = json!({ "shipping": [{ "part": part, "rate": rate }] });
    let chosen = api.json("PATCH", &path, &token, &shipping).await.expect(200);
    let paid = api.pay(&path, &token, "key-1", OK, &chosen).await.expect(200);
    assert_eq!(paid.text("/parts/0/outcome"), "placed");
    let order = paid.text("/parts/0/order");
    let order = api.get(&format!("/commerce/v1/orders/{order}"), &token).await.expect(200);
    assert_eq!(order.text("/state"), "placed");
    assert_eq!(order.body["total"], json!({ "amount": 4_490, "currency": "EUR" }));
    assert_eq!(order.body["lines"][0]["quantity"], 2);
    assert_eq!(api.free(0).await, Some(3));
}

#[tokio::test]
async fn a_repeated_completion_finds_the_one_order() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let first = api.pay(&path, &token, "key-1", OK, &shown).await.expect(200);
    for key in ["key-1", "key-2"] {
        let again = api.pay(&path, &token, key, OK, &shown).await.expect(200);
        assert_eq!(again.body, first.body, "{key}");
    }
    assert_eq!(api.free(0).await, Some(4));
}

#[tokio::test]
async fn a_key_with_another_body_is_refused_and_changes_nothing() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    api.pay(&path, &token, "key-1", OK, &shown).await.expect(200);
    let other = api.pay(&path, &token, "key-1", "card_declined", &shown).await.expect(422);
    assert_eq!(other.problem(), "idempotency-key-reused");
    assert_eq!(api.free(0).await, Some(4));
}

#[tokio::test]
async fn completing_without_a_key_is_refused() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let answer =
        api.json("POST", &format!("{path}/complete"), &token, &completion(OK, &shown)).await.expect(400);
    assert_eq!(answer.problem(), "idempotency-key-missing");
    assert_eq!(api.free(0).await, Some(5));
}

#[tokio::test]
async fn a_declined_card_charges_nothing_and_another_may_be_tried() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let declined = api.pay(&path, &token, "key-1", "card_insufficient_funds", &shown).await.expect(402);
    assert_eq!(declined.problem(), "payment-declined");
    assert_eq!(declined.text("/reason"), "insufficient_funds");
    assert_eq!(declined.text("/checkout/parts/0/state"), "open");
    assert_eq!(api.free(0).await, Some(5));
    let again = api.pay(&path, &token, "key-1", "card_insufficient_funds", &shown).await.expect(402);
    assert_eq!(again.problem(), "payment-declined", "a repeat is told what became of the first");
    let paid = api.pay(&path, &token, "key-2", OK, &shown).await.expect(200);
    assert_eq!(paid.text("/parts/0/outcome"), "placed");
}

#[tokio::test]
async fn more_than_there_is_says_how_many_are_left() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(1, 2).await;
    let refused = api.pay(&path, &token, "key-1", OK, &shown).await.expect(409);
    assert_eq!(refused.problem(), "out-of-stock");
    assert_eq!(refused.body["available"], 1);
    assert_eq!(refused.text("/variant"), api.variant(1));
}

#[tokio::test]
async fn another_price_than_the_one_shown_is_asked_again() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let (merchant, variant) = (api.shop.merchant, api.shop.goods[0].variant);
    api.house
        .ctx
        .db()
        .write("dearer", move |tx| {
            let params = [store::Param::id(merchant), store::Param::id(variant)];
            tx.execute("UPDATE variants SET price = 2500 WHERE merchant_id = $1 AND id = $2", &params)?;
            Ok::<_, app::DbError>(())
        })
        .await
        .unwrap();
    let refused = api.pay(&path, &token, "key-1", OK, &shown).await.expect(409);
    assert_eq!(refused.problem(), "price-changed");
    assert_eq!(refused.body["checkout"]["parts"][0]["quote"]["total"]["amount"], 2_990);
    assert_eq!(refused.body["checkout"]["parts"][0]["changed_from"]["amount"], 2_490);
    assert_eq!(api.free(0).await, Some(5));
    let now = api.get(&path, &token).await.expect(200);
    let paid = api.pay(&path, &token, "key-2", OK, &now).await.expect(200);
    assert_eq!(paid.text("/parts/0/outcome"), "placed");
}

#[tokio::test]
async fn an_order_is_undone_while_the_window_is_open() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let order = api.pay(&path, &token, "key-1", OK, &shown).await.expect(200).text("/parts/0/order");
    let undo = format!("/commerce/v1/orders/{order}/undo");
    for _ in 0..2 {
        let undone = api.json("POST", &undo, &token, &json!({})).await.expect(200);
        assert_eq!(
            (undone.text("/state"), undone.text("/cancel_reason")),
            ("canceled".into(), "undone".into())
        );
    }
    assert_eq!(api.free(0).await, Some(5));
}

#[tokio::test]
async fn after_the_window_an_order_stands() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let order = api.pay(&path, &token, "key-1", OK, &shown).await.expect(200).text("/parts/0/order");
    api.house.clock.advance(SignedDuration::from_mins(5));
    api.house.drain().await;
    let late = api.json("POST", &format!("/commerce/v1/orders/{order}/undo"), &token, &json!({})).await;
    assert_eq!(late.expect(409).problem(), "undo-over");
}

#[tokio::test]
async fn what_is_ordered_can_no_longer_be_changed() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let paid = api.pay(&path, &token, "key-1", OK, &shown).await.expect(200);
    let late = api.json("PATCH", &path, &token, &details()).await.expect(409);
    assert_eq!(late.problem(), "checkout-completed");
    assert_eq!(late.text("/order"), paid.text("/parts/0/order"));
}

#[tokio::test]
async fn nobody_else_opens_a_checkout_or_its_order() {
    let api = Api::new().await;
    let (path, token, shown) = api.checkout(0, 1).await;
    let (_, other_token, _) = api.checkout(0, 1).await;
    let order = api.pay(&path, &token, "key-1", OK, &shown).await.expect(200).text("/parts/0/order");
    for path in [path, format!("/commerce/v1/orders/{order}")] {
        let anonymous = api.get(&path, "").await.expect(401);
        assert_eq!(anonymous.problem(), "unauthenticated");
        assert!(anonymous.headers.contains_key("www-authenticate"));
        for secret in [other_token.as_str(), "nonsense", &"0".repeat(32)] {
            assert_eq!(api.get(&path, secret).await.expect(404).problem(), "not-found");
        }
    }
}

#[tokio::test]
async fn an_address_that_asks_too_often_is_told_to_wait() {
    let rate = Rate { count: 2, per: SignedDuration::from_secs(20) };
    let api = Api::limited(Rates::default().with(Act::Checkout, Some(rate))).await;
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] });
    for _ in 0..2 {
        api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
    }
    let refused = api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(429);
    assert_eq!(refused.problem(), "too-many-requests");
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    api.house.clock.advance(SignedDuration::from_secs(wait));
    api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
}
