//! The model itself: a call goes in, an answer and webhooks come out.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::acts::Act;
use super::arguments::{of_field, plain};
use super::bulk::{Bulk, FILES};
use super::cancel::Job;
use super::catalog::{Product, Variant, seeded};
use super::contract::{Judged, contract};
use super::cost::{Bucket, COST_MAX, requested};
use super::error::Refusal;
use super::graph::{Found, Question};
use super::hooks::{Hook, Message, RETRIES_S};
use super::oauth::Tokens;
use super::orders::Order;
use crate::chance::Chance;
use crate::platform::faults::Fate;
use crate::platform::{Answer, Delivery, Faults, Logged, Model, Reply, Request};
use crate::post::Post;

/// Where questions are asked.
const GRAPHQL: &str = "/admin/api/2026-10/graphql.json";
/// Where tokens are got.
const OAUTH: &str = "/admin/oauth/access_token";
/// What faults call that.
const TOKEN_CALL: &str = "token";
/// What faults call a part of a file.
const FILE_CALL: &str = "file";

/// What may be set about a twin.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the shop sells in.
    pub currency: String,
    /// Points that come back in a second, by the shop's plan.
    pub points_per_second: i64,
    /// How long a new order is not yet found by a search.
    pub search_lag_ms: i64,
    /// How long a cancellation takes.
    pub job_ms: i64,
    /// How long a bulk operation takes.
    pub bulk_ms: i64,
    /// The next bulk operation fails.
    pub fails_bulk: bool,
    /// Where files are fetched from, as their addresses say.
    pub files_at: String,
    /// Whether the app is a sales channel with a publication of its own.
    pub is_channel: bool,
    /// What the app may do.
    pub scopes: Vec<String>,
    /// So many orders in a minute, on a trial shop.
    pub orders_per_minute: Option<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        let scopes = [
            "read_products",
            "read_inventory",
            "read_locations",
            "read_publications",
            "write_publications",
            "write_orders",
            "read_fulfillments",
        ];
        Settings {
            currency: "EUR".to_owned(),
            points_per_second: 100,
            search_lag_ms: 0,
            job_ms: 0,
            bulk_ms: 0,
            fails_bulk: false,
            files_at: "https://files.twin.example".to_owned(),
            is_channel: false,
            scopes: scopes.map(str::to_owned).to_vec(),
            orders_per_minute: None,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    currency: Option<String>,
    points_per_second: Option<i64>,
    search_lag_ms: Option<i64>,
    job_ms: Option<i64>,
    bulk_ms: Option<i64>,
    fails_bulk: Option<bool>,
    files_at: Option<String>,
    is_channel: Option<bool>,
    scopes: Option<Vec<String>>,
    orders_per_minute: Option<usize>,
    /// The catalog is made anew, of so many variants.
    variants: Option<u64>,
}

/// One shop. A clone is another shop with the same past.
#[derive(Debug, Clone)]
pub struct Twin {
    /// What may be set.
    pub settings: Settings,
    /// What it sells.
    pub products: BTreeMap<u64, Product>,
    /// What is stocked.
    pub variants: BTreeMap<u64, Variant>,
    /// What it sold.
    pub orders: BTreeMap<u64, Order>,
    /// Who is told.
    pub hooks: BTreeMap<u64, Hook>,
    pub(super) now_ms: i64,
    pub(super) chance: Chance,
    pub(super) faults: Faults,
    pub(super) post: Post,
    pub(super) bucket: Bucket,
    pub(super) tokens: Tokens,
    pub(super) jobs: Vec<Job>,
    pub(super) bulks: Vec<Bulk>,
    /// Event → its message.
    pub(super) messages: HashMap<String, Message>,
    /// Mutation and key → its arguments and what came of it.
    pub(super) remembered: HashMap<String, (Map<String, Value>, Value)>,
    seed: u64,
    last_id: u64,
    log: Vec<Logged>,
}

impl Twin {
    /// A shop with so many variants; the seed determines them and all ids.
    #[must_use]
    pub fn new(seed: u64, variants: u64) -> Self {
        let settings = Settings::default();
        let mut twin = Twin {
            products: BTreeMap::new(),
            variants: BTreeMap::new(),
            orders: BTreeMap::new(),
            hooks: BTreeMap::new(),
            now_ms: 0,
            chance: Chance::new(seed),
            faults: Faults::default(),
            post: Post::new(&RETRIES_S),
            bucket: Bucket::full(settings.points_per_second),
            tokens: Tokens::default(),
            jobs: Vec::new(),
            bulks: Vec::new(),
            messages: HashMap::new(),
            remembered: HashMap::new(),
            settings,
            seed,
            last_id: 5_000_000_000,
            log: Vec::new(),
        };
        twin.stock_up(variants);
        twin
    }

    fn stock_up(&mut self, variants: u64) {
        let (products, variants) = seeded(self.seed, variants, self.now_ms);
        self.products = products.into_iter().map(|product| (product.id, product)).collect();
        self.variants = variants.into_iter().map(|variant| (variant.id, variant)).collect();
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Answers a document that was judged.
    fn answer(&mut self, judged: &Judged, body: &Value) -> Result<Answer, Refusal> {
        let variables = contract().variables(judged, &body["variables"]).map_err(Refusal::invalid)?;
        let cost = requested(judged, &variables)?;
        if cost > COST_MAX {
            return Err(Refusal::TooDear { cost, max: COST_MAX });
        }
        if !self.bucket.holds(cost) {
            return Err(Refusal::Throttled { cost });
        }
        let operation = judged.operation();
        let kind = operation.object_type().as_str();
        let mut data = Map::new();
        let mut spent = 0;
        // Each field of a mutation is done before the next is looked at.
        let fields = self.question(judged, &variables).fields_of_root(kind);
        for (key, same) in fields {
            let field = same[0];
            let arguments = of_field(field, &variables)?;
            let found = if operation.is_mutation() {
                let once = field.directives.get("idempotent");
                let key = once.and_then(|once| plain(once.specified_argument_by_name("key")?, &variables));
                spent += 10;
                Found::Value(self.mutate(
                    field.name.as_str(),
                    &arguments,
                    key.as_ref().and_then(Value::as_str),
                )?)
            } else {
                self.root(field.name.as_str(), &arguments)?
            };
            let question = self.question(judged, &variables);
            let value = question.complete(&same, found, &arguments)?;
            spent += question.objects.get();
            data.insert(key, value);
        }
        self.bucket.spend(spent);
        let told = self.bucket.told(cost, Some(spent), self.settings.points_per_second);
        Ok(Answer::new(200, json!({ "data": data, "extensions": { "cost": told } })))
    }

    fn question<'d>(&self, judged: &'d Judged, variables: &'d Value) -> Question<'d, '_> {
        Question { judged, variables, source: self, objects: Cell::new(0) }
    }

    fn refusal(&self, refusal: &Refusal) -> Answer {
        let mut body = refusal.body();
        if let Refusal::Throttled { cost } = refusal {
            body["extensions"]["cost"] = self.bucket.told(*cost, None, self.settings.points_per_second);
        }
        Answer::new(refusal.status(), body)
    }

    /// What is asked and what it is called; or why it is nothing that can be answered.
    fn read(&self, request: &Request) -> (String, Result<Asked, Refusal>) {
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", OAUTH) => (TOKEN_CALL.to_owned(), Ok(Asked::Token)),
            ("POST", GRAPHQL) => {
                let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
                match contract().judge(body["query"].as_str().unwrap_or_default()) {
                    Ok(judged) => (judged.name().to_owned(), Ok(Asked::Question(Box::new(judged), body))),
                    Err(why) => ("invalid".to_owned(), Err(Refusal::invalid(why))),
                }
            }
            ("GET", path) if path.starts_with(FILES) => (FILE_CALL.to_owned(), Ok(Asked::File)),
            (method, path) => (format!("{method} {path}"), Err(Refusal::Status(404, "Not Found".to_owned()))),
        }
    }

    fn run(&mut self, asked: Result<Asked, Refusal>, request: &Request) -> Result<Answer, Refusal> {
        match asked? {
            Asked::Token => self.token(request),
            Asked::File => self.file(request),
            Asked::Question(judged, body) => {
                if !self.tokens.is_good(request.said("x-shopify-access-token"), self.now_ms) {
                    let why = "[API] Invalid API key or access token (unrecognized login or wrong password)";
                    return Err(Refusal::Status(401, why.to_owned()));
                }
                self.answer(&judged, &body)
            }
        }
    }
}

/// What a request is.
enum Asked {
    Token,
    File,
    Question(Box<Judged>, Value),
}

fn told_to(status: u16) -> Refusal {
    match status {
        403 => Refusal::Coded("ACCESS_DENIED", "The twin was told to deny access.".to_owned()),
        429 => Refusal::Throttled { cost: 1 },
        status => Refusal::Status(status, format!("The twin was told to answer {status}.")),
    }
}

impl Model for Twin {
    fn pass(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        self.bucket.fill(self.now_ms, self.settings.points_per_second);
        self.work();
    }

    fn call(&mut self, now_ms: i64, request: &Request) -> Reply {
        self.pass(now_ms);
        let silent = |wait_ms| Reply { answer: None, wait_ms, before: Vec::new() };
        let (named, asked) = self.read(request);
        let mut logged = Logged { operation: named.clone(), status: None, at_ms: self.now_ms };
        if self.now_ms < self.faults.down_until_ms {
            self.log.push(logged);
            return silent(0);
        }
        let (fate, wait_ms) = Fate::of(&self.faults.strike(&named));
        let done = match fate {
            Fate::LostBefore => {
                self.log.push(logged);
                return silent(wait_ms);
            }
            Fate::Refused(status) | Fate::Failed(status, false) => Err(told_to(status)),
            Fate::Failed(status, true) => self.run(asked, request).and_then(|_| Err(told_to(status))),
            Fate::Done | Fate::LostAfter => self.run(asked, request),
        };
        let mut answer = done.unwrap_or_else(|refusal| self.refusal(&refusal));
        answer.headers.push(("date", date(self.now_ms)));
        let waiting = self.post.take_before();
        let before = self.signed(waiting);
        let is_heard = fate != Fate::LostAfter;
        logged.status = is_heard.then_some(answer.status);
        self.log.push(logged);
        Reply { answer: is_heard.then_some(answer), wait_ms, before }
    }

    fn due(&mut self, now_ms: i64) -> Vec<Delivery> {
        self.pass(now_ms);
        let due = self.post.take_due(self.now_ms);
        self.signed(due)
    }

    fn delivered(&mut self, now_ms: i64, delivery: u64, status: Option<u16>) {
        self.pass(now_ms);
        self.answered(delivery, status);
    }

    fn post(&mut self) -> &mut Post {
        &mut self.post
    }

    fn faults(&mut self) -> &mut Faults {
        &mut self.faults
    }

    fn log(&self) -> &[Logged] {
        &self.log
    }

    fn act(&mut self, now_ms: i64, act: &Value) -> Result<Value, String> {
        self.pass(now_ms);
        let act: Act = serde_json::from_value(act.clone()).map_err(|error| error.to_string())?;
        self.do_act(&act)
    }

    fn set(&mut self, change: &Value) -> Result<(), String> {
        let change: Change = serde_json::from_value(change.clone()).map_err(|error| error.to_string())?;
        let settings = &mut self.settings;
        settings.search_lag_ms = change.search_lag_ms.unwrap_or(settings.search_lag_ms);
        settings.job_ms = change.job_ms.unwrap_or(settings.job_ms);
        settings.bulk_ms = change.bulk_ms.unwrap_or(settings.bulk_ms);
        settings.fails_bulk = change.fails_bulk.unwrap_or(settings.fails_bulk);
        if let Some(files_at) = change.files_at {
            settings.files_at = files_at;
        }
        settings.is_channel = change.is_channel.unwrap_or(settings.is_channel);
        settings.orders_per_minute = change.orders_per_minute.or(settings.orders_per_minute);
        if let Some(currency) = change.currency {
            settings.currency = currency;
        }
        if let Some(scopes) = change.scopes {
            settings.scopes = scopes;
        }
        if let Some(rate) = change.points_per_second {
            settings.points_per_second = rate;
            self.bucket = Bucket::full(rate);
        }
        if let Some(variants) = change.variants {
            self.stock_up(variants);
        }
        Ok(())
    }
}

/// An instant as the header `Date` has it.
fn date(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).expect("the twin's clock is within this age");
    rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).expect("an instant of this age can be written")
}
