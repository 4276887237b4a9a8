//! The API's own documentation: its description, a page to read it, and a page for every kind of problem. Static
//! HTML without scripts.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use http::{HeaderValue, StatusCode, header};
use sha2::{Digest, Sha256};

use super::docs_page::STYLE;
use super::openapi::document;
use super::problem::{Kind, Problem};

static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| document().to_json().expect("a description made of texts is JSON"));

static PAGE: LazyLock<String> = LazyLock::new(|| super::docs_page::page(&document()));

/// Nothing but the one style of these pages.
static POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("base64 is printable")
});

/// The description, as OpenAPI 3.1.
pub(crate) async fn openapi() -> Response {
    kept("application/json", DOCUMENT.as_str())
}

/// The description, to read.
pub(crate) async fn page() -> Response {
    html(PAGE.as_str())
}

/// What one kind of problem means.
pub(crate) async fn problem(Path(name): Path<String>) -> Result<Response, Problem> {
    let kind = Kind::from_name(&name).ok_or_else(Problem::not_found)?;
    let text = super::docs_page::problem(kind);
    Ok(html(text))
}

fn html(text: impl Into<axum::body::Body>) -> Response {
    let mut response = kept("text/html; charset=utf-8", text);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY.clone());
    response
}

/// The same for everybody until the next release: may be kept for a while.
fn kept(kind: &'static str, text: impl Into<axum::body::Body>) -> Response {
    let mut response = (StatusCode::OK, text.into()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
