//! Setup intents: a method saved for later, with its holder's consent.

use serde_json::{Map, Value, json};

use super::cards::{Asks, Does};
use super::charges::sentence;
use super::doc::Doc;
use super::error::Refusal;
use super::methods::habit;
use super::twin::{Cx, Twin};

impl Twin {
    pub(super) fn create_setup(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let metadata = self.metadata(&Value::Null, p)?;
        let customer = self.customer_param(cx, p)?;
        let on_behalf_of = p.get("on_behalf_of").and_then(Value::as_str);
        if let Some(other) = on_behalf_of.filter(|other| self.platforms.get(*other) != Some(&cx.account)) {
            return Err(Refusal::unknown("account", other, "on_behalf_of"));
        }
        let confirm = p.get("confirm") == Some(&json!(true));
        if !confirm && p.contains_key("confirmation_token") {
            let message =
                "You can only use the `confirmation_token` parameter when `confirm=true` on creation.";
            return Err(Refusal::invalid(message).param("confirmation_token"));
        }
        let method = match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, customer.as_deref())?),
            None => None,
        };
        let automatic = p.get("automatic_payment_methods").cloned().unwrap_or(json!({ "enabled": true }));
        let mut automatic = automatic;
        if automatic.get("allow_redirects").is_none() {
            automatic["allow_redirects"] = json!("always");
        }
        let id = self.chance.id("seti");
        let secret = format!("{id}_secret_{}", self.chance.letters(25));
        let setup = json!({
            "id": id, "object": "setup_intent", "allowed_payment_method_types": p.get("allowed_payment_method_types"),
            "application": cx.platform.as_ref().map(|_| "ca_twin"), "automatic_payment_methods": automatic,
            "cancellation_reason": null, "client_secret": secret, "created": self.seconds(), "customer": customer,
            "customer_account": null, "description": p.get("description"), "excluded_payment_method_types": null,
            "flow_directions": null, "last_setup_error": null, "latest_attempt": null, "livemode": false,
            "mandate": null, "metadata": metadata, "next_action": null, "on_behalf_of": on_behalf_of,
            "payment_method": method, "payment_method_configuration_details": null,
            "payment_method_options": {
                "card": { "mandate_options": null, "network": null, "request_three_d_secure": "automatic" },
            },
            "payment_method_types": ["card", "link"], "single_use_mandate": null,
            "status": if method.is_some() { "requires_confirmation" } else { "requires_payment_method" },
            "usage": p.get("usage").cloned().unwrap_or(json!("off_session")),
        });
        let id = self.add(&cx.account, "setup_intent", setup);
        self.emit(&cx.account, "setup_intent.created", &id);
        if confirm {
            let mut rest = p.clone();
            // The method has already been looked up.
            rest.remove("payment_method");
            let confirmed = self.confirm_setup(cx, &id, &rest);
            if confirmed.as_ref().is_err_and(|refusal| refusal.kind != "card_error") {
                self.store.remove(&id);
            }
            confirmed?;
        }
        Ok(self.shown(&id))
    }

    pub(super) fn update_setup(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "setup_intent", id)?.clone();
        if matches!(doc.text("status"), Some("succeeded" | "canceled")) {
            return Err(self.unexpected_setup(id, "updated"));
        }
        let metadata = self.metadata(doc.get("metadata"), p)?;
        let customer = self.customer_param(cx, p)?.or_else(|| doc.own("customer"));
        let method = match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, customer.as_deref())?),
            None => None,
        };
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.set("customer", customer);
        doc.take(p, &["description"]);
        if let Some(method) = method {
            doc.set("payment_method", method);
            doc.set("status", "requires_confirmation");
        }
        Ok(self.shown(id))
    }

    pub(super) fn confirm_setup(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "setup_intent", id)?.clone();
        if !matches!(
            doc.text("status"),
            Some("requires_payment_method" | "requires_confirmation" | "requires_action")
        ) {
            return Err(self.unexpected_setup(id, "confirmed"));
        }
        let customer = doc.own("customer");
        let token = p.get("confirmation_token").and_then(Value::as_str);
        let named = p.get("payment_method").and_then(Value::as_str);
        let method = match (token, named, doc.own("payment_method")) {
            (Some(token), ..) => {
                let method = self.token_method(cx, token)?;
                self.usable(cx, &method, customer.as_deref())?
            }
            (None, Some(named), _) => self.usable(cx, named, customer.as_deref())?,
            (None, None, Some(given)) => given,
            (None, None, None) => {
                let message = "You cannot confirm this SetupIntent because it's missing a payment method.";
                let refusal = Refusal::state("setup_intent_unexpected_state", message);
                return Err(refusal.with("setup_intent", self.shown(id)));
            }
        };
        let of_token = |name: &str| token.and_then(|token| self.store.doc(token).own(name));
        let return_url =
            p.get("return_url").and_then(Value::as_str).map(str::to_owned).or_else(|| of_token("return_url"));
        let in_browser = p.get("use_stripe_sdk") == Some(&json!(true))
            || token.is_some_and(|token| self.store.doc(token).is("use_stripe_sdk"));
        if doc.get("automatic_payment_methods")["allow_redirects"] == "always" && return_url.is_none() {
            let message = "This SetupIntent is configured to accept payment methods that might redirect your customer off \
                of your page, so you must provide a `return_url`.";
            return Err(Refusal::state("parameter_missing", message).param("return_url"));
        }
        let kind = self.store.doc(&method).own("type").expect("a method has a type");
        if !habit(&kind).is_some_and(|habit| habit.saves && !habit.redirects) {
            let message = format!("The PaymentMethod provided ({kind}) is not allowed for this SetupIntent.");
            return Err(Refusal::state("setup_intent_invalid_parameter", message).param("payment_method"));
        }
        let asks = self.card_of(&method).is_some_and(|card| card.asks != Asks::Never);
        if let Some(token) = token {
            self.spend_token(token, id, "setup_intent");
        }
        let doc = self.store.edit(id);
        doc.set("payment_method", method.clone());
        doc.set("last_setup_error", Value::Null);
        if !asks {
            self.save_method(cx, id, &method)?;
            return Ok(self.shown(id));
        }
        let action = self.next_action(id, return_url.as_deref(), in_browser);
        let doc = self.store.edit(id);
        doc.set("status", "requires_action");
        doc.set("next_action", action);
        self.emit(&cx.account, "setup_intent.requires_action", id);
        Ok(self.shown(id))
    }

    fn save_method(&mut self, cx: &Cx, id: &str, method: &str) -> Result<(), Refusal> {
        if let Some(Does::Declines(code, decline)) = self.card_of(method).map(|card| card.does) {
            let refusal = Refusal::card(code, Some(decline), sentence(code));
            let refusal = refusal.with("payment_method", self.shown(method));
            self.setup_failed(cx, id, &refusal);
            return Err(refusal.with("setup_intent", self.shown(id)));
        }
        let for_account = self.store.doc(id).own("on_behalf_of");
        self.set_up(method, &cx.account, for_account.as_deref());
        let doc = self.store.edit(id);
        doc.set("status", "succeeded");
        doc.set("next_action", Value::Null);
        if let Some(customer) = doc.own("customer") {
            self.tie(cx, method, &customer);
        }
        self.emit(&cx.account, "setup_intent.succeeded", id);
        Ok(())
    }

    fn setup_failed(&mut self, cx: &Cx, id: &str, refusal: &Refusal) {
        let doc = self.store.edit(id);
        doc.set("status", "requires_payment_method");
        doc.set("payment_method", Value::Null);
        doc.set("next_action", Value::Null);
        doc.set("last_setup_error", refusal.inner());
        self.emit(&cx.account, "setup_intent.setup_failed", id);
    }

    pub(super) fn setup_challenged(&mut self, cx: &Cx, id: &str, passed: bool) -> Result<(), Refusal> {
        let doc: &Doc = self.store.doc(id);
        if doc.text("status") != Some("requires_action") {
            return Err(self.unexpected_setup(id, "authenticated"));
        }
        let method = doc.own("payment_method").expect("an intent that waits has a method");
        if passed {
            return self.save_method(cx, id, &method);
        }
        let message = "We are unable to authenticate your payment method. Please choose a different payment method and \
            try again.";
        let refusal = Refusal::state("setup_intent_authentication_failure", message);
        self.setup_failed(cx, id, &refusal.with("payment_method", self.shown(&method)));
        Ok(())
    }

    pub(super) fn cancel_setup(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        if matches!(self.meant(cx, "setup_intent", id)?.text("status"), Some("succeeded" | "canceled")) {
            return Err(self.unexpected_setup(id, "canceled"));
        }
        let doc = self.store.edit(id);
        doc.set("status", "canceled");
        doc.set("next_action", Value::Null);
        doc.take(p, &["cancellation_reason"]);
        self.emit(&cx.account, "setup_intent.canceled", id);
        Ok(self.shown(id))
    }

    fn unexpected_setup(&self, id: &str, what: &str) -> Refusal {
        let status = self.store.doc(id).own("status").expect("an intent has a status");
        let message = format!("This SetupIntent cannot be {what} because it has a status of {status}.");
        Refusal::state("setup_intent_unexpected_state", message).with("setup_intent", self.shown(id))
    }
}
