//! The books of an account: every movement, what it cost, and when it can be paid out.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::amounts;
use super::error::Refusal;
use super::list::page;
use super::twin::{Cx, Twin};

const DAY_S: i64 = 24 * 3600;
/// Money can be paid out after two days.
const AVAILABLE_S: i64 = 2 * DAY_S;

/// One movement, before it is written down.
pub(super) struct Movement<'m> {
    pub kind: &'m str,
    pub category: &'m str,
    pub source: &'m str,
    pub amount: i64,
    pub currency: &'m str,
    pub fees: Vec<(&'m str, i64)>,
    pub at_once: bool,
}

impl Twin {
    pub(super) fn book(&mut self, account: &str, movement: Movement) -> String {
        let fee: i64 = movement.fees.iter().map(|(_, fee)| fee).sum();
        let details: Vec<Value> = movement
            .fees
            .iter()
            .filter(|(_, fee)| *fee != 0)
            .map(|(kind, fee)| {
                let application = (*kind == "application_fee").then_some("ca_twin");
                json!({
                    "amount": fee, "application": application, "currency": movement.currency,
                    "description": kind.replace('_', " "), "type": kind,
                })
            })
            .collect();
        let seconds = self.seconds();
        let available = if movement.at_once { seconds } else { (seconds + AVAILABLE_S) / DAY_S * DAY_S };
        let transaction = json!({
            "id": self.chance.id("txn"), "object": "balance_transaction", "amount": movement.amount,
            "available_on": available, "balance_type": "payments", "created": seconds, "currency": movement.currency,
            "description": null, "exchange_rate": null, "fee": fee, "fee_details": details,
            "net": movement.amount - fee, "reporting_category": movement.category, "source": movement.source,
            "status": if available <= seconds { "available" } else { "pending" }, "type": movement.kind,
        });
        self.add(account, "balance_transaction", transaction)
    }

    pub(super) fn book_charge(
        &mut self,
        account: &str,
        charge: &str,
        amount: i64,
        currency: &str,
        application_fee: Option<i64>,
    ) -> String {
        let fees =
            vec![("stripe_fee", amounts::fee(amount)), ("application_fee", application_fee.unwrap_or(0))];
        let movement = Movement {
            kind: "charge",
            category: "charge",
            source: charge,
            amount,
            currency,
            fees,
            at_once: false,
        };
        self.book(account, movement)
    }

    /// The platform's share of a charge.
    pub(super) fn book_fee(
        &mut self,
        platform: &str,
        account: &str,
        charge: &str,
        amount: i64,
        currency: &str,
    ) -> String {
        let id = self.chance.id("fee");
        let movement = Movement {
            kind: "application_fee",
            category: "platform_earning",
            source: &id,
            amount,
            currency,
            fees: Vec::new(),
            at_once: false,
        };
        let transaction = self.book(platform, movement);
        let fee = json!({
            "id": id, "object": "application_fee", "account": account, "amount": amount, "amount_refunded": 0,
            "application": "ca_twin", "balance_transaction": transaction, "charge": charge, "created": self.seconds(),
            "currency": currency, "fee_source": { "type": "charge", "charge": charge }, "livemode": false,
            "originating_transaction": null, "refunded": false,
            "refunds": {
                "object": "list", "data": [], "has_more": false, "url": format!("/v1/application_fees/{id}/refunds"),
            },
        });
        let id = self.add(platform, "application_fee", fee);
        self.emit(platform, "application_fee.created", &id);
        id
    }

    /// A refund, or one that came back; what the platform gives back of its share lowers its cost.
    pub(super) fn book_refund(&mut self, account: &str, refund: &str, amount: i64, fee_back: i64) -> String {
        let currency = self.store.doc(refund).own("currency").expect("a refund has a currency");
        let kind = if amount < 0 { "refund" } else { "refund_failure" };
        let movement = Movement {
            kind,
            category: kind,
            source: refund,
            amount,
            currency: &currency,
            fees: vec![("application_fee", -fee_back)],
            at_once: false,
        };
        self.book(account, movement)
    }

    /// What the platform gives back of its share when `amount` of a charge is refunded: in proportion, and all of
    /// it with the last part.
    pub(super) fn fee_back_for(&mut self, charge: &str, amount: i64) -> i64 {
        let doc = self.store.doc(charge);
        let Some(fee) = doc.own("_application_fee") else { return 0 };
        let (captured, whole) = (doc.int("amount_captured"), doc.is("refunded"));
        let fee_doc = self.store.doc(&fee);
        let left = fee_doc.int("amount") - fee_doc.int("amount_refunded");
        let share = if whole { left } else { (fee_doc.int("amount") * amount / captured).min(left) };
        if share > 0 {
            self.refund_fee(&fee, share, json!({}));
        }
        share
    }

    fn refund_fee(&mut self, fee: &str, amount: i64, metadata: Value) -> String {
        let platform = self.store.owner(fee).to_owned();
        let currency = self.store.doc(fee).own("currency").expect("a fee has a currency");
        let id = self.chance.id("fr");
        let movement = Movement {
            kind: "application_fee_refund",
            category: "platform_earning_refund",
            source: &id,
            amount: -amount,
            currency: &currency,
            fees: Vec::new(),
            at_once: false,
        };
        let transaction = self.book(&platform, movement);
        let refund = json!({
            "id": id, "object": "fee_refund", "amount": amount, "balance_transaction": transaction,
            "created": self.seconds(), "currency": currency, "fee": fee, "metadata": metadata,
        });
        let id = self.add(&platform, "fee_refund", refund);
        let shown = self.shown(&id);
        let doc = self.store.edit(fee);
        let total = doc.int("amount_refunded") + amount;
        assert!(total <= doc.int("amount"), "no more of a share goes back than was taken");
        doc.set("amount_refunded", total);
        let whole = total == doc.int("amount");
        doc.set("refunded", whole);
        let mut refunds = doc.get("refunds").clone();
        if let Some(data) = refunds["data"].as_array_mut() {
            data.insert(0, shown);
        }
        doc.set("refunds", refunds);
        self.emit(&platform, "application_fee.refunded", fee);
        id
    }

    pub(super) fn create_fee_refund(
        &mut self,
        cx: &Cx,
        fee: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "application_fee", fee)?;
        let left = doc.int("amount") - doc.int("amount_refunded");
        let amount = p.get("amount").and_then(Value::as_i64).unwrap_or(left);
        if amount < 1 || amount > left {
            let message =
                format!("Refund amount ({amount}) is greater than unrefunded amount on fee ({left})");
            return Err(Refusal { kept: true, ..Refusal::invalid(message) }.param("amount"));
        }
        let metadata = self.metadata(&Value::Null, p)?;
        // The share goes back to the account it was taken from.
        let (account, charge) = (doc.own("account").expect("a fee has an account"), doc.own("charge"));
        let currency = doc.own("currency").expect("a fee has a currency");
        let id = self.refund_fee(fee, amount, metadata);
        let movement = Movement {
            kind: "adjustment",
            category: "fee",
            source: charge.as_deref().unwrap_or(fee),
            amount,
            currency: &currency,
            fees: Vec::new(),
            at_once: false,
        };
        self.book(&account, movement);
        Ok(self.shown(&id))
    }

    pub(super) fn list_fee_refunds(
        &self,
        cx: &Cx,
        fee: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.meant(cx, "application_fee", fee)?;
        let all = self.store.all(&cx.account, "fee_refund").rev().filter(|one| one.text("fee") == Some(fee));
        page(all.collect(), "fee_refund", &format!("/v1/application_fees/{fee}/refunds"), p)
    }

    /// What is there, by currency: pending and available.
    pub(super) fn sums(&self, account: &str) -> BTreeMap<String, (i64, i64)> {
        let seconds = self.seconds();
        let mut sums = BTreeMap::new();
        for one in self.store.all(account, "balance_transaction") {
            let sum: &mut (i64, i64) =
                sums.entry(one.own("currency").expect("it has a currency")).or_default();
            if one.int("available_on") <= seconds {
                sum.1 += one.int("net");
            } else {
                sum.0 += one.int("net");
            }
        }
        sums
    }

    pub(super) fn balance(&self, account: &str) -> Value {
        let sums = self.sums(account);
        let lines = |which: fn(&(i64, i64)) -> i64| {
            let line = |(currency, sum): (&String, &(i64, i64))| json!({ "amount": which(sum), "currency": currency, "source_types": { "card": which(sum) } });
            sums.iter().map(line).collect::<Vec<_>>()
        };
        json!({ "object": "balance", "available": lines(|sum| sum.1), "livemode": false, "pending": lines(|sum| sum.0) })
    }
}
