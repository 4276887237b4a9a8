//! Where reading a shop stands.

use domain::connection::Pass;
use domain::ids::{ConnectionId, ImportId};
use jiff::Timestamp;

use crate::{DbError, Param, Tx};

/// Where reading a shop stands after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress<'p> {
    /// What goes on.
    pub pass: Pass,
    /// Under which number.
    pub run: ImportId,
    /// After which page.
    pub cursor: &'p str,
    /// As of when its first page was true.
    pub as_of: Option<Timestamp>,
    /// Products read so far.
    pub seen: u64,
    /// How many there are in all.
    pub total: Option<u64>,
    /// How many were another than was known.
    pub repaired: u64,
}

/// Writes where reading a shop stands.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn set_progress(tx: &mut Tx<'_>, id: ConnectionId, progress: &Progress<'_>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections
            SET pass = $1, run = $2, cursor = $3, pass_as_of = $4, pass_seen = $5, pass_total = $6, pass_repaired = $7
          WHERE id = $8",
        &[
            progress.pass.as_str().into(),
            Param::id(progress.run),
            progress.cursor.into(),
            progress.as_of.into(),
            number(progress.seen).into(),
            progress.total.map(number).into(),
            number(progress.repaired).into(),
            Param::id(id),
        ],
    )?;
    Ok(())
}

/// Notes that all of a shop is known: loaded, or compared with `drift` products found to be another than was known.
pub fn whole_read(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    (drift, next_compare_at): (u64, Timestamp),
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections
            SET compared_at = CASE WHEN loaded_at IS NULL THEN compared_at ELSE $1 END, drift = $2,
                loaded_at = coalesce(loaded_at, $1), next_compare_at = $3
          WHERE id = $4",
        &[now.into(), number(drift).into(), next_compare_at.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that a comparison met too few products to be believed, or that the last one did not.
pub fn set_shrunk(tx: &mut Tx<'_>, id: ConnectionId, shrunk_at: Option<Timestamp>) -> Result<(), DbError> {
    tx.execute("UPDATE connections SET shrunk_at = $1 WHERE id = $2", &[shrunk_at.into(), Param::id(id)])?;
    Ok(())
}

/// Notes as of when every change of goods, and every change of orders, is known.
pub fn changes_read(
    tx: &mut Tx<'_>,
    id: ConnectionId,
    goods_as_of: Option<Timestamp>,
    orders_as_of: Option<Timestamp>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections
            SET goods_as_of = coalesce($1, goods_as_of), orders_as_of = coalesce($2, orders_as_of)
          WHERE id = $3",
        &[goods_as_of.into(), orders_as_of.into(), Param::id(id)],
    )?;
    Ok(())
}

/// Notes that it is known what changed, and when to ask again.
pub fn swept(tx: &mut Tx<'_>, id: ConnectionId, next_at: Timestamp, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connections SET swept_at = $1, next_sweep_at = $2 WHERE id = $3",
        &[now.into(), next_at.into(), Param::id(id)],
    )?;
    Ok(())
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
