//! Brings webhooks to their endpoints, one after the other, in the order the model hands them out.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::state::Shared;
use crate::stripe::Delivery;

/// An endpoint has this long to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// The model is asked at least this often, since its clock may be moved.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Delivers whatever becomes due, for ever.
pub(super) async fn run(shared: Arc<Shared>) {
    loop {
        let rung = shared.rings.notified();
        let (due, next, now_ms) = {
            let (now_ms, _) = shared.clock();
            let (due, next) = due(&shared);
            (due, next, now_ms)
        };
        if !due.is_empty() {
            all(&shared, due).await;
            continue;
        }
        let wait = next.map_or(LOOK_EVERY, |next| {
            Duration::from_millis(u64::try_from((next - now_ms).max(1)).unwrap_or(1)).min(LOOK_EVERY)
        });
        let _ = tokio::time::timeout(wait, rung).await;
    }
}

/// Asks without ringing, or this loop would wake itself.
fn due(shared: &Shared) -> (Vec<Delivery>, Option<i64>) {
    shared.quietly(|twin, now_ms| {
        let due = twin.due(now_ms);
        (due, twin.next_due())
    })
}

/// Delivers these now.
pub(super) async fn all(shared: &Shared, deliveries: Vec<Delivery>) {
    let client = Client::builder(TokioExecutor::new()).build_http();
    for delivery in deliveries {
        let id = delivery.id;
        let status = bring(&client, delivery).await;
        shared.quietly(|twin, now_ms| twin.delivered(now_ms, id, status));
    }
}

/// The status an endpoint answered; nothing if it did not.
async fn bring(client: &Client<HttpConnector, Full<Bytes>>, delivery: Delivery) -> Option<u16> {
    let request = http::Request::post(&delivery.url)
        .header("content-type", "application/json; charset=utf-8")
        .header("user-agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
        .header("stripe-signature", &delivery.signature)
        .body(Full::new(Bytes::from(delivery.body)))
        .ok()?;
    let answer = tokio::time::timeout(PATIENCE, client.request(request)).await.ok()?.ok()?;
    Some(answer.status().as_u16())
}
