//! A platform with one shop on it, kept in memory: it remembers what it was asked, and misbehaves as it is told to.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use app::Clock;
use app::ports::{
    Answer, Can, Field, GoodsPage, HeardEvents, Keys, Link, Named, NotTheirs, Opened, OrderOut, OrdersPage,
    Platform, PlatformAbout, PlatformError, PlatformEvent, RefundOut, Renewed, TheirOrder, TheirRefund,
    Wanted,
};
use domain::catalog::draft::{FeedItem, ProductDraft, StockDraft};
use domain::money::Currency;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;

use super::MovableClock;
use things::product;

mod things;

pub use things::{their_parcel, their_refund};

/// Products on one page.
const PAGE: usize = 3;

static ABOUT: PlatformAbout = PlatformAbout {
    word: "elsewhere",
    name: "Elsewhere",
    fields: &[
        Field { word: "key", is_secret: true, is_optional: false },
        Field { word: "note", is_secret: false, is_optional: true },
    ],
    can: Can {
        webhooks: true,
        idempotent_push: false,
        claims_stock: true,
        refunds: true,
        cancels: true,
        search_lag: SignedDuration::from_secs(60),
    },
};

/// What the shop does instead of answering.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It answers well.
    None,
    /// It does as it was asked, and the answer is lost.
    Lost,
    /// The question is lost, and whoever asked cannot know.
    Unheard,
    /// It cannot be reached.
    Down,
    /// It wants to be left alone for so many seconds.
    Busy(i64),
    /// It will never take this.
    Refused(&'static str),
    /// It does not know the keys.
    Keys,
}

struct Product {
    draft: ProductDraft,
    changed_at: Timestamp,
}

#[derive(Default)]
struct State {
    products: BTreeMap<String, Product>,
    /// Orders with when they can first be found.
    orders: Vec<(TheirOrder, OrderOut, Timestamp)>,
    key: String,
    trouble: VecDeque<(&'static str, Trouble)>,
    /// What it was asked, one word each.
    asked: Vec<&'static str>,
    away: bool,
    lag: SignedDuration,
    listens: Option<String>,
    refunds: Vec<RefundOut>,
    closed: bool,
    /// How often it was opened as another shop each time, by the note "each".
    opened: u32,
}

/// The platform.
pub struct Elsewhere {
    clock: Arc<MovableClock>,
    state: Mutex<State>,
}

impl Elsewhere {
    /// A shop with `count` products of 10 units each, opened by the key `open`.
    #[must_use]
    pub fn new(clock: Arc<MovableClock>, count: usize) -> Arc<Self> {
        let shop =
            Arc::new(Self { clock, state: Mutex::new(State { key: "open".to_owned(), ..State::default() }) });
        for number in 0..count {
            shop.put(&format!("p{number:05}"), 10);
        }
        shop
    }

    /// What opens it.
    #[must_use]
    pub fn keys(key: &str) -> Keys {
        let mut keys = Keys::default();
        keys.set("key", key);
        keys
    }

    /// Writes a product of one variant, `<name>-v`, of which there are so many.
    pub fn put(&self, name: &str, units: i64) {
        let draft = product(name, units);
        let changed_at = self.clock.now();
        self.state.lock().products.insert(name.to_owned(), Product { draft, changed_at });
    }

    /// Changes a product; unseen: without noting that it changed, as a shop does whose own list of changes has holes.
    pub fn change(&self, name: &str, unseen: bool, change: impl FnOnce(&mut ProductDraft)) {
        let now = self.clock.now();
        let mut state = self.state.lock();
        let product = state.products.get_mut(name).expect("the shop has the product");
        change(&mut product.draft);
        if !unseen {
            product.changed_at = now;
        }
    }

    /// Takes a product out.
    pub fn remove(&self, name: &str) {
        self.state.lock().products.remove(name);
    }

    /// Has the next question of this kind go wrong.
    pub fn trouble(&self, asked: &'static str, trouble: Trouble) {
        self.state.lock().trouble.push_back((asked, trouble));
    }

    /// Has a later question of this kind go wrong, after so many that go well.
    pub fn trouble_after(&self, well: usize, asked: &'static str, trouble: Trouble) {
        let mut state = self.state.lock();
        state.trouble.extend(std::iter::repeat_n((asked, Trouble::None), well));
        state.trouble.push_back((asked, trouble));
    }

    /// Cannot be reached at all from now on, or can.
    pub fn away(&self, away: bool) {
        self.state.lock().away = away;
    }

    /// Shows orders to a search only so long after they were written.
    pub fn lag(&self, lag: SignedDuration) {
        self.state.lock().lag = lag;
    }

    /// Takes another key from now on.
    pub fn rekey(&self, key: &str) {
        key.clone_into(&mut self.state.lock().key);
    }

    /// The orders it has.
    pub fn orders(&self) -> Vec<(TheirOrder, OrderOut)> {
        self.state.lock().orders.iter().map(|(theirs, ours, _)| (theirs.clone(), ours.clone())).collect()
    }

    /// Changes its first order.
    pub fn change_order(&self, change: impl FnOnce(&mut TheirOrder)) {
        self.change_order_named("their-1", change);
    }

    /// Changes the order that it calls so.
    pub fn change_order_named(&self, reference: &str, change: impl FnOnce(&mut TheirOrder)) {
        let now = self.clock.now();
        let mut state = self.state.lock();
        let found = state.orders.iter_mut().find(|(order, ..)| order.reference == reference);
        let order = &mut found.expect("the shop has the order").0;
        change(order);
        order.changed_at = now;
    }

    /// Refunds that it was told of.
    pub fn refunds(&self) -> Vec<RefundOut> {
        self.state.lock().refunds.clone()
    }

    /// Units of a product.
    pub fn units(&self, name: &str) -> i64 {
        match self.state.lock().products[name].draft.variants[0].stock {
            StockDraft::Units(units) => units,
            StockDraft::NotTracked | StockDraft::InStock | StockDraft::OutOfStock | StockDraft::Unsaid => 0,
        }
    }

    /// How often it was asked this.
    pub fn asked(&self, what: &str) -> usize {
        self.state.lock().asked.iter().filter(|known| **known == what).count()
    }

    /// Where it tells of changes.
    pub fn listens(&self) -> Option<String> {
        self.state.lock().listens.clone()
    }

    /// It was let go of.
    pub fn is_closed(&self) -> bool {
        self.state.lock().closed
    }

    /// Begins to answer a question: what goes wrong before anything is done, and whether the answer is lost afterwards.
    fn begin(&self, link: Option<&Link>, what: &'static str) -> Result<bool, PlatformError> {
        let mut state = self.state.lock();
        state.asked.push(what);
        if state.away {
            return Err(PlatformError::Down("connection refused".to_owned()));
        }
        let place = state.trouble.iter().position(|(asked, _)| *asked == what);
        let trouble = place.and_then(|place| state.trouble.remove(place)).map(|(_, trouble)| trouble);
        if link.is_some_and(|link| link.keys.get("key") != state.key) {
            return Err(PlatformError::Keys("the shop does not know this key".to_owned()));
        }
        match trouble {
            None | Some(Trouble::None) => Ok(false),
            Some(Trouble::Lost) => Ok(true),
            Some(Trouble::Unheard) => Err(PlatformError::Unknown("the connection ended".to_owned())),
            Some(Trouble::Down) => Err(PlatformError::Down("connection refused".to_owned())),
            Some(Trouble::Busy(seconds)) => Err(PlatformError::Busy(SignedDuration::from_secs(seconds))),
            Some(Trouble::Refused(why)) => Err(PlatformError::Refused(why.to_owned())),
            Some(Trouble::Keys) => Err(PlatformError::Keys("the shop does not know this key".to_owned())),
        }
    }
}

fn lost<T>(is_lost: bool, value: T) -> Result<T, PlatformError> {
    if is_lost { Err(PlatformError::Unknown("the connection ended".to_owned())) } else { Ok(value) }
}

fn ready<'a, T: Send + 'a>(value: T) -> Answer<'a, T> {
    Box::pin(std::future::ready(value))
}

impl Platform for Elsewhere {
    fn about(&self) -> &'static PlatformAbout {
        &ABOUT
    }

    fn open<'a>(&'a self, entered: &'a Keys) -> Answer<'a, Result<Opened, PlatformError>> {
        let answer = self.begin(None, "open").and_then(|_| {
            if entered.get("key") != self.state.lock().key {
                return Err(PlatformError::Keys("the shop does not know this key".to_owned()));
            }
            let mut state = self.state.lock();
            state.opened += u32::from(entered.get("note") == "each");
            Ok(Opened {
                account: format!("shop-{}", state.opened),
                name: "The Print Room".to_owned(),
                currency: Currency::EUR,
                keys: entered.clone(),
                expires_at: None,
            })
        });
        ready(answer)
    }

    fn renew<'a>(&'a self, _: &'a Link) -> Answer<'a, Result<Renewed, PlatformError>> {
        ready(self.begin(None, "renew").map(|_| None))
    }

    fn goods<'a>(
        &'a self,
        link: &'a Link,
        wanted: &'a Wanted,
    ) -> Answer<'a, Result<GoodsPage, PlatformError>> {
        ready(self.begin(Some(link), "goods").map(|_| {
            let state = self.state.lock();
            let changed: Vec<&Product> = state
                .products
                .values()
                .filter(|product| wanted.since.is_none_or(|since| product.changed_at >= since))
                .collect();
            let first = wanted.cursor.parse().unwrap_or(0);
            let items = changed.iter().skip(first).take(PAGE);
            GoodsPage {
                items: items.map(|product| FeedItem::Product(product.draft.clone())).collect(),
                next: (first + PAGE < changed.len()).then(|| (first + PAGE).to_string()),
                total: Some(changed.len() as u64),
                as_of: self.clock.now(),
            }
        }))
    }

    fn named<'a>(
        &'a self,
        link: &'a Link,
        products: &'a [String],
    ) -> Answer<'a, Result<Vec<Named>, PlatformError>> {
        ready(self.begin(Some(link), "named").map(|_| {
            let state = self.state.lock();
            let named = products.iter().map(|name| Named {
                product: name.clone(),
                item: state.products.get(name).map(|it| FeedItem::Product(it.draft.clone())),
            });
            named.collect()
        }))
    }

    fn stock<'a>(
        &'a self,
        link: &'a Link,
        variants: &'a [String],
    ) -> Answer<'a, Result<Vec<(String, StockDraft)>, PlatformError>> {
        ready(self.begin(Some(link), "stock").map(|_| {
            let state = self.state.lock();
            let known = variants.iter().filter_map(|variant| {
                let product = state.products.get(variant.strip_suffix("-v")?)?;
                Some((variant.clone(), product.draft.variants[0].stock))
            });
            known.collect()
        }))
    }

    fn find_order<'a>(
        &'a self,
        link: &'a Link,
        ours: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>> {
        ready(self.begin(Some(link), "find_order").map(|_| {
            let (state, now) = (self.state.lock(), self.clock.now());
            let found = state.orders.iter().find(|(order, _, from)| order.ours == ours && *from <= now);
            found.map(|(order, ..)| order.clone())
        }))
    }

    fn push_order<'a>(
        &'a self,
        link: &'a Link,
        order: &'a OrderOut,
    ) -> Answer<'a, Result<TheirOrder, PlatformError>> {
        let answer = self.begin(Some(link), "push_order").and_then(|is_lost| {
            let now = self.clock.now();
            let mut state = self.state.lock();
            let wanted: Vec<(String, i64)> =
                order.lines.iter().map(|line| (line.product.clone(), i64::from(line.quantity))).collect();
            for (name, quantity) in &wanted {
                let product = state.products.get_mut(name);
                let stock = product.map(|it| &mut it.draft.variants[0].stock);
                match stock {
                    Some(StockDraft::Units(units)) if *units < *quantity => {
                        return Err(PlatformError::SoldOut(vec![format!("{name}-v")]));
                    }
                    Some(_) => {}
                    None => return Err(PlatformError::Refused(format!("there is no product {name}"))),
                }
            }
            for (name, quantity) in wanted {
                if let Some(product) = state.products.get_mut(&name)
                    && let StockDraft::Units(units) = &mut product.draft.variants[0].stock
                {
                    *units -= quantity;
                    product.changed_at = now;
                }
            }
            let number = state.orders.len() + 1;
            let theirs = TheirOrder {
                reference: format!("their-{number}"),
                ours: order.id.clone(),
                number: format!("#{number:04}"),
                total: Some(order.total),
                is_canceled: false,
                parcels: Vec::new(),
                refunds: Vec::new(),
                changed_at: now,
            };
            let from = now + state.lag;
            state.orders.push((theirs.clone(), order.clone(), from));
            lost(is_lost, theirs)
        });
        ready(answer)
    }

    fn order<'a>(
        &'a self,
        link: &'a Link,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>> {
        ready(self.begin(Some(link), "order").map(|_| {
            let state = self.state.lock();
            let found = state.orders.iter().find(|(order, ..)| order.reference == reference);
            found.map(|(order, ..)| order.clone())
        }))
    }

    fn orders<'a>(
        &'a self,
        link: &'a Link,
        since: Timestamp,
        _: &'a str,
    ) -> Answer<'a, Result<OrdersPage, PlatformError>> {
        ready(self.begin(Some(link), "orders").map(|_| {
            let state = self.state.lock();
            let changed = state.orders.iter().filter(|(order, ..)| order.changed_at >= since);
            OrdersPage { orders: changed.map(|(order, ..)| order.clone()).collect(), next: None }
        }))
    }

    fn refund<'a>(
        &'a self,
        link: &'a Link,
        refund: &'a RefundOut,
    ) -> Answer<'a, Result<String, PlatformError>> {
        let answer = self.begin(Some(link), "refund").and_then(|is_lost| {
            let now = self.clock.now();
            let mut state = self.state.lock();
            let id = format!("back-{}", refund.id);
            if state.refunds.iter().all(|known| known.id != refund.id) {
                state.refunds.push(refund.clone());
                let told = TheirRefund {
                    id: id.clone(),
                    ours: Some(refund.id.clone()),
                    amount: refund.amount,
                    lines: refund.lines.clone(),
                    reason: refund.reason.clone(),
                };
                if let Some((order, ..)) =
                    state.orders.iter_mut().find(|(order, ..)| order.reference == refund.order)
                {
                    order.refunds.push(told);
                    order.changed_at = now;
                }
            }
            lost(is_lost, id)
        });
        ready(answer)
    }

    fn cancel<'a>(&'a self, link: &'a Link, reference: &'a str) -> Answer<'a, Result<(), PlatformError>> {
        let answer = self.begin(Some(link), "cancel").and_then(|is_lost| {
            let now = self.clock.now();
            let mut state = self.state.lock();
            let found = state.orders.iter_mut().find(|(order, ..)| order.reference == reference);
            let Some((order, ours, _)) = found else {
                return Err(PlatformError::Refused("there is no such order".to_owned()));
            };
            if order.is_canceled {
                return Err(PlatformError::Refused("it is canceled already".to_owned()));
            }
            order.is_canceled = true;
            order.changed_at = now;
            let back: Vec<(String, i64)> =
                ours.lines.iter().map(|line| (line.product.clone(), i64::from(line.quantity))).collect();
            for (name, quantity) in back {
                if let Some(product) = state.products.get_mut(&name)
                    && let StockDraft::Units(units) = &mut product.draft.variants[0].stock
                {
                    *units += quantity;
                    product.changed_at = now;
                }
            }
            lost(is_lost, ())
        });
        ready(answer)
    }

    fn listen<'a>(&'a self, link: &'a Link, url: &'a str) -> Answer<'a, Result<u32, PlatformError>> {
        ready(self.begin(Some(link), "listen").map(|_| {
            let was = self.state.lock().listens.replace(url.to_owned());
            u32::from(was.is_none())
        }))
    }

    /// A message is `key id word:name …`, one event a word.
    fn hear(
        &self,
        link: &Link,
        _: &[(String, String)],
        body: &[u8],
        _: Timestamp,
    ) -> Result<HeardEvents, NotTheirs> {
        let text = std::str::from_utf8(body).map_err(|_| NotTheirs("it is no text"))?;
        let mut words = text.split(' ');
        if words.next() != Some(link.keys.get("key")) {
            return Err(NotTheirs("it is not signed"));
        }
        let id = words.next().ok_or(NotTheirs("it has no id"))?.to_owned();
        let events = words.filter_map(|word| match word.split_once(':') {
            Some(("product", name)) => Some(PlatformEvent::Product(name.to_owned())),
            Some(("stock", name)) => Some(PlatformEvent::Stock(name.to_owned())),
            Some(("order", name)) => Some(PlatformEvent::Order(name.to_owned())),
            Some(("closed", _)) => Some(PlatformEvent::Closed),
            Some(_) | None => None,
        });
        Ok(HeardEvents { id, events: events.collect() })
    }

    fn close<'a>(&'a self, link: &'a Link) -> Answer<'a, Result<(), PlatformError>> {
        ready(self.begin(Some(link), "close").map(|_| self.state.lock().closed = true))
    }
}
