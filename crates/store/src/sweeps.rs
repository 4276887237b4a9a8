//! How far a provider's own lists were looked through, and what was found there that belongs to no order.

use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// What became of money that belongs to no order. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrphanState {
    /// It was seen, and is being let go of or given back.
    Found,
    /// The hold was let go of.
    Voided,
    /// It was given back.
    Refunded,
}

impl OrphanState {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Voided => "voided",
            Self::Refunded => "refunded",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        [Self::Found, Self::Voided, Self::Refunded].into_iter().find(|state| state.as_str() == word)
    }
}

/// Money at the provider that belongs to no order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    /// On whose account; empty: the operator's own.
    pub payee: String,
    /// The provider's name of the payment.
    pub reference: String,
    /// The attempt it says it is.
    pub key: String,
    /// How much is held or was taken.
    pub amount: Money,
    /// What became of it.
    pub state: OrphanState,
    /// When it was found.
    pub found_at: Timestamp,
}

/// Begins with accounts that were not looked at before: they are due at once, from `from` on.
///
/// # Errors
/// What the engine refused.
pub fn begin(tx: &mut Tx<'_>, payee: &str, from: Timestamp, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sweeps (payee, swept_until, due_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        &[payee.into(), from.into(), now.into()],
    )?;
    Ok(())
}

/// The accounts that are known to the sweeper.
///
/// # Errors
/// What the engine refused.
pub fn known(read: &mut impl Read) -> Result<Vec<String>, DbError> {
    read.rows("SELECT payee FROM sweeps ORDER BY payee", &[], |row| row.text(0))
}

/// Takes the accounts that are due until `again_at`: whoever dies meanwhile leaves them due again then. Says from when on
/// each is to be looked through.
///
/// # Errors
/// What the engine refused.
pub fn claim(
    tx: &mut Tx<'_>,
    now: Timestamp,
    again_at: Timestamp,
) -> Result<Vec<(String, Timestamp)>, DbError> {
    tx.rows(
        "UPDATE sweeps SET due_at = $1 WHERE due_at <= $2 RETURNING payee, swept_until",
        &[again_at.into(), now.into()],
        |row| Ok((row.text(0)?, row.time(1)?)),
    )
}

/// Notes that an account was looked through until `until`.
///
/// # Errors
/// What the engine refused.
pub fn done(tx: &mut Tx<'_>, payee: &str, until: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sweeps SET swept_until = $1 WHERE payee = $2 AND swept_until < $1",
        &[until.into(), payee.into()],
    )?;
    Ok(())
}

/// Notes money that belongs to no order. `false`: it was found before.
///
/// # Errors
/// What the engine refused.
pub fn find_orphan(tx: &mut Tx<'_>, orphan: &Orphan) -> Result<bool, DbError> {
    let found = tx.execute(
        "INSERT INTO orphans (payee, provider_ref, attempt_key, currency, amount, state, found_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &[
            (&orphan.payee).into(),
            (&orphan.reference).into(),
            (&orphan.key).into(),
            orphan.amount.currency.code().into(),
            orphan.amount.amount.into(),
            orphan.state.as_str().into(),
            orphan.found_at.into(),
        ],
    )?;
    Ok(found == 1)
}

/// What was found on an account and is not let go of yet, at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn open_orphans(read: &mut impl Read, payee: &str, count: u32) -> Result<Vec<String>, DbError> {
    read.rows(
        "SELECT provider_ref FROM orphans WHERE payee = $1 AND state = 'found' ORDER BY provider_ref LIMIT $2",
        &[payee.into(), count.into()],
        |row| row.text(0),
    )
}

/// Notes what became of it.
///
/// # Errors
/// What the engine refused.
pub fn settle_orphan(
    tx: &mut Tx<'_>,
    payee: &str,
    reference: &str,
    state: OrphanState,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE orphans SET state = $1, settled_at = $2 WHERE payee = $3 AND provider_ref = $4 AND state = 'found'",
        &[state.as_str().into(), now.into(), payee.into(), reference.into()],
    )?;
    Ok(())
}

/// The newest of them, at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn orphans(read: &mut impl Read, count: u32) -> Result<Vec<Orphan>, DbError> {
    read.rows(
        "SELECT payee, provider_ref, attempt_key, currency, amount, state, found_at
           FROM orphans ORDER BY found_at DESC LIMIT $1",
        &[Param::Int(i64::from(count))],
        |row| {
            let currency: Currency = row.word(3, "currency", |word| word.parse().ok())?;
            Ok(Orphan {
                payee: row.text(0)?,
                reference: row.text(1)?,
                key: row.text(2)?,
                amount: Money::new(row.int(4)?, currency),
                state: row.word(5, "orphan state", OrphanState::from_word)?,
                found_at: row.time(6)?,
            })
        },
    )
}

/// How many were ever found, and how many of them nothing became of yet.
///
/// # Errors
/// What the engine refused.
pub fn count_orphans(read: &mut impl Read) -> Result<(i64, i64), DbError> {
    read.one("orphans", "SELECT count(*), count(*) FILTER (WHERE state = 'found') FROM orphans", &[], |row| {
        Ok((row.int(0)?, row.int(1)?))
    })
}
