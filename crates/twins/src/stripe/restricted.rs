//! Restricted keys: what each may do, and what is answered when it may not.
//!
//! Source: <https://docs.stripe.com/keys/restricted-api-keys>, and what such keys are answered in public reports: 403 without
//! a code, the permission named in the sentence alone; 401 once a key was revoked.

use std::collections::{BTreeMap, BTreeSet};

use super::contract::contract;
use super::error::Refusal;
use super::twin::{Twin, starred};
use super::wire::Request;

/// The first part of a call's name, and Stripe's word for what it is about.
const RESOURCES: &[(&str, &str)] = &[
    ("AccountLinks", "account_link"),
    ("Accounts", "accounts_kyc_basic"),
    ("ApplicationFees", "application_fee"),
    ("BalanceTransactions", "balance_transaction_source"),
    ("Balance", "balance"),
    ("Charges", "charge"),
    ("ConfirmationTokens", "confirmation_token"),
    ("Customers", "customer"),
    ("Disputes", "dispute"),
    ("Events", "event"),
    ("Invoices", "invoice"),
    ("PaymentIntents", "payment_intent"),
    ("PaymentMethodDomains", "payment_method_domain"),
    ("PaymentMethods", "payment_method"),
    ("Payouts", "payout"),
    ("Prices", "price"),
    ("Products", "product"),
    ("Refunds", "charge"),
    ("SetupIntents", "setup_intent"),
    ("Subscriptions", "subscription"),
    ("WebhookEndpoints", "webhook"),
];

/// The keys that may not do everything, and those that may do nothing any more.
#[derive(Debug, Clone, Default)]
pub(super) struct Restricted {
    /// Key → permissions, such as `charge_write`.
    keys: BTreeMap<String, BTreeSet<String>>,
    revoked: BTreeSet<String>,
}

impl Restricted {
    /// What stands in the way of `request` by its key; nothing for one that nobody restricted.
    pub(super) fn look(&self, key: &str, account: &str, request: &Request) -> Result<(), Refusal> {
        let Some(may) = self.keys.get(key) else { return Ok(()) };
        let Some((operation, _)) = contract().find(&request.method, &request.path) else { return Ok(()) };
        let (resource, action) = operation.name.split_once('_').unwrap_or((&operation.name, ""));
        let known = RESOURCES.iter().find(|(name, _)| *name == resource);
        let word = known.map_or("everything", |(_, word)| *word);
        let reads = ["retrieve", "list", "search"].iter().any(|verb| action.starts_with(verb));
        let (read, write) = (format!("{word}_read"), format!("{word}_write"));
        // Who may write may read.
        if may.contains(&write) || (reads && may.contains(&read)) {
            return Ok(());
        }
        let wanted = if reads { read } else { write };
        let message = format!(
            "The provided key '{}' does not have the required permissions for this endpoint on account '{account}'. \
             Having the 'rak_{wanted}' permission would allow this request to continue.",
            starred(key)
        );
        Err(Refusal::invalid(message).status(403))
    }

    /// A key that was taken back.
    pub(super) fn is_revoked(&self, key: &str) -> Result<(), Refusal> {
        if !self.revoked.contains(key) {
            return Ok(());
        }
        let message = format!("Expired API Key provided: {}", starred(key));
        Err(Refusal::invalid(message).status(401).code("api_key_expired"))
    }
}

impl Twin {
    /// Makes `key` one of the account of `of`, with these permissions and no other: `charge_write`, `event_read` …
    pub fn restrict(&mut self, now_ms: i64, key: &str, of: &str, permissions: &[&str]) -> String {
        let account = self.account_of(now_ms, of);
        let name = key.split_once("_test_").map_or(key, |(_, name)| name).to_owned();
        self.holders.insert(name, account.clone());
        let may = permissions.iter().map(|permission| (*permission).to_owned()).collect();
        self.restricted.keys.insert(key.to_owned(), may);
        self.restricted.revoked.remove(key);
        account
    }

    /// Takes a key back: whoever asks with it is told that it has expired.
    pub fn revoke(&mut self, key: &str) {
        self.restricted.revoked.insert(key.to_owned());
    }
}
