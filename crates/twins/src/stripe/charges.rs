//! Charges: what was tried at a bank and what came of it.

use serde_json::{Map, Value, json};

use super::cards::Does;
use super::error::Refusal;
use super::methods::billing;
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// How long a charge captured in the background has no place in the books yet.
const BOOKED_MS: i64 = 2_000;

/// The sentence of a declined card.
pub(super) fn sentence(code: &str) -> &'static str {
    match code {
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        "authentication_required" => "Your card was declined. This transaction requires authentication.",
        _ => "Your card was declined.",
    }
}

impl Twin {
    /// Writes a charge down: `succeeded`, `held`, `pending` or `failed`.
    pub(super) fn new_charge(
        &mut self,
        cx: &Cx,
        intent: &str,
        method: &str,
        how: &str,
        asked: bool,
    ) -> String {
        let doc = self.store.doc(intent).clone();
        let paid_by = self.store.doc(method).clone();
        let amount = doc.int("amount");
        let kind = paid_by.own("type").expect("a method has a type");
        let held_until = (how == "held").then(|| self.seconds() + 7 * 24 * 3600);
        let details = match self.card_of(method) {
            Some(card) => card.charged(amount, held_until, asked),
            None => details(&kind, &paid_by),
        };
        let status = match how {
            "failed" => "failed",
            "pending" => "pending",
            _ => "succeeded",
        };
        let outcome = json!({
            "advice_code": null, "network_advice_code": null, "network_decline_code": null,
            "network_status": if status == "failed" { "declined_by_network" } else { "approved_by_network" },
            "reason": null, "risk_level": "normal", "risk_score": 20,
            "seller_message": if status == "failed" { "The bank did not return any further details." } else { "Payment complete." },
            "type": if status == "failed" { "issuer_declined" } else { "authorized" },
        });
        let id = self.chance.id("ch");
        let charge = json!({
            "id": id, "object": "charge", "amount": amount, "amount_captured": 0, "amount_refunded": 0,
            "application": doc.get("application"), "application_fee": null,
            "application_fee_amount": doc.get("application_fee_amount"), "balance_transaction": null,
            "billing_details": billing(Some(paid_by.get("billing_details"))),
            "calculated_statement_descriptor": "BUYLINE TWIN", "captured": false, "created": self.seconds(),
            "currency": doc.get("currency"), "customer": doc.get("customer"), "description": doc.get("description"),
            "disputed": false, "failure_balance_transaction": null, "failure_code": null, "failure_message": null,
            "fraud_details": {}, "livemode": false, "metadata": doc.get("metadata"), "on_behalf_of": null,
            "outcome": outcome, "paid": status == "succeeded", "payment_intent": intent, "payment_method": method,
            "payment_method_details": { "type": kind, kind.as_str(): details }, "receipt_email": doc.get("receipt_email"),
            "receipt_number": null, "receipt_url": if status == "failed" { Value::Null } else {
                json!(format!("{}/_twin/receipts/{id}", self.base))
            },
            "refunded": false, "review": null, "shipping": doc.get("shipping"), "source": null,
            "source_transfer": null, "statement_descriptor": doc.get("statement_descriptor"),
            "statement_descriptor_suffix": doc.get("statement_descriptor_suffix"), "status": status,
            "transfer_data": null, "transfer_group": doc.get("transfer_group"),
        });
        let id = self.add(&cx.account, "charge", charge);
        self.store.edit(intent).set("latest_charge", id.clone());
        id
    }

    /// Money of a charge has arrived: the intent, the balance and the platform's share say so.
    pub(super) fn received(&mut self, cx: &Cx, intent: &str, charge: &str, amount: i64) {
        let now_ms = self.now_ms;
        let doc = self.store.edit(intent);
        assert!(amount <= doc.int("amount"), "no more is taken than was agreed");
        doc.set("status", "succeeded");
        doc.set("amount_received", amount);
        doc.set("amount_capturable", 0);
        doc.set("next_action", Value::Null);
        doc.set("_changed_ms", now_ms);
        let fee = doc.get("application_fee_amount").as_i64();
        let doc = self.store.edit(charge);
        doc.set("status", "succeeded");
        doc.set("paid", true);
        doc.set("captured", true);
        doc.set("amount_captured", amount);
        let currency = doc.own("currency").expect("a charge has a currency");
        let fee = fee.map(|fee| fee.min(amount)).filter(|_| cx.platform_of(self).is_some());
        let transaction = self.book_charge(&cx.account, charge, amount, &currency, fee);
        let share = match (fee, cx.platform_of(self)) {
            (Some(fee), Some(platform)) => {
                Some(self.book_fee(&platform, &cx.account, charge, fee, &currency))
            }
            _ => None,
        };
        let doc = self.store.edit(charge);
        doc.set("_balance_transaction", transaction);
        doc.set("_application_fee", share);
        // Source: docs.stripe.com/payments/payment-intents/asynchronous-capture: what is captured in the background
        // shows neither at first, and `charge.updated` tells when it does.
        let is_late = self.store.doc(intent).text("capture_method") == Some("automatic_async");
        if is_late || self.settings.books_late {
            self.timers.set(self.now_ms + BOOKED_MS, Timer::Booked { charge: charge.to_owned() });
        } else {
            self.show_booked(charge);
        }
    }

    fn show_booked(&mut self, charge: &str) {
        let doc = self.store.edit(charge);
        for name in ["balance_transaction", "application_fee"] {
            let value = doc.get(&format!("_{name}")).clone();
            doc.set(name, value);
        }
    }

    pub(super) fn booked(&mut self, charge: &str) {
        let account = self.store.owner(charge).to_owned();
        self.show_booked(charge);
        self.emit(&account, "charge.updated", charge);
    }

    /// What a paid charge leads to by itself: an invoice that is paid, a dispute.
    pub(super) fn after_payment(&mut self, _cx: &Cx, intent: &str, charge: &str) {
        self.invoice_paid(intent);
        let method = self.store.doc(charge).own("payment_method").expect("a charge has a method");
        if let Some(Does::Disputed(reason, inquiry)) = self.card_of(&method).map(|card| card.does) {
            self.open_dispute(charge, reason, inquiry);
        }
    }

    /// A debit that was on its way is paid, or comes back.
    pub(super) fn debit_settles(&mut self, intent: &str) {
        let doc = self.store.doc(intent);
        if doc.text("status") != Some("processing") {
            return;
        }
        let cx = self.cx_of(intent);
        let charge = doc.own("latest_charge").expect("an intent that is processing has a charge");
        let (amount, method) = (doc.int("amount"), doc.own("payment_method").expect("it has a method"));
        // Source: docs.stripe.com/payments/sepa-debit, test account numbers: …02 fails after a while.
        let refused = self.store.doc(&method).text("_iban").is_some_and(|iban| iban.ends_with("3202"));
        if !refused {
            self.received(&cx, intent, &charge, amount);
            self.emit(&cx.account, "charge.succeeded", &charge);
            self.emit(&cx.account, "payment_intent.succeeded", intent);
            self.after_payment(&cx, intent, &charge);
            return;
        }
        let message = "The bank account has been closed, or the debit was refused.";
        let refusal =
            Refusal::state("payment_intent_payment_attempt_failed", message).with("charge", json!(charge));
        let error = refusal.with("payment_method", self.shown(&method)).inner();
        let now_ms = self.now_ms;
        let doc = self.store.edit(&charge);
        doc.set("status", "failed");
        doc.set("failure_code", "payment_intent_payment_attempt_failed");
        doc.set("failure_message", message);
        let doc = self.store.edit(intent);
        doc.set("status", "requires_payment_method");
        doc.set("payment_method", Value::Null);
        doc.set("last_payment_error", error);
        doc.set("_changed_ms", now_ms);
        self.emit(&cx.account, "charge.failed", &charge);
        self.emit(&cx.account, "payment_intent.payment_failed", intent);
        self.invoice_unpaid(intent);
    }

    /// The account an object belongs to, as if its platform acted.
    pub(super) fn cx_of(&self, id: &str) -> Cx {
        let account = self.store.owner(id).to_owned();
        let platform = self.platforms.get(&account).cloned();
        Cx { account, platform }
    }

    pub(super) fn update_charge(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let metadata = self.metadata(self.meant(cx, "charge", id)?.get("metadata"), p)?;
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.take(p, &["description", "receipt_email"]);
        self.emit(&cx.account, "charge.updated", id);
        Ok(self.shown(id))
    }
}

impl Cx {
    /// The platform of the account, whoever acts.
    pub(super) fn platform_of(&self, twin: &Twin) -> Option<String> {
        twin.platforms.get(&self.account).cloned()
    }
}

fn details(kind: &str, method: &super::doc::Doc) -> Value {
    match kind {
        "ideal" => json!({
            "bank": null, "bic": null, "generated_sepa_debit": null, "generated_sepa_debit_mandate": null,
            "iban_last4": null, "transaction_id": null, "verified_name": null,
        }),
        "bancontact" => json!({
            "bank_code": null, "bank_name": null, "bic": null, "generated_sepa_debit": null,
            "generated_sepa_debit_mandate": null, "iban_last4": null, "preferred_language": null, "verified_name": null,
        }),
        "klarna" => {
            json!({ "payer_details": null, "payment_method_category": null, "preferred_locale": null })
        }
        "paypal" => json!({
            "country": null, "payer_email": null, "payer_id": null, "payer_name": null, "seller_protection": null,
            "transaction_id": null,
        }),
        "sepa_debit" => json!({
            "bank_code": null, "branch_code": null, "country": method.get("sepa_debit")["country"],
            "fingerprint": null, "last4": method.get("sepa_debit")["last4"], "mandate": null,
        }),
        _ => json!({ "country": null }),
    }
}
