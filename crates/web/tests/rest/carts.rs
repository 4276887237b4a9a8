//! Collecting before buying.

use serde_json::json;

use crate::api::{Api, completion, details};

#[tokio::test]
async fn a_cart_becomes_one_checkout_and_is_empty_when_it_is_paid() {
    let api = Api::new().await;
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }, { "offer": api.offer(2), "quantity": 3 }] });
    let cart = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    let (path, token) = (format!("/commerce/v1/carts/{}", cart.text("/id")), cart.text("/token"));
    assert_eq!(cart.body["totals"], json!([{ "amount": 5_600, "currency": "EUR" }]));
    let begun = api.json("POST", &format!("{path}/checkout"), &token, &json!({})).await.expect(201);
    let (checkout, secret) = (format!("/commerce/v1/checkouts/{}", begun.text("/id")), begun.text("/token"));
    let shown = api.json("PATCH", &checkout, &secret, &details()).await.expect(200);
    let body = completion("card_ok", &shown);
    api.keyed("POST", &format!("{checkout}/complete"), &secret, Some("k"), &body).await.expect(200);
    let left = api.get(&path, &token).await.expect(200);
    assert_eq!(left.body["sellers"], json!([]));
}

#[tokio::test]
async fn quantities_are_set_added_to_and_taken_away() {
    let api = Api::new().await;
    let one = json!({ "offer": api.offer(0), "quantity": 1 });
    let cart = api.json("POST", "/commerce/v1/carts", "", &json!({ "items": [one] })).await.expect(201);
    let (path, token) = (format!("/commerce/v1/carts/{}", cart.text("/id")), cart.text("/token"));
    let item = format!("{path}/items/{}", api.variant(0));
    let more = api.json("POST", &format!("{path}/items"), &token, &one).await.expect(200);
    assert_eq!(more.body["sellers"][0]["items"][0]["quantity"], 2);
    for _ in 0..2 {
        let added = api.keyed("POST", &format!("{path}/items"), &token, Some("once"), &one).await.expect(200);
        assert_eq!(added.body["sellers"][0]["items"][0]["quantity"], 3, "a repeat is not done twice");
    }
    let other = json!({ "offer": api.offer(2), "quantity": 1 });
    let reused = api.keyed("POST", &format!("{path}/items"), &token, Some("once"), &other).await.expect(422);
    assert_eq!(reused.problem(), "idempotency-key-reused");
    let short = api.json("PUT", &item, &token, &json!({ "quantity": 9 })).await.expect(200);
    assert_eq!(
        (short.text("/sellers/0/items/0/state"), short.text("/ready")),
        ("short".into(), "false".into())
    );
    assert_eq!(short.body["sellers"][0]["items"][0]["available"], 5);
    let refused = api.json("POST", &format!("{path}/checkout"), &token, &json!({})).await.expect(409);
    assert_eq!(refused.problem(), "out-of-stock");
    assert_eq!(refused.body["variants"], json!([api.variant(0)]));
    let removed = api.json("DELETE", &item, &token, &json!({})).await.expect(200);
    assert_eq!(removed.body["sellers"], json!([]));
    assert_eq!(
        api.json("PUT", &item, &token, &json!({ "quantity": 1 })).await.expect(404).problem(),
        "not-found"
    );
}

#[tokio::test]
async fn a_cart_opens_to_its_own_token_only() {
    let api = Api::new().await;
    let items = json!({ "items": [{ "offer": api.offer(0), "quantity": 1 }] });
    let mine = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    let theirs = api.json("POST", "/commerce/v1/carts", "", &items).await.expect(201);
    let path = format!("/commerce/v1/carts/{}", mine.text("/id"));
    api.get(&path, &mine.text("/token")).await.expect(200);
    assert_eq!(api.get(&path, "").await.expect(401).problem(), "unauthenticated");
    assert_eq!(api.get(&path, &theirs.text("/token")).await.expect(404).problem(), "not-found");
}
