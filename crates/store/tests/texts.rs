//! Texts that one engine would keep and the other refuse, on both.
#![allow(clippy::unwrap_used)]

use buyline_store::{Db, DbError, DbOptions, Read, idempotency};
use jiff::Timestamp;

async fn no_text_makes_a_write_fail(db: Db) {
    let now = Timestamp::UNIX_EPOCH;
    let key =
        idempotency::NewKey { scope: "a\0b", key: "k", request_hash: &[7; 32], status: 1, response: "\0" };
    // One array per column in PostgreSQL, one row at a time in SQLite.
    db.write("put", move |tx| idempotency::put(tx, &[key], now)).await.unwrap();
    db.write("update", |tx| -> Result<(), DbError> {
        tx.execute("UPDATE idempotency SET request_key = $1 WHERE scope = $2", &["é\0".into(), "a\0b".into()])
            .map(|changed| assert_eq!(changed, 1, "what is looked for is written as what was kept"))
    })
    .await
    .unwrap();
    let kept = db
        .read(|conn| {
            conn.rows("SELECT scope, request_key, response FROM idempotency", &[], |row| {
                Ok::<_, DbError>((row.text(0)?, row.text(1)?, row.text(2)?))
            })
        })
        .await
        .unwrap();
    assert_eq!(kept, [("a\u{fffd}b".to_owned(), "é\u{fffd}".to_owned(), "\u{fffd}".to_owned())]);
}

#[tokio::test]
async fn u_0000_in_a_text_fails_no_write_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("buyline.db").display());
    no_text_makes_a_write_fail(Db::open(&url.parse().unwrap(), DbOptions::default()).unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn u_0000_in_a_text_fails_no_write_on_postgresql() {
    let fresh = tokio::task::spawn_blocking(testkit::postgres::fresh_database).await.unwrap();
    let Some(database) = fresh else { return };
    no_text_makes_a_write_fail(Db::open(&database.url.parse().unwrap(), DbOptions::default()).unwrap()).await;
}
