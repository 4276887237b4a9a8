//! What happens around every request, whichever protocol it speaks: it is measured, logged in one line, bounded in
//! time, and a bug in one does not end the others.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::{Method, Request, StatusCode, header};
use metrics::Histogram;
use parking_lot::RwLock;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::map_request_body::MapRequestBodyLayer;

use super::accept::told;
use super::door::Door;
use super::paced::paced;

/// Bytes of a body where a route does not say otherwise: forms and JSON, not files.
const BODY_BYTES_MAX: usize = 1_024 * 1_024;

/// `router`, reached by `door`, with everything around it. A client may pause for `body_wait` while it sends a body, and
/// trickle for as long.
pub(super) fn around(router: Router, body_wait: Duration, stop: watch::Receiver<bool>, door: Door) -> Router {
    router
        .layer(MapRequestBodyLayer::new(move |body| paced(body, body_wait)))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(CatchPanicLayer::custom(|_| bug()))
        .layer(middleware::from_fn_with_state(Observer { stop, door, times: Arc::default() }, observe))
}

/// What is said when a handler panicked; the panic itself is logged where it happened.
fn bug() -> Response {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong on our side; nothing was charged twice. Try again.\n",
    )
        .into_response()
}

/// What every request is observed with.
#[derive(Clone)]
struct Observer {
    stop: watch::Receiver<bool>,
    door: Door,
    times: Arc<RwLock<Times>>,
}

/// The histograms of each route, found once: finding one by its labels costs more than what it notes.
type Times = HashMap<String, Vec<(&'static str, StatusCode, Histogram)>>;

async fn observe(State(observer): State<Observer>, request: Request<Body>, next: Next) -> Response {
    let began = Instant::now();
    let turns = observer.door.turns();
    let method = word(request.method());
    // The route, never the address: addresses hold links that grant access, and names.
    let path = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = path.as_ref().map_or("unmatched", MatchedPath::as_str);
    note(&observer.times, method, route, response.status(), began.elapsed());
    end_streams_at(response, observer.stop, turns)
}

/// The method, of a list with an end: whoever invents methods must not fill the figures with them.
fn word(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

fn note(times: &RwLock<Times>, method: &'static str, route: &str, status: StatusCode, duration: Duration) {
    let duration_us = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
    let code = status.as_u16();
    if status.is_server_error() {
        tracing::warn!(method, route, status = code, duration_us, "{method} {route} answered {code}");
    } else {
        tracing::info!(method, route, status = code, duration_us, "{method} {route} answered {code}");
    }
    if let Some((_, _, known)) =
        times.read().get(route).and_then(|of| of.iter().find(|it| (it.0, it.1) == (method, status)))
    {
        return known.record(duration);
    }
    let found = metrics::histogram!(
        "http_request_seconds",
        "method" => method,
        "route" => route.to_owned(),
        "status" => status.as_str().to_owned(),
    );
    found.record(duration);
    times.write().entry(route.to_owned()).or_default().push((method, status, found));
}

/// An open page's stream never ends by itself; it must not hold up a server that stops, nor tell of a world that answers
/// no more. The browser comes back.
fn end_streams_at(
    response: Response,
    mut stop: watch::Receiver<bool>,
    mut turns: watch::Receiver<u64>,
) -> Response {
    let is_stream = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if !is_stream {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().take_until(async move {
            tokio::select! {
                () = told(&mut stop) => {}
                _ = turns.changed() => {}
            }
        }))
    })
}
