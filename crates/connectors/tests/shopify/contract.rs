//! Everything that is said is held against the official contract by the twin; here it is shown that it would notice.

use buyline_connectors::shopify::VERSION;
use buyline_connectors::shopify::operations::{ALL, GIVE_BACK, LISTEN, PUSH};
use serde_json::{Value, json};
use twins::platform::{Model, Request};
use twins::shopify::TOKEN;
use twins::shopify::contract::contract;

use super::desk::Desk;

#[test]
fn a_wrong_field_fails_wherever_it_stands() {
    for (name, text) in ALL {
        let judged = contract().judge(text).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(judged.name(), name);
        let mut tried = 0;
        for (place, _) in text.match_indices('{') {
            let is_input = text[..place].trim_end().ends_with(':');
            let colour = if is_input { "colour: 1, " } else { "colour" };
            let wrong = format!("{} {colour} {}", &text[..=place], &text[place + 1..]);
            assert!(contract().judge(&wrong).is_err(), "{name} with a field that does not exist: {wrong}");
            tried += 1;
        }
        for (place, _) in text.match_indices(": $") {
            let wrong = format!("{}: $colour_{}", &text[..place], &text[place + 3..]);
            assert!(contract().judge(&wrong).is_err(), "{name} with a variable that does not exist: {wrong}");
            tried += 1;
        }
        assert!(tried > 0, "{name}");
    }
}

/// The variables of a mutation that takes an input.
fn inputs() -> [(&'static str, Value); 3] {
    let bag = json!({ "shopMoney": { "amount": "1.00", "currencyCode": "EUR" } });
    let order = json!({
        "email": "a@example.com", "currency": "EUR", "taxesIncluded": true, "tags": ["buyline"],
        "sourceIdentifier": "ord_1", "lineItems": [{ "variantId": "gid://shopify/ProductVariant/1", "quantity": 1 }],
        "transactions": [{ "kind": "SALE", "status": "SUCCESS", "amountSet": bag }],
    });
    [
        (PUSH, json!({ "order": order, "options": { "inventoryBehaviour": "DECREMENT_OBEYING_POLICY" } })),
        (
            GIVE_BACK,
            json!({
                "key": "rfd_1",
                "input": { "orderId": "gid://shopify/Order/1", "note": "x", "refundLineItems": [], "transactions": [] },
            }),
        ),
        (LISTEN, json!({ "topic": "ORDERS_UPDATED", "uri": "https://a.example", "fields": ["id"] })),
    ]
}

#[test]
fn a_wrong_field_fails_in_every_input() {
    for (text, variables) in inputs() {
        let judged = contract().judge(text).unwrap();
        let judge = |variables: &Value| contract().variables(&judged, variables);
        judge(&variables).unwrap();
        for name in variables.as_object().unwrap().keys() {
            let mut wrong = variables.clone();
            wrong[name] = json!({ "colour": "red" });
            assert!(judge(&wrong).is_err(), "{name} of {}", judged.name());
            for field in variables[name].as_object().into_iter().flatten().map(|(field, _)| field) {
                let mut wrong = variables.clone();
                wrong[name][field] = json!({ "not": { "this": [] } });
                assert!(judge(&wrong).is_err(), "{name}.{field} of {}", judged.name());
            }
        }
        let mut wrong = variables.clone();
        wrong["colour"] = json!("red");
        assert!(judge(&wrong).is_err(), "an unknown variable of {}", judged.name());
    }
}

#[tokio::test]
async fn the_twin_refuses_what_the_contract_refuses_and_does_nothing() {
    let desk = Desk::open(10).await;
    let send = |text: &str, variables: Value| {
        let path = format!("/admin/api/{VERSION}/graphql.json");
        let request = Request::new("POST", &path).header("x-shopify-access-token", TOKEN);
        let request = request.json(&json!({ "query": text, "variables": variables }));
        let answer = desk.twin.with(|twin, now_ms| twin.call(now_ms, &request)).answer.unwrap();
        answer.body.unwrap()["errors"][0]["message"].as_str().unwrap_or_default().to_owned()
    };
    let [(push, order), (give_back, refund), _] = inputs();
    let with = |pointer: &str, value: Value| {
        let mut order = order.clone();
        *order.pointer_mut(pointer).unwrap() = value;
        order
    };
    let lines: Vec<Value> = (0..251).map(|_| order["order"]["lineItems"][0].clone()).collect();
    for (variables, why) in [
        (with("/order/currency", json!("XXXX")), "CurrencyCode"),
        (with("/order/lineItems/0/quantity", json!("one")), "Int"),
        (with("/order/lineItems/0/variantId", json!("1")), "is no ID"),
        (with("/order/transactions/0/amountSet/shopMoney/amount", json!("a lot")), "is no Decimal"),
        (with("/order/lineItems", json!(lines)), "maximum allowed of 250"),
    ] {
        let said = send(push, variables);
        assert!(said.contains(why), "{why}: {said}");
    }
    let two = json!({ "toAssociate": { "id": "gid://shopify/Customer/1" }, "toUpsert": { "email": "a@example.com" } });
    let mut both = order.clone();
    both["order"]["customer"] = two;
    assert!(send(push, both).contains("exactly one"), "@oneOf");
    let without = give_back.replace(" @idempotent(key: $key)", "").replace(", $key: String!", "");
    let mut input = refund;
    input.as_object_mut().unwrap().remove("key");
    assert!(send(&without, input).contains("@idempotent"));
    assert_eq!(desk.orders(), 0);
}
