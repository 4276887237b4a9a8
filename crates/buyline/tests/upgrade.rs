//! A server that is replaced by the next while people buy: nobody notices (I24).
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/mortal.rs"]
mod mortal;
mod support;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use buyline::{Config, Server};
use mortal::{AtItsEnd, Bought, Mortal, Promise};
use testkit::house::{Goods, Shop, open_shop};

/// How often it is replaced.
const TIMES: usize = 6;
/// Orders between two replacements.
const ORDERS: usize = 10;
const BUYERS: usize = 6;
/// All buyers share one address, and a server lets one address begin so many purchases.
const PAUSE: Duration = Duration::from_millis(100);
const SETTINGS: [&str; 1] = ["--sandbox-payments"];

fn shop_in(data: &Path) -> Shop {
    let goods = [Goods { title: "Lac du matin", price: 2_490, units: Some(1_000_000) }];
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let running = Server::start(Config::sandboxed(data)).await.unwrap();
        let shop = open_shop(&running.ctx, &goods).await;
        running.shutdown().await.unwrap();
        shop
    })
}

fn wait_for(what: &str, is_there: impl Fn() -> bool) {
    let until = Instant::now() + support::PATIENCE;
    while !is_there() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_server_is_replaced_under_load_and_no_checkout_fails() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let shop = shop_in(&data);
    let offer = shop.goods[0].offer.to_string();
    // As the service manager does: made before any server, and kept while there is none.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    let (over, turned_away) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (promises, failed) = (Mutex::new(Vec::<Promise>::new()), Mutex::new(Vec::new()));
    let last = std::thread::scope(|scope| {
        let mut mortal = Mortal::start_on(&listener, &data, &SETTINGS);
        let end = AtItsEnd(&over);
        for _ in 0..BUYERS {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    match mortal::buy(addr, &offer, "card_ok") {
                        Bought::Placed(promise) => promises.lock().unwrap().push(promise),
                        Bought::Refused(429) => {
                            turned_away.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(PAUSE);
                        }
                        other => failed.lock().unwrap().push(other),
                    }
                }
            });
        }
        for time in 1..=TIMES {
            let before = promises.lock().unwrap().len();
            wait_for(&format!("nobody could buy before replacement {time}"), || {
                promises.lock().unwrap().len() >= before + ORDERS
            });
            mortal.stop();
            mortal = Mortal::start_on(&listener, &data, &SETTINGS);
        }
        wait_for("nobody could buy from the last", || promises.lock().unwrap().len() > TIMES * ORDERS);
        drop(end);
        mortal
    });
    last.stop();
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{} of {TIMES} replacements were felt: {failed:?}", failed.len());
    let (database, record) = (data.join("buyline.db"), data.join(buyline::SANDBOX_RECORD));
    let report = audit::run(&format!("sqlite:{}", database.display()), Some(&record)).unwrap();
    assert!(report.is_clean(), "{report}");
}
