//! What cannot be right, sent to every operation that takes JSON by somebody who may: each is refused by name, as
//! `application/problem+json`, and changes nothing.

use axum::body::Body;
use buyline_web::rest::openapi::document;
use buyline_web::rest::routes::ROUTES;
use buyline_web::{Route, Who};
use http::{Request, header};
use serde_json::{Value, json};

use crate::api::{Caller, Ids, Secrets, body_of, path_of, secret_of, secrets};
use crate::town::{Town, text};
use crate::watch::Watch;

const JSON: &str = "application/json";
/// Larger than any body that is read.
const HUGE_BYTES: usize = 4 * 1024 * 1024 + 1;

/// Operations whose body is JSON, as they describe themselves.
fn takes_json() -> Vec<&'static Route> {
    let described = serde_json::to_value(document()).unwrap();
    let takes = |route: &&Route| {
        described["paths"][route.path][route.method.to_lowercase()]["requestBody"]["content"][JSON]
            .is_object()
    };
    ROUTES.iter().filter(takes).collect()
}

fn caller_of(route: &Route) -> Caller {
    match route.who {
        Who::Anyone => Caller::Nobody,
        Who::Holder | Who::HolderOrKey(_) => Caller::Holder,
        _ => Caller::KeyAll,
    }
}

struct Desk<'a> {
    town: &'a Town,
    secrets: &'a Secrets,
    route: &'a Route,
    path: String,
    count: usize,
}

impl Desk<'_> {
    /// Status, type and first named field of what is answered to these bytes.
    async fn send(&mut self, kind: &str, body: Vec<u8>) -> (u16, String, String) {
        self.count += 1;
        let mut request = Request::builder()
            .method(self.route.method)
            .uri(&self.path)
            .header(header::CONTENT_TYPE, kind)
            .header("idempotency-key", format!("bad-{}", self.count));
        if let Some(secret) = secret_of(self.town, self.secrets, self.route, caller_of(self.route)) {
            request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
        }
        let answer = self.town.send(request.body(Body::from(body)).unwrap()).await;
        let status = answer.status().as_u16();
        let kind = answer.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
        let body: Value = serde_json::from_str(&text(answer).await).unwrap_or_default();
        if status >= 400 {
            assert_eq!(kind.as_deref(), Some("application/problem+json"), "{:?}: {body}", self.route);
        }
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (status, word(&body["type"]), word(&body["errors"][0]["field"]))
    }
}

/// The places of the objects inside a JSON object.
fn objects(value: &Value, pointer: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if !pointer.is_empty() {
                found.push(pointer.to_owned());
            }
            fields.iter().for_each(|(name, field)| objects(field, &format!("{pointer}/{name}"), found));
        }
        Value::Array(entries) => {
            let inside = |(at, entry)| objects(entry, &format!("{pointer}/{at}"), found);
            entries.iter().enumerate().for_each(inside);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The places of a JSON text's leaves, as fields are named.
fn leaves(value: &Value, at: &str, found: &mut Vec<(String, String)>, pointer: &str) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let at = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                leaves(field, &at, found, &format!("{pointer}/{name}"));
            }
        }
        Value::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                leaves(entry, &format!("{at}[{index}]"), found, &format!("{pointer}/{index}"));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push((at.to_owned(), pointer.to_owned()));
        }
    }
}

#[tokio::test]
async fn what_is_no_json_object_is_refused_everywhere() {
    let town = Town::new().await;
    let secrets = secrets(&town).await;
    let mut watch = Watch::new(&town.house);
    let routes = takes_json();
    assert!(routes.len() >= 19, "{routes:?}");
    for route in routes {
        let path = path_of(&town, &secrets, route, Ids::Own).await;
        let body = body_of(&town.ours, route).expect("it takes a body").to_string();
        watch.again(&town.house);
        let mut desk = Desk { town: &town, secrets: &secrets, route, path, count: 0 };
        let cut = body.as_bytes()[..body.len() - 1].to_vec();
        let twice = [body.as_bytes(), b" {}"].concat();
        let marked = [b"\xef\xbb\xbf", body.as_bytes()].concat();
        let malformed =
            [b"".to_vec(), b"{".to_vec(), b"nonsense".to_vec(), b"{'a':1}".to_vec(), cut, twice, marked];
        for bytes in malformed {
            let (status, kind, _) = desk.send(JSON, bytes.clone()).await;
            assert_eq!((status, kind.as_str()), (400, "/problems/malformed"), "{route:?}: {bytes:?}");
        }
        // Neither Latin-1 nor half a pair of surrogates is a text.
        let bad_texts: [&[u8]; 3] = [b"{\"a\":\"\xe9\"}", b"{\"a\":\"\\ud800\"}", b"{\"\xff\":1}"];
        for bytes in bad_texts {
            let (status, kind, _) = desk.send(JSON, bytes.to_vec()).await;
            assert!(matches!(status, 400 | 422), "{route:?}: {bytes:?} → {status} {kind}");
        }
        for deep in ["[".repeat(100_000), format!("{{\"a\":{}", "{\"a\":".repeat(20_000))] {
            let (status, kind, _) = desk.send(JSON, deep.into_bytes()).await;
            assert!(matches!(status, 400 | 422), "{route:?}: {status} {kind}");
        }
        for whole in ["[]", "null", "7", "\"x\"", "true"] {
            let (status, _, field) = desk.send(JSON, whole.into()).await;
            assert_eq!((status, field.as_str()), (422, "body"), "{route:?}: {whole}");
        }
        let huge = format!("{{\"x\":\"{}\"}}", "x".repeat(HUGE_BYTES));
        assert_eq!(desk.send(JSON, huge.into_bytes()).await.0, 413, "{route:?}");
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", ""]
        {
            assert_eq!(desk.send(kind, body.clone().into_bytes()).await.0, 415, "{route:?} as {kind:?}");
        }
        let utf_16: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(desk.send(JSON, utf_16).await.0, 400, "{route:?} in UTF-16");
        assert!(!watch.changed(&town.house), "{route:?}: something has changed");
    }
}

#[tokio::test]
async fn fields_that_nobody_asked_for_are_refused_by_name_everywhere() {
    let town = Town::new().await;
    let secrets = secrets(&town).await;
    let mut watch = Watch::new(&town.house);
    for route in takes_json() {
        let path = path_of(&town, &secrets, route, Ids::Own).await;
        let body = body_of(&town.ours, route).expect("it takes a body");
        watch.again(&town.house);
        let mut desk = Desk { town: &town, secrets: &secrets, route, path, count: 0 };
        for name in
            ["total", "price", "unit_price", "tax", "discount", "merchant", "is_test", "__proto__", "Items"]
        {
            let mut more = body.clone();
            more[name] = json!(1);
            let (status, _, field) = desk.send(JSON, more.to_string().into_bytes()).await;
            assert_eq!((status, field.as_str()), (422, name), "{route:?}: {name}");
        }
        // A field that stands twice: which one would count?
        if let Some((name, value)) = body.as_object().unwrap().iter().next() {
            let rest = body.to_string();
            let twice = format!("{{\"{name}\":{value},{}", &rest[1..]);
            let (status, _, field) = desk.send(JSON, twice.into_bytes()).await;
            assert_eq!((status, field.as_str()), (422, name.as_str()), "{route:?}: {name} twice");
        }
        assert!(!watch.changed(&town.house), "{route:?}: something has changed");
    }
}

#[tokio::test]
async fn each_field_of_a_wrong_kind_is_refused_by_name_everywhere() {
    let town = Town::new().await;
    let secrets = secrets(&town).await;
    let mut watch = Watch::new(&town.house);
    // Of a push each entry is refused by itself (`--test rest channel`).
    let is_push = |route: &&&Route| route.path.starts_with("/commerce/v1/channel/");
    for route in takes_json().iter().filter(|route| !is_push(route)).copied() {
        let path = path_of(&town, &secrets, route, Ids::Own).await;
        let body = body_of(&town.ours, route).expect("it takes a body");
        watch.again(&town.house);
        let mut desk = Desk { town: &town, secrets: &secrets, route, path, count: 0 };
        let mut found = Vec::new();
        leaves(&body, "", &mut found, "");
        for (name, pointer) in found {
            let leaf = body.pointer(&pointer).unwrap().clone();
            let mut wrong: Vec<Value> = vec![json!({ "a": 1 }), json!([1])];
            match leaf {
                Value::String(_) => wrong.extend([json!(7), json!(true), json!("a\u{0}b"), json!(1.5)]),
                Value::Number(_) => wrong.extend([
                    json!("7"),
                    json!(true),
                    json!(1.5),
                    json!(-1),
                    json!(i64::MIN),
                    json!(u64::MAX),
                    json!(1e300),
                ]),
                Value::Bool(_) => wrong.extend([json!("true"), json!(1), Value::Null]),
                Value::Null | Value::Array(_) | Value::Object(_) => {}
            }
            for value in wrong {
                let mut changed = body.clone();
                *changed.pointer_mut(&pointer).unwrap() = value.clone();
                let (status, kind, field) = desk.send(JSON, changed.to_string().into_bytes()).await;
                let what = format!("{route:?}: {name} = {value} → {status} {kind} {field:?}");
                assert_eq!((status, kind.as_str()), (422, "/problems/invalid-field"), "{what}");
                let names = field.starts_with(&name) || name.starts_with(&field);
                assert!(!field.is_empty() && names, "{what}");
            }
            if leaf.is_number() {
                let big = body.to_string().replacen(&leaf.to_string(), "1e999", 1);
                let status = desk.send(JSON, big.into_bytes()).await.0;
                assert!(matches!(status, 400 | 422), "{route:?}: {name} = 1e999 → {status}");
            }
        }
        // A list is no object, though its entries be the object's fields in their order.
        let mut inside = Vec::new();
        objects(&body, "", &mut inside);
        for pointer in inside {
            let fields = body.pointer(&pointer).unwrap().as_object().unwrap();
            let mut changed = body.clone();
            *changed.pointer_mut(&pointer).unwrap() = fields.values().cloned().collect();
            let (status, kind, _) = desk.send(JSON, changed.to_string().into_bytes()).await;
            assert_eq!((status, kind.as_str()), (422, "/problems/invalid-field"), "{route:?}: {changed}");
        }
        assert!(!watch.changed(&town.house), "{route:?}: something has changed");
    }
}
