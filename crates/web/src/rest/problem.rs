//! How the API says that something did not work: `application/problem+json`.
//!
//! Source: RFC 9457. `type` is a stable path of this server that serves an explanation; `detail` is our public
//! sentence; the private cause goes to the log, once, under `instance`.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use app::DbError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value};
use words::{Locale, Words};

/// The media type of problems.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";
/// After a full queue: it drains in less than this.
const BUSY_RETRY_S: u32 = 1;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal $status:ident;)+) => {
        /// What went wrong. Each kind has a stable path, a status and an explanation.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            /// All kinds, for the documentation and its pages.
            pub const ALL: &[Self] = &[$(Self::$kind,)+];

            /// The last part of its `type` path.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// The status it is answered with.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$kind => StatusCode::$status,)+ }
            }
        }
    };
}

kinds! {
    /// The body or a parameter cannot be read.
    Malformed "malformed" BAD_REQUEST;
    /// A call that costs money came without a key.
    KeyMissing "idempotency-key-missing" BAD_REQUEST;
    /// Nobody we know.
    Unauthenticated "unauthenticated" UNAUTHORIZED;
    /// The provider refused the payment.
    PaymentDeclined "payment-declined" PAYMENT_REQUIRED;
    /// Known, but may not.
    Forbidden "forbidden" FORBIDDEN;
    /// Only verified merchants sell.
    MerchantNotVerified "merchant-not-verified" FORBIDDEN;
    /// Nothing here, or nothing the caller may know of.
    NotFound "not-found" NOT_FOUND;
    /// The address takes other methods.
    MethodNotAllowed "method-not-allowed" METHOD_NOT_ALLOWED;
    /// Fewer units are free than wanted.
    OutOfStock "out-of-stock" CONFLICT;
    /// The offer is over, not begun, or was withdrawn.
    OfferClosed "offer-closed" CONFLICT;
    /// The total is not the one last shown.
    PriceChanged "price-changed" CONFLICT;
    /// One buyer may have fewer.
    LimitPerBuyer "limit-per-buyer" CONFLICT;
    /// The checkout's time is over.
    CheckoutExpired "checkout-expired" CONFLICT;
    /// The checkout is an order already.
    CheckoutCompleted "checkout-completed" CONFLICT;
    /// The state does not allow this.
    StateConflict "state-conflict" CONFLICT;
    /// Too late to undo.
    UndoOver "undo-over" CONFLICT;
    /// The first request with this key still runs.
    InProgress "in-progress" CONFLICT;
    /// The server stopped while it worked on the first request with this key.
    OutcomeUnknown "outcome-unknown" CONFLICT;
    /// The operator or the merchant closed buying.
    Closed "closed" CONFLICT;
    /// It has ended, by a plan that was announced.
    Ended "ended" GONE;
    /// The body is larger than this address takes.
    TooLarge "too-large" PAYLOAD_TOO_LARGE;
    /// Not the media type this address takes.
    UnsupportedMediaType "unsupported-media-type" UNSUPPORTED_MEDIA_TYPE;
    /// Well-formed, but a field is wrong.
    InvalidField "invalid-field" UNPROCESSABLE_ENTITY;
    /// The goods are not sent there.
    NotShippable "not-shippable" UNPROCESSABLE_ENTITY;
    /// The payment provider cannot charge the total.
    NotChargeable "not-chargeable" UNPROCESSABLE_ENTITY;
    /// More than was paid.
    ExceedsCaptured "exceeds-captured" UNPROCESSABLE_ENTITY;
    /// The key was used with another body.
    KeyReused "idempotency-key-reused" UNPROCESSABLE_ENTITY;
    /// Too many requests from one address.
    TooManyRequests "too-many-requests" TOO_MANY_REQUESTS;
    /// Our mistake.
    Internal "internal" INTERNAL_SERVER_ERROR;
    /// The payment provider cannot be reached.
    ProviderUnavailable "provider-unavailable" SERVICE_UNAVAILABLE;
    /// More to write than can wait.
    Busy "busy" SERVICE_UNAVAILABLE;
}

impl Kind {
    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// What it is called, in English: the API speaks to developers.
    #[must_use]
    pub fn title(self) -> &'static str {
        Words::of(Locale::En).lookup(&format!("problem-{}", self.name())).unwrap_or_default()
    }

    /// What it means and what to do.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        Words::of(Locale::En).lookup(&format!("problem-{}-text", self.name())).unwrap_or_default()
    }
}

/// A problem on its way out. Boxed, so that a handler's `Result` stays small.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    kind: Kind,
    detail: Cow<'static, str>,
    extras: Map<String, Value>,
    retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem with a sentence about this occurrence.
    pub(crate) fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Parts { kind, detail: detail.into(), extras: Map::new(), retry_after_s: None }))
    }

    /// There is nothing, or the caller may not know.
    pub(crate) fn not_found() -> Self {
        Self::new(Kind::NotFound, "There is nothing by this id, or it is not yours.")
    }

    /// One field is wrong; `field` as it stands in the body, `items[0].quantity`.
    pub(crate) fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::fields(vec![(field.into(), reason.into())])
    }

    /// Several fields are wrong.
    pub(crate) fn fields(fields: Vec<(String, String)>) -> Self {
        let detail = match fields.first() {
            Some((field, reason)) => format!("{field}: {reason}"),
            None => "A field is wrong.".to_owned(),
        };
        let errors = fields
            .into_iter()
            .map(|(field, reason)| serde_json::json!({ "field": field, "reason": reason }))
            .collect();
        Self::new(Kind::InvalidField, detail).with("errors", Value::Array(errors))
    }

    /// Our mistake; the cause goes to the log under the answer's `instance`.
    pub(crate) fn internal(cause: &dyn std::error::Error) -> Self {
        let problem = Self::new(Kind::Internal, "Something went wrong on our side. Nothing is lost.");
        let instance = instance();
        tracing::error!(cause = %chain(cause), instance, "a request failed");
        problem.with("instance", instance)
    }

    /// Adds a typed extra.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.extras.insert(name.to_owned(), value.into());
        self
    }

    /// Says when to come back.
    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.0.retry_after_s = Some(seconds);
        self
    }

    /// The problem as the object that the answer's body is.
    pub(crate) fn into_value(self) -> Value {
        let Parts { kind, detail, extras, .. } = *self.0;
        let mut body = Map::new();
        body.insert("type".to_owned(), format!("/problems/{}", kind.name()).into());
        body.insert("title".to_owned(), kind.title().into());
        body.insert("status".to_owned(), kind.status().as_u16().into());
        body.insert("detail".to_owned(), detail.into_owned().into());
        body.extend(extras);
        body.entry("instance").or_insert_with(|| instance().into());
        Value::Object(body)
    }
}

/// Names one occurrence, so that a caller's report and our log can be brought together.
fn instance() -> String {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("urn:buyline:problem:{:016x}", SEED.wrapping_add(count))
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (kind, retry_after_s) = (self.0.kind, self.0.retry_after_s);
        let body = self.into_value();
        let instance = body["instance"].as_str().unwrap_or_default();
        tracing::info!(instance, problem = kind.name(), "a request was answered with a problem");
        let mut response = (kind.status(), body.to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(seconds) = retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if kind == Kind::Unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"buyline\""));
        }
        response
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Overloaded => {
                Self::new(Kind::Busy, "Too many writes are waiting.").retry_after(BUSY_RETRY_S)
            }
            away if away.is_lost() => {
                tracing::warn!(cause = %chain(&away), "the database is away");
                Self::new(Kind::Busy, "The database cannot be reached at this moment.")
                    .retry_after(BUSY_RETRY_S)
            }
            other => Self::internal(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_explained_in_every_language() {
        for kind in Kind::ALL {
            for locale in Locale::ALL {
                for suffix in ["", "-text"] {
                    let key = format!("problem-{}{suffix}", kind.name());
                    assert!(Words::of(*locale).lookup(&key).is_some(), "{key} in {}", locale.tag());
                }
            }
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
    }

    #[test]
    fn a_problem_is_an_object_of_rfc_9457() {
        let problem = Problem::field("items[0].quantity", "the quantity is zero").into_value();
        assert_eq!(problem["type"], "/problems/invalid-field");
        assert_eq!(problem["status"], 422);
        assert_eq!(problem["errors"][0]["field"], "items[0].quantity");
        assert!(problem["instance"].as_str().unwrap().starts_with("urn:buyline:problem:"));
    }
}
