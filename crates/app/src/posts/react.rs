//! Liking a post and passing it on; both can be taken back, and both twice is once.

use domain::access::Actor;
use domain::ids::{AccountId, PostId};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::posts::NewPost;
use store::{DbError, Tx};

use super::delete::gone;
use crate::{Ctx, feed};

/// Why nothing happened.
#[derive(Debug, thiserror::Error)]
pub enum ReactError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// There is no such post, or this reader may not see it.
    #[error("there is no such post")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Likes a post.
///
/// # Errors
/// [`ReactError`]; nothing has changed then. So for all functions here.
pub async fn like(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<(), ReactError> {
    let account = actor.account().ok_or(ReactError::SignIn)?;
    let now = ctx.now();
    ctx.db()
        .write("like_post", move |tx| {
            reach(tx, account, post)?;
            if store::posts::like(tx, post, account, now)? {
                changes::note(tx, ChangeKind::Like, post.0, account.0, now)?;
            }
            Ok::<_, ReactError>(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Takes a like back.
///
/// # Errors
/// See [`like`].
pub async fn unlike(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<(), ReactError> {
    let account = actor.account().ok_or(ReactError::SignIn)?;
    let now = ctx.now();
    ctx.db()
        .write("unlike_post", move |tx| {
            if store::posts::unlike(tx, post, account)? {
                changes::note(tx, ChangeKind::Like, post.0, account.0, now)?;
            }
            Ok::<_, ReactError>(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Passes a post on to those who read the actor.
///
/// # Errors
/// See [`like`].
pub async fn boost(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<(), ReactError> {
    let account = actor.account().ok_or(ReactError::SignIn)?;
    let (now, id) = (ctx.now(), ctx.id());
    ctx.db()
        .write("boost_post", move |tx| {
            reach(tx, account, post)?;
            if store::posts::boost_by(tx, post, account)?.is_some() {
                return Ok(());
            }
            let boost = NewPost {
                id,
                author: account,
                text: String::new(),
                warning: String::new(),
                reply_to: None,
                boost_of: Some(post),
                offer: None,
                campaign: None,
                pictures: Vec::new(),
                tags: Vec::new(),
                created_at: now,
            };
            store::posts::insert(tx, &boost)?;
            Ok::<_, ReactError>(noted(tx, id, post, account, now)?)
        })
        .await
        // Another process passed it on for the same reader a moment ago.
        .or_else(|error| match error {
            ReactError::Db(error) if error.is_unique() => Ok(()),
            other => Err(other),
        })?;
    Ok(feed::catch_up(ctx).await?)
}

/// Takes a boost back.
///
/// # Errors
/// See [`like`].
pub async fn unboost(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<(), ReactError> {
    let account = actor.account().ok_or(ReactError::SignIn)?;
    let now = ctx.now();
    ctx.db()
        .write("unboost_post", move |tx| {
            if let Some(boost) = store::posts::boost_by(tx, post, account)? {
                gone(tx, boost, now)?;
                changes::note(tx, ChangeKind::Like, post.0, account.0, now)?;
            }
            Ok::<_, ReactError>(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

fn noted(
    tx: &mut Tx<'_>,
    boost: PostId,
    post: PostId,
    account: AccountId,
    now: Timestamp,
) -> Result<(), DbError> {
    changes::note(tx, ChangeKind::Post, boost.0, account.0, now)?;
    changes::note(tx, ChangeKind::Like, post.0, account.0, now)
}

/// The post is there, no block stands between, and neither side is suspended.
fn reach(tx: &mut Tx<'_>, account: AccountId, post: PostId) -> Result<(), ReactError> {
    let found = store::posts::by_ids(tx, &[post.0])?.pop().ok_or(ReactError::NotFound)?;
    let both = store::people::faces(tx, &[found.author.0, account.0])?;
    let blocked = store::people::is_blocked(tx, account, found.author)?;
    if blocked || found.boost_of.is_some() || both.iter().any(|face| face.suspended) {
        return Err(ReactError::NotFound);
    }
    Ok(())
}
