//! A flash sale: everyone pays at the same moment.

use std::time::Instant;

use anyhow::ensure;
use serde_json::json;

use crate::Engine;
use crate::checkouts::{Bought, buy};
use crate::child::RunningServer;
use crate::client::Client;
use crate::figures::Latencies;
use crate::seed::Kind;

/// Runs and prints.
pub async fn run(engine: Engine, buyers: usize, units: u32) -> anyhow::Result<()> {
    let server = RunningServer::start(engine, Kind::Flash, 0, units).await?;
    let offer = server.ready.seeded.offers[0].clone();
    let mut clients = Vec::with_capacity(buyers);
    for _ in 0..buyers {
        clients.push(Client::connect(&server.ready.addr).await?);
    }
    let walks = clients.into_iter().map(|mut client| {
        let offer = offer.clone();
        tokio::spawn(async move {
            let at = Instant::now();
            let bought = buy(&mut client, &offer).await;
            (bought, at.elapsed())
        })
    });
    let (mut sold, mut refused, mut errors, mut taken) = (0_u32, 0_u32, 0_u32, Latencies::default());
    for walk in walks.collect::<Vec<_>>() {
        let (bought, took) = walk.await?;
        taken.push(took);
        match bought {
            Ok(Bought::Placed(_)) => sold += 1,
            Ok(Bought::Refused) => refused += 1,
            Err(_) => errors += 1,
        }
    }
    let audit = crate::measure::audit(&server).await?;
    println!(
        "{}",
        json!({
            "bench": "flash", "engine": format!("{engine:?}").to_lowercase(), "buyers": buyers, "units": units,
            "sold": sold, "refused": refused, "errors": errors,
            "p50_ms": taken.percentile_ms(50), "slowest_ms": taken.slowest_ms(), "audit": audit,
        })
    );
    ensure!(sold == units.min(u32::try_from(buyers)?), "sold {sold} of {units}");
    ensure!(audit == "clean", "the audit found a broken invariant");
    Ok(())
}
