//! Stopped after every commit: each event has one row for each endpoint and goes out under one id.

use std::collections::{BTreeMap, BTreeSet};

use app::DbError;
use buyline_app as app;
use jiff::SignedDuration;
use store::Read as _;
use testkit::house::{DieAfter, House, On, Plan, Shop};

use crate::{PRINT, URL, buy, give_back, listen, listening, rows, ship};

/// What must have been told of what is so now: event and what it is about.
async fn wanted(house: &House, shop: &Shop) -> BTreeSet<(String, i64)> {
    let merchant = shop.merchant;
    let sql = "SELECT 'order.placed', id FROM orders WHERE merchant_id = $1 AND confirmed_at IS NOT NULL
               UNION ALL SELECT 'order.shipped', id FROM fulfillments WHERE merchant_id = $1
               UNION ALL SELECT 'order.refunded', id FROM refunds WHERE merchant_id = $1 AND state = 'done'";
    let read = move |conn: &mut store::Conn| {
        conn.rows(sql, &[store::Param::id(merchant)], |row| Ok((row.text(0)?, row.int(1)?)))
    };
    let rows = house.ctx.db().read(read).await.map_err(|error: DbError| error);
    rows.unwrap().into_iter().collect()
}

async fn die_everywhere(on: On, lives: impl Iterator<Item = u32>) {
    let mut told_of = 0;
    for commits in lives {
        let Some((house, endpoints)) = listening(on) else { return };
        let shop = house.shop(&[PRINT]).await;
        listen(&house.ctx, &shop, URL).await;
        listen(&house.ctx, &shop, "https://other.example/").await;
        let plan = Plan {
            faults: Some(DieAfter::commits(commits)),
            tell: Some(endpoints.clone()),
            ..Plan::default()
        };
        let mortal = house.neighbour(2, plan);
        if let Some((order, _)) = buy(&mortal, &shop).await {
            house.clock.advance(SignedDuration::from_mins(3));
            let _ = app::jobs::drain(&mortal).await;
            let _ = ship(&mortal, &shop, order).await;
            let _ = app::jobs::drain(&mortal).await;
            let _ = give_back(&mortal, &shop, order).await;
            let _ = app::jobs::drain(&mortal).await;
        }
        drop(mortal);
        for _ in 0..4 {
            house.clock.advance(SignedDuration::from_mins(20));
            house.drain().await;
        }
        let wanted = wanted(&house, &shop).await;
        told_of += wanted.len();
        let rows = rows(&house).await;
        let mut by_event: BTreeMap<(String, i64), usize> = BTreeMap::new();
        for (event, about, _, state) in &rows {
            assert_eq!(state, "delivered", "{on:?} after {commits}: {rows:?}");
            *by_event.entry((event.clone(), *about)).or_default() += 1;
        }
        let known: BTreeSet<_> = by_event.keys().cloned().collect();
        assert_eq!(known, wanted, "{on:?} after {commits} commits");
        assert!(by_event.values().all(|count| *count == 2), "one row per endpoint: {by_event:?}");
        for url in [URL, "https://other.example/"] {
            let ids: BTreeSet<String> = endpoints.events(url).into_iter().map(|(id, _)| id).collect();
            assert_eq!(ids.len(), wanted.len(), "{on:?} after {commits}: one id per event at {url}");
        }
        let waiting =
            house.ctx.db().read(|conn| store::jobs::health(conn, jiff::Timestamp::MAX)).await.unwrap();
        assert_eq!((waiting.waiting, waiting.dead), (0, 0), "{on:?} after {commits}");
        house.must_be_clean().await;
    }
    println!("{on:?}: {told_of} events, each with one row per endpoint and one id");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_commit_it_dies_after_each_event_is_told_under_one_id_on_sqlite() {
    die_everywhere(On::Sqlite, 1..20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_later_commit_it_dies_after_each_event_is_told_under_one_id_on_sqlite() {
    die_everywhere(On::Sqlite, 20..44).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_commit_it_dies_after_each_event_is_told_under_one_id_on_postgres() {
    die_everywhere(On::Postgres, (8..40).step_by(8)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_other_commit_it_dies_after_each_event_is_told_under_one_id_on_postgres() {
    die_everywhere(On::Postgres, (12..44).step_by(8)).await;
}
