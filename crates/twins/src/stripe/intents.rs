//! Payment intents: made, changed, canceled. Confirming is in `confirm`, capturing in `capture`.

use serde_json::{Map, Value, json};

use super::amounts;
use super::doc::Doc;
use super::error::Refusal;
use super::methods::{HABITS, fill_address};
use super::twin::{Cx, Twin};

const TAKEN: [&str; 8] = [
    "description",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
    "on_behalf_of",
];

impl Twin {
    pub(super) fn create_intent(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let amount = p["amount"].as_i64().expect("the contract wants a whole number");
        let currency = p["currency"].as_str().expect("the contract wants text").to_lowercase();
        amounts::check(amount, &currency)?;
        let metadata = self.metadata(&Value::Null, p)?;
        let customer = self.customer_param(cx, p)?;
        check_sources(p)?;
        let confirm = p.get("confirm") == Some(&json!(true));
        for name in ["off_session", "error_on_requires_action", "confirmation_token", "return_url"] {
            if !confirm && p.contains_key(name) {
                let message =
                    format!("You can only use the `{name}` parameter when `confirm=true` on creation.");
                return Err(Refusal::invalid(message).param(name));
            }
        }
        self.check_fee(cx, p, amount)?;
        self.check_open(cx)?;
        let types = types(p, &currency);
        let automatic = p.get("automatic_payment_methods").cloned().or_else(|| {
            (!p.contains_key("allowed_payment_method_types")).then(|| json!({ "enabled": true }))
        });
        let automatic = automatic.map(|mut sent| {
            if sent.get("allow_redirects").is_none() {
                sent["allow_redirects"] = json!("always");
            }
            sent
        });
        let id = self.chance.id("pi");
        let secret = format!("{id}_secret_{}", self.chance.letters(25));
        let mut doc = Doc::from(json!({
            "id": id, "object": "payment_intent", "amount": amount, "amount_capturable": 0,
            "amount_details": { "tip": {} }, "amount_received": 0, "application": null,
            "allowed_payment_method_types": p.get("allowed_payment_method_types"),
            "application_fee_amount": p.get("application_fee_amount"), "automatic_payment_methods": automatic,
            "canceled_at": null, "cancellation_reason": null,
            "capture_method": p.get("capture_method").cloned().unwrap_or(json!("automatic_async")),
            "client_secret": secret,
            "confirmation_method": p.get("confirmation_method").cloned().unwrap_or(json!("automatic")),
            "created": self.seconds(), "currency": currency, "customer": customer, "customer_account": null,
            "description": null, "excluded_payment_method_types": p.get("excluded_payment_method_types"),
            "last_payment_error": null, "latest_charge": null, "livemode": false, "managed_payments": null,
            "metadata": metadata, "next_action": null, "on_behalf_of": null, "payment_method": null,
            "payment_method_configuration_details": null, "payment_method_options": options(p, &json!({})),
            "payment_method_types": types, "payment_record": null, "processing": null, "receipt_email": null,
            "review": null, "setup_future_usage": null, "shipping": null, "source": null,
            "statement_descriptor": null, "statement_descriptor_suffix": null,
            "status": "requires_payment_method", "transfer_data": null, "transfer_group": null,
        }));
        if cx.platform.is_some() {
            doc.set("application", "ca_twin");
        }
        take(&mut doc, p);
        // What is sent along is checked before the intent exists.
        let method = match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, customer.as_deref())?),
            None => None,
        };
        if let Some(token) = p.get("confirmation_token").and_then(Value::as_str) {
            self.wanted(cx, "confirmation_token", token, "confirmation_token")?;
        }
        if let Some(method) = method {
            doc.set("payment_method", method);
            doc.set("status", "requires_confirmation");
        }
        let id = self.add(&cx.account, "payment_intent", Value::Object(doc.0));
        // A confirmation that cannot be carried out leaves no intent behind.
        let mut rest = p.clone();
        // The method has already been looked up.
        rest.remove("payment_method");
        let ready = match confirm.then(|| self.prepare(cx, &id, &rest)).transpose() {
            Ok(ready) => ready,
            Err(mut refusal) => {
                self.store.remove(&id);
                refusal.along.remove("payment_intent");
                return Err(refusal);
            }
        };
        self.emit(&cx.account, "payment_intent.created", &id);
        if let Some(ready) = ready {
            self.carry_out(cx, &id, ready)?;
        }
        Ok(self.shown(&id))
    }

    pub(super) fn update_intent(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "payment_intent", id)?.clone();
        let status = doc.own("status").expect("an intent has a status");
        let about_money =
            ["amount", "currency", "payment_method", "customer", "setup_future_usage", "capture_method"];
        let open = matches!(
            status.as_str(),
            "requires_payment_method" | "requires_confirmation" | "requires_action"
        );
        if let Some(name) = about_money.iter().find(|name| !open && p.contains_key(**name)) {
            let message = format!(
                "This PaymentIntent's {name} could not be updated because it has a status of {status}. You may \
                 only update the {name} of a PaymentIntent with one of the following statuses: \
                 requires_payment_method, requires_confirmation, requires_action."
            );
            return Err(self.unexpected(id, message));
        }
        let amount = p.get("amount").and_then(Value::as_i64).unwrap_or(doc.int("amount"));
        let currency = p.get("currency").and_then(Value::as_str).map(str::to_lowercase);
        let currency = currency.or_else(|| doc.own("currency")).expect("an intent has a currency");
        amounts::check(amount, &currency)?;
        check_sources(p)?;
        self.check_fee(cx, p, amount)?;
        let metadata = self.metadata(doc.get("metadata"), p)?;
        let customer = self.customer_param(cx, p)?.or_else(|| doc.own("customer"));
        let method = match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, customer.as_deref())?),
            None => None,
        };
        let options = options(p, doc.get("payment_method_options"));
        let now_ms = self.now_ms;
        let doc = self.store.edit(id);
        doc.set("amount", amount);
        doc.set("currency", currency);
        doc.set("metadata", metadata);
        doc.set("customer", customer);
        doc.set("payment_method_options", options);
        doc.set("_changed_ms", now_ms);
        doc.take(p, &["application_fee_amount", "capture_method"]);
        take(doc, p);
        if let Some(method) = method {
            doc.set("payment_method", method);
            if status == "requires_payment_method" {
                doc.set("status", "requires_confirmation");
            }
        }
        Ok(self.shown(id))
    }

    pub(super) fn cancel_intent(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let status = self.meant(cx, "payment_intent", id)?.own("status").expect("an intent has a status");
        if matches!(status.as_str(), "succeeded" | "canceled" | "processing") {
            let message = format!(
                "You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent \
                 with one of the following statuses may be canceled: requires_payment_method, requires_capture, \
                 requires_confirmation, requires_action."
            );
            return Err(self.unexpected(id, message));
        }
        let reason = p.get("cancellation_reason").cloned().unwrap_or(Value::Null);
        self.void(id, reason);
        Ok(self.shown(id))
    }

    /// The intent ends without money; a hold is let go of.
    pub(super) fn void(&mut self, id: &str, reason: Value) {
        let (seconds, now_ms) = (self.seconds(), self.now_ms);
        let account = self.store.owner(id).to_owned();
        let expired = reason == "expired";
        let doc = self.store.edit(id);
        let held = doc.text("status") == Some("requires_capture");
        let charge = doc.own("latest_charge");
        doc.set("status", "canceled");
        doc.set("canceled_at", seconds);
        doc.set("cancellation_reason", reason);
        doc.set("amount_capturable", 0);
        doc.set("next_action", Value::Null);
        doc.set("_changed_ms", now_ms);
        if let Some(charge) = charge.filter(|_| held) {
            let amount = self.store.doc(&charge).int("amount");
            self.let_go(&charge, amount, expired.then_some("expired_uncaptured_charge"));
        }
        self.emit(&account, "payment_intent.canceled", id);
    }

    /// A state that forbids what was asked, with the intent as it is.
    pub(super) fn unexpected(&self, id: &str, message: impl Into<String>) -> Refusal {
        Refusal::state("payment_intent_unexpected_state", message).with("payment_intent", self.shown(id))
    }

    pub(super) fn customer_param(&self, cx: &Cx, p: &Map<String, Value>) -> Result<Option<String>, Refusal> {
        let Some(customer) = p.get("customer").and_then(Value::as_str) else { return Ok(None) };
        self.living_customer(cx, customer, "customer")?;
        Ok(Some(customer.to_owned()))
    }

    fn check_fee(&self, cx: &Cx, p: &Map<String, Value>, amount: i64) -> Result<(), Refusal> {
        let Some(fee) = p.get("application_fee_amount").and_then(Value::as_i64) else { return Ok(()) };
        let refuse = |message: &str| Err(Refusal::invalid(message).param("application_fee_amount"));
        if cx.platform.is_none() {
            return refuse(
                "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct payment \
                 (using an OAuth key or Stripe-Account header) or destination payment (using \
                 `transfer_data[destination]`).",
            );
        }
        if fee < 1 {
            return refuse("This value must be greater than or equal to 1.");
        }
        if fee > amount {
            return refuse(
                "The application_fee_amount must be less than or equal to the amount of the charge.",
            );
        }
        Ok(())
    }

    /// An account that lost its capabilities takes no money.
    pub(super) fn check_open(&self, cx: &Cx) -> Result<(), Refusal> {
        if self.store.doc(&cx.account).is("charges_enabled") {
            return Ok(());
        }
        let message = "Your account cannot currently make charges. The `card_payments` capability must be active \
            to create this charge.";
        Err(Refusal::state("capability_not_active", message))
    }
}

/// Of the ways to say how it is paid, only one.
fn check_sources(p: &Map<String, Value>) -> Result<(), Refusal> {
    let ways = ["payment_method", "payment_method_data", "confirmation_token"];
    let sent: Vec<&str> = ways.into_iter().filter(|name| p.contains_key(*name)).collect();
    if sent.len() > 1 {
        let message = format!("You may only specify one of these parameters: {}.", sent.join(", "));
        return Err(Refusal::invalid(message).code("parameters_exclusive"));
    }
    if p.contains_key("allowed_payment_method_types") && p.contains_key("automatic_payment_methods") {
        let message = "You may only specify one of these parameters: allowed_payment_method_types, \
            automatic_payment_methods.";
        return Err(Refusal::invalid(message).code("parameters_exclusive"));
    }
    Ok(())
}

/// The types a buyer may choose from.
fn types(p: &Map<String, Value>, currency: &str) -> Value {
    if let Some(allowed) = p.get("allowed_payment_method_types") {
        return allowed.clone();
    }
    let excluded = p.get("excluded_payment_method_types").and_then(Value::as_array);
    let fits = HABITS.iter().filter(|habit| {
        let out = excluded.is_some_and(|all| all.iter().any(|one| one == habit.name));
        !out && habit.currency.is_none_or(|only| only == currency)
    });
    json!(fits.map(|habit| habit.name).collect::<Vec<_>>())
}

/// Options as they are shown: those of a card are always there.
pub(super) fn options(p: &Map<String, Value>, old: &Value) -> Value {
    let mut all = old.clone();
    if !all["card"].is_object() {
        let card = json!({ "installments": null, "mandate_options": null, "network": null });
        all["card"] = card;
        all["card"]["request_three_d_secure"] = json!("automatic");
    }
    for (kind, sent) in p.get("payment_method_options").and_then(Value::as_object).into_iter().flatten() {
        let shown: &[&str] = match kind.as_str() {
            "card" => &["capture_method", "request_three_d_secure", "setup_future_usage"],
            "klarna" | "paypal" | "link" => &["capture_method"],
            _ => &[],
        };
        for name in shown {
            if let Some(value) = sent.get(*name).filter(|value| **value != "") {
                all[kind][*name] = value.clone();
            }
        }
        if kind == "klarna" && all[kind].is_object() {
            all[kind]["preferred_locale"] = Value::Null;
        }
        if kind == "paypal" && all[kind].is_object() {
            all[kind]["preferred_locale"] = Value::Null;
            all[kind]["reference"] = Value::Null;
        }
        if kind == "link" && all[kind].is_object() {
            all[kind]["persistent_token"] = Value::Null;
        }
    }
    all
}

pub(super) fn take(doc: &mut Doc, p: &Map<String, Value>) {
    doc.take(p, &TAKEN);
    if p.contains_key("shipping") && doc.get("shipping").is_object() {
        let mut shipping = doc.get("shipping").clone();
        fill_address(&mut shipping["address"]);
        for name in ["carrier", "phone", "tracking_number"] {
            if shipping.get(name).is_none() {
                shipping[name] = Value::Null;
            }
        }
        doc.set("shipping", shipping);
    }
}
