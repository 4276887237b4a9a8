//! What a store tells: believed when it is the store's, and nothing else is.

use app::ports::{HeardEvents, NotTheirs, Platform, PlatformEvent as Event};
use jiff::Timestamp;
use serde_json::json;
use twins::bigcommerce::{CLIENT_SECRET, signature};
use twins::platform::{Delivery, Model};
use twins::post::{EventFault, EventWhat};

use super::desk::{Desk, HOOK};

async fn told(desk: &Desk) -> Vec<Delivery> {
    desk.shop.listen(&desk.link, HOOK).await.unwrap();
    desk.twin.act(json!({ "act": "price", "variant": 1_000, "price": "5.00" }));
    desk.twin.with(|twin, now_ms| twin.due(now_ms))
}

fn hear(desk: &Desk, headers: &[(String, String)], body: &[u8]) -> Result<HeardEvents, NotTheirs> {
    let now = desk.twin.with(|_, now_ms| Timestamp::from_millisecond(now_ms).unwrap());
    desk.shop.hear(&desk.link, headers, body, now)
}

#[tokio::test]
async fn everything_that_happens_there_is_told_by_its_id() {
    let desk = Desk::open(20).await;
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(11));
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(0), "nothing to mend");
    let order = desk.push(&desk.cart(1)).await.unwrap().reference;
    let id: u64 = order.parse().unwrap();
    let after = |act: serde_json::Value| {
        desk.twin.with(|twin, now_ms| twin.due(now_ms));
        desk.twin.act(act);
        let due = desk.twin.with(|twin, now_ms| twin.due(now_ms));
        due.iter()
            .flat_map(|one| hear(&desk, &one.headers, one.body.as_bytes()).unwrap().events)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        after(json!({ "act": "price", "variant": 1_000, "price": 3 })),
        [Event::Product("100".to_owned())]
    );
    assert_eq!(
        after(json!({ "act": "stock", "variant": 1_001, "units": 3 })),
        [Event::Stock("1001".to_owned())]
    );
    let shipped = after(json!({ "act": "ship", "order": id, "tracking": "1" }));
    assert!(shipped.iter().all(|event| *event == Event::Order(order.clone())) && shipped.len() == 2);
    assert!(
        after(json!({ "act": "refund", "order": id, "amount": "1", "reason": "" }))
            .contains(&Event::Order(order))
    );
    assert_eq!(after(json!({ "act": "delete", "product": 101 })), [Event::Product("101".to_owned())]);
    assert_eq!(after(json!({ "act": "uninstall" })), [Event::Closed]);
}

#[tokio::test]
async fn hooks_that_were_switched_off_or_lead_elsewhere_are_mended() {
    let desk = Desk::open(10).await;
    desk.shop.listen(&desk.link, "https://old.example/hooks/platforms/con_1").await.unwrap();
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(11));
    let hooks = || desk.twin.with(|twin, _| twin.hooks.values().cloned().collect::<Vec<_>>());
    assert!(hooks().iter().all(|hook| hook.destination == HOOK), "the old ones are gone");
    desk.twin.act(json!({ "act": "deactivate", "hook": hooks()[0].id }));
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(1));
    // Nobody answers for two days, and the store gives up.
    desk.twin.act(json!({ "act": "price", "variant": 1_000, "price": 3 }));
    for _ in 0..12 {
        for one in desk.twin.with(|twin, now_ms| twin.due(now_ms)) {
            desk.twin.with(|twin, now_ms| twin.delivered(now_ms, one.id, None));
        }
        desk.twin.advance(86_400_000);
    }
    assert_eq!(hooks().iter().filter(|hook| !hook.is_active).count(), 1);
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(1));
    desk.twin.advance(91 * 86_400_000);
    assert_eq!(desk.shop.listen(&desk.link, HOOK).await, Ok(11), "and silence switches all of them off");
    let plain = desk.shop.listen(&desk.link, "http://buyline.example/hooks").await;
    assert!(plain.unwrap_err().to_string().contains("https://"));
}

#[tokio::test]
async fn a_message_that_comes_twice_has_one_name() {
    let desk = Desk::open(10).await;
    let twice = EventFault { on: "*".to_owned(), times: 1, what: EventWhat::Duplicated { more: 1 } };
    desk.twin.with(|twin, _| twin.faults().add_event(twice));
    let due = told(&desk).await;
    let ids: Vec<_> =
        due.iter().map(|one| hear(&desk, &one.headers, one.body.as_bytes()).unwrap().id).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
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
        for bit in [1, 4] {
            let mut body = real.body.clone().into_bytes();
            body[place] ^= bit;
            refused(&real.headers, &body);
        }
    }
    for (place, (name, value)) in real.headers.iter().enumerate() {
        let with = |value: &str| {
            let mut headers = real.headers.clone();
            headers[place].1 = value.to_owned();
            headers
        };
        for cut in 0..value.len() {
            refused(&with(&value[..cut]), real.body.as_bytes());
        }
        for other in ["", "0", "-1", "v1,", &format!("{value}0"), &format!("x{value}")] {
            refused(&with(other), real.body.as_bytes());
        }
        let mut without = real.headers.clone();
        without.remove(place);
        refused(&without, real.body.as_bytes());
        let mut twice = real.headers.clone();
        twice.push((name.clone(), value.clone()));
        refused(&twice, real.body.as_bytes());
    }
    // Signed rightly and yet wrong: too long, another store's, not JSON, without our own header, too old, too early.
    let now_s = desk.twin.with(|_, now_ms| now_ms / 1_000);
    let signed = |at: i64, body: &str, proven: bool| {
        let mut headers = real.headers.clone();
        headers[1].1 = at.to_string();
        headers[2].1 = signature(CLIENT_SECRET, &headers[0].1, at, body);
        if !proven {
            headers.truncate(3);
        }
        headers
    };
    let long = format!("{}{}", real.body, " ".repeat(16 * 1024));
    refused(&signed(now_s, &long, true), long.as_bytes());
    let other = real.body.replace("stores/twin0store", "stores/other");
    assert_ne!(other, real.body);
    refused(&signed(now_s, &other, true), other.as_bytes());
    for text in ["", "{}", "null", "[]", "<xml/>"] {
        refused(&signed(now_s, text, true), text.as_bytes());
    }
    refused(&signed(now_s, &real.body, false), real.body.as_bytes());
    for at in [now_s - 301, now_s + 301, 0, i64::MIN] {
        refused(&signed(at, &real.body, true), real.body.as_bytes());
    }
    let mut other = Desk::open(10).await;
    other.link.keys.set("client_secret", "another");
    assert!(hear(&other, &real.headers, real.body.as_bytes()).is_err());
    other.link.keys.set("client_secret", "");
    assert!(hear(&other, &real.headers, real.body.as_bytes()).is_err());
    assert!(tried >= 500, "{tried}");
    assert!(hear(&desk, &signed(now_s - 300, &real.body, true), real.body.as_bytes()).is_ok());
}
