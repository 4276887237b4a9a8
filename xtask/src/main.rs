//! The chores of this repository: bringing the real peers the tests talk to, running every test, picturing every
//! page, and the tidy rules that neither Cargo nor clippy can keep. Nothing here ships, and it imports none of our crates.

mod bugs;
mod peers;
mod screenshots;
mod simulate;
mod steps;
mod suite;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the Buyline repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install the peers that are missing, then run every test; a missing peer is a failure.
    Test {
        /// Also against Medusa, whose packages take minutes and 700 MB.
        #[arg(long)]
        all: bool,
        /// Handed to the test runner as they are, for example `-p buyline-store`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        runner_arguments: Vec<String>,
    },
    /// Install the peers that are missing: PostgreSQL, Chromium with its driver, axe-core, localstripe.
    Peers {
        /// Also Medusa, whose packages take minutes and 700 MB.
        #[arg(long)]
        all: bool,
    },
    /// Build the demo and picture every page and state of it into target/screenshots, with an index.html.
    Screenshots {
        /// Only these chapters: guest, buyer, studio, console; `readme` renews the README's pictures.
        chapters: Vec<String>,
    },
    /// Simulate a shop that everything happens to; a failing run says how to replay it. `--release` for long ones.
    Simulate {
        /// For example `--seed 7 --steps 500`, `--checkouts 1000000`, `--every-commit --checkouts 10000`; see `--help`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Put known bugs into a copy of the sources, one at a time, and see whether the tests catch each.
    Bugs {
        /// The beginnings of their names, such as F08; all when none is said.
        names: Vec<String>,
        /// Three that the date chooses.
        #[arg(long)]
        today: bool,
    },
    /// Check licences, dependency direction and the house's text rules.
    Tidy,
}

fn main() -> ExitCode {
    let root = repository_root();
    let outcome = match Arguments::parse().chore {
        Chore::Test { all, runner_arguments } => suite::run(&root, &runner_arguments, all),
        Chore::Peers { all } => peers::install(&root, &mut steps::Steps::default(), all),
        Chore::Screenshots { chapters } => screenshots::take(&root, &chapters),
        Chore::Simulate { arguments } => simulate::run(&root, &arguments),
        Chore::Bugs { names, today } => bugs::run(&root, &names, today),
        Chore::Tidy => tidy::report(&root),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The folder that holds the workspace's `Cargo.toml`.
fn repository_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies one folder below the repository's root")
        .to_path_buf()
}
