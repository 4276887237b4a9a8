//! What goes wrong: with calls, and with what is told.

use buyline_twins::platform::{Model, What};
use buyline_twins::post::{EventFault, EventWhat};
use buyline_twins::shopify::{CLIENT_SECRET, RETRIES_S, Twin, signature};
use serde_json::json;

use super::ask::{CREATE, NOW_MS, create, data, order, request};

const HOOK: &str = "mutation Hook($topic: WebhookSubscriptionTopic!, $fields: [String!]) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: \"https://a.example/hooks\", includeFields: $fields }) {
    webhookSubscription { id } userErrors { message }
  }
}";

fn listening() -> Twin {
    let mut twin = Twin::new(1, 10);
    data(&mut twin, HOOK, &json!({ "topic": "PRODUCTS_UPDATE", "fields": ["id", "updated_at"] }));
    twin
}

fn price(twin: &mut Twin, at_ms: i64, price: u32) {
    twin.act(at_ms, &json!({ "act": "price", "variant": 40_000, "price": price })).unwrap();
}

#[test]
fn a_lost_answer_was_given_or_was_not() {
    for (what, made) in [
        (What::LostAfter, 1),
        (What::LostBefore, 0),
        (What::Failed { status: 500, acted: true }, 1),
        (What::Failed { status: 502, acted: false }, 0),
        (What::TooMany, 0),
        (What::NoKey, 0),
        (What::MayNot, 0),
    ] {
        let mut twin = Twin::new(1, 10);
        twin.faults().next("Create", what.clone());
        twin.call(NOW_MS, &request(CREATE, &json!({ "order": order("ord_1") })));
        assert_eq!(twin.orders.len(), made, "{what:?}");
        create(&mut twin, &order("ord_2"));
        assert_eq!(twin.orders.len(), made + 1, "once");
    }
}

#[test]
fn nobody_answers_while_the_shop_is_down() {
    let mut twin = Twin::new(1, 10);
    twin.faults().down_until_ms = NOW_MS + 1_000;
    let asked = request("{ shop { id } }", &json!({}));
    assert!(twin.call(NOW_MS, &asked).answer.is_none());
    assert!(twin.call(NOW_MS + 1_000, &asked).answer.is_some());
}

#[test]
fn a_message_says_the_fields_that_were_asked_for_and_is_signed() {
    let mut twin = listening();
    price(&mut twin, NOW_MS, 3);
    let due = twin.due(NOW_MS);
    let [delivery] = due.as_slice() else { panic!("{due:?}") };
    assert_eq!(delivery.body, r#"{"id":8000,"updated_at":"2026-11-30T00:53:20Z"}"#);
    let said = |name: &str| {
        delivery.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    };
    assert_eq!(
        said("x-shopify-hmac-sha256"),
        Some(signature(CLIENT_SECRET, delivery.body.as_bytes()).as_str())
    );
    assert_eq!(said("x-shopify-topic"), Some("products/update"));
}

#[test]
fn what_nobody_takes_is_tried_eight_times_more_and_then_told_no_longer() {
    let mut twin = listening();
    price(&mut twin, NOW_MS, 3);
    let mut at_ms = NOW_MS;
    for pause in RETRIES_S.into_iter().map(Some).chain([None]) {
        let due = twin.due(at_ms);
        assert_eq!((due.len(), twin.hooks.len()), (1, 1));
        twin.delivered(at_ms, due[0].id, Some(500));
        at_ms += pause.unwrap_or_default() * 1_000;
    }
    assert_eq!(at_ms - NOW_MS, 4 * 3_600_000);
    assert!(twin.hooks.is_empty());
    price(&mut twin, at_ms, 4);
    assert!(twin.due(at_ms).is_empty());
}

#[test]
fn messages_are_lost_doubled_late_and_reversed() {
    for (what, seen) in [
        (EventWhat::Never, vec![2]),
        (EventWhat::Duplicated { more: 1 }, vec![1, 1, 2]),
        (EventWhat::Late { ms: 60_000 }, vec![2]),
        (EventWhat::Reversed { of: 2 }, vec![2, 1]),
    ] {
        let mut twin = listening();
        let times = if matches!(what, EventWhat::Reversed { .. }) { 2 } else { 1 };
        twin.faults().add_event(EventFault { on: "PRODUCTS_*".to_owned(), times, what: what.clone() });
        for second in 1..=2 {
            price(&mut twin, NOW_MS + second * 1_000, 3);
        }
        let due = twin.due(NOW_MS + 2_000);
        let told: Vec<i64> = due.iter().map(|one| if one.body.contains(":21Z") { 1 } else { 2 }).collect();
        assert_eq!(told, seen, "{what:?}");
    }
}

#[test]
fn one_past_makes_one_future() {
    let mut twin = listening();
    price(&mut twin, NOW_MS, 3);
    let mut other = twin.clone();
    let told = |twin: &mut Twin| {
        create(twin, &order("ord_1"));
        (format!("{:?}", twin.orders), twin.due(NOW_MS))
    };
    assert_eq!(told(&mut twin), told(&mut other));
}
