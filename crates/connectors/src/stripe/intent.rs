//! A PaymentIntent as we read it, and what it says of a payment.

use std::collections::BTreeMap;

use app::ports::{Challenge, PaymentError, Seen};
use domain::ledger::Movement;
use domain::money::{Currency, Money};
use domain::payment::Observed;
use serde::Deserialize;

use super::amount::from_stripe;
use super::api::Refusal;
use super::decline::decline;

/// The metadata field that carries our attempt's key.
pub(super) const ATTEMPT: &str = "attempt";

/// The metadata field that carries the name of the server that made it.
pub(super) const SERVER: &str = "server";

/// What we read of a PaymentIntent.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Intent {
    pub(super) id: String,
    pub(super) status: String,
    pub(super) amount: i64,
    #[serde(default)]
    pub(super) amount_received: i64,
    pub(super) currency: String,
    /// What the operator kept, if anything.
    #[serde(default)]
    pub(super) application_fee_amount: Option<i64>,
    #[serde(default)]
    pub(super) created: i64,
    #[serde(default)]
    pub(super) metadata: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) last_payment_error: Option<Refusal>,
    #[serde(default)]
    next_action: Option<NextAction>,
    #[serde(default)]
    client_secret: String,
    #[serde(default)]
    latest_charge: Option<Expandable<Charge>>,
}

/// What whoever pays has to do next.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct NextAction {
    #[serde(default)]
    redirect_to_url: Option<Redirect>,
}

impl NextAction {
    /// The bank's own page, where it has one.
    pub(super) fn page(&self) -> Option<String> {
        self.redirect_to_url.as_ref()?.url.clone()
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Redirect {
    #[serde(default)]
    url: Option<String>,
}

/// An id, or the object itself where it was asked for.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Expandable<T> {
    Id(#[allow(dead_code, reason = "the id is not read, only told apart")] String),
    Whole(Box<T>),
}

impl<T> Expandable<T> {
    fn whole(&self) -> Option<&T> {
        match self {
            Self::Whole(whole) => Some(whole),
            Self::Id(_) => None,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
struct Charge {
    #[serde(default)]
    balance_transaction: Option<Expandable<BalanceTransaction>>,
}

#[derive(Debug, Clone, Deserialize)]
struct BalanceTransaction {
    currency: String,
    #[serde(default)]
    fee_details: Vec<Fee>,
}

#[derive(Debug, Clone, Deserialize)]
struct Fee {
    amount: i64,
    #[serde(rename = "type")]
    kind: String,
}

impl Intent {
    /// What it says. A status that tells nothing yet ("processing": a bank debit under way) is no certain answer.
    pub(super) fn seen(&self) -> Result<Seen, PaymentError> {
        let (observed, amount) = match self.status.as_str() {
            "requires_action" => (Observed::RequiresAction, self.amount),
            "requires_capture" => (Observed::Authorized, self.amount),
            "succeeded" => (Observed::Captured, self.amount_received),
            "canceled" => (Observed::Voided, self.amount),
            // Confirmed once and refused, or never confirmed: it holds nothing, and we never confirm it again.
            "requires_payment_method" | "requires_confirmation" => (Observed::Failed, self.amount),
            _ => return Err(PaymentError::Unknown),
        };
        let challenge = (observed == Observed::RequiresAction).then(|| Challenge { url: self.action_url() });
        let reason = (observed == Observed::Failed)
            .then(|| self.last_payment_error.as_ref().map(|it| decline(&it.code, &it.decline_code)))
            .flatten();
        Ok(Seen {
            observed,
            amount: self.money(amount)?,
            reference: self.id.clone(),
            decline: reason,
            challenge,
            kept: if observed == Observed::Captured { self.kept() } else { Vec::new() },
        })
    }

    /// The bank's page; or, where the browser's script made the token, the secret by which it asks over our page.
    fn action_url(&self) -> String {
        self.next_action.as_ref().and_then(NextAction::page).unwrap_or_else(|| self.client_secret.clone())
    }

    fn money(&self, amount: i64) -> Result<Money, PaymentError> {
        let currency: Currency = self.currency.parse().map_err(|_| PaymentError::Unknown)?;
        from_stripe(amount, currency).map_err(|error| {
            tracing::error!(%error, intent = %self.id, "Stripe names an amount we cannot count");
            PaymentError::Unknown
        })
    }

    /// What Stripe and the operator kept, as far as it is known at once. A fee in another currency than the charge (the
    /// account settles in its own) is left to the reconciliation with balance transactions.
    fn kept(&self) -> Vec<(Movement, Money)> {
        let charge = self.latest_charge.as_ref().and_then(Expandable::whole);
        let transaction = charge.and_then(|it| it.balance_transaction.as_ref()).and_then(Expandable::whole);
        let Some(transaction) = transaction.filter(|it| it.currency == self.currency) else {
            return Vec::new();
        };
        let sum = |movement, kinds: &[&str]| {
            let fees = transaction.fee_details.iter().filter(|fee| kinds.contains(&fee.kind.as_str()));
            let amount = fees.map(|fee| fee.amount).sum::<i64>();
            self.money(amount).ok().filter(|money| money.amount > 0).map(|money| (movement, money))
        };
        let provider = sum(Movement::ProviderFee, &["stripe_fee", "payment_method_passthrough_fee", "tax"]);
        provider.into_iter().chain(sum(Movement::ApplicationFee, &["application_fee"])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::payment::Decline;
    use serde_json::json;

    fn intent(status: &str, more: serde_json::Value) -> Intent {
        let mut whole = json!({"id": "pi_1", "status": status, "amount": 2490, "amount_received": 0,
            "currency": "eur", "metadata": {"attempt": "chk_1-0"}});
        whole.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn every_status_of_the_contract() {
        let cases = [
            ("requires_action", Some(Observed::RequiresAction)),
            ("requires_capture", Some(Observed::Authorized)),
            ("succeeded", Some(Observed::Captured)),
            ("canceled", Some(Observed::Voided)),
            ("requires_payment_method", Some(Observed::Failed)),
            ("requires_confirmation", Some(Observed::Failed)),
            ("processing", None),
            ("something_new", None),
        ];
        for (status, expected) in cases {
            let seen = intent(status, json!({})).seen();
            assert_eq!(seen.ok().map(|seen| seen.observed), expected, "{status}");
        }
    }

    #[test]
    fn a_capture_tells_what_was_kept_of_it() {
        let kept = json!({"amount_received": 2490, "latest_charge": {"balance_transaction": {
            "currency": "eur", "fee": 132, "fee_details": [
                {"type": "stripe_fee", "amount": 62}, {"type": "application_fee", "amount": 70}]}}});
        let seen = intent("succeeded", kept).seen().unwrap();
        let eur = |amount| Money::new(amount, Currency::EUR);
        assert_eq!(seen.amount, eur(2_490));
        assert_eq!(seen.kept, [(Movement::ProviderFee, eur(62)), (Movement::ApplicationFee, eur(70))]);
        let unknown = intent("succeeded", json!({"amount_received": 2490, "latest_charge": "ch_1"}));
        assert_eq!(unknown.seen().unwrap().kept, []);
        let other = json!({"amount_received": 2490, "latest_charge": {"balance_transaction": {
            "currency": "usd", "fee_details": [{"type": "stripe_fee", "amount": 62}]}}});
        assert_eq!(
            intent("succeeded", other).seen().unwrap().kept,
            [],
            "another currency is not booked as this"
        );
    }

    #[test]
    fn a_refusal_tells_why_and_a_challenge_where() {
        let refused = json!({"last_payment_error": {"type": "card_error", "code": "card_declined",
            "decline_code": "insufficient_funds", "message": "…"}});
        let seen = intent("requires_payment_method", refused).seen().unwrap();
        assert_eq!(seen.decline, Some(Decline::InsufficientFunds));
        let asked =
            json!({"next_action": {"type": "redirect_to_url", "redirect_to_url": {"url": "https://bank"}}});
        let seen = intent("requires_action", asked).seen().unwrap();
        assert_eq!(seen.challenge.unwrap().url, "https://bank");
        let in_place = json!({"client_secret": "pi_1_secret_2", "next_action": {"type": "use_stripe_sdk"}});
        let seen = intent("requires_action", in_place).seen().unwrap();
        assert_eq!(seen.challenge.unwrap().url, "pi_1_secret_2");
    }
}
