//! Webhooks: signed over the raw body, to whom they belong, tried again until taken.

use buyline_twins::stripe::Delivery;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::desk::{DAY_MS, Desk, HOUR_MS, SECRET, id, text};

/// What a careful receiver computes: whether one of the `v1` signatures is right, and when it was made.
fn verified(delivery: &Delivery, secret: &str) -> Option<i64> {
    let part = |name: &str| {
        delivery.signature.split(',').filter_map(move |part| part.strip_prefix(name)).collect::<Vec<_>>()
    };
    let time: i64 = part("t=").first()?.parse().ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(format!("{time}.{}", delivery.body).as_bytes());
    let right: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    part("v1=").contains(&right.as_str()).then_some(time)
}

fn endpoint(desk: &mut Desk, more: &[(&str, &str)]) -> Value {
    let mut form = vec![("url", "http://127.0.0.1:1/hooks"), ("api_version", "2026-10-28.endive")];
    form.extend(more);
    desk.post("/v1/webhook_endpoints", &form)
}

#[test]
fn a_signature_is_right_for_its_body_its_secret_and_its_time() {
    let mut desk = Desk::new();
    let made = endpoint(&mut desk, &[("enabled_events[]", "customer.created")]);
    let secret = text(&made, "secret");
    assert!(secret.starts_with("whsec_"));
    assert_eq!(
        desk.get(&format!("/v1/webhook_endpoints/{}", id(&made)))["secret"],
        Value::Null,
        "shown once"
    );
    desk.post("/v1/customers", &[("email", "ada@mail.example")]);
    let due = desk.twin.due(desk.now_ms);
    assert_eq!(due.len(), 1);
    assert_eq!(verified(&due[0], &secret), Some(desk.now_ms / 1000));
    assert_eq!(verified(&due[0], "whsec_other"), None);
    assert_eq!(
        verified(&Delivery { body: due[0].body.replace("ada", "eve"), ..due[0].clone() }, &secret),
        None
    );
    let event: Value = serde_json::from_str(&due[0].body).unwrap();
    assert_eq!(
        (text(&event, "api_version").as_str(), text(&event["data"]["object"], "email").as_str()),
        ("2026-10-28.endive", "ada@mail.example")
    );
    assert!(event["request"]["id"].as_str().unwrap().starts_with("req_"));
}

#[test]
fn two_secrets_sign_while_one_replaces_the_other() {
    let mut desk = Desk::new();
    let made = endpoint(&mut desk, &[("enabled_events[]", "*")]);
    let old = text(&made, "secret");
    let new = desk.twin.roll_secret(desk.now_ms, &id(&made), 3600).unwrap();
    desk.post("/v1/customers", &[]);
    let due = desk.twin.due(desk.now_ms).remove(0);
    assert!(verified(&due, &old).is_some() && verified(&due, &new).is_some());
    desk.later(HOUR_MS);
    desk.post("/v1/customers", &[]);
    let due = desk.twin.due(desk.now_ms).remove(0);
    assert!(verified(&due, &old).is_none() && verified(&due, &new).is_some());
}

#[test]
fn what_is_refused_comes_again_and_is_signed_anew_until_three_days_are_over() {
    let mut desk = Desk::new();
    let made = endpoint(&mut desk, &[("enabled_events[]", "*")]);
    desk.post("/v1/customers", &[]);
    let mut bodies = Vec::new();
    for _ in 0..80 {
        for delivery in desk.twin.due(desk.now_ms) {
            assert_eq!(verified(&delivery, &text(&made, "secret")), Some(desk.now_ms / 1000));
            assert_eq!(usize::try_from(delivery.attempt).unwrap(), bodies.len() + 1);
            desk.twin.delivered(
                desk.now_ms,
                delivery.id,
                if bodies.len() % 2 == 0 { Some(500) } else { None },
            );
            bodies.push(delivery.event);
        }
        desk.later(HOUR_MS);
    }
    assert_eq!(bodies.len(), 12);
    assert!(bodies.iter().all(|event| *event == bodies[0]));
    assert!(desk.twin.due(desk.now_ms + 10 * DAY_MS).is_empty(), "given up");
    let event = desk.get(&format!("/v1/events/{}", bodies[0]));
    assert_eq!(event["pending_webhooks"], 1);
}

#[test]
fn what_is_taken_is_over() {
    let mut desk = Desk::new();
    endpoint(&mut desk, &[("enabled_events[]", "*")]);
    desk.post("/v1/customers", &[]);
    let delivery = desk.twin.due(desk.now_ms).remove(0);
    desk.twin.delivered(desk.now_ms, delivery.id, Some(204));
    assert_eq!(desk.get(&format!("/v1/events/{}", delivery.event))["pending_webhooks"], 0);
    desk.later(DAY_MS);
    assert!(desk.twin.due(desk.now_ms).is_empty());
}

#[test]
fn events_go_to_the_account_and_those_of_connected_ones_to_the_platform_that_asks() {
    let mut desk = Desk::connected();
    let account = desk.account.take().unwrap();
    let own = id(&endpoint(&mut desk, &[("enabled_events[]", "*")]));
    let connect = id(&endpoint(&mut desk, &[("enabled_events[]", "*"), ("connect", "true")]));
    desk.post("/v1/customers", &[]);
    desk.account = Some(account.clone());
    desk.post("/v1/customers", &[]);
    let due = desk.twin.due(desk.now_ms);
    let found: Vec<_> = due.iter().map(|one| (one.endpoint.clone(), one.account.clone())).collect();
    assert_eq!(found, [(own, None), (connect, Some(account.clone()))]);
    let event: Value = serde_json::from_str(&due[1].body).unwrap();
    assert_eq!(text(&event, "account"), account);
    // Another platform hears nothing of it.
    let request = buyline_twins::stripe::Request::new("GET", "/v1/events", "sk_test_other");
    assert_eq!(desk.answer(&request).body["data"], serde_json::json!([]));
    assert!(!SECRET.is_empty());
}

#[test]
fn an_endpoint_hears_what_it_asked_for_while_it_is_on() {
    let mut desk = Desk::new();
    let made = endpoint(&mut desk, &[("enabled_events[]", "customer.deleted")]);
    let path = format!("/v1/webhook_endpoints/{}", id(&made));
    desk.post("/v1/customers", &[]);
    assert!(desk.twin.due(desk.now_ms).is_empty());
    desk.post(&path, &[("enabled_events[]", "customer.created"), ("disabled", "true")]);
    desk.post("/v1/customers", &[]);
    assert!(desk.twin.due(desk.now_ms).is_empty());
    desk.post(&path, &[("disabled", "false")]);
    desk.post("/v1/customers", &[]);
    assert_eq!(desk.twin.due(desk.now_ms).len(), 1);
    let request = desk.request("DELETE", &path, &[]);
    assert_eq!(desk.answer(&request).body["deleted"], true);
    desk.post("/v1/customers", &[]);
    assert!(desk.twin.due(desk.now_ms).is_empty());
    assert_eq!(
        desk.refused(
            "/v1/webhook_endpoints",
            &[("url", "http://x.example"), ("enabled_events[]", "*"), ("api_version", "2022-11-15")]
        )
        .0,
        400
    );
}
