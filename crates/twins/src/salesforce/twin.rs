//! The model itself: a call goes in, an answer comes out.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::Value;

use super::acts::Act;
use super::contract::{Operation, contract, form};
use super::error::Refusal;
use super::orders::Order;
use super::tokens::{ACCOUNT_PATH, Kind};
use super::totals::Policy;
use super::{ORGANIZATION, SITE};
use crate::chance::Chance;
use crate::platform::faults::Fate;
use crate::platform::{Answer, Delivery, Faults, Logged, Model, Reply, Request};
use crate::post::Post;

/// What may be set about a twin.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the site sells in.
    pub currency: String,
    /// Whether its prices contain their tax.
    pub policy: Policy,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    currency: Option<String>,
    /// Prices contain their tax.
    gross: Option<bool>,
    /// The catalog is made anew, of so many variants.
    variants: Option<u64>,
}

/// A master product.
#[derive(Debug, Clone)]
pub struct Product {
    /// Its id.
    pub code: String,
    /// What buyers read.
    pub name: String,
    /// The shop window shows it.
    pub is_online: bool,
    /// The ids of its variants.
    pub variants: Vec<String>,
    /// When it changed last.
    pub modified_ms: i64,
}

/// A variant. Amounts are ten-thousandths.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its master.
    pub product: String,
    /// What it differs in.
    pub size: String,
    /// What it costs.
    pub price: i64,
    /// Available to sell.
    pub stock: i64,
    /// It never runs out.
    pub is_endless: bool,
}

/// One site. A clone is another site with the same past.
#[derive(Debug, Clone)]
pub struct Twin {
    /// What may be set.
    pub settings: Settings,
    /// What it sells, by id.
    pub products: BTreeMap<String, Product>,
    /// What is stocked, by id.
    pub variants: BTreeMap<String, Variant>,
    /// What it sold, by number.
    pub orders: BTreeMap<String, Order>,
    pub(super) now_ms: i64,
    pub(super) chance: Chance,
    pub(super) is_revoked: bool,
    /// Token → what it opens, and until when.
    pub(super) tokens: HashMap<String, (Kind, i64)>,
    faults: Faults,
    post: Post,
    seed: u64,
    log: Vec<Logged>,
}

impl Twin {
    /// A site with so many variants, ten to a master but for the last; the seed determines them and all ids.
    #[must_use]
    pub fn new(seed: u64, variants: u64) -> Self {
        let mut twin = Twin {
            settings: Settings { currency: "EUR".to_owned(), policy: Policy::Gross },
            products: BTreeMap::new(),
            variants: BTreeMap::new(),
            orders: BTreeMap::new(),
            now_ms: 0,
            chance: Chance::new(seed),
            is_revoked: false,
            tokens: HashMap::new(),
            faults: Faults::default(),
            post: Post::new(&[]),
            seed,
            log: Vec::new(),
        };
        twin.stock_up(variants);
        twin
    }

    fn stock_up(&mut self, variants: u64) {
        (self.products, self.variants) = (BTreeMap::new(), BTreeMap::new());
        let mut chance = Chance::new(self.seed);
        let now_ms = self.now_ms;
        for number in 0..variants {
            let code = format!("M{:07}", number / 10);
            let name = chance.letters(6);
            let master = self.products.entry(code.clone()).or_insert_with(|| Product {
                code: code.clone(),
                name: format!("Thing {name}"),
                is_online: true,
                variants: Vec::new(),
                modified_ms: now_ms,
            });
            let id = format!("{code}-{}", number % 10);
            master.variants.push(id.clone());
            let variant = Variant {
                product: code,
                size: (number % 10).to_string(),
                price: (1 + chance.below(20_000)) * 100,
                stock: chance.below(100),
                is_endless: false,
            };
            self.variants.insert(id, variant);
        }
    }

    fn answer(&mut self, request: &Request) -> Result<Answer, Refusal> {
        if request.path == ACCOUNT_PATH && request.method == "POST" {
            return self.admin_token(request);
        }
        let (operation, names) =
            contract().find(&request.method, &request.path).ok_or_else(|| Refusal::missing("The address"))?;
        if names.first() != Some(&ORGANIZATION) {
            return Err(Refusal::missing("The organization"));
        }
        self.admits(&operation.name, request)?;
        let fields: Vec<(String, String)> = request.fields().collect();
        let wrong = operation.wrong_query(&fields);
        if !wrong.is_empty() {
            return Err(Refusal::bad(wrong.join("; ")));
        }
        if fields.iter().any(|(name, value)| name == "siteId" && value != SITE) {
            return Err(Refusal::missing("The site"));
        }
        let body = body(operation, request)?;
        let name = names.get(1).copied().unwrap_or_default();
        let answer = self.run(operation, name, request, &body)?;
        if let Some(shown) = &answer.body {
            let wrong = operation.wrong_answer(shown);
            assert!(
                wrong.is_empty(),
                "the twin broke the contract of {}: {wrong:#?}\n{shown:#}",
                operation.name
            );
        }
        Ok(answer)
    }

    fn run(
        &mut self,
        operation: &Operation,
        name: &str,
        request: &Request,
        body: &Value,
    ) -> Result<Answer, Refusal> {
        match operation.name.as_str() {
            "getAccessToken" => self.shopper_token(request, body),
            "getTrustedSystemAccessToken" => self.trusted_token(request, body),
            "searchProducts" => self.search_products(body),
            "getProducts" => self.show_products(request),
            "getAvailability" => self.availability(request),
            "getOrders" => self.list_orders(request),
            "createOrders" => self.create_order(body),
            "getOrder" => self.show_order(name),
            other => self.change_order(name, other, body),
        }
    }
}

fn body(operation: &Operation, request: &Request) -> Result<Value, Refusal> {
    if !operation.takes_body() {
        return Ok(Value::Null);
    }
    let body = if operation.is_form {
        form(&request.body)
    } else {
        serde_json::from_str(&request.body)
            .map_err(|error| Refusal::bad(format!("The body is not JSON: {error}.")))?
    };
    let wrong = operation.wrong_body(&body);
    if wrong.is_empty() { Ok(body) } else { Err(Refusal::bad(wrong.join("; "))) }
}

impl Model for Twin {
    fn pass(&mut self, now_ms: i64) {
        self.now_ms = self.now_ms.max(now_ms);
    }

    fn call(&mut self, now_ms: i64, request: &Request) -> Reply {
        self.pass(now_ms);
        let found = contract().find(&request.method, &request.path);
        let named = match &found {
            Some((operation, _)) => operation.name.clone(),
            None if request.path == ACCOUNT_PATH => "accountToken".to_owned(),
            None => format!("{} {}", request.method, request.path),
        };
        let mut logged = Logged { operation: named.clone(), status: None, at_ms: self.now_ms };
        let (fate, wait_ms) = Fate::of(&self.faults.strike(&named));
        if self.now_ms < self.faults.down_until_ms || fate == Fate::LostBefore {
            self.log.push(logged);
            return Reply { answer: None, wait_ms, before: Vec::new() };
        }
        let told =
            |status: u16| Err(Refusal::new(status, "told", format!("The twin was told to answer {status}.")));
        let done = match fate {
            Fate::Refused(status) | Fate::Failed(status, false) => told(status),
            Fate::Failed(status, true) => self.answer(request).and_then(|_| told(status)),
            Fate::Done | Fate::LostBefore | Fate::LostAfter => self.answer(request),
        };
        let mut answer = done.unwrap_or_else(|refusal| refusal.answer());
        let date = rfc2822::to_string(&at(self.now_ms).to_zoned(TimeZone::UTC));
        answer.headers.push(("date", date.expect("an instant of this age can be written")));
        let is_heard = fate != Fate::LostAfter;
        logged.status = is_heard.then_some(answer.status);
        self.log.push(logged);
        Reply { answer: is_heard.then_some(answer), wait_ms, before: Vec::new() }
    }

    fn due(&mut self, now_ms: i64) -> Vec<Delivery> {
        self.pass(now_ms);
        Vec::new()
    }

    fn delivered(&mut self, now_ms: i64, _delivery: u64, _status: Option<u16>) {
        self.pass(now_ms);
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
        self.do_act(&act).map_err(|refusal| refusal.detail)
    }

    fn set(&mut self, change: &Value) -> Result<(), String> {
        let change: Change = serde_json::from_value(change.clone()).map_err(|error| error.to_string())?;
        if let Some(gross) = change.gross {
            self.settings.policy = if gross { Policy::Gross } else { Policy::Net };
        }
        if let Some(currency) = change.currency {
            self.settings.currency = currency;
        }
        if let Some(variants) = change.variants {
            self.stock_up(variants);
        }
        Ok(())
    }
}

fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).expect("the twin's clock is within this age")
}

/// An instant as the site writes it.
pub(super) fn moment(ms: i64) -> String {
    at(ms).to_string()
}

/// An instant that was sent.
pub(super) fn instant(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond)
}
