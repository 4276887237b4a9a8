//! Webhook events, as far as we read them: what kind, and which payment to look up. What an event says of the payment
//! itself is not believed: events come late, twice and in any order, so the payment is fetched.

use app::ports::{Heard, Topic};
use serde::Deserialize;

/// Events after which a payment is looked up.
const ABOUT_PAYMENTS: [&str; 14] = [
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.partially_funded",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
    "charge.captured",
    "charge.expired",
    "charge.failed",
    "charge.pending",
    "charge.refunded",
    "charge.succeeded",
    "charge.updated",
];
/// Events after which the account they come from is looked at.
const ABOUT_ACCOUNTS: [&str; 4] = [
    "account.application.authorized",
    "account.application.deauthorized",
    "account.updated",
    "capability.updated",
];
/// Events after which a refund is looked up.
const ABOUT_REFUNDS: [&str; 4] =
    ["charge.refund.updated", "refund.created", "refund.failed", "refund.updated"];
/// Events after which a dispute is looked up.
const ABOUT_DISPUTES: [&str; 5] = [
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
];
/// Events that nobody acts on yet; each is kept in the inbox.
const IGNORED: [&str; 10] = [
    // Where a merchant's bank is, is the merchant's and Stripe's business.
    "account.external_account.created",
    "account.external_account.deleted",
    "account.external_account.updated",
    // A payment that was only made holds nothing.
    "payment_intent.created",
    // Methods are saved while their buyer waits.
    "setup_intent.canceled",
    "setup_intent.created",
    "setup_intent.requires_action",
    "setup_intent.setup_failed",
    "setup_intent.succeeded",
    "radar.early_fraud_warning.created",
];
/// Families of events about parts of Stripe that we do not use: billing, issuing, treasury and the like.
const UNUSED: &[&str] = &[
    "application_fee",
    "apps",
    "balance",
    "balance_settings",
    "billing",
    "billing_portal",
    "cash_balance",
    "checkout",
    "climate",
    "coupon",
    "credit_note",
    "customer",
    "customer_cash_balance_transaction",
    "entitlements",
    "file",
    "financial_connections",
    "identity",
    "invoice",
    "invoice_payment",
    "invoiceitem",
    "issuing_authorization",
    "issuing_card",
    "issuing_cardholder",
    "issuing_dispute",
    "issuing_personalization_design",
    "issuing_token",
    "issuing_transaction",
    "mandate",
    "payment_link",
    "payment_method",
    "payout",
    "person",
    "plan",
    "price",
    "product",
    "promotion_code",
    "quote",
    "radar",
    "reporting",
    "reserve",
    "review",
    "sigma",
    "source",
    "subscription_schedule",
    "tax",
    "tax_rate",
    "terminal",
    "test_helpers",
    "three_d_secure",
    "topup",
    "transfer",
    "treasury",
];

/// What becomes of an event of this kind; none for one that nobody has decided about.
fn topic(kind: &str) -> Option<Topic> {
    if ABOUT_PAYMENTS.contains(&kind) {
        return Some(Topic::Payment);
    }
    if ABOUT_REFUNDS.contains(&kind) {
        return Some(Topic::Refund);
    }
    if ABOUT_DISPUTES.contains(&kind) {
        return Some(Topic::Dispute);
    }
    if ABOUT_ACCOUNTS.contains(&kind) {
        return Some(Topic::Account);
    }
    let family = kind.split('.').next().unwrap_or_default();
    (IGNORED.contains(&kind) || UNUSED.contains(&family)).then_some(Topic::Nothing)
}

#[derive(Deserialize)]
struct Event {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    account: String,
    livemode: bool,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    object: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    payment_intent: Option<String>,
}

/// Reads an event whose signature is right.
///
/// # Errors
/// What does not read.
pub(super) fn read(body: &[u8]) -> Result<(Heard, bool), serde_json::Error> {
    let event: Event = serde_json::from_slice(body)?;
    let object = event.data.object;
    let topic = topic(&event.kind).unwrap_or_else(|| {
        tracing::warn!(kind = event.kind, "Stripe sent an event that nobody has decided about");
        Topic::Nothing
    });
    let reference = match topic {
        Topic::Refund | Topic::Dispute => object.id,
        Topic::Payment | Topic::Nothing if object.object == "payment_intent" => object.id,
        Topic::Payment | Topic::Nothing => object.payment_intent.unwrap_or_default(),
        Topic::Account => String::new(),
    };
    let topic = match topic {
        // The operator's own account is not a merchant's.
        Topic::Account if event.account.is_empty() => Topic::Nothing,
        Topic::Account => Topic::Account,
        Topic::Payment | Topic::Refund | Topic::Dispute if reference.is_empty() => Topic::Nothing,
        Topic::Payment | Topic::Refund | Topic::Dispute | Topic::Nothing => topic,
    };
    Ok((Heard { id: event.id, kind: event.kind, payee: event.account, reference, topic }, event.livemode))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// Every kind of the contract.
    fn kinds() -> Vec<String> {
        fn find(value: &Value) -> Option<&Vec<Value>> {
            match value {
                Value::Object(map) => map
                    .get("enum")
                    .and_then(Value::as_array)
                    .filter(|list| list.iter().any(|kind| kind == "payment_intent.succeeded"))
                    .or_else(|| map.values().find_map(find)),
                Value::Array(list) => list.iter().find_map(find),
                _ => None,
            }
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../twins/contract/stripe-2026-10-28.endive.json");
        let contract: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let kinds = find(&contract).unwrap().iter().map(|kind| kind.as_str().unwrap().to_owned());
        kinds.filter(|kind| kind != "*").collect()
    }

    #[test]
    fn every_kind_of_the_contract_was_decided_about_and_no_other() {
        let kinds = kinds();
        assert!(kinds.len() > 200, "{}", kinds.len());
        let undecided: Vec<&String> = kinds.iter().filter(|kind| topic(kind).is_none()).collect();
        assert!(undecided.is_empty(), "{undecided:?}");
        let decided =
            ABOUT_PAYMENTS.iter().chain(&ABOUT_REFUNDS).chain(&ABOUT_DISPUTES).chain(&ABOUT_ACCOUNTS);
        for named in decided.chain(&IGNORED) {
            assert!(kinds.iter().any(|kind| kind == named), "{named} is no kind of the contract");
        }
        for &family in UNUSED {
            assert!(kinds.iter().any(|kind| kind.split('.').next() == Some(family)), "{family} is no family");
        }
    }

    #[test]
    fn an_event_names_the_payment_to_look_up() {
        let event = |kind: &str, object: Value| {
            let body = json!({ "id": "evt_1", "type": kind, "livemode": false, "account": "acct_1",
                "data": { "object": object } });
            read(body.to_string().as_bytes()).unwrap().0
        };
        let intent = event("payment_intent.succeeded", json!({ "object": "payment_intent", "id": "pi_1" }));
        assert_eq!((intent.reference.as_str(), intent.topic), ("pi_1", Topic::Payment));
        let charge = json!({ "object": "charge", "id": "ch_1", "payment_intent": "pi_1" });
        assert_eq!(event("charge.updated", charge).reference, "pi_1");
        let lone =
            event("charge.updated", json!({ "object": "charge", "id": "ch_1", "payment_intent": null }));
        assert_eq!(lone.topic, Topic::Nothing, "a charge of somebody else's making");
        let refund = json!({ "object": "refund", "id": "re_1", "payment_intent": "pi_1" });
        let failed = event("refund.failed", refund);
        assert_eq!((failed.reference.as_str(), failed.topic), ("re_1", Topic::Refund));
        assert_eq!(event("invoice.paid", json!({ "object": "invoice", "id": "in_1" })).topic, Topic::Nothing);
        for broken in ["", "{}", "[]", "{\"id\":1}", "\u{0}"] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
    }
}
