//! Control of a served twin: its clock, its faults, what happens by itself, and what was charged.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::state::Shared;
use crate::stripe::{Act, EventFault, Fault};

type On = State<Arc<Shared>>;

/// The addresses below `/_twin`.
pub(super) async fn index() -> &'static str {
    include_str!("browser_files/index.txt")
}

pub(super) async fn clock(State(shared): On) -> Json<Value> {
    let (now_ms, stopped) = shared.clock();
    Json(json!({ "now_ms": now_ms, "stopped": stopped }))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetClock {
    pub now_ms: Option<i64>,
    pub advance_ms: Option<i64>,
    pub stopped: Option<bool>,
}

pub(super) async fn set_clock(State(shared): On, Json(wanted): Json<SetClock>) -> Json<Value> {
    let (now_ms, stopped) = shared.clock();
    if wanted.now_ms.is_some() || wanted.stopped.is_some() {
        shared.set_clock(wanted.now_ms.unwrap_or(now_ms), wanted.stopped.unwrap_or(stopped));
    }
    if let Some(ms) = wanted.advance_ms {
        shared.advance(ms);
    }
    clock(State(shared)).await
}

pub(super) async fn faults(State(shared): On) -> Json<Value> {
    shared.with(|twin, _| {
        let (calls, events) = twin.faults().set();
        Json(json!({ "faults": calls, "event_faults": events }))
    })
}

pub(super) async fn add_fault(State(shared): On, Json(fault): Json<Fault>) -> StatusCode {
    shared.with(|twin, _| twin.fault(fault));
    StatusCode::NO_CONTENT
}

pub(super) async fn add_event_fault(State(shared): On, Json(fault): Json<EventFault>) -> StatusCode {
    shared.with(|twin, _| twin.event_fault(fault));
    StatusCode::NO_CONTENT
}

pub(super) async fn clear_faults(State(shared): On) -> StatusCode {
    shared.with(|twin, _| twin.faults().clear());
    StatusCode::NO_CONTENT
}

pub(super) async fn release(State(shared): On) -> StatusCode {
    shared.with(|twin, _| twin.release());
    StatusCode::NO_CONTENT
}

pub(super) async fn act(State(shared): On, Json(act): Json<Act>) -> Response {
    match shared.with(|twin, now_ms| twin.act(now_ms, &act)) {
        Ok(object) => Json(object).into_response(),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, Json(json!({ "error": refusal.inner() }))).into_response()
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    search_lag_ms: Option<i64>,
    processing_ms: Option<i64>,
    books_late: Option<bool>,
    wallet: Option<bool>,
}

pub(super) async fn settings(State(shared): On, Json(change): Json<Change>) -> StatusCode {
    shared.with(|twin, _| {
        let settings = twin.settings();
        settings.search_lag_ms = change.search_lag_ms.unwrap_or(settings.search_lag_ms);
        settings.processing_ms = change.processing_ms.unwrap_or(settings.processing_ms);
        settings.books_late = change.books_late.unwrap_or(settings.books_late);
        settings.wallet = change.wallet.unwrap_or(settings.wallet);
    });
    StatusCode::NO_CONTENT
}

pub(super) async fn charges(State(shared): On) -> Json<Value> {
    shared.with(|twin, _| Json(json!({ "charges": twin.charges() })))
}

#[derive(Debug, Deserialize)]
pub(super) struct Whose {
    account: String,
}

pub(super) async fn totals(State(shared): On, Query(whose): Query<Whose>) -> Json<Value> {
    shared.with(|twin, _| Json(json!(twin.totals(&whose.account))))
}

pub(super) async fn log(State(shared): On) -> Json<Value> {
    shared.with(|twin, _| Json(json!({ "calls": twin.log() })))
}

pub(super) async fn deliveries(State(shared): On) -> Json<Value> {
    shared.with(|twin, _| Json(json!({ "deliveries": twin.post().history() })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roll {
    keep_s: i64,
}

pub(super) async fn roll(State(shared): On, Path(id): Path<String>, Json(roll): Json<Roll>) -> Response {
    match shared.with(|twin, now_ms| twin.roll_secret(now_ms, &id, roll.keep_s)) {
        Some(secret) => Json(json!({ "secret": secret })).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Connect {
    key: String,
}

pub(super) async fn connect(State(shared): On, Json(connect): Json<Connect>) -> Json<Value> {
    shared.with(|twin, now_ms| Json(json!({ "account": twin.connect(now_ms, &connect.key) })))
}
