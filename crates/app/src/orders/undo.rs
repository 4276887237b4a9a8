//! Undo, within the window: the hold is let go, the stock is free, the merchant was never told.

use domain::access::{OwnOrder, Permit};
use domain::ids::MerchantId;
use domain::order::{CancelReason, OrderState};
use store::DbError;

use crate::Ctx;
use crate::payments::end_order;

/// Why an order was not undone.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// The window is over, or the order has ended already.
    #[error("this order can no longer be undone")]
    TooLate,
    /// The wish is written down and will be carried out, but the provider did not answer yet.
    #[error("the order is being undone")]
    Underway,
    /// The database failed; nothing was wished.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Undoes an order. Once the wish is written it is carried out, by this call or by the job that drives the order.
/// Undoing twice is fine.
///
/// # Errors
/// [`UndoError`].
pub async fn undo(ctx: &Ctx, permit: &Permit<OwnOrder>, merchant: MerchantId) -> Result<(), UndoError> {
    let order = permit.action().order;
    let now = ctx.now();
    let wished = ctx
        .db()
        .write("wish_undo", move |tx| {
            let wished = store::orders::note_cancel_wish(tx, merchant, order, CancelReason::Undone, now)?;
            if wished {
                // Should this process die now, the driver finishes it.
                store::jobs::reschedule(tx, &[(domain::ids::JobId(order.0), now + UNDO_DRIVEN_AFTER)])?;
            }
            Ok::<_, DbError>(wished)
        })
        .await?;
    if !wished {
        let standing = ctx.db().read(move |conn| store::orders::driven(conn, merchant, order)).await?;
        return match standing {
            Some(it) if it.state == OrderState::Canceled => Ok(()),
            Some(it) if it.cancel_wish.is_some() => Err(UndoError::Underway),
            Some(_) | None => Err(UndoError::TooLate),
        };
    }
    let ctx = ctx.clone();
    // In a task of its own: the buyer may leave the page.
    let done = tokio::spawn(async move {
        let payment = ctx
            .db()
            .read(move |conn| store::payments::of_order(conn, merchant, order))
            .await
            .ok()
            .and_then(|payments| payments.into_iter().next());
        match payment {
            Some(payment) => end_order(&ctx, &payment, CancelReason::Undone).await.is_ok(),
            None => false,
        }
    })
    .await
    .unwrap_or(false);
    if done { Ok(()) } else { Err(UndoError::Underway) }
}

/// How long this call has before the driver takes over.
const UNDO_DRIVEN_AFTER: jiff::SignedDuration = jiff::SignedDuration::from_secs(5);
