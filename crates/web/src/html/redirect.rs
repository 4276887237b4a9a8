//! Redirects, only ever to ourselves.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// Sends the browser to `path` of this server with a GET.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// Done, and nothing to show: what a script's small action is answered.
#[must_use]
pub fn done() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// `back` when it is a path of ours, else `fallback`: a link must not lead our users elsewhere.
#[must_use]
pub fn back_or<'a>(back: &'a str, fallback: &'a str) -> &'a str {
    let ours = back.starts_with('/')
        && !back.starts_with("//")
        && back.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { back } else { fallback }
}

/// `text` as a value inside a query.
#[must_use]
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                encoded.push(char::from(byte));
            }
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for bad in
            ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\nb", "javascript:x", "/ö"]
        {
            assert_eq!(back_or(bad, "/"), "/", "{bad:?}");
        }
        assert_eq!(back_or("/orders?page=2", "/"), "/orders?page=2");
    }
}
