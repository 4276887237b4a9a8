//! Signed-in browsers. The token itself is never stored, only its hash.

use domain::access::Role;
use domain::ids::{AccountId, MerchantId, SessionId};
use domain::view::people::{SessionLine, SignedIn};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx, nonprofits};

/// Sessions of one account that are listed.
pub const SESSIONS_LISTED_MAX: u32 = 50;
/// Sessions that are handed on at once: more than a demo ever has.
const SINCE_MAX: u32 = 1_000;

/// A session to be kept.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// SHA-256 of the token in the browser's cookie.
    pub token_hash: [u8; 32],
    /// Whose.
    pub account: AccountId,
    /// What the browser calls itself, clipped.
    pub user_agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Keeps a new session.
///
/// # Errors
/// [`DbError`] as the engine gives it; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, session: &NewSession) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sessions (id, token_hash, account_id, user_agent, created_at, seen_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
        &[
            Param::id(session.id),
            (&session.token_hash).into(),
            Param::id(session.account),
            (&session.user_agent).into(),
            session.created_at.into(),
            session.expires_at.into(),
        ],
    )
    .map(|_| ())
}

/// Who is signed in under this token at `now`. Suspended people are not.
pub fn signed_in(
    read: &mut impl Read,
    token_hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<SignedIn>, DbError> {
    let found = read.first(
        "SELECT sessions.id, accounts.id, accounts.handle, accounts.display_name, accounts.locale,
                accounts.is_operator, accounts.email, accounts.email_confirmed_at, sessions.seen_at,
                sessions.expires_at, images.id, images.file_key, images.width, images.height
           FROM sessions
           JOIN accounts ON accounts.id = sessions.account_id
           LEFT JOIN images ON images.id = accounts.avatar_id
          WHERE sessions.token_hash = $1 AND sessions.expires_at > $2 AND accounts.suspended_at IS NULL",
        &[token_hash.into(), now.into()],
        |row| {
            Ok(SignedIn {
                session: row.id(0)?,
                account: row.id(1)?,
                handle: row.text(2)?,
                display_name: row.text(3)?,
                locale: row.text(4)?,
                operator: row.flag(5)?,
                email: row.opt_text(6)?.unwrap_or_default(),
                email_confirmed: row.opt_int(7)?.is_some(),
                seen_at: row.time(8)?,
                expires_at: row.time(9)?,
                avatar: crate::people::image_at(row, 10)?,
                staff_of: [].into(),
                nonprofits: [].into(),
            })
        },
    )?;
    let Some(mut signed_in) = found else { return Ok(None) };
    signed_in.staff_of = staff_of(read, signed_in.account)?.into();
    signed_in.nonprofits = nonprofits::worked_for(read, signed_in.account)?.into();
    Ok(Some(signed_in))
}

/// The merchants `account` works for, and as what, the oldest membership first.
pub fn staff_of(read: &mut impl Read, account: AccountId) -> Result<Vec<(MerchantId, Role)>, DbError> {
    read.rows(
        "SELECT merchant_id, role FROM staff WHERE account_id = $1 ORDER BY created_at, merchant_id",
        &[Param::id(account)],
        |row| Ok((row.id(0)?, row.word(1, "role", Role::from_word)?)),
    )
}

/// Notes that the session was used.
pub fn touch(
    tx: &mut Tx<'_>,
    session: SessionId,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE id = $3",
        &[now.into(), expires_at.into(), Param::id(session)],
    )
    .map(|_| ())
}

/// The sessions of `account`, the latest used first.
pub fn of_account(read: &mut impl Read, account: AccountId) -> Result<Vec<SessionLine>, DbError> {
    read.rows(
        "SELECT id, user_agent, created_at, seen_at FROM sessions
          WHERE account_id = $1 ORDER BY seen_at DESC, id DESC LIMIT $2",
        &[Param::id(account), SESSIONS_LISTED_MAX.into()],
        |row| {
            Ok(SessionLine {
                id: row.id(0)?,
                user_agent: row.text(1)?,
                created_at: row.time(2)?,
                seen_at: row.time(3)?,
            })
        },
    )
}

/// Ends one session of `account`; says whether there was one.
pub fn delete(tx: &mut Tx<'_>, account: AccountId, session: SessionId) -> Result<bool, DbError> {
    tx.execute(
        "DELETE FROM sessions WHERE id = $1 AND account_id = $2",
        &[Param::id(session), Param::id(account)],
    )
    .map(|ended| ended > 0)
}

/// Ends every session of `account` but `kept`.
pub fn delete_others(tx: &mut Tx<'_>, account: AccountId, kept: Option<SessionId>) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM sessions WHERE account_id = $1 AND id <> $2",
        &[Param::id(account), Param::Int(kept.map_or(0, |session| session.0))],
    )
}

/// Forgets sessions that ended by themselves before `now`.
pub fn delete_expired(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM sessions WHERE expires_at <= $1", &[now.into()])
}

/// Sessions made after the session `after`, the oldest first.
pub fn since(read: &mut impl Read, after: SessionId) -> Result<Vec<NewSession>, DbError> {
    read.rows(
        "SELECT id, token_hash, account_id, user_agent, created_at, expires_at FROM sessions
          WHERE id > $1 ORDER BY id LIMIT $2",
        &[Param::id(after), SINCE_MAX.into()],
        |row| {
            let hash = row.bytes(1)?;
            Ok(NewSession {
                id: row.id(0)?,
                token_hash: hash
                    .try_into()
                    .map_err(|_| DbError::Schema("the hash of a session has 32 bytes".to_owned()))?,
                account: row.id(2)?,
                user_agent: row.text(3)?,
                created_at: row.time(4)?,
                expires_at: row.time(5)?,
            })
        },
    )
}

/// The newest session there is; zero where there is none.
pub fn newest(read: &mut impl Read) -> Result<SessionId, DbError> {
    read.one("newest session", "SELECT coalesce(max(id), 0) FROM sessions", &[], |row| row.id(0))
}

/// Whether a session of this token is kept, ended by itself or not.
pub fn is_known(read: &mut impl Read, token_hash: &[u8; 32]) -> Result<bool, DbError> {
    let found =
        read.first("SELECT id FROM sessions WHERE token_hash = $1", &[token_hash.into()], |row| row.int(0))?;
    Ok(found.is_some())
}

/// Every session that lasts at `now` lasts until `expires_at`: as if whoever it is of had come by.
pub fn prolong_all(tx: &mut Tx<'_>, now: Timestamp, expires_at: Timestamp) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE expires_at > $1 AND expires_at < $2",
        &[now.into(), expires_at.into()],
    )
}
