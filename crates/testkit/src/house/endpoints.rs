//! Shops' own programs: what they are told, and what they answer.

use std::collections::HashMap;
use std::sync::Arc;

use app::ports::{Answer, FetchError, FetchRefusal, OrderForm, Reply, Tell, Telling, Told};
use domain::view::orders::OrderStory;
use parking_lot::Mutex;

/// Tells nobody anything.
pub struct NoTell;

impl Tell for NoTell {
    fn check(&self, _: &str) -> Result<(), FetchRefusal> {
        Err(FetchRefusal::Closed)
    }

    fn tell(&self, _: Telling) -> Answer<'_, Result<Told, FetchError>> {
        Box::pin(std::future::ready(Err(FetchError::Refused(FetchRefusal::Closed))))
    }

    fn ask(&self, _: Telling, _: usize) -> Answer<'_, Result<Reply, FetchError>> {
        Box::pin(std::future::ready(Err(FetchError::Refused(FetchRefusal::Closed))))
    }
}

/// Programs that remember what they were told and answer as they are bidden; 204 when not bidden.
#[derive(Default)]
pub struct Endpoints {
    heard: Mutex<Vec<Telling>>,
    bidden: Mutex<HashMap<String, Option<Told>>>,
}

impl Endpoints {
    /// Programs that take everything.
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// From now on the one at `url` answers with `status` and `body`.
    pub fn answer(&self, url: &str, status: u16, body: &str) {
        let told = Told { status, retry_after: None, body: body.to_owned() };
        self.bidden.lock().insert(url.to_owned(), Some(told));
    }

    /// From now on the one at `url` asks for a pause of so many seconds.
    pub fn busy(&self, url: &str, seconds: i64) {
        let told = Told { status: 429, retry_after: Some(seconds), body: String::new() };
        self.bidden.lock().insert(url.to_owned(), Some(told));
    }

    /// From now on nobody answers at `url`.
    pub fn hang_up(&self, url: &str) {
        self.bidden.lock().insert(url.to_owned(), None);
    }

    /// What the one at `url` was told so far, in that order.
    #[must_use]
    pub fn heard(&self, url: &str) -> Vec<Telling> {
        self.heard.lock().iter().filter(|message| message.url == url).cloned().collect()
    }

    /// The same as pairs of the message's id and what it is about, in that order.
    ///
    /// # Panics
    /// When a message has no id or is not what a message is.
    #[must_use]
    pub fn events(&self, url: &str) -> Vec<(String, String)> {
        let of = |message: Telling| {
            let id = message.headers.iter().find(|(name, _)| *name == "webhook-id");
            let body: serde_json::Value = serde_json::from_slice(&message.body).expect("a message is JSON");
            let event = body["type"].as_str().expect("a message says what happened").to_owned();
            (id.expect("a message has an id").1.clone(), event)
        };
        self.heard(url).into_iter().map(of).collect()
    }
}

impl Tell for Endpoints {
    fn check(&self, url: &str) -> Result<(), FetchRefusal> {
        match url.split_once("://") {
            Some(("https", _)) => Ok(()),
            Some(("http", _)) => Err(FetchRefusal::Plain),
            _ => Err(FetchRefusal::Address),
        }
    }

    fn tell(&self, message: Telling) -> Answer<'_, Result<Told, FetchError>> {
        let bidden = self.bidden.lock().get(&message.url).cloned();
        self.heard.lock().push(message);
        let taken = Told { status: 204, retry_after: None, body: String::new() };
        let gone = || FetchError::NoConnection("the server does not answer".to_owned());
        Box::pin(std::future::ready(bidden.unwrap_or(Some(taken)).ok_or_else(gone)))
    }

    fn ask(&self, question: Telling, bytes_max: usize) -> Answer<'_, Result<Reply, FetchError>> {
        Box::pin(async move {
            let told = self.tell(question).await?;
            if told.body.len() > bytes_max {
                return Err(FetchError::TooLarge(bytes_max));
            }
            Ok(Reply { status: told.status, body: told.body.into() })
        })
    }
}

/// Orders by id and number alone: for tests that are about something else than their form.
pub struct PlainOrders;

impl OrderForm for PlainOrders {
    fn write(&self, story: &OrderStory) -> serde_json::Value {
        serde_json::json!({ "id": story.order.id.to_string(), "number": story.order.number })
    }
}
