//! Archives that were asked for: who asked, where the file lies, until when.

use domain::archive::{ArchiveOf, ArchiveState};
use domain::ids::{AccountId, ArchiveId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// An archive as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// Its id.
    pub id: ArchiveId,
    /// Whose everything it is.
    pub of: ArchiveOf,
    /// Who asked.
    pub asked_by: AccountId,
    /// Where it stands.
    pub state: ArchiveState,
    /// Where the file lies; empty while there is none.
    pub file_key: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// Records in it.
    pub records: u64,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// When it goes away.
    pub expires_at: Option<Timestamp>,
}

macro_rules! columns {
    () => {
        "id, scope, subject, asked_by, state, file_key, bytes, sha256, records, asked_at, expires_at"
    };
}

fn to_archive(row: &Row<'_>) -> Result<Archive, DbError> {
    let of =
        ArchiveOf::from_stored(row.str(1)?, row.int(2)?).ok_or(DbError::Missing("whose archive it is"))?;
    let count = |column| Ok::<_, DbError>(u64::try_from(row.int(column)?).unwrap_or(0));
    Ok(Archive {
        id: row.id(0)?,
        of,
        asked_by: row.id(3)?,
        state: row.word(4, "state of an archive", ArchiveState::from_word)?,
        file_key: row.text(5)?,
        bytes: count(6)?,
        sha256: row.text(7)?,
        records: count(8)?,
        asked_at: row.time(9)?,
        expires_at: row.opt_time(10)?,
    })
}

/// Writes down that an archive was asked for. Says whether it was: while one is being made, nobody asks for another.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn ask(
    tx: &mut Tx<'_>,
    id: ArchiveId,
    of: ArchiveOf,
    asked_by: AccountId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let asked = tx.execute(
        "INSERT INTO archives (id, scope, subject, asked_by, state, asked_at) VALUES ($1, $2, $3, $4, 'making', $5)
         ON CONFLICT DO NOTHING",
        &[Param::id(id), of.word().into(), of.subject().into(), Param::id(asked_by), now.into()],
    )?;
    Ok(asked == 1)
}

/// One archive.
pub fn by_id(read: &mut impl Read, id: ArchiveId) -> Result<Option<Archive>, DbError> {
    read.first(concat!("SELECT ", columns!(), " FROM archives WHERE id = $1"), &[Param::id(id)], to_archive)
}

/// The archives of one that somebody asked for, newest first.
pub fn list(
    read: &mut impl Read,
    of: ArchiveOf,
    asked_by: AccountId,
    count: u32,
) -> Result<Vec<Archive>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM archives WHERE scope = $1 AND subject = $2 AND asked_by = $3 ORDER BY id DESC LIMIT $4"
        ),
        &[of.word().into(), of.subject().into(), Param::id(asked_by), count.into()],
        to_archive,
    )
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finished {
    /// Where the file lies.
    pub file_key: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it.
    pub sha256: String,
    /// Records in it.
    pub records: u64,
    /// When it goes away.
    pub expires_at: Timestamp,
}

/// The file is there. Says whether it was waited for still.
pub fn finish(tx: &mut Tx<'_>, id: ArchiveId, finished: &Finished, now: Timestamp) -> Result<bool, DbError> {
    let number = |count: u64| Param::Int(i64::try_from(count).unwrap_or(i64::MAX));
    let changed = tx.execute(
        "UPDATE archives SET state = 'ready', file_key = $1, bytes = $2, sha256 = $3, records = $4, made_at = $5,
                expires_at = $6
          WHERE id = $7 AND state = 'making'",
        &[
            (&finished.file_key).into(),
            number(finished.bytes),
            (&finished.sha256).into(),
            number(finished.records),
            now.into(),
            finished.expires_at.into(),
            Param::id(id),
        ],
    )?;
    Ok(changed == 1)
}

/// It could not be made.
pub fn fail(tx: &mut Tx<'_>, id: ArchiveId) -> Result<(), DbError> {
    tx.execute("UPDATE archives SET state = 'failed' WHERE id = $1 AND state = 'making'", &[Param::id(id)])
        .map(|_| ())
}

/// Archives whose time is over.
pub fn expired(
    read: &mut impl Read,
    now: Timestamp,
    count: u32,
) -> Result<Vec<(ArchiveId, String)>, DbError> {
    read.rows(
        "SELECT id, file_key FROM archives WHERE state = 'ready' AND expires_at <= $1 ORDER BY expires_at LIMIT $2",
        &[now.into(), count.into()],
        |row| Ok((row.id(0)?, row.text(1)?)),
    )
}

/// The file is gone.
pub fn forget(tx: &mut Tx<'_>, id: ArchiveId) -> Result<(), DbError> {
    tx.execute("UPDATE archives SET state = 'gone', file_key = '' WHERE id = $1", &[Param::id(id)])
        .map(|_| ())
}

/// Orders and gifts from before somebody came here, newest first: their kind and the record as it came.
pub fn history(read: &mut impl Read, of: ArchiveOf, count: u32) -> Result<Vec<(String, String)>, DbError> {
    let sql = match of {
        ArchiveOf::Person(_) => {
            "SELECT kind, body FROM history WHERE account_id = $1 AND kind IN ('orders', 'donations')
              ORDER BY id DESC LIMIT $2"
        }
        ArchiveOf::Merchant(_) | ArchiveOf::Nonprofit(_) | ArchiveOf::Server => {
            "SELECT kind, body FROM history WHERE merchant_id = $1 AND kind IN ('orders', 'donations')
              ORDER BY id DESC LIMIT $2"
        }
    };
    read.rows(sql, &[of.subject().into(), count.into()], |row| Ok((row.text(0)?, row.text(1)?)))
}
