//! Products and prices, as far as subscriptions need them.

use serde_json::{Map, Value, json};

use super::amounts;
use super::error::Refusal;
use super::twin::{Cx, Twin};

impl Twin {
    pub(super) fn create_product(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let metadata = self.metadata(&Value::Null, p)?;
        let id = match p.get("id").and_then(Value::as_str) {
            Some(id) if self.store.any(id).is_some() => {
                return Err(Refusal::state(
                    "resource_already_exists",
                    format!("Product already exists: {id}"),
                )
                .param("id"));
            }
            Some(id) => id.to_owned(),
            None => format!("prod_{}", self.chance.letters(14)),
        };
        let mut product = json!({
            "id": id, "object": "product", "active": true, "created": self.seconds(), "default_price": null,
            "description": null, "images": [], "livemode": false, "marketing_features": [], "metadata": metadata,
            "name": p["name"], "package_dimensions": null, "shippable": null, "statement_descriptor": null,
            "tax_code": null, "tax_details": null, "type": "service", "unit_label": null, "updated": self.seconds(),
            "url": null,
        });
        for name in
            ["active", "description", "images", "shippable", "statement_descriptor", "unit_label", "url"]
        {
            if let Some(value) = p.get(name) {
                product[name] = value.clone();
            }
        }
        let id = self.add(&cx.account, "product", product);
        self.emit(&cx.account, "product.created", &id);
        Ok(self.shown(&id))
    }

    pub(super) fn create_price(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let product = match (p.get("product").and_then(Value::as_str), p.get("product_data")) {
            (Some(product), None) => {
                self.wanted(cx, "product", product, "product")?;
                product.to_owned()
            }
            (None, Some(Value::Object(data))) => {
                let product = self.create_product(cx, data)?;
                product["id"].as_str().expect("a product has an id").to_owned()
            }
            _ => {
                let message = "You must specify either `product` or `product_data` when creating a price.";
                return Err(Refusal::invalid(message).code("parameter_missing").param("product"));
            }
        };
        let metadata = self.metadata(&Value::Null, p)?;
        let id = self.new_price(cx, p, &product, metadata)?;
        self.emit(&cx.account, "price.created", &id);
        Ok(self.shown(&id))
    }

    /// A price out of `currency`, `unit_amount` and `recurring`, be it kept for itself or inline.
    pub(super) fn new_price(
        &mut self,
        cx: &Cx,
        p: &Map<String, Value>,
        product: &str,
        metadata: Value,
    ) -> Result<String, Refusal> {
        let currency = p["currency"].as_str().expect("the contract wants text").to_lowercase();
        if amounts::exponent(&currency).is_none() {
            return Err(Refusal::invalid(format!("Invalid currency: {currency}")).param("currency"));
        }
        let amount = p.get("unit_amount").and_then(Value::as_i64);
        let Some(amount) = amount.filter(|amount| (0..=amounts::LARGEST).contains(amount)) else {
            let message = "The twin models prices with a `unit_amount` of at most eight digits only.";
            return Err(Refusal::invalid(message).code("parameter_missing").param("unit_amount"));
        };
        if let Some(sent) = p.get("recurring") {
            let count = sent["interval_count"].as_i64().unwrap_or(1);
            // Three years at most.
            let most = match sent["interval"].as_str() {
                Some("day") => 1095,
                Some("week") => 156,
                Some("month") => 36,
                _ => 3,
            };
            if !(1..=most).contains(&count) {
                let message = format!("The interval count must be from 1 to {most}; it is {count}.");
                return Err(Refusal::invalid(message).param("recurring[interval_count]"));
            }
        }
        let recurring = p.get("recurring").map(|sent| {
            json!({
                "interval": sent["interval"], "interval_count": sent["interval_count"].as_i64().unwrap_or(1),
                "meter": null, "trial_period_days": null, "usage_type": "licensed",
            })
        });
        let price = json!({
            "id": self.chance.id("price"), "object": "price", "active": true, "billing_scheme": "per_unit",
            "created": self.seconds(), "currency": currency, "custom_unit_amount": null, "livemode": false,
            "lookup_key": null, "metadata": metadata, "nickname": p.get("nickname"), "product": product,
            "recurring": recurring, "tax_behavior": p.get("tax_behavior").cloned().unwrap_or(json!("unspecified")),
            "tiers_mode": null, "transform_quantity": null,
            "type": if p.contains_key("recurring") { "recurring" } else { "one_time" }, "unit_amount": amount,
            "unit_amount_decimal": amount.to_string(),
        });
        Ok(self.add(&cx.account, "price", price))
    }
}
