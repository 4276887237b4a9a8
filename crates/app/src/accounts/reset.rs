//! A forgotten password: a link by mail, good once and for a quarter of an hour.

use std::net::IpAddr;

use domain::account::{self, AccountProblem};
use domain::ids::{AccountId, JobId};
use store::changes::{self, ChangeKind};
use store::codes::{self, CodePurpose, NewCode};
use store::{DbError, accounts, sessions};

use super::codes::{CODE_LASTS, hash, job};
use super::password;
use crate::limits::{Act, Limit, TooMany};
use crate::{Ctx, feed};

/// Links sent to one mail address.
const ASKED_PER_ACCOUNT: Limit = Limit { name: "reset-account", burst: 3, refill_s: 300 };

/// Why the password stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    /// The link was used, is too old, or never was one.
    #[error("this link no longer works")]
    Link,
    /// The new password will not do.
    #[error(transparent)]
    Password(#[from] AccountProblem),
    /// Too many links asked for.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Mails a link to choose a new password, if there is such an account. Whoever asks is not told.
///
/// # Errors
/// [`ResetError::TooMany`] by the asker's address; too many for one account are quietly not sent.
pub async fn ask_reset(ctx: &Ctx, login: &str, ip: IpAddr) -> Result<(), ResetError> {
    ctx.limit(Act::Letter, ip)?;
    let login = login.trim().trim_start_matches('@').to_lowercase();
    if ctx.memory().limits.take(&ASKED_PER_ACCOUNT, &login, ctx.now()).is_err() {
        return Ok(());
    }
    let found = ctx.db().read(move |conn| accounts::login(conn, &login)).await?;
    let Some(found) = found.filter(|found| !found.suspended && !found.email.is_empty()) else {
        return Ok(());
    };
    let (id, now) = (ctx.id::<JobId>().0, ctx.now());
    let code = NewCode {
        id,
        purpose: CodePurpose::ResetPassword,
        email: found.email,
        account: found.account,
        code_hash: hash(ctx, id, &secret(ctx, id)),
        expires_at: now + CODE_LASTS,
    };
    ctx.db()
        .write("ask_reset", move |tx| {
            codes::insert(tx, &code)?;
            store::jobs::enqueue(tx, &[job(id, now)], now)
        })
        .await?;
    Ok(())
}

/// 128 bits that only this server can make.
fn secret(ctx: &Ctx, id: i64) -> String {
    format!("{:032x}", u128::from_be_bytes(ctx.seal("reset link", &id.to_be_bytes())))
}

/// The address of the page where the new password is chosen.
pub(super) fn link(ctx: &Ctx, id: i64) -> String {
    format!("{}/reset?token={id:x}.{}", ctx.base_url(), secret(ctx, id))
}

/// Replaces the password by the link's token. Every session of the account ends; the address is proven by it.
///
/// # Errors
/// [`ResetError`]; the old password stays then.
pub async fn reset_password(ctx: &Ctx, token: &str, password: String) -> Result<AccountId, ResetError> {
    let (id, typed) = token.split_once('.').ok_or(ResetError::Link)?;
    let id = i64::from_str_radix(id, 16).map_err(|_| ResetError::Link)?;
    let waiting = ctx.db().read(move |conn| codes::by_id(conn, id)).await?;
    let waiting = waiting
        .filter(|waiting| {
            waiting.purpose == CodePurpose::ResetPassword
                && waiting.code_hash == hash(ctx, id, typed)
                && waiting.expires_at > ctx.now()
        })
        .ok_or(ResetError::Link)?;
    account::password(&password, &waiting.handle, &waiting.email)?;
    let new = password::hash(password).await;
    let (account, now) = (waiting.account, ctx.now());
    ctx.db()
        .write("reset_password", move |tx| {
            if !codes::use_up(tx, id, now)? {
                return Err(ResetError::Link);
            }
            accounts::set_password(tx, account, &new)?;
            accounts::confirm_email(tx, account, &waiting.email, now)?;
            sessions::delete_others(tx, account, None)?;
            changes::note(tx, ChangeKind::Session, 0, account.0, now)?;
            Ok(())
        })
        .await?;
    feed::catch_up(ctx).await?;
    Ok(account)
}
