//! The twin of a Salesforce B2C Commerce site: tokens, sums, and orders under their own numbers.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use buyline_twins::platform::{Answer, Model, Request};
use buyline_twins::salesforce::{CLIENT, ORGANIZATION, Policy, SECRET, SITE, Twin};
use serde_json::{Value, json};

const NOW_MS: i64 = 1_796_000_000_000;
const SCOPE: &str = "SALESFORCE_COMMERCE_API%3Atwin_001+sfcc.orders.rw+sfcc.products";

fn answer(twin: &mut Twin, request: &Request) -> Answer {
    twin.call(NOW_MS, request).answer.unwrap()
}

fn basic(path: &str, body: &str) -> Request {
    let mut request = Request::new("POST", path);
    request.body = body.to_owned();
    request
        .header("authorization", &format!("Basic {}", BASE64_STANDARD.encode(format!("{CLIENT}:{SECRET}"))))
}

fn token(twin: &mut Twin, request: &Request) -> String {
    answer(twin, request).body.unwrap()["access_token"].as_str().unwrap().to_owned()
}

fn admin(twin: &mut Twin) -> String {
    let body = format!("grant_type=client_credentials&scope={SCOPE}");
    token(twin, &basic("/dwsso/oauth2/access_token", &body))
}

fn trusted(twin: &mut Twin) -> String {
    let body = format!(
        "grant_type=client_credentials&hint=ts_ext_on_behalf_of&login_id=guest&idp_origin=ecom&client_id={CLIENT}\
         &channel_id={SITE}"
    );
    let path = format!("/shopper/auth/v1/organizations/{ORGANIZATION}/oauth2/trusted-system/token");
    token(twin, &basic(&path, &body))
}

fn asked(method: &str, path: &str, token: &str) -> Request {
    let path = format!("/checkout/orders/v1/organizations/{ORGANIZATION}{path}?siteId={SITE}");
    Request::new(method, &path).header("authorization", &format!("Bearer {token}"))
}

fn order(number: &str) -> Value {
    let address = json!({ "firstName": "A", "lastName": "B" });
    json!({
        "orderNo": number, "channelType": "marketplace", "currency": "EUR", "orderTotal": 64.81, "taxTotal": 10.42,
        "paymentStatus": "paid", "billingAddress": address, "paymentInstruments": [{ "paymentMethodId": "BUYLINE" }],
        "productItems": [{
            "productId": "M0000000-0", "quantity": 3, "shipmentId": "b", "basePrice": 19.99, "grossPrice": 59.97,
            "netPrice": 50.39, "tax": 9.58,
        }],
        "shipments": [{
            "shipmentId": "b", "shippingMethod": "s", "shippingTotal": 4.84, "taxTotal": 0.84, "shippingAddress": address,
        }],
    })
}

#[test]
fn each_call_wants_its_own_kind_of_token() {
    let mut twin = Twin::new(1, 10);
    let (admin, trusted) = (admin(&mut twin), trusted(&mut twin));
    let push = |token: &str| asked("POST", "/orders", token).json(&order("ord_1"));
    assert_eq!(answer(&mut twin, &push(&admin)).status, 401, "orders are pushed by a trusted system");
    assert_eq!(answer(&mut twin, &push(&trusted)).status, 201);
    assert_eq!(answer(&mut twin, &asked("GET", "/orders/ord_1", &trusted)).status, 401);
    assert_eq!(answer(&mut twin, &asked("GET", "/orders/ord_1", &admin)).status, 200);
    let late = twin.call(NOW_MS + 30 * 60_000, &asked("GET", "/orders/ord_1", &admin)).answer.unwrap();
    assert_eq!(late.status, 401, "after half an hour");
    let narrow = basic("/dwsso/oauth2/access_token", "grant_type=client_credentials&scope=sfcc.orders.rw");
    assert_eq!(answer(&mut twin, &narrow).status, 400, "the scope names the tenant");
}

#[test]
fn a_number_is_taken_once() {
    let mut twin = Twin::new(1, 10);
    let trusted = trusted(&mut twin);
    let push = asked("POST", "/orders", &trusted).json(&order("ord_1"));
    assert_eq!(answer(&mut twin, &push).status, 201);
    assert_eq!(answer(&mut twin, &push).status, 400);
    assert_eq!(twin.orders.len(), 1);
}

#[test]
fn every_sum_is_added_up_again() {
    let mut twin = Twin::new(1, 10);
    let trusted = trusted(&mut twin);
    let mut refused = |order: &Value| {
        let made = answer(&mut twin, &asked("POST", "/orders", &trusted).json(order));
        (made.status, made.body.map(|body| body["title"].as_str().unwrap().to_owned()))
    };
    for (path, value, title) in [
        ("/orderTotal", json!(64.82), "invalid-order-total"),
        ("/taxTotal", json!(10.41), "invalid-tax-total"),
        ("/productItems/0/grossPrice", json!(59.98), "bad-request"),
        ("/shipments/0/shippingTotal", json!(4.85), "invalid-order-total"),
        ("/orderTotal", json!(64.811), "bad-request"),
        ("/currency", json!("USD"), "bad-request"),
    ] {
        let mut wrong = order("ord_1");
        *wrong.pointer_mut(path).unwrap() = value;
        assert_eq!(refused(&wrong), (400, Some(title.to_owned())), "{path}");
    }
    assert_eq!(refused(&order("ord_1")).0, 201);
    let mut net = order("ord_2");
    net["shipments"][0]["shippingTotal"] = json!(4);
    twin.settings.policy = Policy::Net;
    assert_eq!(answer(&mut twin, &asked("POST", "/orders", &trusted).json(&net)).status, 201);
}

#[test]
fn what_the_contract_does_not_name_is_refused() {
    let mut twin = Twin::new(1, 10);
    let (admin, trusted) = (admin(&mut twin), trusted(&mut twin));
    let mut wrong = order("ord_1");
    wrong["colour"] = json!("red");
    assert_eq!(answer(&mut twin, &asked("POST", "/orders", &trusted).json(&wrong)).status, 400);
    let mut query = asked("GET", "/orders", &admin);
    query.query.push_str("&colour=red");
    assert_eq!(answer(&mut twin, &query).status, 400);
    let mut other = asked("GET", "/orders", &admin);
    other.query = "siteId=Other".to_owned();
    assert_eq!(answer(&mut twin, &other).status, 404);
    assert!(twin.orders.is_empty());
}

#[test]
fn what_left_is_not_cancelled() {
    let mut twin = Twin::new(1, 10);
    let (admin, trusted) = (admin(&mut twin), trusted(&mut twin));
    answer(&mut twin, &asked("POST", "/orders", &trusted).json(&order("ord_1")));
    twin.act(NOW_MS, &json!({ "act": "ship", "order": "ord_1", "tracking": "1Z" })).unwrap();
    let cancel = asked("PUT", "/orders/ord_1/status", &admin).json(&json!({ "status": "cancelled" }));
    assert_eq!(answer(&mut twin, &cancel).status, 409);
    let seen = answer(&mut twin, &asked("GET", "/orders/ord_1", &admin)).body.unwrap();
    assert_eq!(
        (seen["shippingStatus"].as_str(), seen["shipments"][0]["trackingNumber"].as_str()),
        (Some("shipped"), Some("1Z"))
    );
}
