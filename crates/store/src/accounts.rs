//! Accounts as their owners know them: mail address, password, settings.

use domain::ids::{AccountId, ImageId};
use domain::view::people::{AccountKind, AccountSettings};
use jiff::Timestamp;

use crate::people::image_at;
use crate::{DbError, Param, Read, Tx};

/// An account to be kept.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// Its handle.
    pub handle: String,
    /// Its name as shown.
    pub display_name: String,
    /// What it is for.
    pub kind: AccountKind,
    /// Its mail address; merchants' faces have none of their own.
    pub email: Option<String>,
    /// The hash of its password; none cannot sign in.
    pub password_hash: Option<String>,
    /// Tag of its language.
    pub locale: String,
    /// It runs the server.
    pub operator: bool,
    /// When.
    pub created_at: Timestamp,
}

/// Keeps an account.
///
/// # Errors
/// [`DbError::is_unique`] when handle or mail address are taken; so as the engine gives it for all functions here.
pub fn insert(tx: &mut Tx<'_>, account: &NewAccount) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO accounts (id, handle, display_name, kind, email, password_hash, locale, is_operator, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Param::id(account.id),
            (&account.handle).into(),
            (&account.display_name).into(),
            account.kind.as_str().into(),
            account.email.as_ref().into(),
            account.password_hash.as_ref().into(),
            (&account.locale).into(),
            account.operator.into(),
            account.created_at.into(),
        ],
    )
    .map(|_| ())
}

/// Whether the handle, and whether the mail address, are taken.
pub fn taken(read: &mut impl Read, handle: &str, email: &str) -> Result<(bool, bool), DbError> {
    let (mut by_handle, mut by_email) = (false, false);
    read.visit(
        "SELECT handle, email FROM accounts WHERE handle = $1 OR email = $2".into(),
        &[handle.into(), email.into()],
        &mut |row| {
            by_handle |= row.str(0)? == handle;
            by_email |= row.opt_text(1)?.as_deref() == Some(email);
            Ok(())
        },
    )?;
    Ok((by_handle, by_email))
}

/// What signing in needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The account.
    pub account: AccountId,
    /// Its handle.
    pub handle: String,
    /// Its mail address; empty for none.
    pub email: String,
    /// A code sent there was typed.
    pub email_confirmed: bool,
    /// The hash of its password; none cannot sign in by one.
    pub password_hash: Option<String>,
    /// It may not sign in.
    pub suspended: bool,
    /// Tag of its language.
    pub locale: String,
}

/// The account with this handle or mail address, both lower case.
pub fn login(read: &mut impl Read, handle_or_email: &str) -> Result<Option<Login>, DbError> {
    read.first(
        "SELECT id, handle, email, email_confirmed_at, password_hash, suspended_at, locale
           FROM accounts WHERE handle = $1 OR email = $1",
        &[handle_or_email.into()],
        to_login,
    )
}

/// The same by id.
pub fn login_of(read: &mut impl Read, account: AccountId) -> Result<Option<Login>, DbError> {
    read.first(
        "SELECT id, handle, email, email_confirmed_at, password_hash, suspended_at, locale
           FROM accounts WHERE id = $1",
        &[Param::id(account)],
        to_login,
    )
}

fn to_login(row: &crate::Row<'_>) -> Result<Login, DbError> {
    Ok(Login {
        account: row.id(0)?,
        handle: row.text(1)?,
        email: row.opt_text(2)?.unwrap_or_default(),
        email_confirmed: row.opt_int(3)?.is_some(),
        password_hash: row.opt_text(4)?,
        suspended: row.opt_int(5)?.is_some(),
        locale: row.text(6)?,
    })
}

/// Notes that the account's mail address works; says whether that is news.
pub fn confirm_email(
    tx: &mut Tx<'_>,
    account: AccountId,
    email: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    tx.execute(
        "UPDATE accounts SET email_confirmed_at = $1
          WHERE id = $2 AND email = $3 AND email_confirmed_at IS NULL",
        &[now.into(), Param::id(account), email.into()],
    )
    .map(|rows| rows > 0)
}

/// Replaces the password.
pub fn set_password(tx: &mut Tx<'_>, account: AccountId, hash: &str) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET password_hash = $1 WHERE id = $2", &[hash.into(), Param::id(account)])
        .map(|_| ())
}

/// What the account page shows.
pub fn settings(read: &mut impl Read, account: AccountId) -> Result<Option<AccountSettings>, DbError> {
    read.first(
        "SELECT accounts.handle, accounts.display_name, accounts.bio, accounts.locale, accounts.email,
                accounts.email_confirmed_at, images.id, images.file_key, images.width, images.height
           FROM accounts LEFT JOIN images ON images.id = accounts.avatar_id
          WHERE accounts.id = $1",
        &[Param::id(account)],
        |row| {
            Ok(AccountSettings {
                handle: row.text(0)?,
                display_name: row.text(1)?,
                bio: row.text(2)?,
                locale: row.text(3)?,
                email: row.opt_text(4)?.unwrap_or_default(),
                email_confirmed: row.opt_int(5)?.is_some(),
                avatar: image_at(row, 6)?,
            })
        },
    )
}

/// Changes name, words about oneself and language.
pub fn update(
    tx: &mut Tx<'_>,
    account: AccountId,
    display_name: &str,
    bio: &str,
    locale: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE accounts SET display_name = $1, bio = $2, locale = $3 WHERE id = $4",
        &[display_name.into(), bio.into(), locale.into(), Param::id(account)],
    )
    .map(|_| ())
}

/// Changes the picture.
pub fn set_avatar(tx: &mut Tx<'_>, account: AccountId, image: ImageId) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET avatar_id = $1 WHERE id = $2", &[Param::id(image), Param::id(account)])
        .map(|_| ())
}

/// Changes the picture above the profile.
pub fn set_banner(tx: &mut Tx<'_>, account: AccountId, image: ImageId) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET banner_id = $1 WHERE id = $2", &[Param::id(image), Param::id(account)])
        .map(|_| ())
}

/// The account opens to nobody from `now` on.
pub fn suspend(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), DbError> {
    tx.execute("UPDATE accounts SET suspended_at = $1 WHERE id = $2", &[now.into(), Param::id(account)])
        .map(|_| ())
}

/// The accounts of operators.
///
/// # Errors
/// What the engine refused.
pub fn operators(read: &mut impl Read) -> Result<Vec<AccountId>, DbError> {
    read.rows("SELECT id FROM accounts WHERE is_operator = 1 ORDER BY id", &[], |row| row.id(0))
}

/// Gives or takes the right to run the server; says whether anything changed.
pub fn set_operator(tx: &mut Tx<'_>, account: AccountId, operator: bool) -> Result<bool, DbError> {
    tx.execute(
        "UPDATE accounts SET is_operator = $1 WHERE id = $2 AND is_operator <> $1",
        &[operator.into(), Param::id(account)],
    )
    .map(|rows| rows > 0)
}

/// Gives the orders that were bought as a guest under `email` to `account`; says how many.
pub fn claim_orders(tx: &mut Tx<'_>, account: AccountId, email: &str) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE purchases SET account_id = $1 WHERE account_id IS NULL AND email = $2",
        &[Param::id(account), email.into()],
    )?;
    tx.execute(
        "UPDATE orders SET account_id = $1 WHERE account_id IS NULL AND email = $2",
        &[Param::id(account), email.into()],
    )
}
