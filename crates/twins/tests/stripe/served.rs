//! The twin over HTTP: forms in, JSON out, webhooks that arrive, faults that are felt on the wire.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use buyline_twins::form;
use buyline_twins::server::{Options, Served, start};
use buyline_twins::stripe::{EventFault, EventWhat, Request};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use parking_lot::Mutex;
use serde_json::{Value, json};

use crate::desk::{SECRET, id, text};

const FORM: [(&str, &str); 5] = [
    ("amount", "1000"),
    ("currency", "eur"),
    ("confirm", "true"),
    ("payment_method", "pm_card_visa"),
    ("return_url", "https://x.example"),
];

pub async fn served() -> Served {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    start(listener, Options::default()).unwrap()
}

/// One request; `None` when the connection ends without an answer.
async fn send(
    served: &Served,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: String,
) -> Option<(u16, HeaderMap, Value)> {
    let client = Client::builder(TokioExecutor::new()).build_http();
    let mut request = http::Request::builder().method(method).uri(format!("{}{path}", served.base()));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = client.request(request.body(Full::new(Bytes::from(body))).unwrap()).await.ok()?;
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.ok()?.to_bytes();
    Some((parts.status.as_u16(), parts.headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

/// A call as a client makes it.
async fn post(
    served: &Served,
    path: &str,
    pairs: &[(&str, &str)],
    key: &str,
) -> Option<(u16, HeaderMap, Value)> {
    let bearer = format!("Bearer {SECRET}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("stripe-version", "2026-10-28.endive"),
        ("idempotency-key", key),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    send(served, "POST", path, &headers, form::write(pairs)).await
}

async fn control(served: &Served, path: &str, body: Value) -> u16 {
    let headers = [("content-type", "application/json")];
    send(served, "POST", path, &headers, body.to_string()).await.unwrap().0
}

async fn look(served: &Served, path: &str) -> Value {
    send(served, "GET", path, &[], String::new()).await.unwrap().2
}

#[tokio::test]
async fn a_caller_who_hangs_up_leaves_no_key_in_use() {
    let served = served().await;
    let slow = json!({ "on": "PaymentIntents_create", "what": { "slow": { "ms": 300 } } });
    assert_eq!(control(&served, "/_twin/faults", slow).await, 204);
    let gone = post(&served, "/v1/payment_intents", &FORM, "k1");
    assert!(tokio::time::timeout(Duration::from_millis(100), gone).await.is_err(), "killed while it waits");
    assert_eq!(post(&served, "/v1/payment_intents", &FORM, "k1").await.unwrap().0, 409, "it still runs");
    tokio::time::sleep(Duration::from_millis(600)).await;
    assert_eq!(post(&served, "/v1/payment_intents", &FORM, "k1").await.unwrap().0, 200);
    assert_eq!(look(&served, "/_twin/charges").await["charges"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_purchase_over_http_is_in_the_report() {
    let served = served().await;
    let (status, headers, intent) = post(&served, "/v1/payment_intents", &FORM, "k1").await.unwrap();
    assert_eq!((status, text(&intent, "status").as_str()), (200, "succeeded"));
    assert!(headers["request-id"].to_str().unwrap().starts_with("req_"));
    assert_eq!(headers["stripe-version"], "2026-10-28.endive");
    let (_, headers, again) = post(&served, "/v1/payment_intents", &FORM, "k1").await.unwrap();
    assert_eq!((headers["idempotent-replayed"].to_str().unwrap(), id(&again)), ("true", id(&intent)));
    let report = look(&served, "/_twin/charges").await;
    assert_eq!(report["charges"].as_array().unwrap().len(), 1);
    assert_eq!(
        (report["charges"][0]["captured"].as_i64(), text(&report["charges"][0], "payment_intent")),
        (Some(1000), id(&intent))
    );
    assert_eq!(look(&served, "/_twin/log").await["calls"].as_array().unwrap().len(), 2);
    let account = text(&report["charges"][0], "account");
    assert_eq!(look(&served, &format!("/_twin/totals?account={account}")).await["eur"]["charged"], 1000);
}

#[tokio::test]
async fn basic_keys_are_read_and_json_bodies_are_not() {
    let served = served().await;
    // `sk_test_platform:` in base 64.
    let basic =
        [("authorization", "Basic c2tfdGVzdF9wbGF0Zm9ybTo="), ("stripe-version", "2026-10-28.endive")];
    assert_eq!(send(&served, "GET", "/v1/balance", &basic, String::new()).await.unwrap().0, 200);
    let bearer = format!("Bearer {SECRET}");
    let json = [
        ("authorization", bearer.as_str()),
        ("stripe-version", "2026-10-28.endive"),
        ("content-type", "application/json"),
    ];
    let (status, _, body) = send(&served, "POST", "/v1/customers", &json, "{}".into()).await.unwrap();
    assert_eq!((status, body["error"]["type"].as_str()), (400, Some("invalid_request_error")));
}

#[tokio::test]
async fn faults_are_felt_on_the_wire() {
    let served = served().await;
    let fault = |what: Value| json!({ "on": "PaymentIntents_create", "what": what });
    assert_eq!(control(&served, "/_twin/faults", fault(json!("lost_after"))).await, 204);
    assert!(post(&served, "/v1/payment_intents", &FORM, "k1").await.is_none(), "no answer at all");
    assert_eq!(post(&served, "/v1/payment_intents", &FORM, "k1").await.unwrap().0, 200);
    assert_eq!(look(&served, "/_twin/charges").await["charges"].as_array().unwrap().len(), 1);
    for (what, status) in [
        (json!("too_many"), 429),
        (json!({ "stored500": { "acted": false } }), 500),
        (json!("in_flight"), 409),
    ] {
        control(&served, "/_twin/faults", fault(what)).await;
        assert_eq!(post(&served, "/v1/payment_intents", &FORM, "k2").await.unwrap().0, status);
    }
    control(&served, "/_twin/faults", json!({ "times": 2, "what": "down" })).await;
    assert!(post(&served, "/v1/customers", &[], "k3").await.is_none());
    send(&served, "DELETE", "/_twin/faults", &[], String::new()).await.unwrap();
    assert_eq!(post(&served, "/v1/customers", &[], "k3").await.unwrap().0, 200);
    assert_eq!(control(&served, "/_twin/faults", json!({ "what": "nonsense" })).await, 422);
}

#[tokio::test]
async fn a_slow_answer_keeps_its_key_in_use() {
    let served = served().await;
    control(&served, "/_twin/faults", json!({ "what": { "slow": { "ms": 300 } } })).await;
    let slow = post(&served, "/v1/payment_intents", &FORM, "k");
    let second = async {
        // The first is on its way before the second is sent.
        while look(&served, "/_twin/log").await["calls"] == json!([]) {}
        post(&served, "/v1/payment_intents", &FORM, "k").await.unwrap().0
    };
    let (first, second) = tokio::join!(slow, second);
    assert_eq!((first.unwrap().0, second), (200, 409));
    assert_eq!(look(&served, "/_twin/charges").await["charges"].as_array().unwrap().len(), 1);
}

type Heard = Arc<Mutex<Vec<(String, String, String)>>>;

/// An endpoint that refuses the first delivery and takes the rest.
async fn listener(refuse: usize) -> (String, Heard) {
    let heard: Heard = Arc::default();
    let hear = move |State(heard): State<Heard>, headers: HeaderMap, body: String| async move {
        let event: Value = serde_json::from_str(&body).unwrap();
        let mut heard = heard.lock();
        heard.push((text(&event, "type"), headers["stripe-signature"].to_str().unwrap().to_owned(), body));
        if heard.len() <= refuse { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }
    };
    let app = axum::Router::new().route("/hooks", axum::routing::post(hear)).with_state(Arc::clone(&heard));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hooks", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, heard)
}

#[tokio::test]
async fn webhooks_arrive_signed_and_come_again_when_the_clock_is_moved() {
    let served = served().await;
    served.set_clock(1_793_620_800_000, true);
    let (url, heard) = listener(1).await;
    let pairs = [
        ("url", url.as_str()),
        ("enabled_events[]", "payment_intent.succeeded"),
        ("api_version", "2026-10-28.endive"),
    ];
    let endpoint = post(&served, "/v1/webhook_endpoints", &pairs, "e").await.unwrap().2;
    post(&served, "/v1/payment_intents", &FORM, "k").await.unwrap();
    served.quiet().await;
    assert_eq!(heard.lock().len(), 1);
    control(&served, "/_twin/clock", json!({ "advance_ms": 60_000 })).await;
    served.quiet().await;
    let all = heard.lock().clone();
    assert_eq!(all.len(), 2);
    assert_eq!(
        (&all[0].0, &all[0].2),
        (&all[1].0, &all[1].2),
        "the same event, the same bytes but for nothing"
    );
    let expected =
        buyline_twins::stripe::post::signature(&[text(&endpoint, "secret")], 1_793_620_860, &all[1].2);
    assert_eq!(all[1].1, expected);
    let deliveries = look(&served, "/_twin/deliveries").await;
    let tries: Vec<_> = deliveries["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["attempt"].as_i64(), one["status"].as_i64()))
        .collect();
    assert_eq!(tries, [(Some(1), Some(500)), (Some(2), Some(200))]);
}

#[tokio::test]
async fn an_event_can_arrive_before_the_answer() {
    let served = served().await;
    let (url, heard) = listener(0).await;
    post(&served, "/v1/webhook_endpoints", &[("url", &url), ("enabled_events[]", "*")], "e").await.unwrap();
    control(
        &served,
        "/_twin/event_faults",
        json!({ "on": "payment_intent.succeeded", "what": "before_reply" }),
    )
    .await;
    let (_, _, intent) = post(&served, "/v1/payment_intents", &FORM, "k").await.unwrap();
    let first = heard.lock().iter().find(|(kind, ..)| kind == "payment_intent.succeeded").cloned();
    let event: Value = serde_json::from_str(&first.expect("it is there when the answer is").2).unwrap();
    assert_eq!(id(&event["data"]["object"]), id(&intent));
}

/// Nobody waits for ever: neither for an event that was to come before an answer that nobody asked for, nor for one of
/// which the endpoint is gone.
#[tokio::test]
async fn whatever_happens_the_post_comes_to_rest() {
    let served = served().await;
    let (url, heard) = listener(0).await;
    let form = [("url", url.as_str()), ("enabled_events[]", "*")];
    let request = Request::new("POST", "/v1/webhook_endpoints", SECRET).form(&form);
    let endpoint = text(&served.call(&request).unwrap().body, "id");
    let soon = |event: &str| EventFault { on: event.to_owned(), times: 1, what: EventWhat::BeforeReply };
    let account = served.with(|twin, now_ms| twin.account_of(now_ms, SECRET));
    // By a call in this process, and by an act that is no call.
    served.with(|twin, _| twin.event_fault(soon("customer.created")));
    served.call(&Request::new("POST", "/v1/customers", SECRET)).unwrap();
    served.with(|twin, _| twin.event_fault(soon("charge.succeeded")));
    let act = json!({ "act": "orphan", "account": account, "amount": 700, "currency": "eur" });
    assert_eq!(control(&served, "/_twin/act", act).await, 200);
    tokio::time::timeout(Duration::from_secs(20), served.quiet()).await.expect("the post comes to rest");
    let kinds: Vec<String> = heard.lock().iter().map(|(kind, ..)| kind.clone()).collect();
    assert!(kinds.iter().any(|kind| kind == "customer.created"), "{kinds:?}");
    assert!(kinds.iter().any(|kind| kind == "charge.succeeded"), "{kinds:?}");

    // Held back until its endpoint is gone.
    served.with(|twin, _| {
        let what = EventWhat::Reversed { of: 9 };
        twin.event_fault(EventFault { on: "customer.created".to_owned(), times: 1, what });
    });
    served.call(&Request::new("POST", "/v1/customers", SECRET)).unwrap();
    let path = format!("/v1/webhook_endpoints/{endpoint}");
    served.call(&Request::new("DELETE", &path, SECRET)).unwrap();
    served.with(|twin, _| twin.release());
    tokio::time::timeout(Duration::from_secs(20), served.quiet()).await.expect("the post comes to rest");
}

#[tokio::test]
async fn everything_that_is_told_to_the_twin_can_be_told_over_http() {
    let served = served().await;
    let headers = [("content-type", "application/json")];
    let connect = json!({ "key": SECRET }).to_string();
    let account =
        text(&send(&served, "POST", "/_twin/connect", &headers, connect).await.unwrap().2, "account");
    assert_eq!(
        control(
            &served,
            "/_twin/act",
            json!({ "act": "orphan", "account": account, "amount": 700, "currency": "eur" })
        )
        .await,
        200
    );
    let charge = look(&served, "/_twin/charges").await["charges"][0].clone();
    assert_eq!((charge["captured"].as_i64(), charge["metadata"].clone()), (Some(700), json!({})));
    assert_eq!(
        control(
            &served,
            "/_twin/act",
            json!({ "act": "dispute", "charge": charge["charge"], "reason": "general" })
        )
        .await,
        200
    );
    assert_eq!(
        control(&served, "/_twin/act", json!({ "act": "dispute", "charge": "ch_x", "reason": "general" }))
            .await,
        404
    );
    assert_eq!(control(&served, "/_twin/act", json!({ "act": "dance" })).await, 422);
    assert_eq!(control(&served, "/_twin/settings", json!({ "search_lag_ms": 0 })).await, 204);
    let (status, headers, _) = send(&served, "GET", "/v3/", &[], String::new()).await.unwrap();
    assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, "text/javascript; charset=utf-8"));
    let pages =
        [format!("/_twin/receipts/{}", text(&charge, "charge")), "/_twin/element".into(), "/_twin/".into()];
    for page in pages {
        assert_eq!(send(&served, "GET", &page, &[], String::new()).await.unwrap().0, 200, "{page}");
    }
    assert_eq!(send(&served, "GET", "/_twin/nothing", &[], String::new()).await.unwrap().0, 401);
    tokio::time::timeout(Duration::from_secs(5), served.quiet()).await.unwrap();
}

#[tokio::test]
async fn a_merchant_is_led_through_onboarding_and_back() {
    let served = served().await;
    let account = post(&served, "/v1/accounts", &[("type", "standard")], "a").await.unwrap().2;
    let account = id(&account);
    let pairs = [
        ("account", account.as_str()),
        ("type", "account_onboarding"),
        ("refresh_url", "https://b.example/again"),
        ("return_url", "https://b.example/back"),
    ];
    let link = text(&post(&served, "/v1/account_links", &pairs, "l").await.unwrap().2, "url");
    let path = link.strip_prefix(served.base()).unwrap().to_owned();
    assert_eq!(send(&served, "GET", &path, &[], String::new()).await.unwrap().0, 200);
    let form = form::write(&[("account", &account), ("back", "https://b.example/back"), ("finish", "yes")]);
    let (status, headers, _) = send(&served, "POST", &path, &[], form).await.unwrap();
    assert_eq!((status, headers["location"].to_str().unwrap()), (303, "https://b.example/back"));
    let (status, headers, _) = send(&served, "GET", &path, &[], String::new()).await.unwrap();
    assert_eq!(
        (status, headers["location"].to_str().unwrap()),
        (303, "https://b.example/again"),
        "a link works once"
    );
    let open = served.with(|twin, now_ms| {
        let request = Request::new("GET", "/v1/account", SECRET).on(&account);
        twin.call(now_ms, &request).answer.unwrap().body["charges_enabled"].clone()
    });
    assert_eq!(open, true);
}
