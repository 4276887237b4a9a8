//! What a shop says, as it says it. What is not read is left out; words that are not known are kept as text.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Number, Value};

use crate::platform::instant;

#[derive(Debug, Deserialize)]
pub(super) struct Products {
    pub(super) products: Vec<Product>,
    #[serde(default)]
    pub(super) count: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Product {
    pub(super) id: String,
    #[serde(deserialize_with = "instant::read")]
    pub(super) created_at: Timestamp,
    pub(super) title: String,
    #[serde(default)]
    pub(super) description: Option<String>,
    #[serde(default)]
    pub(super) handle: Option<String>,
    pub(super) status: String,
    #[serde(default)]
    pub(super) thumbnail: Option<String>,
    #[serde(default)]
    pub(super) images: Vec<Image>,
    #[serde(default)]
    pub(super) tags: Vec<Tag>,
    #[serde(default)]
    pub(super) options: Vec<Title>,
    #[serde(default)]
    pub(super) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Image {
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Tag {
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Title {
    pub(super) title: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Variant {
    pub(super) id: String,
    #[serde(default)]
    pub(super) sku: Option<String>,
    #[serde(default)]
    pub(super) barcode: Option<String>,
    #[serde(default)]
    pub(super) ean: Option<String>,
    #[serde(default)]
    pub(super) upc: Option<String>,
    #[serde(default)]
    pub(super) options: Vec<OptionValue>,
    #[serde(default)]
    pub(super) prices: Vec<Price>,
    #[serde(flatten)]
    pub(super) shelf: Shelf,
}

#[derive(Debug, Deserialize)]
pub(super) struct OptionValue {
    pub(super) value: String,
    #[serde(default)]
    pub(super) option: Option<Title>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Price {
    pub(super) amount: Number,
    pub(super) currency_code: String,
    /// For so many at once, or for some buyers only.
    #[serde(default)]
    pub(super) min_quantity: Option<Number>,
    #[serde(default)]
    pub(super) rules: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Shelved {
    pub(super) variants: Vec<ShelvedVariant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShelvedVariant {
    pub(super) id: String,
    #[serde(flatten)]
    pub(super) shelf: Shelf,
}

/// How many there are of a variant, and how it is counted.
#[derive(Debug, Deserialize)]
pub(super) struct Shelf {
    #[serde(default)]
    pub(super) manage_inventory: bool,
    #[serde(default)]
    pub(super) allow_backorder: bool,
    #[serde(default)]
    pub(super) inventory_items: Vec<Item>,
}

/// What a variant is made of.
#[derive(Debug, Deserialize)]
pub(super) struct Item {
    #[serde(default)]
    pub(super) required_quantity: Option<i64>,
    #[serde(default)]
    pub(super) inventory: Option<Inventory>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Inventory {
    #[serde(default)]
    pub(super) requires_shipping: Option<bool>,
    #[serde(default)]
    pub(super) location_levels: Vec<Level>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Level {
    pub(super) location_id: String,
    #[serde(default)]
    pub(super) available_quantity: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Orders {
    /// Drafts are listed apart, by another name.
    #[serde(alias = "draft_orders")]
    pub(super) orders: Vec<Order>,
}

#[derive(Debug, Deserialize)]
pub(super) struct One {
    pub(super) order: Order,
}

#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) id: String,
    #[serde(default)]
    pub(super) display_id: Option<u64>,
    pub(super) status: String,
    pub(super) currency_code: String,
    #[serde(default)]
    pub(super) total: Option<Number>,
    #[serde(default)]
    pub(super) metadata: Value,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    #[serde(default)]
    pub(super) items: Vec<OrderLine>,
    #[serde(default)]
    pub(super) payment_collections: Vec<Collection>,
    #[serde(default)]
    pub(super) fulfillments: Vec<Fulfillment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OrderLine {
    pub(super) id: String,
    #[serde(default)]
    pub(super) variant_id: Option<String>,
}

/// What is to be paid for an order.
#[derive(Debug, Deserialize)]
pub(super) struct Collection {
    pub(super) id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) payments: Vec<Payment>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) amount: Number,
    #[serde(default)]
    pub(super) captured_at: Option<String>,
    #[serde(default)]
    pub(super) refunds: Vec<Refund>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) amount: Number,
    #[serde(default)]
    pub(super) note: Option<String>,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
}

#[derive(Debug, Deserialize)]
pub(super) struct Fulfillment {
    pub(super) id: String,
    #[serde(default)]
    pub(super) shipped_at: Option<String>,
    #[serde(default)]
    pub(super) canceled_at: Option<String>,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    #[serde(default)]
    pub(super) provider_id: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<Packed>,
    #[serde(default)]
    pub(super) labels: Vec<Label>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Packed {
    #[serde(default)]
    pub(super) line_item_id: Option<String>,
    pub(super) quantity: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Label {
    #[serde(default)]
    pub(super) tracking_number: String,
    #[serde(default)]
    pub(super) tracking_url: String,
}
