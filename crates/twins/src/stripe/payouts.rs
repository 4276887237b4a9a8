//! Payouts: what is available goes to the bank, and each names the movements it is made of.

use serde_json::{Map, Value, json};

use super::balance::Movement;
use super::error::Refusal;
use super::timers::Timer;
use super::twin::{Cx, Twin};

const DAY_MS: i64 = 24 * 3_600_000;

impl Twin {
    /// Once a day everything that is available is paid out, currency by currency.
    pub(super) fn pay_day(&mut self, account: &str) {
        self.timers.set(self.now_ms + DAY_MS, Timer::PayDay { account: account.to_owned() });
        self.pay_out(account);
    }

    /// Pays out what is available and belongs to no payout yet.
    pub(super) fn pay_out(&mut self, account: &str) -> Vec<String> {
        let seconds = self.seconds();
        let mut paid = Vec::new();
        if !self.store.doc(account).is("payouts_enabled") {
            return paid;
        }
        for (currency, _) in self.sums(account) {
            let open: Vec<(String, i64)> = self
                .store
                .all(account, "balance_transaction")
                .filter(|one| one.text("currency") == Some(&currency))
                .filter(|one| one.int("available_on") <= seconds && one.text("_payout").is_none())
                .map(|one| (one.id().to_owned(), one.int("net")))
                .collect();
            let amount: i64 = open.iter().map(|(_, net)| net).sum();
            if amount <= 0 {
                continue;
            }
            let payout = self.new_payout(account, amount, &currency, true);
            for (transaction, _) in open {
                self.store.edit(&transaction).set("_payout", payout.clone());
            }
            paid.push(payout);
        }
        paid
    }

    fn new_payout(&mut self, account: &str, amount: i64, currency: &str, automatic: bool) -> String {
        let id = self.chance.id("po");
        let movement = Movement {
            kind: "payout",
            category: "payout",
            source: &id,
            amount: -amount,
            currency,
            fees: Vec::new(),
            at_once: true,
        };
        let transaction = self.book(account, movement);
        self.store.edit(&transaction).set("_payout", id.clone());
        let arrives_ms = self.now_ms + 2 * DAY_MS;
        let payout = json!({
            "id": id, "object": "payout", "amount": amount, "application_fee": null, "application_fee_amount": null,
            "arrival_date": arrives_ms.div_euclid(1000), "automatic": automatic, "balance_transaction": transaction,
            "created": self.seconds(), "currency": currency, "description": if automatic { "STRIPE PAYOUT" } else { "" },
            "destination": null, "failure_balance_transaction": null, "failure_code": null, "failure_message": null,
            "livemode": false, "metadata": {}, "method": "standard", "original_payout": null, "payout_method": null,
            "reconciliation_status": if automatic { "completed" } else { "not_applicable" }, "reversed_by": null,
            "source_type": "card", "statement_descriptor": null, "status": "pending", "trace_id": null,
            "type": "bank_account",
        });
        let id = self.add(account, "payout", payout);
        self.timers.set(arrives_ms, Timer::PayoutArrives { payout: id.clone() });
        self.emit(account, "payout.created", &id);
        id
    }

    pub(super) fn payout_arrives(&mut self, id: &str) {
        if self.store.doc(id).text("status") != Some("pending") {
            return;
        }
        let account = self.store.owner(id).to_owned();
        self.store.edit(id).set("status", "paid");
        self.emit(&account, "payout.paid", id);
        self.emit(&account, "payout.reconciliation_completed", id);
    }

    /// The bank sends the money back.
    pub(super) fn payout_fails(&mut self, id: &str) {
        self.payout_returns(id, "payout_failure", "failed");
        let account = self.store.owner(id).to_owned();
        let doc = self.store.edit(id);
        doc.set("failure_code", "account_closed");
        doc.set("failure_message", "The bank account has been closed");
        self.emit(&account, "payout.failed", id);
    }

    fn payout_returns(&mut self, id: &str, kind: &str, status: &str) {
        let account = self.store.owner(id).to_owned();
        let doc = self.store.doc(id);
        let (amount, currency) = (doc.int("amount"), doc.own("currency").expect("a payout has a currency"));
        let movement = Movement {
            kind,
            category: "payout_reversal",
            source: id,
            amount,
            currency: &currency,
            fees: Vec::new(),
            at_once: true,
        };
        let transaction = self.book(&account, movement);
        let doc = self.store.edit(id);
        doc.set("status", status);
        doc.set("failure_balance_transaction", transaction);
    }

    pub(super) fn create_payout(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let amount = p["amount"].as_i64().expect("the contract wants a whole number");
        let currency = p["currency"].as_str().expect("the contract wants text").to_lowercase();
        let metadata = self.metadata(&Value::Null, p)?;
        let available = self.sums(&cx.account).get(&currency).map_or(0, |(_, available)| *available);
        if amount < 1 || amount > available {
            let message = "You have insufficient funds in your Stripe account for this transfer.";
            return Err(Refusal::state("balance_insufficient", message).param("amount"));
        }
        let id = self.new_payout(&cx.account, amount, &currency, false);
        let doc = self.store.edit(&id);
        doc.set("metadata", metadata);
        doc.take(p, &["description", "statement_descriptor"]);
        Ok(self.shown(&id))
    }

    pub(super) fn cancel_payout(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "payout", id)?;
        if doc.text("status") != Some("pending") || doc.is("automatic") {
            let message = "Payouts can only be canceled when they are pending and were made by hand.";
            return Err(Refusal::state("status_transition_invalid", message));
        }
        self.payout_returns(id, "payout_cancel", "canceled");
        self.emit(&cx.account, "payout.canceled", id);
        Ok(self.shown(id))
    }
}
