//! What the simulation must show, in the size that fits between two merges. Larger runs: `cargo xtask simulate`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_simulator::{Plan, Tally, World, every_arrival, every_commit, storms};

/// Checkouts of one part of the ten thousand.
const PART: u64 = 2_500;
/// Apart enough that no two parts meet.
const APART: u64 = 1_000_000;

fn passed(outcome: Result<(u64, Tally), Box<buyline_simulator::Failure>>) -> Tally {
    let (runs, tally) = outcome.unwrap_or_else(|failure| panic!("\n{failure}"));
    println!("{runs} runs: {tally:?}");
    tally
}

/// Ten thousand checkouts in four parts, so that machines with several cores share them.
fn a_death_at_every_commit(part: u64) {
    let tally = passed(every_commit(1 + part * APART, PART, false));
    assert!(tally.checkouts >= PART, "{tally:?}");
    // Most runs die where they were told to; the rest die again while they come back.
    assert!(tally.deaths > 200 && tally.paid > 100, "{tally:?}");
}

#[test]
fn checkouts_survive_a_death_at_every_commit_first_quarter() {
    a_death_at_every_commit(0);
}

#[test]
fn checkouts_survive_a_death_at_every_commit_second_quarter() {
    a_death_at_every_commit(1);
}

#[test]
fn checkouts_survive_a_death_at_every_commit_third_quarter() {
    a_death_at_every_commit(2);
}

#[test]
fn checkouts_survive_a_death_at_every_commit_last_quarter() {
    a_death_at_every_commit(3);
}

#[test]
fn storms_lose_nothing_and_charge_nobody_twice() {
    let tally = passed(storms(Plan::storm(1), 800));
    assert!(tally.deaths > 100 && tally.paid > 100, "{tally:?}");
    assert!(tally.gifts > 50 && tally.again > 20, "{tally:?}");
}

#[test]
fn every_order_of_seven_events_ends_in_one_state() {
    let arrivals = every_arrival(7);
    println!("{arrivals:?}");
    assert_eq!(arrivals.orders, 5_040);
    assert_eq!(arrivals.unheard, 0, "events alone tell of the payment, before anybody asks");
    assert_eq!(arrivals.ends.len(), 1, "{:#?}", arrivals.ends);
    assert!(arrivals.ends[0].contains("order confirmed"), "{}", arrivals.ends[0]);
    assert!(arrivals.wrong.is_empty(), "{:#?}", arrivals.wrong);
}

#[test]
fn one_seed_is_one_run() {
    let of = |seed| World::new(Plan::storm(seed)).run().unwrap_or_else(|failure| panic!("\n{failure}"));
    assert_eq!(of(5), of(5));
    assert_ne!(of(5).hash, of(6).hash);
}
