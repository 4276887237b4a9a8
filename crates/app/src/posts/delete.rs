//! Taking a post back. Its orders stay.

use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, RunServer};
use domain::ids::PostId;
use store::changes::{self, ChangeKind};
use store::{DbError, Tx};

use crate::{Ctx, feed};

/// Why nothing was deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// There is no such post, or it is not this actor's to delete.
    #[error("there is no such post")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Deletes a post with the boosts of it: by its author, by staff who may post for the merchant, by an operator.
///
/// # Errors
/// [`DeleteError::NotFound`] also for those who may not: they need not know that it exists.
pub async fn delete(ctx: &Ctx, actor: &Actor, post: PostId) -> Result<(), DeleteError> {
    let (actor, now) = (actor.clone(), ctx.now());
    ctx.db()
        .write("delete_post", move |tx| {
            let found = store::posts::by_ids(tx, &[post.0])?.pop().ok_or(DeleteError::NotFound)?;
            let merchant = store::merchants::of_account(tx, found.author)?;
            let may = actor.may(AsAccount(found.author)).is_ok()
                || merchant.is_some_and(|merchant| {
                    actor.may(AtMerchant { merchant, act: MerchantAct::Post }).is_ok()
                })
                || actor.may(RunServer).is_ok();
            if !may {
                return Err(DeleteError::NotFound);
            }
            gone(tx, post, now)?;
            Ok(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}

/// Deletes and notes all that it touched.
pub(crate) fn gone(tx: &mut Tx<'_>, post: PostId, now: jiff::Timestamp) -> Result<(), DbError> {
    let Some(deleted) = store::posts::delete(tx, post, now)? else { return Ok(()) };
    for (post, author) in deleted.gone.iter().chain(&deleted.counted) {
        changes::note(tx, ChangeKind::Post, post.0, author.0, now)?;
    }
    Ok(())
}
