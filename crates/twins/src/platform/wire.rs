//! What goes in and out of a platform's twin.

use serde::Serialize;
use serde_json::Value;

/// One HTTP request, as far as it matters.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The method in capitals.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, without the question mark.
    pub query: String,
    /// Headers; names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub body: String,
}

impl Request {
    /// A request without headers; the path may have a query.
    #[must_use]
    pub fn new(method: &str, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            ..Request::default()
        }
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a body of JSON.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string();
        self.header("content-type", "application/json")
    }

    /// What a header says.
    #[must_use]
    pub fn said(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of a field of the query, decoded.
    #[must_use]
    pub fn asked(&self, name: &str) -> Option<String> {
        pairs(&self.query).find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// All fields of the query, decoded.
    pub fn fields(&self) -> impl Iterator<Item = (String, String)> {
        pairs(&self.query)
    }

    /// The value of a field of a body that is a form, decoded.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        pairs(&self.body).find(|(known, _)| known == name).map(|(_, value)| value)
    }
}

fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (plain(name), plain(value)))
}

/// Percent signs and pluses undone; what cannot be is left as it stands.
fn plain(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = (*first == b'%').then(|| after.get(..2)).flatten();
        let byte = hex.and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// One HTTP answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers of the platform's own.
    pub headers: Vec<(&'static str, String)>,
    /// The body; none where the platform sends none.
    pub body: Option<Value>,
    /// The body where it is no JSON but lines, such as a file that was asked for.
    pub text: Option<String>,
}

impl Answer {
    /// An answer with a body.
    #[must_use]
    pub fn new(status: u16, body: Value) -> Self {
        Answer { status, headers: Vec::new(), body: Some(body), text: None }
    }

    /// An answer without one.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Answer { status, headers: Vec::new(), body: None, text: None }
    }

    /// An answer of lines.
    #[must_use]
    pub fn text(status: u16, text: String) -> Self {
        Answer { status, headers: Vec::new(), body: None, text: Some(text) }
    }
}

/// What comes of a call.
#[derive(Debug)]
pub struct Reply {
    /// The answer; `None` when the connection ends without one.
    pub answer: Option<Answer>,
    /// How long the answer takes, in milliseconds.
    pub wait_ms: u64,
    /// Webhooks to be delivered before the answer is given.
    pub before: Vec<Delivery>,
}

/// One call as it was answered, for tests to look at.
#[derive(Debug, Clone, Serialize)]
pub struct Logged {
    /// The contract's name of the call; method and path, if it has none.
    pub operation: String,
    /// The status; nothing if the answer was lost.
    pub status: Option<u16>,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// One attempt to bring one event to one endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// Names this delivery in [`super::Model::delivered`].
    pub id: u64,
    /// Where it goes.
    pub url: String,
    /// The event's type.
    pub kind: String,
    /// The headers it goes with.
    pub headers: Vec<(String, String)>,
    /// The body, exactly as it is signed.
    pub body: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_decoded_by_its_fields() {
        let request = Request::new("GET", "/x?id:in=1%2C2&name=a+b%20c&empty&bad=%zz");
        assert_eq!(request.asked("id:in").as_deref(), Some("1,2"));
        assert_eq!(request.asked("name").as_deref(), Some("a b c"));
        assert_eq!(request.asked("empty").as_deref(), Some(""));
        assert_eq!(request.asked("bad").as_deref(), Some("%zz"));
        assert_eq!(request.asked("none"), None);
    }
}
