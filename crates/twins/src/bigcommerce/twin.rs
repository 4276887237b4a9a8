//! The model itself: a call goes in, an answer and webhooks come out.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};

use super::acts::Act;
use super::catalog::{Product, Variant, seeded};
use super::channels::STOREFRONT;
use super::contract::contract;
use super::error::Refusal;
use super::hooks::{Hook, RETRIES_S};
use super::orders::Order;
use super::quota::Quota;
use super::{STORE, TOKEN};
use crate::chance::Chance;
use crate::platform::faults::Fate;
use crate::platform::{Answer, Delivery, Faults, Logged, Model, Reply, Request};
use crate::post::Post;

/// What may be set about a twin.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the store sells in.
    pub currency: String,
    /// Requests in thirty seconds, of all apps.
    pub quota: u32,
    /// How long a new order is not yet found by a search.
    pub search_lag_ms: i64,
    /// Units leave the shelf when an order is shipped, not when it is placed.
    pub takes_when_shipped: bool,
    /// Units that were given back return to the shelf.
    pub restocks_refunds: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            currency: "EUR".to_owned(),
            quota: 150,
            search_lag_ms: 0,
            takes_when_shipped: false,
            restocks_refunds: true,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    currency: Option<String>,
    quota: Option<u32>,
    search_lag_ms: Option<i64>,
    takes_when_shipped: Option<bool>,
    restocks_refunds: Option<bool>,
    /// The catalog is made anew, of so many variants.
    variants: Option<u64>,
}

/// One store. A clone is another store with the same past.
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
    /// Where it sells.
    pub channels: BTreeMap<u64, Value>,
    pub(super) now_ms: i64,
    pub(super) chance: Chance,
    pub(super) faults: Faults,
    pub(super) post: Post,
    pub(super) quota: Quota,
    pub(super) is_revoked: bool,
    /// Event → its body.
    pub(super) bodies: HashMap<String, String>,
    seed: u64,
    last_id: u64,
    log: Vec<Logged>,
}

impl Twin {
    /// A store with so many variants; the seed determines them and all ids.
    #[must_use]
    pub fn new(seed: u64, variants: u64) -> Self {
        let window = json!({
            "id": STOREFRONT, "name": "Shop window", "type": "storefront", "platform": "bigcommerce", "status": "active",
        });
        let mut twin = Twin {
            settings: Settings::default(),
            products: BTreeMap::new(),
            variants: BTreeMap::new(),
            orders: BTreeMap::new(),
            hooks: BTreeMap::new(),
            channels: BTreeMap::from([(STOREFRONT, window)]),
            now_ms: 0,
            chance: Chance::new(seed),
            faults: Faults::default(),
            post: Post::new(&RETRIES_S),
            quota: Quota::default(),
            is_revoked: false,
            bodies: HashMap::new(),
            seed,
            last_id: 1_000_000,
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

    fn answer(&mut self, operation: &str, ids: &[&str], request: &Request) -> Result<Answer, Refusal> {
        let unknown = contract().wrong_query(operation, request.fields().map(|(name, _)| name));
        if !unknown.is_empty() {
            return Err(Refusal::new(422, format!("These fields are not in the contract: {unknown:?}.")));
        }
        let mut body = Value::Null;
        if contract().takes_body(operation) {
            body = serde_json::from_str(&request.body)
                .map_err(|error| Refusal::new(400, format!("The body is not JSON: {error}.")))?;
            let wrong = contract().wrong_body(operation, &body);
            if !wrong.is_empty() {
                return Err(Refusal::new(422, wrong.join("; ")));
            }
        }
        self.run(operation, ids, request, &body)
    }
}

impl Model for Twin {
    fn pass(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
        self.silence();
    }

    fn call(&mut self, now_ms: i64, request: &Request) -> Reply {
        self.pass(now_ms);
        let silent = |wait_ms| Reply { answer: None, wait_ms, before: Vec::new() };
        let admitted = admit(request, self.is_revoked);
        let path = admitted.as_ref().map_or(request.path.as_str(), |path| *path);
        let found = contract().find(&request.method, path);
        let named =
            found.as_ref().map_or(format!("{} {path}", request.method), |(name, _)| (*name).to_owned());
        let mut logged = Logged { operation: named.clone(), status: None, at_ms: self.now_ms };
        if self.now_ms < self.faults.down_until_ms {
            self.log.push(logged);
            return silent(0);
        }
        let (fate, wait_ms) = Fate::of(&self.faults.strike(&named));
        if fate == Fate::LostBefore {
            self.log.push(logged);
            return silent(wait_ms);
        }
        let room = self.quota.take(self.now_ms, self.settings.quota);
        let refused =
            |status: u16| Err(Refusal::new(status, format!("The twin was told to answer {status}.")));
        let done = match (admitted, found, fate) {
            (_, _, Fate::Refused(status)) => refused(status),
            (_, _, _) if !room => Err(Refusal::new(429, "Too many requests.")),
            (Err(refusal), _, _) => Err(refusal),
            (Ok(_), None, _) => Err(Refusal::missing()),
            (Ok(_), Some(_), Fate::Failed(status, false)) => refused(status),
            (Ok(_), Some((_, ids)), Fate::Failed(status, true)) => {
                self.answer(&named, &ids, request).and_then(|_| refused(status))
            }
            (Ok(_), Some((_, ids)), Fate::Done | Fate::LostBefore | Fate::LostAfter) => {
                self.answer(&named, &ids, request)
            }
        };
        let mut answer = done.unwrap_or_else(|refusal| refusal.answer(&request.path));
        self.quota.tell(self.now_ms, self.settings.quota, &mut answer);
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
        self.do_act(&act).map_err(|refusal| refusal.title)
    }

    fn set(&mut self, change: &Value) -> Result<(), String> {
        let change: Change = serde_json::from_value(change.clone()).map_err(|error| error.to_string())?;
        let settings = &mut self.settings;
        settings.quota = change.quota.unwrap_or(settings.quota);
        settings.search_lag_ms = change.search_lag_ms.unwrap_or(settings.search_lag_ms);
        settings.takes_when_shipped = change.takes_when_shipped.unwrap_or(settings.takes_when_shipped);
        settings.restocks_refunds = change.restocks_refunds.unwrap_or(settings.restocks_refunds);
        if let Some(currency) = change.currency {
            settings.currency = currency;
        }
        if let Some(variants) = change.variants {
            self.stock_up(variants);
        }
        Ok(())
    }
}

/// The part of a path behind the store's name, from the version on.
fn admit(request: &Request, is_revoked: bool) -> Result<&str, Refusal> {
    let inside = request.path.strip_prefix("/stores/").and_then(|rest| rest.strip_prefix(STORE));
    let path = inside.filter(|rest| rest.starts_with('/')).ok_or_else(Refusal::missing)?;
    if is_revoked || request.said("x-auth-token") != Some(TOKEN) {
        return Err(Refusal::new(401, "Unauthorized: this token is not taken."));
    }
    Ok(path)
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("the twin's clock is within this age")
}

/// An instant as version 3 writes it.
pub(super) fn moment(ms: i64) -> String {
    at(ms - ms.rem_euclid(1000)).to_string()
}

/// An instant as version 2 writes it.
pub(super) fn moment_v2(ms: i64) -> String {
    rfc2822::to_string(&at(ms).to_zoned(TimeZone::UTC)).expect("an instant of this age can be written")
}

/// An instant in either form.
pub(super) fn instant(text: &str) -> Option<i64> {
    let read = text.parse::<Timestamp>().ok();
    read.or_else(|| rfc2822::parse(text).ok().map(|zoned| zoned.timestamp())).map(Timestamp::as_millisecond)
}
