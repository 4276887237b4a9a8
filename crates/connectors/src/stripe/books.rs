//! Stripe's own books: refunds by name, with what moved.

use app::ports::{
    Answer, Between, Books, Heard, LetGo, Page, PaymentError, ToldDispute, ToldLine, ToldPayment, ToldPayout,
    ToldRefund,
};
use domain::dispute::Evidence;
use domain::ledger::Movement;
use domain::money::{Currency, Money};
use domain::order::RefundState;
use serde::Deserialize;

use super::amount::from_stripe;
use super::api::ApiError;
use super::client::Stripe;
use super::form::Form;
use super::payouts::at;
use super::provider::{PAGE, uncertain};

/// Asked for with every refund: what moved with it.
const EXPAND: &str = "balance_transaction";

#[derive(Deserialize)]
struct Refunds {
    data: Vec<Refund>,
}

#[derive(Deserialize)]
pub(super) struct Refund {
    pub(super) id: String,
    status: Option<String>,
    amount: i64,
    currency: String,
    created: i64,
    payment_intent: Option<String>,
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    balance_transaction: Option<Transaction>,
}

/// A movement in Stripe's books; only its fees matter here.
#[derive(Deserialize)]
struct Transaction {
    currency: String,
    #[serde(default)]
    fee_details: Vec<Fee>,
}

#[derive(Deserialize)]
struct Fee {
    amount: i64,
    #[serde(rename = "type")]
    kind: String,
}

/// An amount of Stripe's as ours; what we cannot count exactly is nobody's answer.
pub(super) fn money(amount: i64, currency: &str) -> Result<Money, PaymentError> {
    let known: Currency = currency.parse().map_err(|_| PaymentError::Unknown)?;
    from_stripe(amount, known).map_err(|error| {
        tracing::error!(%error, "Stripe names an amount we cannot count");
        PaymentError::Unknown
    })
}

impl Refund {
    pub(super) fn told(self) -> Result<Option<ToldRefund>, PaymentError> {
        let Some(payment) = self.payment_intent else { return Ok(None) };
        let state = match self.status.as_deref() {
            Some("succeeded") => RefundState::Done,
            Some("failed" | "canceled") => RefundState::Failed,
            _ => RefundState::Started,
        };
        let mut kept = Vec::new();
        let transaction = self.balance_transaction.filter(|it| it.currency == self.currency);
        for fee in transaction.iter().flat_map(|it| &it.fee_details) {
            // What the operator gives back of its fee stands as a fee below zero.
            if fee.kind == "application_fee" && fee.amount < 0 {
                kept.push((Movement::ApplicationFeeRefund, money(-fee.amount, &self.currency)?));
            }
        }
        Ok(Some(ToldRefund {
            amount: money(self.amount, &self.currency)?,
            key: self.metadata.get("refund").cloned().unwrap_or_default(),
            reference: self.id,
            payment,
            state,
            created_at: at(self.created)?,
            kept,
        }))
    }
}

impl Stripe {
    async fn refund_named(&self, payee: &str, name: &str) -> Result<Option<ToldRefund>, PaymentError> {
        let path = format!("/v1/refunds/{name}");
        match self.get::<Refund>(path, Form::new().with("expand[0]", EXPAND), payee).await {
            Ok(refund) => refund.told(),
            Err(ApiError::Missing) => Ok(None),
            Err(error) => Err(uncertain(error)),
        }
    }

    async fn refund_under(
        &self,
        payee: &str,
        intent: &str,
        key: &str,
    ) -> Result<Option<ToldRefund>, PaymentError> {
        let form = Form::new()
            .with("payment_intent", intent)
            .number("limit", PAGE)
            .with("expand[0]", format!("data.{EXPAND}"));
        let page: Refunds = self.get("/v1/refunds".to_owned(), form, payee).await.map_err(uncertain)?;
        let found = page.data.into_iter().find(|it| it.metadata.get("refund").is_some_and(|it| it == key));
        found.map_or(Ok(None), Refund::told)
    }
}

impl Books for Stripe {
    fn refund_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldRefund>, PaymentError>> {
        Box::pin(self.refund_named(payee, reference))
    }

    fn refund_of<'a>(
        &'a self,
        payee: &'a str,
        payment: &'a str,
        key: &'a str,
    ) -> Answer<'a, Result<Option<ToldRefund>, PaymentError>> {
        Box::pin(self.refund_under(payee, payment, key))
    }

    fn dispute_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldDispute>, PaymentError>> {
        Box::pin(self.dispute(payee, reference))
    }

    fn dispute_page(&self, reference: &str) -> Option<String> {
        let mode = if self.is_test { "test/" } else { "" };
        Some(format!("https://dashboard.stripe.com/{mode}disputes/{reference}"))
    }

    fn answer_dispute<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
        key: &'a str,
        evidence: Evidence,
    ) -> Answer<'a, Result<ToldDispute, PaymentError>> {
        Box::pin(self.answer(payee, reference, key, evidence))
    }

    fn accept_dispute<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
        key: &'a str,
    ) -> Answer<'a, Result<ToldDispute, PaymentError>> {
        Box::pin(self.concede(payee, reference, key))
    }

    fn payout_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<ToldPayout>, PaymentError>> {
        Box::pin(self.payout(payee, reference))
    }

    fn payout_lines<'a>(
        &'a self,
        payee: &'a str,
        payout: &'a str,
        after: &'a str,
    ) -> Answer<'a, Result<Page<ToldLine>, PaymentError>> {
        Box::pin(self.lines_of(payee, payout, after))
    }

    fn payments_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<ToldPayment>, PaymentError>> {
        Box::pin(self.payments(payee, between))
    }

    fn refunds_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<ToldRefund>, PaymentError>> {
        Box::pin(self.refunds(payee, between))
    }

    fn events_between<'a>(
        &'a self,
        payee: &'a str,
        between: Between<'a>,
    ) -> Answer<'a, Result<Page<Heard>, PaymentError>> {
        Box::pin(self.events(payee, between))
    }

    fn let_go<'a>(&'a self, payee: &'a str, reference: &'a str) -> Answer<'a, Result<LetGo, PaymentError>> {
        Box::pin(self.let_go_of(payee, reference))
    }

    fn statement<'a>(
        &'a self,
        payee: &'a str,
        after: &'a str,
    ) -> Answer<'a, Result<Page<String>, PaymentError>> {
        Box::pin(self.statement_of(payee, after))
    }
}
