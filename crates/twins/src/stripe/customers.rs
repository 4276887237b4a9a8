//! Customers.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::twin::{Cx, Twin};

const TAKEN: [&str; 9] = [
    "address",
    "balance",
    "description",
    "email",
    "name",
    "phone",
    "shipping",
    "preferred_locales",
    "tax_exempt",
];

impl Twin {
    pub(super) fn create_customer(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let metadata = self.metadata(&Value::Null, p)?;
        let method = match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.method_for(cx, method, "payment_method")?),
            None => None,
        };
        let prefix = self.chance.letters(8).to_uppercase();
        let customer = json!({
            "id": format!("cus_{}", self.chance.letters(14)), "object": "customer", "address": null, "balance": 0,
            "created": self.seconds(), "currency": null, "customer_account": null, "default_source": null,
            "delinquent": false, "description": null, "discount": null, "email": null, "invoice_prefix": prefix,
            "invoice_settings": {
                "custom_fields": null, "default_payment_method": null, "footer": null, "rendering_options": null,
            },
            "livemode": false, "metadata": metadata, "name": null, "next_invoice_sequence": 1, "phone": null,
            "preferred_locales": [], "shipping": null, "tax_exempt": "none", "test_clock": null,
        });
        let id = self.add(&cx.account, "customer", customer);
        self.take_customer(cx, &id, p)?;
        if let Some(method) = method {
            self.attach(cx, &method, &id)?;
        }
        self.emit(&cx.account, "customer.created", &id);
        Ok(self.shown(&id))
    }

    fn take_customer(&mut self, cx: &Cx, id: &str, p: &Map<String, Value>) -> Result<(), Refusal> {
        let default = p.get("invoice_settings").and_then(|settings| settings.get("default_payment_method"));
        let default = match default.and_then(Value::as_str).filter(|method| !method.is_empty()) {
            Some(method) => {
                let param = "invoice_settings[default_payment_method]";
                let doc = self.wanted(cx, "payment_method", method, param)?;
                if doc.text("customer") != Some(id) {
                    let message = "The customer does not have a payment method with the ID provided.";
                    return Err(Refusal::state("resource_missing", message).param(param));
                }
                Some(method.to_owned())
            }
            None => None,
        };
        let doc = self.store.edit(id);
        doc.take(p, &TAKEN);
        for name in ["address", "shipping"] {
            let mut place = doc.get(name).clone();
            super::methods::fill_address(if name == "address" { &mut place } else { &mut place["address"] });
            if doc.get(name).is_object() {
                if name == "shipping" && place.get("phone").is_none() {
                    place["phone"] = Value::Null;
                }
                doc.set(name, place);
            }
        }
        if let Some(method) = default {
            let mut settings = doc.get("invoice_settings").clone();
            settings["default_payment_method"] = json!(method);
            doc.set("invoice_settings", settings);
        }
        Ok(())
    }

    pub(super) fn update_customer(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.living_customer(cx, id, "id")?;
        let metadata = self.metadata(self.store.doc(id).get("metadata"), p)?;
        self.take_customer(cx, id, p)?;
        self.store.edit(id).set("metadata", metadata);
        self.emit(&cx.account, "customer.updated", id);
        Ok(self.shown(id))
    }

    pub(super) fn delete_customer(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        self.living_customer(cx, id, "id")?;
        let methods = self.store.all(&cx.account, "payment_method");
        let own = methods.filter(|one| one.text("customer") == Some(id)).map(|one| one.id().to_owned());
        for method in own.collect::<Vec<_>>() {
            self.detach(&method);
        }
        self.emit(&cx.account, "customer.deleted", id);
        self.store.edit(id).set("_deleted", true);
        Ok(json!({ "id": id, "object": "customer", "deleted": true }))
    }

    /// A customer that is there and was not deleted.
    pub(super) fn living_customer(&self, cx: &Cx, id: &str, param: &str) -> Result<(), Refusal> {
        let found = if param == "id" {
            self.meant(cx, "customer", id)
        } else {
            self.wanted(cx, "customer", id, param)
        };
        match found {
            Ok(doc) if doc.is("_deleted") && param == "id" => Err(Refusal::missing("customer", id)),
            Ok(doc) if doc.is("_deleted") => Err(Refusal::unknown("customer", id, param)),
            Ok(_) => Ok(()),
            Err(refusal) => Err(refusal),
        }
    }
}
