//! Orders as the store keeps them. Amounts are ten-thousandths.

use serde_json::{Value, json};

use super::twin::moment_v2;
use crate::platform::decimal::text;

/// Statuses that the twin moves orders through; their numbers are the store's.
///
/// Source: the table of order statuses in the v2 reference.
pub(super) const SHIPPED: u64 = 2;
pub(super) const PARTLY_SHIPPED: u64 = 3;
pub(super) const REFUNDED: u64 = 4;
pub(super) const CANCELLED: u64 = 5;
pub(super) const AWAITING_FULFILLMENT: u64 = 11;
pub(super) const PARTLY_REFUNDED: u64 = 14;

/// An accepted order.
#[derive(Debug, Clone)]
pub struct Order {
    /// The store's id.
    pub id: u64,
    /// Where it was sold.
    pub channel: u64,
    /// Its name in the program that pushed it.
    pub external: String,
    /// Its status.
    pub status: u64,
    /// What it is paid in.
    pub currency: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// Shipping before and after tax.
    pub shipping: (i64, i64),
    /// Everything before and after tax.
    pub total: (i64, i64),
    /// What was given back.
    pub refunds: Vec<Refund>,
    /// What left.
    pub shipments: Vec<Shipment>,
    /// The request it came with.
    pub request: Value,
    /// When it came.
    pub created_ms: i64,
    /// When it changed last.
    pub modified_ms: i64,
    /// Units were taken off the shelf for it.
    pub took_stock: bool,
}

/// A line of an order.
#[derive(Debug, Clone)]
pub struct Line {
    /// The store's id.
    pub id: u64,
    /// The product.
    pub product: u64,
    /// The variant.
    pub variant: u64,
    /// How many.
    pub quantity: i64,
    /// What one costs before and after tax.
    pub each: (i64, i64),
    /// What all of them cost before and after tax, in whole units of the currency.
    pub total: (i64, i64),
    /// How many left.
    pub shipped: i64,
    /// How many were given back.
    pub refunded: i64,
}

/// Money given back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// The store's id.
    pub id: u64,
    /// How much.
    pub amount: i64,
    /// Lines and how many of each.
    pub lines: Vec<(u64, i64)>,
    /// Why, as it was told.
    pub reason: String,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// A parcel.
#[derive(Debug, Clone)]
pub struct Shipment {
    /// The store's id.
    pub id: u64,
    /// Lines and how many of each.
    pub lines: Vec<(u64, i64)>,
    /// Who carries it.
    pub carrier: String,
    /// Its number there.
    pub tracking: String,
}

impl Order {
    /// What was given back so far.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    pub(super) fn shown(&self) -> Value {
        let sum = |pick: fn(&Line) -> i64| text(self.lines.iter().map(pick).sum());
        let request = |name: &str| self.request[name].as_str().unwrap_or_default().to_owned();
        json!({
            "id": self.id, "status_id": self.status, "channel_id": self.channel,
            "external_source": request("external_source"), "external_order_id": self.external, "external_id": null,
            "default_currency_code": self.currency, "currency_code": self.currency,
            "payment_method": request("payment_method"), "payment_provider_id": self.request["payment_provider_id"],
            "staff_notes": request("staff_notes"), "items_total": self.count(|line| line.quantity),
            "items_shipped": self.count(|line| line.shipped),
            "subtotal_ex_tax": sum(|line| line.total.0), "subtotal_inc_tax": sum(|line| line.total.1),
            "shipping_cost_ex_tax": text(self.shipping.0), "shipping_cost_inc_tax": text(self.shipping.1),
            "total_ex_tax": text(self.total.0), "total_inc_tax": text(self.total.1),
            "total_tax": text(self.total.1 - self.total.0), "refunded_amount": text(self.refunded()),
            "date_created": moment_v2(self.created_ms), "date_modified": moment_v2(self.modified_ms),
        })
    }

    fn count(&self, pick: fn(&Line) -> i64) -> i64 {
        self.lines.iter().map(pick).sum()
    }
}
