//! What a site says, as it says it. What is not read is left out; words that are not known are kept as text.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Number;

#[derive(Debug, Deserialize)]
pub(super) struct Found {
    #[serde(default)]
    pub(super) total: u64,
    #[serde(default)]
    pub(super) hits: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Hit {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Listed<T> {
    #[serde(default = "Vec::new")]
    pub(super) data: Vec<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) long_description: String,
    #[serde(default)]
    pub(super) short_description: String,
    #[serde(default)]
    pub(super) brand: String,
    #[serde(default)]
    pub(super) currency: String,
    #[serde(default)]
    pub(super) price: Option<Number>,
    #[serde(default)]
    pub(super) slug_url: String,
    #[serde(default)]
    pub(super) image_groups: Vec<ImageGroup>,
    #[serde(default)]
    pub(super) variation_attributes: Vec<VariationAttribute>,
    #[serde(default)]
    pub(super) variants: Vec<Variant>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ImageGroup {
    #[serde(default)]
    pub(super) view_type: String,
    #[serde(default)]
    pub(super) images: Vec<Image>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Image {
    #[serde(default)]
    pub(super) link: String,
    #[serde(default)]
    pub(super) alt: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct VariationAttribute {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) values: Vec<VariationValue>,
}

#[derive(Debug, Deserialize)]
pub(super) struct VariationValue {
    pub(super) value: String,
    #[serde(default)]
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variant {
    pub(super) product_id: String,
    #[serde(default)]
    pub(super) price: Option<Number>,
    #[serde(default)]
    pub(super) variation_values: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Availability {
    pub(super) id: String,
    #[serde(default)]
    pub(super) inventories: Vec<Inventory>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Inventory {
    #[serde(default)]
    pub(super) ats: Option<Number>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub(super) order_no: String,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default)]
    pub(super) currency: String,
    #[serde(default)]
    pub(super) order_total: Option<Number>,
    #[serde(default)]
    pub(super) external_order_status: String,
    #[serde(default)]
    pub(super) confirmation_status: String,
    #[serde(default)]
    pub(super) export_status: String,
    #[serde(default)]
    pub(super) shipments: Vec<Shipment>,
    #[serde(default)]
    pub(super) product_items: Vec<Item>,
    pub(super) last_modified: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shipment {
    pub(super) shipment_id: String,
    #[serde(default)]
    pub(super) shipping_status: String,
    #[serde(default)]
    pub(super) tracking_number: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Item {
    pub(super) product_id: String,
    pub(super) shipment_id: String,
    #[serde(default)]
    pub(super) quantity: Option<Number>,
}
