//! The one who asks: with the operator's key in a connected account's name, or with the key of an account's owner; and
//! whose events are believed.

use std::sync::Arc;

use app::Secret;
use app::ports::{Answer, HearError, Keyring, MethodForm, PaymentError};
use domain::payee::own_key_account;
use jiff::Timestamp;
use reqwest::Method;
use serde::de::DeserializeOwned;

use super::api::{Api, ApiError, Call};
use super::event;
use super::form::Form;
use super::places::Waits;
use super::signature::verify;
use super::walks::Walks;

/// Stripe.
pub struct Stripe {
    api: Api,
    pub(super) is_test: bool,
    pub(super) form: MethodForm,
    /// Of the webhook's endpoints; two while one replaces the other.
    pub(super) webhook_secrets: Vec<String>,
    /// Where Stripe's own pages are.
    pub(super) pages: Vec<String>,
    /// Keys that merchants brought.
    keyring: Option<Arc<dyn Keyring>>,
    /// Looks for payments that were not at their end when their time was up.
    pub(super) walks: Walks,
}

impl Stripe {
    /// Stripe by `api`; `is_test` when the key is a test key. Buyers type into `form`.
    #[must_use]
    pub fn new(api: Api, is_test: bool, form: MethodForm) -> Self {
        Self {
            api,
            is_test,
            form,
            webhook_secrets: Vec::new(),
            pages: Vec::new(),
            keyring: None,
            walks: Walks::default(),
        }
    }

    /// Takes the events that are signed with one of these secrets.
    #[must_use]
    pub fn hearing(mut self, webhook_secrets: Vec<String>) -> Self {
        self.webhook_secrets = webhook_secrets;
        self
    }

    /// Leads merchants to pages of these hosts.
    #[must_use]
    pub fn leading_to(mut self, pages: Vec<String>) -> Self {
        self.pages = pages;
        self
    }

    /// Asks about accounts whose owners brought keys with those.
    #[must_use]
    pub fn with_keys(mut self, keyring: Arc<dyn Keyring>) -> Self {
        self.keyring = Some(keyring);
        self
    }

    /// With a key of its owner's an account is asked directly: the key is the account's own, and no other is named.
    async fn ask<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, ApiError> {
        if own_key_account(call.account).is_none() {
            return self.api.call(call).await;
        }
        let key = match &self.keyring {
            Some(keys) => {
                keys.key_of(call.account).await.map_err(|error| ApiError::NotSent(error.to_string()))?
            }
            None => None,
        };
        let key =
            key.ok_or_else(|| ApiError::NotSent("the shop's own key is not here any more".to_owned()))?;
        let asked = self.api.with_key(&key)?.call(Call { account: "", ..call }).await;
        asked.map_err(|error| match error {
            // Nothing was done, and it is the key that is wrong, not what was asked: another one may be brought.
            ApiError::Refused(it) if it.is_of_the_key() || it.is_of_a_permission() => {
                ApiError::NotSent(format!("the shop's own key is not taken: {}", it.message))
            }
            other => other,
        })
    }

    /// An event that is Stripe's, signed with one of these secrets, and of our mode.
    pub(super) fn believed(
        &self,
        secrets: &[&str],
        body: &[u8],
        signature: &str,
        now: Timestamp,
    ) -> Result<event::Event, HearError> {
        verify(signature, body, secrets, now.as_second())
            .map_err(|error| HearError::Signature(error.to_string()))?;
        let event = event::read(body).map_err(|error| HearError::Unreadable(error.to_string()))?;
        if event.livemode == self.is_test {
            return Err(HearError::OtherMode);
        }
        Ok(event)
    }

    /// Stripe's API by another key.
    pub(super) fn by(&self, key: &Secret) -> Result<Api, ApiError> {
        self.api.with_key(key)
    }

    /// The key that reaches an account whose owner brought one.
    pub(super) async fn key_of(&self, payee: &str) -> Result<Option<Secret>, PaymentError> {
        let Some(keys) = &self.keyring else { return Ok(None) };
        keys.key_of(payee).await.map_err(|error| {
            tracing::error!(%error, "the key of a merchant could not be read");
            PaymentError::Down
        })
    }

    /// One call of the port, with all its requests.
    pub(super) fn errand<'a, T: Send + 'a>(
        &'a self,
        waits: Waits,
        errand: impl Future<Output = Result<T, PaymentError>> + Send + 'a,
    ) -> Answer<'a, Result<T, PaymentError>> {
        Box::pin(self.api.places.errand(waits, errand))
    }

    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: String,
        form: Form,
        account: &str,
        idempotency_key: &str,
    ) -> Result<T, ApiError> {
        self.ask(Call { method: Method::POST, path, form, account, idempotency_key }).await
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: String,
        form: Form,
        account: &str,
    ) -> Result<T, ApiError> {
        self.ask(Call { method: Method::GET, path, form, account, idempotency_key: "" }).await
    }
}
