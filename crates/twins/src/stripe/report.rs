//! The provider's own report: everything that was charged, for whoever compares.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::refunds::gone_back;
use super::twin::Twin;

/// One charge as the provider sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChargeLine {
    /// Whose money it is.
    pub account: String,
    /// The charge.
    pub charge: String,
    /// Its intent.
    pub payment_intent: String,
    /// The intent's status.
    pub status: String,
    /// What was agreed, in the smallest unit.
    pub amount: i64,
    /// What was taken.
    pub captured: i64,
    /// What went back.
    pub refunded: i64,
    /// Whether a bank took it back: a dispute that is not won.
    pub disputed: bool,
    /// The platform's share, less what it gave back.
    pub application_fee: i64,
    /// The currency, in small letters.
    pub currency: String,
    /// The intent's metadata.
    pub metadata: Value,
    /// When, in seconds.
    pub created: i64,
}

/// All movements of an account in a currency.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Taken from buyers.
    pub charged: i64,
    /// Gone back to buyers, refunds that came back deducted.
    pub refunded: i64,
    /// Taken back by banks, what was won deducted.
    pub disputed: i64,
    /// What Stripe and the platform kept.
    pub fees: i64,
    /// The platform's own share of others' charges.
    pub earned: i64,
    /// Paid out to the bank.
    pub paid_out: i64,
    /// What is left, pending or available.
    pub balance: i64,
}

impl Twin {
    /// Every charge that was not refused, of all accounts, in the order they were made within each.
    #[must_use]
    pub fn charges(&self) -> Vec<ChargeLine> {
        let charges = self.store.everywhere("charge").filter(|(_, doc)| doc.text("status") != Some("failed"));
        charges
            .map(|(account, doc)| {
                let intent = doc.own("payment_intent").expect("every charge has an intent");
                let intent_doc = self.store.doc(&intent);
                let fee = doc.text("_application_fee").map(|fee| self.store.doc(fee));
                ChargeLine {
                    account: account.to_owned(),
                    charge: doc.id().to_owned(),
                    status: intent_doc.own("status").expect("an intent has a status"),
                    amount: doc.int("amount"),
                    captured: doc.int("amount_captured"),
                    // A hold that was let go of is not money that went back.
                    refunded: gone_back(doc),
                    disputed: doc.is("disputed") && !doc.is("_dispute_won"),
                    application_fee: fee.map_or(0, |fee| fee.int("amount") - fee.int("amount_refunded")),
                    currency: doc.own("currency").expect("a charge has a currency"),
                    metadata: intent_doc.get("metadata").clone(),
                    created: doc.int("created"),
                    payment_intent: intent,
                }
            })
            .collect()
    }

    /// What moved on an account, by currency.
    #[must_use]
    pub fn totals(&self, account: &str) -> BTreeMap<String, Totals> {
        let mut all: BTreeMap<String, Totals> = BTreeMap::new();
        for one in self.store.all(account, "balance_transaction") {
            let totals = all.entry(one.own("currency").expect("it has a currency")).or_default();
            let amount = one.int("amount");
            totals.fees += one.int("fee");
            totals.balance += one.int("net");
            match (one.text("type").unwrap_or_default(), one.text("reporting_category").unwrap_or_default()) {
                ("charge", _) => totals.charged += amount,
                ("refund" | "refund_failure", _) => totals.refunded -= amount,
                ("payout" | "payout_failure" | "payout_cancel", _) => totals.paid_out -= amount,
                ("application_fee" | "application_fee_refund", _) => totals.earned += amount,
                ("adjustment", "fee") => totals.fees -= amount,
                ("adjustment", _) => totals.disputed -= amount,
                (other, _) => panic!("a movement that no total knows: {other}"),
            }
        }
        for totals in all.values() {
            let sum = totals.charged - totals.refunded - totals.disputed - totals.fees + totals.earned
                - totals.paid_out;
            assert_eq!(sum, totals.balance, "what is left is what came less what went");
        }
        all
    }
}
