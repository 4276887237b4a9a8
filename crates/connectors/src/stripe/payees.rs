//! Connected accounts: opened for merchants, finished by them on Stripe's own pages, looked at whenever something may
//! have changed. Their owners have Stripe's full dashboard, pay Stripe's fees and bear their own losses.

use app::Secret;
use app::ports::{Answer, Brought, LinkWanted, Listening, NewPayee, Payees, PaymentError};
use domain::payee::{Standing, own_key_account};
use jiff::Timestamp;
use serde::Deserialize;

use super::api::ApiError;
use super::client::Stripe;
use super::form::Form;
use super::provider::early;

/// What Stripe says when a key may not ask about an account.
const NO_ACCESS: &str = "account_invalid";

#[derive(Deserialize)]
struct Opened {
    id: String,
}

#[derive(Deserialize)]
struct Link {
    url: String,
}

/// An account, as far as it is read.
#[derive(Deserialize)]
pub(super) struct Account {
    pub(super) id: String,
    #[serde(default)]
    charges_enabled: bool,
    #[serde(default)]
    payouts_enabled: bool,
    #[serde(default)]
    deleted: bool,
    #[serde(default)]
    requirements: Option<Requirements>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Requirements {
    currently_due: Option<Vec<String>>,
    past_due: Option<Vec<String>>,
    disabled_reason: Option<String>,
    current_deadline: Option<i64>,
}

impl Account {
    pub(super) fn standing(self) -> Standing {
        if self.deleted {
            return Standing::gone();
        }
        let asked = self.requirements.unwrap_or_default();
        Standing {
            charges_enabled: self.charges_enabled,
            payouts_enabled: self.payouts_enabled,
            due: asked.currently_due.unwrap_or_default(),
            overdue: asked.past_due.unwrap_or_default(),
            disabled_reason: asked.disabled_reason.unwrap_or_default(),
            deadline: asked.current_deadline.and_then(|at| Timestamp::from_second(at).ok()),
        }
    }
}

impl Stripe {
    async fn open_account(&self, wanted: NewPayee) -> Result<String, PaymentError> {
        let mut form = Form::new()
            .with("controller[fees][payer]", "account")
            .with("controller[losses][payments]", "stripe")
            .with("controller[requirement_collection]", "stripe")
            .with("controller[stripe_dashboard][type]", "full")
            .with("capabilities[card_payments][requested]", "true")
            .with("capabilities[transfers][requested]", "true")
            .with("business_profile[name]", wanted.name)
            .with("country", wanted.country)
            .with("email", wanted.email)
            .with("metadata[merchant]", wanted.merchant);
        // Stripe visits the shop's page: an address that nobody else can reach is no answer to its question.
        if wanted.url.starts_with("https://") {
            form = form.with("business_profile[url]", wanted.url);
        }
        let opened: Opened =
            self.post("/v1/accounts".to_owned(), form, "", &wanted.key).await.map_err(early)?;
        Ok(opened.id)
    }

    async fn onboarding(&self, wanted: LinkWanted) -> Result<String, PaymentError> {
        let form = Form::new()
            .with("account", wanted.account)
            .with("type", "account_onboarding")
            .with("collection_options[fields]", "eventually_due")
            .with("refresh_url", wanted.refresh_url)
            .with("return_url", wanted.return_url);
        // Without a key: a second link is as good as the first, and a link is good once.
        let link: Link = self.post("/v1/account_links".to_owned(), form, "", "").await.map_err(early)?;
        Ok(link.url)
    }

    async fn standing_of(&self, account: &str) -> Result<Option<Standing>, PaymentError> {
        if own_key_account(account).is_some() {
            return self.standing_by_key(account).await;
        }
        let path = format!("/v1/accounts/{account}");
        match self.get::<Account>(path, Form::new(), "").await {
            Ok(found) => Ok(Some(found.standing())),
            Err(ApiError::Missing) => Ok(None),
            Err(ApiError::Refused(refusal)) if refusal.code == NO_ACCESS => Ok(None),
            Err(error) => Err(early(error)),
        }
    }
}

/// What the operator keeps: never more than the payment, rounded down.
pub(super) fn fee(amount: i64, basis_points: u32) -> i64 {
    let fee = i128::from(amount) * i128::from(basis_points) / 10_000;
    i64::try_from(fee).unwrap_or(0).min(amount)
}

impl Payees for Stripe {
    fn open(&self, wanted: NewPayee) -> Answer<'_, Result<String, PaymentError>> {
        Box::pin(self.open_account(wanted))
    }

    fn link(&self, wanted: LinkWanted) -> Answer<'_, Result<String, PaymentError>> {
        Box::pin(self.onboarding(wanted))
    }

    fn look<'a>(&'a self, account: &'a str) -> Answer<'a, Result<Option<Standing>, PaymentError>> {
        Box::pin(self.standing_of(account))
    }

    fn examine<'a>(&'a self, key: &'a Secret) -> Answer<'a, Result<Brought, PaymentError>> {
        Box::pin(self.look_at_key(key))
    }

    fn listen<'a>(
        &'a self,
        key: &'a Secret,
        url: &'a str,
        once: &'a str,
    ) -> Answer<'a, Result<Listening, PaymentError>> {
        Box::pin(self.listen_at(key, url, once))
    }

    fn stop_listening<'a>(
        &'a self,
        key: &'a Secret,
        url: &'a str,
        but: &'a str,
    ) -> Answer<'a, Result<(), PaymentError>> {
        Box::pin(self.stop_at(key, url, but))
    }

    fn pages(&self) -> &[String] {
        &self.pages
    }
}
