//! Moving a whole database to an empty one, of the same or the other engine, and copying a running one.
//!
//! Everything is read from one snapshot of the source in pages by key, and written in one transaction, so the
//! target is either complete or empty.

mod read;
mod schema;
mod write;

pub(crate) use read::{pages, rows_of};
pub(crate) use schema::Table;
pub(crate) use write::page as insert_page;

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use crate::db::open_conn;
use crate::{Conn, DatabaseUrl, DbError, Engine, Read, existing, migrate};

/// Rows read and written at a time: bounds memory, and is large enough that a round trip costs nothing.
const PAGE_ROWS: usize = 1_000;

/// What a move did to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The table.
    pub table: String,
    /// How many rows it has, in both databases.
    pub rows: u64,
}

/// One value on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Cell {
    /// The integer of a column that is one.
    pub(crate) const fn int(&self) -> i64 {
        match self {
            Self::Int(value) => *value,
            Self::Null | Self::Text(_) | Self::Bytes(_) => 0,
        }
    }
}

/// Copies everything from `from` into the empty database at `to`, telling `progress` of each table that is done.
/// Blocking. Leases of node numbers stay behind.
///
/// # Errors
/// [`DbError::Transfer`] with a sentence: the target holds rows, the source is at another schema, a row cannot be
/// kept, the counts differ. The target is unchanged then.
pub fn move_all(
    from: &DatabaseUrl,
    to: &DatabaseUrl,
    mut progress: impl FnMut(&Moved),
) -> Result<Vec<Moved>, DbError> {
    let mut source = open_snapshot(from)?;
    let mut target = open_conn(to)?;
    migrate(&mut target)?;
    must_be_empty(to, &mut target)?;
    write::begin(&mut target)?;
    let mut moved = Vec::new();
    for table in Table::all() {
        let mut rows = 0;
        pages(&mut source, &table, "", PAGE_ROWS, |_, page| {
            rows += u64::try_from(page.len()).unwrap_or(0);
            write::page(&mut target, &table, page)
        })
        .map_err(|error| schema::named(from, &table.name, &error))?;
        let found = count(&mut target, &table.name)?;
        if found != rows {
            return Err(DbError::Transfer(format!(
                "table {} has {rows} rows in {from} and {found} in {to}; nothing was kept",
                table.name
            )));
        }
        let done = Moved { table: table.name, rows };
        progress(&done);
        moved.push(done);
    }
    write::finish(&mut target)?;
    source.batch("ROLLBACK")?;
    Ok(moved)
}

/// Copies the database at `from`, which may be in use, into a new SQLite file. Blocking.
///
/// # Errors
/// [`DbError::Transfer`] when the file exists or the copy is not sound; else what an engine refused.
pub fn backup(from: &DatabaseUrl, file: &Path) -> Result<(), DbError> {
    existing::must_be_known(from)?;
    if file.exists() {
        return Err(DbError::Transfer(format!(
            "{} exists already; a backup never overwrites, so name another place",
            file.display()
        )));
    }
    // Whoever finds the file under its name finds it whole.
    let unfinished = file.with_extension("unfinished");
    // Left by a backup that was stopped; there may be none.
    let _ = std::fs::remove_file(&unfinished);
    match from.engine() {
        Engine::Sqlite => copy_sqlite(existing::open(from)?.sqlite_raw(), &unfinished)?,
        Engine::Postgres => {
            move_all(from, &DatabaseUrl::Sqlite(unfinished.clone()), |_| {})?;
            close_journal(&unfinished)?;
        }
    }
    std::fs::File::open(&unfinished)
        .and_then(|copy| copy.sync_all())
        .and_then(|()| std::fs::rename(&unfinished, file))
        .map_err(|error| DbError::Transfer(format!("{} cannot be written: {error}", file.display())))
}

/// The keys of all attempts with `provider` that the copy in `file` knows, to pay an order or to give. Blocking.
///
/// # Errors
/// What SQLite refused.
pub fn attempt_keys(file: &Path, provider: &str) -> Result<HashSet<String>, DbError> {
    let conn = rusqlite::Connection::open(file)?;
    let mut known = conn.prepare(
        "SELECT attempt_key FROM payments WHERE provider = ?1
          UNION SELECT attempt_key FROM donation_payments WHERE provider = ?1
          UNION SELECT asked_key FROM pledges WHERE asked_key <> ''",
    )?;
    let keys = known.query_map([provider], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(keys)
}

/// Makes a database one file again: its journal would not travel with a rename.
fn close_journal(file: &Path) -> Result<(), DbError> {
    let conn = rusqlite::Connection::open(file)?;
    conn.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(())
}

/// SQLite's own online copy: readers and the writer go on meanwhile.
fn copy_sqlite(source: &rusqlite::Connection, file: &Path) -> Result<(), DbError> {
    const PAGES_AT_ONCE: i32 = 4_096;
    let mut target = rusqlite::Connection::open(file)?;
    let copy = rusqlite::backup::Backup::new(source, &mut target)?;
    copy.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)?;
    drop(copy);
    let verdict: String = target.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if verdict != "ok" {
        return Err(DbError::Transfer(format!("the copy is not sound: {verdict}")));
    }
    Ok(())
}

/// Opens `url` so that everything read from now on is of one moment.
pub(crate) fn open_snapshot(url: &DatabaseUrl) -> Result<Conn, DbError> {
    let mut source = existing::open(url)?;
    read::begin(&mut source)?;
    existing::must_be_current_at(url, &mut source)?;
    Ok(source)
}

fn must_be_empty(url: &DatabaseUrl, target: &mut Conn) -> Result<(), DbError> {
    for table in Table::all() {
        if count(target, &table.name)? > 0 {
            return Err(DbError::Transfer(format!(
                "{url} is not empty (there are rows in {}); a move needs a new database",
                table.name
            )));
        }
    }
    Ok(())
}

fn count(conn: &mut Conn, table: &str) -> Result<u64, DbError> {
    let sql = format!("SELECT count(*) FROM {table}");
    let count: i64 = match conn.engine() {
        Engine::Sqlite => conn.sqlite_raw().query_row(&sql, [], |row| row.get(0))?,
        Engine::Postgres => conn.postgres_raw().query_one(&sql, &[])?.get(0),
    };
    Ok(u64::try_from(count).unwrap_or(0))
}
