//! What a shop says, as it says it. What is not read is left out; words that are not known are kept as text.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::platform::instant;

/// What came of something that was asked for: the thing itself, or an error that is one of its possible results.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Outcome {
    #[serde(rename = "__typename")]
    pub(super) kind: String,
    pub(super) message: String,
    /// Why an order may not go on.
    pub(super) transition_error: String,
}

impl Outcome {
    /// The shop's sentence, the more exact one first.
    pub(super) fn sentence(&self) -> String {
        let said = if self.transition_error.is_empty() { &self.message } else { &self.transition_error };
        if said.is_empty() { format!("The shop answers {}.", self.kind) } else { said.clone() }
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    #[serde(default)]
    pub(super) total_items: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}

/// What holds for every variant that does not say otherwise.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counting {
    pub(super) track_inventory: bool,
    pub(super) out_of_stock_threshold: i64,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) id: String,
    #[serde(deserialize_with = "instant::read")]
    pub(super) created_at: Timestamp,
    pub(super) name: String,
    pub(super) slug: String,
    pub(super) description: String,
    pub(super) enabled: bool,
    pub(super) featured_asset: Option<Asset>,
    pub(super) assets: Vec<Asset>,
    pub(super) facet_values: Vec<Name>,
    pub(super) option_groups: Vec<Name>,
    pub(super) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Name {
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Asset {
    pub(super) preview: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variant {
    pub(super) id: String,
    pub(super) sku: String,
    pub(super) enabled: bool,
    pub(super) price: i64,
    pub(super) price_with_tax: i64,
    pub(super) currency_code: String,
    #[serde(flatten)]
    pub(super) shelf: Shelf,
    pub(super) options: Vec<OptionValue>,
    pub(super) featured_asset: Option<Asset>,
}

/// How many there are of a variant, and how it is counted.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shelf {
    /// `TRUE`, `FALSE`, or `INHERIT` for what holds for all.
    pub(super) track_inventory: String,
    pub(super) out_of_stock_threshold: i64,
    pub(super) use_global_out_of_stock_threshold: bool,
    pub(super) stock_levels: Vec<Level>,
}

/// At one place.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Level {
    pub(super) stock_on_hand: i64,
    pub(super) stock_allocated: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct OptionValue {
    pub(super) name: String,
    pub(super) group: Name,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) code: String,
    pub(super) state: String,
    pub(super) currency_code: String,
    pub(super) sub_total: i64,
    pub(super) sub_total_with_tax: i64,
    pub(super) shipping: i64,
    pub(super) shipping_with_tax: i64,
    pub(super) total_with_tax: i64,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    pub(super) lines: Vec<OrderLine>,
    pub(super) surcharges: Vec<Surcharge>,
    pub(super) payments: Option<Vec<Payment>>,
    pub(super) fulfillments: Option<Vec<Fulfillment>>,
    /// Only cancellations are asked for.
    pub(super) history: List<Canceled>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OrderLine {
    pub(super) id: String,
    pub(super) quantity: u32,
    pub(super) product_variant: Id,
}

#[derive(Debug, Deserialize)]
pub(super) struct Surcharge {
    #[serde(default)]
    pub(super) sku: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) amount: i64,
    pub(super) state: String,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    /// What we wrote down, or whoever else was paid.
    #[serde(default)]
    pub(super) metadata: Value,
    pub(super) refunds: Vec<Refund>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) total: i64,
    pub(super) state: String,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    #[serde(default)]
    pub(super) reason: Option<String>,
    pub(super) lines: Vec<Part>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fulfillment {
    pub(super) id: String,
    pub(super) state: String,
    pub(super) method: String,
    #[serde(deserialize_with = "instant::read")]
    pub(super) updated_at: Timestamp,
    #[serde(default)]
    pub(super) tracking_code: Option<String>,
    pub(super) lines: Vec<Part>,
}

/// Units of a line.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Part {
    pub(super) order_line_id: String,
    pub(super) quantity: u32,
}

/// An entry of an order's history about units that were canceled.
#[derive(Debug, Deserialize)]
pub(super) struct Canceled {
    #[serde(default)]
    pub(super) data: Value,
}
