//! What happens around every request, whichever protocol it speaks: it is measured, logged in one line, bounded in
//! time, and a bug in one does not end the others.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::{Request, StatusCode, header};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::map_request_body::MapRequestBodyLayer;

use super::accept::told;
use super::paced::paced;

/// Bytes of a body where a route does not say otherwise: forms and JSON, not files.
const BODY_BYTES_MAX: usize = 1_024 * 1_024;

/// `router` with everything around it. A client may pause for `body_wait` while it sends a body, and trickle for as
/// long.
pub(super) fn around(router: Router, body_wait: Duration, stop: watch::Receiver<bool>) -> Router {
    router
        .layer(MapRequestBodyLayer::new(move |body| paced(body, body_wait)))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(|_| bug()))
        .layer(middleware::from_fn_with_state(stop, observe))
}

/// What is said when a handler panicked; the panic itself is logged where it happened.
fn bug() -> Response {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong on our side; nothing was charged twice. Try again.\n",
    )
        .into_response()
}

async fn observe(State(stop): State<watch::Receiver<bool>>, request: Request<Body>, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    // The route, never the address: addresses hold links that grant access, and names.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status();
    let duration = began.elapsed();
    note(&method, &route, status, duration);
    end_streams_at(response, stop)
}

fn note(method: &str, route: &str, status: StatusCode, duration: Duration) {
    let duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    let code = status.as_u16();
    if status.is_server_error() {
        tracing::warn!(method, route, status = code, duration_us, "{method} {route} answered {code}");
    } else {
        tracing::info!(method, route, status = code, duration_us, "{method} {route} answered {code}");
    }
    metrics::histogram!(
        "http_request_seconds",
        "method" => method.to_owned(),
        "route" => route.to_owned(),
        "status" => status.as_str().to_owned(),
    )
    .record(duration);
}

/// An open page's stream never ends by itself; it must not hold up a server that stops. The browser comes back.
fn end_streams_at(response: Response, mut stop: watch::Receiver<bool>) -> Response {
    let is_stream = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if !is_stream {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().take_until(async move {
            told(&mut stop).await;
        }))
    })
}
