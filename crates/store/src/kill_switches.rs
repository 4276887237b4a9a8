//! Kill switches: what may not be bought just now, whatever its own state says.

use domain::ids::{AccountId, MerchantId, OfferId};
use domain::view::staff::{Switch, Thrown};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Switches that are listed; beyond it the operator has another problem.
pub const SWITCHES_LISTED_MAX: u32 = 1_000;

/// Throws a switch, or gives it another reason. `by` is none for the command line.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn throw(
    tx: &mut Tx<'_>,
    switch: Switch,
    reason: &str,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let (kind, subject) = switch.words();
    tx.execute(
        "INSERT INTO kill_switches (kind, subject, reason, set_by, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (kind, subject) DO UPDATE SET reason = excluded.reason, set_by = excluded.set_by",
        &[kind.into(), subject.into(), reason.into(), by.map_or(Param::Int(0), Param::id), now.into()],
    )?;
    Ok(())
}

/// Takes a switch back. Says whether it was thrown.
pub fn lift(tx: &mut Tx<'_>, switch: Switch) -> Result<bool, DbError> {
    let (kind, subject) = switch.words();
    let changed = tx.execute(
        "DELETE FROM kill_switches WHERE kind = $1 AND subject = $2",
        &[kind.into(), subject.into()],
    )?;
    Ok(changed > 0)
}

/// All switches that are thrown, the server's first.
pub fn list(read: &mut impl Read) -> Result<Vec<Thrown>, DbError> {
    let rows = read.rows(
        "SELECT kind, subject, reason, created_at
           FROM kill_switches
          ORDER BY CASE kind WHEN 'server' THEN 0 WHEN 'merchant' THEN 1 ELSE 2 END, subject
          LIMIT $1",
        &[SWITCHES_LISTED_MAX.into()],
        |row| {
            let subject = row.int(1)?;
            Ok(Thrown {
                switch: row.word(0, "kind of kill switch", |kind| Switch::from_words(kind, subject))?,
                reason: row.text(2)?,
                since: row.time(3)?,
            })
        },
    )?;
    Ok(rows)
}

/// Which switch stops buying from `merchant` (by `offer`), the widest first; none when nothing does.
pub fn stopping(
    read: &mut impl Read,
    merchant: MerchantId,
    offer: Option<OfferId>,
) -> Result<Option<Switch>, DbError> {
    read.first(
        "SELECT kind, subject
           FROM kill_switches
          WHERE (kind = 'server' AND subject = 0)
             OR (kind = 'merchant' AND subject = $1)
             OR (kind = 'offer' AND subject = $2)
          ORDER BY CASE kind WHEN 'server' THEN 0 WHEN 'merchant' THEN 1 ELSE 2 END
          LIMIT 1",
        &[Param::id(merchant), Param::opt_id(offer)],
        |row| {
            let subject = row.int(1)?;
            row.word(0, "kind of kill switch", |kind| Switch::from_words(kind, subject))
        },
    )
}
