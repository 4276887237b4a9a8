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
/// Events after which a payout is looked up.
const ABOUT_PAYOUTS: [&str; 6] = [
    "payout.canceled",
    "payout.created",
    "payout.failed",
    "payout.paid",
    "payout.reconciliation_completed",
    "payout.updated",
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
/// Longest name of Stripe's; those that are known have about seventy characters at most.
const NAME_BYTES_MAX: usize = 255;
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
    if ABOUT_PAYOUTS.contains(&kind) {
        return Some(Topic::Payout);
    }
    let family = kind.split('.').next().unwrap_or_default();
    (IGNORED.contains(&kind) || UNUSED.contains(&family)).then_some(Topic::Nothing)
}

#[derive(Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    account: String,
    pub(super) livemode: bool,
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

/// Why an event does not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// It is no event.
    #[error(transparent)]
    Form(#[from] serde_json::Error),
    /// One of the names that we would ask about is none of Stripe's: it would end up in the path of a request.
    #[error("the event's {0} is none of Stripe's names: they have letters, digits and underscores")]
    Name(&'static str),
}

/// Reads an event whose signature is right.
///
/// # Errors
/// What does not read.
pub(super) fn read(body: &[u8]) -> Result<Event, ReadError> {
    let event: Event = serde_json::from_slice(body)?;
    match event.odd_name() {
        Some(field) => Err(ReadError::Name(field)),
        None => Ok(event),
    }
}

/// Whether this is a name that Stripe gives.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= NAME_BYTES_MAX
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// What a webhook at a merchant's own account is told: all that we act on, by name. What an application is told of the
/// accounts that connect to it is not among it.
pub(super) fn of_an_account() -> impl Iterator<Item = &'static str> {
    let all = [&ABOUT_PAYMENTS[..], &ABOUT_REFUNDS, &ABOUT_DISPUTES, &ABOUT_PAYOUTS, &["account.updated"]];
    all.into_iter().flatten().copied()
}

impl Event {
    /// The field whose name cannot be one of Stripe's, among those that anything follows from. What merchants name
    /// themselves (products, coupons, plans) is not asked about and may have any.
    pub(super) fn odd_name(&self) -> Option<&'static str> {
        let object = &self.data.object;
        let names_object = match topic(&self.kind) {
            Some(Topic::Payment | Topic::Refund | Topic::Dispute | Topic::Payout) => true,
            Some(Topic::Account | Topic::Nothing) | None => object.object == "payment_intent",
        };
        let intent = object.payment_intent.as_deref().unwrap_or_default();
        let named = [
            ("id", self.id.as_str(), true),
            ("account", &self.account, !self.account.is_empty()),
            ("data.object.id", &object.id, names_object && !object.id.is_empty()),
            ("data.object.payment_intent", intent, !intent.is_empty()),
        ];
        named.into_iter().find(|(_, name, is_asked)| *is_asked && !is_name(name)).map(|(field, ..)| field)
    }

    /// What it means to us, where it was told about `payee` alone: an account that is asked for its own events is not
    /// named in them.
    pub(super) fn about(self, payee: &str) -> Heard {
        Self { account: payee.to_owned(), ..self }.heard()
    }

    /// What it means to us.
    pub(super) fn heard(self) -> Heard {
        let object = self.data.object;
        let topic = topic(&self.kind).unwrap_or_else(|| {
            tracing::warn!(kind = self.kind, "Stripe sent an event that nobody has decided about");
            Topic::Nothing
        });
        let reference = match topic {
            Topic::Refund | Topic::Dispute | Topic::Payout => object.id,
            Topic::Payment | Topic::Nothing if object.object == "payment_intent" => object.id,
            Topic::Payment | Topic::Nothing => object.payment_intent.unwrap_or_default(),
            Topic::Account => String::new(),
        };
        let topic = match topic {
            // The operator's own account is not a merchant's.
            Topic::Account if self.account.is_empty() => Topic::Nothing,
            Topic::Account => Topic::Account,
            Topic::Payment | Topic::Refund | Topic::Dispute | Topic::Payout if reference.is_empty() => {
                Topic::Nothing
            }
            Topic::Payment | Topic::Refund | Topic::Dispute | Topic::Payout | Topic::Nothing => topic,
        };
        Heard { id: self.id, kind: self.kind, payee: self.account, reference, topic }
    }
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
        let decided = ABOUT_PAYMENTS
            .iter()
            .chain(&ABOUT_REFUNDS)
            .chain(&ABOUT_DISPUTES)
            .chain(&ABOUT_ACCOUNTS)
            .chain(&ABOUT_PAYOUTS);
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
            read(body.to_string().as_bytes()).unwrap().heard()
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
        let own = json!({ "id": "evt_1", "type": "account.updated", "livemode": false,
            "data": { "object": { "object": "account", "id": "acct_1" } } });
        let own = |payee: &str| read(own.to_string().as_bytes()).unwrap().about(payee);
        assert_eq!(
            (own("key:acct_1").topic, own("key:acct_1").payee.as_str()),
            (Topic::Account, "key:acct_1")
        );
        assert_eq!(own("").topic, Topic::Nothing, "the operator's own account is not a merchant's");
        let plan = json!({ "object": "plan", "id": "Gold, 2 years" });
        assert_eq!(event("plan.created", plan).topic, Topic::Nothing, "its merchant named it so");
        for broken in ["", "{}", "[]", "{\"id\":1}", "\u{0}"] {
            assert!(read(broken.as_bytes()).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_name_that_leads_elsewhere_makes_an_event_unreadable() {
        let intent = |id: &str| json!({ "object": "payment_intent", "id": id });
        let charge = |id: &str| json!({ "object": "charge", "id": "ch_1", "payment_intent": id });
        let refund = |id: &str| json!({ "object": "refund", "id": id, "payment_intent": "pi_1" });
        for odd in
            ["../accounts/acct_1?a=b", "pi_1/capture", "pi 1", "pi_1\n", "pi_é", "pi-1", &"a".repeat(256)]
        {
            for (id, account, kind, object, field) in [
                (odd, "acct_1", "payment_intent.succeeded", intent("pi_1"), "id"),
                ("evt_1", odd, "payment_intent.succeeded", intent("pi_1"), "account"),
                ("evt_1", odd, "account.updated", json!({ "object": "account" }), "account"),
                ("evt_1", "acct_1", "payment_intent.succeeded", intent(odd), "data.object.id"),
                ("evt_1", "", "payment_intent.created", intent(odd), "data.object.id"),
                ("evt_1", "", "charge.updated", charge(odd), "data.object.payment_intent"),
                ("evt_1", "acct_1", "refund.failed", refund(odd), "data.object.id"),
            ] {
                let body = json!({ "id": id, "type": kind, "livemode": false, "account": account,
                    "data": { "object": object } });
                let told = match read(body.to_string().as_bytes()) {
                    Err(error) => error.to_string(),
                    Ok(_) => panic!("{kind} was read: {body}"),
                };
                assert!(told.starts_with(&format!("the event's {field} is none")), "{told}");
            }
        }
        let nameless = json!({ "id": "", "type": "charge.updated", "livemode": false,
            "data": { "object": { "object": "charge" } } });
        assert!(read(nameless.to_string().as_bytes()).is_err(), "it could not be known again");
    }
}
