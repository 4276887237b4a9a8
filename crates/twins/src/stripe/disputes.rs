//! Disputes: money taken back by a bank, evidence until a deadline, a decision.

use serde_json::{Map, Value, json};

use super::balance::Movement;
use super::error::Refusal;
use super::timers::Timer;
use super::twin::{Cx, Twin};

const DAY_MS: i64 = 24 * 3_600_000;
/// How long evidence can be handed in.
const DUE_MS: i64 = 9 * DAY_MS;
/// How long the bank thinks.
const DECIDED_MS: i64 = 60 * DAY_MS;
/// What a dispute costs.
const FEE: i64 = 1500;

const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

impl Twin {
    /// A bank disputes a charge; an inquiry takes no money.
    pub(super) fn open_dispute(&mut self, charge: &str, reason: &str, inquiry: bool) -> String {
        let account = self.store.owner(charge).to_owned();
        let doc = self.store.doc(charge);
        let amount = doc.int("amount_captured") - super::refunds::gone_back(doc);
        let currency = doc.own("currency").expect("a charge has a currency");
        let card = doc.get("payment_method_details")["card"]["brand"].clone();
        let details = card.is_string().then(|| {
            let case = if inquiry { "inquiry" } else { "chargeback" };
            json!({
                "type": "card",
                "card": { "brand": card, "case_type": case, "network": card, "network_reason_code": "10.4" },
            })
        });
        let mut evidence: Map<String, Value> =
            EVIDENCE.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
        evidence.insert("enhanced_evidence".to_owned(), json!({}));
        let id = self.chance.id("dp");
        let mut dispute = json!({
            "id": id, "object": "dispute", "amount": amount, "balance_transactions": [], "charge": charge,
            "created": self.seconds(), "currency": currency, "enhanced_eligibility_types": [], "evidence": evidence,
            "evidence_details": {
                "due_by": (self.now_ms + DUE_MS).div_euclid(1000), "enhanced_eligibility": {}, "has_evidence": false,
                "past_due": false, "submission_count": 0, "submission_method": "not_submitted",
            },
            "intended_submission_method": null, "is_charge_refundable": inquiry, "livemode": false, "metadata": {},
            "payment_intent": doc.get("payment_intent"), "reason": reason,
            "status": if inquiry { "warning_needs_response" } else { "needs_response" },
        });
        if let Some(details) = details {
            dispute["payment_method_details"] = details;
        }
        let id = self.add(&account, "dispute", dispute);
        self.timers.set(self.now_ms + DUE_MS, Timer::EvidenceDue { dispute: id.clone() });
        if !inquiry {
            self.store.edit(charge).set("disputed", true);
            self.move_disputed(&id, -amount, FEE);
        }
        self.emit(&account, "charge.dispute.created", &id);
        if !inquiry {
            self.emit(&account, "charge.dispute.funds_withdrawn", &id);
        }
        id
    }

    fn move_disputed(&mut self, id: &str, amount: i64, fee: i64) {
        let account = self.store.owner(id).to_owned();
        let currency = self.store.doc(id).own("currency").expect("a dispute has a currency");
        let category = if amount < 0 { "dispute" } else { "dispute_reversal" };
        let movement = Movement {
            kind: "adjustment",
            category,
            source: id,
            amount,
            currency: &currency,
            fees: vec![("stripe_fee", fee)],
            at_once: false,
        };
        let transaction = self.book(&account, movement);
        let shown = self.shown(&transaction);
        let doc = self.store.edit(id);
        let mut all = doc.get("balance_transactions").as_array().cloned().unwrap_or_default();
        all.push(shown);
        doc.set("balance_transactions", all);
    }

    pub(super) fn update_dispute(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "dispute", id)?;
        let status = doc.own("status").expect("a dispute has a status");
        let open = matches!(status.as_str(), "needs_response" | "warning_needs_response");
        if !open && (p.contains_key("evidence") || p.contains_key("submit")) {
            let message = format!("This dispute cannot be updated because it has a status of {status}.");
            return Err(Refusal::state("status_transition_invalid", message));
        }
        let metadata = self.metadata(doc.get("metadata"), p)?;
        let mut evidence = doc.get("evidence").clone();
        let mut told = doc.get("evidence_details").clone();
        for (name, value) in p.get("evidence").and_then(Value::as_object).into_iter().flatten() {
            if value.is_string() && EVIDENCE.contains(&name.as_str()) {
                evidence[name] = value.clone();
                told["has_evidence"] = json!(true);
            }
        }
        // Without `submit=false`, what is sent goes to the bank at once.
        let submits = p.contains_key("evidence") && p.get("submit") != Some(&json!(false))
            || p.get("submit") == Some(&json!(true));
        let words = evidence["uncategorized_text"].as_str().map(str::to_owned);
        if submits {
            told["submission_count"] = json!(told["submission_count"].as_i64().unwrap_or(0) + 1);
            told["submission_method"] = json!("manual");
        }
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.set("evidence", evidence);
        doc.set("evidence_details", told);
        if submits {
            let next = if status == "needs_response" { "under_review" } else { "warning_under_review" };
            doc.set("status", next);
        }
        self.emit(&cx.account, "charge.dispute.updated", id);
        // Source: docs.stripe.com/testing#disputes: these two words decide at once.
        match words.as_deref().filter(|_| submits) {
            Some("winning_evidence") => self.decide_dispute(id, true),
            Some("losing_evidence") => self.decide_dispute(id, false),
            Some(_) | None if submits => {
                let timer = Timer::DisputeDecided { dispute: id.to_owned(), won: false };
                self.timers.set(self.now_ms + DECIDED_MS, timer);
            }
            _ => {}
        }
        Ok(self.shown(id))
    }

    pub(super) fn close_dispute(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        let status = self.meant(cx, "dispute", id)?.own("status").expect("a dispute has a status");
        if !matches!(status.as_str(), "needs_response" | "warning_needs_response") {
            let message = format!("This dispute is already {status}.");
            return Err(Refusal::state("status_transition_invalid", message));
        }
        self.decide_dispute(id, false);
        Ok(self.shown(id))
    }

    pub(super) fn evidence_due(&mut self, id: &str) {
        let doc = self.store.edit(id);
        let mut told = doc.get("evidence_details").clone();
        told["past_due"] = json!(true);
        doc.set("evidence_details", told);
        if matches!(doc.text("status"), Some("needs_response" | "warning_needs_response")) {
            self.decide_dispute(id, false);
        }
    }

    /// The bank decides.
    pub(super) fn decide_dispute(&mut self, id: &str, won: bool) {
        let doc = self.store.doc(id);
        let status = doc.own("status").expect("a dispute has a status");
        if matches!(status.as_str(), "won" | "lost" | "warning_closed") {
            return;
        }
        let account = self.store.owner(id).to_owned();
        let (amount, charge) = (doc.int("amount"), doc.own("charge").expect("a dispute has a charge"));
        let inquiry = status.starts_with("warning");
        let next = match (inquiry, won) {
            (true, _) => "warning_closed",
            (false, true) => "won",
            (false, false) => "lost",
        };
        self.store.edit(id).set("status", next);
        if next == "won" {
            self.store.edit(&charge).set("_dispute_won", true);
            self.move_disputed(id, amount, 0);
        }
        self.emit(&account, "charge.dispute.closed", id);
        if next == "won" {
            self.emit(&account, "charge.dispute.funds_reinstated", id);
        }
    }
}
