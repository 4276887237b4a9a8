//! The real process, killed two hundred times while people buy (I4, I5, I6, I21): whatever it had answered is kept,
//! whatever it had not is finished or undone, and no unit stays held.
#![allow(clippy::unwrap_used)]

#[path = "support/mortal.rs"]
mod mortal;
mod support;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use buyline::{Config, Server};
use domain::order::OrderState;
use jiff::Timestamp;
use mortal::{AtItsEnd, Bought, LONG_AFTER_MINS, Later, Mortal, Promise};
use testkit::house::{Goods, Shop, open_shop};

const KILLS: u64 = 200;
/// On PostgreSQL the server that is killed is ours all the same; what differs is what it leaves behind.
const KILLS_POSTGRES: u64 = 40;
const BUYERS: usize = 4;
/// More than all buyers together can want.
const UNITS: i64 = 1_000_000;
/// How often the books are looked at while everything is down.
const AUDIT_EVERY: u64 = 20;
/// One life lasts at most so long after its first order.
const LIFE_MS_MAX: u64 = 160;
/// What the buyers pay with, in turn.
const CARDS: [&str; 8] = [
    "card_ok",
    "card_ok",
    "card_lost_answer",
    "card_ok",
    "card_at_once",
    "card_ok",
    "card_fail_capture",
    "card_ok",
];

/// One guest buys. `None`: the server died on the way, made no promise, or asked to come back later.
fn buy(addr: SocketAddr, offer: &str, card: &'static str) -> Option<Promise> {
    match mortal::buy(addr, offer, card) {
        Bought::Placed(promise) => Some(promise),
        Bought::Unanswered | Bought::Uncertain | Bought::Refused(429) => None,
        Bought::Refused(status) => panic!("{status} when all is well"),
    }
}

/// One life: buyers at work until the kill, at a moment that differs from life to life.
fn live_and_die(data: &Path, database: &str, shop: &Shop, life: u64, promises: &Mutex<Vec<Promise>>) {
    let (mortal, addr) = Mortal::start(data, &["--sandbox-payments", "--database", database]);
    let (over, turn) = (AtomicBool::new(false), AtomicU64::new(life));
    let before = promises.lock().unwrap().len();
    std::thread::scope(|scope| {
        let end = AtItsEnd(&over);
        for _ in 0..BUYERS {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let turn = usize::try_from(turn.fetch_add(1, Ordering::Relaxed)).unwrap();
                    let offer = shop.goods[turn % shop.goods.len()].offer.to_string();
                    if let Some(promise) = buy(addr, &offer, CARDS[turn % CARDS.len()]) {
                        promises.lock().unwrap().push(promise);
                    }
                }
            });
        }
        let deadline = std::time::Instant::now() + support::PATIENCE;
        while promises.lock().unwrap().len() == before {
            assert!(std::time::Instant::now() < deadline, "life {life}: nobody could buy");
            std::thread::sleep(Duration::from_millis(1));
        }
        // Spread over the whole span without a pattern that could fall in step with the server's own.
        let moment = life.wrapping_mul(0x9e37_79b9_7f4a_7c15) % (LIFE_MS_MAX * 1_000);
        std::thread::sleep(Duration::from_micros(moment));
        drop(mortal);
        drop(end);
    });
}

/// Lets time pass until nothing waits any more. The server's own runner works beside us.
async fn settle(ctx: &app::Ctx, clock: &Later) {
    let deadline = std::time::Instant::now() + support::PATIENCE * 3;
    loop {
        clock.minutes.fetch_add(LONG_AFTER_MINS, Ordering::Relaxed);
        app::jobs::drain(ctx).await.unwrap();
        let health = ctx.db().read(|conn| store::jobs::health(conn, Timestamp::MAX)).await.unwrap();
        if (health.waiting, health.dead) == (0, 0) {
            return;
        }
        assert!(std::time::Instant::now() < deadline, "work was left over: {health:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn config(data: &Path, database: &str) -> Config {
    Config { database: database.parse().unwrap(), ..Config::sandboxed(data) }
}

fn must_be_clean(data: &Path, database: &str, at: Timestamp, when: &str) {
    let record = data.join(buyline::SANDBOX_RECORD);
    let report = audit::run_at(database, Some(&record), at.as_microsecond()).unwrap();
    assert!(report.is_clean(), "{when}:\n{report}");
}

fn kill_under_load(database: &str, data: &Path, kills: u64) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let goods =
        ["Lac du matin", "Brume", "Les Lilas"].map(|title| Goods { title, price: 2_490, units: Some(UNITS) });
    let shop = runtime.block_on(async {
        let running = Server::start(config(data, database)).await.unwrap();
        let shop = open_shop(&running.ctx, &goods).await;
        running.shutdown().await.unwrap();
        shop
    });
    let promises = Mutex::new(Vec::new());
    for life in 1..=kills {
        live_and_die(data, database, &shop, life, &promises);
        if life % AUDIT_EVERY == 0 {
            must_be_clean(data, database, Timestamp::now(), &format!("after kill {life}"));
        }
    }
    let promises = promises.into_inner().unwrap();
    assert!(promises.len() >= usize::try_from(kills).unwrap());
    let clock = Arc::new(Later::default());
    runtime.block_on(async {
        let options = store::DbOptions::default();
        let running = Server::start_with(config(data, database), clock.clone(), options).await.unwrap();
        settle(&running.ctx, &clock).await;
        for promise in &promises {
            let id = promise.order;
            let order = running.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap();
            let order = order.unwrap_or_else(|| panic!("{promise:?} was acknowledged and is gone"));
            let fails = promise.card == "card_fail_capture";
            let wanted = if fails { OrderState::Canceled } else { OrderState::Confirmed };
            assert_eq!(order.state, wanted, "{promise:?}");
        }
        let (left, reserved, sold) = running.ctx.db().read(count_units).await.unwrap();
        assert_eq!(reserved, 0, "units stay held");
        assert_eq!(left + sold, UNITS * 3, "units are lost or made");
        running.shutdown().await.unwrap();
    });
    must_be_clean(data, database, app::Clock::now(&*clock), "at the end");
}

/// Units on the shelves, units held, units of confirmed orders.
fn count_units(conn: &mut store::Conn) -> Result<(i64, i64, i64), store::DbError> {
    use store::Read;
    conn.one(
        "units",
        "SELECT (SELECT CAST(sum(on_hand) AS BIGINT) FROM variants),
                (SELECT CAST(sum(reserved) AS BIGINT) FROM variants),
                (SELECT CAST(sum(l.quantity) AS BIGINT) FROM order_lines l
                   JOIN orders o ON o.id = l.order_id WHERE o.state = 'confirmed')",
        &[],
        |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)),
    )
}

#[test]
fn two_hundred_kills_under_load_lose_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    kill_under_load(&format!("sqlite:{}", data.join("buyline.db").display()), &data, KILLS);
}

#[test]
fn kills_under_load_lose_nothing_on_postgres() {
    let Some(database) = testkit::postgres::fresh_database() else { return };
    let folder = tempfile::tempdir().unwrap();
    kill_under_load(&database.url, &folder.path().join("data"), KILLS_POSTGRES);
}
