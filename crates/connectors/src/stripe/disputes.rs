//! Disputes as Stripe tells them, and answering them.
//! Source: <https://docs.stripe.com/api/disputes/object> and "Reason codes", read in November 2026.

use app::ports::{PaymentError, ToldDispute};
use domain::dispute::{DisputeReason, DisputeState, Evidence};
use domain::ledger::Movement;
use domain::money::Money;
use jiff::Timestamp;
use serde::Deserialize;

use super::api::ApiError;
use super::books::money;
use super::client::Stripe;
use super::form::Form;
use super::provider::uncertain;

#[derive(Deserialize)]
struct Dispute {
    id: String,
    status: String,
    reason: String,
    amount: i64,
    currency: String,
    created: i64,
    payment_intent: Option<String>,
    #[serde(default)]
    evidence_details: Details,
    #[serde(default)]
    balance_transactions: Vec<Transaction>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Details {
    due_by: Option<i64>,
    submission_count: i64,
}

/// What moved for a dispute: at most one taking, and one giving back.
#[derive(Deserialize)]
struct Transaction {
    amount: i64,
    fee: i64,
    currency: String,
}

impl Dispute {
    fn told(self) -> Result<Option<ToldDispute>, PaymentError> {
        let moved = self.moved()?;
        let Some(payment) = self.payment_intent else { return Ok(None) };
        let (state, is_inquiry) = match self.status.as_str() {
            "needs_response" => (DisputeState::Waiting, false),
            "under_review" => (DisputeState::UnderReview, false),
            "won" => (DisputeState::Won, false),
            "lost" => (DisputeState::Lost, false),
            "warning_needs_response" => (DisputeState::Waiting, true),
            "warning_under_review" => (DisputeState::UnderReview, true),
            // "warning_closed", and "prevented": it ended before any money was taken.
            "warning_closed" | "prevented" => (DisputeState::Closed, true),
            unknown => {
                tracing::warn!(
                    status = unknown,
                    "Stripe names a state of a dispute that nobody has decided about"
                );
                return Err(PaymentError::Unknown);
            }
        };
        let at = |seconds: i64| Timestamp::from_second(seconds).map_err(|_| PaymentError::Unknown);
        Ok(Some(ToldDispute {
            amount: money(self.amount, &self.currency)?,
            reference: self.id,
            payment,
            state,
            is_inquiry,
            reason: reason(&self.reason),
            due_at: self.evidence_details.due_by.map(at).transpose()?,
            is_answered: self.evidence_details.submission_count > 0,
            opened_at: at(self.created)?,
            moved,
        }))
    }

    /// Taken, asked for, given back. What moved in another currency than the payment's (the account settles in its own)
    /// is left to whoever compares with the payouts.
    fn moved(&self) -> Result<Vec<(Movement, Money)>, PaymentError> {
        let own: Vec<&Transaction> =
            self.balance_transactions.iter().filter(|it| it.currency == self.currency).collect();
        let sum = |part: fn(&Transaction) -> i64| own.iter().map(|it| part(it)).sum::<i64>();
        let parts = [
            (Movement::Dispute, sum(|it| (-it.amount).max(0))),
            (Movement::DisputeFee, sum(|it| it.fee.max(0))),
            (Movement::DisputeWon, sum(|it| it.amount.max(0))),
            (Movement::DisputeFeeBack, sum(|it| (-it.fee).max(0))),
        ];
        let some = parts.into_iter().filter(|(_, amount)| *amount > 0);
        some.map(|(movement, amount)| Ok((movement, money(amount, &self.currency)?))).collect()
    }
}

/// Stripe's reasons, as far as a merchant answers differently to them.
fn reason(word: &str) -> DisputeReason {
    match word {
        "fraudulent" => DisputeReason::Fraudulent,
        "unrecognized" => DisputeReason::Unrecognized,
        "product_not_received" => DisputeReason::NotReceived,
        "product_unacceptable" => DisputeReason::NotAsDescribed,
        "credit_not_processed" => DisputeReason::CreditNotProcessed,
        "duplicate" => DisputeReason::Duplicate,
        "subscription_canceled" => DisputeReason::Canceled,
        _ => DisputeReason::Other,
    }
}

impl Stripe {
    pub(super) async fn dispute(&self, payee: &str, name: &str) -> Result<Option<ToldDispute>, PaymentError> {
        match self.get::<Dispute>(format!("/v1/disputes/{name}"), Form::new(), payee).await {
            Ok(dispute) => dispute.told(),
            Err(ApiError::Missing) => Ok(None),
            Err(error) => Err(uncertain(error)),
        }
    }

    pub(super) async fn answer(
        &self,
        payee: &str,
        name: &str,
        key: &str,
        evidence: Evidence,
    ) -> Result<ToldDispute, PaymentError> {
        let form = Form::new()
            .with("evidence[uncategorized_text]", evidence.text)
            .with("evidence[customer_name]", evidence.buyer_name)
            .with("evidence[customer_email_address]", evidence.buyer_email)
            .with("evidence[product_description]", evidence.goods)
            .with("evidence[shipping_address]", evidence.shipped_to)
            .with("evidence[shipping_carrier]", evidence.carrier)
            .with("evidence[shipping_tracking_number]", evidence.tracking_number)
            .with("evidence[shipping_date]", evidence.shipped_on)
            .with("submit", "true");
        self.sent(format!("/v1/disputes/{name}"), form, payee, key).await
    }

    pub(super) async fn concede(
        &self,
        payee: &str,
        name: &str,
        key: &str,
    ) -> Result<ToldDispute, PaymentError> {
        self.sent(format!("/v1/disputes/{name}/close"), Form::new(), payee, key).await
    }

    async fn sent(
        &self,
        path: String,
        form: Form,
        payee: &str,
        key: &str,
    ) -> Result<ToldDispute, PaymentError> {
        let dispute: Dispute = self.post(path, form, payee, key).await.map_err(uncertain)?;
        dispute.told()?.ok_or(PaymentError::Unknown)
    }
}
