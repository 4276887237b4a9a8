//! How a connected shop does.

use domain::connection::ConnectionHealth;
use domain::ids::ConnectionId;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Hours since 1970.
fn hour_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(3_600)
}

/// Counts questions to a shop in their hour: all of them, those that failed, those that it wanted later.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn note_asked(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    (asked, failed, busy): (i64, i64, i64),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO connection_hours (connection_id, hour, asked, failed, busy) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (connection_id, hour) DO UPDATE
            SET asked = connection_hours.asked + excluded.asked, failed = connection_hours.failed + excluded.failed,
                busy = connection_hours.busy + excluded.busy",
        &[Param::id(connection), hour_of(now).into(), asked.into(), failed.into(), busy.into()],
    )?;
    Ok(())
}

/// Forgets how asking went before `before`.
pub fn forget_hours(tx: &mut Tx<'_>, before: Timestamp) -> Result<(), DbError> {
    tx.execute("DELETE FROM connection_hours WHERE hour < $1", &[hour_of(before).into()])?;
    Ok(())
}

/// How a shop did within the last day, and what is on its way there.
pub fn health(
    read: &mut impl Read,
    connection: ConnectionId,
    now: Timestamp,
) -> Result<ConnectionHealth, DbError> {
    let (asked, failed, busy) = read.one(
        "questions of the day",
        "SELECT CAST(coalesce(sum(asked), 0) AS BIGINT), CAST(coalesce(sum(failed), 0) AS BIGINT),
                CAST(coalesce(sum(busy), 0) AS BIGINT)
           FROM connection_hours WHERE connection_id = $1 AND hour >= $2",
        &[Param::id(connection), (hour_of(now) - 23).into()],
        |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?)),
    )?;
    let (waiting, oldest_waiting) = read.one(
        "what waits for a shop",
        "SELECT count(*), min(since) FROM connection_sends
          WHERE connection_id = $1 AND state IN ('waiting', 'asked')",
        &[Param::id(connection)],
        |row| Ok((row.int(0)?, row.opt_time(1)?)),
    )?;
    read.one(
        "how a shop does",
        "SELECT (SELECT count(*) FROM connection_sends WHERE connection_id = $1 AND state = 'stuck'),
                (SELECT count(*) FROM products WHERE connection_id = $1 AND status = 'active'),
                (SELECT count(*) FROM connection_refusals WHERE connection_id = $1)",
        &[Param::id(connection)],
        |row| {
            Ok(ConnectionHealth {
                asked,
                failed,
                busy,
                waiting,
                oldest_waiting,
                stuck: row.int(0)?,
                products: row.int(1)?,
                refused: row.int(2)?,
            })
        },
    )
}
