//! One request to Stripe and what its answer means: done, refused, or nobody knows.

use std::sync::Arc;
use std::time::Duration;

use app::Secret;
use app::ports::{FetchError, PaymentError};
use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;

use super::form::Form;
use crate::safe_client::{Exchange, Outgoing};

/// The version every request is answered in, and the one our webhook endpoint is made with.
pub const VERSION: &str = "2026-10-28.endive";
/// Longest answer that is read: a page of a hundred payments with what was expanded.
const ANSWER_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Errands under way at once. After a long night a thousand jobs may want to ask at the same moment; Stripe takes a
/// hundred requests a second and fewer from a test key (<https://docs.stripe.com/rate-limits>).
///
/// A place is held for a whole errand, which is up to four requests one after the other, and not for each of them:
/// otherwise a thousand that have begun wait for their second request behind each other's first, all of them run out of
/// time together, and all begin anew.
const UNDER_WAY_MAX: usize = 64;
/// Of those, the ones that nobody sits in front of: a buyer does not wait behind what a night has left over.
const LATER_MAX: usize = 48;
/// Longest wait for a place. Who waits has not sent anything, so nothing is uncertain about giving up.
const PLACE_WAIT: Duration = Duration::from_secs(10);

tokio::task_local! {
    /// This errand has its place: its requests need none of their own.
    static HAS_PLACE: ();
}

/// Who waits for an errand to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// Somebody in front of a page.
    Somebody,
    /// A job.
    Nobody,
}

/// A way to Stripe's API with one key.
#[derive(Clone)]
pub struct Api {
    http: Arc<dyn Exchange>,
    /// Shared by all keys: they are for one and the same Stripe.
    places: Arc<Semaphore>,
    later: Arc<Semaphore>,
    place_wait: Duration,
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
        let places = Arc::new(Semaphore::new(UNDER_WAY_MAX));
        let later = Arc::new(Semaphore::new(LATER_MAX));
        Ok(Self { http: Arc::new(http), places, later, place_wait: PLACE_WAIT, base, authorization })
    }

    /// The same with another key.
    pub(super) fn with_key(&self, key: &Secret) -> Result<Self, ApiError> {
        let authorization = bearer(key.reveal()).map_err(ApiError::NotSent)?;
        Ok(Self { authorization, ..self.clone() })
    }

    /// Does the whole of `errand` in one place among those under way.
    ///
    /// # Errors
    /// Its own, or [`PaymentError::Down`] when no place came free: then nothing was sent.
    pub(super) async fn errand<T>(
        &self,
        waits: Waits,
        errand: impl Future<Output = Result<T, PaymentError>>,
    ) -> Result<T, PaymentError> {
        let waiting = async {
            let later = match waits {
                Waits::Nobody => Some(self.later.acquire().await),
                Waits::Somebody => None,
            };
            (later, self.places.acquire().await)
        };
        let Ok(_place) = tokio::time::timeout(self.place_wait, waiting).await else {
            return Err(PaymentError::Down);
        };
        HAS_PLACE.scope((), errand).await
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
        let place = match HAS_PLACE.try_with(|()| ()) {
            Ok(()) => None,
            Err(_) => Some(self.places.acquire().await),
        };
        let answer = self.http.exchange(request).await.map_err(not_answered)?;
        drop(place);
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
    use std::sync::atomic::{AtomicUsize, Ordering};

    use app::ports::Answer;

    use super::*;
    use crate::safe_client::Incoming;

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

    /// Answers a moment later, and remembers how many asked at once.
    #[derive(Clone, Default)]
    struct Crowd(Arc<(AtomicUsize, AtomicUsize)>);

    impl Exchange for Crowd {
        fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>> {
            Box::pin(async move {
                let (under_way, most) = &*self.0;
                most.fetch_max(under_way.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                under_way.fetch_sub(1, Ordering::SeqCst);
                let body = Bytes::from_static(b"{}");
                Ok(Incoming { status: 200, url: request.url, headers: HeaderMap::new(), body })
            })
        }
    }

    async fn ask(api: &Api) -> Result<serde_json::Value, ApiError> {
        let path = "/v1/account".to_owned();
        api.call(Call { method: Method::GET, path, form: Form::new(), account: "", idempotency_key: "" })
            .await
    }

    #[tokio::test]
    async fn who_has_begun_is_done_before_others_begin() {
        let api = Api::new(Crowd::default(), "http://stripe.invalid", "sk_test_1").unwrap();
        let (begun, most, done) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        let errand = async || {
            most.fetch_max(begun.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            for _ in 0..4 {
                ask(&api).await.unwrap();
            }
            begun.fetch_sub(1, Ordering::SeqCst);
            done.fetch_add(1, Ordering::SeqCst);
            Ok(())
        };
        let job = |_| async { api.errand(Waits::Nobody, errand()).await.unwrap() };
        futures_util::future::join_all((0..1_000).map(job)).await;
        assert_eq!((done.load(Ordering::SeqCst), most.load(Ordering::SeqCst)), (1_000, LATER_MAX));
    }

    #[tokio::test]
    async fn a_buyer_has_a_place_when_jobs_have_taken_all_of_theirs() {
        let mut api = Api::new(Crowd::default(), "http://stripe.invalid", "sk_test_1").unwrap();
        api.place_wait = Duration::from_millis(50);
        let never = |_| api.errand(Waits::Nobody, std::future::pending::<Result<(), PaymentError>>());
        let mut jobs = Box::pin(futures_util::future::join_all((0..LATER_MAX).map(never)));
        assert!(futures_util::poll!(&mut jobs).is_pending());
        let buyer = async { ask(&api).await.map_err(|_| PaymentError::Unknown) };
        api.errand(Waits::Somebody, buyer).await.expect("somebody who waits has a place");
        let one_more = api.errand(Waits::Nobody, async { Ok(()) }).await;
        assert!(matches!(one_more, Err(PaymentError::Down)), "nothing was sent, and it says so");
    }

    #[tokio::test]
    async fn a_crowd_of_jobs_asks_no_more_at_once_than_stripe_takes() {
        let crowd = Crowd::default();
        let api = Api::new(crowd.clone(), "http://stripe.invalid", "sk_test_1").unwrap();
        futures_util::future::join_all((0..1_000).map(|_| ask(&api))).await;
        assert_eq!(crowd.0.1.load(Ordering::SeqCst), UNDER_WAY_MAX, "all places are used, and no more");
    }
}
