//! Power that goes at any moment, and disks that fail (I21). The calls of the real server to the system are written down
//! by strace while people buy; from them come the disks that a loss of power may leave behind. Whatever the server had
//! answered by then is on each of them, and nothing is broken.
//!
//! The variable `IMAGES` says how many such disks, for a longer run than that between two merges.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod disk;
#[path = "../support/mortal.rs"]
mod mortal;
#[path = "../support/mod.rs"]
mod support;
mod trace;

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use buyline::{Config, Server};
use disk::Disk;
use jiff::Timestamp;
use mortal::{Bought, Mortal};
use rusqlite::Connection;
use simulator::Dice;
use testkit::house::{Goods, Shop, open_shop};

const IMAGES: usize = 300;
const BUYERS: usize = 3;
/// Purchases in the life that is written down: at least so many, and in a longer run one for so many images. Two hundred
/// are enough for the log to be brought over into the database in between.
const PURCHASES: usize = 60;
const IMAGES_PER_PURCHASE: usize = 50;
/// Purchases while the disk fails now and then, and when it begins to.
const PURCHASES_FAILING: usize = 40;
const GOODS: [Goods; 2] = [
    Goods { title: "Lac du matin", price: 2_490, units: Some(100_000) },
    Goods { title: "Brume", price: 1_900, units: Some(100_000) },
];

/// A shop in a folder, whose database was closed in order.
fn shop(folder: &Path) -> (PathBuf, Shop) {
    let data = folder.join("data");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let shop = runtime.block_on(async {
        let running = Server::start(Config::sandboxed(&data)).await.unwrap();
        let shop = open_shop(&running.ctx, &GOODS).await;
        running.shutdown().await.unwrap();
        shop
    });
    let closed = Connection::open(data.join("buyline.db")).unwrap();
    closed.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(closed);
    (data, shop)
}

/// Lets people buy so many times. When each was answered, and with what.
fn purchases(addr: SocketAddr, shop: &Shop, count: usize) -> Vec<(i64, Bought)> {
    let (answers, turn) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..BUYERS {
            scope.spawn(|| {
                loop {
                    let turn = turn.fetch_add(1, Ordering::Relaxed);
                    if turn >= count {
                        return;
                    }
                    let offer = shop.goods[turn % shop.goods.len()].offer.to_string();
                    let bought = mortal::buy(addr, &offer, "card_ok");
                    answers.lock().unwrap().push((Timestamp::now().as_microsecond(), bought));
                }
            });
        }
    });
    answers.into_inner().unwrap()
}

fn promised(answers: &[(i64, Bought)]) -> Vec<(i64, i64)> {
    let placed = answers.iter().filter_map(|(at_us, bought)| match bought {
        Bought::Placed(promise) => Some((*at_us, promise.order.0)),
        Bought::Unanswered | Bought::Uncertain | Bought::Refused(_) => None,
    });
    placed.collect()
}

/// What is wrong with the database in this folder, of which these orders were promised.
fn wrong(folder: &Path, promised: &[i64], now_us: i64) -> Option<String> {
    let path = folder.join("buyline.db");
    let read = || -> rusqlite::Result<(String, HashSet<i64>)> {
        let conn = Connection::open(&path)?;
        let whole = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        let mut orders = conn.prepare("SELECT id FROM orders")?;
        let orders = orders.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok((whole, orders))
    };
    let (whole, orders) = match read() {
        Ok(read) => read,
        Err(error) => return Some(error.to_string()),
    };
    if whole != "ok" {
        return Some(whole);
    }
    if let Some(lost) = promised.iter().find(|order| !orders.contains(*order)) {
        return Some(format!("order {lost} was promised and is lost"));
    }
    let report = match audit::run_at(&format!("sqlite:{}", path.display()), None, now_us) {
        Ok(report) => report,
        Err(error) => return Some(error.to_string()),
    };
    (!report.is_clean()).then(|| report.to_string())
}

/// In memory where the system has a place for that.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

#[test]
fn whenever_the_power_goes_every_promised_order_is_there() {
    let Some(strace) = testkit::peers::strace() else { return };
    let images = std::env::var("IMAGES").map_or(IMAGES, |told| told.parse().expect("a number"));
    let count = PURCHASES.max(images / IMAGES_PER_PURCHASE);
    let began = Instant::now();
    let place = folder();
    let (data, shop) = shop(place.path());
    let (database, written) = (data.join("buyline.db"), place.path().join("trace"));
    let before = std::fs::read(&database).unwrap();
    let (mortal, addr) =
        Mortal::start_under(&trace::watcher(&strace, &written), &data, &["--sandbox-payments"]);
    let answers = purchases(addr, &shop, count);
    mortal.stop();
    let promised = promised(&answers);
    assert!(promised.len() > count * 3 / 4, "{answers:?}");
    let events = trace::read(&std::fs::read_to_string(&written).unwrap(), &database);
    let synced = events.iter().filter(|event| matches!(event.what, trace::What::Synced { .. })).count();
    assert!(events.len() > count && synced > count / 2, "{} events, {synced} syncs", events.len());
    let sold_until_us = promised.iter().map(|(at_us, _)| *at_us).max().unwrap();
    let carried = events
        .iter()
        .filter(|event| event.file == trace::Kept::Database && event.at_us < sold_until_us)
        .filter(|event| matches!(event.what, trace::What::Write { .. }))
        .count();

    let mut dice = Dice::new(1, "power");
    let (mut disk, mut liar) = (Disk::of(before.clone(), false), Disk::of(before, true));
    let (mut tried, mut caught) = (0, 0);
    for (at, event) in events.iter().enumerate() {
        disk.take(event);
        liar.take(event);
        // The power goes right before the next event.
        let gone_us = events.get(at + 1).map_or(i64::MAX, |next| next.at_us);
        let answered: Vec<i64> =
            promised.iter().filter(|(at_us, _)| *at_us < gone_us).map(|(_, order)| *order).collect();
        while tried * events.len() < (at + 1) * images {
            tried += 1;
            let (found, now_us) = (folder(), Timestamp::now().as_microsecond());
            lay(&found, disk.lose_power(&mut dice));
            if let Some(wrong) = wrong(found.path(), &answered, now_us) {
                let kept = found.keep();
                panic!(
                    "image {tried}, after event {at} of {}: {wrong}; see {}",
                    events.len(),
                    kept.display()
                );
            }
            // Whether this test sees anything: a disk that only says that it has synced loses what was promised.
            if tried % 10 == 0 {
                let found = folder();
                lay(&found, liar.lose_power(&mut dice));
                caught += usize::from(wrong(found.path(), &answered, now_us).is_some());
            }
        }
    }
    println!(
        "{} purchases, {} promised; {} writes and cuts, {carried} of them to the database itself while people bought, \
         {synced} syncs; {tried} images: none lost or broken; of {} with a \
         disk that lies {caught} were; {} s",
        answers.len(),
        promised.len(),
        events.len() - synced,
        tried / 10,
        began.elapsed().as_secs(),
    );
    assert!(caught > 0, "a disk that lies was not noticed");
}

fn lay(found: &tempfile::TempDir, (database, log): (Vec<u8>, Option<Vec<u8>>)) {
    std::fs::write(found.path().join("buyline.db"), database).unwrap();
    if let Some(log) = log {
        std::fs::write(found.path().join("buyline.db-wal"), log).unwrap();
    }
}

#[test]
fn a_full_disk_and_a_failing_one_are_answered_and_lose_nothing() {
    let Some(strace) = testkit::peers::strace() else { return };
    // From the first call named on, to the last or every so many of them; and whether it passes by itself.
    let failures = [
        ("pwrite64:error=ENOSPC:when=300..315", true),
        ("pwrite64:error=ENOSPC:when=300+1", false),
        ("pwrite64:error=EIO:when=150+31", false),
        ("fdatasync,fsync:error=EIO:when=40+4", false),
    ];
    for (failure, passes) in failures {
        let place = folder();
        let (data, shop) = shop(place.path());
        let database = data.join("buyline.db");
        let mut watcher = vec![strace.display().to_string()];
        let words = "-f -qq --seccomp-bpf -e trace=pwrite64,fsync,fdatasync -o /dev/null -P";
        watcher.extend(words.split_whitespace().map(str::to_owned));
        watcher.push(database.display().to_string());
        watcher.extend(["-P".to_owned(), format!("{}-wal", database.display())]);
        watcher.extend(["-e".to_owned(), format!("inject={failure}")]);
        let (mortal, addr) = Mortal::start_under(&watcher, &data, &["--sandbox-payments"]);
        let answers = purchases(addr, &shop, PURCHASES_FAILING);
        drop(mortal);
        let told: Vec<i64> = promised(&answers).into_iter().map(|(_, order)| order).collect();
        let refused = answers.iter().filter(|(_, bought)| matches!(bought, Bought::Refused(500..))).count();
        let silent = answers.iter().filter(|(_, bought)| matches!(bought, Bought::Unanswered)).count();
        println!("{failure}: {} promised, {refused} refused, {silent} without an answer", told.len());
        assert!(refused > 0 && silent == 0, "{failure}: an error is answered: {answers:?}");
        let last = answers.last().map(|(_, bought)| bought);
        assert!(!passes || matches!(last, Some(Bought::Placed(_))), "{failure}: it sells again: {last:?}");
        // With a disk that works again.
        let (mortal, addr) = Mortal::start(&data, &["--sandbox-payments"]);
        let after = purchases(addr, &shop, BUYERS);
        drop(mortal);
        let told: Vec<i64> =
            told.into_iter().chain(promised(&after).into_iter().map(|(_, order)| order)).collect();
        assert!(!told.is_empty());
        let broken = wrong(&data, &told, Timestamp::now().as_microsecond());
        assert_eq!(broken, None, "{failure}");
    }
}
