//! Refunds: never beyond what was received.

use serde_json::{Map, Value, json};

use super::cards::Does;
use super::doc::Doc;
use super::error::Refusal;
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// How long a refund that does not arrive at once takes.
const ARRIVES_MS: i64 = 2 * 24 * 3_600_000;

/// What went back to the buyer of what was taken.
pub(super) fn gone_back(charge: &Doc) -> i64 {
    charge.int("amount_refunded") - charge.int("_let_go")
}

impl Twin {
    pub(super) fn create_refund(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let charge = self.charge_to_refund(cx, p)?;
        let metadata = self.metadata(&Value::Null, p)?;
        let doc = self.store.doc(&charge);
        if !doc.is("captured") {
            let message =
                "This charge has not been captured, so there is nothing to refund. Cancel the PaymentIntent.";
            return Err(Refusal::state("charge_not_refundable", message));
        }
        let refundable = doc.int("amount_captured") - gone_back(doc);
        if refundable == 0 {
            let message = format!("Charge {charge} has already been refunded.");
            return Err(Refusal::state("charge_already_refunded", message));
        }
        if doc.is("disputed") && !doc.is("_dispute_won") {
            let message = format!("Charge {charge} has been charged back; cannot issue a refund.");
            return Err(Refusal::state("charge_disputed", message));
        }
        let amount = p.get("amount").and_then(Value::as_i64).unwrap_or(refundable);
        if amount < 1 {
            let message = "This value must be greater than or equal to 1.";
            return Err(Refusal::invalid(message).code("parameter_invalid_integer").param("amount"));
        }
        if amount > refundable {
            let message = format!(
                "Refund amount ({amount}) is greater than unrefunded amount on charge ({refundable})"
            );
            return Err(Refusal { kept: true, ..Refusal::invalid(message) }.param("amount"));
        }
        let does = doc.text("payment_method").and_then(|method| self.card_of(method)).map(|card| card.does);
        let pending = matches!(does, Some(Does::RefundsLater));
        let kind = doc.get("payment_method_details")["type"].clone();
        let refund = json!({
            "id": self.chance.id("re"), "object": "refund", "amount": amount, "balance_transaction": null,
            "charge": charge, "created": self.seconds(), "currency": doc.get("currency"), "customer": doc.get("customer"),
            "customer_account": null, "metadata": metadata, "payment_intent": doc.get("payment_intent"),
            "payment_method": doc.get("payment_method"), "reason": p.get("reason"), "receipt_number": null,
            "source_transfer_reversal": null, "status": if pending { "pending" } else { "succeeded" },
            "transfer_reversal": null, "destination_details": { "type": kind },
        });
        let id = self.add(&cx.account, "refund", refund);
        if pending {
            self.store.edit(&id).set("pending_reason", "processing");
            self.timers.set(self.now_ms + ARRIVES_MS, Timer::RefundArrives { refund: id.clone() });
        }
        if matches!(does, Some(Does::RefundsFail)) {
            self.timers.set(self.now_ms + ARRIVES_MS, Timer::RefundReturns { refund: id.clone() });
        }
        self.refunded_by(&charge, amount);
        let back = p.get("refund_application_fee") == Some(&json!(true));
        let fee_back = if back { self.fee_back_for(&charge, amount) } else { 0 };
        let transaction = self.book_refund(&cx.account, &id, -amount, fee_back);
        self.store.edit(&id).set("balance_transaction", transaction);
        self.emit(&cx.account, "refund.created", &id);
        self.emit(&cx.account, "charge.refunded", &charge);
        Ok(self.shown(&id))
    }

    fn charge_to_refund(&self, cx: &Cx, p: &Map<String, Value>) -> Result<String, Refusal> {
        let intent = p.get("payment_intent").and_then(Value::as_str);
        let charge = p.get("charge").and_then(Value::as_str);
        match (intent, charge) {
            (Some(intent), None) => {
                let doc = self.wanted(cx, "payment_intent", intent, "payment_intent")?;
                let paid = doc.text("status") == Some("succeeded");
                match doc.own("latest_charge").filter(|_| paid) {
                    Some(charge) => Ok(charge),
                    None => {
                        let status = doc.text("status").unwrap_or_default();
                        let message = format!(
                            "This PaymentIntent ({intent}) does not have a successful charge to refund: it has a \
                             status of {status}."
                        );
                        Err(self.unexpected(intent, message))
                    }
                }
            }
            (None, Some(charge)) => Ok(self.wanted(cx, "charge", charge, "charge")?.id().to_owned()),
            (Some(_), Some(_)) => {
                let message = "You may only specify one of these parameters: charge, payment_intent.";
                Err(Refusal::invalid(message).code("parameters_exclusive"))
            }
            (None, None) => {
                let message = "One of the following params should be provided for this request: payment_intent or charge.";
                Err(Refusal::invalid(message).code("parameter_missing"))
            }
        }
    }

    fn refunded_by(&mut self, charge: &str, amount: i64) {
        let doc = self.store.edit(charge);
        let total = doc.int("amount_refunded") + amount;
        doc.set("amount_refunded", total);
        doc.set("refunded", total == doc.int("amount"));
        let captured = doc.int("amount_captured");
        assert!((0..=captured).contains(&gone_back(doc)), "no more goes back than was taken");
    }

    /// What was held and will not be taken: Stripe writes it down as a refund, though no money moves.
    pub(super) fn let_go(&mut self, charge: &str, amount: i64, reason: Option<&str>) {
        let account = self.store.owner(charge).to_owned();
        let doc = self.store.doc(charge);
        let kind = doc.get("payment_method_details")["type"].clone();
        let refund = json!({
            "id": self.chance.id("re"), "object": "refund", "amount": amount, "balance_transaction": null,
            "charge": charge, "created": self.seconds(), "currency": doc.get("currency"), "customer": doc.get("customer"),
            "customer_account": null, "metadata": {}, "payment_intent": doc.get("payment_intent"),
            "payment_method": doc.get("payment_method"), "reason": reason, "receipt_number": null,
            "source_transfer_reversal": null, "status": "succeeded", "transfer_reversal": null,
            "destination_details": { "type": kind }, "_let_go": true,
        });
        let id = self.add(&account, "refund", refund);
        self.store.edit(charge).set("_let_go", amount);
        self.refunded_by(charge, amount);
        self.emit(&account, "refund.created", &id);
        self.emit(&account, "charge.refunded", charge);
    }

    /// A pending refund has arrived.
    pub(super) fn refund_arrives(&mut self, id: &str) {
        if self.store.doc(id).text("status") != Some("pending") {
            return;
        }
        let account = self.store.owner(id).to_owned();
        let doc = self.store.edit(id);
        doc.set("status", "succeeded");
        doc.0.remove("pending_reason");
        self.emit(&account, "refund.updated", id);
        self.emit(&account, "charge.refund.updated", id);
    }

    /// A refund came back: the money is with the merchant again.
    pub(super) fn refund_returns(&mut self, id: &str) {
        let doc = self.store.doc(id);
        if !matches!(doc.text("status"), Some("pending" | "succeeded")) || doc.is("_let_go") {
            return;
        }
        let account = self.store.owner(id).to_owned();
        let doc = self.store.doc(id);
        let (amount, charge) = (doc.int("amount"), doc.own("charge").expect("a refund has a charge"));
        self.refunded_by(&charge, -amount);
        let transaction = self.book_refund(&account, id, amount, 0);
        let doc = self.store.edit(id);
        doc.set("status", "failed");
        doc.0.remove("pending_reason");
        doc.set("failure_reason", "expired_or_canceled_card");
        doc.set("failure_balance_transaction", transaction);
        self.emit(&account, "refund.updated", id);
        self.emit(&account, "refund.failed", id);
        self.emit(&account, "charge.refund.updated", id);
    }

    pub(super) fn cancel_refund(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        let status = self.meant(cx, "refund", id)?.own("status").unwrap_or_default();
        let message =
            format!("Only refunds with a status of requires_action can be canceled; this one is {status}.");
        Err(Refusal::state("status_transition_invalid", message))
    }
}
