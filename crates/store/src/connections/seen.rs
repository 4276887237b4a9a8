//! Parcels and refunds of a shop that were written down here, each once.

use domain::ids::{ConnectionId, MerchantId, OrderId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// What was seen. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeenKind {
    /// Something that left.
    Parcel,
    /// Money given back.
    Refund,
}

impl SeenKind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Parcel => "parcel",
            Self::Refund => "refund",
        }
    }
}

/// Notes that what the shop calls `their_id` is `ours` here. `false`: it was noted before.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn see(
    tx: &mut Tx<'_>,
    (connection, kind, their_id): (ConnectionId, SeenKind, &str),
    (merchant, order, ours): (MerchantId, OrderId, i64),
    now: Timestamp,
) -> Result<bool, DbError> {
    let written = tx.execute(
        "INSERT INTO connection_seen (connection_id, kind, their_id, merchant_id, order_id, ours, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &[
            Param::id(connection),
            kind.as_str().into(),
            their_id.into(),
            Param::id(merchant),
            Param::id(order),
            ours.into(),
            now.into(),
        ],
    )?;
    Ok(written == 1)
}

/// Whether what the shop calls `their_id` was noted.
pub fn is_seen(
    read: &mut impl Read,
    connection: ConnectionId,
    kind: SeenKind,
    their_id: &str,
) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT ours FROM connection_seen WHERE connection_id = $1 AND kind = $2 AND their_id = $3",
        &[Param::id(connection), kind.as_str().into(), their_id.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Whether `ours` is what the shop told of: it need not be told of it.
pub fn is_ours(read: &mut impl Read, connection: ConnectionId, ours: i64) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT ours FROM connection_seen WHERE connection_id = $1 AND ours = $2",
        &[Param::id(connection), ours.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}
