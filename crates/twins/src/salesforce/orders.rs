//! Orders as the site keeps them: in the contract's own shape, as they were pushed, with what became of them.

use serde_json::{Map, Value, json};

use super::totals::Policy;
use super::twin::moment;

/// An order.
#[derive(Debug, Clone)]
pub struct Order {
    /// Its number, which whoever pushes it may choose.
    pub number: String,
    /// The request it came with.
    pub request: Value,
    /// `new`, `completed`, `cancelled`, `failed` or `created`.
    pub status: String,
    /// Its status in the program that pushed it.
    pub external_status: Option<String>,
    /// Whether it may be exported.
    pub export_status: String,
    /// Whether it is confirmed.
    pub confirmation_status: String,
    /// Shipment → its tracking number.
    pub shipped: Vec<(String, String)>,
    /// When it came.
    pub created_ms: i64,
    /// When it changed last.
    pub modified_ms: i64,
}

impl Order {
    pub(super) fn shown(&self, policy: Policy) -> Value {
        let sent = &self.request;
        let is_shipped = |id: &Value| self.shipped.iter().find(|(shipment, _)| id == shipment.as_str());
        let shipments: Vec<Value> = sent["shipments"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, shipment)| {
                let mut shown = json!({
                    "shipmentId": shipment["shipmentId"], "shipmentNo": format!("{:08}", at + 1),
                    "shippingAddress": shipment["shippingAddress"], "shippingTotal": shipment["shippingTotal"],
                    "shippingTotalTax": shipment["taxTotal"], "shippingStatus": "not_shipped",
                });
                if let Some((_, tracking)) = is_shipped(&shipment["shipmentId"]) {
                    shown["shippingStatus"] = "shipped".into();
                    shown["trackingNumber"] = tracking.as_str().into();
                }
                shown
            })
            .collect();
        let shipping = match self.shipped.len() {
            0 => "not_shipped",
            some if some == shipments.len() => "shipped",
            _ => "part_shipped",
        };
        let items = sent["productItems"].as_array().into_iter().flatten().map(|item| {
            let mut shown = Map::new();
            for name in [
                "productId",
                "quantity",
                "basePrice",
                "grossPrice",
                "netPrice",
                "tax",
                "shipmentId",
                "itemText",
            ] {
                if !item[name].is_null() {
                    shown.insert(name.to_owned(), item[name].clone());
                }
            }
            shown.insert(
                "taxRate".to_owned(),
                if item["taxRate"].is_null() { 0.into() } else { item["taxRate"].clone() },
            );
            Value::Object(shown)
        });
        let mut shown = json!({
            "orderNo": self.number, "status": self.status, "currency": sent["currency"],
            "orderTotal": sent["orderTotal"], "taxTotal": sent["taxTotal"],
            "taxation": match policy { Policy::Gross => "gross", Policy::Net => "net" },
            "exportStatus": self.export_status, "confirmationStatus": self.confirmation_status,
            "paymentStatus": sent["paymentStatus"].as_str().unwrap_or("not_paid"),
            "shippingStatus": shipping, "shipments": shipments, "productItems": items.collect::<Vec<_>>(),
            "creationDate": moment(self.created_ms), "lastModified": moment(self.modified_ms),
        });
        if let Some(status) = &self.external_status {
            shown["externalOrderStatus"] = status.as_str().into();
        }
        for (name, value) in sent.as_object().into_iter().flatten().filter(|(name, _)| name.starts_with("c_"))
        {
            shown[name] = value.clone();
        }
        shown
    }
}
