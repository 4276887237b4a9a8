//! Keys of requests that may be repeated, with what became of the first.

use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// A key and what is known of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptKey {
    /// Hash of the first request's body: another body under the same key is a mistake.
    pub request_hash: Vec<u8>,
    /// The status that was answered; 0 while the first request runs.
    pub status: u16,
    /// What was answered, or what it can be answered from.
    pub response: String,
    /// When the key was first seen.
    pub created_at: Timestamp,
}

/// What is kept under `key`. `scope` says whose key it is: two callers may choose the same one.
///
/// # Errors
/// What the engine refused; so for all functions here.
pub fn find(read: &mut impl Read, scope: &str, key: &str) -> Result<Option<KeptKey>, DbError> {
    read.first(
        "SELECT request_hash, status, response, created_at
           FROM idempotency
          WHERE scope = $1
            AND request_key = $2",
        &[scope.into(), key.into()],
        |row| {
            Ok(KeptKey {
                request_hash: row.bytes(0)?,
                status: u16::try_from(row.count(1)?).unwrap_or(0),
                response: row.text(2)?,
                created_at: row.time(3)?,
            })
        },
    )
}

/// A key on its way in.
#[derive(Debug, Clone, Copy)]
pub struct NewKey<'a> {
    /// Whose.
    pub scope: &'a str,
    /// Which.
    pub key: &'a str,
    /// Hash of the body it came with.
    pub request_hash: &'a [u8; 32],
    /// The status, or 0 while the request runs.
    pub status: u16,
    /// What it can be answered from.
    pub response: &'a str,
}

const PUT: Sql = Sql {
    sqlite: "INSERT INTO idempotency (scope, request_key, request_hash, status, response, created_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
    postgres: "INSERT INTO idempotency (scope, request_key, request_hash, status, response, created_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f
                 FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BYTEA[], $4::BIGINT[], $5::TEXT[], $6::BIGINT[])
                      AS u (a, b, c, d, e, f)
               ON CONFLICT DO NOTHING",
};

/// Keeps keys in the transaction of their effect. A key that is there already stays as it is; gives how many are new.
pub fn put(tx: &mut Tx<'_>, keys: &[NewKey<'_>], now: Timestamp) -> Result<u64, DbError> {
    let rows: Vec<[Param<'_>; 6]> = keys
        .iter()
        .map(|new| {
            [
                new.scope.into(),
                new.key.into(),
                new.request_hash.into(),
                i64::from(new.status).into(),
                new.response.into(),
                now.into(),
            ]
        })
        .collect();
    tx.execute_rows(
        PUT,
        [Column::Text, Column::Text, Column::Bytes, Column::Int, Column::Text, Column::Int],
        &rows,
    )
}

/// Writes what was answered.
pub fn settle(tx: &mut Tx<'_>, scope: &str, key: &str, status: u16, response: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE idempotency SET status = $1, response = $2 WHERE scope = $3 AND request_key = $4",
        &[i64::from(status).into(), response.into(), scope.into(), key.into()],
    )?;
    Ok(())
}

/// Forgets a key whose request changed nothing, so that it can be repeated.
pub fn release(tx: &mut Tx<'_>, scope: &str, key: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM idempotency WHERE scope = $1 AND request_key = $2 AND status = 0",
        &[scope.into(), key.into()],
    )?;
    Ok(())
}

/// Forgets keys older than `before`, at most `count`.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp, count: u32) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM idempotency WHERE (scope, request_key) IN (
             SELECT scope, request_key FROM idempotency WHERE created_at < $1 LIMIT $2)",
        &[before.into(), count.into()],
    )
}
