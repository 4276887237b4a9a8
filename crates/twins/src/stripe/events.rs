//! Events: written down, kept for whoever asks, and put on their way to the endpoints that want them.

use serde_json::json;

use super::contract::{VERSION, contract};
use super::faults::EventWhat;
use super::post::sign;
use super::twin::Twin;
use super::wire::Delivery;
use crate::fits::fits;
use crate::post::{Post, Waiting};

/// The schema of what an event tells of.
fn schema_of(object: &str) -> Option<&'static str> {
    Some(match object {
        "account" => "Account",
        "application_fee" => "ApplicationFee",
        "charge" => "Charge",
        "customer" => "Customer",
        "dispute" => "Dispute",
        "invoice" => "Invoice",
        "payment_intent" => "PaymentIntent",
        "payment_method" => "PaymentMethod",
        "payout" => "Payout",
        "price" => "Price",
        "product" => "Product",
        "refund" => "Refund",
        "setup_intent" => "SetupIntent",
        "subscription" => "Subscription",
        _ => return None,
    })
}

impl Twin {
    /// Something happened to an object of an account.
    pub(super) fn emit(&mut self, account: &str, kind: &str, object: &str) {
        let shown = self.shown(object);
        self.emit_value(account, kind, shown);
    }

    pub(super) fn emit_value(&mut self, account: &str, kind: &str, object: serde_json::Value) {
        if self.settings.check_answers {
            let schema =
                object["object"].as_str().and_then(schema_of).and_then(|name| contract().named(name));
            let wrong = schema.map(|schema| contract().wrong(schema, &object)).unwrap_or_default();
            assert!(wrong.is_empty(), "the twin broke the contract of {kind}: {wrong:#?}\n{object:#}");
        }
        let platform = self.platforms.get(account).cloned();
        let (id, key) = self.request.clone().map_or((None, None), |(id, key)| (Some(id), key));
        let mut event = json!({
            "id": self.chance.id("evt"), "object": "event", "api_version": VERSION,
            "created": self.seconds(), "data": { "object": object }, "livemode": false,
            "pending_webhooks": 0, "request": { "id": id, "idempotency_key": key }, "type": kind,
        });
        if platform.is_some() {
            event["account"] = json!(account);
        }
        let mut endpoints = self.endpoints_for(account, kind, false);
        if let Some(platform) = &platform {
            endpoints.extend(self.endpoints_for(platform, kind, true));
        }
        event["pending_webhooks"] = json!(endpoints.len());
        let event = self.add(account, "event", event);
        if endpoints.is_empty() {
            return;
        }
        let mut faults = self.faults.strike_event(kind);
        // What happens without a call has no answer to come before.
        faults.retain(|fault| self.request.is_some() || *fault != EventWhat::BeforeReply);
        for endpoint in endpoints {
            let waiting = Waiting { endpoint, event: event.clone(), kind: kind.to_owned(), attempt: 1 };
            self.post.put(waiting, &faults, self.now_ms);
        }
    }

    fn endpoints_for(&self, account: &str, kind: &str, connect: bool) -> Vec<String> {
        let wants = |endpoint: &&super::doc::Doc| {
            let mut kinds = endpoint.get("enabled_events").as_array().into_iter().flatten();
            endpoint.text("status") == Some("enabled")
                && endpoint.is("_connect") == connect
                && kinds.any(|one| one.as_str().is_some_and(|one| fits(one, kind)))
        };
        self.store.all(account, "webhook_endpoint").filter(wants).map(|one| one.id().to_owned()).collect()
    }

    /// Webhooks that are due at `now_ms`, in the order they should leave. Each must be answered for with
    /// [`Twin::delivered`].
    pub fn due(&mut self, now_ms: i64) -> Vec<Delivery> {
        self.pass(now_ms);
        let due = self.post.take_due(self.now_ms);
        self.signed(due)
    }

    /// These, ready to leave; what was meant for an endpoint that is gone by now never leaves.
    pub(super) fn signed(&mut self, leaving: Vec<(u64, Waiting)>) -> Vec<Delivery> {
        let mut signed = Vec::with_capacity(leaving.len());
        for one in leaving {
            let id = one.0;
            match self.sign(one) {
                Some(delivery) => signed.push(delivery),
                None => self.post.forget(id),
            }
        }
        signed
    }

    /// Says what an endpoint answered; `None` if it did not. What was not answered with 2xx comes again.
    pub fn delivered(&mut self, now_ms: i64, delivery: u64, status: Option<u16>) {
        let now_ms = self.now_ms.max(now_ms);
        if let Some(waiting) = self.post.returned(delivery, status, now_ms) {
            let event = self.store.edit(&waiting.event);
            let left = (event.int("pending_webhooks") - 1).max(0);
            event.set("pending_webhooks", left);
        }
    }

    /// When the twin next has something to do by itself: a webhook to send or a time that comes.
    #[must_use]
    pub fn next_due(&self) -> Option<i64> {
        self.post.next_due().into_iter().chain(self.timers.next_due()).min()
    }

    /// The webhooks on their way and what became of earlier ones.
    pub fn post(&mut self) -> &mut Post {
        &mut self.post
    }

    /// Lets go of the events a fault holds back, the last first.
    pub fn release(&mut self) {
        self.post.release(self.now_ms);
    }

    fn sign(&self, one: (u64, Waiting)) -> Option<Delivery> {
        let (_, endpoint) = self.store.any(&one.1.endpoint)?;
        let event = self.store.doc(&one.1.event);
        let seconds = self.seconds();
        let mut secrets = vec![endpoint.own("_secret").expect("an endpoint has a secret")];
        let old = endpoint.text("_secret_old").filter(|_| endpoint.int("_secret_old_until") > seconds);
        secrets.extend(old.map(str::to_owned));
        let url = endpoint.own("url").expect("an endpoint has an address");
        let body = format!("{:#}", event.shown());
        Some(sign(one, &url, &secrets, event.own("account"), body, seconds))
    }
}
