//! Callers who hang up in the middle, and two who change one checkout at the same moment.

use std::time::Duration;

use app::limits::Rates;
use serde_json::{Value, json};

use crate::api::{Api, completion};

const PRODUCTS: &str = "/commerce/v1/products";

fn product(number: u32) -> Value {
    json!({ "title": format!("Cup {number}"), "status": "active",
            "variants": [{ "price": { "amount": 900, "currency": "EUR" } }] })
}

async fn made(api: &Api) -> i64 {
    use store::Read;
    let count = "SELECT count(*) FROM products WHERE title LIKE 'Cup %'";
    api.house.ctx.db().read(move |conn| conn.one("cups", count, &[], |row| row.int(0))).await.unwrap()
}

/// A request dropped after each of many spans of time: whatever was begun is finished, and its key knows the answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_hangs_up_finds_the_one_answer_under_the_key() {
    let api = Api::limited(Rates::OFF).await;
    let key = api.key().await;
    for number in 0..40 {
        let (once, body) = (format!("cup {number}"), product(number));
        let request = api.keyed("POST", PRODUCTS, &key, Some(&once), &body);
        let _ = tokio::time::timeout(Duration::from_micros(u64::from(number) * 150), request).await;
        let mut tries = 0;
        let answer = loop {
            let answer = api.keyed("POST", PRODUCTS, &key, Some(&once), &body).await;
            if answer.status != 409 || tries == 200 {
                break answer.expect(201);
            }
            tries += 1;
            tokio::time::sleep(Duration::from_millis(5)).await;
        };
        let again = api.keyed("POST", PRODUCTS, &key, Some(&once), &body).await.expect(201);
        assert_eq!(again.body, answer.body);
        assert_eq!(made(&api).await, i64::from(number) + 1, "one product per key");
    }
}

/// A process that died in the middle leaves a claim: nobody knows, and nobody does it again unasked.
#[tokio::test]
async fn a_first_request_that_died_with_its_process_is_never_done_again_by_itself() {
    let api = Api::new().await;
    let key = api.key().await;
    let first = api.keyed("POST", PRODUCTS, &key, Some("cup"), &product(1)).await.expect(201);
    let undone = "UPDATE idempotency SET status = 0, response = ''";
    api.house.ctx.db().write("die", move |tx| tx.execute(undone, &[])).await.unwrap();
    let soon = api.keyed("POST", PRODUCTS, &key, Some("cup"), &product(1)).await.expect(409);
    assert_eq!(soon.problem(), "in-progress");
    api.house.clock.advance(jiff::SignedDuration::from_mins(3));
    let later = api.keyed("POST", PRODUCTS, &key, Some("cup"), &product(1)).await.expect(409);
    assert_eq!(later.problem(), "outcome-unknown");
    assert_eq!(made(&api).await, 1, "{:?}", first.body);
}

/// An address that was acknowledged is the address the order is sent to; one that came too late is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledged_address_is_where_the_order_goes() {
    let api = Api::limited(Rates::OFF).await;
    let (mut moved, mut late) = (0, 0);
    for round in 0..60_u64 {
        let (path, token, shown) = api.checkout(2, 1).await;
        let address = json!({ "address": { "name": "Camille R.", "line1": "99 new street", "city": "Rennes",
                                           "postal_code": "35000", "country": "FR" } });
        let pay = async {
            tokio::time::sleep(Duration::from_micros(round * 40)).await;
            let body = completion("card_ok", &shown);
            api.keyed("POST", &format!("{path}/complete"), &token, Some("pay"), &body).await
        };
        let (changed, paid) = tokio::join!(api.json("PATCH", &path, &token, &address), pay);
        let mut order = paid.body.pointer("/parts/0/order").and_then(Value::as_str).map(str::to_owned);
        if order.is_none() {
            assert_eq!(paid.problem(), "price-changed", "the review is shown again: {:#}", paid.body);
            let now = api.get(&path, &token).await.expect(200);
            let again = api.pay(&path, &token, "again", "card_ok", &now).await.expect(200);
            order = Some(again.text("/parts/0/order"));
        }
        let order = api.get(&format!("/commerce/v1/orders/{}", order.unwrap()), &token).await.expect(200);
        let sent_to = order.text("/address/line1");
        match changed.status.as_u16() {
            200 => {
                moved += 1;
                assert_eq!(sent_to, "99 new street", "round {round}: taken with 200 and not used");
            }
            409 => {
                late += 1;
                assert_eq!(sent_to, "12 rue des Lilas", "round {round}: refused and used");
            }
            other => panic!("{other}: {:#}", changed.body),
        }
    }
    assert!(moved > 0, "moved {moved}, late {late}");
}
