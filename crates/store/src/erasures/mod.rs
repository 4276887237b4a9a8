//! Erasing somebody, or what a plan ended: what stands against it, what goes and what stays, and the search that proves it. The rules are in
//! docs/operating/erasure.md.

mod party;
mod party_values;
mod redact;
mod scope;
mod scrub;
mod search;
mod steps;
mod values;

pub use party::{Cleared, Party, clear_declarations, declarations_due, erase_party, next_party, outlook};
pub use party_values::{PartyFound, VALUES_MAX, collect_party};
pub use redact::{live_posts, redact};
pub use scope::{collect_scope, erase_scope, next_people};
pub use scrub::{About, scrub};
pub use search::{Hits, Needles, search_tables};
pub use steps::{Redacted, counts};
pub use values::{Found, collect};

use domain::erasure::{ErasureOf, ErasureState, Obstacle};
use domain::ids::{AccountId, ErasureId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// An erasure as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Its id.
    pub id: ErasureId,
    /// Who or what is erased.
    pub of: ErasureOf,
    /// Who asked; 0 for the operator's command line.
    pub asked_by: i64,
    /// Where it stands.
    pub state: ErasureState,
    /// What is searched for and which files go, sealed; none when it is done.
    pub sealed: Option<Vec<u8>>,
    /// What was erased and what was kept; JSON of whoever wrote it.
    pub erased: String,
    /// What the search found; JSON of whoever wrote it.
    pub proof: String,
    /// When it was asked for.
    pub begun_at: Timestamp,
    /// When it was proven.
    pub done_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, scope, subject, asked_by, state, sealed, erased, proof, begun_at, done_at"
    };
}

fn to_erasure(row: &Row<'_>) -> Result<Erasure, DbError> {
    let of = ErasureOf::from_stored(row.str(1)?, row.int(2)?).ok_or(DbError::Missing("who is erased"))?;
    let sealed = row.bytes(5).ok().filter(|bytes| !bytes.is_empty());
    Ok(Erasure {
        id: row.id(0)?,
        of,
        asked_by: row.int(3)?,
        state: row.word(4, "state of an erasure", ErasureState::from_word)?,
        sealed,
        erased: row.text(6)?,
        proof: row.text(7)?,
        begun_at: row.time(8)?,
        done_at: row.opt_time(9)?,
    })
}

/// Writes down that somebody is to be erased. Says whether that is news.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn begin(
    tx: &mut Tx<'_>,
    id: ErasureId,
    of: ErasureOf,
    asked_by: i64,
    sealed: &[u8],
    now: Timestamp,
) -> Result<bool, DbError> {
    let begun = tx.execute(
        "INSERT INTO erasures (id, scope, subject, asked_by, state, sealed, begun_at)
         VALUES ($1, $2, $3, $4, 'erasing', $5, $6) ON CONFLICT DO NOTHING",
        &[
            Param::id(id),
            of.word().into(),
            of.subject().into(),
            asked_by.into(),
            Param::Bytes(sealed),
            now.into(),
        ],
    )?;
    Ok(begun == 1)
}

/// One erasure.
pub fn by_id(read: &mut impl Read, id: ErasureId) -> Result<Option<Erasure>, DbError> {
    read.first(concat!("SELECT ", columns!(), " FROM erasures WHERE id = $1"), &[Param::id(id)], to_erasure)
}

/// The erasure of somebody.
pub fn of(read: &mut impl Read, of: ErasureOf) -> Result<Option<Erasure>, DbError> {
    read.first(
        concat!("SELECT ", columns!(), " FROM erasures WHERE scope = $1 AND subject = $2"),
        &[of.word().into(), of.subject().into()],
        to_erasure,
    )
}

/// An account, also one that a shop or a nonprofit posted as, was erased.
pub fn is_erased(read: &mut impl Read, account: AccountId) -> Result<bool, DbError> {
    let sql = "SELECT erased_at FROM accounts WHERE id = $1 AND erased_at IS NOT NULL";
    Ok(read.first(sql, &[Param::id(account)], |row| row.int(0))?.is_some())
}

/// Erasures that are not proven yet, oldest first.
pub fn waiting(read: &mut impl Read) -> Result<Vec<ErasureId>, DbError> {
    read.rows("SELECT id FROM erasures WHERE state <> 'done' ORDER BY id", &[], |row| row.id(0))
}

/// The rows are gone; what is left is to prove it, by what is `sealed`.
pub fn erased(tx: &mut Tx<'_>, id: ErasureId, sealed: &[u8], erased: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE erasures SET state = 'proving', sealed = $1, erased = $2 WHERE id = $3 AND state = 'erasing'",
        &[Param::Bytes(sealed), erased.into(), Param::id(id)],
    )
    .map(|_| ())
}

/// Some of the rows are gone, and others are to come: what was counted and is searched for until now.
pub fn progress(tx: &mut Tx<'_>, id: ErasureId, sealed: &[u8], erased: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE erasures SET sealed = $1, erased = $2 WHERE id = $3 AND state = 'erasing'",
        &[Param::Bytes(sealed), erased.into(), Param::id(id)],
    )
    .map(|_| ())
}

/// It is proven. What was searched for is forgotten.
pub fn done(tx: &mut Tx<'_>, id: ErasureId, proof: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE erasures SET state = 'done', sealed = NULL, proof = $1, done_at = $2
          WHERE id = $3 AND state = 'proving'",
        &[proof.into(), now.into(), Param::id(id)],
    )
    .map(|_| ())
}

/// What stands against erasing an account, with how many of each.
pub fn obstacles(read: &mut impl Read, account: AccountId) -> Result<Vec<(Obstacle, i64)>, DbError> {
    let questions: [(Obstacle, &'static str); 7] = [
        (
            Obstacle::OpenOrders,
            "SELECT count(*) FROM orders WHERE account_id = $1
                AND (state IN ('pending', 'placed') OR (state = 'confirmed' AND fulfilled_at IS NULL))",
        ),
        (
            Obstacle::OpenRequests,
            "SELECT count(*) FROM orders o JOIN buyer_requests r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
              WHERE o.account_id = $1 AND r.state = 'waiting'",
        ),
        (
            Obstacle::MoneyUnderway,
            "SELECT (SELECT count(*) FROM orders o
                       JOIN refunds r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
                      WHERE o.account_id = $1 AND r.state = 'started')
                  + (SELECT count(*) FROM orders o
                       JOIN disputes d ON d.merchant_id = o.merchant_id AND d.order_id = o.id
                      WHERE o.account_id = $1 AND d.state IN ('waiting', 'under_review'))
                  + (SELECT count(*) FROM donations WHERE account_id = $1 AND state = 'paying')",
        ),
        (
            Obstacle::RunningPledges,
            "SELECT count(*) FROM pledges WHERE account_id = $1 AND state NOT IN ('canceled', 'ended')",
        ),
        (
            Obstacle::OwnShop,
            "SELECT count(*) FROM staff s WHERE s.account_id = $1 AND s.role = 'owner'
                AND NOT EXISTS (SELECT 1 FROM staff t WHERE t.merchant_id = s.merchant_id AND t.role = 'owner'
                                                        AND t.account_id <> s.account_id)",
        ),
        (
            Obstacle::OwnNonprofit,
            "SELECT count(*) FROM nonprofit_staff s WHERE s.account_id = $1 AND s.role = 'owner'
                AND NOT EXISTS (SELECT 1 FROM nonprofit_staff t
                                 WHERE t.merchant_id = s.merchant_id AND t.role = 'owner'
                                   AND t.account_id <> s.account_id)",
        ),
        (
            Obstacle::Operator,
            "SELECT count(*) FROM accounts WHERE id = $1 AND (is_operator = 1 OR kind <> 'person')",
        ),
    ];
    let mut found = Vec::new();
    for (obstacle, sql) in questions {
        let count = read.one("a count", sql, &[Param::id(account)], |row| row.int(0))?;
        if count > 0 {
            found.push((obstacle, count));
        }
    }
    Ok(found)
}
