//! What a store says, as it says it. What is not read is left out; words that are not known are kept as text.

use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use serde::Deserialize;
use serde_json::Number;

use app::ports::PlatformError;

use crate::platform::goods::decimal;

#[derive(Debug, Deserialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

#[derive(Debug, Deserialize)]
pub(super) struct Paged<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) meta: Meta,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Meta {
    #[serde(default)]
    pub(super) pagination: Pagination,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Pagination {
    /// How many there are in all pages together.
    #[serde(default)]
    pub(super) total: u64,
}

#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
pub(super) struct Store {
    pub(super) name: String,
    pub(super) currency: String,
    pub(super) secure_url: String,
    pub(super) weight_units: String,
    pub(super) country_code: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Channel {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) platform: String,
    #[serde(default)]
    pub(super) status: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Product {
    pub(super) id: u64,
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default, rename = "type")]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) is_visible: bool,
    #[serde(default)]
    pub(super) availability: String,
    #[serde(default)]
    pub(super) inventory_tracking: String,
    #[serde(default)]
    pub(super) inventory_level: i64,
    #[serde(default)]
    pub(super) price: Option<Number>,
    #[serde(default)]
    pub(super) weight: Option<Number>,
    #[serde(default)]
    pub(super) search_keywords: String,
    #[serde(default)]
    pub(super) custom_url: Option<CustomUrl>,
    #[serde(default)]
    pub(super) images: Vec<Image>,
    #[serde(default)]
    pub(super) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CustomUrl {
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Image {
    #[serde(default)]
    pub(super) url_zoom: String,
    #[serde(default)]
    pub(super) url_standard: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) sort_order: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Variant {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) sku: Option<String>,
    /// What the shop window shows now: a sale's price while there is one.
    #[serde(default)]
    pub(super) calculated_price: Option<Number>,
    /// Its own price; without one the product's holds.
    #[serde(default)]
    pub(super) price: Option<Number>,
    #[serde(default)]
    pub(super) calculated_weight: Option<Number>,
    #[serde(default)]
    pub(super) purchasing_disabled: bool,
    #[serde(default)]
    pub(super) image_url: Option<String>,
    #[serde(default)]
    pub(super) upc: Option<String>,
    #[serde(default)]
    pub(super) inventory_level: i64,
    #[serde(default)]
    pub(super) option_values: Vec<OptionValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OptionValue {
    pub(super) label: String,
    pub(super) option_display_name: String,
}

/// How a product is counted, which is all that is asked of it beside stock.
#[derive(Debug, Deserialize)]
pub(super) struct Counted {
    pub(super) id: u64,
    pub(super) inventory_tracking: String,
    #[serde(default)]
    pub(super) inventory_level: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Inventory {
    pub(super) identity: Identity,
    #[serde(default)]
    pub(super) locations: Vec<Location>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Identity {
    pub(super) variant_id: u64,
    pub(super) product_id: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Location {
    #[serde(default = "yes")]
    pub(super) location_enabled: bool,
    #[serde(default)]
    pub(super) available_to_sell: i64,
}

fn yes() -> bool {
    true
}

#[derive(Debug, Deserialize)]
pub(super) struct Order {
    pub(super) id: u64,
    pub(super) status_id: u64,
    #[serde(default)]
    pub(super) external_order_id: Option<String>,
    #[serde(default)]
    pub(super) items_shipped: u64,
    #[serde(default)]
    pub(super) refunded_amount: String,
    pub(super) total_inc_tax: String,
    #[serde(default)]
    pub(super) currency_code: String,
    pub(super) date_modified: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct OrderLine {
    pub(super) id: u64,
    pub(super) variant_id: u64,
    pub(super) quantity: u32,
    #[serde(default)]
    pub(super) quantity_refunded: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Shipment {
    pub(super) id: u64,
    #[serde(default)]
    pub(super) tracking_number: String,
    #[serde(default)]
    pub(super) tracking_carrier: String,
    #[serde(default)]
    pub(super) shipping_provider: String,
    #[serde(default)]
    pub(super) tracking_link: String,
    #[serde(default)]
    pub(super) items: Vec<ShipmentItem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ShipmentItem {
    pub(super) order_product_id: u64,
    pub(super) quantity: u32,
}

#[derive(Debug, Deserialize)]
pub(super) struct Refund {
    pub(super) id: u64,
    pub(super) total_amount: Number,
    #[serde(default)]
    pub(super) reason: Option<String>,
    #[serde(default)]
    pub(super) items: Vec<RefundItem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundItem {
    pub(super) item_type: String,
    pub(super) item_id: u64,
    #[serde(default)]
    pub(super) quantity: u32,
    #[serde(default)]
    pub(super) reason: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Quote {
    pub(super) total_refund_amount: Number,
    /// Each is a way; one that needs several providers has several entries.
    #[serde(default)]
    pub(super) refund_methods: Vec<Vec<RefundMethod>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundMethod {
    pub(super) provider_id: String,
    #[serde(default)]
    pub(super) offline: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Hook {
    pub(super) id: u64,
    pub(super) scope: String,
    pub(super) destination: String,
    pub(super) is_active: bool,
    #[serde(default)]
    pub(super) headers: Option<std::collections::HashMap<String, String>>,
}

/// An amount of an order, which the store writes with four decimals.
pub(super) fn money(text: &str, currency: Currency) -> Result<Money, PlatformError> {
    decimal(text, currency)
        .map_err(|error| PlatformError::Down(format!("an amount that does not read: {error}")))
}

/// An instant as version 2 writes it.
pub(super) fn moment(text: &str) -> Result<Timestamp, PlatformError> {
    let read = rfc2822::parse(text).map(|zoned| zoned.timestamp());
    read.map_err(|_| PlatformError::Down("a date that does not read".to_owned()))
}
