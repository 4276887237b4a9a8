//! Many at once, over real connections.

use axum::body::Body;
use buyline_web::RateLimits;
use futures_util::future::join_all;
use http::Request;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::api::{Api, completion};

/// How many taps at once.
const TAPS: usize = 50;

/// Sends one request over a connection of its own: status and body.
async fn over_tcp(port: u16, path: &str, headers: &str, body: &Value) -> (u16, Value) {
    let body = body.to_string();
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n{headers}\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    (status, serde_json::from_str(body).unwrap())
}

async fn served(api: &Api) -> (u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = api.router.clone();
    (port, tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_completes_of_one_checkout_over_http_are_one_order() {
    let api = Api::limited(None).await;
    let (port, server) = served(&api).await;
    for same_key in [true, false] {
        let (path, token, shown) = api.checkout(2, 1).await;
        let (path, body) = (format!("{path}/complete"), completion("card_ok", &shown));
        let taps = (0..TAPS).map(|tap| {
            let key = if same_key { 0 } else { tap };
            let headers = format!("authorization: Bearer {token}\r\nidempotency-key: tap-{key}\r\n");
            let (path, body) = (&path, &body);
            async move { over_tcp(port, path, &headers, body).await }
        });
        let answers = join_all(taps).await;
        let mut orders: Vec<&str> = Vec::new();
        for (status, body) in &answers {
            match status {
                200 => orders.push(body["parts"][0]["order"].as_str().expect("an order is placed")),
                409 => assert_eq!(body["type"], "/problems/in-progress", "{body}"),
                other => panic!("{other}: {body}"),
            }
        }
        assert!(!orders.is_empty());
        orders.sort_unstable();
        orders.dedup();
        assert_eq!(orders.len(), 1, "one order, whatever the keys (same: {same_key})");
        let (_, again) = over_tcp(
            port,
            &path,
            &format!("authorization: Bearer {token}\r\nidempotency-key: tap-0\r\n"),
            &body,
        )
        .await;
        assert_eq!(again["parts"][0]["order"], orders[0], "a retry after the race is told the same");
    }
    server.abort();
    let charges = std::fs::read_to_string(api.house.sandbox_record()).unwrap();
    assert_eq!(charges.matches("\"authorized\"").count(), 2, "two checkouts, two charges:\n{charges}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_refunds_of_sixty_percent_at_once_are_one() {
    let api = Api::limited(Some(RateLimits::default())).await;
    let key = api.key().await;
    for round in 0..10 {
        let (order, _) = api.confirmed(2, 1).await;
        let path = format!("/commerce/v1/orders/{order}/refunds");
        // 12.00 and 4.90 of shipping were paid.
        let body = json!({ "amount": { "amount": 1_014, "currency": "EUR" } });
        let both = ["a", "b"].map(|once| api.keyed("POST", &path, &key, Some(once), &body));
        let mut statuses: Vec<u16> = join_all(both).await.iter().map(|it| it.status.as_u16()).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422], "round {round}");
        api.house.drain().await;
        let found = api.get(&format!("/commerce/v1/orders/{order}"), &key).await.expect(200);
        assert_eq!(found.body["refunded"]["amount"], 1_014, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_ends_too_early_changes_nothing() {
    let api = Api::new().await;
    let before = api.everything();
    let (port, server) = served(&api).await;
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let head = "POST /commerce/v1/checkouts HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                content-length: 500\r\n\r\n{\"items\":[";
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 400"), "{answer}");
    server.abort();
    let request = Request::post("/commerce/v1/checkouts").header("content-type", "application/json");
    api.send(request.body(Body::from("{\"items\":[")).unwrap()).await.expect(400);
    assert_eq!(api.everything(), before);
}
