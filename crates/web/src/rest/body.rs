//! Reading what was sent and writing what is answered.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::error::Category;

use super::problem::{Kind, Problem};
use super::reasons::plain;
use super::strict::Strict;

/// Largest JSON body: a product with its 100 variants and a long description fits.
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;
/// What most answers fit in without growing.
const ANSWER_BYTES: usize = 1_024;

/// A JSON body, with its bytes: the hash of a repeated request is made of them.
pub(crate) struct Body<T, const BYTES_MAX: usize = BODY_BYTES_MAX> {
    /// What it says.
    pub value: T,
    /// How it says it.
    pub raw: Bytes,
}

impl<T: DeserializeOwned, S: Send + Sync, const BYTES_MAX: usize> FromRequest<S> for Body<T, BYTES_MAX> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        check_headers(&parts.headers, BYTES_MAX)?;
        let raw = axum::body::to_bytes(body, BYTES_MAX).await.map_err(|error| unread(&error, BYTES_MAX))?;
        Ok(Self { value: parse(&raw)?, raw })
    }
}

fn check_headers(headers: &HeaderMap, bytes_max: usize) -> Result<(), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    if !is_json(kind) {
        let detail = "The body must be application/json, in UTF-8.";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    if headers.get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        let detail = "The body must not be compressed.";
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let length = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<usize>().ok()).is_some_and(|length| length > bytes_max) {
        return Err(too_large(bytes_max));
    }
    Ok(())
}

fn is_json(kind: &[u8]) -> bool {
    if kind.eq_ignore_ascii_case(b"application/json") {
        return true;
    }
    let Ok(kind) = std::str::from_utf8(kind) else { return false };
    let mut parts = kind.split(';').map(str::trim);
    parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"))
        && parts.all(|part| {
            let Some((name, value)) = part.split_once('=') else { return false };
            !name.eq_ignore_ascii_case("charset") || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

fn unread(error: &axum::Error, bytes_max: usize) -> Problem {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(cause) = source {
        if cause.is::<http_body_util::LengthLimitError>() {
            return too_large(bytes_max);
        }
        source = cause.source();
    }
    Problem::new(Kind::Malformed, "The body ended too early.")
}

fn too_large(bytes_max: usize) -> Problem {
    Problem::new(Kind::TooLarge, format!("At most {bytes_max} bytes.")).with("limit", bytes_max)
}

/// Reads a JSON object. Only when it cannot be read is it read again, slower, to name the field.
pub(crate) fn parse<T: DeserializeOwned>(raw: &[u8]) -> Result<T, Problem> {
    // The derived readers would take an array for an object, field by field.
    if raw.trim_ascii_start().first() != Some(&b'{') {
        return Err(match serde_json::from_slice::<IgnoredAny>(raw) {
            Ok(_) => Problem::field("body", "must be an object"),
            Err(error) => malformed(&error),
        });
    }
    no_nul(raw)?;
    read(raw).map_err(|error| match error.classify() {
        Category::Data => {
            let reader = &mut serde_json::Deserializer::from_slice(raw);
            match serde_path_to_error::deserialize::<_, T>(Strict(reader)) {
                Err(error) => {
                    let reason = reason(error.inner());
                    Problem::field(field(&error.path().to_string(), &reason), plain(&reason))
                }
                // What follows the object is wrong then, which is a matter of syntax.
                Ok(_) => malformed(&error),
            }
        }
        Category::Io | Category::Syntax | Category::Eof => malformed(&error),
    })
}

/// Reads one entry of a list by itself.
///
/// # Errors
/// The field that is wrong, as it stands in the entry, and why; `.` for the entry as a whole.
pub(super) fn read_entry<T: DeserializeOwned>(entry: Value) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize::<_, T>(Strict(entry)).map_err(|error| {
        let reason = reason(error.inner());
        let named = match error.path().to_string().as_str() {
            "." if absent(&reason).is_none() => ".".to_owned(),
            path => field(path, &reason),
        };
        (named, plain(&reason))
    })
}

/// The one character that no database text holds. JSON can only write it as an escape.
const NUL_ESCAPED: &[u8] = b"\\u0000";

/// Refuses U+0000 by the name of its field: nobody means it, and it cannot be kept.
fn no_nul(raw: &[u8]) -> Result<(), Problem> {
    if !raw.windows(NUL_ESCAPED.len()).any(|part| part == NUL_ESCAPED) {
        return Ok(());
    }
    // What is not JSON is refused as such by whoever reads it next.
    let Ok(value) = serde_json::from_slice::<Value>(raw) else { return Ok(()) };
    match nul_in(&value) {
        Some(path) => Err(Problem::field(path.trim_start_matches('.'), "must not hold the character U+0000")),
        None => Ok(()),
    }
}

/// Where a text holds it, as fields are named.
fn nul_in(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .find_map(|(at, entry)| nul_in(entry).map(|rest| format!("[{at}]{rest}"))),
        Value::Object(fields) => {
            fields.iter().find_map(|(name, field)| nul_in(field).map(|rest| format!(".{name}{rest}")))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn malformed(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    Problem::new(Kind::Malformed, format!("The body is not valid JSON: line {line}, column {column}."))
}

fn read<T: DeserializeOwned>(raw: &[u8]) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_slice(raw);
    let value = T::deserialize(Strict(&mut reader))?;
    reader.end()?;
    Ok(value)
}

const MISSING: &str = "missing field `";

/// The field that the reader says is missing or there twice.
fn absent(reason: &str) -> Option<&str> {
    [MISSING, "duplicate field `"].iter().find_map(|start| reason.strip_prefix(start)?.strip_suffix('`'))
}

/// The field that is meant: a missing one, or one that stands twice, is said to be wrong where it should stand.
fn field(path: &str, reason: &str) -> String {
    match (path, absent(reason)) {
        (".", None) => "body".to_owned(),
        (".", Some(name)) => name.to_owned(),
        (path, None) => path.to_owned(),
        // The reader may have stepped into the field before it met it for the second time.
        (path, Some(name)) if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        (path, Some(name)) => format!("{path}.{name}"),
    }
}

/// The parser's sentence without its position: the field says where.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// The id at the end of the path, or in it. A text that is no id of this kind names nothing: 404.
pub(crate) struct At<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

/// The query. Unknown parameters are refused like unknown fields.
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = parts.uri.query().unwrap_or_default();
        if query.contains("%00") {
            return Err(Problem::field(name_of_nul(query), "must not hold the character U+0000"));
        }
        serde_urlencoded::from_str(query).map(Self).map_err(|error| wrong_parameter::<T>(query, &error))
    }
}

/// The parameters of a query, one by one.
fn parameters(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// The parameter that holds U+0000; `query` when it is in a name.
fn name_of_nul(query: &str) -> String {
    let named =
        parameters(query).into_iter().find(|(name, value)| value.contains('\0') && !name.contains('\0'));
    named.map_or_else(|| "query".to_owned(), |(name, _)| name)
}

/// Names the parameter that cannot be read: the one that cannot be read alone either, or the one that the reader
/// says is missing or there twice.
fn wrong_parameter<T: DeserializeOwned>(query: &str, error: &serde_urlencoded::de::Error) -> Problem {
    for (name, value) in parameters(query) {
        let alone = serde_urlencoded::to_string([(&name, &value)]).unwrap_or_default();
        let reason = serde_urlencoded::from_str::<T>(&alone).err().map(|error| error.to_string());
        if let Some(reason) = reason.filter(|reason| !reason.starts_with(MISSING)) {
            return Problem::field(name, plain(&reason));
        }
    }
    let reason = error.to_string();
    match absent(&reason) {
        Some(name) => Problem::field(name.to_owned(), plain(&reason)),
        None => Problem::field("query", plain(&reason)),
    }
}

/// An answer that nobody may keep: it is one caller's.
pub(crate) fn answer(status: StatusCode, body: &impl Serialize) -> Response {
    let mut text = Vec::with_capacity(ANSWER_BYTES);
    serde_json::to_writer(&mut text, body).expect("our wire types are maps with text keys");
    sent(status, text)
}

/// An answer from a text of JSON.
pub(crate) fn sent(status: StatusCode, text: impl Into<axum::body::Body>) -> Response {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// 204: done, nothing to say.
pub(crate) fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_field_is_named_where_it_should_stand() {
        for (path, reason, named) in [
            (".", "missing field `items`", "items"),
            ("items[0]", "missing field `offer`", "items[0].offer"),
            ("items[0].quantity", "duplicate field `quantity`", "items[0].quantity"),
            ("a.b", "unknown field `c`", "a.b"),
            (".", "invalid type: string \"x\"", "body"),
        ] {
            assert_eq!(field(path, reason), named, "{path} {reason}");
        }
    }

    #[test]
    fn a_nul_is_refused_by_the_name_of_its_field() {
        let field = |text: &str| no_nul(text.as_bytes()).err().map(|problem| problem.into_value());
        let named = field(r#"{"a":[{"b":"x\u0000"}]}"#).unwrap();
        assert_eq!(named["errors"][0]["field"], "a[0].b");
        for fine in [r#"{"a":"x\\u0000"}"#, r#"{"a":"\u0001"}"#, r#"{"a":"\u0000""#] {
            assert!(field(fine).is_none(), "{fine}");
        }
    }

    #[test]
    fn json_is_json_in_utf_8() {
        for kind in ["application/json", "Application/JSON", "application/json; charset=utf-8"] {
            assert!(is_json(kind.as_bytes()), "{kind}");
        }
        for kind in
            ["", "text/plain", "application/json; charset=latin1", "application/x-www-form-urlencoded"]
        {
            assert!(!is_json(kind.as_bytes()), "{kind}");
        }
    }
}
