//! What happens in Business Manager, told to the twin.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::Refusal;
use super::twin::Twin;
use crate::platform::decimal::read;

/// Something that nobody asked for through the API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// A shipment leaves.
    Ship {
        /// The order.
        order: String,
        /// Its number with the carrier.
        tracking: String,
    },
    /// An order is canceled.
    Cancel {
        /// The order.
        order: String,
    },
    /// A variant is counted anew.
    Stock {
        /// The variant.
        variant: String,
        /// How many there are.
        units: i64,
    },
    /// A variant costs something else.
    Price {
        /// The variant.
        variant: String,
        /// How much, as `19.90`.
        price: Value,
    },
    /// A product goes on or off line.
    Show {
        /// The product.
        product: String,
        /// Online.
        visible: bool,
    },
    /// The API clients are deleted: no token opens anything, and none is given.
    Revoke,
}

impl Twin {
    pub(super) fn do_act(&mut self, act: &Act) -> Result<Value, Refusal> {
        let now_ms = self.now_ms;
        match act {
            Act::Ship { order, tracking } => {
                let found = self.orders.get_mut(order).ok_or_else(|| Refusal::missing("The order"))?;
                let next = found.request["shipments"].get(found.shipped.len());
                let next = next.and_then(|shipment| shipment["shipmentId"].as_str());
                let next = next.ok_or_else(|| Refusal::bad("Everything of this order has left."))?.to_owned();
                found.shipped.push((next, tracking.clone()));
                found.modified_ms = now_ms;
            }
            Act::Cancel { order } => {
                self.change_order(order, "updateOrderStatus", &json!({ "status": "cancelled" }))?;
            }
            Act::Stock { variant, units } => {
                self.variants.get_mut(variant).ok_or_else(|| Refusal::missing("The variant"))?.stock = *units;
            }
            Act::Price { variant, price } => {
                let price = read(price).ok_or_else(|| Refusal::bad("This is no price."))?;
                let found = self.variants.get_mut(variant).ok_or_else(|| Refusal::missing("The variant"))?;
                found.price = price;
                let product = found.product.clone();
                self.products.get_mut(&product).expect("a variant has a product").modified_ms = now_ms;
            }
            Act::Show { product, visible } => {
                let found = self.products.get_mut(product).ok_or_else(|| Refusal::missing("The product"))?;
                (found.is_online, found.modified_ms) = (*visible, now_ms);
            }
            Act::Revoke => self.is_revoked = true,
        }
        Ok(json!({}))
    }
}
