//! Confirming a payment intent: which method, whether its holder must be asked, and what comes of it.

use serde_json::{Map, Value, json};

use super::cards::{Asks, Does};
use super::charges::sentence;
use super::error::Refusal;
use super::intents::{options, take};
use super::methods::{Habit, habit, used_up};
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// How long a hold lasts.
const HOLD_MS: i64 = 7 * 24 * 3_600_000;

/// A confirmation that may be carried out.
pub(super) struct Ready {
    method: String,
    habit: Habit,
    token: Option<String>,
    return_url: Option<String>,
    in_browser: bool,
    off_session: bool,
    /// Nobody is there to answer a question.
    silent: bool,
}

impl Twin {
    pub(super) fn confirm_intent(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.meant(cx, "payment_intent", id)?;
        self.confirm(cx, id, p)?;
        Ok(self.shown(id))
    }

    pub(super) fn confirm(&mut self, cx: &Cx, id: &str, p: &Map<String, Value>) -> Result<(), Refusal> {
        let ready = self.prepare(cx, id, p)?;
        self.carry_out(cx, id, ready)
    }

    /// Everything that may be wrong with a confirmation is found out before anything happens.
    pub(super) fn prepare(&mut self, cx: &Cx, id: &str, p: &Map<String, Value>) -> Result<Ready, Refusal> {
        let doc = self.store.doc(id);
        let status = doc.own("status").expect("an intent has a status");
        if !matches!(status.as_str(), "requires_payment_method" | "requires_confirmation" | "requires_action")
        {
            let message = format!(
                "You cannot confirm this PaymentIntent because it has already {}.",
                if status == "succeeded" {
                    "succeeded after being previously confirmed".to_owned()
                } else {
                    format!("a status of {status}")
                }
            );
            return Err(self.unexpected(id, message));
        }
        self.check_open(cx)?;
        let method = self.method_to_confirm(cx, id, p)?;
        let options = options(p, self.store.doc(id).get("payment_method_options"));
        let off_session = matches!(p.get("off_session"), Some(Value::Bool(true) | Value::String(_)));
        let token =
            p.get("confirmation_token").and_then(Value::as_str).map(|token| self.store.doc(token).clone());
        let of_token = |name: &str| token.as_ref().and_then(|token| token.own(name));
        let return_url =
            p.get("return_url").and_then(Value::as_str).map(str::to_owned).or_else(|| of_token("return_url"));
        let in_browser = p.get("use_stripe_sdk") == Some(&json!(true))
            || token.as_ref().is_some_and(|token| token.is("use_stripe_sdk"));
        let doc = self.store.edit(id);
        take(doc, p);
        doc.take(p, &["capture_method"]);
        doc.set("payment_method_options", options);
        if let Some(usage) =
            of_token("setup_future_usage").filter(|_| doc.get("setup_future_usage").is_null())
        {
            doc.set("setup_future_usage", usage);
        }
        if let Some(shipping) =
            token.as_ref().map(|token| token.get("shipping")).filter(|place| place.is_object())
            && doc.get("shipping").is_null()
        {
            let shipping = json!({ "shipping": shipping });
            take(doc, shipping.as_object().expect("just made"));
        }
        let habit = self.fitting(id, &method)?;
        let automatic = self.store.doc(id).get("automatic_payment_methods").clone();
        if automatic["enabled"] == true && automatic["allow_redirects"] == "always" && return_url.is_none() {
            let message = "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. \
                Because some of these payment methods might redirect your customer off of your page, you must provide \
                a `return_url`. If you don't want to accept redirect-based payment methods, set \
                `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to \
                `never` when creating Setup Intents and Payment Intents.";
            return Err(Refusal::state("parameter_missing", message)
                .param("return_url")
                .with("payment_intent", self.shown(id)));
        }
        if habit.redirects && return_url.is_none() {
            return Err(Refusal::state("parameter_missing", "Missing required param: return_url.")
                .param("return_url"));
        }
        let silent = off_session || p.get("error_on_requires_action") == Some(&json!(true));
        let token = token.map(|token| token.id().to_owned());
        Ok(Ready { method, habit, token, return_url, in_browser, off_session, silent })
    }

    pub(super) fn carry_out(&mut self, cx: &Cx, id: &str, ready: Ready) -> Result<(), Refusal> {
        let Ready { method, habit, token, return_url, in_browser, off_session, silent } = ready;
        if let Some(token) = token {
            self.spend_token(&token, id, "payment_intent");
        }
        let asked = self.must_ask(id, &method, habit, off_session);
        let doc = self.store.edit(id);
        doc.set("payment_method", method.clone());
        doc.set("last_payment_error", Value::Null);
        doc.set("next_action", Value::Null);
        if !asked {
            return self.settle(cx, id, &method, false);
        }
        if silent {
            return Err(self.fail(cx, id, &method, "authentication_required", "authentication_required"));
        }
        let action = self.next_action(id, return_url.as_deref(), in_browser && !habit.redirects);
        let now_ms = self.now_ms;
        let doc = self.store.edit(id);
        doc.set("status", "requires_action");
        doc.set("next_action", action);
        doc.set("_changed_ms", now_ms);
        self.emit(&cx.account, "payment_intent.requires_action", id);
        Ok(())
    }

    /// What the buyer has to do now: in the page, or elsewhere.
    pub(super) fn next_action(&self, id: &str, return_url: Option<&str>, in_browser: bool) -> Value {
        let secret = self.store.doc(id).own("client_secret").expect("an intent has a secret");
        let page = format!("{}/_twin/challenge/{id}?client_secret={secret}", self.base);
        match return_url.filter(|_| !in_browser) {
            Some(back) => {
                let url = format!("{page}&return_url={}", crate::form::encode(back));
                json!({ "type": "redirect_to_url", "redirect_to_url": { "url": url, "return_url": back } })
            }
            None => json!({
                "type": "use_stripe_sdk",
                "use_stripe_sdk": { "type": "three_d_secure_redirect", "stripe_js": page },
            }),
        }
    }

    /// The method named, or the one the intent has.
    fn method_to_confirm(&mut self, cx: &Cx, id: &str, p: &Map<String, Value>) -> Result<String, Refusal> {
        let customer = self.store.doc(id).own("customer");
        if let Some(token) = p.get("confirmation_token").and_then(Value::as_str) {
            let method = self.token_method(cx, token)?;
            return self.usable(cx, &method, customer.as_deref());
        }
        if let Some(Value::Object(data)) = p.get("payment_method_data") {
            let kind = super::params::need(data, "type")?.to_owned();
            if kind == "card" {
                let message = "Sending credit card numbers directly to the Stripe API is generally unsafe. Collect the card \
                    in the browser.";
                return Err(Refusal::invalid(message).param("payment_method_data"));
            }
            return self.new_other(cx, &kind, data);
        }
        let named = p.get("payment_method").and_then(Value::as_str).map(str::to_owned);
        match named.or_else(|| self.store.doc(id).own("payment_method")) {
            Some(method) => self.usable(cx, &method, customer.as_deref()),
            None => {
                let message = "You cannot confirm this PaymentIntent because it's missing a payment method. You can \
                    either update the PaymentIntent with a payment method and then confirm it again, or confirm it \
                    again directly with a payment method or ConfirmationToken.";
                Err(self.unexpected(id, message))
            }
        }
    }

    /// A method that may be used for this customer.
    pub(super) fn usable(
        &mut self,
        cx: &Cx,
        method: &str,
        customer: Option<&str>,
    ) -> Result<String, Refusal> {
        let method = self.method_for(cx, method, "payment_method")?;
        let doc = self.store.doc(&method);
        match (doc.text("customer"), customer) {
            (None, _) if doc.is("_used") => Err(used_up()),
            (Some(own), Some(other)) if own != other => Err(Refusal::state(
                "payment_method_unexpected_state",
                format!("The provided PaymentMethod {method} does not belong to the Customer {other}."),
            )
            .param("payment_method")),
            (Some(own), None) => Err(Refusal::state(
                "payment_method_unexpected_state",
                format!(
                    "The PaymentMethod {method} belongs to the Customer {own}. Please include the Customer in the \
                     `customer` parameter on the PaymentIntent."
                ),
            )
            .param("payment_method")),
            _ => Ok(method),
        }
    }

    /// The method's habit, if this intent may be paid so.
    fn fitting(&self, id: &str, method: &str) -> Result<Habit, Refusal> {
        let doc = self.store.doc(id);
        let kind = self.store.doc(method).own("type").expect("a method has a type");
        let known = habit(&kind).expect("a method that was made has a known type");
        let refuse = |message: String| {
            let refusal = Refusal::state("payment_intent_incompatible_payment_method", message);
            Err(refusal.param("payment_method").with("payment_intent", doc.shown()))
        };
        let offered =
            doc.get("payment_method_types").as_array().into_iter().flatten().any(|one| *one == kind);
        if !offered {
            return refuse(format!(
                "The PaymentMethod provided ({kind}) is not allowed for this PaymentIntent."
            ));
        }
        if known.redirects && doc.get("automatic_payment_methods")["allow_redirects"] == "never" {
            return refuse(format!(
                "The PaymentMethod provided ({kind}) redirects, which this PaymentIntent forbids."
            ));
        }
        if doc.text("capture_method") == Some("manual") && !known.holds {
            return refuse(format!(
                "The PaymentMethod provided ({kind}) cannot be used with manual capture."
            ));
        }
        if doc.text("setup_future_usage").is_some() && !known.saves {
            return refuse(format!("The PaymentMethod provided ({kind}) cannot be set up for future usage."));
        }
        Ok(known)
    }

    fn must_ask(&self, id: &str, method: &str, habit: Habit, off_session: bool) -> bool {
        if habit.redirects {
            return true;
        }
        let Some(card) = self.card_of(method) else { return false };
        let set_up = self.store.doc(method).is("_set_up");
        let wish = self.store.doc(id).get("payment_method_options")["card"]["request_three_d_secure"].clone();
        match card.asks {
            _ if !off_session && (wish == "any" || wish == "challenge") => true,
            Asks::Never => false,
            Asks::Always => true,
            Asks::UntilSetUp => !off_session || !set_up,
            Asks::OnSession => !off_session,
        }
    }

    /// The money moves, is held, or is refused.
    pub(super) fn settle(&mut self, cx: &Cx, id: &str, method: &str, asked: bool) -> Result<(), Refusal> {
        let kind = self.store.doc(method).own("type").expect("a method has a type");
        let habit = habit(&kind).expect("a method that was made has a known type");
        let saved = self.store.doc(method).text("customer").is_some();
        match self.card_of(method).map(|card| card.does) {
            Some(Does::Declines(code, decline)) => return Err(self.fail(cx, id, method, code, decline)),
            Some(Does::DeclinesOnceSaved) if saved => {
                return Err(self.fail(cx, id, method, "card_declined", "generic_decline"));
            }
            _ => {}
        }
        self.keep_method(cx, id, method);
        let doc = self.store.doc(id);
        let manual = doc.text("capture_method") == Some("manual")
            || doc.get("payment_method_options")[&kind]["capture_method"] == "manual";
        let (amount, now_ms) = (doc.int("amount"), self.now_ms);
        if habit.slow {
            self.new_charge(cx, id, method, "pending", asked);
            let doc = self.store.edit(id);
            doc.set("status", "processing");
            doc.set("next_action", Value::Null);
            doc.set("_changed_ms", now_ms);
            self.timers.set(now_ms + self.settings.processing_ms, Timer::Settles { intent: id.to_owned() });
            self.emit(&cx.account, "payment_intent.processing", id);
            return Ok(());
        }
        if manual && habit.holds {
            let charge = self.new_charge(cx, id, method, "held", asked);
            let doc = self.store.edit(id);
            doc.set("status", "requires_capture");
            doc.set("amount_capturable", amount);
            doc.set("next_action", Value::Null);
            doc.set("_changed_ms", now_ms);
            self.timers.set(now_ms + HOLD_MS, Timer::HoldEnds { intent: id.to_owned() });
            self.emit(&cx.account, "charge.succeeded", &charge);
            self.emit(&cx.account, "payment_intent.amount_capturable_updated", id);
            return Ok(());
        }
        let charge = self.new_charge(cx, id, method, "succeeded", asked);
        self.received(cx, id, &charge, amount);
        self.emit(&cx.account, "charge.succeeded", &charge);
        self.emit(&cx.account, "payment_intent.succeeded", id);
        self.after_payment(cx, id, &charge);
        Ok(())
    }

    /// After a payment a method is the customer's, or used up.
    fn keep_method(&mut self, cx: &Cx, id: &str, method: &str) {
        let doc = self.store.doc(id);
        let usage = doc.own("setup_future_usage");
        let usage = usage.or_else(|| {
            doc.get("payment_method_options")["card"]["setup_future_usage"].as_str().map(str::to_owned)
        });
        match (usage.filter(|usage| usage != "none"), doc.own("customer")) {
            (Some(_), Some(customer)) => {
                self.set_up(method, &cx.account, None);
                self.tie(cx, method, &customer);
            }
            _ if self.store.doc(method).text("customer").is_none() => {
                self.store.edit(method).set("_used", true);
            }
            _ => {}
        }
    }

    /// The bank says no: a failed charge, and the intent waits for another method.
    pub(super) fn fail(
        &mut self,
        cx: &Cx,
        id: &str,
        method: &str,
        code: &'static str,
        decline: &'static str,
    ) -> Refusal {
        let charge = self.new_charge(cx, id, method, "failed", false);
        let doc = self.store.edit(&charge);
        doc.set("failure_code", code);
        doc.set("failure_message", sentence(code));
        let shown = self.shown(method);
        let refusal = Refusal::card(code, Some(decline), sentence(code)).with("charge", json!(charge));
        let error = refusal.clone().with("payment_method", shown.clone()).inner();
        let now_ms = self.now_ms;
        if self.store.doc(method).text("customer").is_none() {
            self.store.edit(method).set("_used", true);
        }
        let doc = self.store.edit(id);
        doc.set("status", "requires_payment_method");
        doc.set("payment_method", Value::Null);
        doc.set("next_action", Value::Null);
        doc.set("last_payment_error", error);
        doc.set("_changed_ms", now_ms);
        self.emit(&cx.account, "charge.failed", &charge);
        self.emit(&cx.account, "payment_intent.payment_failed", id);
        self.invoice_unpaid(id);
        refusal.with("payment_method", shown).with("payment_intent", self.shown(id))
    }

    /// The buyer passed or failed what was asked.
    pub(super) fn challenged(&mut self, cx: &Cx, id: &str, passed: bool) -> Result<(), Refusal> {
        let doc = self.store.doc(id);
        if doc.text("status") != Some("requires_action") {
            return Err(self.unexpected(id, "This PaymentIntent does not wait for its buyer."));
        }
        let method = doc.own("payment_method").expect("an intent that waits has a method");
        if passed {
            return self.settle(cx, id, &method, true);
        }
        let message = "We are unable to authenticate your payment method. Please choose a different payment method and \
            try again.";
        let refusal = Refusal::state("payment_intent_authentication_failure", message);
        let error = refusal.with("payment_method", self.shown(&method)).inner();
        let now_ms = self.now_ms;
        let doc = self.store.edit(id);
        doc.set("status", "requires_payment_method");
        doc.set("payment_method", Value::Null);
        doc.set("next_action", Value::Null);
        doc.set("last_payment_error", error);
        doc.set("_changed_ms", now_ms);
        self.emit(&cx.account, "payment_intent.payment_failed", id);
        self.invoice_unpaid(id);
        Ok(())
    }
}
