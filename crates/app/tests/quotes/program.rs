//! A shop's program that is asked for quotes: it counts, and answers as it is bidden.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::ports::{Answer, FetchError, FetchRefusal, Reply, Tell, Telling, Told};
use buyline_app as app;
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::Semaphore;

/// What a program does with a question.
#[derive(Debug, Clone)]
pub enum Does {
    /// It answers by these terms.
    Answers(Terms),
    /// It answers with this status and these words.
    Says(u16, String),
    /// It takes the question and never says anything.
    Hangs,
    /// It is not there.
    Gone,
}

/// A program's own terms, in minor units of the currency that is asked.
#[derive(Debug, Clone)]
pub struct Terms {
    pub available: Option<i64>,
    pub off: i64,
    pub line_tax: i64,
    pub shipping: i64,
    pub shipping_tax: i64,
    pub valid_for: u32,
}

pub const TERMS: Terms =
    Terms { available: Some(9), off: 490, line_tax: 667, shipping: 333, shipping_tax: 56, valid_for: 60 };

pub struct Program {
    does: Mutex<Does>,
    heard: Mutex<Vec<Telling>>,
    asked: AtomicUsize,
    /// As many questions as there are permits are answered; the others wait.
    pub lets: Semaphore,
}

impl Program {
    pub fn new(does: Does) -> Arc<Self> {
        Arc::new(Self {
            does: Mutex::new(does),
            heard: Mutex::default(),
            asked: AtomicUsize::new(0),
            lets: Semaphore::new(1_000),
        })
    }

    pub fn now(&self, does: Does) {
        *self.does.lock() = does;
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// What it was asked last.
    pub fn last(&self) -> Telling {
        self.heard.lock().last().cloned().expect("it was asked")
    }
}

fn money(amount: i64, question: &Value) -> Value {
    json!({ "amount": amount, "currency": question["currency"] })
}

/// What these terms come to for a question: exactly what was asked.
pub fn answer(question: &Value, terms: &Terms) -> Value {
    let asked: Vec<&str> = question["asked"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let is = |topic| asked.contains(&topic);
    let has_destination = !question["destination"].is_null();
    let lines = question["lines"].as_array().unwrap();
    let travels = lines.iter().any(|line| line["requires_shipping"] == true);
    let each = lines.iter().map(|_| {
        let mut line = json!({});
        if is("stock") {
            line["available"] = terms.available.into();
        }
        if is("discounts") && terms.off > 0 {
            line["discount"] = json!({ "unit_amount": money(terms.off, question), "title": "Autumn" });
        }
        if is("tax") && has_destination {
            line["tax"] = json!({ "amount": money(terms.line_tax, question), "rate": 2_000 });
        }
        line
    });
    let mut answer = json!({ "valid_for": terms.valid_for, "lines": each.collect::<Vec<_>>() });
    if is("tax") && has_destination {
        answer["tax_included"] = true.into();
    }
    if is("shipping") && has_destination && travels {
        let mut rate = json!({
            "id": "post", "title": "By post", "price": money(terms.shipping, question), "days_min": 1, "days_max": 3,
        });
        if is("tax") {
            rate["tax"] = json!({ "amount": money(terms.shipping_tax, question), "rate": 2_000 });
        }
        answer["shipping"] = json!([rate]);
    }
    answer
}

impl Tell for Program {
    fn check(&self, _: &str) -> Result<(), FetchRefusal> {
        Ok(())
    }

    fn tell(&self, _: Telling) -> Answer<'_, Result<Told, FetchError>> {
        Box::pin(std::future::ready(Ok(Told { status: 204, retry_after: None, body: String::new() })))
    }

    fn ask(&self, question: Telling, bytes_max: usize) -> Answer<'_, Result<Reply, FetchError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let does = self.does.lock().clone();
        self.heard.lock().push(question.clone());
        Box::pin(async move {
            let _let = self.lets.acquire().await;
            let (status, body) = match does {
                Does::Answers(terms) => {
                    let asked: Value = serde_json::from_slice(&question.body).unwrap();
                    (200, answer(&asked["data"], &terms).to_string())
                }
                Does::Says(status, body) => (status, body),
                Does::Hangs => std::future::pending().await,
                Does::Gone => return Err(FetchError::NoConnection("the server does not answer".to_owned())),
            };
            if body.len() > bytes_max {
                return Err(FetchError::TooLarge(bytes_max));
            }
            Ok(Reply { status, body: body.into() })
        })
    }
}
