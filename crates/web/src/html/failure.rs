//! What a page says when it cannot do what was asked.

use std::sync::Arc;

use app::DbError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// Why a page is not there. Handlers return it; the frame writes the page in the visitor's language.
#[derive(Debug, Clone)]
pub enum Failure {
    /// The request was malformed.
    BadRequest,
    /// The form was too old or came from elsewhere.
    ForeignForm,
    /// Signed-in people only. A GET leads to the sign-in page and back.
    SignIn,
    /// Known, but may not.
    Forbidden,
    /// Nothing here, or nothing this visitor may know of.
    NotFound,
    /// This address does not take that kind of request.
    Method,
    /// The same request is still running, or the state has moved on.
    Conflict,
    /// The desk ends by a plan that was announced: nothing new is made there.
    ReadOnly,
    /// Buying there has ended, by a plan that everybody was told of.
    Ended,
    /// It was here once.
    Gone,
    /// The body is larger than we take.
    TooLarge,
    /// Well-formed but wrong.
    Unprocessable,
    /// Well-formed but wrong, in a form that cannot be shown again: which field, and why, in the visitor's words.
    Wrong(String),
    /// Too many tries; come back after so many seconds.
    TooMany(u32),
    /// Too much to do, or restarting.
    Busy,
    /// Our mistake; the cause goes to the log, once.
    Ours(Arc<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    /// Our mistake.
    pub fn ours(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Ours(Arc::new(cause))
    }

    /// A field and what is wrong with it.
    #[must_use]
    pub fn field(label: &str, reason: &str) -> Self {
        Self::Wrong(format!("{label}: {reason}"))
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::ForeignForm => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::ReadOnly => StatusCode::CONFLICT,
            Self::Gone | Self::Ended => StatusCode::GONE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unprocessable | Self::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Ours(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The keys of its title and its sentence.
    pub(crate) fn word(&self) -> (&'static str, &'static str) {
        match self {
            Self::BadRequest => ("error-400-title", "error-400-text"),
            Self::ForeignForm => ("error-csrf-title", "error-csrf-text"),
            Self::SignIn => ("error-401-title", "error-401-text"),
            Self::Forbidden => ("error-403-title", "error-403-text"),
            Self::NotFound => ("error-404-title", "error-404-text"),
            Self::Method => ("error-405-title", "error-405-text"),
            Self::Conflict => ("error-409-title", "error-409-text"),
            Self::ReadOnly => ("error-read-only-title", "error-read-only-text"),
            Self::Ended => ("buy-ended-title", "buy-error-ended"),
            Self::Gone => ("error-410-title", "error-410-text"),
            Self::TooLarge => ("error-413-title", "error-413-text"),
            Self::Unprocessable | Self::Wrong(_) => ("error-422-title", "error-422-text"),
            Self::TooMany(_) => ("error-429-title", "error-429-text"),
            Self::Busy => ("error-503-title", "error-503-text"),
            Self::Ours(_) => ("error-500-title", "error-500-text"),
        }
    }

    /// What a bare status of the framework means.
    pub(crate) fn of_status(status: StatusCode) -> Option<Self> {
        Some(match status {
            StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::BadRequest,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::Method,
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::UNPROCESSABLE_ENTITY => Self::Unprocessable,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Self::Busy,
            _ => return None,
        })
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        match &self {
            Self::TooMany(seconds) => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            Self::Busy => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            }
            Self::Ours(cause) => tracing::error!(cause = %chain(&**cause), "a page failed"),
            Self::BadRequest
            | Self::ForeignForm
            | Self::SignIn
            | Self::Forbidden
            | Self::NotFound
            | Self::Method
            | Self::Conflict
            | Self::ReadOnly
            | Self::Ended
            | Self::Gone
            | Self::TooLarge
            | Self::Unprocessable
            | Self::Wrong(_) => {}
        }
        response.extensions_mut().insert(self);
        response
    }
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

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Overloaded => Self::Busy,
            away if away.is_lost() => {
                tracing::warn!(%away, "the database is away");
                Self::Busy
            }
            other => Self::ours(other),
        }
    }
}

impl From<domain::access::Forbidden> for Failure {
    fn from(_: domain::access::Forbidden) -> Self {
        Self::NotFound
    }
}
