//! Node numbers and the floor of ids, on both engines.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use buyline_store::{Db, DbError, DbOptions, nodes};
use jiff::{SignedDuration, Timestamp};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

fn open(url: &str) -> Db {
    Db::open(&url.parse().unwrap(), DbOptions::default()).unwrap()
}

async fn lease(db: &Db, now: Timestamp) -> nodes::NodeLease {
    db.write("lease_node", move |tx| nodes::lease(tx, now, now + MINUTE)).await.unwrap().unwrap()
}

async fn leases_behave(db: Db) {
    let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
    let first = lease(&db, now).await;
    let second = lease(&db, now).await;
    assert_eq!((first.node, second.node), (0, 1));

    // A process that renews in time goes on; its old mark is worth nothing.
    let renewed = db.write("renew", move |tx| nodes::renew(tx, first, now + MINUTE + MINUTE)).await.unwrap();
    let renewed = renewed.expect("the lease is ours");
    let stale = db.write("renew", move |tx| nodes::renew(tx, first, now + MINUTE)).await.unwrap();
    assert_eq!(stale, None);

    // A number given back rests: ids of its last holder may lie ahead of a clock that stepped back.
    db.write("release", move |tx| nodes::release(tx, second, now)).await.unwrap();
    assert_eq!(lease(&db, now).await.node, 2);
    let later = now + MINUTE + MINUTE + MINUTE;
    assert_eq!(lease(&db, later).await.node, 3);
    let lost = db.write("renew", move |tx| nodes::renew(tx, renewed, later)).await.unwrap();
    assert!(lost.is_some(), "nobody else took it meanwhile");
}

async fn ids_begin_above_what_is_stored(db: Db) {
    let now = Timestamp::UNIX_EPOCH;
    assert_eq!(lease(&db, now).await.floor, 0);
    db.write("plant", |tx| -> Result<(), DbError> {
        tx.execute("INSERT INTO carts (id, updated_at) VALUES ($1, 0)", &[987_654_321_i64.into()]).map(|_| ())
    })
    .await
    .unwrap();
    assert_eq!(lease(&db, now).await.floor, 987_654_321);
}

async fn no_two_processes_get_one_number(databases: Vec<Db>) {
    let now = Timestamp::UNIX_EPOCH;
    let asked = databases
        .iter()
        .cycle()
        .take(24)
        .cloned()
        .map(|db| tokio::spawn(async move { lease(&db, now).await.node }));
    let mut numbers = HashSet::new();
    for answer in asked.collect::<Vec<_>>() {
        numbers.insert(answer.await.unwrap());
    }
    assert_eq!(numbers.len(), 24);
}

#[tokio::test(flavor = "multi_thread")]
async fn leases_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    leases_behave(open(&url("a.db"))).await;
    ids_begin_above_what_is_stored(open(&url("b.db"))).await;
    no_two_processes_get_one_number(vec![open(&url("c.db")), open(&url("c.db"))]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leases_on_postgres() {
    let fresh = || tokio::task::spawn_blocking(testkit::postgres::fresh_database);
    let (Some(a), Some(b), Some(c)) =
        (fresh().await.unwrap(), fresh().await.unwrap(), fresh().await.unwrap())
    else {
        return;
    };
    let open_there = |url: &str| {
        let url = url.to_owned();
        tokio::task::spawn_blocking(move || open(&url))
    };
    leases_behave(open_there(&a.url).await.unwrap()).await;
    ids_begin_above_what_is_stored(open_there(&b.url).await.unwrap()).await;
    no_two_processes_get_one_number(vec![
        open_there(&c.url).await.unwrap(),
        open_there(&c.url).await.unwrap(),
    ])
    .await;
}
