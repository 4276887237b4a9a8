//! What happens in the merchant's control panel, told to the twin.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::Refusal;
use super::orders::{CANCELLED, PARTLY_SHIPPED, SHIPPED, Shipment};
use super::twin::Twin;
use crate::platform::decimal::read;

/// Something that nobody asked for through the API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// A parcel leaves with the first `units` of an order that have not left; all of them where nothing is said.
    Ship {
        /// The order.
        order: u64,
        /// How many.
        units: Option<i64>,
        /// Its number with the carrier.
        tracking: String,
    },
    /// Money goes back: the amount, or what units of the first line cost.
    Refund {
        /// The order.
        order: u64,
        /// How much, as `19.90`.
        amount: Option<Value>,
        /// How many of the first line.
        units: Option<i64>,
        /// Why.
        reason: String,
    },
    /// An order is canceled and its units go back.
    Cancel {
        /// The order.
        order: u64,
    },
    /// A variant is counted anew.
    Stock {
        /// The variant.
        variant: u64,
        /// How many there are.
        units: i64,
    },
    /// A variant costs something else.
    Price {
        /// The variant.
        variant: u64,
        /// How much, as `19.90`.
        price: Value,
    },
    /// A product is hidden, or shown again.
    Show {
        /// The product.
        product: u64,
        /// Shown.
        visible: bool,
    },
    /// A product is deleted.
    Delete {
        /// The product.
        product: u64,
    },
    /// A channel is disconnected.
    Disconnect {
        /// The channel.
        channel: u64,
    },
    /// A hook is switched off.
    Deactivate {
        /// The hook.
        hook: u64,
    },
    /// Other apps make requests, out of the quota that all share.
    Spend {
        /// How many.
        requests: u32,
    },
    /// The API account is deleted: its token is dead.
    Revoke,
    /// The app is uninstalled: it is told, and its token is dead.
    Uninstall,
}

impl Twin {
    pub(super) fn do_act(&mut self, act: &Act) -> Result<Value, Refusal> {
        match act {
            Act::Ship { order, units, tracking } => self.ship(*order, *units, tracking),
            Act::Refund { order, amount, units, reason } => {
                let first = self.orders.get(order).and_then(|order| order.lines.first()).map(|line| line.id);
                let lines = units.and_then(|units| Some((first?, units))).into_iter().collect();
                let amount = amount.as_ref().and_then(read);
                self.refund_at_desk(*order, amount, lines, reason).map(|id| json!({ "refund": id }))
            }
            Act::Cancel { order } => {
                self.change_order(*order, &json!({ "status_id": CANCELLED })).map(|_| json!({}))
            }
            Act::Stock { variant, units } => {
                let now = self.variants.get(variant).ok_or_else(Refusal::missing)?.stock;
                self.move_stock(*variant, units - now);
                Ok(json!({}))
            }
            Act::Price { variant, price } => {
                let price = read(price).ok_or_else(|| Refusal::new(422, "This is no price."))?;
                let found = self.variants.get_mut(variant).ok_or_else(Refusal::missing)?;
                found.price = Some(price);
                let product = found.product;
                self.changed(product)
            }
            Act::Show { product, visible } => {
                self.products.get_mut(product).ok_or_else(Refusal::missing)?.is_visible = *visible;
                self.changed(*product)
            }
            Act::Delete { product } => {
                let gone = self.products.remove(product).ok_or_else(Refusal::missing)?;
                for variant in gone.variants {
                    self.variants.remove(&variant);
                }
                self.tell("store/product/deleted", json!({ "type": "product", "id": product }));
                Ok(json!({}))
            }
            Act::Disconnect { channel } => {
                self.change_channel(*channel, &json!({ "status": "disconnected" })).map(|_| json!({}))
            }
            Act::Deactivate { hook } => {
                self.hooks.get_mut(hook).ok_or_else(Refusal::missing)?.is_active = false;
                Ok(json!({}))
            }
            Act::Spend { requests } => {
                self.quota.spend(self.now_ms, self.settings.quota, *requests);
                Ok(json!({}))
            }
            Act::Revoke => {
                self.is_revoked = true;
                Ok(json!({}))
            }
            Act::Uninstall => {
                self.tell("store/app/uninstalled", json!({ "type": "app", "id": 1 }));
                self.is_revoked = true;
                Ok(json!({}))
            }
        }
    }

    fn changed(&mut self, product: u64) -> Result<Value, Refusal> {
        let now_ms = self.now_ms;
        self.products.get_mut(&product).ok_or_else(Refusal::missing)?.modified_ms = now_ms;
        self.tell("store/product/updated", json!({ "type": "product", "id": product }));
        Ok(json!({}))
    }

    fn ship(&mut self, id: u64, units: Option<i64>, tracking: &str) -> Result<Value, Refusal> {
        let parcel = self.next_id();
        let order = self.orders.get_mut(&id).ok_or_else(Refusal::missing)?;
        let mut left = units.unwrap_or(i64::MAX);
        let mut lines = Vec::new();
        for line in &mut order.lines {
            let leaves = left.min(line.quantity - line.shipped);
            if leaves > 0 {
                line.shipped += leaves;
                left -= leaves;
                lines.push((line.id, leaves));
            }
        }
        if lines.is_empty() {
            return Err(Refusal::new(422, "Everything of this order has left."));
        }
        let all = order.lines.iter().all(|line| line.shipped == line.quantity);
        order.status = if all { SHIPPED } else { PARTLY_SHIPPED };
        order.shipments.push(Shipment {
            id: parcel,
            lines,
            carrier: "ups".to_owned(),
            tracking: tracking.to_owned(),
        });
        if all && self.settings.takes_when_shipped {
            self.take_stock(id);
        }
        self.tell("store/shipment/created", json!({ "type": "shipment", "id": parcel, "orderId": id }));
        self.touch(id, "store/order/statusUpdated");
        Ok(json!({ "shipment": parcel }))
    }
}
