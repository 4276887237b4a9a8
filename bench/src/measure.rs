//! Looking at a server from outside: its queue, its audit, its start.

use std::time::{Duration, Instant};

use anyhow::Context;
use serde_json::json;

use crate::Engine;
use crate::child::RunningServer;
use crate::client::Client;
use crate::figures::resident_mb_of;
use crate::seed::Kind;

/// Jobs that wait, and orders that are confirmed.
pub async fn queue(server: &RunningServer) -> anyhow::Result<(i64, usize)> {
    let url = server.database.parse().map_err(|error: String| anyhow::anyhow!(error))?;
    let (waiting, confirmed) = tokio::task::spawn_blocking(move || store::count_open_work(&url)).await??;
    Ok((waiting, usize::try_from(confirmed)?))
}

/// `clean`, or the numbers of the invariants that are broken.
pub async fn audit(server: &RunningServer) -> anyhow::Result<String> {
    let (database, record) = (server.database.clone(), server.data.join(buyline::SANDBOX_RECORD));
    let report = tokio::task::spawn_blocking(move || audit::run(&database, Some(&record))).await??;
    Ok(if report.is_clean() { "clean".to_owned() } else { report.broken().join(",") })
}

/// From the start of the process to the first page, and what it holds when idle.
pub async fn start() -> anyhow::Result<()> {
    let began = Instant::now();
    let server = RunningServer::start(Engine::Sqlite, Kind::Empty, 0, 0).await?;
    let mut client = Client::connect(&server.ready.addr).await?;
    let page = client.send("GET", "/", "", "").await?;
    let first = began.elapsed();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let rss_mb = resident_mb_of(server.pid()?).context("the server runs")?;
    println!(
        "{}",
        json!({"bench": "start", "status": page.status, "first_page_ms": u64::try_from(first.as_millis())?, "idle_rss_mb": rss_mb})
    );
    Ok(())
}
