//! The load driver: starts a server of its own, drives it over HTTP, ends with one JSON line.
//!
//! The server is a process of its own (this program again, with a hidden command), so that its processor time and
//! memory can be told from the driver's. Figures belong in `docs/performance.md`, with the command and the machine.

mod checkouts;
mod child;
mod client;
mod figures;
mod flash;
mod gate;
mod measure;
mod seed;
mod store_bench;
mod timeline;
mod upgrade;

use clap::{Parser, Subcommand, ValueEnum};

/// Drives a Buyline server of its own over HTTP and prints one JSON line of figures.
#[derive(Parser)]
#[command(name = "buyline-bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Which database the server runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A private cluster with durable commits, started for this run.
    Postgres,
}

#[derive(Subcommand)]
enum Command {
    /// Complete guest checkouts: create, address, shipping, pay, placed; then until every job is drained.
    Checkouts {
        /// Which database.
        #[arg(long, value_enum, default_value = "sqlite")]
        engine: Engine,
        /// Buyers at once.
        #[arg(long, default_value_t = 64)]
        clients: usize,
        /// For how long.
        #[arg(long, default_value_t = 20)]
        seconds: u64,
        /// Everybody wants the same item.
        #[arg(long)]
        hot: bool,
        /// How long the payment provider takes.
        #[arg(long, default_value_t = 0)]
        provider_ms: u64,
    },
    /// Home pages of an account that follows 200 of 2,000 authors with 200,000 posts.
    Timeline {
        /// Which database.
        #[arg(long, value_enum, default_value = "sqlite")]
        engine: Engine,
        /// Readers at once.
        #[arg(long, default_value_t = 16)]
        clients: usize,
        /// For how long.
        #[arg(long, default_value_t = 20)]
        seconds: u64,
    },
    /// Many buyers at once for a few units: exactly so many orders, every loser told.
    Flash {
        /// Which database.
        #[arg(long, value_enum, default_value = "sqlite")]
        engine: Engine,
        /// Buyers.
        #[arg(long, default_value_t = 500)]
        buyers: usize,
        /// Units.
        #[arg(long, default_value_t = 100)]
        units: u32,
    },
    /// The server is replaced by the next, again and again, while people buy at a steady rate: nothing may fail.
    Upgrade {
        /// Purchases begun each second.
        #[arg(long, default_value_t = 500)]
        per_second: u32,
        /// For how long.
        #[arg(long, default_value_t = 20)]
        seconds: u64,
        /// How often it is replaced.
        #[arg(long, default_value_t = 5)]
        restarts: u32,
    },
    /// From the start of the process to the first page, and what it holds when idle.
    Start,
    /// Decisions of a gate, in process.
    Gate {
        /// How many.
        #[arg(long, default_value_t = 2_000_000)]
        decisions: u32,
    },
    /// The store alone: place and settle orders in batches, without HTTP.
    Store {
        /// For how long.
        #[arg(long, default_value_t = 5)]
        seconds: u64,
        /// Callers at once.
        #[arg(long, default_value_t = 128)]
        callers: usize,
    },
    /// The server itself; started by the other commands.
    #[command(hide = true)]
    Serve(child::Serve),
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match Cli::parse().command {
        Command::Checkouts { engine, clients, seconds, hot, provider_ms } => {
            runtime.block_on(checkouts::run(engine, clients, seconds, hot, provider_ms))
        }
        Command::Timeline { engine, clients, seconds } => {
            runtime.block_on(timeline::run(engine, clients, seconds))
        }
        Command::Flash { engine, buyers, units } => runtime.block_on(flash::run(engine, buyers, units)),
        Command::Upgrade { per_second, seconds, restarts } => {
            runtime.block_on(upgrade::run(per_second, seconds, restarts))
        }
        Command::Start => runtime.block_on(measure::start()),
        Command::Gate { decisions } => runtime.block_on(gate::run(decisions)),
        Command::Store { seconds, callers } => runtime.block_on(store_bench::run(seconds, callers)),
        Command::Serve(serve) => runtime.block_on(child::serve(serve)),
    }
}
