//! Many at once, over real connections.

use app::limits::Rates;
use axum::body::Body;
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
    let api = Api::limited(Rates::OFF).await;
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
    let api = Api::limited(Rates::default()).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn canceling_and_refunding_at_once_give_back_what_was_paid_and_no_more() {
    let api = Api::limited(Rates::OFF).await;
    let key = api.key().await;
    for round in 0..8 {
        let (order, token) = api.confirmed(2, 2).await;
        let path = format!("/commerce/v1/orders/{order}");
        let asked = api.json("POST", &format!("{path}/requests"), &token, &json!({ "kind": "cancel" })).await;
        let answer = format!("requests/{}/answer", asked.expect(201).text("/id"));
        let part = json!({ "amount": { "amount": 1_500, "currency": "EUR" } });
        let (nothing, all, yes) = (json!({}), json!({ "everything": true }), json!({ "accept": true }));
        let tries = [
            ("cancel", &nothing),
            ("refunds", &part),
            ("refunds", &all),
            ("cancel", &nothing),
            (answer.as_str(), &yes),
            ("refunds", &part),
        ];
        let at_once = tries.iter().enumerate().map(|(at, (step, body))| {
            let (path, once) = (format!("{path}/{step}"), format!("once-{at}"));
            let (api, key) = (&api, &key);
            async move { api.keyed("POST", &path, key, Some(&once), body).await }
        });
        for answer in join_all(at_once).await {
            assert!(answer.status.as_u16() < 500, "{answer:?}");
        }
        api.house.drain().await;
        let found = api.get(&path, &key).await.expect(200);
        let refunds = found.body["refunds"].as_array().unwrap();
        let done = refunds.iter().filter(|refund| refund["state"] == "done");
        let given: i64 = done.map(|refund| refund["amount"]["amount"].as_i64().unwrap()).sum();
        assert_eq!(found.body["refunded"]["amount"], given, "round {round}: {:#}", found.body);
        assert_eq!(found.body["total"]["amount"], given, "round {round}: all of it, once: {:#}", found.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parcels_written_at_once_hold_each_unit_once() {
    let api = Api::limited(Rates::OFF).await;
    let key = api.key().await;
    let (order, _) = api.confirmed(0, 5).await;
    let path = format!("/commerce/v1/orders/{order}");
    let line = api.get(&path, &key).await.expect(200).text("/lines/0/id");
    let two = json!({ "lines": [{ "line": line, "quantity": 2 }] });
    let ships = format!("{path}/fulfillments");
    let answers = join_all((0..10).map(|_| api.json("POST", &ships, &key, &two))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 2, "two, two, and one is left");
    let found = api.get(&path, &key).await.expect(200);
    assert_eq!(found.body["lines"][0]["shipped"], 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkout_that_is_changed_while_it_is_paid_is_sold_as_agreed_or_not_at_all() {
    let api = Api::limited(Rates::OFF).await;
    for round in 0..40 {
        let (path, token, shown) = api.checkout(2, 1).await;
        let agreed = shown.body["parts"][0]["quote"]["total"].clone();
        let agreed_tax = shown.body["parts"][0]["quote"]["tax"]["amount"].clone();
        let mut moved = crate::api::details();
        // Outside the union: another price for the same shelf.
        moved["address"]["country"] = json!("CH");
        moved["email"] = json!("other@example.com");
        let (paid, changed) = tokio::join!(
            api.pay(&path, &token, "k", "card_ok", &shown),
            api.json("PATCH", &path, &token, &moved)
        );
        assert!(matches!(changed.status.as_u16(), 200 | 409), "round {round}: {changed:?}");
        match paid.status.as_u16() {
            200 => {
                let order = paid.text("/parts/0/order");
                let order = api.get(&format!("/commerce/v1/orders/{order}"), &token).await.expect(200);
                assert_eq!(order.body["total"], agreed, "round {round}");
                let (to, tax) = (&order.body["address"]["country"], &order.body["tax"]["amount"]);
                assert_eq!(to, "FR", "round {round}: where the agreed price is for");
                assert_eq!((&order.body["country"], tax), (to, &agreed_tax), "round {round}");
            }
            409 => assert_eq!(paid.problem(), "price-changed", "round {round}"),
            _ => panic!("round {round}: {paid:?}"),
        }
    }
}
