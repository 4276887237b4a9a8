//! The twin of a BigCommerce store, by itself and served.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_twins::bigcommerce::{CLIENT_SECRET, RETRIES_S, STORE, TOKEN, Twin, signature};
use buyline_twins::platform::{Answer, Model, Request, What};
use buyline_twins::post::{EventFault, EventWhat};
use buyline_twins::server::platform::start;
use serde_json::{Value, json};

const NOW_MS: i64 = 1_796_000_000_000;

fn asked(method: &str, path: &str) -> Request {
    Request::new(method, &format!("/stores/{STORE}{path}")).header("x-auth-token", TOKEN)
}

fn answer(twin: &mut Twin, request: &Request) -> Answer {
    twin.call(NOW_MS, request).answer.unwrap()
}

fn status(twin: &mut Twin, request: &Request) -> u16 {
    answer(twin, request).status
}

fn order() -> Value {
    json!({
        "status_id": 11, "channel_id": 1, "external_source": "Buyline", "external_order_id": "ord_1",
        "payment_method": "Buyline", "shipping_cost_ex_tax": "4.00", "shipping_cost_inc_tax": "4.84",
        "billing_address": {
            "first_name": "A", "last_name": "B", "street_1": "1", "city": "C", "zip": "1", "country_iso2": "FR",
            "email": "a@example.com",
        },
        "products": [
            { "product_id": 100, "variant_id": 1_000, "quantity": 3, "price_ex_tax": 16.7967, "price_inc_tax": 19.99 },
        ],
        "subtotal_ex_tax": "50.39", "subtotal_inc_tax": "59.97", "total_ex_tax": "54.39", "total_inc_tax": "64.81",
    })
}

fn placed(channel: u64) -> Value {
    let mut body = order();
    body["channel_id"] = channel.into();
    body
}

fn channel(twin: &mut Twin) -> u64 {
    let body = json!({ "name": "B", "type": "marketplace", "platform": "custom", "status": "connected" });
    let made = answer(twin, &asked("POST", "/v3/channels").json(&body));
    made.body.unwrap()["data"]["id"].as_u64().unwrap()
}

#[test]
fn an_order_is_added_up_and_a_cent_too_much_is_refused() {
    let mut twin = Twin::new(1, 10);
    let channel = channel(&mut twin);
    let good = placed(channel);
    let made = answer(&mut twin, &asked("POST", "/v2/orders").json(&good));
    assert_eq!((made.status, made.body.unwrap()["total_inc_tax"].as_str().unwrap()), (201, "64.8100"));
    for (field, value) in [
        ("total_inc_tax", "64.82"),
        ("total_ex_tax", "54.38"),
        ("subtotal_inc_tax", "59.96"),
        ("shipping_cost_inc_tax", "4.841"),
    ] {
        let mut wrong = good.clone();
        wrong[field] = value.into();
        assert_eq!(status(&mut twin, &asked("POST", "/v2/orders").json(&wrong)), 400, "{field}");
    }
    assert_eq!(twin.orders.len(), 1);
}

#[test]
fn stock_is_taken_once_by_the_stores_own_setting() {
    for takes_when_shipped in [false, true] {
        let mut twin = Twin::new(1, 10);
        twin.settings.takes_when_shipped = takes_when_shipped;
        let channel = channel(&mut twin);
        let before = twin.variants[&1_000].stock;
        assert_eq!(status(&mut twin, &asked("POST", "/v2/orders").json(&placed(channel))), 201);
        let id = *twin.orders.keys().next().unwrap();
        assert_eq!(before - twin.variants[&1_000].stock, if takes_when_shipped { 0 } else { 3 });
        twin.act(NOW_MS, &json!({ "act": "ship", "order": id, "tracking": "1" })).unwrap();
        assert_eq!(before - twin.variants[&1_000].stock, 3);
        assert!(twin.act(NOW_MS, &json!({ "act": "ship", "order": id, "tracking": "2" })).is_err());
    }
}

#[test]
fn the_quota_is_shared_and_begins_anew() {
    let mut twin = Twin::new(1, 10);
    twin.act(NOW_MS, &json!({ "act": "spend", "requests": 149 })).unwrap();
    let last = answer(&mut twin, &asked("GET", "/v2/store"));
    let said = |name: &str| last.headers.iter().find(|(own, _)| *own == name).unwrap().1.clone();
    assert_eq!(
        (said("x-rate-limit-requests-left"), said("x-rate-limit-time-reset-ms")),
        ("0".into(), "30000".into())
    );
    assert_eq!(status(&mut twin, &asked("GET", "/v2/store")), 429);
    let later = twin.call(NOW_MS + 30_000, &asked("GET", "/v2/store")).answer.unwrap();
    assert_eq!(later.status, 200);
}

#[test]
fn a_hook_is_tried_for_two_days_and_then_switched_off() {
    let mut twin = Twin::new(1, 10);
    for scope in ["store/product/updated", "store/hook/deliveryException"] {
        let body = json!({ "scope": scope, "destination": format!("https://a.example/{scope}") });
        assert_eq!(status(&mut twin, &asked("POST", "/v3/hooks").json(&body)), 200);
        assert_eq!(status(&mut twin, &asked("POST", "/v3/hooks").json(&body)), 422, "twice");
    }
    twin.act(NOW_MS, &json!({ "act": "price", "variant": 1_000, "price": 1 })).unwrap();
    let mut now_ms = NOW_MS;
    for (tries, pause) in [0].into_iter().chain(RETRIES_S).enumerate() {
        now_ms += pause * 1_000;
        let due = twin.due(now_ms);
        assert_eq!(due.len(), 1, "after {pause} s");
        let said = |name: &str| due[0].headers.iter().find(|(own, _)| own == name).unwrap().1.clone();
        let expected = signature(CLIENT_SECRET, &said("webhook-id"), now_ms / 1_000, &due[0].body);
        assert_eq!(said("webhook-signature"), expected, "signed at the moment it leaves");
        twin.delivered(now_ms, due[0].id, (tries % 2 == 0).then_some(500));
    }
    assert_eq!((now_ms - NOW_MS) / 3_600_000, 48, "hours, as the pauses are published");
    assert!(!twin.hooks.values().next().unwrap().is_active);
    let alarm = twin.due(now_ms);
    assert_eq!(alarm[0].kind, "store/hook/deliveryException");
    twin.act(now_ms, &json!({ "act": "price", "variant": 1_000, "price": 2 })).unwrap();
    assert!(twin.due(now_ms).is_empty(), "it tells nothing until it is switched on");
}

#[test]
fn events_are_dropped_doubled_and_turned_round() {
    let mut twin = Twin::new(1, 30);
    let body = json!({ "scope": "store/product/updated", "destination": "https://a.example" });
    status(&mut twin, &asked("POST", "/v3/hooks").json(&body));
    let change = |twin: &mut Twin, variant: u64| {
        twin.act(NOW_MS, &json!({ "act": "price", "variant": variant, "price": 1 })).unwrap();
    };
    let set = |twin: &mut Twin, times: u32, what: EventWhat| {
        twin.faults().add_event(EventFault { on: "store/product/*".to_owned(), times, what });
    };
    set(&mut twin, 1, EventWhat::Never);
    change(&mut twin, 1_000);
    assert!(twin.due(NOW_MS).is_empty());
    set(&mut twin, 1, EventWhat::Duplicated { more: 2 });
    change(&mut twin, 1_000);
    assert_eq!(twin.due(NOW_MS).len(), 3);
    set(&mut twin, 3, EventWhat::Reversed { of: 3 });
    for variant in [1_000, 1_010, 1_020] {
        change(&mut twin, variant);
    }
    let told: Vec<Value> =
        twin.due(NOW_MS).iter().map(|one| serde_json::from_str(&one.body).unwrap()).collect();
    let ids: Vec<u64> = told.iter().map(|body| body["data"]["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [102, 101, 100]);
}

#[test]
fn faults_do_what_they_say() {
    let cases: [(What, Option<u16>, usize); 6] = [
        (What::LostBefore, None, 0),
        (What::LostAfter, None, 1),
        (What::TooMany, Some(429), 0),
        (What::NoKey, Some(401), 0),
        (What::Failed { status: 502, acted: false }, Some(502), 0),
        (What::Failed { status: 500, acted: true }, Some(500), 1),
    ];
    for (what, status, orders) in cases {
        let mut twin = Twin::new(1, 10);
        let channel = channel(&mut twin);
        twin.faults().next("POST /v2/*", what.clone());
        let reply = twin.call(NOW_MS, &asked("POST", "/v2/orders").json(&placed(channel)));
        assert_eq!(reply.answer.map(|answer| answer.status), status, "{what:?}");
        assert_eq!(twin.orders.len(), orders, "{what:?}");
    }
    let mut twin = Twin::new(1, 10);
    twin.faults().down_until_ms = NOW_MS + 1;
    assert!(twin.call(NOW_MS, &asked("GET", "/v2/store")).answer.is_none());
    assert!(twin.call(NOW_MS + 1, &asked("GET", "/v2/store")).answer.is_some());
    twin.act(NOW_MS, &json!({ "act": "revoke" })).unwrap();
    assert_eq!(status(&mut twin, &asked("GET", "/v2/store")), 401);
}

#[test]
fn one_seed_is_one_store() {
    let sold = |seed: u64| {
        let twin = Twin::new(seed, 50);
        twin.variants.values().map(|one| (one.sku.clone(), one.stock)).collect::<Vec<_>>()
    };
    assert_eq!(sold(3), sold(3));
    assert_ne!(sold(3), sold(4));
}

#[tokio::test]
async fn served_it_answers_over_http_and_brings_its_hooks() {
    let heard = std::sync::Arc::new(parking_lot::Mutex::new(Vec::<String>::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ear = listener.local_addr().unwrap();
    let app = axum::Router::new().fallback(axum::routing::any({
        let heard = std::sync::Arc::clone(&heard);
        async move |headers: http::HeaderMap| {
            heard.lock().push(headers["webhook-id"].to_str().unwrap().to_owned());
        }
    }));
    let ears = tokio::spawn(async move { axum::serve(listener, app).await });
    let twin = start(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap(), Twin::new(1, 10)).unwrap();
    let client =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
    let send = async |method: &str, path: &str, body: Value| {
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", twin.base()))
            .header("x-auth-token", TOKEN)
            .header("content-type", "application/json")
            .body(http_body_util::Full::new(bytes::Bytes::from(body.to_string())))
            .unwrap();
        client.request(request).await.map(|answer| answer.status().as_u16())
    };
    let store = |path: &str| format!("/stores/{STORE}{path}");
    let hook = json!({ "scope": "store/product/updated", "destination": format!("https://{ear}/hooks") });
    assert_eq!(send("POST", &store("/v3/hooks"), hook).await.unwrap(), 200);
    let price = json!({ "act": "price", "variant": 1_000, "price": "3.00" });
    assert_eq!(send("POST", "/_twin/act", price).await.unwrap(), 200);
    assert_eq!(send("POST", "/_twin/act", json!({ "act": "fly" })).await.unwrap(), 422);
    while heard.lock().is_empty() {
        tokio::task::yield_now().await;
    }
    let lost = json!({ "on": "GET /v2/store", "what": "lost_after" });
    assert_eq!(send("POST", "/_twin/faults", lost).await.unwrap(), 204);
    assert!(send("GET", &store("/v2/store"), json!({})).await.is_err());
    assert_eq!(send("GET", &store("/v2/store"), json!({})).await.unwrap(), 200);
    ears.abort();
}
