//! What a buyer keeps for the next purchase: addresses and ways to pay. Deletable at any time.

use domain::checkout::PostalAddress;
use domain::ids::{AccountId, AddressId, MethodId};
use jiff::Timestamp;

use crate::checkouts::{read_address, write_address};
use crate::{DbError, Param, Read, Tx};

/// Addresses and methods listed for one account.
const KEPT_MAX: u32 = 20;

/// A saved way to pay: the provider's token, never a card number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// Its id.
    pub id: MethodId,
    /// Whose.
    pub account: AccountId,
    /// Which provider keeps it.
    pub provider: String,
    /// The provider's token.
    pub token: String,
    /// `Visa`, `Mastercard` …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// `MM/YY`, or empty.
    pub expires: String,
}

/// The account's addresses, the newest first.
///
/// # Errors
/// What the engine refused.
pub fn addresses(
    read: &mut impl Read,
    account: AccountId,
) -> Result<Vec<(AddressId, PostalAddress)>, DbError> {
    let rows = read.rows(
        "SELECT id, destination FROM addresses WHERE account_id = $1 ORDER BY is_default DESC, id DESC LIMIT $2",
        &[Param::id(account), KEPT_MAX.into()],
        |row| Ok((row.id(0)?, read_address(row.str(1)?)?)),
    )?;
    Ok(rows.into_iter().filter_map(|(id, address)| address.map(|address| (id, address))).collect())
}

/// Keeps an address, once: the same one again is not kept twice. It becomes the first choice.
///
/// # Errors
/// What the engine refused.
pub fn keep_address(
    tx: &mut Tx<'_>,
    id: AddressId,
    account: AccountId,
    address: &PostalAddress,
    now: Timestamp,
) -> Result<(), DbError> {
    let text = write_address(Some(address));
    tx.execute("UPDATE addresses SET is_default = 0 WHERE account_id = $1", &[Param::id(account)])?;
    let known = tx.execute(
        "UPDATE addresses SET is_default = 1 WHERE account_id = $1 AND destination = $2",
        &[Param::id(account), (&text).into()],
    )?;
    if known == 0 {
        tx.execute(
            "INSERT INTO addresses (id, account_id, destination, is_default, created_at)
             VALUES ($1, $2, $3, 1, $4)",
            &[Param::id(id), Param::id(account), (&text).into(), now.into()],
        )?;
    }
    Ok(())
}

/// One address of the account.
///
/// # Errors
/// What the engine refused.
pub fn address(
    read: &mut impl Read,
    account: AccountId,
    id: AddressId,
) -> Result<Option<PostalAddress>, DbError> {
    let found = read.first(
        "SELECT destination FROM addresses WHERE account_id = $1 AND id = $2",
        &[Param::id(account), Param::id(id)],
        |row| read_address(row.str(0)?),
    )?;
    Ok(found.flatten())
}

/// Writes an address anew. `false`: the account has no such address.
///
/// # Errors
/// What the engine refused.
pub fn change_address(
    tx: &mut Tx<'_>,
    account: AccountId,
    id: AddressId,
    address: &PostalAddress,
) -> Result<bool, DbError> {
    let text = write_address(Some(address));
    let changed = tx.execute(
        "UPDATE addresses SET destination = $1 WHERE account_id = $2 AND id = $3",
        &[(&text).into(), Param::id(account), Param::id(id)],
    )?;
    Ok(changed == 1)
}

/// Makes an address the first choice. `false`: the account has no such address, and nothing has changed.
///
/// # Errors
/// What the engine refused.
pub fn prefer_address(tx: &mut Tx<'_>, account: AccountId, id: AddressId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE addresses SET is_default = CASE WHEN id = $1 THEN 1 ELSE 0 END
          WHERE account_id = $2
            AND EXISTS (SELECT 1 FROM addresses a WHERE a.account_id = $2 AND a.id = $1)",
        &[Param::id(id), Param::id(account)],
    )?;
    Ok(changed > 0)
}

/// Forgets an address. `false`: the account has no such address.
///
/// # Errors
/// What the engine refused.
pub fn forget_address(tx: &mut Tx<'_>, account: AccountId, id: AddressId) -> Result<bool, DbError> {
    let gone = tx.execute(
        "DELETE FROM addresses WHERE account_id = $1 AND id = $2",
        &[Param::id(account), Param::id(id)],
    )?;
    Ok(gone == 1)
}

/// The account's ways to pay, the first choice first.
///
/// # Errors
/// What the engine refused.
pub fn methods(read: &mut impl Read, account: AccountId) -> Result<Vec<Method>, DbError> {
    read.rows(
        "SELECT id, account_id, provider, token, brand, last4, expires
           FROM payment_methods WHERE account_id = $1 ORDER BY is_default DESC, id DESC LIMIT $2",
        &[Param::id(account), KEPT_MAX.into()],
        |row| {
            Ok(Method {
                id: row.id(0)?,
                account: row.id(1)?,
                provider: row.text(2)?,
                token: row.text(3)?,
                brand: row.text(4)?,
                last4: row.text(5)?,
                expires: row.text(6)?,
            })
        },
    )
}

/// Keeps a way to pay as the first choice; the same token is kept once.
///
/// # Errors
/// What the engine refused.
pub fn keep_method(tx: &mut Tx<'_>, method: &Method, now: Timestamp) -> Result<(), DbError> {
    let account = Param::id(method.account);
    tx.execute("UPDATE payment_methods SET is_default = 0 WHERE account_id = $1", &[account])?;
    let known = tx.execute(
        "UPDATE payment_methods SET is_default = 1 WHERE account_id = $1 AND provider = $2 AND token = $3",
        &[account, (&method.provider).into(), (&method.token).into()],
    )?;
    if known == 0 {
        tx.execute(
            "INSERT INTO payment_methods (id, account_id, provider, token, brand, last4, expires, is_default,
                                          created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)",
            &[
                Param::id(method.id),
                account,
                (&method.provider).into(),
                (&method.token).into(),
                (&method.brand).into(),
                (&method.last4).into(),
                (&method.expires).into(),
                now.into(),
            ],
        )?;
    }
    Ok(())
}

/// Makes a way to pay the first choice. `false`: the account has no such method, and nothing has changed.
///
/// # Errors
/// What the engine refused.
pub fn prefer_method(tx: &mut Tx<'_>, account: AccountId, id: MethodId) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE payment_methods SET is_default = CASE WHEN id = $1 THEN 1 ELSE 0 END
          WHERE account_id = $2
            AND EXISTS (SELECT 1 FROM payment_methods p WHERE p.account_id = $2 AND p.id = $1)",
        &[Param::id(id), Param::id(account)],
    )?;
    Ok(changed > 0)
}

/// Forgets a way to pay; answers with the provider's token, which the provider must forget too. `None`: the account
/// has no such method.
///
/// # Errors
/// What the engine refused.
pub fn forget_method(tx: &mut Tx<'_>, account: AccountId, id: MethodId) -> Result<Option<String>, DbError> {
    let gone = tx.rows(
        "DELETE FROM payment_methods WHERE account_id = $1 AND id = $2 RETURNING token",
        &[Param::id(account), Param::id(id)],
        |row| row.text(0),
    )?;
    Ok(gone.into_iter().next())
}

/// Somebody still pays with this token.
///
/// # Errors
/// What the engine refused.
pub fn is_kept(read: &mut impl Read, provider: &str, token: &str) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM payment_methods WHERE provider = $1 AND token = $2 LIMIT 1",
        &[provider.into(), token.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// The account's confirmed mail address.
///
/// # Errors
/// What the engine refused.
pub fn email(read: &mut impl Read, account: AccountId) -> Result<Option<String>, DbError> {
    let email = read.first(
        "SELECT email FROM accounts WHERE id = $1 AND email_confirmed_at IS NOT NULL",
        &[Param::id(account)],
        |row| row.opt_text(0),
    )?;
    Ok(email.flatten())
}
