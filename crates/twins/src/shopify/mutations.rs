//! The mutations that the twin knows.

use serde_json::{Map, Value, json};

use super::contract::contract;
use super::documents::{PUBLICATION, gid, number_of};
use super::error::{Refusal, user_error};
use super::twin::Twin;

type Arguments = Map<String, Value>;

impl Twin {
    /// Does it, once per key where there is one, and answers the payload.
    pub(super) fn mutate(
        &mut self,
        name: &str,
        arguments: &Arguments,
        key: Option<&str>,
    ) -> Result<Value, Refusal> {
        if contract().must_be_idempotent(name) && key.is_none_or(str::is_empty) {
            return Err(Refusal::Coded(
                "BAD_REQUEST",
                format!("The @idempotent directive is required for {name}."),
            ));
        }
        let remembered = key.map(|key| format!("{name} {key}"));
        if let Some(known) = remembered.as_ref().and_then(|key| self.remembered.get(key)) {
            let (before, payload) = known;
            return if before == arguments {
                Ok(payload.clone())
            } else {
                Err(Refusal::Coded("BAD_REQUEST", "This key was used with other arguments.".to_owned()))
            };
        }
        let payload = match name {
            "orderCreate" => self.order_create(arguments),
            "orderCancel" => self.order_cancel(arguments),
            "refundCreate" => self.refund_create(arguments),
            "webhookSubscriptionCreate" => self.hook_create(arguments),
            "webhookSubscriptionDelete" => self.hook_delete(arguments),
            "bulkOperationRunQuery" => self.bulk_run(arguments),
            "publishablePublish" => self.publish(arguments, true),
            "publishableUnpublish" => self.publish(arguments, false),
            // No custom app has the extension that makes a sales channel of an app.
            "channelCreate" => {
                let error = user_error(Some("INVALID"), &["input"], "The app has no channel specification.");
                json!({ "channel": null, "userErrors": [error] })
            }
            "appUninstall" => {
                self.uninstall();
                json!({ "userErrors": [] })
            }
            other => return Err(Refusal::lacking(format_args!("Mutation.{other}"))),
        };
        if let Some(key) = remembered {
            self.remembered.insert(key, (arguments.clone(), payload.clone()));
        }
        Ok(payload)
    }

    fn publish(&mut self, arguments: &Arguments, is_published: bool) -> Value {
        let refused = |field: &str, why: &str| json!({ "publishable": null, "userErrors": [user_error(None, &[field], why)] });
        let places = arguments["input"].as_array().cloned().unwrap_or_default();
        let is_ours = |place: &Value| self.settings.is_channel && place["publicationId"] == PUBLICATION;
        if places.is_empty() || !places.iter().all(is_ours) {
            return refused("input", "Publication does not exist or is not publishable.");
        }
        let id = number_of("Product", &arguments["id"]).filter(|id| self.products.contains_key(id));
        let Some(id) = id else { return refused("id", "Resource does not exist.") };
        self.show(id, is_published);
        json!({ "publishable": gid("Product", id), "userErrors": [] })
    }

    /// Sells a product through the app, or no longer.
    pub(super) fn show(&mut self, id: u64, is_published: bool) {
        if let Some(product) = self.products.get_mut(&id) {
            product.is_published = is_published;
        }
        self.changed(id);
    }
}
