//! What waits together is committed together, and a refusal undoes itself alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use buyline_store as store;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use store::{DatabaseUrl, Db, DbError, DbOptions, Read};

/// Keeps the writer busy, so that what is asked meanwhile waits and becomes one group.
const HELD: Duration = Duration::from_millis(150);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_group_only_what_was_refused_is_undone() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&DatabaseUrl::Sqlite(folder.path().join("a.db")), DbOptions::default()).unwrap();
    db.write("make", |tx| tx.execute("CREATE TABLE notes (n INTEGER PRIMARY KEY)", &[])).await.unwrap();
    let held = db.write("hold", |_| {
        std::thread::sleep(HELD);
        Ok::<_, DbError>(())
    });
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&runs);
    let group = async {
        tokio::time::sleep(HELD / 3).await;
        tokio::join!(
            db.write("first", move |tx| {
                counted.fetch_add(1, Ordering::Relaxed);
                tx.execute("INSERT INTO notes (n) VALUES (1)", &[])
            }),
            db.write("refused", |tx| {
                tx.execute("INSERT INTO notes (n) VALUES (2)", &[])?;
                Err::<(), _>(DbError::Missing("what was asked for"))
            }),
            db.write("broken", |tx| {
                tx.execute("INSERT INTO notes (n) VALUES (3)", &[])?;
                tx.execute("INSERT INTO notes (n) VALUES (3)", &[])
            }),
            db.write("last", |tx| tx.execute("INSERT INTO notes (n) VALUES (4)", &[])),
        )
    };
    let (held, (first, refused, broken, last)) = tokio::join!(held, group);
    held.unwrap();
    assert_eq!((first.unwrap(), last.unwrap()), (1, 1));
    assert!(matches!(refused, Err(DbError::Missing("what was asked for"))), "{refused:?}");
    assert!(broken.is_err());
    let kept = db.read(|conn| conn.rows("SELECT n FROM notes ORDER BY n", &[], |row| row.int(0))).await;
    assert_eq!(kept.unwrap(), [1, 4]);
    assert_eq!(runs.load(Ordering::Relaxed), 2, "they were one group: all of it was undone and done again");
}
