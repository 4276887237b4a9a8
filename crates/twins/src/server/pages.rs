//! What a browser loads: the script that stands in for Stripe.js, and the pages it shows in frames.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};

use super::state::Shared;
use crate::stripe::{Act, Onboarding};

/// The twin's own pages load from the twin alone; any page may frame them.
const POLICY: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action *; base-uri 'none'",
);

fn file(kind: &'static str, text: impl Into<String>) -> Response {
    let text: String = text.into();
    ([("content-type", kind), ("cache-control", "no-store"), ("access-control-allow-origin", "*")], text)
        .into_response()
}

fn page(text: impl Into<String>) -> Response {
    ([POLICY, ("cache-control", "no-store")], Html(text.into())).into_response()
}

pub(super) async fn script(State(shared): State<Arc<Shared>>) -> Response {
    let text = include_str!("browser_files/stripe.js");
    let has_wallet = shared.with(|twin, _| twin.settings().wallet);
    file(
        "text/javascript; charset=utf-8",
        text.replace("const wallet = false;", &format!("const wallet = {has_wallet};")),
    )
}

pub(super) async fn element() -> Response {
    page(include_str!("browser_files/element.html"))
}

pub(super) async fn element_script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("browser_files/element.js"))
}

pub(super) async fn wallet() -> Response {
    page(include_str!("browser_files/wallet.html"))
}

pub(super) async fn wallet_script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("browser_files/wallet.js"))
}

pub(super) async fn challenge() -> Response {
    page(include_str!("browser_files/challenge.html"))
}

pub(super) async fn challenge_script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("browser_files/challenge.js"))
}

pub(super) async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("browser_files/twin.css"))
}

pub(super) async fn onboarding(State(shared): State<Arc<Shared>>, Path(link): Path<String>) -> Response {
    match shared.with(|twin, now_ms| twin.onboarding(now_ms, &link)) {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(Onboarding::Again(refresh)) => Redirect::to(&refresh).into_response(),
        Some(Onboarding::Form { account, back }) => {
            let text = include_str!("browser_files/onboarding.html");
            page(text.replace("{account}", &escaped(&account)).replace("{back}", &escaped(&back)))
        }
    }
}

/// The form was sent, or left.
pub(super) async fn onboarded(State(shared): State<Arc<Shared>>, body: String) -> Response {
    let crate::form::Form::Fields(fields) =
        crate::form::Form::read(&body).unwrap_or(crate::form::Form::List(Vec::new()))
    else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let field = |name: &str| match fields.get(name) {
        Some(crate::form::Form::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if field("finish") == "yes" {
        let act = Act::Onboard { account: field("account") };
        if shared.with(|twin, now_ms| twin.act(now_ms, &act)).is_err() {
            return StatusCode::NOT_FOUND.into_response();
        }
    }
    Redirect::to(&field("back")).into_response()
}

pub(super) async fn receipt(State(shared): State<Arc<Shared>>, Path(charge): Path<String>) -> Response {
    let found = shared.with(|twin, _| twin.charges().into_iter().find(|line| line.charge == charge));
    match found {
        None => StatusCode::NOT_FOUND.into_response(),
        Some(line) => {
            let text = format!("{} {} (test, no money moved)", line.captured, line.currency);
            let html = "<!doctype html><html lang=en><meta charset=utf-8><title>Receipt</title><p>{text}</p>";
            page(html.replace("{text}", &escaped(&text)))
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
