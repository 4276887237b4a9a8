//! Six-digit codes sent by mail. Only a hash is kept, bound to what the code proves and to the address it went to.

use domain::ids::AccountId;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// What typing a code proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodePurpose {
    /// The address of an account is its owner's.
    ConfirmEmail,
    /// Whoever reads the address may choose a new password.
    ResetPassword,
    /// Orders bought as a guest under the address are this account's.
    ClaimOrders,
}

impl CodePurpose {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "confirm_email",
            Self::ResetPassword => "reset_password",
            Self::ClaimOrders => "claim_orders",
        }
    }

    /// The purpose with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::ConfirmEmail, Self::ResetPassword, Self::ClaimOrders]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }
}

/// A code to be kept.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// Its id.
    pub id: i64,
    /// What it proves.
    pub purpose: CodePurpose,
    /// The address it goes to.
    pub email: String,
    /// The account it is for.
    pub account: AccountId,
    /// Hash of the code.
    pub code_hash: [u8; 32],
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// Keeps a code; earlier ones of the same purpose and address no longer work.
///
/// # Errors
/// [`DbError`] as the engine gives it; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, code: &NewCode) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM codes WHERE subject = $1 AND purpose = $2 AND used_at IS NULL",
        &[(&code.email).into(), code.purpose.as_str().into()],
    )?;
    tx.execute(
        "INSERT INTO codes (id, purpose, subject, account_id, code_hash, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            code.id.into(),
            code.purpose.as_str().into(),
            (&code.email).into(),
            Param::id(code.account),
            (&code.code_hash).into(),
            code.expires_at.into(),
        ],
    )
    .map(|_| ())
}

/// A code that waits to be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingCode {
    /// Its id.
    pub id: i64,
    /// The account it is for.
    pub account: AccountId,
    /// Hash of the code.
    pub code_hash: [u8; 32],
    /// How often something was typed, this time included.
    pub tries: u32,
}

/// Counts a try on the code that waits under this purpose and address, and gives it; none when there is none that
/// still works. The try counts whatever was typed, so its transaction must commit.
pub fn try_once(
    tx: &mut Tx<'_>,
    purpose: CodePurpose,
    email: &str,
    tries_max: u32,
    now: Timestamp,
) -> Result<Option<WaitingCode>, DbError> {
    tx.first(
        "UPDATE codes SET tries = tries + 1
                  WHERE purpose = $1 AND subject = $2 AND used_at IS NULL AND expires_at > $3 AND tries < $4
                  RETURNING id, account_id, code_hash, tries",
        &[purpose.as_str().into(), email.into(), now.into(), tries_max.into()],
        |row| {
            Ok(WaitingCode {
                id: row.int(0)?,
                account: row.id(1)?,
                code_hash: row.bytes(2)?.try_into().map_err(|_| DbError::Missing("a hash of 32 bytes"))?,
                tries: row.count(3)?,
            })
        },
    )
}

/// Marks a code as used; says whether it was not before.
pub fn use_up(tx: &mut Tx<'_>, code: i64, now: Timestamp) -> Result<bool, DbError> {
    tx.execute("UPDATE codes SET used_at = $1 WHERE id = $2 AND used_at IS NULL", &[now.into(), code.into()])
        .map(|rows| rows > 0)
}

/// Forgets codes that no longer work.
pub fn delete_old(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM codes WHERE expires_at < $1", &[before.into()])
}

/// A code with whom it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeFor {
    /// What it proves.
    pub purpose: CodePurpose,
    /// The address it goes to.
    pub email: String,
    /// The account it is for.
    pub account: AccountId,
    /// The account's handle.
    pub handle: String,
    /// Tag of the account's language.
    pub locale: String,
    /// Hash of the code.
    pub code_hash: [u8; 32],
    /// Until when it works.
    pub expires_at: Timestamp,
}

/// The code with this id, unless it was used or replaced.
pub fn by_id(read: &mut impl Read, code: i64) -> Result<Option<CodeFor>, DbError> {
    read.first(
        "SELECT codes.purpose, codes.subject, accounts.id, accounts.handle, accounts.locale, codes.code_hash,
                codes.expires_at
           FROM codes JOIN accounts ON accounts.id = codes.account_id
          WHERE codes.id = $1 AND codes.used_at IS NULL",
        &[code.into()],
        |row| {
            Ok(CodeFor {
                purpose: row.word(0, "purpose of a code", CodePurpose::from_word)?,
                email: row.text(1)?,
                account: row.id(2)?,
                handle: row.text(3)?,
                locale: row.text(4)?,
                code_hash: row.bytes(5)?.try_into().map_err(|_| DbError::Missing("a hash of 32 bytes"))?,
                expires_at: row.time(6)?,
            })
        },
    )
}
