//! Home pages, as a signed-in reader gets them.

use std::time::{Duration, Instant};

use anyhow::ensure;
use serde_json::json;

use crate::Engine;
use crate::child::RunningServer;
use crate::client::Client;
use crate::figures::{Latencies, cpu_of, each_ms, per_second, resident_mb_of};
use crate::seed::Kind;

/// Cards a home page must show for a run to count.
const CARDS_MIN: usize = 20;

/// Runs and prints.
pub async fn run(engine: Engine, clients: usize, seconds: u64) -> anyhow::Result<()> {
    let server = RunningServer::start(engine, Kind::Timeline, 0, 0).await?;
    let pid = server.pid()?;
    let cookie = format!("cookie: buyline={}\r\n", server.ready.seeded.session);
    let mut first = Client::connect(&server.ready.addr).await?;
    let page = first.send("GET", "/", &cookie, "").await?;
    let cards = String::from_utf8_lossy(&page.body).matches("data-offer").count();
    ensure!(
        page.status == 200 && cards >= CARDS_MIN,
        "the home page answered {} with {cards} cards",
        page.status
    );
    let bytes = page.body.len();
    let cpu_before = cpu_of(pid)?;
    let began = Instant::now();
    let until = began + Duration::from_secs(seconds);
    let readers = (0..clients).map(|_| {
        let (addr, cookie) = (server.ready.addr.clone(), cookie.clone());
        tokio::spawn(async move {
            let mut client = Client::connect(&addr).await?;
            let (mut taken, mut errors) = (Latencies::default(), 0_usize);
            while Instant::now() < until {
                let at = Instant::now();
                let page = client.send("GET", "/", &cookie, "").await?;
                if page.status == 200 { taken.push(at.elapsed()) } else { errors += 1 }
            }
            anyhow::Ok((taken, errors))
        })
    });
    let (mut taken, mut errors) = (Latencies::default(), 0);
    for reader in readers.collect::<Vec<_>>() {
        let (t, e) = reader.await??;
        taken.join(t);
        errors += e;
    }
    let ran = began.elapsed();
    let cpu = cpu_of(pid)?.saturating_sub(cpu_before);
    let pages = taken.count();
    println!(
        "{}",
        json!({
            "bench": "timeline", "engine": format!("{engine:?}").to_lowercase(), "clients": clients,
            "pages": pages, "pages_per_s": per_second(pages, ran), "page_bytes": bytes, "cards": cards,
            "p50_ms": taken.percentile_ms(50), "p99_ms": taken.percentile_ms(99),
            "cpu_ms_per_page": each_ms(cpu, pages), "rss_mb": resident_mb_of(pid)?, "errors": errors,
        })
    );
    Ok(())
}
