//! Merchants' API keys. The secret itself is never stored, only its hash.

use domain::access::Scope;
use domain::ids::{AccountId, KeyId, MerchantId};
use domain::view::staff::ApiKey;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// Keys of one merchant that are listed.
pub const KEYS_LISTED_MAX: u32 = 100;

/// Keeps a new key.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(
    tx: &mut Tx<'_>,
    key: &ApiKey,
    key_hash: &[u8; 32],
    created_by: AccountId,
) -> Result<(), DbError> {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    let scopes = scopes.join(" ");
    tx.execute(
        "INSERT INTO api_keys (id, merchant_id, name, key_hash, scopes, is_test, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(key.id),
            Param::id(key.merchant),
            (&key.name).into(),
            key_hash.into(),
            (&scopes).into(),
            key.is_test.into(),
            Param::id(created_by),
            key.created_at.into(),
        ],
    )?;
    Ok(())
}

/// The key with this secret, unless it was taken back.
pub fn by_hash(read: &mut impl Read, key_hash: &[u8; 32]) -> Result<Option<ApiKey>, DbError> {
    read.first(
        "SELECT id, merchant_id, name, scopes, is_test, created_at, revoked_at
           FROM api_keys
          WHERE key_hash = $1
            AND revoked_at IS NULL",
        &[key_hash.into()],
        to_key,
    )
}

/// The keys of `merchant`, newest first, revoked ones included.
pub fn list(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<ApiKey>, DbError> {
    read.rows(
        "SELECT id, merchant_id, name, scopes, is_test, created_at, revoked_at
           FROM api_keys
          WHERE merchant_id = $1
          ORDER BY id DESC
          LIMIT $2",
        &[Param::id(merchant), KEYS_LISTED_MAX.into()],
        to_key,
    )
}

/// Takes a key back. Says whether it was in force.
pub fn revoke(tx: &mut Tx<'_>, merchant: MerchantId, key: KeyId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE api_keys SET revoked_at = $1 WHERE merchant_id = $2 AND id = $3 AND revoked_at IS NULL",
        &[now.into(), Param::id(merchant), Param::id(key)],
    )?;
    Ok(changed > 0)
}

fn to_key(row: &Row<'_>) -> Result<ApiKey, DbError> {
    Ok(ApiKey {
        id: row.id(0)?,
        merchant: row.id(1)?,
        name: row.text(2)?,
        scopes: row.word(3, "list of scopes", |words| {
            words.split_whitespace().map(Scope::from_word).collect::<Option<Vec<_>>>()
        })?,
        is_test: row.flag(4)?,
        created_at: row.time(5)?,
        revoked_at: row.opt_time(6)?,
    })
}
