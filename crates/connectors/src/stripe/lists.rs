//! Stripe's own lists, page by page, and letting go of what belongs to nobody here.

use app::ports::{Between, Heard, LetGo, Page, PaymentError, ToldPayment, ToldRefund};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::api::ApiError;
use super::books::Refund;
use super::client::Stripe;
use super::event::Event;
use super::form::Form;
use super::intent::{ATTEMPT, Intent, SERVER};
use super::provider::{EXPAND, PAGE, uncertain};

#[derive(Deserialize)]
struct List<T> {
    data: Vec<T>,
    has_more: bool,
}

/// What lets an object be named as the end of a page.
trait Named {
    fn name(&self) -> &str;
}

impl Named for Intent {
    fn name(&self) -> &str {
        &self.id
    }
}

impl Named for Refund {
    fn name(&self) -> &str {
        &self.id
    }
}

impl Named for Event {
    fn name(&self) -> &str {
        &self.id
    }
}

impl Stripe {
    async fn list<T: DeserializeOwned + Named>(
        &self,
        path: &str,
        payee: &str,
        between: Between<'_>,
        expand: &str,
    ) -> Result<(Vec<T>, Option<String>), PaymentError> {
        let form = Form::new()
            .number("created[gte]", between.from.as_second())
            .number("created[lte]", between.until.as_second())
            .number("limit", PAGE)
            .with("starting_after", between.after)
            .with("expand[0]", expand);
        let page: List<T> = self.get(path.to_owned(), form, payee).await.map_err(uncertain)?;
        let next = page.data.last().filter(|_| page.has_more).map(|last| last.name().to_owned());
        Ok((page.data, next))
    }

    pub(super) async fn payments(
        &self,
        payee: &str,
        between: Between<'_>,
    ) -> Result<Page<ToldPayment>, PaymentError> {
        let expand = format!("data.{EXPAND}");
        let (found, next) = self.list::<Intent>("/v1/payment_intents", payee, between, &expand).await?;
        let told = |intent: Intent| ToldPayment {
            key: intent.metadata.get(ATTEMPT).cloned().unwrap_or_default(),
            server: intent.metadata.get(SERVER).cloned().unwrap_or_default(),
            seen: intent.seen().ok(),
            reference: intent.id,
        };
        Ok(Page { items: found.into_iter().map(told).collect(), next })
    }

    pub(super) async fn refunds(
        &self,
        payee: &str,
        between: Between<'_>,
    ) -> Result<Page<ToldRefund>, PaymentError> {
        let (found, next) =
            self.list::<Refund>("/v1/refunds", payee, between, "data.balance_transaction").await?;
        let told = found.into_iter().map(Refund::told).collect::<Result<Vec<_>, _>>()?;
        Ok(Page { items: told.into_iter().flatten().collect(), next })
    }

    pub(super) async fn events(
        &self,
        payee: &str,
        between: Between<'_>,
    ) -> Result<Page<Heard>, PaymentError> {
        let (found, next) = self.list::<Event>("/v1/events", payee, between, "").await?;
        let told = found.into_iter().filter(|event| event.odd_name().is_none());
        Ok(Page { items: told.map(|event| event.about(payee)).collect(), next })
    }

    pub(super) async fn let_go_of(&self, payee: &str, name: &str) -> Result<LetGo, PaymentError> {
        let intent: Intent =
            self.get(format!("/v1/payment_intents/{name}"), Form::new(), payee).await.map_err(uncertain)?;
        match intent.status.as_str() {
            "canceled" => Ok(LetGo::Voided),
            "succeeded" => self.give_all_back(payee, &intent).await,
            // A bank is at it: it is canceled or given back when it has said yes or no.
            "processing" => Err(PaymentError::Unknown),
            _ => {
                let path = format!("/v1/payment_intents/{name}/cancel");
                match self.post::<Intent>(path, Form::new(), payee, &format!("{name}-orphan-cancel")).await {
                    Ok(_) => Ok(LetGo::Voided),
                    Err(error) => Err(uncertain(error)),
                }
            }
        }
    }

    async fn give_all_back(&self, payee: &str, intent: &Intent) -> Result<LetGo, PaymentError> {
        let name = &intent.id;
        let mut form = Form::new()
            .with("payment_intent", name)
            .with("metadata[orphan]", name)
            .with("expand[0]", "balance_transaction");
        if intent.application_fee_amount.is_some_and(|fee| fee > 0) {
            form = form.with("refund_application_fee", "true");
        }
        match self
            .post::<Refund>("/v1/refunds".to_owned(), form, payee, &format!("{name}-orphan-refund"))
            .await
        {
            Ok(_) => Ok(LetGo::Refunded),
            Err(ApiError::Refused(refusal)) if refusal.code == "charge_already_refunded" => {
                Ok(LetGo::Refunded)
            }
            Err(error) => Err(uncertain(error)),
        }
    }
}
