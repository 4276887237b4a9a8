//! What goes in and out of the twin: requests, replies, deliveries.

use serde::Serialize;
use serde_json::Value;

/// One HTTP request, as far as it matters.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    /// The path, without the query.
    pub path: String,
    /// The query, without the question mark.
    pub query: String,
    /// The body as it was sent.
    pub body: String,
    /// The secret key, out of `Authorization`.
    pub key: Option<String>,
    /// `Stripe-Version`.
    pub version: Option<String>,
    /// `Stripe-Account`.
    pub account: Option<String>,
    /// `Idempotency-Key`.
    pub idempotency_key: Option<String>,
}

impl Request {
    /// A request with a key and the pinned version.
    #[must_use]
    pub fn new(method: &str, path: &str, key: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            key: Some(key.to_owned()),
            version: Some(super::contract::VERSION.to_owned()),
            ..Request::default()
        }
    }

    /// The same with a form as its body.
    #[must_use]
    pub fn form(self, pairs: &[(&str, &str)]) -> Self {
        Request { body: crate::form::write(pairs), ..self }
    }

    /// The same for a connected account.
    #[must_use]
    pub fn on(self, account: &str) -> Self {
        Request { account: Some(account.to_owned()), ..self }
    }

    /// The same with an idempotency key.
    #[must_use]
    pub fn once(self, key: &str) -> Self {
        Request { idempotency_key: Some(key.to_owned()), ..self }
    }
}

/// One HTTP answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Headers of Stripe's own.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Value,
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
    /// To be handed to [`super::Twin::finish`] once the answer is given, if it takes its time.
    pub ticket: Option<u64>,
}

/// One attempt to bring one event to one endpoint.
#[derive(Debug, Clone, Serialize)]
pub struct Delivery {
    /// Names this delivery in [`super::Twin::delivered`].
    pub id: u64,
    /// Where it goes.
    pub url: String,
    /// The endpoint's id.
    pub endpoint: String,
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub kind: String,
    /// The account whose event it is, if it is a connected one.
    pub account: Option<String>,
    /// The body, exactly as it is signed.
    pub body: String,
    /// The `Stripe-Signature` header.
    pub signature: String,
    /// The how-manieth try this is, from one.
    pub attempt: u32,
}
