//! What must be there already, and known to this binary: a typing mistake must not make an empty database, and nothing
//! is read or copied by a binary that does not know what its columns mean.

use crate::engine::{open_postgres, open_sqlite_reader};
use crate::{Conn, DatabaseUrl, DbError, MIGRATIONS, Read};

/// Whether a Buyline database is at `url`, of this binary's schema or an older one. Blocking.
///
/// # Errors
/// [`DbError::Open`] when there is none, [`DbError::Schema`] when it is newer: sentences for the operator.
pub fn must_be_known(url: &DatabaseUrl) -> Result<(), DbError> {
    let mut conn = open(url)?;
    match schema(url, &mut conn)? {
        at if at > newest() => Err(too_new(url, at)),
        _ => Ok(()),
    }
}

/// Whether a Buyline database of exactly this binary's schema is at `url`. Blocking.
///
/// # Errors
/// See [`must_be_known`]; [`DbError::Schema`] also when it is older.
pub fn must_be_current(url: &DatabaseUrl) -> Result<(), DbError> {
    must_be_current_at(url, &mut open(url)?)
}

/// [`must_be_current`] on a connection that is open.
pub(crate) fn must_be_current_at(url: &DatabaseUrl, conn: &mut Conn) -> Result<(), DbError> {
    match schema(url, conn)? {
        at if at > newest() => Err(too_new(url, at)),
        at if at < newest() => Err(DbError::Schema(format!(
            "{url} is at schema {at} and this binary at {}: run \"buyline migrate\" on it first",
            newest()
        ))),
        _ => Ok(()),
    }
}

/// Opens what must be there already, for reading.
pub(crate) fn open(url: &DatabaseUrl) -> Result<Conn, DbError> {
    match url {
        DatabaseUrl::Sqlite(path) if path.is_file() => open_sqlite_reader(path),
        DatabaseUrl::Sqlite(path) => Err(DbError::Open(format!(
            "there is no database at {}; name the right place, or make one there with \"buyline migrate\"",
            path.display()
        ))),
        DatabaseUrl::Postgres(address) => open_postgres(address),
    }
}

/// The sentence about a database that a newer binary has migrated.
pub(crate) fn too_new(place: impl std::fmt::Display, at: i64) -> DbError {
    DbError::Schema(format!(
        "{place} is at schema {at}, and this binary knows the schemas up to {}: use the newer Buyline that migrated \
         it, or restore a backup from before",
        newest()
    ))
}

/// The schema of this binary.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

fn schema(url: &DatabaseUrl, conn: &mut Conn) -> Result<i64, DbError> {
    let found =
        conn.one("newest migration", "SELECT coalesce(max(number), 0) FROM schema_migrations", &[], |row| {
            row.int(0)
        });
    match found {
        Ok(at) if at > 0 => Ok(at),
        Ok(_) | Err(_) => Err(DbError::Open(format!(
            "{url} holds no Buyline database; name the right place, or make one there with \"buyline migrate\""
        ))),
    }
}
