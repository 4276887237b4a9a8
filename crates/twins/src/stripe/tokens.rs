//! Confirmation tokens: what a buyer's browser collected, to be used once.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::methods::{billing, fill_address};
use super::twin::{Cx, Twin};

/// A token is good for twelve hours.
const GOOD_S: i64 = 12 * 3600;

impl Twin {
    /// The test helper of the API; browsers come through [`Twin::tokenize`].
    pub(super) fn create_token(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let id = self.new_token(cx, p)?;
        Ok(self.shown(&id))
    }

    pub(super) fn new_token(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<String, Refusal> {
        let saved = p.get("payment_method").and_then(Value::as_str);
        let method = match (saved, p.get("payment_method_data")) {
            (Some(saved), _) => self.method_for(cx, saved, "payment_method")?,
            (None, Some(Value::Object(data))) => {
                let kind = super::params::need(data, "type")?.to_owned();
                match data.get("card") {
                    Some(card) => {
                        let (card, month, year) = self.read_card(card)?;
                        self.new_card(cx, card, month, year, data)
                    }
                    None => self.new_other(cx, &kind, data)?,
                }
            }
            (None, _) => {
                let message = "You must provide either `payment_method` or `payment_method_data`.";
                return Err(Refusal::invalid(message).code("parameter_missing").param("payment_method"));
            }
        };
        let doc = self.store.doc(&method);
        let mut preview = Map::new();
        let kind = doc.own("type").expect("a method has a type");
        for name in
            ["allow_redisplay", "billing_details", "customer", "customer_account", "type", kind.as_str()]
        {
            preview.insert(name.to_owned(), doc.get(name).clone());
        }
        preview.insert("billing_details".to_owned(), billing(Some(doc.get("billing_details"))));
        let mut shipping = p.get("shipping").cloned().unwrap_or(Value::Null);
        if shipping.is_object() {
            fill_address(&mut shipping["address"]);
            let phone = shipping["phone"].clone();
            shipping["phone"] = phone;
        }
        let token = json!({
            "id": self.chance.id("ctoken"), "object": "confirmation_token", "created": self.seconds(),
            "expires_at": self.seconds() + GOOD_S, "livemode": false, "mandate_data": null, "metadata": null,
            "payment_intent": null, "payment_method_options": null, "payment_method_preview": preview,
            "return_url": p.get("return_url"), "setup_future_usage": p.get("setup_future_usage"),
            "setup_intent": null, "shipping": shipping, "use_stripe_sdk": p.contains_key("_browser"),
            "_method": method,
        });
        Ok(self.add(&cx.account, "confirmation_token", token))
    }

    /// The method in a token that may still be used for this intent.
    pub(super) fn token_method(&self, cx: &Cx, token: &str) -> Result<String, Refusal> {
        let doc = self.wanted(cx, "confirmation_token", token, "confirmation_token")?;
        let refuse =
            |message: &str| Err(Refusal::state("token_already_used", message).param("confirmation_token"));
        if doc.is("_spent") {
            return refuse(
                "The provided ConfirmationToken has already been used. Create another one in the browser.",
            );
        }
        if doc.int("expires_at") <= self.seconds() {
            return refuse("The provided ConfirmationToken has expired. Create another one in the browser.");
        }
        Ok(doc.own("_method").expect("a token has a method"))
    }

    /// Uses a token up for one intent, whose kind is `field`.
    pub(super) fn spend_token(&mut self, token: &str, intent: &str, field: &str) {
        let doc = self.store.edit(token);
        doc.set(field, intent);
        doc.set("_spent", true);
    }
}
