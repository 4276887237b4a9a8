//! A line to a platform's twin without a network: the model itself answers, and its clock stands still until it is moved.

use std::sync::Arc;

use app::ports::{Answer, FetchError};
use buyline_connectors::safe_client::{Exchange, Incoming, Outgoing};
use bytes::Bytes;
use parking_lot::Mutex;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use twins::platform::{Model, Request};

/// When every test begins.
pub const BEGAN_MS: i64 = 1_796_000_000_000;

/// The model at the other end.
pub struct Line<M> {
    inner: Arc<Mutex<(M, i64)>>,
}

impl<M> Clone for Line<M> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<M: Model> Line<M> {
    pub fn new(model: M) -> Self {
        Self { inner: Arc::new(Mutex::new((model, BEGAN_MS))) }
    }

    /// Does something with the model at its own time.
    pub fn with<T>(&self, act: impl FnOnce(&mut M, i64) -> T) -> T {
        let mut inner = self.inner.lock();
        let now_ms = inner.1;
        inner.0.pass(now_ms);
        act(&mut inner.0, now_ms)
    }

    /// Moves the clock on.
    pub fn advance(&self, ms: i64) {
        self.inner.lock().1 += ms;
        self.with(|_, _| ());
    }

    /// Lets something happen at the merchant's desk.
    pub fn act(&self, act: serde_json::Value) -> serde_json::Value {
        self.with(|model, now_ms| model.act(now_ms, &act)).unwrap()
    }

    /// How often a call was made.
    pub fn calls(&self, operation: &str) -> usize {
        self.with(|model, _| model.log().iter().filter(|call| call.operation == operation).count())
    }
}

impl<M: Model> Exchange for Line<M> {
    fn exchange(&self, request: Outgoing) -> Answer<'_, Result<Incoming, FetchError>> {
        Box::pin(async move {
            let url = url::Url::parse(&request.url).unwrap();
            let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
            let asked = Request {
                method: request.method.as_str().to_owned(),
                path: url.path().to_owned(),
                query: url.query().unwrap_or_default().to_owned(),
                headers: request
                    .headers
                    .iter()
                    .map(|(name, value)| (name.to_string(), text(value)))
                    .collect(),
                body: String::from_utf8_lossy(&request.body).into_owned(),
            };
            let reply = self.with(|model, now_ms| model.call(now_ms, &asked));
            let Some(answer) = reply.answer else {
                return Err(FetchError::Unreachable("the connection broke".to_owned()));
            };
            let mut headers = HeaderMap::new();
            for (name, value) in answer.headers {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap());
            }
            let body = answer.body.map(|body| body.to_string()).or(answer.text).unwrap_or_default();
            let body = Bytes::from(body);
            if body.len() > request.bytes_max {
                return Err(FetchError::TooLarge(request.bytes_max));
            }
            Ok(Incoming { status: answer.status, url: request.url, headers, body })
        })
    }
}
