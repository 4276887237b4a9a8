//! Orders: sums, stock, searches that lag, money that goes back, cancellations.

use buyline_twins::platform::Model;
use buyline_twins::shopify::Twin;
use serde_json::{Value, json};

use super::ask::{CREATE, NOW_MS, code, create, data, order, request};

fn available(twin: &Twin) -> i64 {
    twin.variants[&40_000].available
}

#[test]
fn an_order_is_added_up_and_a_cent_too_much_is_refused() {
    let mut twin = Twin::new(1, 10);
    let made = create(&mut twin, &order("ord_1"));
    assert_eq!(made["order"]["totalPriceSet"]["shopMoney"]["amount"], "64.81");
    assert_eq!(made["order"]["totalTaxSet"]["shopMoney"]["amount"], "10.81");
    let mut on_top = order("ord_2");
    on_top["taxesIncluded"] = json!(false);
    let refused = create(&mut twin, &on_top);
    assert!(refused["userErrors"][0]["message"].as_str().unwrap().contains("75.6200"), "{refused}");
    let wrong = [
        ("/transactions/0/amountSet/shopMoney/amount", json!("64.82")),
        ("/lineItems/0/priceSet/shopMoney/amount", json!("19.985")),
        ("/lineItems/0/priceSet/shopMoney/currencyCode", json!("USD")),
        ("/lineItems/0/quantity", json!(0)),
        ("/lineItems/0/variantId", json!("gid://shopify/ProductVariant/1")),
        ("/lineItems/0/taxLines/0/rate", json!("-1")),
        ("/lineItems", json!([])),
    ];
    for (place, value) in wrong {
        let mut order = order("ord_3");
        *order.pointer_mut(place).unwrap() = value;
        let refused = create(&mut twin, &order);
        assert_eq!(
            (&refused["order"], &refused["userErrors"][0]["code"]),
            (&json!(null), &json!("INVALID")),
            "{place}"
        );
    }
    assert_eq!(twin.orders.len(), 1);
}

#[test]
fn units_are_claimed_as_the_caller_says() {
    let mut twin = Twin::new(1, 10);
    let before = available(&twin);
    data(&mut twin, CREATE, &json!({ "order": order("ord_1") }));
    assert_eq!(available(&twin), before, "nobody said that they are claimed");
    create(&mut twin, &order("ord_2"));
    assert_eq!(available(&twin), before - 3);
    twin.act(NOW_MS, &json!({ "act": "stock", "variant": 40_000, "units": 2 })).unwrap();
    let refused = create(&mut twin, &order("ord_3"));
    assert_eq!(refused["userErrors"][0]["code"], "INVENTORY_CLAIM_FAILED");
    assert_eq!((twin.orders.len(), available(&twin)), (2, 2));
    let ignoring = json!({ "inventoryBehaviour": "DECREMENT_IGNORING_POLICY" });
    data(&mut twin, CREATE, &json!({ "order": order("ord_4"), "options": ignoring }));
    assert_eq!(available(&twin), -1, "owed to somebody");
}

#[test]
fn a_search_finds_an_order_when_its_time_has_come() {
    let mut twin = Twin::new(1, 10);
    twin.set(&json!({ "search_lag_ms": 5_000 })).unwrap();
    create(&mut twin, &order("ord_1"));
    let text = "query Q($query: String!) { orders(first: 5, query: $query, sortKey: CREATED_AT) { nodes { sourceIdentifier } } }";
    let mut found = |at_ms: i64, query: &str| {
        let asked = request(text, &json!({ "query": query }));
        let body = twin.call(at_ms, &asked).answer.unwrap().body.unwrap();
        body["data"]["orders"]["nodes"].as_array().unwrap().len()
    };
    assert_eq!(found(NOW_MS + 4_999, "source_identifier:ord_1"), 0);
    assert_eq!(found(NOW_MS + 5_000, "source_identifier:ord_1"), 1);
    assert_eq!(found(NOW_MS + 5_000, "source_identifier:ord_2 OR tag:buyline"), 1);
    assert_eq!(found(NOW_MS + 5_000, "tag:buyline AND created_at:>'2030-01-01T00:00:00Z'"), 0);
}

const REFUND: &str = "mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { message } }
}";

/// What is sent to give back so much of an order's one payment.
fn refund(twin: &Twin, amount: &str, lines: Value) -> Value {
    let order = twin.orders.values().next().unwrap();
    let id = format!("gid://shopify/Order/{}", order.id);
    json!({
        "orderId": id, "refundLineItems": lines,
        "transactions": [{
            "orderId": id, "parentId": format!("gid://shopify/OrderTransaction/{}", order.sale), "kind": "REFUND",
            "gateway": "Buyline", "amount": amount,
        }],
    })
}

#[test]
fn money_goes_back_once_per_key_and_never_more_than_came() {
    let mut twin = Twin::new(1, 10);
    create(&mut twin, &order("ord_1"));
    let input = refund(&twin, "60.00", json!([]));
    let give_back = |twin: &mut Twin, key: &str, input: &Value| {
        data(twin, REFUND, &json!({ "input": input, "key": key }))["refundCreate"].clone()
    };
    let first = give_back(&mut twin, "one", &input);
    assert_eq!(give_back(&mut twin, "one", &input), first, "the same key is the same refund");
    let beyond = give_back(&mut twin, "two", &input);
    assert!(beyond["userErrors"][0]["message"].as_str().unwrap().contains("greater"), "{beyond}");
    assert_eq!(twin.orders.values().next().unwrap().refunded(), 600_000);
    let other = refund(&twin, "1.00", json!([]));
    assert_eq!(
        code(&mut twin, REFUND, &json!({ "input": other, "key": "one" })),
        "BAD_REQUEST",
        "a key means one thing"
    );
    let without = "mutation R($input: RefundInput!) { refundCreate(input: $input) { refund { id } } }";
    assert_eq!(code(&mut twin, without, &json!({ "input": other })), "BAD_REQUEST");
}

#[test]
fn units_that_come_back_want_a_place_and_are_counted_once() {
    let mut twin = Twin::new(1, 10);
    create(&mut twin, &order("ord_1"));
    let after = available(&twin);
    let line = twin.orders.values().next().unwrap().lines[0].id;
    let units = |twin: &mut Twin, key: &str, quantity: i64, restock: &str, place: Option<&str>| {
        let lines = json!([{
            "lineItemId": format!("gid://shopify/LineItem/{line}"), "quantity": quantity, "restockType": restock,
            "locationId": place,
        }]);
        let input = refund(twin, "0.00", lines);
        data(twin, REFUND, &json!({ "input": input, "key": key }))["refundCreate"]["userErrors"]
            .as_array()
            .unwrap()
            .len()
    };
    let place = Some("gid://shopify/Location/1");
    assert_eq!(units(&mut twin, "1", 1, "CANCEL", None), 1, "nobody knows where to");
    assert_eq!(units(&mut twin, "2", 2, "CANCEL", place), 0);
    assert_eq!(available(&twin), after + 2);
    assert_eq!(units(&mut twin, "3", 2, "CANCEL", place), 1, "one is left");
    assert_eq!(units(&mut twin, "4", 1, "NO_RESTOCK", None), 0);
    assert_eq!(available(&twin), after + 2);
}

#[test]
fn a_cancellation_is_a_job_and_what_left_is_not_canceled() {
    let mut twin = Twin::new(1, 10);
    twin.set(&json!({ "job_ms": 1_000 })).unwrap();
    let before = available(&twin);
    let id = create(&mut twin, &order("ord_1"))["order"]["id"].clone();
    let text = "mutation C($id: ID!) {
      orderCancel(orderId: $id, reason: OTHER, restock: true) { job { id done } orderCancelUserErrors { message } }
    }";
    let job = data(&mut twin, text, &json!({ "id": id }))["orderCancel"]["job"].clone();
    assert_eq!(job["done"], false);
    twin.pass(NOW_MS + 1_000);
    let asks = "query J($job: ID!, $id: ID!) { job(id: $job) { done } order(id: $id) { cancelledAt } }";
    let later = data(&mut twin, asks, &json!({ "job": job["id"], "id": id }));
    assert_eq!(later["job"]["done"], true);
    assert!(later["order"]["cancelledAt"].is_string());
    assert_eq!(available(&twin), before);
    let again = data(&mut twin, text, &json!({ "id": id }));
    assert_eq!(again["orderCancel"]["orderCancelUserErrors"].as_array().unwrap().len(), 1);
    let sent = create(&mut twin, &order("ord_2"))["order"]["id"].clone();
    let number: u64 = sent.as_str().unwrap().rsplit_once('/').unwrap().1.parse().unwrap();
    twin.act(NOW_MS, &json!({ "act": "ship", "order": number, "units": 1, "tracking": "1Z" })).unwrap();
    let refused = data(&mut twin, text, &json!({ "id": sent }));
    assert_eq!(refused["orderCancel"]["orderCancelUserErrors"].as_array().unwrap().len(), 1);
}
