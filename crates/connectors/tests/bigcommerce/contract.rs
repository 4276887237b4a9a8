//! Everything that is sent is held against the schema by the twin; here it is shown that the schema would notice.

use serde_json::{Value, json};
use twins::bigcommerce::contract::contract;
use twins::bigcommerce::{STORE, TOKEN};
use twins::platform::{Model, Request};

use super::desk::Desk;

/// A valid body of each call that has one.
fn bodies() -> Vec<(&'static str, Value)> {
    let address = json!({
        "first_name": "A", "last_name": "B", "street_1": "1", "city": "C", "zip": "1", "country_iso2": "FR",
        "email": "a@example.com",
    });
    vec![
        (
            "POST /v3/channels",
            json!({ "name": "B", "type": "marketplace", "platform": "custom", "status": "connected" }),
        ),
        ("PUT /v3/channels/{channel_id}", json!({ "status": "disconnected" })),
        (
            "POST /v2/orders",
            json!({
                "status_id": 11, "channel_id": 2, "external_source": "Buyline", "external_order_id": "ord_1",
                "payment_method": "Buyline (stripe)", "billing_address": address, "total_inc_tax": "1.00",
                "products": [{ "product_id": 1, "variant_id": 2, "quantity": 1, "price_ex_tax": 1, "price_inc_tax": 1 }],
            }),
        ),
        ("PUT /v2/orders/{order_id}", json!({ "status_id": 5 })),
        (
            "POST /v3/hooks",
            json!({ "scope": "store/order/updated", "destination": "https://a.example", "is_active": true }),
        ),
        ("PUT /v3/hooks/{hook_id}", json!({ "is_active": true })),
        (
            "POST /v3/orders/{order_id}/payment_actions/refund_quotes",
            json!({ "items": [{ "item_type": "PRODUCT", "item_id": 1, "quantity": 1 }] }),
        ),
        (
            "POST /v3/orders/{order_id}/payment_actions/refunds",
            json!({
                "items": [{ "item_type": "ORDER", "item_id": 1, "amount": 1.5, "reason": "x" }],
                "payments": [{ "provider_id": "custom", "amount": 1.5, "offline": true }],
            }),
        ),
    ]
}

#[test]
fn a_wrong_field_fails_in_every_body() {
    for (operation, body) in bodies() {
        assert_eq!(contract().wrong_body(operation, &body), Vec::<String>::new(), "{operation}");
        let mut wrong = body.clone();
        wrong["colour"] = json!("red");
        assert!(!contract().wrong_body(operation, &wrong).is_empty(), "an unknown field in {operation}");
        for name in body.as_object().unwrap().keys() {
            let mut wrong = body.clone();
            wrong[name] = json!({ "not": ["this"] });
            assert!(!contract().wrong_body(operation, &wrong).is_empty(), "{name} of {operation}");
        }
    }
}

#[tokio::test]
async fn the_twin_refuses_what_the_schema_refuses_and_does_nothing() {
    let desk = Desk::open(10).await;
    let path = |rest: &str| format!("/stores/{STORE}{rest}");
    let mut body = bodies().remove(2).1;
    body["price"] = json!(1);
    let send = |request: Request| {
        let request = request.header("x-auth-token", TOKEN);
        desk.twin.with(|twin, now_ms| twin.call(now_ms, &request)).answer.unwrap().status
    };
    assert_eq!(send(Request::new("POST", &path("/v2/orders")).json(&body)), 422);
    assert_eq!(desk.orders(), 0);
    assert_eq!(send(Request::new("GET", &path("/v2/orders?colour=red"))), 422);
    assert_eq!(send(Request::new("GET", &path("/v2/nothing"))), 404);
}
