//! A merchant's API keys.

use domain::access::{Actor, AtMerchant, MerchantAct, Permit, Scope};
use domain::hex::hex;
use domain::ids::KeyId;
use domain::view::staff::ApiKey;
use store::{DbError, api_keys, staff_actions};

use crate::Ctx;
use crate::accounts::sessions::hash_of;
use crate::staff_log::{self, permitted};

/// What a live key begins with, so that a leaked one is recognised where it lies.
const LIVE_PREFIX: &str = "blk_live_";
/// What a test key begins with.
const TEST_PREFIX: &str = "blk_test_";
/// Characters of a name that are kept.
const NAME_CHARS_MAX: usize = 80;

/// Why no key was made.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// A key without a name cannot be told from the others.
    #[error("the key needs a name")]
    NoName,
    /// A key that may do nothing is of no use.
    #[error("choose at least one thing that the key may do")]
    NoScope,
    /// More keys than anyone keeps apart.
    #[error("at most {} keys", api_keys::KEYS_LISTED_MAX)]
    TooMany,
    /// Only people make keys.
    #[error("only a person can make a key")]
    NoPerson,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes a key. The answer's text is its secret, shown once; only its hash is kept.
///
/// # Errors
/// See [`KeyError`]; nothing has changed then.
pub async fn make(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    name: &str,
    scopes: Vec<Scope>,
    is_test: bool,
) -> Result<(ApiKey, String), KeyError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let by = permit.by().account().ok_or(KeyError::NoPerson)?;
    let name: String = name.trim().chars().take(NAME_CHARS_MAX).collect();
    if name.is_empty() {
        return Err(KeyError::NoName);
    }
    if scopes.is_empty() {
        return Err(KeyError::NoScope);
    }
    let secret: [u8; 24] = ctx.random();
    let digits = hex(&secret);
    let text = format!("{}{digits}", if is_test { TEST_PREFIX } else { LIVE_PREFIX });
    let key =
        ApiKey { id: ctx.id(), merchant, name, scopes, is_test, created_at: ctx.now(), revoked_at: None };
    let line = staff_log::line(ctx, permit.by(), merchant, "key.make", key.id, key.name.clone());
    let (kept, hash) = (key.clone(), hash_of(text.as_bytes()));
    ctx.db()
        .write("make_key", move |tx| {
            if api_keys::list(tx, merchant)?.len() >= api_keys::KEYS_LISTED_MAX as usize {
                return Err(KeyError::TooMany);
            }
            api_keys::insert(tx, &kept, &hash, by)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await?;
    Ok((key, text))
}

/// The merchant's keys, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<ApiKey>, DbError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    ctx.db().read(move |conn| api_keys::list(conn, merchant)).await
}

/// Takes a key back, at once. Says whether it was in force.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn revoke(ctx: &Ctx, permit: &Permit<AtMerchant>, key: KeyId) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::EditStaff);
    let line = staff_log::line(ctx, permit.by(), merchant, "key.revoke", key, "");
    let now = ctx.now();
    ctx.db()
        .write("revoke_key", move |tx| {
            let revoked = api_keys::revoke(tx, merchant, key, now)?;
            if revoked {
                staff_actions::note(tx, &line)?;
            }
            Ok(revoked)
        })
        .await
}

/// A program that shows a key, and whether it is a test key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHolder {
    /// Who acts.
    pub actor: Actor,
    /// It reaches test orders only.
    pub is_test: bool,
}

/// Who shows this secret; none when no key in force has it.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn holder(ctx: &Ctx, secret: &str) -> Result<Option<KeyHolder>, DbError> {
    if !secret.starts_with(LIVE_PREFIX) && !secret.starts_with(TEST_PREFIX) {
        return Ok(None);
    }
    let hash = hash_of(secret.as_bytes());
    let found = ctx.db().read(move |conn| api_keys::by_hash(conn, &hash)).await?;
    Ok(found.map(|key| KeyHolder {
        actor: Actor::Key { key: key.id, merchant: key.merchant, scopes: key.scopes.into() },
        is_test: key.is_test,
    }))
}
