//! Payouts, and the movements each is made of.
//! Source: <https://docs.stripe.com/reports/balance-transaction-types> and "Payout reconciliation", read in November 2026.

use std::collections::BTreeMap;

use app::ports::{About, Page, PaymentError, ToldLine, ToldPayout};
use domain::payout::{LineKind, PayoutState, Returned};
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::api::ApiError;
use super::books::money;
use super::client::Stripe;
use super::form::Form;
use super::intent::ATTEMPT;
use super::provider::{PAGE, uncertain};

#[derive(Deserialize)]
struct Payout {
    id: String,
    status: String,
    amount: i64,
    currency: String,
    automatic: bool,
    created: i64,
    arrival_date: i64,
    #[serde(default)]
    failure_code: Option<String>,
    #[serde(default)]
    failure_message: Option<String>,
    #[serde(default)]
    failure_balance_transaction: Option<CameBack>,
}

/// The movement that brought a payout back, where Stripe shows it.
#[derive(Deserialize)]
#[serde(untagged)]
enum CameBack {
    At { created: i64 },
    Named(IgnoredAny),
}

#[derive(Deserialize)]
struct Lines {
    data: Vec<Line>,
    has_more: bool,
}

/// A page that is not read, only handed on.
#[derive(Deserialize)]
struct Written {
    data: Vec<serde_json::Value>,
    has_more: bool,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    net: i64,
    currency: String,
    created: i64,
    source: Option<Source>,
}

/// What moved: an object where Stripe could show it, its name where not.
#[derive(Deserialize)]
#[serde(untagged)]
enum Source {
    Object(Box<Object>),
    Name(String),
}

#[derive(Deserialize)]
struct Object {
    id: String,
    object: String,
    #[serde(default)]
    payment_intent: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

pub(super) fn at(seconds: i64) -> Result<Timestamp, PaymentError> {
    Timestamp::from_second(seconds).map_err(|_| PaymentError::Unknown)
}

impl Payout {
    fn told(self) -> Result<ToldPayout, PaymentError> {
        Ok(ToldPayout {
            amount: money(self.amount, &self.currency)?,
            reference: self.id,
            state: match self.status.as_str() {
                "paid" => PayoutState::Paid,
                "failed" => PayoutState::Failed,
                "canceled" => PayoutState::Canceled,
                _ => PayoutState::Pending,
            },
            is_itemized: self.automatic,
            failure: failure(self.failure_code.as_deref(), self.failure_message),
            returned_at: match self.failure_balance_transaction {
                Some(CameBack::At { created }) => Some(at(created)?),
                Some(CameBack::Named(_)) | None => None,
            },
            created_at: at(self.created)?,
            arrives_at: at(self.arrival_date)?,
        })
    }
}

/// Why a payout came back: our word for it, or Stripe's own.
/// Source: <https://docs.stripe.com/api/payouts/failures>
fn failure(code: Option<&str>, message: Option<String>) -> String {
    let known = match code {
        Some("account_closed") => Returned::AccountClosed,
        Some("account_frozen") => Returned::AccountFrozen,
        Some("bank_account_restricted") => Returned::AccountRestricted,
        Some("bank_ownership_changed") => Returned::OwnerChanged,
        Some("no_account") => Returned::NoAccount,
        Some("invalid_account_number" | "invalid_account_number_length") => Returned::WrongNumber,
        Some("incorrect_account_holder_name") => Returned::WrongHolder,
        Some("invalid_currency") => Returned::WrongCurrency,
        Some("debit_not_authorized") => Returned::NotAuthorized,
        Some("insufficient_funds") => Returned::TooLittle,
        Some("declined" | "could_not_process") => Returned::Declined,
        unknown => return message.or(unknown.map(str::to_owned)).unwrap_or_default(),
    };
    known.as_str().to_owned()
}

impl Line {
    /// A line of the payout named `payout`. None for the payout itself, which is listed among what it is made of.
    fn told(self, payout: &str) -> Result<Option<ToldLine>, PaymentError> {
        let kind = match self.kind.as_str() {
            "payout" => return Ok(None),
            "payout_failure" | "payout_cancel" if self.is_about(payout) => return Ok(None),
            "payout_failure" | "payout_cancel" => LineKind::PayoutReturned,
            "charge" | "payment" => LineKind::Charge,
            "refund" | "payment_refund" => LineKind::Refund,
            "refund_failure" | "payment_failure_refund" => LineKind::RefundFailed,
            "adjustment" if self.is_dispute() && self.net < 0 => LineKind::Dispute,
            "adjustment" if self.is_dispute() => LineKind::DisputeWon,
            "stripe_fee" | "stripe_fx_fee" | "tax_fee" | "application_fee" => LineKind::Fee,
            _ => LineKind::Other,
        };
        let (source, about) = match self.source {
            Some(Source::Object(object)) => (object.id.clone(), object.about()),
            Some(Source::Name(name)) if kind == LineKind::PayoutReturned => {
                (name.clone(), About::Payout(name))
            }
            Some(Source::Name(name)) => (name, About::Nothing),
            None => (String::new(), About::Nothing),
        };
        Ok(Some(ToldLine {
            reference: self.id,
            kind,
            net: money(self.net, &self.currency)?,
            about,
            source,
            at: at(self.created)?,
        }))
    }

    fn is_about(&self, name: &str) -> bool {
        match &self.source {
            Some(Source::Object(object)) => object.id == name,
            Some(Source::Name(own)) => own == name,
            None => false,
        }
    }

    fn is_dispute(&self) -> bool {
        matches!(&self.source, Some(Source::Object(object)) if object.object == "dispute")
    }
}

impl Object {
    fn about(self) -> About {
        match (self.object.as_str(), self.payment_intent) {
            ("charge", Some(reference)) => {
                About::Payment { reference, key: self.metadata.get(ATTEMPT).cloned().unwrap_or_default() }
            }
            ("refund", _) => About::Refund(self.id),
            ("dispute", _) => About::Dispute(self.id),
            ("payout", _) => About::Payout(self.id),
            _ => About::Nothing,
        }
    }
}

impl Stripe {
    pub(super) async fn payout(&self, payee: &str, name: &str) -> Result<Option<ToldPayout>, PaymentError> {
        let form = Form::new().with("expand[0]", "failure_balance_transaction");
        match self.get::<Payout>(format!("/v1/payouts/{name}"), form, payee).await {
            Ok(payout) => payout.told().map(Some),
            Err(ApiError::Missing) => Ok(None),
            Err(error) => Err(uncertain(error)),
        }
    }

    pub(super) async fn lines_of(
        &self,
        payee: &str,
        payout: &str,
        after: &str,
    ) -> Result<Page<ToldLine>, PaymentError> {
        let form = Form::new()
            .with("payout", payout)
            .number("limit", PAGE)
            .with("starting_after", after)
            .with("expand[0]", "data.source");
        let page: Lines =
            self.get("/v1/balance_transactions".to_owned(), form, payee).await.map_err(uncertain)?;
        let next = page.data.last().filter(|_| page.has_more).map(|line| line.id.clone());
        let told = page.data.into_iter().map(|line| line.told(payout)).collect::<Result<Vec<_>, _>>()?;
        Ok(Page { items: told.into_iter().flatten().collect(), next })
    }

    /// The account's movements as Stripe wrote them.
    pub(super) async fn statement_of(&self, payee: &str, after: &str) -> Result<Page<String>, PaymentError> {
        let form =
            Form::new().number("limit", PAGE).with("starting_after", after).with("expand[0]", "data.source");
        let page: Written =
            self.get("/v1/balance_transactions".to_owned(), form, payee).await.map_err(uncertain)?;
        let last = page.data.last().and_then(|line| line["id"].as_str()).map(str::to_owned);
        let items = page.data.iter().map(serde_json::Value::to_string).collect();
        Ok(Page { items, next: last.filter(|_| page.has_more) })
    }
}
