//! The model itself: a call goes in, an answer and webhooks come out.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::contract::{Operation, VERSION, contract};
use super::doc::{Doc, Store};
use super::error::Refusal;
use super::faults::{EventFault, Fault, Faults, What};
use super::keys::{Keys, Known, in_use};
use super::params;
use super::post::RETRIES_S;
use super::restricted::Restricted;
use super::timers::Timers;
use super::wire::{Answer, Reply, Request};
use crate::chance::Chance;
use crate::form::Form;
use crate::post::Post;

/// What may be set about a twin.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long a new or changed object is not yet found by search.
    pub search_lag_ms: i64,
    /// How long a debit takes until it is paid or refused.
    pub processing_ms: i64,
    /// Whether each answer is held against its schema. Costs time; a simulator may leave it to the other tests.
    pub check_answers: bool,
    /// Every charge shows its place in the books two seconds late, as those that are captured in the background do.
    pub books_late: bool,
    /// The visitor's browser has a wallet.
    pub wallet: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            search_lag_ms: 60_000,
            processing_ms: 3 * 24 * 3_600_000,
            check_answers: true,
            books_late: false,
            wallet: false,
        }
    }
}

/// One call as it was answered, for tests to look at.
#[derive(Debug, Clone, Serialize)]
pub struct Logged {
    /// The contract's name of the call; the path, if it has none.
    pub operation: String,
    /// The account it was for.
    pub account: String,
    /// The idempotency key.
    pub idempotency_key: Option<String>,
    /// The status; nothing if the answer was lost.
    pub status: Option<u16>,
    /// Whether the answer was that of an earlier request.
    pub replayed: bool,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// The account acted for, and through which request.
#[derive(Debug, Clone)]
pub(super) struct Cx {
    /// Whose objects are meant.
    pub account: String,
    /// The platform whose key was used, if that is another account.
    pub platform: Option<String>,
}

impl Cx {
    /// Who holds the key.
    pub fn holder(&self) -> &str {
        self.platform.as_deref().unwrap_or(&self.account)
    }
}

/// Stripe, as far as Buyline knows it. A clone is another Stripe with the same past.
#[derive(Debug, Clone)]
pub struct Twin {
    pub(super) settings: Settings,
    pub(super) store: Store,
    pub(super) chance: Chance,
    pub(super) now_ms: i64,
    pub(super) timers: Timers,
    pub(super) faults: Faults,
    pub(super) post: Post,
    /// Connected account → its platform.
    pub(super) platforms: BTreeMap<String, String>,
    /// The part of a key behind `_test_` → its account.
    pub(super) holders: HashMap<String, String>,
    /// The request that runs: its id and its idempotency key, for the events it causes.
    pub(super) request: Option<(String, Option<String>)>,
    /// Where pages of the twin are found by a browser.
    pub(super) base: String,
    pub(super) restricted: Restricted,
    keys: Keys,
    tickets: HashMap<u64, (String, String)>,
    next_ticket: u64,
    log: Vec<Logged>,
}

impl Twin {
    /// A twin without any object; the seed determines all ids.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self::with(seed, Settings::default())
    }

    /// A twin with settings of its own.
    #[must_use]
    pub fn with(seed: u64, settings: Settings) -> Self {
        Twin {
            settings,
            store: Store::default(),
            chance: Chance::new(seed),
            now_ms: 0,
            timers: Timers::default(),
            faults: Faults::default(),
            post: Post::new(&RETRIES_S),
            platforms: BTreeMap::new(),
            holders: HashMap::new(),
            request: None,
            base: "http://stripe.invalid".to_owned(),
            restricted: Restricted::default(),
            keys: Keys::default(),
            tickets: HashMap::new(),
            next_ticket: 0,
            log: Vec::new(),
        }
    }

    /// The twin's time in seconds, as objects have it.
    pub(super) fn seconds(&self) -> i64 {
        self.now_ms.div_euclid(1000)
    }

    /// Sets a fault of the API.
    pub fn fault(&mut self, fault: Fault) {
        self.faults.add(fault);
    }

    /// Sets a fault of webhooks.
    pub fn event_fault(&mut self, fault: EventFault) {
        self.faults.add_event(fault);
    }

    /// The faults.
    pub fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    /// Changes the settings.
    pub fn settings(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// Says where a browser finds the twin's own pages, such as a challenge; without a slash at the end.
    pub fn set_base(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    /// Every call that was made, oldest first.
    #[must_use]
    pub fn log(&self) -> &[Logged] {
        &self.log
    }

    /// Lets time pass up to `now_ms`, milliseconds since 1970: what was due happens in its order.
    pub fn pass(&mut self, now_ms: i64) {
        while let Some((at_ms, timer)) = self.timers.pop(now_ms) {
            self.now_ms = self.now_ms.max(at_ms);
            self.request = None;
            self.ring(timer);
        }
        self.now_ms = self.now_ms.max(now_ms);
    }

    /// Answers one request at `now_ms`, milliseconds since 1970.
    pub fn call(&mut self, now_ms: i64, request: &Request) -> Reply {
        self.pass(now_ms);
        let request_id = format!("req_{}", self.chance.letters(14));
        let found = contract().find(&request.method, &request.path);
        let operation = found.as_ref().map_or(request.path.as_str(), |(operation, _)| &operation.name);
        let operation = operation.to_owned();
        let mut logged = Logged {
            operation: operation.clone(),
            account: String::new(),
            idempotency_key: request.idempotency_key.clone(),
            status: None,
            replayed: false,
            at_ms: self.now_ms,
        };
        let cx = match self.admit(request) {
            Ok(cx) => cx,
            Err(refusal) => {
                let answer = self.refuse(&refusal, request, &request_id);
                logged.status = Some(answer.status);
                self.log.push(logged);
                return Reply { answer: Some(answer), wait_ms: 0, before: Vec::new(), ticket: None };
            }
        };
        logged.account.clone_from(&cx.account);
        let faults = self.faults.strike(&operation, &cx.account);
        let lost = |faults: &[What]| faults.iter().any(|what| matches!(what, What::LostBefore | What::Down));
        if lost(&faults) {
            self.log.push(logged);
            return Reply { answer: None, wait_ms: slow(&faults), before: Vec::new(), ticket: None };
        }
        let (answer, replayed) = match found {
            Some((operation, ids)) => self.answer(request, &cx, operation, &ids, &faults, &request_id),
            None => (self.refuse(&no_route(request), request, &request_id), false),
        };
        let wait_ms = slow(&faults);
        let ticket = match (&request.idempotency_key, wait_ms) {
            (Some(key), 1..) => {
                self.next_ticket += 1;
                self.keys.begin(&cx.account, key);
                self.tickets.insert(self.next_ticket, (cx.account.clone(), key.clone()));
                Some(self.next_ticket)
            }
            _ => None,
        };
        let waiting = self.post.take_before();
        let before = self.signed(waiting);
        let lost_after = faults.contains(&What::LostAfter);
        logged.status = (!lost_after).then_some(answer.status);
        logged.replayed = replayed;
        self.log.push(logged);
        Reply { answer: (!lost_after).then_some(answer), wait_ms, before, ticket }
    }

    /// Says that a slow answer was given, so that its key is free again.
    pub fn finish(&mut self, ticket: u64) {
        if let Some((account, key)) = self.tickets.remove(&ticket) {
            self.keys.end(&account, &key);
        }
    }

    fn answer(
        &mut self,
        request: &Request,
        cx: &Cx,
        operation: &Operation,
        ids: &[&str],
        faults: &[What],
        request_id: &str,
    ) -> (Answer, bool) {
        let refused = |twin: &Self, refusal: Refusal| (twin.refuse(&refusal, request, request_id), false);
        if let Some(refusal) = faults.iter().find_map(What::refusal) {
            return refused(self, refusal);
        }
        let text = if request.method == "GET" { &request.query } else { &request.body };
        let form = match Form::read(text) {
            Ok(form) => form,
            Err(message) => return refused(self, Refusal::invalid(message)),
        };
        let canonical = form.canonical();
        // A key matters where something is done.
        let key = request.idempotency_key.as_deref().filter(|_| request.method == "POST");
        if faults.contains(&What::InFlight) && key.is_none() {
            return refused(self, locked());
        }
        if let Some(key) = key {
            if faults.contains(&What::InFlight) {
                return refused(self, in_use(key));
            }
            match self.keys.look(&cx.account, key, &request.path, &canonical, self.now_ms) {
                Ok(Known::No) => {}
                Ok(Known::Answered(mut answer, original)) => {
                    answer.headers.retain(|(name, _)| *name != "request-id");
                    answer.headers.push(("request-id", request_id.to_owned()));
                    answer.headers.push(("original-request", original));
                    answer.headers.push(("idempotent-replayed", "true".to_owned()));
                    return (answer, true);
                }
                Err(refusal) => return refused(self, refusal),
            }
        }
        let mut fields = match params::read(contract(), &operation.takes, &form) {
            Ok(fields) => fields,
            Err(refusal) => return refused(self, refusal),
        };
        distort(&mut fields, faults);
        let stored500 = faults.iter().find_map(|what| match what {
            What::Stored500 { acted } => Some(*acted),
            _ => None,
        });
        self.request = Some((request_id.to_owned(), request.idempotency_key.clone()));
        let done = match stored500 {
            Some(false) => Err(broken()),
            Some(true) => self.execute(cx, operation, ids, &fields).and(Err(broken())),
            None => self.execute(cx, operation, ids, &fields),
        };
        self.request = None;
        let (answer, kept) = match done {
            Ok(body) => (self.dress(200, body, request, request_id), true),
            Err(refusal) => (self.refuse(&refusal, request, request_id), refusal.kept),
        };
        if let (Some(key), true) = (key, kept) {
            let place = (cx.account.as_str(), key);
            self.keys.keep(place, &request.path, &canonical, &answer, request_id, self.now_ms);
        }
        (answer, false)
    }

    /// Runs a call, holds its answer against the schema, and expands what was asked to be expanded.
    fn execute(
        &mut self,
        cx: &Cx,
        operation: &Operation,
        ids: &[&str],
        fields: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.check_expand(fields)?;
        let answer = self.run(cx, &operation.name, ids, fields)?;
        if self.settings.check_answers {
            let wrong = contract().wrong(&operation.answers, &answer);
            assert!(
                wrong.is_empty(),
                "the twin broke the contract of {}: {wrong:#?}\n{answer:#}",
                operation.name
            );
        }
        self.expand(cx, answer, fields)
    }

    /// Who is it, for whom, and does it speak our version?
    fn admit(&mut self, request: &Request) -> Result<Cx, Refusal> {
        let unauthorized = |message: String| Err(Refusal::invalid(message).status(401));
        let Some(key) = &request.key else {
            return unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, \
                 using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
                    .to_owned(),
            );
        };
        let Some(("sk" | "rk", name)) = key.split_once("_test_").filter(|(_, name)| !name.is_empty()) else {
            if key.starts_with("pk_") {
                let message =
                    "This API call cannot be made with a publishable API key. Please use a secret API key.";
                return Err(Refusal::invalid(message).status(403).code("secret_key_required"));
            }
            return unauthorized(format!("Invalid API Key provided: {}", starred(key)));
        };
        self.restricted.is_revoked(key)?;
        match request.version.as_deref() {
            Some(VERSION) => {}
            Some(other) => {
                return Err(Refusal::invalid(format!(
                    "Invalid Stripe API version: {other}. The twin speaks {VERSION} only."
                )));
            }
            // Stripe would fall back to the account's version, which is not in our hands: nobody should.
            None => {
                let message = format!("No Stripe-Version: the twin wants every call pinned to {VERSION}.");
                return Err(Refusal::invalid(message));
            }
        }
        let holder = self.holder(name);
        self.restricted.look(key, &holder, request)?;
        match &request.account {
            None => Ok(Cx { account: holder, platform: None }),
            Some(account) if *account == holder => Ok(Cx { account: holder, platform: None }),
            Some(account) if self.platforms.get(account) == Some(&holder) => {
                Ok(Cx { account: account.clone(), platform: Some(holder) })
            }
            Some(account) => Err(Refusal::invalid(format!(
                "The provided key '{}' does not have access to account '{account}' (or that account does not \
                 exist). Application access may have been revoked.",
                starred(key)
            ))
            .status(403)
            .code("account_invalid")),
        }
    }

    fn refuse(&self, refusal: &Refusal, request: &Request, request_id: &str) -> Answer {
        let body = refusal.body(request_id, self.seconds());
        if self.settings.check_answers {
            let schema = contract().named("PaymentIntent.LastPaymentError").expect("the contract has errors");
            let wrong = contract().wrong(schema, &body["error"]);
            assert!(wrong.is_empty(), "the twin broke the contract of errors: {wrong:#?}\n{body:#}");
        }
        self.dress(refusal.status, body, request, request_id)
    }

    fn dress(&self, status: u16, body: Value, request: &Request, request_id: &str) -> Answer {
        let mut headers = vec![
            ("request-id", request_id.to_owned()),
            ("stripe-version", VERSION.to_owned()),
            ("stripe-should-retry", matches!(status, 409 | 429).to_string()),
        ];
        if let Some(account) = &request.account {
            headers.push(("stripe-account", account.clone()));
        }
        if let Some(key) = &request.idempotency_key {
            headers.push(("idempotency-key", key.clone()));
        }
        Answer { status, headers, body }
    }

    /// Keeps a new object and answers its id.
    pub(super) fn add(&mut self, account: &str, kind: &'static str, fields: Value) -> String {
        let mut doc = Doc::from(fields);
        doc.set("_changed_ms", self.now_ms);
        let id = doc.id().to_owned();
        self.store.add(account, kind, doc);
        id
    }

    /// An object of the account, or the refusal that names the parameter.
    pub(super) fn wanted(&self, cx: &Cx, kind: &str, id: &str, param: &str) -> Result<&Doc, Refusal> {
        let found = self.store.of(&cx.account, kind, id);
        found.ok_or_else(|| Refusal::unknown(noun(kind), id, param))
    }

    /// An object of the account whose id stands in the path.
    pub(super) fn meant(&self, cx: &Cx, kind: &str, id: &str) -> Result<&Doc, Refusal> {
        self.store.of(&cx.account, kind, id).ok_or_else(|| Refusal::missing(noun(kind), id))
    }

    /// What an object looks like in an answer.
    pub(super) fn shown(&self, id: &str) -> Value {
        self.store.doc(id).shown()
    }
}

/// What Stripe calls a kind in its sentences.
fn noun(kind: &str) -> &str {
    match kind {
        "payment_method" => "PaymentMethod",
        "setup_intent" => "setupintent",
        other => other,
    }
}

fn slow(faults: &[What]) -> u64 {
    let waits = faults.iter().map(|what| if let What::Slow { ms } = what { *ms } else { 0 });
    waits.sum()
}

fn distort(fields: &mut Map<String, Value>, faults: &[What]) {
    for what in faults {
        match what {
            What::WrongAmount { by } => {
                if let Some(amount) = fields.get("amount").and_then(Value::as_i64) {
                    fields.insert("amount".to_owned(), json!(amount + by));
                }
            }
            What::WrongCurrency { currency } if fields.contains_key("currency") => {
                fields.insert("currency".to_owned(), json!(currency));
            }
            _ => {}
        }
    }
}

pub(super) fn starred(key: &str) -> String {
    let shown: String = key.chars().take(8).collect();
    let last: String = key.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    if key.chars().count() > 12 { format!("{shown}*********{last}") } else { format!("{shown}****") }
}

fn locked() -> Refusal {
    let message = "This object cannot be accessed right now because another API request or Stripe process is \
        currently accessing it. If you see this error intermittently, retry the request.";
    Refusal::invalid(message).status(429).code("lock_timeout")
}

fn broken() -> Refusal {
    let message = "An unknown error occurred";
    Refusal { status: 500, kind: "api_error", kept: true, ..Refusal::invalid(message) }
}

fn no_route(request: &Request) -> Refusal {
    Refusal::invalid(format!(
        "Unrecognized request URL ({}: {}). Please see https://stripe.com/docs.",
        request.method, request.path
    ))
    .status(404)
}
