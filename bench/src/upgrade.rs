//! A server that is replaced while a steady stream of people buys: what failed, and how long the slowest waited.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::json;

use crate::Engine;
use crate::checkouts::{Bought, buy, drain};
use crate::child::RunningServer;
use crate::client::Client;
use crate::figures::{Latencies, per_second};
use crate::seed::Kind;

/// Buyers at once: enough to hold the rate through a wait of some hundred milliseconds.
const CLIENTS: usize = 256;

/// Runs and prints.
pub async fn run(rate: u32, seconds: u64, restarts: u32) -> anyhow::Result<()> {
    let mut server = RunningServer::start(Engine::Sqlite, Kind::Shelf, 0, 0).await?;
    let offers: Arc<[String]> = server.ready.seeded.offers[..].into();
    let (next, failed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let mut buyers = Vec::with_capacity(CLIENTS);
    for _ in 0..CLIENTS {
        let addr = server.ready.addr.clone();
        let (offers, next, failed) = (Arc::clone(&offers), Arc::clone(&next), Arc::clone(&failed));
        buyers.push(tokio::spawn(async move {
            let mut whole = Latencies::default();
            let mut client = Client::connect(&addr).await?;
            loop {
                // Each purchase has its moment; who is late because the server was away catches up.
                let number = next.fetch_add(1, Ordering::Relaxed);
                let due = began + Duration::from_secs(1) * u32::try_from(number)? / rate;
                if due >= until {
                    return anyhow::Ok(whole);
                }
                tokio::time::sleep_until(due.into()).await;
                match buy(&mut client, &offers[number % offers.len()]).await {
                    Ok(Bought::Placed(_)) => whole.push(due.elapsed()),
                    Ok(Bought::Refused) | Err(_) => {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        }));
    }
    let mut away = Duration::ZERO;
    for _ in 0..restarts {
        tokio::time::sleep(Duration::from_secs(seconds) / (restarts + 1)).await;
        away = away.max(server.replace().await?);
    }
    let mut whole = Latencies::default();
    for buyer in buyers {
        whole.join(buyer.await??);
    }
    let ran = began.elapsed();
    let orders = whole.count();
    let drained = drain(&server, orders).await?;
    let failed = failed.load(Ordering::Relaxed);
    let audit = crate::measure::audit(&server).await?;
    println!(
        "{}",
        json!({
            "bench": "upgrade", "restarts": restarts, "orders": orders, "orders_per_s": per_second(orders, ran),
            "failed": failed, "longest_away_ms": u64::try_from(away.as_millis())?,
            "p50_ms": whole.percentile_ms(50), "p99_ms": whole.percentile_ms(99), "slowest_ms": whole.slowest_ms(),
            "drained_after_s": drained.as_secs(), "audit": audit,
        })
    );
    ensure!(failed == 0, "{failed} checkouts failed");
    ensure!(audit == "clean", "the audit found a broken invariant");
    Ok(())
}
