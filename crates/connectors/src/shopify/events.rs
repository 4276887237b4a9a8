//! Messages of a shop: signed by the app's secret.
//!
//! The signature covers the body alone. What the headers say beside it is proved by nobody: so a body must be about what its
//! topic says, its digest is the message's name (a second copy under another header is the same message), and a shop is gone
//! only by a body that names it. What a body says is never believed otherwise: it says what to ask about.
//!
//! Source: Shopify, "Verify webhook deliveries".

use app::ports::{HeardEvents, Keys, NotTheirs, PlatformEvent as Event};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use domain::hex::hex;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::api::key;
use super::stock::SHELF;
use super::wire::{Instant, number};
use crate::platform::hear::said;

/// Shopify tries for four hours; a day leaves room for what waited there before.
const AGE_MAX_S: i64 = 24 * 3_600;
/// How far ahead a clock may run.
const AHEAD_MAX_S: i64 = 300;
/// Longest message that is read: those that are subscribed to name a few fields only.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// What is read of any message.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    id: Option<u64>,
    /// The id with its kind: the part of a body that says what it is about.
    #[serde(default)]
    admin_graphql_api_id: Option<String>,
    #[serde(default)]
    order_id: Option<u64>,
    #[serde(default)]
    inventory_item_id: Option<u64>,
    #[serde(default)]
    updated_at: Option<Instant>,
    #[serde(default)]
    created_at: Option<Instant>,
    /// Of the shop itself.
    #[serde(default)]
    myshopify_domain: Option<String>,
    /// Of a message about people's data.
    #[serde(default)]
    shop_domain: Option<String>,
}

/// A message that is the shop's own.
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
    let signature = said("x-shopify-hmac-sha256").ok_or(NotTheirs("no x-shopify-hmac-sha256"))?;
    let topic = said("x-shopify-topic").ok_or(NotTheirs("no x-shopify-topic"))?;
    let shop = said("x-shopify-shop-domain").ok_or(NotTheirs("no x-shopify-shop-domain"))?;
    let triggered = said("x-shopify-triggered-at").and_then(|text| text.parse::<Timestamp>().ok());
    let triggered = triggered.ok_or(NotTheirs("no x-shopify-triggered-at"))?;
    if !is_signed(keys.get(key::SECRET), body, signature) {
        return Err(NotTheirs("the signature does not belong to this message and this app's client secret"));
    }
    if shop != keys.get(key::SHOP) {
        return Err(NotTheirs("the message is another shop's"));
    }
    let message: Message =
        serde_json::from_slice(body).map_err(|_| NotTheirs("the message cannot be read"))?;
    let events = events(topic, &message, keys.get(key::SHOP))?;
    // The time in the body is signed; the header's is good enough for what changes nothing but our patience. When a shop
    // itself changed last says nothing about the message.
    let signed =
        if message.myshopify_domain.is_some() { None } else { message.updated_at.or(message.created_at) };
    for at in [Some(triggered), signed.map(|signed| signed.0)].into_iter().flatten() {
        let age_s = now.as_second() - at.as_second();
        if !(-AHEAD_MAX_S..=AGE_MAX_S).contains(&age_s) {
            return Err(NotTheirs("the message is older than a day, or a clock is wrong"));
        }
    }
    Ok(HeardEvents { id: hex(&Sha256::digest(body)), events })
}

/// # Panics
/// Never: HMAC takes keys of any length.
fn is_signed(secret: &str, body: &[u8], signature: &str) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature) else { return false };
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    !secret.is_empty() && mac.verify_slice(&signature).is_ok()
}

fn events(topic: &str, message: &Message, shop: &str) -> Result<Vec<Event>, NotTheirs> {
    const OTHER: NotTheirs = NotTheirs("the message is not about what its topic says");
    let of_kind = |kind: &str| {
        let id = message.admin_graphql_api_id.as_deref()?;
        let is_kind = id.strip_prefix("gid://shopify/")?.strip_prefix(kind)?.starts_with('/');
        is_kind.then(|| number(id).to_owned())
    };
    let of_order = |kind: &str| {
        of_kind(kind)?;
        message.order_id.map(|order| order.to_string())
    };
    let names = |named: &Option<String>| named.as_deref() == Some(shop);
    let event = match topic {
        "products/create" | "products/update" => of_kind("Product").map(Event::Product),
        // Of what is gone the number alone is left.
        "products/delete" => message.id.map(|id| Event::Product(id.to_string())),
        "inventory_levels/update" => {
            message.inventory_item_id.map(|item| Event::Stock(format!("{SHELF}{item}")))
        }
        "orders/updated" | "orders/cancelled" => of_kind("Order").map(Event::Order),
        "fulfillments/create" | "fulfillments/update" => of_order("Fulfillment").map(Event::Order),
        "refunds/create" => of_order("Refund").map(Event::Order),
        "app/uninstalled" => names(&message.myshopify_domain).then_some(Event::Closed),
        "shop/redact" => names(&message.shop_domain).then_some(Event::Closed),
        // What buyers told this server is the merchant's own record here, and what was subscribed to by another version
        // of this program says nothing.
        _ => return Ok(Vec::new()),
    };
    event.map(|event| vec![event]).ok_or(OTHER)
}
