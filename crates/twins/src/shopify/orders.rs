//! Orders: what was bought, what left, what went back. Amounts are ten-thousandths.

use serde_json::{Value, json};

use super::documents::{LOCATION, amount, bag, gid, moment};

/// An order.
#[derive(Debug, Clone)]
pub struct Order {
    /// The number in its id.
    pub id: u64,
    /// What people read.
    pub name: String,
    /// What it was made of, as it was sent.
    pub request: Value,
    /// What it is in.
    pub currency: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// Shipping: what it is called, what it costs, its tax.
    pub shipping: Vec<(String, i64, i64)>,
    /// All of it.
    pub total: i64,
    /// The tax in, or on, all of it.
    pub tax: i64,
    /// The payment.
    pub sale: u64,
    /// Who took it.
    pub gateway: String,
    /// What left.
    pub parcels: Vec<Parcel>,
    /// What went back.
    pub refunds: Vec<Refund>,
    /// Its units were taken off the shelf.
    pub took_stock: bool,
    /// When it was canceled.
    pub canceled_ms: Option<i64>,
    /// When it was made.
    pub made_ms: i64,
    /// When it changed last.
    pub modified_ms: i64,
    /// From when on a search finds it.
    pub found_from_ms: i64,
}

/// A line of one.
#[derive(Debug, Clone)]
pub struct Line {
    /// The number in its id.
    pub id: u64,
    /// What was bought.
    pub variant: u64,
    /// How many.
    pub quantity: i64,
    /// What one costs.
    pub price: i64,
    /// The tax in, or on, all of them.
    pub tax: i64,
    /// How many left.
    pub shipped: i64,
    /// How many went back, money or goods.
    pub refunded: i64,
    /// How many of those never left, and will not.
    pub removed: i64,
}

/// Something that left.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// The number in its id.
    pub id: u64,
    /// Lines, and how many of each.
    pub lines: Vec<(u64, i64)>,
    /// Its number with the carrier.
    pub tracking: String,
    /// When.
    pub at_ms: i64,
}

/// Money that went back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// The number in its id.
    pub id: u64,
    /// How much.
    pub amount: i64,
    /// Lines, how many of each, and what became of the goods.
    pub lines: Vec<(u64, i64, String)>,
    /// What was said about it.
    pub note: String,
    /// When.
    pub at_ms: i64,
}

impl Order {
    /// What went back so far.
    #[must_use]
    pub fn refunded(&self) -> i64 {
        self.refunds.iter().map(|refund| refund.amount).sum()
    }

    pub(super) fn text(&self, field: &str) -> &str {
        self.request[field].as_str().unwrap_or_default()
    }

    pub(super) fn tags(&self) -> Vec<&str> {
        self.request["tags"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    fn line(&self, id: u64) -> Value {
        self.lines.iter().find(|line| line.id == id).map_or(Value::Null, |line| self.line_document(line))
    }

    fn line_document(&self, line: &Line) -> Value {
        json!({
            "__typename": "LineItem", "id": gid("LineItem", line.id), "quantity": line.quantity,
            "currentQuantity": line.quantity - line.refunded, "refundableQuantity": line.quantity - line.refunded,
            "unfulfilledQuantity": line.quantity - line.shipped - line.removed,
            "variant": gid("ProductVariant", line.variant),
            "originalUnitPriceSet": bag(line.price, &self.currency),
            "originalTotalSet": bag(line.price * line.quantity, &self.currency),
        })
    }

    pub(super) fn parcel(&self, id: u64) -> Option<Value> {
        let parcel = self.parcels.iter().find(|parcel| parcel.id == id)?;
        let lines: Vec<Value> = parcel
            .lines
            .iter()
            .map(|(line, units)| json!({ "quantity": units, "lineItem": self.line(*line) }))
            .collect();
        let tracking = &parcel.tracking;
        Some(json!({
            "__typename": "Fulfillment", "id": gid("Fulfillment", id), "status": "SUCCESS",
            "createdAt": moment(parcel.at_ms), "updatedAt": moment(parcel.at_ms), "order": gid("Order", self.id),
            "trackingInfo": [{ "company": "UPS", "number": tracking, "url": format!("https://ups.example/{tracking}") }],
            "fulfillmentLineItems": lines,
        }))
    }

    pub(super) fn refund(&self, id: u64) -> Option<Value> {
        let refund = self.refunds.iter().find(|refund| refund.id == id)?;
        let lines: Vec<Value> = refund
            .lines
            .iter()
            .map(|(line, units, restock)| {
                json!({
                    "quantity": units, "restockType": restock, "restocked": restock != "NO_RESTOCK",
                    "location": LOCATION, "lineItem": self.line(*line),
                })
            })
            .collect();
        Some(json!({
            "__typename": "Refund", "id": gid("Refund", id), "note": refund.note, "createdAt": moment(refund.at_ms),
            "order": gid("Order", self.id), "totalRefundedSet": bag(refund.amount, &self.currency),
            "refundLineItems": lines,
        }))
    }

    fn financial_status(&self) -> &'static str {
        match self.refunded() {
            0 => "PAID",
            back if back >= self.total => "REFUNDED",
            _ => "PARTIALLY_REFUNDED",
        }
    }

    fn fulfillment_status(&self) -> &'static str {
        let left: i64 = self.lines.iter().map(|line| line.quantity - line.removed - line.shipped).sum();
        match (self.parcels.is_empty(), left) {
            (true, _) => "UNFULFILLED",
            (false, 0) => "FULFILLED",
            (false, _) => "PARTIALLY_FULFILLED",
        }
    }

    pub(super) fn document(&self) -> Value {
        let currency = &self.currency;
        let shipping: Vec<Value> = self
            .shipping
            .iter()
            .map(|(title, price, _)| json!({ "title": title, "originalPriceSet": bag(*price, currency) }))
            .collect();
        let shipping_sum: i64 = self.shipping.iter().map(|(_, price, _)| price).sum();
        let mut transactions = vec![json!({
            "__typename": "OrderTransaction", "id": gid("OrderTransaction", self.sale), "kind": "SALE",
            "status": "SUCCESS", "gateway": self.gateway, "amountSet": bag(self.total, currency),
        })];
        transactions.extend(self.refunds.iter().map(|refund| {
            json!({
                "__typename": "OrderTransaction", "id": gid("OrderTransaction", refund.id), "kind": "REFUND",
                "status": "SUCCESS", "gateway": self.gateway, "amountSet": bag(refund.amount, currency),
            })
        }));
        json!({
            "__typename": "Order", "id": gid("Order", self.id), "name": self.name,
            "sourceIdentifier": self.request["sourceIdentifier"], "sourceName": self.request["sourceName"],
            "tags": self.tags(), "email": self.request["email"], "note": self.request["note"],
            "test": self.request["test"], "customAttributes": self.request["customAttributes"],
            "currencyCode": currency, "taxesIncluded": self.request["taxesIncluded"],
            "createdAt": moment(self.made_ms), "updatedAt": moment(self.modified_ms),
            "cancelledAt": self.canceled_ms.map(moment), "totalPriceSet": bag(self.total, currency),
            "totalTaxSet": bag(self.tax, currency), "totalShippingPriceSet": bag(shipping_sum, currency),
            "totalRefundedSet": bag(self.refunded(), currency), "totalRefunded": amount(self.refunded()),
            "displayFinancialStatus": self.financial_status(),
            "displayFulfillmentStatus": self.fulfillment_status(),
            "lineItems": self.lines.iter().map(|line| self.line_document(line)).collect::<Vec<_>>(),
            "shippingLines": shipping, "transactions": transactions,
            "fulfillments": self.parcels.iter().map(|parcel| gid("Fulfillment", parcel.id)).collect::<Vec<_>>(),
            "fulfillmentsCount": { "count": self.parcels.len(), "precision": "EXACT" },
            "refunds": self.refunds.iter().map(|refund| gid("Refund", refund.id)).collect::<Vec<_>>(),
        })
    }
}
