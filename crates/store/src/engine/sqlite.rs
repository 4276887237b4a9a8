//! Opening SQLite: WAL, durable commits, readers that cannot write.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::{Conn, DbError};

/// How long a writer waits for another process (an admin command beside the server) to commit.
const BUSY_WAIT: Duration = Duration::from_secs(10);
/// Pages in the log before they are moved into the file: 4,000 × 4 KiB, well under the 64 MiB of F47.
const CHECKPOINT_PAGES: i32 = 4_000;
/// Pages that the writer keeps. More is not better: to balance a tree SQLite borrows a page number at the end of the
/// first gigabyte, and therefore looks through all that is kept when it commits.
const WRITER_CACHE_KIB: i32 = 8_000;

/// The one writing connection.
pub(crate) fn open_writer(path: &Path) -> Result<Conn, DbError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            DbError::Open(format!("the folder {} cannot be made: {error}", folder.display()))
        })?;
    }
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = open(path, flags)?;
    let mode: String = conn
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .map_err(|error| cannot_open(path, &error))?;
    if mode != "wal" {
        return Err(DbError::Open(format!(
            "{} is on a file system without shared memory; move it",
            path.display()
        )));
    }
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    conn.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(Conn::sqlite(conn))
}

/// A connection that only reads.
pub(crate) fn open_reader(path: &Path) -> Result<Conn, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = open(path, flags)?;
    conn.pragma_update(None, "query_only", true)?;
    // No memory map: beside a writer SQLite takes it down and puts it up again for nearly every read.
    conn.pragma_update(None, "cache_size", -4_000)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(Conn::sqlite(conn))
}

/// What both kinds of connection share.
fn open(path: &Path, flags: OpenFlags) -> Result<Connection, DbError> {
    let conn = Connection::open_with_flags(path, flags).map_err(|error| cannot_open(path, &error))?;
    conn.busy_timeout(BUSY_WAIT)?;
    // Without it SQLite plans a kept statement anew whenever another value is bound to it: a third of all
    // processor time of a checkout. One plan per text also means that no query turns slow with the data bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(conn)
}

fn cannot_open(path: &Path, error: &rusqlite::Error) -> DbError {
    DbError::Open(format!(
        "the database {} cannot be opened: {error}. Is the folder there, writable, and on a local disk?",
        path.display()
    ))
}
