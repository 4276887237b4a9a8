//! One request to a platform, and what came of it.

use app::ports::{FetchError, PlatformError};
use bytes::Bytes;
use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RANGE, RETRY_AFTER};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::safe_client::{Exchange, Incoming, Outgoing};

/// Longest answer that is read: a full page of products with all their variants.
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Characters of a platform's own sentence that are shown to the merchant.
const SENTENCE_CHARS_MAX: usize = 300;
/// How long is waited where a platform asks for patience and does not say for how long.
const PAUSE: SignedDuration = SignedDuration::from_secs(30);

/// A request being put together.
pub(crate) struct Ask {
    method: Method,
    url: String,
    headers: HeaderMap,
    body: Bytes,
    /// Done twice is done once, so that a lost answer leaves nothing in doubt.
    is_harmless: bool,
}

/// An answer that is no success yet no failure of the way there either.
pub(crate) struct Answered {
    incoming: Incoming,
    is_harmless: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Lost {
    /// The answer is longer than is read.
    TooLarge,
    /// What it means to whoever asked.
    Means(PlatformError),
}

impl From<Lost> for PlatformError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::TooLarge => PlatformError::Down("an answer was too long".to_owned()),
            Lost::Means(error) => error,
        }
    }
}

impl Ask {
    pub(crate) fn new(method: Method, url: String) -> Self {
        let is_harmless = method == Method::GET;
        Ask { method, url, headers: HeaderMap::new(), body: Bytes::new(), is_harmless }
    }

    /// It may be asked again without harm although it is no `GET`.
    pub(crate) fn harmless(mut self) -> Self {
        self.is_harmless = true;
        self
    }

    /// With a header that is never shown. A value that no header has is the fault of what was entered.
    pub(crate) fn secret(mut self, name: &'static str, value: &str) -> Result<Self, PlatformError> {
        let mut value = HeaderValue::from_str(value).map_err(|_| {
            PlatformError::Keys("The token contains characters that no token has. Copy it again.".to_owned())
        })?;
        value.set_sensitive(true);
        self.headers.insert(HeaderName::from_static(name), value);
        Ok(self)
    }

    /// With a part of a file only: so many bytes from here on.
    ///
    /// # Panics
    /// Never: numbers make a header.
    pub(crate) fn part(mut self, from: u64, bytes: u64) -> Self {
        let range = format!("bytes={from}-{}", from + bytes - 1);
        let range = HeaderValue::from_str(&range).expect("numbers make a header");
        self.headers.insert(RANGE, range);
        self
    }

    /// With a header of our own.
    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        self
    }

    /// With a body of JSON.
    ///
    /// # Panics
    /// Never: what is written here has text for keys.
    pub(crate) fn json(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_vec(body).expect("a body of plain fields can be written").into();
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// With a body of fields of a form.
    pub(crate) fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.body = query(fields).into();
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        self
    }

    /// Sends it.
    pub(crate) async fn send(self, http: &dyn Exchange) -> Result<Answered, Lost> {
        let request = Outgoing {
            method: self.method,
            url: self.url,
            headers: self.headers,
            body: self.body,
            bytes_max: ANSWER_BYTES_MAX,
        };
        match http.exchange(request).await {
            Ok(incoming) => Ok(Answered { incoming, is_harmless: self.is_harmless }),
            Err(FetchError::TooLarge(_)) if self.is_harmless => Err(Lost::TooLarge),
            Err(error @ (FetchError::Refused(_) | FetchError::NoConnection(_))) => {
                Err(Lost::Means(PlatformError::Down(error.to_string())))
            }
            Err(error @ (FetchError::TooLarge(_) | FetchError::Status(_) | FetchError::Unreachable(_))) => {
                Err(Lost::Means(in_doubt(self.is_harmless, error.to_string())))
            }
        }
    }
}

/// Fields as a query or a form has them.
pub(crate) fn query(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A platform's own sentence, no longer than is shown.
pub(crate) fn shown(sentence: &str) -> String {
    sentence.chars().take(SENTENCE_CHARS_MAX).collect()
}

/// What a call without a certain answer means.
pub(crate) fn in_doubt(is_harmless: bool, why: String) -> PlatformError {
    if is_harmless { PlatformError::Down(why) } else { PlatformError::Unknown(why) }
}

impl Answered {
    pub(crate) fn status(&self) -> u16 {
        self.incoming.status
    }

    /// The platform's time, which every answer says.
    pub(crate) fn date(&self) -> Result<Timestamp, PlatformError> {
        let text = self.header("date").unwrap_or_default();
        let read = rfc2822::parse(text).map(|zoned| zoned.timestamp());
        read.map_err(|_| PlatformError::Down("an answer without its date".to_owned()))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.incoming.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All values of a header that may stand there several times.
    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.incoming.headers.get_all(name).iter().filter_map(|value| value.to_str().ok())
    }

    /// What it means that this answer is a failure of the platform's own.
    pub(crate) fn failed(&self, why: String) -> PlatformError {
        in_doubt(self.is_harmless, why)
    }

    /// The body as it is, whatever the status.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, PlatformError> {
        serde_json::from_slice(&self.incoming.body)
            .map_err(|error| self.failed(format!("an answer that does not read: {error}")))
    }

    /// The body as it came.
    pub(crate) fn bytes(&self) -> &Bytes {
        &self.incoming.body
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.incoming.body.is_empty()
    }

    /// Itself when it is a success; otherwise what its status means. `sentence` finds the platform's own words in a body,
    /// `wait` how long it asks to be left alone.
    pub(crate) fn checked(
        self,
        sentence: fn(&serde_json::Value) -> Option<String>,
        wait: fn(&Answered) -> Option<SignedDuration>,
    ) -> Result<Answered, PlatformError> {
        let status = self.status();
        if (200..300).contains(&status) {
            return Ok(self);
        }
        let body: serde_json::Value = serde_json::from_slice(&self.incoming.body).unwrap_or_default();
        let said = shown(&sentence(&body).unwrap_or_default());
        let told = if said.is_empty() { format!("status {status}") } else { said };
        Err(match status {
            401 | 403 => PlatformError::Keys(told),
            429 => PlatformError::Busy(wait(&self).or_else(|| self.retry_after()).unwrap_or(PAUSE)),
            // Turned away at the door: nothing was done.
            503 if self.header("retry-after").is_some() => {
                PlatformError::Busy(self.retry_after().unwrap_or(PAUSE))
            }
            400..=499 => PlatformError::Refused(told),
            _ => in_doubt(self.is_harmless, format!("the platform failed with status {status}")),
        })
    }

    fn retry_after(&self) -> Option<SignedDuration> {
        let seconds = self.header(RETRY_AFTER.as_str())?.trim().parse::<u32>().ok()?;
        Some(SignedDuration::from_secs(i64::from(seconds)))
    }
}
