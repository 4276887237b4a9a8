//! Quotes over the API: set up, shown at checkout and in the order, and how they stand.

use serde_json::{Value, json};

use crate::webhooks::told;

const URL: &str = "https://shop.example/quotes";
const PATH: &str = "/commerce/v1/channel/quotes";

#[tokio::test]
async fn a_program_sets_itself_up_and_what_it_answers_is_shown_and_paid() {
    let (api, endpoints, key) = told().await;
    let wanted = json!({ "url": URL, "answers": ["discounts", "stock"], "deadline_ms": 3_000 });
    let made = api.json("PUT", PATH, &key, &wanted).await.expect(200);
    assert!(made.text("/secret").starts_with("whsec_"));
    assert_eq!(
        (&made.body["quotes"]["answers"], &made.body["quotes"]["on_failure"], &made.body["quotes"]["state"]),
        (&json!(["stock", "discounts"]), &json!("use-ours"), &json!("on"))
    );
    let again = api.json("PUT", PATH, &key, &wanted).await.expect(200);
    assert_eq!(again.body.get("secret"), None, "it is said once");

    let line = json!({
        "available": 9, "discount": { "unit_amount": { "amount": 90, "currency": "EUR" }, "title": "Autumn" },
    });
    endpoints.answer(URL, 200, &json!({ "lines": [line], "valid_for": 60 }).to_string());
    let (path, token, ready) = api.checkout(0, 2).await;
    let shown = api.get(&path, &token).await.expect(200);
    let line = &shown.body["parts"][0]["lines"][0];
    assert_eq!(
        line["discount"],
        json!({ "unit_amount": { "amount": 90, "currency": "EUR" }, "title": "Autumn" })
    );
    let price = line["unit_price"]["amount"].as_i64().unwrap();
    assert_eq!(shown.body["parts"][0]["quote"]["subtotal"]["amount"], json!(price * 2));
    let paid = api.pay(&path, &token, "p1", "card_ok", &ready).await.expect(200);
    let order =
        api.get(&format!("/commerce/v1/orders/{}", paid.text("/parts/0/order")), &token).await.expect(200);
    let line = &order.body["lines"][0];
    assert_eq!(
        (&line["unit_price"]["amount"], &line["discount"]["amount"], &line["discount_title"]),
        (&json!(price), &json!(90), &json!("Autumn"))
    );

    endpoints.answer(URL, 200, "{}");
    api.house.clock.advance(jiff::SignedDuration::from_mins(2));
    api.get(&path, &token).await.expect(200);
    api.checkout(0, 3).await;
    app::callbacks::flush(&api.house.ctx).await.unwrap();
    let health = api.get("/commerce/v1/channel/health", &key).await.expect(200);
    let quotes = &health.body["quotes"];
    assert!(quotes["of_day"]["wrong"].as_i64().unwrap() > 0, "{quotes:#}");
    assert!(quotes["last_failure"].as_str().unwrap().contains("lines"), "{quotes:#}");
    assert!(
        health.body["advice"].to_string().contains("channel-check --quotes"),
        "{:#}",
        health.body["advice"]
    );
    assert!(!health.body.to_string().contains("whsec_"));

    let rotated = api.json("POST", &format!("{PATH}/rotate"), &key, &json!({})).await.expect(200);
    assert_ne!(rotated.text("/secret"), made.text("/secret"));
    api.raw("DELETE", PATH, &key, "", "").await.expect(204);
    for method in ["GET", "DELETE"] {
        assert_eq!(api.raw(method, PATH, &key, "", "").await.problem(), "not-found");
    }
    let health = api.get("/commerce/v1/channel/health", &key).await.expect(200);
    assert_eq!(health.body["quotes"], Value::Null);
}

#[tokio::test]
async fn what_is_wrong_with_a_set_up_is_said_by_field_and_changes_nothing() {
    let (api, _, key) = told().await;
    for (body, field) in [
        (json!({ "answers": ["stock"] }), "url"),
        (json!({ "url": "http://shop.example/", "answers": ["stock"] }), "url"),
        (json!({ "url": URL }), "answers"),
        (json!({ "url": URL, "answers": [] }), "answers"),
        (json!({ "url": URL, "answers": ["price"] }), "answers"),
        (json!({ "url": URL, "answers": ["tax"] }), "answers"),
        (json!({ "url": URL, "answers": ["stock"], "deadline_ms": 299 }), "deadline_ms"),
        (json!({ "url": URL, "answers": ["stock"], "deadline_ms": 60_000 }), "deadline_ms"),
        (json!({ "url": URL, "answers": ["stock"], "on_failure": "guess" }), "on_failure"),
        (json!({ "url": URL, "answers": ["stock"], "state": "paused" }), "state"),
        (json!({ "url": URL, "answers": ["stock"], "secret": "whsec_mine" }), "secret"),
    ] {
        let answer = api.json("PUT", PATH, &key, &body).await.expect(422);
        assert_eq!(answer.text("/errors/0/field"), field, "{body}");
    }
    assert_eq!(api.get(PATH, &key).await.problem(), "not-found");
}
