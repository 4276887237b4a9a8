//! Following, blocking and muting. A block holds from its commit on, on every page of every process (I18).

use domain::access::Actor;
use domain::ids::AccountId;
use store::changes::{self, ChangeKind};
use store::people::{self, Tie};
use store::{DbError, Tx};

use crate::{Ctx, feed};

/// Accounts one account may follow, block and mute in all: a page reads them at once.
const TIES_MAX: usize = 10_000;

/// Why nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum TieError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// There is no such account, it is the actor's own, or a block stands between.
    #[error("there is no such account")]
    NotFound,
    /// As many as one account may have.
    #[error("at most {TIES_MAX} accounts")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

const fn change_of(tie: Tie) -> ChangeKind {
    match tie {
        Tie::Follow => ChangeKind::Follow,
        Tie::Block | Tie::Mute => ChangeKind::Block,
    }
}

/// Follows, blocks or mutes `other`. Twice is once. A block ends following in both directions.
///
/// # Errors
/// [`TieError`]; nothing has changed then.
pub async fn tie(ctx: &Ctx, actor: &Actor, kind: Tie, other: AccountId) -> Result<(), TieError> {
    let account = actor.account().ok_or(TieError::SignIn)?;
    let now = ctx.now();
    ctx.db()
        .write("tie", move |tx| {
            let known = people::faces(tx, &[other.0])?.pop();
            if account == other || known.is_none_or(|face| face.suspended) {
                return Err(TieError::NotFound);
            }
            if kind == Tie::Follow {
                may_follow(tx, account, other)?;
            }
            let mut changed = people::tie(tx, kind, account, other, now)?;
            if kind == Tie::Block {
                changed |= people::untie(tx, Tie::Follow, account, other)?;
                changed |= people::untie(tx, Tie::Follow, other, account)?;
            }
            if changed {
                changes::note(tx, change_of(kind), other.0, account.0, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

fn may_follow(tx: &mut Tx<'_>, account: AccountId, other: AccountId) -> Result<(), TieError> {
    if people::is_blocked(tx, account, other)? {
        return Err(TieError::NotFound);
    }
    if people::relations(tx, account)?.follows.len() >= TIES_MAX {
        return Err(TieError::TooMany);
    }
    Ok(())
}

/// Takes a tie back.
///
/// # Errors
/// [`TieError`]; nothing has changed then.
pub async fn untie(ctx: &Ctx, actor: &Actor, kind: Tie, other: AccountId) -> Result<(), TieError> {
    let account = actor.account().ok_or(TieError::SignIn)?;
    let now = ctx.now();
    ctx.db()
        .write("untie", move |tx| {
            if people::untie(tx, kind, account, other)? {
                changes::note(tx, change_of(kind), other.0, account.0, now)?;
            }
            Ok::<_, TieError>(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}
