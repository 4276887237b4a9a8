//! What machines ask: is the process alive, may it be sent visitors, what has it counted.

use std::time::Duration;

use app::{Ctx, DbError};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use http::{StatusCode, header};
use tokio::sync::watch;
use web::Peer;

/// How long the database may take to answer before visitors are sent elsewhere.
const ANSWER_WAIT: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Ops {
    ctx: Ctx,
    stop: watch::Receiver<bool>,
}

/// `/healthz`, `/readyz`, `/metrics`.
pub(super) fn router(ctx: &Ctx, stop: watch::Receiver<bool>) -> Router {
    Router::new()
        .route("/healthz", routing::get(async || "alive\n"))
        .route("/readyz", routing::get(ready))
        .route("/metrics", routing::get(metrics))
        .with_state(Ops { ctx: ctx.clone(), stop })
}

async fn ready(State(ops): State<Ops>) -> (StatusCode, String) {
    match why_not(&ops).await {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {reason}\n")),
    }
}

async fn why_not(ops: &Ops) -> Option<&'static str> {
    if *ops.stop.borrow() {
        return Some("the server is stopping");
    }
    let (waiting, waiting_max) = ops.ctx.db().writes_waiting();
    if waiting > waiting_max / 2 {
        return Some("too many writes are waiting");
    }
    let asked = ops.ctx.db().read(|conn| store::jobs::next_due(conn).map(|_| ()));
    match tokio::time::timeout(ANSWER_WAIT, asked).await {
        Ok(Ok(())) => None,
        Ok(Err(DbError::Closed)) => Some("the database is closed"),
        Ok(Err(_)) => Some("the database refuses to answer"),
        Err(_) => Some("the database does not answer"),
    }
}

/// Figures are for the machine's own collector: whoever comes through a proxy or from elsewhere finds nothing.
async fn metrics(State(ops): State<Ops>, request: Request) -> Response {
    let is_local = request.extensions().get::<Peer>().is_some_and(|peer| peer.0.is_loopback())
        && !request.headers().contains_key("x-forwarded-for");
    if !is_local {
        return StatusCode::NOT_FOUND.into_response();
    }
    match super::metrics::render(&ops.ctx).await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "the queues could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
