//! What happens in the merchant's admin, told to the twin.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::documents::{gid, moment};
use super::orders::Parcel;
use super::refunds::Wanted;
use super::twin::Twin;
use super::{CLIENT_SECRET, SHOP};
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
    /// Money goes back, and so many of the first line with it.
    Refund {
        /// The order.
        order: u64,
        /// How much, as `19.90`.
        amount: Value,
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
    /// A product becomes a draft, is archived, or is on sale again.
    Status {
        /// The product.
        product: u64,
        /// `ACTIVE`, `DRAFT`, `ARCHIVED` or `UNLISTED`.
        status: String,
    },
    /// A product is sold through the app, or no longer.
    Publish {
        /// The product.
        product: u64,
        /// Sold.
        published: bool,
    },
    /// A product is deleted.
    Delete {
        /// The product.
        product: u64,
    },
    /// A subscription is gone.
    Unsubscribe {
        /// The subscription.
        hook: u64,
    },
    /// Points are spent elsewhere.
    Spend {
        /// How many.
        points: i64,
    },
    /// A merchant lets the app in; answers what their browser brings back.
    Consent {
        /// What the app sent along.
        state: String,
    },
    /// A message about people's data, as it would be sent: its headers and its body.
    Compliance {
        /// `customers/redact`, `customers/data_request` or `shop/redact`.
        topic: String,
    },
    /// The token is dead.
    Revoke,
    /// The app is uninstalled: it is told, and its token is dead.
    Uninstall,
}

impl Twin {
    pub(super) fn do_act(&mut self, act: &Act) -> Result<Value, String> {
        let missing = || "There is nothing of that name.".to_owned();
        match act {
            Act::Ship { order, units, tracking } => return self.ship(*order, *units, tracking),
            Act::Refund { order, amount, units, reason } => {
                let found = self.orders.get(order).ok_or_else(missing)?;
                let first = found.lines.first().ok_or_else(missing)?;
                let restock = if first.shipped > 0 { "RETURN" } else { "CANCEL" };
                let lines = units.map(|units| (first.id, units, restock.to_owned())).into_iter().collect();
                let amount = read(amount).ok_or("This is no amount.")?;
                let refund = self.give_back(*order, Wanted { amount, lines, note: reason.clone() })?;
                return Ok(json!({ "refund": refund }));
            }
            Act::Cancel { order } => self.cancel(*order, true),
            Act::Stock { variant, units } => {
                let now = self.variants.get(variant).ok_or_else(missing)?.available;
                self.move_stock(*variant, units - now);
            }
            Act::Price { variant, price } => {
                let price = read(price).ok_or("This is no price.")?;
                let found = self.variants.get_mut(variant).ok_or_else(missing)?;
                found.price = price;
                let product = found.product;
                self.changed(product);
            }
            Act::Status { product, status } => {
                status.clone_into(&mut self.products.get_mut(product).ok_or_else(missing)?.status);
                self.changed(*product);
            }
            Act::Publish { product, published } => self.show(*product, *published),
            Act::Delete { product } => {
                let gone = self.products.remove(product).ok_or_else(missing)?;
                for variant in gone.variants {
                    self.variants.remove(&variant);
                }
                self.tell("PRODUCTS_DELETE", json!({ "id": product }));
            }
            Act::Unsubscribe { hook } => {
                self.hooks.remove(hook).ok_or_else(missing)?;
            }
            Act::Spend { points } => self.bucket.spend(*points),
            Act::Consent { state } => return Ok(self.consent(state)),
            Act::Compliance { topic } => return Ok(self.compliance(topic)),
            Act::Revoke => self.tokens.is_revoked = true,
            Act::Uninstall => self.uninstall(),
        }
        Ok(json!({}))
    }

    pub(super) fn uninstall(&mut self) {
        self.tell("APP_UNINSTALLED", json!({ "id": 1, "name": "Twin Shop", "myshopify_domain": SHOP }));
        self.tokens.is_revoked = true;
    }

    fn compliance(&self, topic: &str) -> Value {
        let body = json!({ "shop_id": 1, "shop_domain": SHOP, "customer": { "id": 7, "email": "buyer@example.com" } });
        let body = body.to_string();
        json!({
            "body": body,
            "headers": {
                "x-shopify-topic": topic, "x-shopify-shop-domain": SHOP, "x-shopify-webhook-id": "compliance",
                "x-shopify-triggered-at": moment(self.now_ms),
                "x-shopify-hmac-sha256": super::signature(CLIENT_SECRET, body.as_bytes()),
            },
        })
    }

    fn ship(&mut self, id: u64, units: Option<i64>, tracking: &str) -> Result<Value, String> {
        let parcel = self.next_id();
        let at_ms = self.now_ms;
        let order = self.orders.get_mut(&id).ok_or("There is no such order.")?;
        let mut left = units.unwrap_or(i64::MAX);
        let mut lines = Vec::new();
        for line in &mut order.lines {
            let leaves = left.min(line.quantity - line.removed - line.shipped);
            if leaves > 0 {
                line.shipped += leaves;
                left -= leaves;
                lines.push((line.id, leaves));
            }
        }
        if lines.is_empty() {
            return Err("Everything of this order has left.".to_owned());
        }
        order.parcels.push(Parcel { id: parcel, lines, tracking: tracking.to_owned(), at_ms });
        let body = json!({
            "id": parcel, "admin_graphql_api_id": gid("Fulfillment", parcel), "order_id": id, "status": "success",
            "updated_at": moment(at_ms),
        });
        self.tell("FULFILLMENTS_CREATE", body);
        self.touch(id, &["ORDERS_UPDATED"]);
        Ok(json!({ "parcel": parcel }))
    }
}
