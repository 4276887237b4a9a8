//! What a shop tells: believed when it is the shop's, and nothing else is.

use app::ports::{HeardEvents, NotTheirs, Platform, PlatformEvent as Event};
use jiff::Timestamp;
use serde_json::json;
use twins::platform::{Delivery, Model};
use twins::post::{EventFault, EventWhat};
use twins::shopify::{CLIENT_SECRET, SHOP, signature};

use super::desk::{Desk, HOOK, PRODUCT, VARIANT};

async fn told(desk: &Desk) -> Vec<Delivery> {
    desk.shop.listen(&desk.link, HOOK).await.unwrap();
    desk.twin.act(json!({ "act": "price", "variant": VARIANT, "price": "5.00" }));
    desk.twin.with(|twin, now_ms| twin.due(now_ms))
}

fn hear(desk: &Desk, headers: &[(String, String)], body: &[u8]) -> Result<HeardEvents, NotTheirs> {
    let now = desk.twin.with(|_, now_ms| Timestamp::from_millisecond(now_ms).unwrap());
    desk.shop.hear(&desk.link, headers, body, now)
}

#[tokio::test]
async fn everything_that_happens_there_is_told_by_its_id_and_nothing_of_people() {
    let desk = Desk::open(20).await;
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(10));
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(0), "nothing to mend");
    let order = desk.push(&desk.cart(1)).await.unwrap().reference;
    let id: u64 = order.parse().unwrap();
    let after = |act: serde_json::Value| {
        desk.twin.with(|twin, now_ms| twin.due(now_ms));
        desk.twin.act(act);
        let due = desk.twin.with(|twin, now_ms| twin.due(now_ms));
        for one in &due {
            assert!(!one.body.contains("example.com"), "no address of a buyer's: {}", one.body);
        }
        due.iter()
            .flat_map(|one| hear(&desk, &one.headers, one.body.as_bytes()).unwrap().events)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        after(json!({ "act": "price", "variant": VARIANT, "price": 3 })),
        [Event::Product(PRODUCT.to_string())]
    );
    let stock = after(json!({ "act": "stock", "variant": VARIANT + 1, "units": 3 }));
    let [Event::Stock(shelf)] = stock.as_slice() else { panic!("{stock:?}") };
    let counted = desk.shop.stock(&desk.link, std::slice::from_ref(shelf)).await.unwrap();
    assert_eq!(counted[0].0, (VARIANT + 1).to_string(), "its name leads to the variant");
    let shipped = after(json!({ "act": "ship", "order": id, "tracking": "1" }));
    assert_eq!(shipped, [Event::Order(order.clone()), Event::Order(order.clone())]);
    let back = after(json!({ "act": "refund", "order": id, "amount": "1", "units": null, "reason": "" }));
    assert_eq!(back, [Event::Order(order.clone()), Event::Order(order.clone())]);
    let other = desk.push(&desk.small_cart(2)).await.unwrap().reference;
    let canceled = after(json!({ "act": "cancel", "order": other.parse::<u64>().unwrap() }));
    assert!(canceled.contains(&Event::Order(other)), "{canceled:?}");
    assert_eq!(
        after(json!({ "act": "delete", "product": PRODUCT + 1 })),
        [Event::Product((PRODUCT + 1).to_string())]
    );
    assert_eq!(after(json!({ "act": "uninstall" })), [Event::Closed]);
}

#[tokio::test]
async fn messages_about_peoples_data_are_taken_and_the_last_one_closes_the_shop() {
    let desk = Desk::open(10).await;
    for (topic, events) in [
        ("customers/data_request", vec![]),
        ("customers/redact", vec![]),
        ("shop/redact", vec![Event::Closed]),
    ] {
        let sent = desk.twin.act(json!({ "act": "compliance", "topic": topic }));
        let headers: Vec<_> = sent["headers"].as_object().unwrap().iter().collect();
        let headers: Vec<_> = headers
            .into_iter()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
            .collect();
        let heard = hear(&desk, &headers, sent["body"].as_str().unwrap().as_bytes()).unwrap();
        assert_eq!(heard.events, events, "{topic}");
    }
}

#[tokio::test]
async fn subscriptions_that_are_gone_or_lead_elsewhere_are_made_anew() {
    let desk = Desk::open(10).await;
    desk.shop.listen(&desk.link, "https://old.example/hooks/platforms/con_1").await.unwrap();
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(10));
    let hooks = || desk.twin.with(|twin, _| twin.hooks.values().cloned().collect::<Vec<_>>());
    assert!(hooks().iter().all(|hook| hook.uri == HOOK) && hooks().len() == 10, "the old ones are gone");
    desk.twin.act(json!({ "act": "unsubscribe", "hook": hooks()[0].id }));
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(1));
    // Nobody answers nine times in four hours, and Shopify tells no more.
    desk.twin.act(json!({ "act": "price", "variant": VARIANT, "price": 3 }));
    for _ in 0..9 {
        assert_eq!(hooks().len(), 10);
        let due = desk.twin.with(|twin, now_ms| twin.due(now_ms));
        assert_eq!(due.len(), 1);
        desk.twin.with(|twin, now_ms| twin.delivered(now_ms, due[0].id, None));
        desk.twin.advance(2 * 3_600_000);
    }
    assert_eq!(hooks().len(), 9);
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(1));
    let plain = desk.shop.listen(&desk.link, "http://buyline.example/hooks").await;
    assert!(plain.unwrap_err().to_string().contains("https://"));
    desk.shop.close(&desk.link).await.unwrap();
    assert!(hooks().is_empty());
}

#[tokio::test]
async fn a_message_that_comes_twice_has_one_name_whatever_its_headers_say() {
    let desk = Desk::open(10).await;
    let twice = EventFault { on: "*".to_owned(), times: 1, what: EventWhat::Duplicated { more: 1 } };
    desk.twin.with(|twin, _| twin.faults().add_event(twice));
    let due = told(&desk).await;
    assert_eq!(due.len(), 2);
    let mut replayed = due[1].headers.clone();
    for (name, value) in &mut replayed {
        if name == "x-shopify-webhook-id" {
            "another".clone_into(value);
        }
    }
    let first = hear(&desk, &due[0].headers, due[0].body.as_bytes()).unwrap();
    assert_eq!(hear(&desk, &due[1].headers, due[1].body.as_bytes()).unwrap(), first);
    assert_eq!(hear(&desk, &replayed, due[1].body.as_bytes()).unwrap(), first, "its id is signed by nobody");
}

#[tokio::test]
async fn five_hundred_forgeries_and_none_is_believed() {
    let desk = Desk::open(10).await;
    let real = told(&desk).await.remove(0);
    assert!(hear(&desk, &real.headers, real.body.as_bytes()).is_ok());
    let mut tried = 0;
    let mut refused = |headers: &[(String, String)], body: &[u8]| {
        tried += 1;
        assert!(hear(&desk, headers, body).is_err(), "taken: {headers:?} {}", String::from_utf8_lossy(body));
    };
    for place in 0..real.body.len() {
        for bit in [1, 4, 16, 64] {
            let mut body = real.body.clone().into_bytes();
            body[place] ^= bit;
            refused(&real.headers, &body);
        }
    }
    let with = |wanted: &str, value: &str| {
        let mut headers = real.headers.clone();
        headers.iter_mut().find(|(name, _)| name == wanted).unwrap().1 = value.to_owned();
        headers
    };
    let proof = "x-shopify-hmac-sha256";
    let right = signature(CLIENT_SECRET, real.body.as_bytes());
    for cut in 0..right.len() {
        refused(&with(proof, &right[..cut]), real.body.as_bytes());
    }
    for other in ["", "0", &format!("{right}0"), &format!("x{right}"), &right.to_lowercase()] {
        refused(&with(proof, other), real.body.as_bytes());
    }
    for name in [proof, "x-shopify-topic", "x-shopify-shop-domain", "x-shopify-triggered-at"] {
        let mut without = real.headers.clone();
        without.retain(|(known, _)| known != name);
        refused(&without, real.body.as_bytes());
        let mut twice = real.headers.clone();
        twice.extend(real.headers.iter().find(|(known, _)| known == name).cloned());
        refused(&twice, real.body.as_bytes());
    }
    // A true body under another topic, another shop's name or another time.
    for topic in [
        "orders/updated",
        "fulfillments/create",
        "refunds/create",
        "inventory_levels/update",
        "app/uninstalled",
        "shop/redact",
    ] {
        refused(&with("x-shopify-topic", topic), real.body.as_bytes());
    }
    refused(&with("x-shopify-shop-domain", "other.myshopify.com"), real.body.as_bytes());
    for at in ["", "yesterday", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"] {
        refused(&with("x-shopify-triggered-at", at), real.body.as_bytes());
    }
    // Signed rightly and yet wrong: too long, not JSON, another shop's end, older than it may be.
    let signed = |topic: &str, body: &str| {
        let mut headers = with(proof, &signature(CLIENT_SECRET, body.as_bytes()));
        headers.iter_mut().find(|(name, _)| name == "x-shopify-topic").unwrap().1 = topic.to_owned();
        headers
    };
    let long = format!("{}{}", real.body, " ".repeat(64 * 1024));
    refused(&signed("products/update", &long), long.as_bytes());
    for text in ["", "{}", "null", "[]", "<xml/>", r#"{"id":1,"updated_at":"2026-01-01T00:00:00Z"}"#] {
        refused(&signed("products/update", text), text.as_bytes());
    }
    let old =
        r#"{"admin_graphql_api_id":"gid://shopify/Product/1","updated_at":"2026-01-01T00:00:00-05:00"}"#;
    refused(&signed("products/update", old), old.as_bytes());
    for (topic, text) in [
        ("app/uninstalled", r#"{"id":1,"myshopify_domain":"other.myshopify.com"}"#),
        ("app/uninstalled", r#"{"id":1}"#),
        ("shop/redact", r#"{"shop_domain":"other.myshopify.com"}"#),
    ] {
        refused(&signed(topic, text), text.as_bytes());
    }
    let mut other = Desk::open(10).await;
    for secret in ["another", ""] {
        other.link.keys.set("client_secret", secret);
        let headers = with(proof, &signature(secret, real.body.as_bytes()));
        let taken = hear(&other, &headers, real.body.as_bytes());
        assert_eq!(taken.is_ok(), !secret.is_empty(), "an empty secret signs nothing");
        assert!(hear(&other, &real.headers, real.body.as_bytes()).is_err());
    }
    assert!(tried >= 500, "{tried}");
    let gone = format!(r#"{{"id":1,"myshopify_domain":"{SHOP}"}}"#);
    let heard = hear(&desk, &signed("app/uninstalled", &gone), gone.as_bytes()).unwrap();
    assert_eq!(heard.events, [Event::Closed]);
}
