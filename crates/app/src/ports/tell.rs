//! Telling a merchant's own program something, at an address that the merchant chose, by the one guarded client (I15).

use bytes::Bytes;
use domain::view::orders::OrderStory;

use super::{Answer, FetchError, FetchRefusal};

/// A message to an address that a merchant chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// Where it goes.
    pub url: String,
    /// Names and values that go with it, beside what it is made of.
    pub headers: Vec<(&'static str, String)>,
    /// What it says, as JSON.
    pub body: Bytes,
}

/// What was answered, whatever it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The HTTP status.
    pub status: u16,
    /// For how many seconds it wants to be left alone.
    pub retry_after: Option<i64>,
    /// The beginning of what it said.
    pub body: String,
}

/// What was answered to a question, all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// What was said.
    pub body: Bytes,
}

/// Carries messages to merchants' own programs.
pub trait Tell: Send + Sync {
    /// Whether anything may be sent to `url`, as far as its words alone tell.
    ///
    /// # Errors
    /// What is wrong with it.
    fn check(&self, url: &str) -> Result<(), FetchRefusal>;

    /// Sends `message` once, follows no redirect, and brings the answer as soon as its status is known and a little of
    /// it was read.
    fn tell(&self, message: Telling) -> Answer<'_, Result<Told, FetchError>>;

    /// Sends `question` once, follows no redirect, and brings the whole answer, whatever its status; `TooLarge` beyond
    /// `bytes_max`. Whoever asks sets the deadline.
    fn ask(&self, question: Telling, bytes_max: usize) -> Answer<'_, Result<Reply, FetchError>>;
}

/// Writes orders in the form that programs know them by.
pub trait OrderForm: Send + Sync {
    /// The order with everything that happened to it, as a JSON object.
    fn write(&self, story: &OrderStory) -> serde_json::Value;
}
