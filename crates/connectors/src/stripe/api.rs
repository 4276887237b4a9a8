//! One request to Stripe and what its answer means: done, refused, or nobody knows.

use std::sync::Arc;

use app::Secret;
use app::ports::{FetchError, PaymentError};
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::form::Form;
use super::places::Places;
use crate::safe_client::{Exchange, Outgoing};

/// The version every request is answered in, and the one our webhook endpoint is made with.
pub const VERSION: &str = "2026-10-28.endive";
/// Longest answer that is read: a page of a hundred payments with what was expanded.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A way to Stripe's API with one key.
#[derive(Clone)]
pub struct Api {
    http: Arc<dyn Exchange>,
    pub(super) places: Places,
    base: String,
    /// `Bearer sk_…`; never shown.
    authorization: HeaderValue,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Api").field("base", &self.base).finish_non_exhaustive()
    }
}

/// What is asked.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// `/v1/…`, with its query.
    pub(super) path: String,
    pub(super) form: Form,
    /// The connected account it is asked for; empty: our own.
    pub(super) account: &'a str,
    /// Empty for reading.
    pub(super) idempotency_key: &'a str,
}

/// Why there is no answer to use.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum ApiError {
    /// It never left this machine, or was turned away before it was looked at.
    #[error("Stripe cannot be reached: {0}")]
    NotSent(String),
    /// It may have been done.
    #[error("Stripe gave no certain answer: {0}")]
    Unknown(String),
    /// Stripe failed with this status and is done with the request. It may have been done all the same, and the same key
    /// gets the same answer for a day.
    #[error("Stripe failed with status {0}")]
    Failed(u16),
    /// The bank said no, or the buyer must do something first.
    #[error("the bank declined: {}", .0.code)]
    Card(Box<Refusal>),
    /// The same key is at work elsewhere at this moment.
    #[error("Stripe is still at work on the same request")]
    InFlight,
    /// This key belongs to a request with other content.
    #[error("this idempotency key was used for another request")]
    KeyReused,
    /// Nothing of this name, for this account.
    #[error("Stripe knows no such object")]
    Missing,
    /// It was understood and refused.
    #[error("Stripe refused: {}", .0.message)]
    Refused(Box<Refusal>),
}

/// The code of a refund that the balance does not cover. Source: <https://docs.stripe.com/error-codes>.
const BALANCE_TOO_LOW: &str = "balance_insufficient";

/// Stripe's own words for a refusal.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct Refusal {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) decline_code: String,
    pub(super) param: String,
    pub(super) message: String,
    #[serde(skip)]
    pub(super) status: u16,
    pub(super) payment_intent: Option<serde_json::Value>,
}

impl Refusal {
    /// The key itself is not taken: it was revoked, rolled, or never was one.
    pub(super) fn is_of_the_key(&self) -> bool {
        self.status == 401
    }

    /// The key may not do this. Stripe answers 403 without a code and names the permission in its sentence alone; 403 with
    /// a code is about the account. Source: <https://docs.stripe.com/keys/restricted-api-keys> and what such keys are
    /// answered.
    pub(super) fn is_of_a_permission(&self) -> bool {
        self.status == 403 && self.code.is_empty()
    }

    /// What it means to a payment. A key that is not taken, or may not do this, is mended by a person, and so is an access
    /// that was taken away (403 with a code): nothing was done, and what was asked for is still wanted then. A balance
    /// fills up by itself.
    pub(super) fn meaning(&self) -> PaymentError {
        let why =
            if self.message.is_empty() { format!("status {}", self.status) } else { self.message.clone() };
        match self.status {
            401 | 403 => PaymentError::NotNow(why),
            _ if self.code == BALANCE_TOO_LOW => PaymentError::NotNow(why),
            _ => PaymentError::Refused(why),
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    error: Refusal,
}

impl Api {
    /// A way to the API at `base` (`https://api.stripe.com`, or a twin's address) with a secret or restricted key.
    ///
    /// # Errors
    /// A sentence, when the key has characters that no key has.
    pub fn new(http: impl Exchange + 'static, base: &str, key: &str) -> Result<Self, String> {
        let authorization = bearer(key)?;
        let base = base.trim_end_matches('/').to_owned();
        Ok(Self { http: Arc::new(http), places: Places::new(), base, authorization })
    }

    /// The same with another key.
    pub(super) fn with_key(&self, key: &Secret) -> Result<Self, ApiError> {
        let authorization = bearer(key.reveal()).map_err(ApiError::NotSent)?;
        Ok(Self { authorization, ..self.clone() })
    }

    /// Asks, and reads the answer as `T`.
    pub(super) async fn call<T: DeserializeOwned>(&self, call: Call<'_>) -> Result<T, ApiError> {
        let body = call.form.finish();
        let request = Outgoing {
            headers: self.headers(call.account, call.idempotency_key)?,
            url: self.url(&call.method, &call.path, &body),
            body: if call.method == Method::GET { Bytes::new() } else { body },
            method: call.method,
            bytes_max: ANSWER_BYTES_MAX,
        };
        let answer = self.places.request(self.http.exchange(request)).await.map_err(not_answered)?;
        if (200..300).contains(&answer.status) {
            return serde_json::from_slice(&answer.body)
                .map_err(|error| ApiError::Unknown(format!("an answer that does not read: {error}")));
        }
        let refusal = serde_json::from_slice::<Envelope>(&answer.body).map(|it| it.error).unwrap_or_default();
        Err(refused(answer.status, Refusal { status: answer.status, ..refusal }))
    }

    fn url(&self, method: &Method, path: &str, form: &Bytes) -> String {
        let query = if *method == Method::GET { String::from_utf8_lossy(form) } else { "".into() };
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{path}{mark}{query}", self.base)
    }

    fn headers(&self, account: &str, key: &str) -> Result<HeaderMap, ApiError> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert("stripe-version", HeaderValue::from_static(VERSION));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        for (name, value) in [("stripe-account", account), ("idempotency-key", key)] {
            if !value.is_empty() {
                let value = HeaderValue::from_str(value)
                    .map_err(|_| ApiError::NotSent(format!("{name} is no header value")))?;
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        Ok(headers)
    }
}

fn bearer(key: &str) -> Result<HeaderValue, String> {
    let mut authorization = HeaderValue::from_str(&format!("Bearer {key}"))
        .map_err(|_| "the Stripe key contains characters that no key has".to_owned())?;
    authorization.set_sensitive(true);
    Ok(authorization)
}

fn not_answered(error: FetchError) -> ApiError {
    match error {
        FetchError::Refused(_) | FetchError::NoConnection(_) => ApiError::NotSent(error.to_string()),
        FetchError::TooLarge(_) | FetchError::Status(_) | FetchError::Unreachable(_) => {
            ApiError::Unknown(error.to_string())
        }
    }
}

/// Source: <https://docs.stripe.com/api/errors> and "Idempotent requests". A server error may come after the deed, and
/// its answer is what the same key gets from then on.
fn refused(status: u16, refusal: Refusal) -> ApiError {
    match (status, refusal.kind.as_str()) {
        (402, _) | (_, "card_error") => ApiError::Card(Box::new(refusal)),
        (_, "idempotency_error") if status == 409 => ApiError::InFlight,
        (_, "idempotency_error") => ApiError::KeyReused,
        (409, _) => ApiError::InFlight,
        (429, _) => ApiError::NotSent("too many requests at once".to_owned()),
        (404, _) => ApiError::Missing,
        (400..=499, _) => ApiError::Refused(Box::new(refusal)),
        (500, _) => ApiError::Failed(status),
        (_, _) => ApiError::Unknown(format!("status {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(status: u16, kind: &str) -> ApiError {
        refused(status, Refusal { kind: kind.to_owned(), ..Refusal::default() })
    }

    #[test]
    fn only_what_certainly_did_nothing_is_called_so() {
        assert!(matches!(error(402, "card_error"), ApiError::Card(_)));
        assert!(matches!(error(400, "invalid_request_error"), ApiError::Refused(_)));
        assert!(matches!(error(401, "invalid_request_error"), ApiError::Refused(_)));
        assert!(matches!(error(404, "invalid_request_error"), ApiError::Missing));
        assert!(matches!(error(400, "idempotency_error"), ApiError::KeyReused));
        assert!(matches!(error(409, "idempotency_error"), ApiError::InFlight));
        assert!(matches!(error(429, "invalid_request_error"), ApiError::NotSent(_)));
        assert!(matches!(error(500, "api_error"), ApiError::Failed(500)));
        for status in [502, 503, 504, 302] {
            assert!(matches!(error(status, "api_error"), ApiError::Unknown(_)), "{status}");
        }
    }
}
