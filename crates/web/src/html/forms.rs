//! Forms are ours: sent from our own pages, with the token their visitor was given.

use axum::body::{Body, Bytes};
use futures_util::StreamExt;
use http::{HeaderMap, Request, header};
use http_body_util::{BodyExt, Limited};
use subtle::ConstantTimeEq;

use super::{Failure, Visit};
use crate::WebConfig;

/// The name of the token's field.
pub(super) const FIELD: &str = "csrf";
/// Forms without files: far more than any of ours holds.
const FORM_BYTES_MAX: usize = 256 * 1024;
/// The token comes first in a form with files; this much is looked at.
const PEEK_BYTES_MAX: usize = 16 * 1024;

/// Checks that a changing request comes from a page of ours. Gives the request back with its body whole.
pub(crate) async fn check(
    request: Request<Body>,
    visit: &Visit,
    config: &WebConfig,
) -> Result<Request<Body>, Failure> {
    if !is_from_our_pages(request.headers(), config) {
        return Err(Failure::ForeignForm);
    }
    let (parts, body) = request.into_parts();
    let header = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let (given, body) = if kind.starts_with("application/x-www-form-urlencoded") {
        let bytes = whole(body).await?;
        if !is_text(&bytes) {
            return Err(Failure::BadRequest);
        }
        (field_of(&bytes), Body::from(bytes))
    } else if header.is_some() {
        (None, body)
    } else if let Some((_, boundary)) =
        kind.split_once("boundary=").filter(|_| kind.starts_with("multipart/form-data"))
    {
        peek(body, boundary.trim_matches('"')).await?
    } else {
        (None, body)
    };
    match header.or(given) {
        Some(given) if same(&given, &visit.csrf) => Ok(Request::from_parts(parts, body)),
        _ => Err(Failure::ForeignForm),
    }
}

/// Browsers say where a request comes from. What says nothing is no browser, and has the token to show.
pub(super) fn is_from_our_pages(headers: &HeaderMap, config: &WebConfig) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => true,
        Some(origin) if origin == config.base_url => true,
        Some(origin) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text("host")
        }
    }
}

/// A browser says itself that the request comes from a page of ours.
pub(super) fn is_told_ours(headers: &HeaderMap, config: &WebConfig) -> bool {
    let says = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    says && is_from_our_pages(headers, config)
}

pub(super) fn same(given: &str, wanted: &str) -> bool {
    given.as_bytes().ct_eq(wanted.as_bytes()).into()
}

pub(super) async fn whole(body: Body) -> Result<Bytes, Failure> {
    match Limited::new(body, FORM_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(Failure::TooLarge),
        Err(_) => Err(Failure::BadRequest),
    }
}

/// Whether a form is UTF-8, escaped or not: what is not would be read as replacement characters, and nobody typed those.
fn is_text(form: &[u8]) -> bool {
    let digit = |at: usize| form.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::with_capacity(form.len());
    let mut at = 0;
    while let Some(byte) = form.get(at) {
        let escaped = (*byte == b'%').then(|| digit(at + 1).zip(digit(at + 2))).flatten();
        let (byte, length) = match escaped {
            Some((high, low)) => (u8::try_from(high * 16 + low).unwrap_or(b'%'), 3),
            None => (*byte, 1),
        };
        bytes.push(byte);
        at += length;
    }
    std::str::from_utf8(&bytes).is_ok()
}

fn field_of(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == FIELD)
        .map(|(_, value)| value.to_owned())
}

/// Reads until the token's field is whole, and puts what was read back in front.
async fn peek(body: Body, boundary: &str) -> Result<(Option<String>, Body), Failure> {
    let mut stream = body.into_data_stream();
    let mut read = Vec::new();
    let mut given = None;
    while given.is_none() && read.len() < PEEK_BYTES_MAX {
        match stream.next().await {
            None => break,
            Some(Err(_)) => return Err(Failure::BadRequest),
            Some(Ok(chunk)) => read.extend_from_slice(&chunk),
        }
        given = part_of(&read, boundary);
    }
    let front = futures_util::stream::iter([Ok::<_, axum::Error>(Bytes::from(read))]);
    Ok((given, Body::from_stream(front.chain(stream))))
}

fn part_of(read: &[u8], boundary: &str) -> Option<String> {
    let head = &read[..read.len().min(PEEK_BYTES_MAX)];
    let text = String::from_utf8_lossy(head);
    let from = text.find(&format!("name=\"{FIELD}\""))?;
    let value = text[from..].split_once("\r\n\r\n")?.1;
    let (value, _) = value.split_once(&format!("\r\n--{boundary}"))?;
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_text_escaped_or_not() {
        for text in ["", "a=b", "a=%C3%A9t%C3%A9", "a=\u{e9}", "a=100%", "a=%zz", "a=%F0%9F%8D%8E+b"] {
            assert!(is_text(text.as_bytes()), "{text}");
        }
        for broken in ["a=%ff%fe", "a=%C3", "a=%C3%28", "a=%ED%A0%80"] {
            assert!(!is_text(broken.as_bytes()), "{broken}");
        }
        assert!(!is_text(b"a=\xff"));
    }

    fn from(headers: &[(&'static str, &'static str)]) -> bool {
        let config = WebConfig {
            base_url: "https://shop.example".to_owned(),
            server_name: String::new(),
            demo: false,
            test_mode: false,
            trusted_proxies: Vec::new(),
        };
        is_from_our_pages(
            &headers.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect(),
            &config,
        )
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(from(&[]));
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("sec-fetch-site", "same-site"), ("origin", "https://shop.example")]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
        assert!(from(&[("origin", "https://shop.example")]));
        assert!(from(&[("origin", "http://127.0.0.1:80"), ("host", "127.0.0.1:80")]));
        assert!(!from(&[("origin", "https://evil.example"), ("host", "shop.example")]));
        assert!(!from(&[("origin", "null")]));
    }

    #[test]
    fn the_token_is_found_in_both_kinds_of_forms() {
        assert_eq!(field_of(b"a=1&csrf=t0k&b=2").as_deref(), Some("t0k"));
        assert_eq!(field_of(b"a=1"), None);
        let part = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nt0k\r\n--b";
        assert_eq!(part_of(part.as_bytes(), "b").as_deref(), Some("t0k"));
        assert_eq!(part_of(&part.as_bytes()[..part.len() - 1], "b"), None);
    }
}
