//! Headers that every page carries.

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Visit;
use crate::WebConfig;

/// Further sources a page needs, as a payment provider's script does. A handler puts it into the response's extensions.
#[derive(Debug, Clone, Default)]
pub struct MoreSources {
    /// Hosts of frames.
    pub frame: String,
    /// Hosts to connect to.
    pub connect: String,
}

/// Adds what is missing: what was set by a handler stays.
pub(crate) fn secure(
    headers: &mut HeaderMap,
    visit: &Visit,
    config: &WebConfig,
    more: &MoreSources,
    is_personal: bool,
) {
    let is_html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_html {
        let policy = policy(&visit.nonce, more);
        let policy = HeaderValue::from_str(&policy).expect("nonce and hosts are printable");
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Personal pages are kept nowhere; a stranger's page carries the token of their forms, so it is theirs alone.
    let cache = if is_personal { "no-store" } else { "private, no-cache" };
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    if config.is_secure() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
}

fn policy(nonce: &str, more: &MoreSources) -> String {
    let MoreSources { frame, connect } = more;
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; \
         img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self' {connect}; \
         frame-src 'self' {frame}; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types buyline"
    )
}
