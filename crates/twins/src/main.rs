//! `buyline-twins`: a peer's twin by itself. See docs/twins.md.

use std::net::SocketAddr;

use anyhow::Context;
use buyline_twins::server;
use clap::{Parser, Subcommand};

/// Stand-ins for the peers, to try Buyline offline.
#[derive(Debug, Parser)]
#[command(name = "buyline-twins")]
struct Arguments {
    #[command(subcommand)]
    twin: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    /// Stripe, API version 2026-10-28.endive: any `sk_test_…` key, no money.
    Stripe {
        /// Where it listens. Port 0 takes a free one and says which.
        #[arg(long, default_value = "127.0.0.1:8421")]
        listen: SocketAddr,
        /// Where browsers find it, if not at that address.
        #[arg(long)]
        base: Option<String>,
        /// Determines all ids.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let Which::Stripe { listen, base, seed } = Arguments::parse().twin;
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on"))?;
    let options = server::Options { base, seed };
    let served = server::start(listener, options)?;
    println!("The twin of Stripe listens on {}", served.base());
    println!("Control it under {}/_twin/", served.base());
    tokio::signal::ctrl_c().await?;
    Ok(())
}
