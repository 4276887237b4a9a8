//! The real process, killed again and again while Stripe, as its twin plays it over HTTP, loses answers, gives them late
//! and brings its events twice or not at all (I1, I4, I5, I10, I21). In the end ledger, provider, orders and stock agree,
//! as a judge sees it that shares no code with the server.
//!
//! The variables `KILLS` and `KILLS_POSTGRES` say how often, for a longer run than that between two merges.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod buyer;
#[path = "../support/mortal.rs"]
mod mortal;
#[path = "../support/mod.rs"]
mod support;
mod weather;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::Clock;
use buyer::Buyer;
use buyline::{Config, Running, Server, StripeKeys};
use jiff::{SignedDuration, Timestamp};
use mortal::{AtItsEnd, LONG_AFTER_MINS, Later, Mortal};
use simulator::{Auditor, Dice};
use store::DatabaseUrl;
use testkit::house::{Goods, Shop, open_shop};
use testkit::postgres::{Cluster, Fsync};
use twins::server::{Options, Served};
use twins::stripe::Request;

const KILLS: u64 = 100;
const KEY: &str = "sk_test_shop";
const BUYERS: u64 = 4;
/// More than all buyers together can want, and a shelf that is soon empty.
const GOODS: [Goods; 3] = [
    Goods { title: "Lac du matin", price: 2_490, units: Some(1_000_000) },
    Goods { title: "Brume", price: 1_900, units: Some(1_000_000) },
    Goods { title: "Les Lilas", price: 990, units: Some(60) },
];
const KILLS_POSTGRES: u64 = 20;
/// PostgreSQL itself dies in every third life, too.
const CRASHES_EVERY: u64 = 3;
/// How often everything is looked at while the server is down.
const JUDGE_EVERY: u64 = 10;
/// Jobs that were given up, as far as they are shown.
const GIVEN_UP_SHOWN_MAX: u32 = 10;
/// One life lasts at most so long: captures, a second after an order, fall into it, too.
const LIFE_MS_MAX: u64 = 1_200;
/// Rounds to rest: beyond the longest pauses of a job, and the days that events are brought again.
const REST_ROUNDS_MAX: u32 = 400;
/// Whoever was declined tries another card, at the bank perhaps twice.
const ASKED_MAX: u32 = 8;

/// A server that is killed, and everything around it that is not.
struct Town {
    twin: Served,
    /// Our endpoint at the provider, and what it signs with.
    endpoint: (String, String),
    folder: tempfile::TempDir,
    /// Where the orders are, if not in the folder.
    cluster: Option<Cluster>,
    shop: Shop,
    judge: Auditor,
    runtime: tokio::runtime::Runtime,
}

impl Town {
    fn open(cluster: Option<Cluster>) -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let twin = runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            twins::server::start(listener, Options::default()).unwrap()
        });
        // Thousands of lists of a hundred payments each are asked for in the end; their form is the connector's tests' affair.
        twin.with(|twin, _| twin.settings().check_answers = false);
        let form = [("url", "http://127.0.0.1:9/hooks/stripe"), ("enabled_events[0]", "*")];
        let made = ask(&twin, &Request::new("POST", "/v1/webhook_endpoints", KEY).form(&form));
        let of = |field: &str| made[field].as_str().unwrap().to_owned();
        let endpoint = (of("id"), of("secret"));
        let data = folder.path().join("data");
        let database = database(&data, cluster.as_ref());
        let shop = runtime.block_on(async {
            let running = Server::start(config(&data, &database, &twin, &endpoint.1)).await.unwrap();
            let shop = open_shop(&running.ctx, &GOODS).await;
            running.shutdown().await.unwrap();
            shop
        });
        let account = twin.with(|twin, now_ms| twin.account_of(now_ms, KEY));
        let judge = Auditor::of(&seen(&database, folder.path(), "first"), &account);
        Self { twin, endpoint, folder, cluster, shop, judge, runtime }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn database(&self) -> DatabaseUrl {
        database(&self.data(), self.cluster.as_ref())
    }

    fn config(&self) -> Config {
        config(&self.data(), &self.database(), &self.twin, &self.endpoint.1)
    }

    /// The judge before what the server has written by now.
    fn judge_of(&self, moment: &str) -> Auditor {
        self.judge.moved_to(&seen(&self.database(), self.folder.path(), moment))
    }

    fn rise(&self) -> (Mortal, SocketAddr) {
        let url = format!("http://{}", self.twin.address());
        let database = match self.database() {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(address) => address,
        };
        let settings = [
            ["--database", &database],
            ["--stripe-secret-key", KEY],
            ["--stripe-publishable-key", "pk_test_shop"],
            ["--stripe-webhook-secret", &self.endpoint.1],
            ["--stripe-url", &url],
            ["--limit-checkouts", "off"],
            ["--limit-payments", "off"],
        ];
        if let Some(cluster) = &self.cluster {
            cluster.wait();
        }
        let (mortal, addr) = Mortal::start(&self.data(), settings.as_flattened());
        self.hear_at(addr);
        (mortal, addr)
    }

    /// Events go to the server's new address. What was not brought to the old one is brought again later.
    fn hear_at(&self, addr: SocketAddr) {
        self.twin.with(|twin, _| twin.faults().clear());
        let path = format!("/v1/webhook_endpoints/{}", self.endpoint.0);
        let url = format!("http://{addr}/hooks/stripe");
        ask(&self.twin, &Request::new("POST", &path, KEY).form(&[("url", &url)]));
    }

    /// One life: buyers at work until the kill, at a moment that differs from life to life. Gives how much was disturbed.
    fn live_and_die(&self, life: u64, buyers: &mut [Buyer]) -> u64 {
        let (mortal, addr) = self.rise();
        let (twin, goods) = (&self.twin, &self.shop.goods);
        let mut dice = Dice::new(life, "life");
        let moment = Duration::from_micros(dice.below(LIFE_MS_MAX * 1_000));
        let (is_over, disturbed, acted) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(life));
        let (is_over, disturbed, acted) = (&is_over, &disturbed, &acted);
        std::thread::scope(|scope| {
            let end = AtItsEnd(is_over);
            for buyer in buyers {
                scope.spawn(move || {
                    while !is_over.load(Ordering::Relaxed) {
                        let turn = usize::try_from(acted.fetch_add(1, Ordering::Relaxed)).unwrap();
                        let offer = goods[turn % goods.len()].offer.to_string();
                        buyer.act(addr, twin, &offer);
                    }
                });
            }
            scope.spawn(|| weather::disturb(twin, &mut dice, is_over, disturbed));
            if let Some(cluster) = self.cluster.as_ref().filter(|_| life.is_multiple_of(CRASHES_EVERY)) {
                // The database dies first, and comes back under a server that goes on.
                std::thread::sleep(moment);
                assert!(cluster.crash(), "the server holds connections");
            }
            std::thread::sleep(moment);
            // Whoever waits for an answer gets none; nobody begins anew with a server that is gone.
            drop(end);
            drop(mortal);
        });
        disturbed.load(Ordering::Relaxed)
    }

    fn judge(&self, life: u64) {
        // A database that died in this life may still be recovering.
        if let Some(cluster) = &self.cluster {
            cluster.wait();
        }
        let now_us = Timestamp::now().as_microsecond();
        let judge = self.judge_of(&life.to_string());
        let wrong = self.twin.with(|twin, _| judge.at_any_time(twin, now_us));
        let given_up = self.given_up();
        assert!(
            wrong.is_empty() && given_up.is_empty(),
            "after kill {life}: {wrong:#?}; given up: {given_up:#?}"
        );
    }

    /// Work that the server gave up: neither deaths nor an unreliable provider are a reason to.
    fn given_up(&self) -> Vec<store::jobs::Job> {
        let database = self.database();
        self.runtime.block_on(async {
            let db = store::Db::open(&database, store::DbOptions::default()).unwrap();
            db.read(|conn| store::jobs::dead(conn, None, GIVEN_UP_SHOWN_MAX)).await.unwrap()
        })
    }

    /// A last life in which nothing goes wrong: everybody asks once more, and time passes until nothing waits.
    fn come_to_rest(&self, buyers: &mut [Buyer]) {
        if let Some(cluster) = &self.cluster {
            cluster.wait();
        }
        let (clock, began) = (Arc::new(Later::default()), Instant::now());
        let server = Server::start_with(self.config(), clock.clone(), store::DbOptions::default());
        let running = self.runtime.block_on(server).unwrap();
        let addr: SocketAddr = running.url.trim_start_matches("http://").parse().unwrap();
        self.hear_at(addr);
        self.twin.with(|twin, _| twin.release());
        for round in 0.. {
            let waiting: usize = std::thread::scope(|scope| {
                let twin = &self.twin;
                let asking = buyers.iter_mut().map(|buyer| scope.spawn(move || buyer.ask_all(addr, twin)));
                let asking: Vec<_> = asking.collect();
                asking.into_iter().map(|buyer| usize::from(buyer.join().unwrap())).sum()
            });
            println!("asked, {round}: {waiting} buyers are not told yet; {} s", began.elapsed().as_secs());
            self.runtime.block_on(self.rest(&running, &clock));
            if waiting == 0 {
                break;
            }
            assert!(round < ASKED_MAX, "{waiting} buyers are still not told what became of their purchases");
        }
        let placed: Vec<i64> =
            buyers.iter().flat_map(|buyer| buyer.promised.iter().map(|order| order.0)).collect();
        let now_us = clock.now().as_microsecond();
        self.runtime.block_on(running.shutdown()).unwrap();
        let judge = self.judge_of("last");
        let wrong = self.twin.with(|twin, _| judge.at_rest(twin, now_us, &placed));
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    async fn rest(&self, running: &Running, clock: &Later) {
        let began = Instant::now();
        for round in 1..=REST_ROUNDS_MAX {
            clock.minutes.fetch_add(LONG_AFTER_MINS, Ordering::Relaxed);
            let ahead = clock.now().as_millisecond() - self.twin.with(|_, now_ms| now_ms);
            self.twin.advance(ahead.max(0));
            self.twin.quiet().await;
            app::jobs::drain(&running.ctx).await.unwrap();
            let health =
                running.ctx.db().read(|conn| store::jobs::health(conn, Timestamp::MAX)).await.unwrap();
            assert_eq!(health.dead, 0, "a job was given up: {health:?}");
            let (waiting, s) = (health.waiting, began.elapsed().as_secs());
            println!("  time passes, {round}: {waiting} jobs wait here; {s} s");
            if health.waiting > 0 {
                continue;
            }
            let (is_quiet, next) = self.twin.with(|twin, _| (twin.post().is_quiet(), twin.next_due()));
            if is_quiet {
                return;
            }
            // Nothing waits here; the provider brings an event again in hours or days.
            let ahead = next.unwrap_or(0) - clock.now().as_millisecond();
            clock.minutes.fetch_add(SignedDuration::from_millis(ahead.max(0)).as_mins(), Ordering::Relaxed);
        }
        panic!("work was left over after {REST_ROUNDS_MAX} rounds");
    }
}

fn ask(twin: &Served, request: &Request) -> serde_json::Value {
    let answer = twin.call(request).expect("no fault is set");
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn database(data: &Path, cluster: Option<&Cluster>) -> DatabaseUrl {
    match cluster {
        Some(cluster) => cluster.url().parse().unwrap(),
        None => DatabaseUrl::Sqlite(data.join("buyline.db")),
    }
}

/// The file that a judge of SQLite reads: the database itself, or a copy of one that is none.
fn seen(database: &DatabaseUrl, folder: &Path, moment: &str) -> PathBuf {
    match database {
        DatabaseUrl::Sqlite(path) => path.clone(),
        DatabaseUrl::Postgres(_) => {
            let copy = folder.join(format!("seen-{moment}.db"));
            store::transfer::backup(database, &copy).unwrap();
            copy
        }
    }
}

fn config(data: &Path, database: &DatabaseUrl, twin: &Served, webhook_secret: &str) -> Config {
    let keys = StripeKeys {
        secret: KEY.to_owned(),
        publishable: "pk_test_shop".to_owned(),
        webhook_secrets: vec![webhook_secret.to_owned()],
        url: format!("http://{}", twin.address()),
        is_test: true,
        connect: false,
    };
    let config = Config::sandboxed(data);
    Config { sandbox_payments: false, stripe: Some(keys), database: database.clone(), ..config }
}

#[test]
fn kills_while_stripe_loses_answers_leave_ledger_provider_orders_and_stock_in_agreement() {
    let kills = std::env::var("KILLS").map_or(KILLS, |told| told.parse().expect("a number"));
    kill(kills, Town::open(None));
}

#[test]
fn kills_and_restarts_of_postgres_leave_the_same_agreement() {
    let Some(cluster) = Cluster::private(Fsync::Off) else { return };
    let kills =
        std::env::var("KILLS_POSTGRES").map_or(KILLS_POSTGRES, |told| told.parse().expect("a number"));
    kill(kills, Town::open(Some(cluster)));
}

fn kill(kills: u64, town: Town) {
    let began = Instant::now();
    let mut buyers: Vec<Buyer> = (0..BUYERS).map(Buyer::new).collect();
    let mut disturbed = 0;
    for life in 1..=kills {
        disturbed += town.live_and_die(life, &mut buyers);
        if life % JUDGE_EVERY == 0 {
            town.judge(life);
        }
    }
    town.come_to_rest(&mut buyers);
    let sum = |of: fn(&Buyer) -> u64| buyers.iter().map(of).sum::<u64>();
    let promised = sum(|buyer| buyer.promised.len() as u64);
    let (unanswered, away) = (sum(|buyer| buyer.tally.unanswered), sum(|buyer| buyer.tally.away));
    let (charges, brought, refused) = town.twin.with(|twin, _| {
        let history = twin.post().history();
        let heard = history.iter().filter(|it| it.status == Some(200)).count();
        let refused = history.len() - heard;
        (twin.charges(), heard, refused)
    });
    let taken = charges.iter().filter(|charge| charge.captured > 0).count() as u64;
    println!(
        "{kills} kills: {} purchases begun, {promised} promised, {taken} paid, {} declined, {} undone; {unanswered} taps \
         without an answer, {away} told that the database is away, {} asked again; {disturbed} faults set; {brought} events brought, {refused} in vain; {} s",
        sum(|buyer| buyer.tally.begun),
        sum(|buyer| buyer.tally.declined),
        sum(|buyer| buyer.tally.undone),
        sum(|buyer| buyer.tally.asked_again),
        began.elapsed().as_secs(),
    );
    assert_eq!(away > 0, town.cluster.is_some(), "the database is away where it dies, and nowhere else");
    assert!(promised >= kills && taken >= kills / 2, "most lives sold something");
    assert!(unanswered >= kills / 4 && disturbed >= kills, "kills and faults met somebody");
    assert!(brought > 0 && refused > 0, "events came, and came in vain");
}
