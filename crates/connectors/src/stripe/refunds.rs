//! Giving back: once per refund of ours, whatever is lost on the way.

use app::ports::{Attempt, PaymentError, Returned};
use domain::money::Money;
use serde::Deserialize;

use super::amount::to_stripe;
use super::api::ApiError;
use super::client::Stripe;
use super::form::Form;
use super::provider::{KEYS_MAX, PAGE, nth, uncertain};

#[derive(Deserialize)]
struct Refunds {
    data: Vec<Refund>,
}

#[derive(Deserialize)]
struct Refund {
    status: Option<String>,
    #[serde(default)]
    metadata: std::collections::BTreeMap<String, String>,
}

impl Stripe {
    pub(super) async fn give_back(
        &self,
        attempt: &Attempt,
        key: &str,
        amount: Money,
    ) -> Result<Returned, PaymentError> {
        let number = to_stripe(amount).map_err(|error| PaymentError::Refused(error.to_string()))?;
        let intent = self.find(attempt).await?;
        let intent =
            intent.ok_or_else(|| PaymentError::Refused("nothing was taken for this order".to_owned()))?;
        // The key alone does not do: it is forgotten after a day, and a bank may take longer than that.
        for again in 0..KEYS_MAX {
            if let Some(known) = self.refund_of(attempt, &intent.id, key).await? {
                return Ok(returned(&known));
            }
            let mut form = Form::new()
                .with("payment_intent", &intent.id)
                .number("amount", number)
                .with("metadata[refund]", key);
            if intent.application_fee_amount.is_some_and(|fee| fee > 0) {
                form = form.with("refund_application_fee", "true");
            }
            match self.post("/v1/refunds".to_owned(), form, &attempt.payee, &nth(key, again)).await {
                Ok(refund) => return Ok(returned(&refund)),
                Err(ApiError::Refused(refusal)) => return Err(refusal.meaning()),
                // Stripe is done with that request: whether it made the refund is looked up before another key is used.
                Err(ApiError::Failed(_)) => {}
                Err(error) => return Err(uncertain(error)),
            }
        }
        Err(PaymentError::Unknown)
    }

    async fn refund_of(
        &self,
        attempt: &Attempt,
        intent: &str,
        key: &str,
    ) -> Result<Option<Refund>, PaymentError> {
        let form = Form::new().with("payment_intent", intent).number("limit", PAGE);
        let page: Refunds =
            self.get("/v1/refunds".to_owned(), form, &attempt.payee).await.map_err(uncertain)?;
        Ok(page.data.into_iter().find(|refund| refund.metadata.get("refund").is_some_and(|it| it == key)))
    }
}

/// How a refund stands.
fn returned(refund: &Refund) -> Returned {
    match refund.status.as_deref() {
        Some("succeeded") => Returned::Done,
        Some("failed" | "canceled") => Returned::SentBack,
        _ => Returned::Pending,
    }
}
