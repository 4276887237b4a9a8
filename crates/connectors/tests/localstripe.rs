//! The twin beside localstripe, a stand-in that others wrote: where localstripe is right, both tell one story, and the
//! events that it signs are taken as Stripe's.
//!
//! What localstripe gets wrong (keys for idempotency, refunds beyond the charge, cards that decline on first use,
//! automatic payment methods) is not asked of it: the contract and the twin stand for that.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use buyline_connectors::safe_client::{Exchange, Outgoing, Reach, SafeClient};
use buyline_connectors::stripe::{SignatureError, VERSION, verify};
use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use twins::server::{Options, Served, start};

const KEY: &str = "sk_test_shop";
/// How long localstripe may take to answer first, and to send an event.
const PATIENCE: Duration = Duration::from_secs(30);

/// A program that ends with the test.
struct Running {
    child: Child,
    base: String,
    _folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Localstripe on a port of its own, with nothing in it; `None` where it is not installed.
async fn localstripe() -> Option<Running> {
    let program = testkit::peers::localstripe()?;
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(program)
        .args(["--from-scratch", "--port", &port.to_string()])
        // Where it keeps its data.
        .env("TMPDIR", folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let running = Running { child, base: format!("http://127.0.0.1:{port}"), _folder: folder };
    let came_up = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, came_up).await.expect("localstripe answers");
    Some(running)
}

async fn twin() -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    start(listener, Options::default()).unwrap()
}

/// One of the two.
struct Stand {
    http: SafeClient,
    base: String,
    /// The twin: it speaks the present version, where test cards have names instead of numbers.
    is_ours: bool,
}

/// A test card: its number, and its name as a ready payment method.
type Card = (&'static str, &'static str);

const PAYS: Card = ("4242424242424242", "pm_card_visa");
const ASKS_ALWAYS: Card = ("4000002760003184", "pm_card_authenticationRequired");
const DECLINES_ONCE_SAVED: Card = ("4000000000000341", "pm_card_chargeCustomerFail");

impl Stand {
    fn at(base: &str, is_ours: bool) -> Self {
        let http = SafeClient::new(Reach::internet_and_loopback()).unwrap();
        Self { http, base: base.to_owned(), is_ours }
    }

    async fn ask(&self, method: Method, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let bearer = format!("Bearer {KEY}");
        let headers = [
            (AUTHORIZATION, bearer.as_str()),
            (CONTENT_TYPE, "application/x-www-form-urlencoded"),
            (HeaderName::from_static("stripe-version"), VERSION),
        ];
        let request = Outgoing {
            method,
            url: format!("{}{path}", self.base),
            headers: headers
                .map(|(name, value)| (name, HeaderValue::from_str(value).unwrap()))
                .into_iter()
                .collect(),
            body: body.into(),
            bytes_max: 1_000_000,
        };
        let answer = self.http.exchange(request).await.unwrap();
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or(Value::Null))
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> (u16, Value) {
        self.ask(Method::POST, path, form).await
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.ask(Method::GET, path, &[]).await
    }

    async fn card(&self, (number, ready): Card) -> String {
        if self.is_ours {
            return ready.to_owned();
        }
        let form = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "2034"),
            ("card[cvc]", "123"),
        ];
        text(&self.post("/v1/payment_methods", &form).await.1, "id")
    }

    /// Keeps `card` for `customer`; its id as a saved method.
    async fn save(&self, customer: &str, card: Card) -> (u16, Value) {
        let card = self.card(card).await;
        self.post(&format!("/v1/payment_methods/{card}/attach"), &[("customer", customer)]).await
    }

    /// What the present version of the API asks of a payment that localstripe, of an older one, does not know.
    fn version_asks(&self) -> &'static [(&'static str, &'static str)] {
        if self.is_ours {
            &[
                ("automatic_payment_methods[enabled]", "true"),
                ("automatic_payment_methods[allow_redirects]", "never"),
            ]
        } else {
            &[]
        }
    }

    /// What happens between first sight of a buyer and the last refund, in lines of words.
    async fn story(&self) -> Vec<String> {
        let mut told = Vec::new();
        let mut tell = |what: &str, (status, seen): &(u16, Value), fields: &[&str]| {
            let fields: Vec<String> = fields.iter().map(|field| text(seen, field)).collect();
            told.push(format!("{what}: {status} {}", fields.join(" ")));
        };
        let customer = self.post("/v1/customers", &[("email", "camille@example.org")]).await;
        tell("a buyer", &customer, &["object", "email"]);
        let buyer = text(&customer.1, "id");
        let saved = self.save(&buyer, PAYS).await;
        tell("a card is saved", &saved, &["object", "card.last4"]);
        assert_eq!(text(&saved.1, "customer"), buyer);
        let method = text(&saved.1, "id");

        let pay = |method: String, more: &'static [(&'static str, &'static str)]| {
            let buyer = buyer.clone();
            async move {
                let mut form = vec![("amount", "2490"), ("currency", "eur"), ("confirm", "true")];
                form.extend([("customer", buyer.as_str()), ("payment_method", method.as_str())]);
                form.push(("metadata[order]", "ord_1"));
                form.extend(more);
                form.extend(self.version_asks());
                self.post("/v1/payment_intents", &form).await
            }
        };
        let paid = pay(method.clone(), &[("off_session", "true")]).await;
        tell("paid without the buyer", &paid, &["status", "amount", "currency", "metadata.order"]);
        let intent = text(&paid.1, "id");
        tell("looked up", &self.get(&format!("/v1/payment_intents/{intent}")).await, &["status", "amount"]);
        let part = [("payment_intent", intent.as_str()), ("amount", "500")];
        tell("a part goes back", &self.post("/v1/refunds", &part).await, &["object", "status", "amount"]);

        let held = pay(method.clone(), &[("capture_method", "manual")]).await;
        tell("held", &held, &["status"]);
        let path = format!("/v1/payment_intents/{}/capture", text(&held.1, "id"));
        tell("taken in part", &self.post(&path, &[("amount_to_capture", "2000")]).await, &["status"]);
        let held = pay(method.clone(), &[("capture_method", "manual")]).await;
        let path = format!("/v1/payment_intents/{}/cancel", text(&held.1, "id"));
        tell("let go", &self.post(&path, &[]).await, &["status"]);

        let asks = self.save(&buyer, ASKS_ALWAYS).await;
        let asked = pay(text(&asks.1, "id"), &[]).await;
        tell("the bank asks", &asked, &["status", "next_action.type"]);
        let path = format!("/v1/payment_intents/{}/cancel", text(&asked.1, "id"));
        tell("given up", &self.post(&path, &[]).await, &["status"]);

        let declines = self.save(&buyer, DECLINES_ONCE_SAVED).await;
        let declined = pay(text(&declines.1, "id"), &[("off_session", "true")]).await;
        tell("declined", &declined, &["error.code"]);

        let card = self.card(PAYS).await;
        let mut form = vec![("customer", buyer.as_str()), ("usage", "off_session")];
        form.extend(self.version_asks());
        let setup = self.post("/v1/setup_intents", &form).await;
        tell("to be saved", &setup, &["object", "status"]);
        let path = format!("/v1/setup_intents/{}/confirm", text(&setup.1, "id"));
        let saved = self.post(&path, &[("payment_method", card.as_str())]).await;
        tell("saved without paying", &saved, &["status"]);
        let gone = self.post(&format!("/v1/payment_methods/{method}/detach"), &[]).await;
        tell("forgotten", &gone, &["object", "customer"]);
        tell("unknown", &self.get("/v1/payment_intents/pi_nothing").await, &["error.type"]);
        told
    }
}

/// The text at a path of names; numbers as they are written, and nothing for what is not there.
fn text(seen: &Value, path: &str) -> String {
    let found = path.split('.').fold(seen, |at, name| &at[name]);
    match found {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}

const STORY: [&str; 15] = [
    "a buyer: 200 customer camille@example.org",
    "a card is saved: 200 payment_method 4242",
    "paid without the buyer: 200 succeeded 2490 eur ord_1",
    "looked up: 200 succeeded 2490",
    "a part goes back: 200 refund succeeded 500",
    "held: 200 requires_capture",
    "taken in part: 200 succeeded",
    "let go: 200 canceled",
    "the bank asks: 200 requires_action use_stripe_sdk",
    "given up: 200 canceled",
    "declined: 402 card_declined",
    "to be saved: 200 setup_intent requires_payment_method",
    "saved without paying: 200 succeeded",
    "forgotten: 200 payment_method -",
    "unknown: 404 invalid_request_error",
];

#[tokio::test]
async fn the_twin_tells_the_story_that_localstripe_tells() {
    let twin = twin().await;
    let ours = Stand::at(twin.base(), true);
    assert_eq!(ours.story().await, STORY);
    let Some(localstripe) = localstripe().await else { return };
    let theirs = Stand::at(&localstripe.base, false);
    assert_eq!(theirs.story().await, STORY);
}

#[tokio::test]
async fn what_localstripe_signs_is_taken_and_what_was_changed_is_not() {
    let Some(localstripe) = localstripe().await else { return };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let stand = Stand::at(&localstripe.base, false);
    let address = format!("http://{}/stripe", listener.local_addr().unwrap());
    let (status, _) =
        stand.post("/_config/webhooks/ours", &[("url", &address), ("secret", "whsec_shared")]).await;
    assert_eq!(status, 200);
    let customer = text(&stand.post("/v1/customers", &[("email", "camille@example.org")]).await.1, "id");
    let method = text(&stand.save(&customer, PAYS).await.1, "id");
    let form = [
        ("amount", "2490"),
        ("currency", "eur"),
        ("confirm", "true"),
        ("customer", &customer),
        ("payment_method", &method),
    ];
    let paid = stand.post("/v1/payment_intents", &form).await;
    assert_eq!(text(&paid.1, "status"), "succeeded");
    let (signature, body) = tokio::time::timeout(PATIENCE, until(&listener, "payment_intent.succeeded"))
        .await
        .expect("the event arrives");
    let now = Timestamp::now().as_second();
    assert_eq!(verify(&signature, &body, &["whsec_shared"], now), Ok(()));
    assert_eq!(verify(&signature, &body, &["whsec_new", "whsec_shared"], now), Ok(()));
    assert_eq!(verify(&signature, &body, &["whsec_other"], now), Err(SignatureError::Wrong));
    assert_eq!(verify(&signature, &body, &["whsec_shared"], now + 400), Err(SignatureError::Stale));
    let dearer = String::from_utf8(body).unwrap().replace("2490", "2491");
    assert_eq!(verify(&signature, dearer.as_bytes(), &["whsec_shared"], now), Err(SignatureError::Wrong));
}

/// Takes deliveries until one of this kind: its signature and its raw body.
async fn until(listener: &TcpListener, kind: &str) -> (String, Vec<u8>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (signature, body) = delivery(BufReader::new(stream)).await;
        if serde_json::from_slice::<Value>(&body).unwrap()["type"] == kind {
            return (signature, body);
        }
    }
}

async fn delivery(mut stream: BufReader<TcpStream>) -> (String, Vec<u8>) {
    let (mut signature, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        match line.trim().split_once(": ") {
            None if line.trim().is_empty() => break,
            None => {}
            Some((name, value)) if name.eq_ignore_ascii_case("stripe-signature") => {
                value.clone_into(&mut signature);
            }
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().unwrap();
            }
            Some(_) => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").await.unwrap();
    (signature, body)
}
