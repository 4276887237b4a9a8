//! What somebody changes about their own account.

use std::sync::Arc;

use bytes::Bytes;
use domain::access::Actor;
use domain::account::{self, AccountProblem};
use domain::ids::{AccountId, SessionId};
use domain::view::people::{AccountSettings, Face, SessionLine, SignedIn};
use store::changes::{self, ChangeKind};
use store::{DbError, accounts, sessions};

use super::{password, sign_in};
use crate::limits::{Limit, TooMany};
use crate::pictures::{UploadError, upload};
use crate::{Ctx, feed, timeline};

/// Tries to change a password.
const PASSWORD_TRIES: Limit = Limit { name: "change-password", burst: 10, refill_s: 60 };

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// What was typed does not fit.
    #[error(transparent)]
    Problem(#[from] AccountProblem),
    /// Not the present password.
    #[error("this is not the present password")]
    WrongPassword,
    /// The picture was refused.
    #[error(transparent)]
    Picture(#[from] UploadError),
    /// Too many tries.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What somebody changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The name as shown.
    pub display_name: String,
    /// About themselves.
    pub bio: String,
    /// Tag of the language.
    pub locale: String,
}

/// The actor's own settings, and where it is signed in.
///
/// # Errors
/// [`SettingsError::SignIn`] for nobody.
pub async fn settings(
    ctx: &Ctx,
    actor: &Actor,
) -> Result<(AccountSettings, Vec<SessionLine>), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    let found = ctx
        .db()
        .read(move |conn| {
            Ok::<_, DbError>((accounts::settings(conn, account)?, sessions::of_account(conn, account)?))
        })
        .await?;
    Ok((found.0.ok_or(SettingsError::SignIn)?, found.1))
}

/// Changes name, words about oneself and language.
///
/// # Errors
/// [`SettingsError`]; nothing has changed then.
pub async fn change_settings(ctx: &Ctx, actor: &Actor, changed: Changed) -> Result<(), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    let display_name = account::name(&changed.display_name)?;
    let bio = account::bio(&changed.bio)?;
    let now = ctx.now();
    ctx.db()
        .write("change_settings", move |tx| {
            accounts::update(tx, account, &display_name, &bio, &changed.locale)?;
            changes::note(tx, ChangeKind::Account, account.0, account.0, now)
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Changes the picture.
///
/// # Errors
/// [`SettingsError`]; nothing has changed then.
pub async fn set_avatar(ctx: &Ctx, actor: &Actor, bytes: Bytes) -> Result<(), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    let image = upload(ctx, account, bytes).await?;
    let now = ctx.now();
    ctx.db()
        .write("set_avatar", move |tx| {
            accounts::set_avatar(tx, account, image.id)?;
            changes::note(tx, ChangeKind::Account, account.0, account.0, now)
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Changes the picture above the profile.
///
/// # Errors
/// [`SettingsError`]; nothing has changed then.
pub async fn set_banner(ctx: &Ctx, actor: &Actor, bytes: Bytes) -> Result<(), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    let image = upload(ctx, account, bytes).await?;
    let now = ctx.now();
    ctx.db()
        .write("set_banner", move |tx| {
            accounts::set_banner(tx, account, image.id)?;
            changes::note(tx, ChangeKind::Account, account.0, account.0, now)
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Changes the password; every other session ends.
///
/// # Errors
/// [`SettingsError`]; the old password stays then.
pub async fn change_password(
    ctx: &Ctx,
    signed_in: &SignedIn,
    present: String,
    new: String,
) -> Result<(), SettingsError> {
    let account = signed_in.account;
    ctx.memory().limits.take(&PASSWORD_TRIES, account.0, ctx.now())?;
    account::password(&new, &signed_in.handle, &signed_in.email)?;
    let found = ctx.db().read(move |conn| accounts::login_of(conn, account)).await?;
    if !password::is_right(present, found.and_then(|found| found.password_hash)).await {
        return Err(SettingsError::WrongPassword);
    }
    let hash = password::hash(new).await;
    let (kept, now) = (signed_in.session, ctx.now());
    ctx.db()
        .write("change_password", move |tx| {
            accounts::set_password(tx, account, &hash)?;
            sessions::delete_others(tx, account, Some(kept))?;
            changes::note(tx, ChangeKind::Session, 0, account.0, now)
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Ends one of the actor's sessions.
///
/// # Errors
/// [`SettingsError::SignIn`] for nobody.
pub async fn end_session(ctx: &Ctx, actor: &Actor, session: SessionId) -> Result<(), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    Ok(sign_in::end(ctx, account, session).await?)
}

/// Whom the actor blocked and whom it muted.
///
/// # Errors
/// [`SettingsError::SignIn`] for nobody.
pub async fn ties(ctx: &Ctx, actor: &Actor) -> Result<(Vec<Arc<Face>>, Vec<Arc<Face>>), SettingsError> {
    let account = actor.account().ok_or(SettingsError::SignIn)?;
    let relations = timeline::relations(ctx, account).await?;
    let all = relations.blocks.iter().chain(&relations.mutes).copied();
    let faces = timeline::faces(ctx, all).await?;
    let known = |accounts: &std::collections::HashSet<AccountId>| {
        let mut found: Vec<Arc<Face>> = accounts.iter().filter_map(|id| faces.get(id).cloned()).collect();
        found.sort_by(|a, b| a.handle.cmp(&b.handle));
        found
    };
    Ok((known(&relations.blocks), known(&relations.mutes)))
}
