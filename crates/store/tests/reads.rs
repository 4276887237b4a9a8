//! What a read sees while others write.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use buyline_store as store;

use store::DbError;
use testkit::house::House;
use tokio::runtime::Handle;
use tokio::task::block_in_place;

/// On PostgreSQL each statement sees what was committed before it; a snapshot would cost two round trips more.
#[tokio::test(flavor = "multi_thread")]
async fn one_read_sees_one_state_of_sqlite_however_many_statements_it_has() {
    let house = House::sqlite();
    let db = house.ctx.db();
    let set = |value: &'static str| db.write("set", move |tx| store::settings::set(tx, "motto", value));
    set("before").await.unwrap();

    let (other, runtime) = (db.clone(), Handle::current());
    let seen = db.read(move |conn| {
        let first = store::settings::get(conn, "motto")?;
        let write = other.write("set", |tx| store::settings::set(tx, "motto", "after"));
        block_in_place(|| runtime.block_on(write))?;
        let second = store::settings::get(conn, "motto")?;
        Ok::<_, DbError>([first, second].map(Option::unwrap))
    });
    assert_eq!(seen.await.unwrap(), ["before", "before"]);

    let next = db.read(|conn| store::settings::get(conn, "motto")).await.unwrap();
    assert_eq!(next.as_deref(), Some("after"), "the next read sees what was written meanwhile");
}

#[tokio::test]
async fn a_read_that_failed_leaves_its_connection_fit_for_the_next() {
    let house = House::sqlite();
    let db = house.ctx.db();
    for _ in 0..3 {
        let failed = db.read(|_| Err::<(), _>(DbError::Missing("nothing"))).await;
        assert!(matches!(failed, Err(DbError::Missing(_))), "{failed:?}");
    }
    db.write("set", |tx| store::settings::set(tx, "motto", "here")).await.unwrap();
    let seen = db.read(|conn| store::settings::get(conn, "motto")).await.unwrap();
    assert_eq!(seen.as_deref(), Some("here"));
}
