//! Webhooks: what is told to whom, signed by the app's secret, tried again for four hours and then told no more.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use super::documents::{SHELF, gid, moment, number_of};
use super::error::user_error;
use super::twin::Twin;
use super::{CLIENT_SECRET, SHOP};
use crate::platform::Delivery;
use crate::post::Waiting;

/// When a refused delivery is tried again, after the try before: eight times in four hours.
///
/// Source: Shopify, "Troubleshoot webhooks". How the eight are spread is not published.
pub const RETRIES_S: [i64; 8] = [60, 120, 240, 480, 960, 1_920, 3_840, 6_780];

/// Somebody who asked to be told.
#[derive(Debug, Clone)]
pub struct Hook {
    /// The number in its id.
    pub id: u64,
    /// What is told.
    pub topic: String,
    /// Where.
    pub uri: String,
    /// The fields that a message has; all where nothing is said.
    pub fields: Vec<String>,
}

/// A message as it was told.
#[derive(Debug, Clone)]
pub(super) struct Message {
    text: String,
    at_ms: i64,
}

impl Hook {
    pub(super) fn document(&self) -> Value {
        json!({
            "__typename": "WebhookSubscription", "id": gid("WebhookSubscription", self.id), "topic": self.topic,
            "uri": self.uri, "format": "JSON", "includeFields": self.fields,
        })
    }

    fn body(&self, whole: &Value) -> String {
        let fields = whole.as_object().into_iter().flatten();
        let kept: Map<String, Value> = fields
            .filter(|(name, _)| self.fields.is_empty() || self.fields.contains(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Value::Object(kept).to_string()
    }
}

/// The `X-Shopify-Hmac-Sha256` of a message.
///
/// Source: Shopify, "Verify webhook deliveries".
///
/// # Panics
/// Never: a key may have any length.
#[must_use]
pub fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    mac.update(body);
    BASE64_STANDARD.encode(mac.finalize().into_bytes())
}

/// A topic as a header has it: `orders/updated`.
pub(super) fn spoken(topic: &str) -> String {
    let (what, how) = topic.rsplit_once('_').unwrap_or((topic, ""));
    format!("{what}/{how}").to_lowercase()
}

impl Twin {
    /// Tells whoever asked.
    pub(super) fn tell(&mut self, topic: &str, body: Value) {
        let told: Vec<Hook> = self.hooks.values().filter(|hook| hook.topic == topic).cloned().collect();
        for hook in told {
            let faults = self.faults.strike_event(topic);
            let event = self.chance.id("msg");
            self.messages.insert(event.clone(), Message { text: hook.body(&body), at_ms: self.now_ms });
            let waiting =
                Waiting { endpoint: hook.id.to_string(), event, kind: topic.to_owned(), attempt: 1 };
            self.post.put(waiting, &faults, self.now_ms);
        }
    }

    /// An order changed.
    pub(super) fn touch(&mut self, id: u64, topics: &[&str]) {
        let now_ms = self.now_ms;
        let Some(order) = self.orders.get_mut(&id) else { return };
        order.modified_ms = now_ms;
        let document = order.document();
        let body = json!({
            "id": id, "admin_graphql_api_id": gid("Order", id), "updated_at": moment(now_ms),
            "cancelled_at": document["cancelledAt"], "financial_status": document["displayFinancialStatus"],
            "fulfillment_status": document["displayFulfillmentStatus"], "email": order.request["email"],
            "shipping_address": order.request["shippingAddress"],
        });
        for topic in topics {
            self.tell(topic, body.clone());
        }
    }

    /// A product changed.
    pub(super) fn changed(&mut self, id: u64) {
        let now_ms = self.now_ms;
        let Some(product) = self.products.get_mut(&id) else { return };
        product.modified_ms = now_ms;
        let body = json!({
            "id": id, "admin_graphql_api_id": gid("Product", id), "title": product.title,
            "status": product.status.to_lowercase(), "updated_at": moment(now_ms),
        });
        self.tell("PRODUCTS_UPDATE", body);
    }

    /// Units come or go.
    pub(super) fn move_stock(&mut self, variant: u64, units: i64) {
        let Some(found) = self.variants.get_mut(&variant) else { return };
        if !found.is_tracked || units == 0 {
            return;
        }
        found.available += units;
        let body = json!({
            "inventory_item_id": SHELF + variant, "location_id": 1, "available": found.available,
            "updated_at": moment(self.now_ms),
        });
        self.tell("INVENTORY_LEVELS_UPDATE", body);
    }

    /// Signed as they leave; what belongs to a subscription that is gone goes nowhere.
    pub(super) fn signed(&mut self, leaving: Vec<(u64, Waiting)>) -> Vec<Delivery> {
        let mut signed = Vec::new();
        for (id, waiting) in leaving {
            let hook = waiting.endpoint.parse().ok().and_then(|hook: u64| self.hooks.get(&hook));
            let (Some(hook), Some(message)) = (hook, self.messages.get(&waiting.event)) else {
                self.post.forget(id);
                continue;
            };
            let headers = [
                ("x-shopify-topic", spoken(&waiting.kind)),
                ("x-shopify-hmac-sha256", signature(CLIENT_SECRET, message.text.as_bytes())),
                ("x-shopify-shop-domain", SHOP.to_owned()),
                ("x-shopify-api-version", "2026-10".to_owned()),
                ("x-shopify-webhook-id", waiting.event),
                ("x-shopify-triggered-at", moment(message.at_ms)),
            ];
            signed.push(Delivery {
                id,
                url: hook.uri.clone(),
                kind: waiting.kind,
                headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
                body: message.text.clone(),
            });
        }
        signed
    }

    /// What an endpoint answered; after the last try in vain nothing is told there any more.
    pub(super) fn answered(&mut self, delivery: u64, status: Option<u16>) {
        let done = self.post.returned(delivery, status, self.now_ms);
        let Some(last) = self.post.history().last().cloned() else { return };
        let is_last = usize::try_from(last.attempt).is_ok_and(|tries| tries > RETRIES_S.len());
        if done.is_none()
            && is_last
            && let Ok(hook) = last.endpoint.parse::<u64>()
        {
            self.hooks.remove(&hook);
        }
    }

    pub(super) fn hook_create(&mut self, arguments: &Map<String, Value>) -> Value {
        let input = &arguments["webhookSubscription"];
        let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (topic, uri) = (said(&arguments["topic"]), said(&input["uri"]));
        let refused = |why: &str| {
            let error = user_error(None, &["webhookSubscription", "uri"], why);
            json!({ "webhookSubscription": null, "userErrors": [error] })
        };
        if !uri.starts_with("https://") {
            return refused("Address is not allowed");
        }
        if self.hooks.values().any(|hook| hook.topic == topic && hook.uri == uri) {
            return refused("Address for this topic has already been taken");
        }
        let id = self.next_id();
        let fields = input["includeFields"].as_array().into_iter().flatten();
        let fields = fields.filter_map(Value::as_str).map(str::to_owned).collect();
        self.hooks.insert(id, Hook { id, topic, uri, fields });
        json!({ "webhookSubscription": gid("WebhookSubscription", id), "userErrors": [] })
    }

    pub(super) fn hook_delete(&mut self, arguments: &Map<String, Value>) -> Value {
        let id = number_of("WebhookSubscription", &arguments["id"]);
        match id.and_then(|id| self.hooks.remove(&id)) {
            Some(_) => json!({ "deletedWebhookSubscriptionId": arguments["id"], "userErrors": [] }),
            None => {
                let error = user_error(None, &["id"], "Webhook subscription does not exist");
                json!({ "deletedWebhookSubscriptionId": null, "userErrors": [error] })
            }
        }
    }
}
