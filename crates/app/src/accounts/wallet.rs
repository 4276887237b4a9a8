//! Addresses and ways to pay that an account keeps for the next purchase. Deletable at any time (A18).

use domain::access::Actor;
use domain::checkout::PostalAddress;
use domain::ids::{AccountId, AddressId, JobId, MethodId};
use store::jobs::{Job, NewJob};
use store::wallet::{self, Method};
use store::{DbError, Tx};

use crate::Ctx;
use crate::checkout::{FieldIssue, check_address};
use crate::jobs::{Done, JobError, kind};
use crate::payments::ask;

/// Addresses one account keeps: family, office, holidays.
pub const ADDRESSES_MAX: usize = 20;

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum WalletError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// The account keeps no such thing.
    #[error("the account keeps no such thing")]
    NotFound,
    /// The account keeps as many as it may.
    #[error("at most {ADDRESSES_MAX} addresses")]
    Full,
    /// Fields to correct.
    #[error("some fields must be corrected")]
    Fields(Vec<FieldIssue>),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn account_of(actor: &Actor) -> Result<AccountId, WalletError> {
    actor.account().ok_or(WalletError::SignIn)
}

/// The actor's addresses, the usual one first.
///
/// # Errors
/// [`WalletError`]; so for all functions here.
pub async fn addresses(ctx: &Ctx, actor: &Actor) -> Result<Vec<(AddressId, PostalAddress)>, WalletError> {
    let account = account_of(actor)?;
    Ok(ctx.db().read(move |conn| wallet::addresses(conn, account)).await?)
}

/// One of the actor's addresses.
pub async fn address(ctx: &Ctx, actor: &Actor, id: AddressId) -> Result<PostalAddress, WalletError> {
    let account = account_of(actor)?;
    let found = ctx.db().read(move |conn| wallet::address(conn, account, id)).await?;
    found.ok_or(WalletError::NotFound)
}

/// Keeps a new address; it becomes the usual one.
pub async fn add_address(ctx: &Ctx, actor: &Actor, address: PostalAddress) -> Result<(), WalletError> {
    let account = account_of(actor)?;
    check_address(&address).map_err(WalletError::Fields)?;
    let (id, now) = (ctx.id(), ctx.now());
    ctx.db()
        .write("add_address", move |tx| {
            if wallet::addresses(tx, account)?.len() >= ADDRESSES_MAX {
                return Err(WalletError::Full);
            }
            Ok(wallet::keep_address(tx, id, account, &address, now)?)
        })
        .await
}

/// Writes an address anew. Orders that went there keep what they were told.
pub async fn change_address(
    ctx: &Ctx,
    actor: &Actor,
    id: AddressId,
    address: PostalAddress,
) -> Result<(), WalletError> {
    check_address(&address).map_err(WalletError::Fields)?;
    one(ctx, actor, "change_address", move |tx, account| wallet::change_address(tx, account, id, &address))
        .await
}

/// Makes an address the usual one.
pub async fn prefer_address(ctx: &Ctx, actor: &Actor, id: AddressId) -> Result<(), WalletError> {
    one(ctx, actor, "prefer_address", move |tx, account| wallet::prefer_address(tx, account, id)).await
}

/// Forgets an address. Twice is fine.
pub async fn forget_address(ctx: &Ctx, actor: &Actor, id: AddressId) -> Result<(), WalletError> {
    one(ctx, actor, "forget_address", move |tx, account| wallet::forget_address(tx, account, id)).await
}

/// The actor's ways to pay, the usual one first.
pub async fn methods(ctx: &Ctx, actor: &Actor) -> Result<Vec<Method>, WalletError> {
    let account = account_of(actor)?;
    Ok(ctx.db().read(move |conn| wallet::methods(conn, account)).await?)
}

/// Makes a way to pay the usual one.
pub async fn prefer_method(ctx: &Ctx, actor: &Actor, id: MethodId) -> Result<(), WalletError> {
    one(ctx, actor, "prefer_method", move |tx, account| wallet::prefer_method(tx, account, id)).await
}

/// The job that lets the provider forget `token`.
pub(crate) fn forgetting(ctx: &Ctx, token: String, run_at: jiff::Timestamp) -> NewJob {
    let id = ctx.id::<JobId>();
    NewJob {
        id,
        kind: kind::FORGET_METHOD,
        merchant: None,
        subject: id.0,
        payload: token,
        unique_key: None,
        run_at,
    }
}

/// Forgets a way to pay at once; a job tells the provider to forget it too.
pub async fn forget_method(ctx: &Ctx, actor: &Actor, id: MethodId) -> Result<(), WalletError> {
    let now = ctx.now();
    let job = forgetting(ctx, String::new(), now);
    one(ctx, actor, "forget_method", move |tx, account| {
        let Some(token) = wallet::forget_method(tx, account, id)? else { return Ok(false) };
        store::jobs::enqueue(tx, &[NewJob { subject: id.0, payload: token, ..job.clone() }], now)?;
        Ok(true)
    })
    .await
}

async fn one(
    ctx: &Ctx,
    actor: &Actor,
    name: &'static str,
    mut change: impl FnMut(&mut Tx<'_>, AccountId) -> Result<bool, DbError> + Send + 'static,
) -> Result<(), WalletError> {
    let account = account_of(actor)?;
    let changed = ctx.db().write(name, move |tx| change(tx, account)).await?;
    if changed { Ok(()) } else { Err(WalletError::NotFound) }
}

/// The job: the provider forgets a method, unless somebody saved the same one again meanwhile, or agreed that a pledge is
/// paid with it: that ends with the pledge.
pub(crate) async fn forget_at_provider(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let payments = &ctx.ports().payments;
    let (provider, token) = (payments.name(), job.payload.clone());
    let is_kept = ctx.db().read(move |conn| {
        let pays = store::pledges::pays_with(conn, provider, &token)?;
        Ok::<_, DbError>(pays || wallet::is_kept(conn, provider, &token)?)
    });
    if is_kept.await? {
        return Ok(Done::Finished);
    }
    ask(payments.forget(&job.payload)).await?;
    Ok(Done::Finished)
}
