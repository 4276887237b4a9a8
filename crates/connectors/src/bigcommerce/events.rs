//! Messages of a store: signed by Standard Webhooks with the client secret, and proven a second time by our own header.
//!
//! Source: BigCommerce, "Webhook signature verification"; Standard Webhooks 1.0.0.

use app::Secret;
use app::ports::{HeardEvents, Keys, NotTheirs, PlatformEvent as Event};
use app::webhooks::is_signed;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::api::key;
use super::hooks::{HEADER, proof};
use crate::platform::hear::said;

/// How old a message may be, and how far ahead a clock may run: what Standard Webhooks' own libraries allow.
const TOLERANCE_S: u64 = 300;
/// Longest message that is read; the store's have a few hundred bytes.
const BODY_BYTES_MAX: usize = 16 * 1024;

#[derive(Deserialize)]
struct Message {
    scope: String,
    /// `stores/` and the store's name.
    producer: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    #[serde(default)]
    id: u64,
    /// Of a shipment.
    #[serde(default, rename = "orderId")]
    order: Option<u64>,
    /// Of stock.
    #[serde(default)]
    inventory: Option<Inventory>,
    #[serde(default)]
    sku: Option<Inventory>,
}

#[derive(Deserialize)]
struct Inventory {
    #[serde(default)]
    product_id: u64,
    #[serde(default)]
    variant_id: Option<u64>,
}

/// A message that is the store's own.
pub(super) fn heard(
    keys: &Keys,
    headers: &[(String, String)],
    body: &[u8],
    now: Timestamp,
) -> Result<HeardEvents, NotTheirs> {
    if body.len() > BODY_BYTES_MAX {
        return Err(NotTheirs("the message is too long"));
    }
    let said = |name| said(headers, name);
    let id = said("webhook-id").filter(|id| !id.is_empty()).ok_or(NotTheirs("no webhook-id"))?;
    let timestamp = said("webhook-timestamp").and_then(|text| text.parse::<i64>().ok());
    let timestamp = timestamp.ok_or(NotTheirs("no webhook-timestamp"))?;
    let signature = said("webhook-signature").ok_or(NotTheirs("no webhook-signature"))?;
    let secret = keys.get(key::SECRET);
    if secret.is_empty() {
        return Err(NotTheirs("this shop has no client secret"));
    }
    let secret = Secret::new(format!("whsec_{}", BASE64_STANDARD.encode(secret)));
    if !is_signed(&secret, (id, timestamp, body), signature) {
        return Err(NotTheirs("the signature does not belong to this message and this shop's client secret"));
    }
    let proven = said(HEADER).is_some_and(|given| proof(keys).as_bytes().ct_eq(given.as_bytes()).into());
    if !proven {
        return Err(NotTheirs("the message lacks the header that our hooks have"));
    }
    // Only after the signature: who cannot sign learns nothing about our clock.
    if now.as_second().abs_diff(timestamp) > TOLERANCE_S {
        return Err(NotTheirs("the message is older than five minutes, or a clock is wrong"));
    }
    let message: Message =
        serde_json::from_slice(body).map_err(|_| NotTheirs("the message cannot be read"))?;
    if message.producer.strip_prefix("stores/") != Some(keys.get(key::STORE)) {
        return Err(NotTheirs("the message is another store's"));
    }
    Ok(HeardEvents { id: id.to_owned(), events: events(&message) })
}

fn events(message: &Message) -> Vec<Event> {
    let data = &message.data;
    let inventory = data.inventory.as_ref().or(data.sku.as_ref());
    match message.scope.as_str() {
        "store/product/created" | "store/product/updated" | "store/product/deleted" => {
            vec![Event::Product(data.id.to_string())]
        }
        "store/product/inventory/updated" | "store/sku/inventory/updated" => {
            match (inventory.and_then(|stock| stock.variant_id), inventory) {
                (Some(variant), _) => vec![Event::Stock(variant.to_string())],
                (None, Some(stock)) if stock.product_id > 0 => {
                    vec![Event::Product(stock.product_id.to_string())]
                }
                (None, _) => vec![Event::Product(data.id.to_string())],
            }
        }
        "store/order/updated" | "store/order/statusUpdated" | "store/order/refund/created" => {
            vec![Event::Order(data.id.to_string())]
        }
        "store/shipment/created" | "store/shipment/updated" => {
            data.order.map(|order| Event::Order(order.to_string())).into_iter().collect()
        }
        "store/app/uninstalled" => vec![Event::Closed],
        // What was subscribed to by another version of this program.
        _ => Vec::new(),
    }
}
