//! Everyone at once: two hundred buyers for the last units, round after round, on one process with SQLite and on two
//! processes with a PostgreSQL that pauses between statements.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use buyline_app as app;

use app::Ctx;
use app::checkout::{Part, PurchaseView};
use domain::place::Refusal;
use futures_util::future::join_all;
use store::Faults;
use testkit::house::{Goods, House, On, Plan, pay_with};

const BUYERS: usize = 200;
const ROUNDS: i64 = 100;

/// Pauses before every statement, up to a millisecond, never the same twice in a row.
#[derive(Default)]
struct Pauses {
    turn: AtomicU64,
}

impl Faults for Pauses {
    fn before_statement(&self) {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let micros = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54;
        std::thread::sleep(Duration::from_micros(micros));
    }
}

/// One round: all pay at the same moment. Gives how many were sold.
async fn round(house: &House, processes: &[Ctx], units: i64, number: i64) -> usize {
    let shop = house.shop(&[Goods { title: "Lac du matin", price: 2_490, units: Some(units) }]).await;
    let views: Vec<PurchaseView> = join_all((0..BUYERS).map(|_| shop.tap(&house.ctx, &[(0, 1)]))).await;
    let payments = views.iter().enumerate().map(|(index, view)| {
        let ctx = processes[index % processes.len()].clone();
        async move { pay_with(&ctx, view, "card_ok").await[0].1.clone() }
    });
    let outcomes = join_all(payments).await;
    let sold = outcomes.iter().filter(|outcome| matches!(outcome, Part::Placed(_))).count();
    let told = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Part::Refused(Refusal::SoldOut { left: 0, .. })))
        .count();
    assert_eq!(sold + told, BUYERS, "round {number}: everybody is told the truth: {outcomes:?}");
    sold
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_buyers_for_the_last_units_a_hundred_times() {
    let house = House::sqlite();
    let processes = [house.ctx.clone()];
    for number in 1..=ROUNDS {
        let units = number % 7 + 1;
        assert_eq!(round(&house, &processes, units, number).await, usize::try_from(units).unwrap());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_on_a_slow_postgres_never_oversell() {
    let Some(house) = House::new(On::Postgres) else { return };
    let slow = |node| {
        house.neighbour(
            node,
            Plan { faults: Some(Arc::new(Pauses::default())), inline: false, ..Plan::default() },
        )
    };
    let processes = [slow(2), slow(3)];
    for number in 1..=ROUNDS {
        let units = number % 7 + 1;
        assert_eq!(round(&house, &processes, units, number).await, usize::try_from(units).unwrap());
    }
}
