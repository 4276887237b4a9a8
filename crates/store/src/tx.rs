//! What a query sees: a connection that reads, or a transaction that also writes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use fallible_iterator::FallibleIterator;
use postgres::types::ToSql;

use crate::sql::{placeholders_in_order, storable};
use crate::{Column, DbError, Engine, Faults, Param, Row, Sql};

/// Prepared statements kept per connection. The house has a few hundred texts in all.
const STATEMENTS_KEPT_MAX: usize = 512;

/// A connection of one engine.
pub struct Conn {
    raw: Raw,
}

enum Raw {
    Sqlite(rusqlite::Connection),
    Postgres(Box<PostgresConn>),
}

struct PostgresConn {
    client: postgres::Client,
    /// Keyed by address and length of the text: every text is a constant, so the address names it.
    prepared: HashMap<(usize, usize), postgres::Statement>,
}

impl PostgresConn {
    fn prepare(&mut self, text: &'static str) -> Result<postgres::Statement, DbError> {
        let key = (text.as_ptr().addr(), text.len());
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text)?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }
}

/// Reading. Implemented by connections and by transactions, so a read function serves both.
pub trait Read {
    /// Which engine answers.
    fn engine(&self) -> Engine;

    /// Calls `each` for every row of the answer, as it arrives.
    ///
    /// # Errors
    /// What the engine refused, or what `each` returned.
    fn visit(
        &mut self,
        sql: Sql,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError>;

    /// All rows of the answer.
    ///
    /// # Errors
    /// See [`Read::visit`].
    fn rows<T>(
        &mut self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError>
    where
        Self: Sized,
    {
        let mut rows = Vec::new();
        self.visit(sql.into(), params, &mut |row| {
            rows.push(map(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of the answer, if there is one.
    ///
    /// # Errors
    /// See [`Read::visit`].
    fn first<T>(
        &mut self,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Option<T>, DbError>
    where
        Self: Sized,
    {
        let mut first = None;
        self.visit(sql.into(), params, &mut |row| {
            if first.is_none() {
                first = Some(map(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The first row of an answer that has one.
    ///
    /// # Errors
    /// [`DbError::Missing`] with `what` when there is none; else see [`Read::visit`].
    fn one<T>(
        &mut self,
        what: &'static str,
        sql: impl Into<Sql>,
        params: &[Param<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<T, DbError>
    where
        Self: Sized,
    {
        self.first(sql, params, map)?.ok_or(DbError::Missing(what))
    }
}

impl Conn {
    pub(crate) fn sqlite(conn: rusqlite::Connection) -> Self {
        conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT_MAX);
        Self { raw: Raw::Sqlite(conn) }
    }

    pub(crate) fn postgres(client: postgres::Client) -> Self {
        Self { raw: Raw::Postgres(Box::new(PostgresConn { client, prepared: HashMap::new() })) }
    }

    /// Runs statements without parameters, as migrations and transaction control need them.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        match &mut self.raw {
            Raw::Sqlite(conn) => Ok(conn.execute_batch(sql)?),
            Raw::Postgres(conn) => Ok(conn.client.batch_execute(sql)?),
        }
    }

    /// Begins or ends a transaction: the same few texts again and again, so SQLite keeps them prepared.
    pub(crate) fn control(&mut self, sql: &'static str) -> Result<(), DbError> {
        match &mut self.raw {
            Raw::Sqlite(conn) => {
                conn.prepare_cached(sql)?.execute([])?;
                Ok(())
            }
            Raw::Postgres(conn) => Ok(conn.client.batch_execute(sql)?),
        }
    }

    /// Shows `body` one state of the database, however many statements it has: each by itself would look for the
    /// newest state, and let go of the pages it knows when there is a newer one. For SQLite.
    pub(crate) fn at_once<T, E: From<DbError>>(
        &mut self,
        body: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.control("BEGIN")?;
        let outcome = body(self);
        if let Err(error) = self.control("COMMIT") {
            let _ = self.control("ROLLBACK");
            return Err(E::from(error));
        }
        outcome
    }

    /// SQLite's own connection, for what only SQLite has (backup, checkpoint). The caller knows the engine.
    pub(crate) fn sqlite_raw(&self) -> &rusqlite::Connection {
        match &self.raw {
            Raw::Sqlite(conn) => conn,
            Raw::Postgres(_) => unreachable!("asked for SQLite's connection on PostgreSQL"),
        }
    }

    /// PostgreSQL's own client, for statements that are no constants. The caller knows the engine.
    pub(crate) fn postgres_raw(&mut self) -> &mut postgres::Client {
        match &mut self.raw {
            Raw::Postgres(conn) => &mut conn.client,
            Raw::Sqlite(_) => unreachable!("asked for PostgreSQL's client on SQLite"),
        }
    }

    /// The connection can still be used.
    pub(crate) fn is_alive(&self) -> bool {
        match &self.raw {
            Raw::Sqlite(_) => true,
            Raw::Postgres(conn) => !conn.client.is_closed(),
        }
    }

    fn execute(&mut self, sql: Sql, params: &[Param<'_>]) -> Result<u64, DbError> {
        match &mut self.raw {
            Raw::Sqlite(conn) => {
                debug_assert!(placeholders_in_order(sql.sqlite), "placeholders out of order: {}", sql.sqlite);
                let mut statement = conn.prepare_cached(sql.sqlite)?;
                let changed = statement.execute(rusqlite::params_from_iter(params))?;
                Ok(u64::try_from(changed).unwrap_or(u64::MAX))
            }
            Raw::Postgres(conn) => {
                let statement = conn.prepare(sql.postgres)?;
                let params: Vec<&(dyn ToSql + Sync)> =
                    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
                Ok(conn.client.execute(&statement, &params)?)
            }
        }
    }
}

impl Read for Conn {
    fn engine(&self) -> Engine {
        match self.raw {
            Raw::Sqlite(_) => Engine::Sqlite,
            Raw::Postgres(_) => Engine::Postgres,
        }
    }

    fn visit(
        &mut self,
        sql: Sql,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        match &mut self.raw {
            Raw::Sqlite(conn) => {
                debug_assert!(placeholders_in_order(sql.sqlite), "placeholders out of order: {}", sql.sqlite);
                let mut statement = conn.prepare_cached(sql.sqlite)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params))?;
                while let Some(row) = rows.next()? {
                    each(&Row::Sqlite(row))?;
                }
                Ok(())
            }
            Raw::Postgres(conn) => {
                let statement = conn.prepare(sql.postgres)?;
                let mut rows = conn.client.query_raw(&statement, params.iter())?;
                while let Some(row) = rows.next()? {
                    each(&Row::Postgres(&row))?;
                }
                Ok(())
            }
        }
    }
}

/// A transaction that is being written. Only a writer of [`crate::Db`] makes one, so nothing is written outside.
pub struct Tx<'c> {
    conn: &'c mut Conn,
    faults: Option<Arc<dyn Faults>>,
    /// A statement failed because another transaction was in the way; the command is done again.
    retryable: bool,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(conn: &'c mut Conn, faults: Option<Arc<dyn Faults>>) -> Self {
        Self { conn, faults, retryable: false }
    }

    pub(crate) fn conn(&mut self) -> &mut Conn {
        self.conn
    }

    pub(crate) fn take_retryable(&mut self) -> bool {
        std::mem::take(&mut self.retryable)
    }

    /// Runs one statement and says how many rows it changed. A cold write decides by that count.
    ///
    /// # Errors
    /// What the engine refused; the enclosing command is then undone as a whole.
    pub fn execute(&mut self, sql: impl Into<Sql>, params: &[Param<'_>]) -> Result<u64, DbError> {
        self.pause();
        let outcome = self.conn.execute(sql.into(), params);
        self.note(outcome)
    }

    /// Runs one statement for many rows: row by row in SQLite, once with an array per column in PostgreSQL
    /// (`… FROM UNNEST($1::BIGINT[], $2::TEXT[])`). Says how many rows it changed in all.
    ///
    /// # Errors
    /// See [`Tx::execute`].
    pub fn execute_rows<const N: usize>(
        &mut self,
        sql: Sql,
        columns: [Column; N],
        rows: &[[Param<'_>; N]],
    ) -> Result<u64, DbError> {
        if rows.is_empty() {
            return Ok(0);
        }
        self.pause();
        let outcome = match &mut self.conn.raw {
            Raw::Sqlite(conn) => execute_each(conn, sql.sqlite, rows),
            Raw::Postgres(conn) => execute_arrays(conn, sql.postgres, columns, rows),
        };
        self.note(outcome)
    }

    /// Loads rows by `(merchant, id)`, in the order of the keys: one by one in SQLite (`$1` the merchant, `$2`
    /// the id), at once in PostgreSQL with two arrays. Keys must be sorted by id, so that two batches lock rows
    /// in one order.
    ///
    /// # Errors
    /// See [`Read::visit`].
    pub fn load_rows<T>(
        &mut self,
        sql: Sql,
        keys: &[(i64, i64)],
        mut map: impl FnMut(&Row<'_>) -> Result<T, DbError>,
    ) -> Result<Vec<T>, DbError> {
        debug_assert!(keys.is_sorted_by_key(|(_, id)| *id), "rows are locked in id order");
        let mut rows = Vec::with_capacity(keys.len());
        let mut take = |row: &Row<'_>| {
            rows.push(map(row)?);
            Ok(())
        };
        match self.engine() {
            Engine::Sqlite => {
                for (merchant, id) in keys {
                    self.visit(sql, &[Param::Int(*merchant), Param::Int(*id)], &mut take)?;
                }
            }
            Engine::Postgres => {
                let (merchants, ids): (Vec<i64>, Vec<i64>) = keys.iter().copied().unzip();
                self.visit(sql, &[Param::Ints(&merchants), Param::Ints(&ids)], &mut take)?;
            }
        }
        Ok(rows)
    }

    fn pause(&self) {
        if let Some(faults) = &self.faults {
            faults.before_statement();
        }
    }

    fn note<T>(&mut self, outcome: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &outcome {
            self.retryable |= error.is_retryable();
        }
        outcome
    }
}

impl Read for Tx<'_> {
    fn engine(&self) -> Engine {
        self.conn.engine()
    }

    fn visit(
        &mut self,
        sql: Sql,
        params: &[Param<'_>],
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        self.pause();
        let outcome = self.conn.visit(sql, params, each);
        self.note(outcome)
    }
}

fn execute_each<const N: usize>(
    conn: &rusqlite::Connection,
    sql: &'static str,
    rows: &[[Param<'_>; N]],
) -> Result<u64, DbError> {
    debug_assert!(placeholders_in_order(sql), "placeholders out of order: {sql}");
    let mut statement = conn.prepare_cached(sql)?;
    let mut changed = 0;
    for row in rows {
        changed += statement.execute(rusqlite::params_from_iter(row))?;
    }
    Ok(u64::try_from(changed).unwrap_or(u64::MAX))
}

fn execute_arrays<const N: usize>(
    conn: &mut PostgresConn,
    sql: &'static str,
    columns: [Column; N],
    rows: &[[Param<'_>; N]],
) -> Result<u64, DbError> {
    let arrays: Vec<Box<dyn ToSql + Sync + '_>> = columns
        .iter()
        .enumerate()
        .map(|(index, column)| -> Box<dyn ToSql + Sync + '_> {
            let values = rows.iter().map(|row| row[index]);
            match column {
                Column::Int => Box::new(
                    values
                        .map(|value| match value {
                            Param::Int(value) => Some(value),
                            Param::Null => None,
                            Param::Text(_) | Param::Bytes(_) | Param::Ints(_) => {
                                unreachable!("an integer column of a batch holds integers")
                            }
                        })
                        .collect::<Vec<Option<i64>>>(),
                ),
                Column::Text => Box::new(
                    values
                        .map(|value| match value {
                            Param::Text(value) => Some(storable(value)),
                            Param::Null => None,
                            Param::Int(_) | Param::Bytes(_) | Param::Ints(_) => {
                                unreachable!("a text column of a batch holds text")
                            }
                        })
                        .collect::<Vec<Option<Cow<'_, str>>>>(),
                ),
                Column::Bytes => Box::new(
                    values
                        .map(|value| match value {
                            Param::Bytes(value) => Some(value),
                            Param::Null => None,
                            Param::Int(_) | Param::Text(_) | Param::Ints(_) => {
                                unreachable!("a bytes column of a batch holds bytes")
                            }
                        })
                        .collect::<Vec<Option<&[u8]>>>(),
                ),
            }
        })
        .collect();
    let statement = conn.prepare(sql)?;
    let params: Vec<&(dyn ToSql + Sync)> =
        arrays.iter().map(|array| &**array as &(dyn ToSql + Sync)).collect();
    Ok(conn.client.execute(&statement, &params)?)
}
