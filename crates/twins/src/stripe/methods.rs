//! Payment methods: cards by their test numbers, and a few others that behave differently.

use serde_json::{Map, Value, json};

use super::cards::{Does, TestCard, by_name, by_number};
use super::error::Refusal;
use super::list::{Filter, page};
use super::params::need;
use super::twin::{Cx, Twin};

/// How a method other than a card pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    /// Its type.
    pub name: &'static str,
    /// The buyer is sent away and comes back.
    pub redirects: bool,
    /// It can be authorized first and captured later.
    pub holds: bool,
    /// It can be saved for later.
    pub saves: bool,
    /// It takes days.
    pub slow: bool,
    /// The only currency it knows, if there is one.
    pub currency: Option<&'static str>,
}

/// The types that the twin knows. A request may name others; they are refused as not activated.
pub(super) const HABITS: [Habit; 7] = [
    Habit { name: "card", redirects: false, holds: true, saves: true, slow: false, currency: None },
    Habit { name: "link", redirects: false, holds: true, saves: true, slow: false, currency: None },
    Habit { name: "ideal", redirects: true, holds: false, saves: false, slow: false, currency: Some("eur") },
    Habit {
        name: "bancontact",
        redirects: true,
        holds: false,
        saves: false,
        slow: false,
        currency: Some("eur"),
    },
    Habit { name: "klarna", redirects: true, holds: true, saves: false, slow: false, currency: None },
    Habit { name: "paypal", redirects: true, holds: true, saves: true, slow: false, currency: None },
    Habit {
        name: "sepa_debit",
        redirects: false,
        holds: false,
        saves: true,
        slow: true,
        currency: Some("eur"),
    },
];

pub(super) fn habit(kind: &str) -> Option<Habit> {
    HABITS.iter().copied().find(|habit| habit.name == kind)
}

/// An address has all its fields, be they null.
pub(super) fn fill_address(address: &mut Value) {
    if let Some(fields) = address.as_object_mut() {
        for name in ["city", "country", "line1", "line2", "postal_code", "state"] {
            fields.entry(name).or_insert(Value::Null);
        }
    }
}

pub(super) fn billing(sent: Option<&Value>) -> Value {
    let mut details = json!({ "address": null, "email": null, "name": null, "phone": null, "tax_id": null });
    for (name, value) in sent.and_then(Value::as_object).into_iter().flatten() {
        details[name] = if value == "" { Value::Null } else { value.clone() };
    }
    if details["address"].is_null() {
        details["address"] = json!({});
    }
    fill_address(&mut details["address"]);
    details
}

impl Twin {
    pub(super) fn create_method(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        if let Some(original) = p.get("payment_method").and_then(Value::as_str) {
            let copy = self.copy_method(cx, original, p.get("customer").and_then(Value::as_str))?;
            return Ok(self.shown(&copy));
        }
        let kind = need(p, "type")?.to_owned();
        let id = match (kind.as_str(), p.get("card")) {
            ("card", Some(card)) if card.get("number").is_some() => {
                let message = "Sending credit card numbers directly to the Stripe API is generally unsafe. Collect the \
                    card in the browser.";
                return Err(Refusal::invalid(message).param("card[number]"));
            }
            ("card", Some(card)) => {
                let card = self.read_card(card)?;
                self.new_card(cx, card.0, card.1, card.2, p)
            }
            ("card", None) => {
                return Err(Refusal::invalid("Missing required param: card.")
                    .code("parameter_missing")
                    .param("card"));
            }
            _ => self.new_other(cx, &kind, p)?,
        };
        let metadata = self.metadata(&Value::Null, p)?;
        self.store.edit(&id).set("metadata", metadata);
        Ok(self.shown(&id))
    }

    /// A card's number and expiry, checked.
    pub(super) fn read_card(&self, card: &Value) -> Result<(&'static TestCard, i64, i64), Refusal> {
        if let Some(token) = card["token"].as_str() {
            let name = token.replacen("tok_", "pm_card_", 1);
            let card = by_name(&name).ok_or_else(|| Refusal::unknown("token", token, "card[token]"))?;
            return Ok((card, 12, 2034));
        }
        let lacking = |name: &str| {
            Refusal::invalid(format!("Missing required param: card[{name}]."))
                .code("parameter_missing")
                .param(format!("card[{name}]"))
        };
        let number = card["number"].as_str().ok_or_else(|| lacking("number"))?;
        let month = card["exp_month"].as_i64().ok_or_else(|| lacking("exp_month"))?;
        let year = card["exp_year"].as_i64().ok_or_else(|| lacking("exp_year"))?;
        let year = if year < 100 { year + 2000 } else { year };
        let Some(found) = by_number(number) else {
            return Err(Refusal::card("incorrect_number", None, "Your card number is incorrect."));
        };
        if !(1..=12).contains(&month) {
            return Err(Refusal::card(
                "invalid_expiry_month",
                None,
                "Your card's expiration month is invalid.",
            ));
        }
        let this_year = 1970 + self.seconds().div_euclid(31_556_952);
        if year < this_year || year > this_year + 50 {
            return Err(Refusal::card(
                "invalid_expiry_year",
                None,
                "Your card's expiration year is invalid.",
            ));
        }
        let cvc = card["cvc"].as_str();
        if cvc.is_some_and(|cvc| {
            !(3..=4).contains(&cvc.len()) || !cvc.bytes().all(|digit| digit.is_ascii_digit())
        }) {
            return Err(Refusal::card("invalid_cvc", None, "Your card's security code is invalid."));
        }
        Ok((found, month, year))
    }

    pub(super) fn new_card(
        &mut self,
        cx: &Cx,
        card: &TestCard,
        month: i64,
        year: i64,
        p: &Map<String, Value>,
    ) -> String {
        let mut method = self.blank_method("card", p);
        method["card"] = card.shown(month, year);
        method["_card"] = json!(card.name);
        self.add(&cx.account, "payment_method", method)
    }

    pub(super) fn new_other(
        &mut self,
        cx: &Cx,
        kind: &str,
        p: &Map<String, Value>,
    ) -> Result<String, Refusal> {
        let Some(habit) = habit(kind) else {
            let message = format!("The payment method type `{kind}` is not activated for this account.");
            return Err(Refusal::state("payment_method_unactivated", message).param("type"));
        };
        let mut method = self.blank_method(kind, p);
        method[habit.name] = match habit.name {
            "ideal" => json!({ "bank": null, "bic": null }),
            "link" => json!({ "email": null }),
            "paypal" => json!({ "country": null, "payer_email": null, "payer_id": null }),
            "sepa_debit" => {
                let iban = p.get("sepa_debit").and_then(|debit| debit["iban"].as_str());
                let iban = iban.ok_or_else(|| {
                    Refusal::invalid("Missing required param: sepa_debit[iban].")
                        .code("parameter_missing")
                        .param("sepa_debit[iban]")
                })?;
                let last4: String =
                    iban.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
                method["_iban"] = json!(iban);
                json!({
                    "bank_code": null, "branch_code": null, "country": iban.get(..2), "fingerprint": null,
                    "generated_from": null, "last4": last4,
                })
            }
            _ => json!({}),
        };
        Ok(self.add(&cx.account, "payment_method", method))
    }

    fn blank_method(&mut self, kind: &str, p: &Map<String, Value>) -> Value {
        json!({
            "id": self.chance.id("pm"), "object": "payment_method",
            "allow_redisplay": p.get("allow_redisplay").cloned().unwrap_or(json!("unspecified")),
            "billing_details": billing(p.get("billing_details")), "created": self.seconds(), "customer": null,
            "customer_account": null, "livemode": false, "metadata": {}, "type": kind,
        })
    }

    /// A method by its id, or a fresh one by the name of a test card.
    pub(super) fn method_for(&mut self, cx: &Cx, id: &str, param: &str) -> Result<String, Refusal> {
        if let Some(card) = by_name(id) {
            return Ok(self.new_card(cx, card, 12, 2034, &Map::new()));
        }
        self.wanted(cx, "payment_method", id, param)?;
        Ok(id.to_owned())
    }

    /// A platform's method copied to the connected account.
    fn copy_method(&mut self, cx: &Cx, original: &str, customer: Option<&str>) -> Result<String, Refusal> {
        let Some(platform) = cx.platform.clone() else {
            let message =
                "You can only clone a PaymentMethod to a connected account: set the Stripe-Account header.";
            return Err(Refusal::invalid(message).param("payment_method"));
        };
        let home = Cx { account: platform, platform: None };
        let method = self.wanted(&home, "payment_method", original, "payment_method")?.clone();
        match (method.text("customer"), customer) {
            (Some(own), Some(named)) if own == named => {}
            (None, None) => {}
            (None, Some(named)) => {
                self.living_customer(&home, named, "customer")?;
                let message = "The payment method is not attached to this customer.";
                return Err(
                    Refusal::state("payment_method_unexpected_state", message).param("payment_method")
                );
            }
            (Some(own), _) => {
                let message = format!(
                    "The PaymentMethod {original} belongs to a Customer ({own}). Please include the Customer in \
                     the `customer` parameter to clone it."
                );
                return Err(Refusal::state("payment_method_unexpected_state", message).param("customer"));
            }
        }
        let mut copy = method;
        let id = self.chance.id("pm");
        copy.set("id", id.clone());
        copy.set("created", self.seconds());
        copy.set("customer", Value::Null);
        let country = self.store.doc(&cx.account).get("country").clone();
        let there = copy.get("_set_up_in").as_array().is_some_and(|all| all.contains(&country));
        copy.set("_set_up", there);
        copy.set("_used", false);
        self.store.add(&cx.account, "payment_method", copy);
        Ok(id)
    }

    pub(super) fn update_method(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "payment_method", id)?;
        if doc.text("customer").is_none() {
            let message = "You must save this PaymentMethod to a customer before you can update it.";
            return Err(Refusal::state("payment_method_unexpected_state", message));
        }
        let metadata = self.metadata(doc.get("metadata"), p)?;
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.take(p, &["allow_redisplay"]);
        if let Some(details) = p.get("billing_details") {
            doc.set("billing_details", billing(Some(details)));
        }
        if let Some(Value::Object(card)) = p.get("card") {
            let mut shown = doc.get("card").clone();
            for name in ["exp_month", "exp_year"] {
                if let Some(value) = card.get(name) {
                    shown[name] = value.clone();
                }
            }
            doc.set("card", shown);
        }
        self.emit(&cx.account, "payment_method.updated", id);
        Ok(self.shown(id))
    }

    pub(super) fn attach_method(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let customer = need(p, "customer")?;
        let method = if by_name(id).is_some() {
            self.method_for(cx, id, "id")?
        } else {
            self.meant(cx, "payment_method", id)?;
            id.to_owned()
        };
        self.living_customer(cx, customer, "customer")?;
        self.attach(cx, &method, customer)?;
        Ok(self.shown(&method))
    }

    /// Ties a method to a customer; a card that would be declined is declined here already.
    pub(super) fn attach(&mut self, cx: &Cx, method: &str, customer: &str) -> Result<(), Refusal> {
        let doc = self.store.doc(method);
        match doc.text("customer") {
            Some(own) if own == customer => return Ok(()),
            Some(_) => {
                let message = "The payment method you provided has already been attached to a customer.";
                return Err(Refusal::state("payment_method_unexpected_state", message));
            }
            None => {}
        }
        if doc.is("_used") {
            return Err(used_up());
        }
        if !doc.text("type").and_then(habit).is_some_and(|habit| habit.saves) {
            let message = "This payment method type cannot be saved to customers.";
            return Err(Refusal::state("payment_method_invalid_parameter", message));
        }
        if let Some(Does::Declines(code, decline)) = self.card_of(method).map(|card| card.does)
            && self.card_of(method).is_some_and(|card| card.asks == super::cards::Asks::Never)
        {
            return Err(Refusal::card(code, Some(decline), super::charges::sentence(code)));
        }
        self.tie(cx, method, customer);
        Ok(())
    }

    /// Ties a method to a customer without a look at the card: it has just been used for money or set up.
    pub(super) fn tie(&mut self, cx: &Cx, method: &str, customer: &str) {
        if self.store.doc(method).text("customer").is_some() {
            return;
        }
        self.store.edit(method).set("customer", customer);
        self.emit(&cx.account, "payment_method.attached", method);
    }

    pub(super) fn detach_method(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        if self.meant(cx, "payment_method", id)?.text("customer").is_none() {
            let message =
                "The payment method you provided is not attached to a customer so detachment is impossible.";
            return Err(Refusal::state("payment_method_unexpected_state", message));
        }
        self.detach(id);
        Ok(self.shown(id))
    }

    pub(super) fn detach(&mut self, id: &str) {
        let account = self.store.owner(id).to_owned();
        let doc = self.store.edit(id);
        doc.set("customer", Value::Null);
        // It may never be used again.
        doc.set("_used", true);
        self.emit(&account, "payment_method.detached", id);
    }

    pub(super) fn list_methods(
        &self,
        cx: &Cx,
        customer: Option<&str>,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let Some(customer) = customer.or_else(|| p.get("customer").and_then(Value::as_str)) else {
            let all = Filter {
                url: "/v1/payment_methods",
                by: &["type"],
                hidden: |doc| doc.text("customer").is_none(),
            };
            return self.list(cx, "payment_method", all, p);
        };
        self.living_customer(cx, customer, "customer")?;
        let kind = p.get("type").and_then(Value::as_str);
        let docs = self.store.all(&cx.account, "payment_method").rev().filter(|doc| {
            doc.text("customer") == Some(customer) && kind.is_none_or(|kind| doc.text("type") == Some(kind))
        });
        page(docs.collect(), "payment_method", "/v1/payment_methods", p)
    }

    /// The holder agreed to later payments, to merchants in the account's country and in that of the account it
    /// was asked for. Source: docs.stripe.com/connect/direct-charges-multiple-accounts, on setups across countries.
    pub(super) fn set_up(&mut self, method: &str, account: &str, for_account: Option<&str>) {
        let country = |account: &str| self.store.doc(account).get("country").clone();
        let countries: Vec<Value> = [Some(account), for_account].into_iter().flatten().map(country).collect();
        let doc = self.store.edit(method);
        doc.set("_set_up", true);
        doc.set("_set_up_in", countries);
    }

    /// The test card behind a method.
    pub(super) fn card_of(&self, method: &str) -> Option<&'static TestCard> {
        self.store.doc(method).text("_card").and_then(by_name)
    }
}

pub(super) fn used_up() -> Refusal {
    let message = "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, \
        shared with a connected account without Customer attachment, or was detached from a Customer. It may not be \
        used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.";
    Refusal::state("payment_method_unexpected_state", message).param("payment_method")
}
