//! `simulate`: one run of a seed, or as many as it takes for so many checkouts.

use std::process::ExitCode;
use std::time::Instant;

use buyline_simulator::{Plan, Weather, every_commit, storms};
use clap::Parser;

/// Simulates a shop that everything happens to, and judges it after every step.
#[derive(Parser)]
#[command(name = "cargo xtask simulate")]
struct Arguments {
    /// The run; with --checkouts the first of them.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many people buy.
    #[arg(long, default_value_t = 12)]
    buyers: usize,
    /// How much happens in a run.
    #[arg(long, default_value_t = 120)]
    steps: u32,
    /// Runs of one seed after the other until so many checkouts were begun.
    #[arg(long, default_value_t = 0)]
    checkouts: u64,
    /// Repeats each run with a death at every one of its commits.
    #[arg(long)]
    every_commit: bool,
    /// Nothing goes wrong by itself.
    #[arg(long)]
    calm: bool,
    /// Nobody dies by chance.
    #[arg(long)]
    immortal: bool,
    /// The process dies at this commit.
    #[arg(long)]
    dies_after: Option<u64>,
    /// Prints all that happens.
    #[arg(long)]
    loud: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let began = Instant::now();
    let weather = if arguments.calm { Weather::CALM } else { Weather::STORM };
    let plan = Plan {
        seed: arguments.seed,
        buyers: arguments.buyers,
        steps: arguments.steps,
        weather: if arguments.immortal { Weather { deaths: 0, ..weather } } else { weather },
        dies_after: arguments.dies_after,
        is_loud: arguments.loud,
    };
    let outcome = if arguments.every_commit {
        every_commit(arguments.seed, arguments.checkouts.max(1), arguments.loud)
    } else {
        storms(plan, arguments.checkouts)
    };
    match outcome {
        Ok((runs, sum)) => {
            println!(
                "{runs} runs from seed {}: {} checkouts, {} promised, {} paid, {} given, {} deaths, {} commits; 0 lost, \
                 0 duplicated, 0 overcharged; {} s; hash {:016x}",
                arguments.seed,
                sum.checkouts,
                sum.placed,
                sum.paid,
                sum.gifts,
                sum.deaths,
                sum.commits,
                began.elapsed().as_secs(),
                sum.hash
            );
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
