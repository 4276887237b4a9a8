//! What the script in a buyer's page asks. It holds a publishable key and client secrets, so any origin may ask.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::state::Shared;
use crate::stripe::{Paper, Refusal};

/// The headers that let a page of another origin read the answer.
const OPEN: [(&str, &str); 3] = [
    ("access-control-allow-origin", "*"),
    ("access-control-allow-headers", "content-type"),
    ("cache-control", "no-store"),
];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    key: Option<String>,
    account: Option<String>,
    client_secret: Option<String>,
    token: Option<String>,
    return_url: Option<String>,
    paper: Option<Map<String, Value>>,
    passed: Option<bool>,
}

pub(super) async fn allow() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, OPEN)
}

pub(super) async fn call(
    State(shared): State<Arc<Shared>>,
    Path(what): Path<String>,
    body: String,
) -> Response {
    let answer = match serde_json::from_str::<Ask>(&body) {
        Ok(ask) => answer(&shared, &what, ask),
        Err(why) => Err(Refusal::invalid(format!("Not understood: {why}"))),
    };
    let (status, body) = match answer {
        Ok(object) => (StatusCode::OK, object),
        Err(refusal) => {
            let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
            (status, json!({ "error": refusal.inner() }))
        }
    };
    (status, OPEN, axum::Json(body)).into_response()
}

fn answer(shared: &Shared, what: &str, ask: Ask) -> Result<Value, Refusal> {
    let key = ask.key.unwrap_or_default();
    let secret = ask.client_secret.unwrap_or_default();
    let account = ask.account.as_deref();
    shared.with(|twin, now_ms| match what {
        "token" => twin.tokenize(now_ms, &key, account, &Paper(ask.paper.unwrap_or_default())),
        "confirm" => {
            let (token, back) = (ask.token.as_deref(), ask.return_url.as_deref());
            twin.confirm_in_browser(now_ms, &key, account, &secret, token, back)
        }
        "retrieve" => twin.retrieve_in_browser(now_ms, &key, account, &secret),
        "challenge" => twin.challenge(now_ms, &secret, ask.passed.unwrap_or(false)),
        _ => Err(Refusal::invalid("There is no such thing to ask.").status(404)),
    })
}
