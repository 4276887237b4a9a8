//! A whole run: people, clocks, the provider and the server's lives, step after step, each chosen by the seed.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::Clock;
use domain::ids::{DonationId, OrderId};
use jiff::SignedDuration;
use parking_lot::Mutex;
use testkit::house::{Charity, Shop};
use twins::stripe::{Request, Settings, Twin};

use crate::act::{Act, Buyer, Hand, PAPERS};
use crate::auditor::Auditor;
use crate::clock::WorldClock;
use crate::dice::Dice;
use crate::give::{Donor, GiftAct};
use crate::life::{KEY, Life};
use crate::line::Shared;
use crate::shelves::{self, Shelves};
use crate::weather::Weather;

/// Longer than any lease, wait or window: what is between two looks when a run is brought to rest.
const REST_STEP: SignedDuration = SignedDuration::from_mins(20);
/// Steps to rest: beyond the longest pauses of a job, and the days that the provider brings events again.
const REST_STEPS_MAX: u32 = 400;
/// Between two rounds of upkeep on the way to rest: it has nothing to do most of the time.
const UPKEEP_ROUNDS: u32 = 12;
/// A process that dies does so within so many commits, and how often in a thousand times it dies once more when it
/// comes back from a death that was planned.
const DIES_WITHIN: u64 = 8;
const DIES_AGAIN: u64 = 300;
/// Things that happen at once.
const ACTS_AT_ONCE_MAX: u64 = 6;
/// How often in a thousand times somebody has to do with a gift and not with goods.
const GIVES: u64 = 120;
/// How often in a thousand times a gift is to come again.
const WEEKLY: u64 = 350;

/// How a run is made.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// The whole run.
    pub seed: u64,
    /// How many people buy.
    pub buyers: usize,
    /// How much happens.
    pub steps: u32,
    /// How bad things are.
    pub weather: Weather,
    /// The process dies after so many commits, counted over all its lives.
    pub dies_after: Option<u64>,
    /// Prints what happens.
    pub is_loud: bool,
}

impl Plan {
    /// A storm of this seed.
    #[must_use]
    pub fn storm(seed: u64) -> Self {
        Self { seed, buyers: 12, steps: 120, weather: Weather::STORM, dies_after: None, is_loud: false }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checkouts that were begun.
    pub checkouts: u64,
    /// Orders that were promised to a buyer.
    pub placed: u64,
    /// Orders whose money was taken.
    pub paid: u64,
    /// Gifts whose money was taken.
    pub gifts: u64,
    /// Those among them that came again by themselves.
    pub again: u64,
    /// Times that the process died.
    pub deaths: u64,
    /// Transactions.
    pub commits: u64,
    /// The run itself: the same for the same seed.
    pub hash: u64,
}

impl Tally {
    /// Both together; the hash is of both, in this order.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            checkouts: self.checkouts + other.checkouts,
            placed: self.placed + other.placed,
            paid: self.paid + other.paid,
            gifts: self.gifts + other.gifts,
            again: self.again + other.again,
            deaths: self.deaths + other.deaths,
            commits: self.commits + other.commits,
            hash: self.hash.rotate_left(1) ^ other.hash,
        }
    }
}

/// A run that went wrong, with everything to look into it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// How it was made.
    pub plan: Plan,
    /// At which step.
    pub step: u32,
    /// What does not hold.
    pub wrong: Vec<String>,
    /// The last that happened.
    pub tail: String,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.tail)?;
        writeln!(f, "step {} of seed {}:", self.step, self.plan.seed)?;
        for wrong in &self.wrong {
            writeln!(f, "  {wrong}")?;
        }
        write!(f, "replay: cargo xtask simulate --seed {}", self.plan.seed)?;
        write!(f, " --buyers {} --steps {}", self.plan.buyers, self.plan.steps)?;
        if self.plan.weather == Weather::CALM {
            write!(f, " --calm")?;
        } else if self.plan.weather.deaths == 0 {
            write!(f, " --immortal")?;
        }
        if let Some(commits) = self.plan.dies_after {
            write!(f, " --dies-after {commits}")?;
        }
        write!(f, " --loud")
    }
}

/// A run under way.
pub struct World {
    plan: Plan,
    shared: Arc<Shared>,
    dice: Dice,
    life: Option<Life>,
    lives: u64,
    path: PathBuf,
    shop: Arc<Shop>,
    charity: Charity,
    secret: String,
    buyers: Vec<Arc<Mutex<Buyer>>>,
    /// The same people, where they give.
    donors: Vec<Arc<Mutex<Donor>>>,
    orders: Vec<OrderId>,
    gifts: Vec<DonationId>,
    forms: u64,
    /// The process dies at this commit, counted over all its lives.
    dies_at: Option<u64>,
    auditor: Auditor,
    tally: Tally,
    step: u32,
    _shelves: Shelves,
}

impl World {
    /// A world of this plan, in which nothing has happened yet.
    #[must_use]
    pub fn new(plan: Plan) -> Self {
        let shelves = shelves::fresh();
        let settings = Settings { check_answers: false, ..Settings::default() };
        let clock = WorldClock::default();
        let mut twin = Twin::with(plan.seed, settings);
        let secret = endpoint(&mut twin, clock.world_ms());
        let account = twin.account_of(clock.world_ms(), KEY);
        let shared = Shared::new(clock, twin, plan.seed, plan.weather, plan.is_loud);
        let path = shelves.database();
        Self {
            auditor: Auditor::of(&path, &account),
            dice: Dice::new(plan.seed, "world"),
            life: None,
            lives: 0,
            shop: Arc::new(shelves.shop.clone()),
            charity: shelves.charity,
            path,
            secret,
            buyers: (0..plan.buyers).map(|_| Arc::default()).collect(),
            donors: (0..plan.buyers).map(|_| Arc::default()).collect(),
            orders: Vec::new(),
            gifts: Vec::new(),
            forms: 0,
            dies_at: plan.dies_after,
            tally: Tally::default(),
            step: 0,
            shared,
            plan,
            _shelves: shelves,
        }
    }

    /// Runs the plan to its end and to rest, judged after every step.
    ///
    /// # Errors
    /// What did not hold, and when.
    pub fn run(mut self) -> Result<Tally, Box<Failure>> {
        for step in 1..=self.plan.steps {
            self.step = step;
            let acts = self.choose();
            self.happen(acts);
            self.judge()?;
            self.time_passes();
        }
        self.rest()?;
        let shared = &self.shared;
        self.tally.hash = shared.trace.lock().hash();
        Ok(self.tally)
    }

    fn life(&mut self) -> &Life {
        self.life.get_or_insert_with(|| {
            self.lives += 1;
            let random = Dice::new(self.plan.seed ^ self.lives.rotate_left(32), "app");
            Life::start(&self.shared, &self.path, &self.secret, random)
        })
    }

    /// Lets these things happen at once, each after its wait; the process may die in the middle.
    fn happen(&mut self, acts: Vec<(Duration, usize, Act)>) {
        let by_chance =
            self.dice.happens(self.shared.weather.lock().deaths).then(|| self.dice.below(DIES_WITHIN) + 1);
        let planned = self.dies_at.map(|at| at - self.tally.commits);
        let dies = by_chance.into_iter().chain(planned).min();
        let (shared, shop, charity) = (Arc::clone(&self.shared), Arc::clone(&self.shop), self.charity);
        let (buyers, donors) = (self.buyers.clone(), self.donors.clone());
        self.tally.checkouts += acts.iter().filter(|(_, _, act)| matches!(act, Act::Tap(_))).count() as u64;
        let life = self.life();
        let before = life.pulse.commits();
        if let Some(commits) = dies {
            life.pulse.die_after(commits);
        }
        let ctx = life.ctx.clone();
        let alive = life.run(async move {
            let tasks = acts.into_iter().map(|(wait, name, act)| {
                let buyer = buyers.get(name).cloned().unwrap_or_default();
                let donor = donors.get(name).cloned().unwrap_or_default();
                let (ctx, shared, shop) = (ctx.clone(), Arc::clone(&shared), Arc::clone(&shop));
                let hand = Hand { ctx, shared, shop, charity, buyer, donor, name };
                tokio::spawn(async move {
                    tokio::time::sleep(wait).await;
                    hand.act(act).await;
                })
            });
            let tasks: Vec<_> = tasks.collect();
            for task in tasks {
                task.await.expect("nobody who acts panics");
            }
        });
        let commits = life.pulse.commits() - before;
        if dies.is_some() && alive {
            life.pulse.live_on();
        }
        self.tally.commits += commits;
        if !alive {
            self.tally.deaths += 1;
            self.life = None;
            // Who comes back may die of coming back.
            let again = self.dies_at.is_some() && self.dice.happens(DIES_AGAIN);
            self.dies_at = again.then(|| self.tally.commits + self.dice.below(DIES_WITHIN) + 1);
        }
        self.know_what_is_there();
    }

    /// Orders and gifts that exist, for staff to act on: staff sees them in studio and desk.
    fn know_what_is_there(&mut self) {
        let known = self.auditor.words("SELECT CAST(id AS TEXT), id FROM orders");
        self.orders = known.into_values().map(OrderId).collect();
        let known = self.auditor.words("SELECT CAST(id AS TEXT), id FROM donations WHERE state = 'settled'");
        self.gifts = known.into_values().map(DonationId).collect();
    }

    fn choose(&mut self) -> Vec<(Duration, usize, Act)> {
        let count = self.dice.below(ACTS_AT_ONCE_MAX) + 1;
        let spread = *self.dice.pick(&[0, 5, 50, 500, 5_000, 30_000]);
        let mut acts = Vec::new();
        for _ in 0..count {
            let name = self.dice.place(self.buyers.len());
            let act = self.choose_act(name);
            // Taps come twice, from one finger or two.
            let comes_twice = match &act {
                Act::Pay { .. } | Act::Undo | Act::Refund { .. } | Act::Cancel(_) => true,
                Act::Gift(act) => act.may_come_twice(),
                _ => false,
            };
            let times = if comes_twice && self.dice.happens(250) { 1 + self.dice.below(3) } else { 1 };
            for _ in 0..times {
                acts.push((self.dice.up_to_ms(spread), name, act.clone()));
            }
        }
        acts
    }

    fn choose_act(&mut self, name: usize) -> Act {
        let (begun, waits, placed) = {
            let buyer = self.buyers[name].lock();
            (buyer.purchase.is_some(), buyer.bank.is_some(), !buyer.placed.is_empty())
        };
        if self.dice.happens(GIVES) {
            return self.choose_gift_act(name);
        }
        let dice = &mut self.dice;
        match dice.below(20) {
            0..=6 if !begun => self.choose_tap(),
            0..=6 if waits => Act::Bank { agrees: dice.happens(700) },
            0..=6 if placed && dice.happens(300) => Act::Undo,
            0..=6 if placed && dice.happens(700) => self.choose_tap(),
            0..=6 => self.choose_pay(),
            7 if begun => Act::Return,
            7 => self.choose_tap(),
            8..=12 => Act::Work,
            13..=15 => Act::Post,
            16 => Act::Upkeep,
            _ if self.orders.is_empty() => Act::Work,
            17 => Act::Ship(*dice.pick(&self.orders)),
            18 => Act::Cancel(*dice.pick(&self.orders)),
            _ => {
                self.forms += 1;
                let order = *dice.pick(&self.orders);
                let amount = dice.happens(700).then(|| i64::try_from(dice.below(3_000)).expect("small") + 1);
                Act::Refund { order, amount, form: self.forms }
            }
        }
    }

    fn choose_gift_act(&mut self, name: usize) -> Act {
        let (begun, waits, thanked) = {
            let donor = self.donors[name].lock();
            (donor.has_begun(), donor.waits(), donor.is_thanked())
        };
        let dice = &mut self.dice;
        let act = match dice.below(10) {
            0 if !self.gifts.is_empty() => GiftAct::GiveBack(*dice.pick(&self.gifts)),
            1 if begun => GiftAct::Return,
            2 if thanked && dice.happens(300) => GiftAct::Stop,
            _ if !begun || thanked => GiftAct::Tap {
                cents: i64::try_from(dice.below(9_800)).expect("small") + 200,
                cover: dice.happens(300),
                weekly: dice.happens(WEEKLY),
            },
            _ if waits => GiftAct::Bank { agrees: dice.happens(700) },
            _ => {
                let (paper, stale, patience) = self.choose_payment();
                GiftAct::Give { paper, stale, patience }
            }
        };
        Act::Gift(act)
    }

    fn choose_tap(&mut self) -> Act {
        let dice = &mut self.dice;
        let mut goods: Vec<_> = self.shop.goods.iter().map(|goods| goods.offer).collect();
        dice.shuffle(&mut goods);
        let lines = 1 + dice.place(2);
        // Two lines of the same goods are a basket, too.
        let twice = dice.happens(150);
        let wanted = (0..lines).map(|line| {
            let offer = if twice { goods[0] } else { goods[line] };
            (offer, u32::try_from(dice.below(3)).expect("below three") + 1)
        });
        Act::Tap(wanted.collect())
    }

    fn choose_pay(&mut self) -> Act {
        let (paper, stale, patience) = self.choose_payment();
        Act::Pay { paper, stale, patience }
    }

    /// With what, from an old page or a fresh one, and how long it is waited for.
    fn choose_payment(&mut self) -> (&'static str, bool, Duration) {
        let hang_ups = self.shared.weather.lock().hang_ups;
        let paper = PAPERS[self.dice.place(PAPERS.len())];
        let dice = &mut self.dice;
        let patience = if dice.happens(hang_ups) { dice.up_to_ms(3_000) } else { Duration::from_secs(600) };
        (paper, dice.happens(300), patience)
    }

    /// Between two steps: seconds mostly, sometimes days; and somebody sets the server's clock.
    fn time_passes(&mut self) {
        let span = match self.dice.below(40) {
            0..=14 => SignedDuration::from_millis(i64::try_from(self.dice.below(3_000)).expect("small")),
            15..=29 => SignedDuration::from_secs(i64::try_from(self.dice.below(120)).expect("small")),
            30..=37 => SignedDuration::from_secs(i64::try_from(self.dice.below(1_800)).expect("small")),
            38 => SignedDuration::from_hours(i64::try_from(self.dice.below(12)).expect("small")),
            // A day, or a week, by which gifts that come again are due.
            _ => SignedDuration::from_hours(if self.dice.happens(500) { 24 } else { 7 * 24 }),
        };
        self.shared.clock.pass(span);
        if self.dice.happens(self.shared.weather.lock().clocks) {
            let mins = [0, 0, 0, 10, -10, -24 * 60, 365 * 24 * 60];
            let skew = SignedDuration::from_mins(*self.dice.pick(&mins));
            self.shared.note(&format!("the server's clock is off by {skew}"));
            self.shared.clock.skew(skew);
        }
    }

    /// Nothing goes wrong any more, and time passes until nothing waits.
    fn rest(&mut self) -> Result<(), Box<Failure>> {
        self.shared.note("rest");
        *self.shared.weather.lock() = Weather::CALM;
        self.shared.twin.lock().faults().clear();
        self.shared.twin.lock().release();
        self.shared.clock.skew(SignedDuration::ZERO);
        for round in 0..REST_STEPS_MAX {
            self.shared.clock.pass(REST_STEP);
            let none = Duration::ZERO;
            self.happen(vec![(none, usize::MAX, Act::Post)]);
            if round % UPKEEP_ROUNDS == 0 {
                self.happen(vec![(none, usize::MAX, Act::Upkeep)]);
            }
            self.happen(vec![(none, usize::MAX, Act::Work)]);
            let waiting = self.auditor.words("SELECT 'ready', count(*) FROM jobs WHERE state = 'ready'");
            if waiting.values().sum::<i64>() > 0 {
                continue;
            }
            let (is_quiet, next) = {
                let mut twin = self.shared.twin.lock();
                (twin.post().is_quiet(), twin.next_due())
            };
            let promised =
                self.auditor.words("SELECT 'next', min(next_at) / 1000 FROM pledges HAVING min(next_at) > 0");
            let promised = promised.get("next").copied();
            if is_quiet && promised.is_none() {
                break;
            }
            // Nothing waits here; the provider brings an event again in hours or days, and gifts come again in weeks.
            let next = next.filter(|_| !is_quiet).into_iter().chain(promised).min();
            let ahead = next.map_or(0, |next| next - self.shared.clock.world_ms());
            self.shared.clock.pass(SignedDuration::from_millis(ahead.max(0)));
            if promised == next {
                self.happen(vec![(none, usize::MAX, Act::Upkeep)]);
            }
        }
        let placed: Vec<i64> =
            self.buyers.iter().flat_map(|buyer| buyer.lock().promised.clone()).map(|order| order.0).collect();
        self.tally.placed = u64::try_from(placed.len()).unwrap_or(u64::MAX);
        let now_us = self.shared.clock.now().as_microsecond();
        let thanked: Vec<i64> =
            self.donors.iter().flat_map(|donor| donor.lock().thanked.clone()).map(|gift| gift.0).collect();
        let mut wrong = self.auditor.at_rest(&self.shared.twin.lock(), now_us, &placed);
        wrong.extend(self.auditor.gifts_at_rest(&self.shared.twin.lock(), &thanked));
        wrong.extend(self.auditor.pledges_at_rest(self.plan.weather.clocks == 0));
        let paid = self.auditor.words("SELECT 'paid', count(*) FROM orders WHERE state = 'confirmed'");
        self.tally.paid = paid.values().map(|count| u64::try_from(*count).unwrap_or(0)).sum();
        self.tally.gifts = u64::try_from(self.gifts.len()).unwrap_or(u64::MAX);
        let again = "SELECT 'again', count(*) FROM donations WHERE state = 'settled' AND pledge_no > 0";
        self.tally.again = self.auditor.words(again).values().map(|count| count.unsigned_abs()).sum();
        self.fail_if(wrong)
    }

    fn judge(&self) -> Result<(), Box<Failure>> {
        let now_us = self.shared.clock.now().as_microsecond();
        let mut wrong = self.auditor.at_any_time(&self.shared.twin.lock(), now_us);
        wrong.append(&mut self.shared.wrong.lock());
        self.fail_if(wrong)
    }

    fn fail_if(&self, wrong: Vec<String>) -> Result<(), Box<Failure>> {
        if wrong.is_empty() {
            return Ok(());
        }
        let tail = self.shared.trace.lock().tail(60);
        Err(Box::new(Failure { plan: self.plan, step: self.step, wrong, tail }))
    }
}

/// Our webhook endpoint at the provider. Its secret is shown this once.
pub(crate) fn endpoint(twin: &mut Twin, now_ms: i64) -> String {
    let form = [("url", "https://buyline.test/hooks/stripe"), ("enabled_events[0]", "*")];
    let made = twin.call(now_ms, &Request::new("POST", "/v1/webhook_endpoints", KEY).form(&form));
    let answer = made.answer.expect("nothing goes wrong yet");
    answer.body["secret"].as_str().expect("a new endpoint shows its secret").to_owned()
}
