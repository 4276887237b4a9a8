//! `orderCreate`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::documents::{gid, number_of};
use super::error::user_error;
use super::orders::{Line, Order};
use super::totals::{check, of_bag, of_parts, of_taxes};
use super::twin::Twin;

/// A window of the limit on trial shops.
const MINUTE_MS: i64 = 60_000;

/// What an order is made of, read and added up.
struct Draft {
    lines: Vec<Line>,
    shipping: Vec<(String, i64, i64)>,
    total: i64,
    tax: i64,
    gateway: String,
}

impl Twin {
    pub(super) fn order_create(&mut self, arguments: &Map<String, Value>) -> Value {
        let (request, options) =
            (arguments["order"].clone(), arguments.get("options").cloned().unwrap_or_default());
        let refused = |code: &str, why: String| json!({ "order": null, "userErrors": [user_error(Some(code), &["order"], why)] });
        if let Some(most) = self.settings.orders_per_minute {
            let recent = self.orders.values().filter(|order| order.made_ms > self.now_ms - MINUTE_MS).count();
            if recent >= most {
                let error = user_error(None, &[], "Too many attempts. Please try again later.");
                return json!({ "order": null, "userErrors": [error] });
            }
        }
        let draft = match self.draft(&request) {
            Ok(draft) => draft,
            Err(why) => return refused("INVALID", why),
        };
        let behaviour = options["inventoryBehaviour"].as_str().unwrap_or("BYPASS");
        let takes = behaviour != "BYPASS";
        if behaviour == "DECREMENT_OBEYING_POLICY" && !self.has_all(&draft.lines) {
            return refused("INVENTORY_CLAIM_FAILED", "Unable to reserve inventory".to_owned());
        }
        let id = self.next_id();
        let order = Order {
            id,
            name: format!("#{}", 1_001 + self.orders.len()),
            request,
            currency: self.settings.currency.clone(),
            lines: draft.lines,
            shipping: draft.shipping,
            total: draft.total,
            tax: draft.tax,
            sale: self.next_id(),
            gateway: draft.gateway,
            parcels: Vec::new(),
            refunds: Vec::new(),
            took_stock: takes,
            canceled_ms: None,
            made_ms: self.now_ms,
            modified_ms: self.now_ms,
            found_from_ms: self.now_ms + self.settings.search_lag_ms,
        };
        let units: Vec<(u64, i64)> = order.lines.iter().map(|line| (line.variant, line.quantity)).collect();
        self.orders.insert(id, order);
        if takes {
            for (variant, units) in units {
                self.move_stock(variant, -units);
            }
        }
        self.touch(id, &["ORDERS_CREATE", "ORDERS_PAID", "ORDERS_UPDATED"]);
        json!({ "order": gid("Order", id), "userErrors": [] })
    }

    fn draft(&mut self, request: &Value) -> Result<Draft, String> {
        let currency = self.settings.currency.clone();
        for field in ["currency", "presentmentCurrency"] {
            if request[field].as_str().is_some_and(|said| said != currency) {
                return Err(format!("{field}: the shop sells in {currency}."));
            }
        }
        let mut lines = Vec::new();
        for given in request["lineItems"].as_array().into_iter().flatten() {
            lines.push(self.line(given, &currency)?);
        }
        if lines.is_empty() {
            return Err("An order wants lines.".to_owned());
        }
        let mut shipping = Vec::new();
        for given in request["shippingLines"].as_array().into_iter().flatten() {
            let price = of_bag(&given["priceSet"], &currency, "shippingLines.priceSet")?;
            let title = given["title"].as_str().unwrap_or_default().to_owned();
            shipping.push((title, price, of_taxes(&given["taxLines"], &currency)?));
        }
        let taxes_included = request["taxesIncluded"] == true;
        let of_lines = lines.iter().map(|line| (line.price * line.quantity, line.tax));
        let sum =
            of_parts(of_lines.chain(shipping.iter().map(|(_, price, tax)| (*price, *tax))), taxes_included);
        let mut paid = 0;
        let mut gateway = String::new();
        for given in request["transactions"].as_array().into_iter().flatten() {
            if given["kind"] == "SALE" && given["status"] == "SUCCESS" {
                paid += of_bag(&given["amountSet"], &currency, "transactions.amountSet")?;
                given["gateway"].as_str().unwrap_or("manual").clone_into(&mut gateway);
            }
        }
        check(paid, sum)?;
        Ok(Draft { lines, shipping, total: sum.total, tax: sum.tax, gateway })
    }

    fn line(&mut self, given: &Value, currency: &str) -> Result<Line, String> {
        let variant = number_of("ProductVariant", &given["variantId"]);
        let variant = variant.filter(|id| self.variants.contains_key(id));
        let variant = variant.ok_or("The variant does not exist; the twin sells nothing else.")?;
        let quantity = given["quantity"].as_i64().filter(|quantity| *quantity > 0);
        Ok(Line {
            id: self.next_id(),
            variant,
            quantity: quantity.ok_or("A quantity is at least one.")?,
            price: of_bag(&given["priceSet"], currency, "lineItems.priceSet")?,
            tax: of_taxes(&given["taxLines"], currency)?,
            shipped: 0,
            refunded: 0,
            removed: 0,
        })
    }

    /// Whether all units are there, lines of one variant taken together.
    fn has_all(&self, lines: &[Line]) -> bool {
        let mut wanted: BTreeMap<u64, i64> = BTreeMap::new();
        for line in lines {
            *wanted.entry(line.variant).or_default() += line.quantity;
        }
        wanted.iter().all(|(id, units)| {
            let variant = &self.variants[id];
            !variant.is_tracked || variant.sells_past_zero || variant.available >= *units
        })
    }
}
