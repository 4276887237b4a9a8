//! Which call does what.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::list::Filter;
use super::twin::{Cx, Twin};

/// Calls that only read one object: name, kind.
const RETRIEVE: &[(&str, &str)] = &[
    ("PaymentIntents_retrieve", "payment_intent"),
    ("SetupIntents_retrieve", "setup_intent"),
    ("Refunds_retrieve", "refund"),
    ("Customers_retrieve", "customer"),
    ("PaymentMethods_retrieve", "payment_method"),
    ("Charges_retrieve", "charge"),
    ("Disputes_retrieve", "dispute"),
    ("WebhookEndpoints_retrieve", "webhook_endpoint"),
    ("Events_retrieve", "event"),
    ("Products_retrieve", "product"),
    ("Prices_retrieve", "price"),
    ("Subscriptions_retrieve", "subscription"),
    ("Invoices_retrieve", "invoice"),
    ("BalanceTransactions_retrieve", "balance_transaction"),
    ("ApplicationFees_retrieve", "application_fee"),
    ("Payouts_retrieve", "payout"),
    ("PaymentMethodDomains_retrieve", "payment_method_domain"),
    ("ConfirmationTokens_retrieve", "confirmation_token"),
];

/// Calls that list: name, kind, address, the fields that filter.
const LIST: &[(&str, &str, &str, &[&str])] = &[
    ("PaymentIntents_list", "payment_intent", "/v1/payment_intents", &["customer"]),
    ("SetupIntents_list", "setup_intent", "/v1/setup_intents", &["customer", "payment_method"]),
    ("Refunds_list", "refund", "/v1/refunds", &["charge", "payment_intent"]),
    ("Customers_list", "customer", "/v1/customers", &["email"]),
    ("Charges_list", "charge", "/v1/charges", &["customer", "payment_intent"]),
    ("Disputes_list", "dispute", "/v1/disputes", &["charge", "payment_intent"]),
    ("WebhookEndpoints_list", "webhook_endpoint", "/v1/webhook_endpoints", &[]),
    ("Events_list", "event", "/v1/events", &["type"]),
    ("Products_list", "product", "/v1/products", &["active"]),
    ("Prices_list", "price", "/v1/prices", &["product", "active", "currency", "type"]),
    ("Subscriptions_list", "subscription", "/v1/subscriptions", &["customer", "status"]),
    ("Invoices_list", "invoice", "/v1/invoices", &["customer", "status", "subscription"]),
    (
        "BalanceTransactions_list",
        "balance_transaction",
        "/v1/balance_transactions",
        &["currency", "source", "type", "payout"],
    ),
    ("ApplicationFees_list", "application_fee", "/v1/application_fees", &["charge"]),
    (
        "PaymentMethodDomains_list",
        "payment_method_domain",
        "/v1/payment_method_domains",
        &["domain_name", "enabled"],
    ),
    ("Payouts_list", "payout", "/v1/payouts", &["status", "destination"]),
];

/// What the contract has and the twin refuses.
const UNMODELLED: &[(&str, &[&str])] = &[
    (
        "PaymentIntents_",
        &[
            "transfer_data",
            "on_behalf_of",
            "hooks",
            "mandate",
            "amount_details",
            "customer_account",
            "amount_to_confirm",
        ],
    ),
    ("SetupIntents_", &["attach_to_self", "flow_directions", "single_use", "customer_account"]),
    ("Refunds_create", &["reverse_transfer", "origin", "customer", "currency", "instructions_email"]),
    ("Customers_", &["source", "cash_balance", "tax_id_data", "test_clock", "tax"]),
    ("Invoices_pay", &["paid_out_of_band", "forgive", "mandate", "source"]),
];

impl Twin {
    pub(super) fn run(
        &mut self,
        cx: &Cx,
        name: &str,
        ids: &[&str],
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        if let Some((_, kind)) = RETRIEVE.iter().find(|(call, _)| *call == name) {
            return self.retrieve(cx, kind, ids[0]);
        }
        if let Some((_, kind, url, by)) = LIST.iter().find(|(call, ..)| *call == name) {
            return self.list(cx, kind, Filter { url, by, hidden: |_| false }, p);
        }
        let id = ids.first().copied().unwrap_or_default();
        if let Some((_, names)) = UNMODELLED.iter().find(|(start, _)| name.starts_with(start)) {
            super::params::unmodelled(p, names)?;
        }
        match name {
            "PaymentIntents_create" => self.create_intent(cx, p),
            "PaymentIntents_update" => self.update_intent(cx, id, p),
            "PaymentIntents_confirm" => self.confirm_intent(cx, id, p),
            "PaymentIntents_capture" => self.capture_intent(cx, id, p),
            "PaymentIntents_cancel" => self.cancel_intent(cx, id, p),
            "PaymentIntents_search" => self.search_intents(cx, p),
            "SetupIntents_create" => self.create_setup(cx, p),
            "SetupIntents_update" => self.update_setup(cx, id, p),
            "SetupIntents_confirm" => self.confirm_setup(cx, id, p),
            "SetupIntents_cancel" => self.cancel_setup(cx, id, p),
            "Refunds_create" => self.create_refund(cx, p),
            "Refunds_update" => self.update_metadata(cx, "refund", id, p),
            "Refunds_cancel" => self.cancel_refund(cx, id),
            "Customers_create" => self.create_customer(cx, p),
            "Customers_update" => self.update_customer(cx, id, p),
            "Customers_del" => self.delete_customer(cx, id),
            "Customers_listPaymentMethods" => self.list_methods(cx, Some(id), p),
            "PaymentMethods_list" => self.list_methods(cx, None, p),
            "PaymentMethods_create" => self.create_method(cx, p),
            "PaymentMethods_update" => self.update_method(cx, id, p),
            "PaymentMethods_attach" => self.attach_method(cx, id, p),
            "PaymentMethods_detach" => self.detach_method(cx, id),
            "TestHelpers_ConfirmationTokens_create" => self.create_token(cx, p),
            "PaymentMethodDomains_create" => self.create_domain(cx, p),
            "PaymentMethodDomains_update" | "PaymentMethodDomains_validate" => self.update_domain(cx, id, p),
            "Accounts_create" => self.create_account(cx, p),
            "Accounts_retrieve" => self.retrieve_account(cx, id),
            "Accounts_retrieveCurrent" => Ok(self.shown(&cx.account)),
            "Accounts_update" => self.update_account(cx, id, p),
            "Accounts_del" => self.delete_account(cx, id),
            "Accounts_list" => self.list_accounts(cx, p),
            "AccountLinks_create" => self.create_account_link(cx, p),
            "Charges_update" => self.update_charge(cx, id, p),
            "Disputes_update" => self.update_dispute(cx, id, p),
            "Disputes_close" => self.close_dispute(cx, id),
            "WebhookEndpoints_create" => self.create_endpoint(cx, p),
            "WebhookEndpoints_update" => self.update_endpoint(cx, id, p),
            "WebhookEndpoints_del" => self.delete_endpoint(cx, id),
            "Products_create" => self.create_product(cx, p),
            "Prices_create" => self.create_price(cx, p),
            "Subscriptions_create" => self.create_subscription(cx, p),
            "Subscriptions_update" => self.update_subscription(cx, id, p),
            "Subscriptions_cancel" => self.cancel_subscription(cx, id),
            "Invoices_pay" => self.pay_invoice(cx, id, p),
            "Balance_retrieve" => Ok(self.balance(&cx.account)),
            "ApplicationFees_listRefunds" => self.list_fee_refunds(cx, id, p),
            "ApplicationFees_createRefund" => self.create_fee_refund(cx, id, p),
            "Payouts_create" => self.create_payout(cx, p),
            "Payouts_update" => self.update_metadata(cx, "payout", id, p),
            "Payouts_cancel" => self.cancel_payout(cx, id),
            other => panic!("the contract has a call that the twin does not answer: {other}"),
        }
    }

    fn retrieve(&self, cx: &Cx, kind: &str, id: &str) -> Result<Value, Refusal> {
        // A ready test method has an id of its own for everybody.
        if kind == "payment_method" && super::cards::by_name(id).is_some() {
            let message =
                format!("The test payment method {id} becomes one of its own when it is first used.");
            return Err(Refusal::invalid(message).status(404).code("resource_missing").param("id"));
        }
        let doc = self.meant(cx, kind, id)?;
        if doc.is("_deleted") {
            return Ok(json!({ "id": id, "object": kind, "deleted": true }));
        }
        Ok(doc.shown())
    }

    /// A call that changes metadata alone.
    pub(super) fn update_metadata(
        &mut self,
        cx: &Cx,
        kind: &str,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.meant(cx, kind, id)?;
        let metadata = self.metadata(self.store.doc(id).get("metadata"), p)?;
        self.store.edit(id).set("metadata", metadata);
        if kind == "refund" {
            self.emit(&cx.account, "refund.updated", id);
        }
        Ok(self.shown(id))
    }

    /// Metadata after a request: what was, and what was sent; an empty value takes a key out.
    pub(super) fn metadata(&self, old: &Value, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let mut all = old.as_object().cloned().unwrap_or_default();
        match p.get("metadata") {
            Some(Value::Object(sent)) => {
                for (key, value) in sent {
                    match value {
                        Value::String(text) if text.is_empty() => all.remove(key),
                        Value::String(text) => all.insert(key.clone(), json!(text)),
                        other => all.insert(key.clone(), json!(other.to_string())),
                    };
                }
            }
            Some(_) => all.clear(),
            None => {}
        }
        let refuse = |message: String| Err(Refusal::invalid(message).param("metadata"));
        if all.len() > 50 {
            return refuse("Metadata can hold at most 50 keys.".to_owned());
        }
        for (key, value) in &all {
            if key.chars().count() > 40 || key.contains(['[', ']']) {
                return refuse(format!(
                    "Metadata keys may have at most 40 characters and no brackets: {key}"
                ));
            }
            if value.as_str().is_some_and(|value| value.chars().count() > 500) {
                return refuse(format!("Metadata values may have at most 500 characters: {key}"));
            }
        }
        Ok(Value::Object(all))
    }
}
