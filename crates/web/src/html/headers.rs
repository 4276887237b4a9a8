//! Headers that every page carries.

use app::ports::MethodForm;
use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::Visit;
use crate::WebConfig;

/// Adds what is missing: what was set by a handler stays.
pub(crate) fn secure(
    headers: &mut HeaderMap,
    visit: &Visit,
    config: &WebConfig,
    form: Option<&MethodForm>,
    leads_to: &[String],
    is_personal: bool,
) {
    let is_html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_html {
        let policy = policy(&visit.nonce, form, leads_to);
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

/// Where a payment provider's form is used, its frames and its server are let in, on every page: the sheet opens over
/// any of them. Its script is loaded by ours, which the nonce names. It is not written for trusted types, so these are
/// asked for only where it is not there. Forms stay here, but for those of a page that leads to the provider's own.
fn policy(nonce: &str, form: Option<&MethodForm>, leads_to: &[String]) -> String {
    let hosts =
        |of: fn(&MethodForm) -> &Vec<String>| form.map_or_else(String::new, |form| of(form).join(" "));
    let (frames, connects) = (hosts(|form| &form.frames), hosts(|form| &form.connects));
    let leads_to: String = leads_to.iter().flat_map(|host| [" ", host]).collect();
    let trusted =
        if form.is_none() { "; require-trusted-types-for 'script'; trusted-types buyline" } else { "" };
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; style-src 'self'; \
         img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self' {connects}; \
         frame-src 'self' {frames}; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'{leads_to}; \
         frame-ancestors 'none'{trusted}"
    )
}
