//! What payment providers tell by themselves. Answered with 200 only once it is kept; whatever else is answered, the
//! provider sends it again.

use app::connections::{self, HearError as ShopError};
use app::payments::{EventError, hear, hear_own};
use app::ports::HearError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use domain::ids::{ConnectionId, MerchantId};
use http::{HeaderMap, StatusCode};

use crate::Web;

/// Where events come in; the provider's name is the last part.
const ROUTE: &str = "/hooks/{provider}";
/// Where events of a merchant's own account come in, which a key of its owner's reaches.
const OWN_ROUTE: &str = "/hooks/{provider}/{merchant}";
/// Where a connected shop tells of changes.
const PLATFORMS_ROUTE: &str = "/hooks/platforms/{connection}";
/// Bytes of an event; the largest hold a payment with everything in it.
const EVENT_BYTES_MAX: usize = 512 * 1024;

/// The addresses that providers call. Who calls is proven by the signature alone.
pub(crate) fn router() -> Router<Web> {
    let routes = Router::new().route(ROUTE, post(take)).route(OWN_ROUTE, post(take_own));
    let routes = routes.route(PLATFORMS_ROUTE, post(take_from_shop));
    routes.layer(DefaultBodyLimit::max(EVENT_BYTES_MAX))
}

/// The signature is over the bytes as they came: they are read whole and looked at by nothing before it.
async fn take(
    State(web): State<Web>,
    Path(provider): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match signed(&web, &provider, &headers) {
        Some(signature) => told(&provider, hear(web.ctx(), &body, signature).await),
        None => not_here(),
    }
}

/// The same of a merchant's own account.
async fn take_own(
    State(web): State<Web>,
    Path((provider, merchant)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    match (signed(&web, &provider, &headers), merchant.parse::<MerchantId>()) {
        (Some(signature), Ok(merchant)) => {
            told(&provider, hear_own(web.ctx(), merchant, &body, signature).await)
        }
        (None, _) | (_, Err(_)) => not_here(),
    }
}

/// What a connected shop tells. It is proven by the connection's own keys; what is true is asked later, by a job.
async fn take_from_shop(
    State(web): State<Web>,
    Path(connection): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Ok(connection) = connection.parse::<ConnectionId>() else {
        return (StatusCode::NOT_FOUND, "There is no such connection.\n").into_response();
    };
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    match connections::hear(web.ctx(), connection, &headers, &body).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(error) => {
            let status = match &error {
                ShopError::NotFound => StatusCode::NOT_FOUND,
                ShopError::NotTheirs(_) => StatusCode::UNAUTHORIZED,
                ShopError::Deaf | ShopError::Db(_) => StatusCode::SERVICE_UNAVAILABLE,
            };
            tracing::warn!(connection.id = %connection, %error, "a message of a shop was not taken");
            let said = match error {
                ShopError::Db(_) => "the message could not be kept; send it again".to_owned(),
                ShopError::NotFound | ShopError::NotTheirs(_) | ShopError::Deaf => error.to_string(),
            };
            (status, format!("{said}\n")).into_response()
        }
    }
}

/// The signature, or none in it; nothing where this server does not know the provider.
fn signed<'a>(web: &Web, provider: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    let header = format!("{provider}-signature");
    let signature = headers.get(header).and_then(|value| value.to_str().ok()).unwrap_or("");
    (provider == web.ctx().ports().payments.name()).then_some(signature)
}

fn not_here() -> Response {
    (StatusCode::NOT_FOUND, "This server takes no payments by this provider.\n").into_response()
}

fn told(provider: &str, taken: Result<(), EventError>) -> Response {
    match taken {
        Ok(()) => StatusCode::OK.into_response(),
        Err(EventError::Hear(error)) => {
            let status = match error {
                HearError::Deaf => StatusCode::SERVICE_UNAVAILABLE,
                HearError::Signature(_) | HearError::Unreadable(_) | HearError::OtherMode => {
                    StatusCode::BAD_REQUEST
                }
            };
            tracing::warn!(provider, %error, "an event was not taken");
            (status, format!("{error}\n")).into_response()
        }
        Err(EventError::Db(error)) => {
            tracing::error!(provider, %error, "an event could not be kept; the provider sends it again");
            (StatusCode::SERVICE_UNAVAILABLE, "The event could not be kept; send it again.\n").into_response()
        }
    }
}
