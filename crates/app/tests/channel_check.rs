//! The conformance kit against partners of this test's: a good one passes every case, and each fault is named.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use buyline_app as app;

use app::channel_check::{self, Checked, EXAMPLE_SECRET, Partner, Verdict, check};
use app::ports::{Answer, FetchError, FetchRefusal, OrderForm, Reply, Tell, Telling, Told};
use app::webhooks::is_signed;
use domain::view::orders::OrderStory;
use jiff::Timestamp;
use parking_lot::Mutex;
use serde_json::{Value, json};

/// What a partner does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// It does not say what it made.
    Silent,
    /// It reads no signature rightly.
    Deaf,
    /// It forgets which messages and orders it has seen.
    Forgets,
    /// It knows messages by their id and orders not at all.
    KnowsMessagesOnly,
    /// It answers a message that it knows with an error.
    RefusesKnown,
    /// It looks, waits and then makes: two at one moment both make.
    Races,
    /// It makes the order before it answers, and makes it again when nobody waited for the answer.
    ForgetsCut,
    /// It takes whatever is signed by anybody, so long as it is signed.
    AnySecret,
    /// It looks at the secret and not at the words.
    AnyWords,
    /// It takes what is not signed.
    Trusting,
    /// It reads the first signature only.
    FirstSignature,
    /// It does not look at the time.
    AnyTime,
    /// It answers a large body with an error of its own.
    Chokes,
    /// It takes a large body and never anything again.
    DiesOfLarge,
    /// It refuses types that it does not know.
    KnownTypesOnly,
    /// It refuses what happens to orders that it does not know.
    InOrderOnly,
    /// It goes by the type of a message, not by what it says.
    TypeOverState,
    /// It takes a refund for one of all.
    WholeRefunds,
    /// It counts each telling of a refund.
    CountsTellings,
    /// It divides by a hundred, whatever the currency.
    Cents,
    /// It knows no dinars.
    NoDinars,
    /// It works on each line before it answers.
    Slow,
    /// It refuses what it has not in stock.
    StockFirst,
    /// It never makes an order.
    Lazy,
    /// It refuses tests.
    NoPings,
}

#[derive(Default)]
struct Books {
    messages: BTreeSet<String>,
    orders: BTreeMap<String, Vec<Value>>,
    refunds: BTreeMap<String, i64>,
    under_way: BTreeSet<String>,
    done: BTreeSet<String>,
    is_dead: bool,
}

/// An order that is being made; dropped, it is not any more.
struct UnderWay<'b> {
    books: &'b Mutex<Books>,
    key: String,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.books.lock().under_way.remove(&self.key);
    }
}

/// A partner that does one thing wrong.
struct Faulty {
    fault: Fault,
    books: Mutex<Books>,
}

impl Faulty {
    fn new(fault: Fault) -> Self {
        Self { fault, books: Mutex::default() }
    }

    fn is(&self, fault: Fault) -> bool {
        self.fault == fault
    }

    fn is_genuine(&self, message: &Telling) -> bool {
        let header = |name: &str| {
            message.headers.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value.as_str())
        };
        let (id, sent) = (header("webhook-id"), header("webhook-timestamp").parse().unwrap_or(0));
        let given = header("webhook-signature");
        let secret = app::Secret::new(SECRET.to_owned());
        let signed = |body: &[u8]| is_signed(&secret, (id, sent, body), given);
        let is_fresh = (Timestamp::now().as_second() - sent).abs() < 300;
        let first = given.split(' ').next().unwrap_or_default();
        let good = match self.fault {
            Fault::Deaf => false,
            Fault::AnySecret => !given.is_empty() && (signed(&message.body) || !signed(b"{}")),
            Fault::AnyWords => signed(&message.body) || signed(b"{}"),
            Fault::Trusting => given.is_empty() || signed(&message.body),
            Fault::FirstSignature => is_signed(&secret, (id, sent, &message.body), first),
            _ => signed(&message.body),
        };
        good && (is_fresh || self.is(Fault::AnyTime))
    }

    async fn answer(&self, message: &Telling) -> Result<Told, FetchError> {
        let told = |status: u16, body: String| Told { status, retry_after: None, body };
        if self.books.lock().is_dead {
            return Err(FetchError::NoConnection("refused".to_owned()));
        }
        if message.body.len() > 1024 * 1024 {
            self.books.lock().is_dead = self.is(Fault::DiesOfLarge);
            return match self.fault {
                Fault::Chokes => Ok(told(500, String::new())),
                _ => Ok(told(413, String::new())),
            };
        }
        if !self.is_genuine(message) {
            return Ok(told(400, String::new()));
        }
        let id = message.headers.iter().find(|(name, _)| *name == "webhook-id").unwrap().1.clone();
        let body: Value = serde_json::from_slice(&message.body).unwrap();
        let (kind, data) = (body["type"].as_str().unwrap().to_owned(), body["data"].clone());
        if kind == channel_check::ASKED {
            return Ok(told(200, if self.is(Fault::Silent) { String::new() } else { self.made(&data) }));
        }
        let is_known = !self.books.lock().messages.insert(id);
        if is_known && self.is(Fault::RefusesKnown) {
            return Ok(told(409, String::new()));
        }
        let status = match kind.as_str() {
            "order.placed" if self.is(Fault::ForgetsCut) => self.take_and_note_at_the_end(&data).await,
            _ => self.take(&kind, &data, is_known).await,
        };
        Ok(told(status, String::new()))
    }

    /// Makes the order at once and notes only at the end that it did: a note that is never written when nobody waits.
    async fn take_and_note_at_the_end(&self, data: &Value) -> u16 {
        let key = data["id"].as_str().unwrap().to_owned();
        {
            let mut books = self.books.lock();
            if books.done.contains(&key) {
                return 204;
            }
            if !books.under_way.insert(key.clone()) {
                return 409;
            }
            books.orders.entry(key.clone()).or_default().push(data.clone());
        }
        let _guard = UnderWay { books: &self.books, key: key.clone() };
        tokio::time::sleep(Duration::from_millis(150)).await;
        self.books.lock().done.insert(key);
        204
    }

    async fn take(&self, kind: &str, data: &Value, is_known: bool) -> u16 {
        let key = data["id"].as_str().unwrap_or_default().to_owned();
        let has = || self.books.lock().orders.contains_key(&key);
        match kind {
            "ping" => return if self.is(Fault::NoPings) { 404 } else { 204 },
            "order.placed" => {}
            "order.canceled" | "order.refunded" if self.is(Fault::InOrderOnly) && !has() => return 404,
            "order.canceled" => return 204,
            "order.refunded" => return self.refund(&key, data, is_known),
            _ if self.is(Fault::KnownTypesOnly) => return 422,
            _ => return 204,
        }
        let lines = data["lines"].as_array().unwrap();
        let currency = data["total"]["currency"].as_str().unwrap();
        if self.is(Fault::Slow) {
            tokio::time::sleep(Duration::from_millis(5) * u32::try_from(lines.len()).unwrap()).await;
        }
        if self.is(Fault::StockFirst) && lines.iter().any(|line| line["sku"] == "CHECK-NOT-THERE") {
            return 409;
        }
        if self.is(Fault::NoDinars) && currency == "KWD" {
            return 422;
        }
        let is_made = match self.fault {
            Fault::Forgets => false,
            Fault::KnowsMessagesOnly => is_known,
            Fault::Lazy => true,
            _ => has(),
        };
        if self.is(Fault::Races) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        if !is_made {
            self.books.lock().orders.entry(key).or_default().push(data.clone());
        }
        204
    }

    fn refund(&self, key: &str, data: &Value, is_known: bool) -> u16 {
        let (sum, total) = (&data["refunded"]["amount"], &data["total"]["amount"]);
        if self.is(Fault::WholeRefunds) && sum != total {
            return 422;
        }
        let sum = sum.as_i64().unwrap();
        let mut books = self.books.lock();
        let known = books.refunds.entry(key.to_owned()).or_default();
        if self.is(Fault::CountsTellings) {
            *known += sum;
        } else if !is_known {
            *known = sum;
        }
        204
    }

    /// What it made of an order, as the page says it.
    fn made(&self, data: &Value) -> String {
        let books = self.books.lock();
        let key = data["id"].as_str().unwrap();
        let orders = books.orders.get(key).cloned().unwrap_or_default();
        let open = |order: &&Value| order["state"] == "confirmed" || self.is(Fault::TypeOverState);
        let mut total = orders.first().map_or(Value::Null, |order| order["total"].clone());
        if self.is(Fault::Cents) && total.is_object() && total["currency"] != "EUR" {
            total["amount"] = json!(total["amount"].as_i64().unwrap() / 100);
        }
        let refunded = json!({ "amount": books.refunds.get(key).copied().unwrap_or(0), "currency": "EUR" });
        json!({
            "orders": orders.len(), "open": orders.iter().filter(open).count(), "total": total, "refunded": refunded,
        })
        .to_string()
    }
}

impl Tell for Faulty {
    fn check(&self, _: &str) -> Result<(), FetchRefusal> {
        Ok(())
    }

    fn tell(&self, message: Telling) -> Answer<'_, Result<Told, FetchError>> {
        Box::pin(async move { self.answer(&message).await })
    }

    fn ask(&self, question: Telling, _: usize) -> Answer<'_, Result<Reply, FetchError>> {
        Box::pin(async move {
            let told = self.tell(question).await?;
            Ok(Reply { status: told.status, body: told.body.into() })
        })
    }
}

/// An order in the members that these partners read, as the API writes them.
struct Form;

impl OrderForm for Form {
    fn write(&self, story: &OrderStory) -> Value {
        let order = &story.order;
        let money = |money: domain::money::Money| json!({ "amount": money.amount, "currency": money.currency.code() });
        let lines: Vec<Value> = order.lines.iter().map(|line| json!({ "sku": line.sku })).collect();
        json!({
            "id": order.id.to_string(), "state": order.state.as_str(), "total": money(order.total),
            "refunded": money(order.refunded), "lines": lines,
        })
    }
}

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

async fn checked(fault: Fault) -> Vec<Checked> {
    let number = AtomicI64::new(1);
    let faulty = Faulty::new(fault);
    let partner = Partner {
        url: "https://partner.example/hooks".to_owned(),
        secret: app::Secret::new(SECRET.to_owned()),
        deadline: Duration::from_millis(400),
        tell: &faulty,
        orders: &Form,
        now: &Timestamp::now,
        fresh: &|| number.fetch_add(1, Ordering::Relaxed),
    };
    check(&partner, |_| {}).await
}

fn failed(all: &[Checked]) -> Vec<&'static str> {
    all.iter().filter(|it| matches!(it.verdict, Verdict::Failed(_))).map(|it| it.case).collect()
}

#[tokio::test]
async fn a_good_partner_passes_every_case() {
    let all = checked(Fault::None).await;
    assert_eq!(all.iter().map(|it| it.case).collect::<Vec<_>>(), channel_check::names());
    for one in &all {
        assert_eq!(one.verdict, Verdict::Passed, "{}", one.case);
    }
}

#[tokio::test]
async fn a_partner_that_does_not_say_what_it_made_is_told_what_was_not_seen() {
    let all = checked(Fault::Silent).await;
    assert_eq!(failed(&all), Vec::<&str>::new());
    let unseen = all.iter().filter(|it| it.verdict == Verdict::Unseen).count();
    assert_eq!((all.len(), unseen), (19, 16), "{all:?}");
}

/// What is known of each fault, and by which cases. Together they fail every case.
const FAULTS: [(Fault, &[&str]); 23] = [
    (Fault::NoPings, &["a test message", "a body of 8 MiB"]),
    (
        Fault::Lazy,
        &[
            "an order",
            "the same message twice",
            "the same message twice at the same moment",
            "a connection that breaks, and the message again",
            "the same order in two messages",
            "two signatures, of which one is right",
            "a partial refund, and another",
            "an order in yen, which have no decimals",
            "an order in Kuwaiti dinars, which have three decimals",
            "an order of 100 lines, answered in time",
        ],
    ),
    (
        Fault::Forgets,
        &[
            "the same message twice",
            "the same message twice at the same moment",
            "a connection that breaks, and the message again",
            "the same order in two messages",
        ],
    ),
    (Fault::KnowsMessagesOnly, &["the same order in two messages"]),
    (
        Fault::RefusesKnown,
        &[
            "the same message twice",
            "the same message twice at the same moment",
            "a connection that breaks, and the message again",
            "a partial refund, and another",
        ],
    ),
    (Fault::Races, &["the same message twice at the same moment"]),
    (Fault::ForgetsCut, &["a connection that breaks, and the message again"]),
    (Fault::AnySecret, &["a signature by another secret"]),
    (Fault::AnyWords, &["a body that was changed"]),
    (Fault::Trusting, &["no signature"]),
    (Fault::FirstSignature, &["two signatures, of which one is right"]),
    (Fault::AnyTime, &["a message that was signed ten minutes ago"]),
    (Fault::Chokes, &["a body of 8 MiB"]),
    (Fault::KnownTypesOnly, &["an event of a type that does not exist yet"]),
    (Fault::InOrderOnly, &["events in reversed order"]),
    (Fault::TypeOverState, &["events in reversed order"]),
    (Fault::WholeRefunds, &["a partial refund, and another"]),
    (Fault::CountsTellings, &["a partial refund, and another"]),
    (
        Fault::Cents,
        &["an order in yen, which have no decimals", "an order in Kuwaiti dinars, which have three decimals"],
    ),
    (Fault::NoDinars, &["an order in Kuwaiti dinars, which have three decimals"]),
    (Fault::Slow, &["an order of 100 lines, answered in time"]),
    (Fault::StockFirst, &["an order of what is not in stock"]),
    (
        Fault::DiesOfLarge,
        &[
            "a body of 8 MiB",
            "an event of a type that does not exist yet",
            "events in reversed order",
            "a partial refund, and another",
            "an order in yen, which have no decimals",
            "an order in Kuwaiti dinars, which have three decimals",
            "an order of 100 lines, answered in time",
            "an order of what is not in stock",
        ],
    ),
];

#[tokio::test]
async fn each_fault_is_found_by_its_cases_and_by_no_others() {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for (fault, wanted) in FAULTS {
        let all = checked(fault).await;
        assert_eq!(failed(&all), wanted, "{fault:?}: {all:#?}");
        for one in &all {
            if let Verdict::Failed(why) = &one.verdict {
                assert!(why.contains("; ") || why.contains(": "), "{why}: says what to do");
            }
        }
        found.extend(wanted);
    }
    let names: BTreeSet<&str> = channel_check::names().into_iter().collect();
    assert_eq!(found, names, "a case that no fault fails proves nothing");
}

#[tokio::test]
async fn a_partner_with_another_secret_takes_nothing() {
    let all = checked(Fault::Deaf).await;
    let passed: Vec<&str> =
        all.iter().filter(|it| !matches!(it.verdict, Verdict::Failed(_))).map(|it| it.case).collect();
    assert_eq!(
        passed,
        [
            "a signature by another secret",
            "a body that was changed",
            "no signature",
            "a message that was signed ten minutes ago",
        ]
    );
    assert_ne!(SECRET, EXAMPLE_SECRET);
}
