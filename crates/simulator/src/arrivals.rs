//! Every order in which the events of one payment can arrive. Each event is looked at as if the provider's answer were
//! as old as the event: the worst that a slow or cached answer can be.
//!
//! Orders that lead to the same database are followed once: from there on they cannot differ. How many orders each such
//! database stands for is counted, so that none is left out unseen.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use twins::stripe::{Delivery, EventFault, EventWhat, Fault, Request, Settings, Twin, What};

use crate::act::{Act, Buyer, Hand};
use crate::auditor::Auditor;
use crate::clock::WorldClock;
use crate::dice::Dice;
use crate::life::{KEY, Life};
use crate::line::Shared;
use crate::shelves::{self, Shelves};
use crate::weather::Weather;

/// Asks for its holder, so that there is one more event.
const CARD: &str = "4000000000003220";

/// What is compared at the end, and while it is under way to tell databases apart. No ids, and no times of rows.
const STORY: &str = "
    SELECT 'order ' || state || ' ' || cancel_reason || ' ' || cancel_wish || ' ' || (undo_until IS NULL) FROM orders
    UNION ALL SELECT 'payment ' || state || ' ' || captured || ' ' || refunded || ' ' || provider_ref FROM payments
    UNION ALL SELECT 'shelf ' || id || ' ' || on_hand || ' ' || reserved FROM variants
    UNION ALL SELECT 'book ' || kind || ' ' || amount || ' ' || debit || ' ' || credit FROM ledger
    UNION ALL SELECT 'refund ' || state || ' ' || amount FROM refunds
    UNION ALL SELECT 'job ' || kind || ' ' || state || ' ' || payload || ' ' || (run_at / 60000000) FROM jobs
    UNION ALL SELECT 'mail ' || substr(unique_key, 1, instr(unique_key, '-')) FROM mails
    ORDER BY 1";

/// What all orders of arrival came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrivals {
    /// The kinds of the events.
    pub events: Vec<String>,
    /// How many orders of arrival were covered.
    pub orders: u64,
    /// How many different databases there were on the way.
    pub databases: usize,
    /// The different ends: one, if all is well.
    pub ends: Vec<String>,
    /// All events had arrived, and the payment was not known to be taken.
    pub unheard: usize,
    /// What the auditor found wrong at the ends.
    pub wrong: Vec<String>,
}

/// An event and the provider as it was when it happened.
struct Happened {
    delivery: Delivery,
    then: Twin,
}

struct Stage {
    shared: Arc<Shared>,
    shelves: Shelves,
    secret: String,
    events: Vec<Happened>,
}

/// Lets the first `count` events of a payment arrive in every order.
#[must_use]
pub fn every_arrival(count: usize) -> Arrivals {
    let mut stage = Stage::set();
    assert!(stage.events.len() >= count, "a payment has at least {count} events");
    stage.events.truncate(count);
    let whole = (1_u32 << count) - 1;
    // Per set of events that have arrived: the different databases, and for how many orders each stands.
    let mut layers: BTreeMap<u32, BTreeMap<String, (Shelves, u64)>> = BTreeMap::new();
    let first = shelves::copy(&stage.shelves);
    layers.insert(0, BTreeMap::from([(story(&first.database()), (first, 1))]));
    let mut databases = 0;
    for arrived in 0..whole {
        for (from, orders) in layers.remove(&arrived).unwrap_or_default().into_values() {
            databases += 1;
            for (at, event) in stage.events.iter().enumerate().filter(|(at, _)| arrived & (1 << at) == 0) {
                let next = shelves::copy(&from);
                stage.arrive(&next.database(), event);
                let told = story(&next.database());
                let known = layers.entry(arrived | (1 << at)).or_default();
                known.entry(told).or_insert((next, 0)).1 += orders;
            }
        }
    }
    let ends = layers.remove(&whole).unwrap_or_default();
    let mut outcome = Arrivals {
        events: stage.events.iter().map(|event| event.delivery.kind.clone()).collect(),
        orders: ends.values().map(|(_, orders)| orders).sum(),
        databases: databases + ends.len(),
        ends: Vec::new(),
        unheard: ends.keys().filter(|told| !told.contains("payment captured")).count(),
        wrong: Vec::new(),
    };
    for (end, _) in ends.into_values() {
        let (told, wrong) = stage.come_to_rest(&end.database());
        if !outcome.ends.contains(&told) {
            outcome.ends.push(told);
        }
        outcome.wrong.extend(wrong);
    }
    outcome
}

impl Stage {
    /// Somebody buys and the answer of the payment is lost; at the provider it goes on: the bank agrees, and somebody
    /// takes the money by hand on the provider's own pages.
    fn set() -> Self {
        let shelves = shelves::fresh();
        let settings = Settings { check_answers: false, ..Settings::default() };
        let clock = WorldClock::default();
        let mut twin = Twin::with(1, settings);
        let secret = crate::world::endpoint(&mut twin, clock.world_ms());
        // The call is made and its answer lost, and so is the question what became of it.
        for (after, what) in [(0, What::LostAfter), (1, What::LostBefore)] {
            twin.fault(Fault { on: "*".to_owned(), account: None, after, times: 1, what });
        }
        let shared = Shared::new(clock, twin, 1, Weather::CALM, false);
        let mut stage = Self { shared, shelves, secret, events: Vec::new() };
        stage.buy();
        stage.gather();
        let intent = stage.events[0].delivery.body.clone();
        let intent: serde_json::Value = serde_json::from_str(&intent).expect("events are JSON");
        let named = |field: &str| intent["data"]["object"][field].as_str().unwrap_or_default().to_owned();
        let now_ms = stage.shared.clock.world_ms();
        stage.shared.twin.lock().challenge(now_ms, &named("client_secret"), true).expect("the bank waits");
        stage.gather();
        let path = format!("/v1/payment_intents/{}/capture", named("id"));
        // The last event comes twice.
        let doubled = EventFault {
            on: "payment_intent.succeeded".to_owned(),
            times: 1,
            what: EventWhat::Duplicated { more: 1 },
        };
        stage.shared.twin.lock().event_fault(doubled);
        stage.shared.call(&Request::new("POST", &path, KEY));
        stage.gather();
        stage
    }

    fn buy(&self) {
        let life = Life::start(&self.shared, &self.shelves.database(), &self.secret, Dice::new(1, "app"));
        let offer = self.shelves.shop.goods[0].offer;
        let hand = Hand {
            ctx: life.ctx.clone(),
            shared: Arc::clone(&self.shared),
            shop: Arc::new(self.shelves.shop.clone()),
            charity: self.shelves.charity,
            buyer: Arc::new(Mutex::new(Buyer::default())),
            donor: Arc::default(),
            name: 0,
        };
        life.run(async move {
            hand.act(Act::Tap(vec![(offer, 1)])).await;
            hand.act(Act::Pay { paper: CARD, stale: false, patience: Duration::from_secs(600) }).await;
        });
        life.ctx.db().checkpoint().expect("nobody else has the database open");
    }

    /// Takes the events that have happened, with the provider as it is now.
    fn gather(&mut self) {
        let mut twin = self.shared.twin.lock();
        let due = twin.due(self.shared.clock.world_ms());
        let then = twin.clone();
        self.events.extend(due.into_iter().map(|delivery| Happened { delivery, then: then.clone() }));
    }

    /// One event arrives at the server on this database, and is looked at.
    fn arrive(&self, database: &Path, event: &Happened) {
        let shared = self.moment(event.then.clone(), SignedDuration::ZERO);
        let life = Life::start(&shared, database, &self.secret, Dice::new(2, "app"));
        let ctx = life.ctx.clone();
        life.run(async move {
            shared.bring(&ctx, event.delivery.clone()).await;
            app::jobs::drain(&ctx).await.expect("the queue can be read");
        });
        life.ctx.db().checkpoint().expect("nobody else has the database open");
    }

    /// The same moment again, with the provider as it was.
    fn moment(&self, twin: Twin, later: SignedDuration) -> Arc<Shared> {
        let clock = WorldClock::default();
        clock.pass(self.shared.clock.world().duration_since(clock.world()) + later);
        Shared::new(clock, twin, 2, Weather::CALM, false)
    }

    /// Lets an hour pass in steps, with the provider as it is, and tells what stands then and what is wrong with it.
    fn come_to_rest(&self, database: &Path) -> (String, Vec<String>) {
        let mut twin = self.shared.twin.lock().clone();
        let account = twin.account_of(self.shared.clock.world_ms(), KEY);
        let auditor = Auditor::of(&self.shelves.database(), &account).moved_to(database);
        let mut now_us = 0;
        for step in 1..=3 {
            let shared = self.moment(twin.clone(), SignedDuration::from_mins(20 * step));
            now_us = shared.clock.world().as_microsecond();
            let life = Life::start(&shared, database, &self.secret, Dice::new(3, "app"));
            let ctx = life.ctx.clone();
            life.run(async move {
                app::jobs::drain(&ctx).await.expect("the queue can be read");
            });
        }
        (story(database), auditor.at_rest(&twin, now_us, &[]))
    }
}

fn story(database: &Path) -> String {
    let conn = Connection::open_with_flags(database, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .expect("the server's database opens");
    let mut statement = conn.prepare(STORY).expect("the schema has these columns");
    let lines = statement.query_map([], |row| row.get::<_, String>(0)).expect("a query without parameters");
    lines.map(|line| line.expect("a line of text") + "\n").collect()
}
