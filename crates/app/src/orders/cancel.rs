//! Canceling an order by staff: before its money was taken the hold is let go, after it the money goes back.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::dispute::Disputed;
use domain::ids::{JobId, MerchantId, OrderId};
use domain::order::{CancelReason, OrderEvent, OrderState};
use jiff::SignedDuration;
use store::payments::Payment;
use store::{Command, DbError, Tx};

use crate::payments::{RecordOutcome, end_order, outcome_of};
use crate::staff_log::{self, note_detail, permitted};
use crate::{Ctx, payees};

/// The most letters of a reason.
pub const REASON_CHARS_MAX: usize = 500;
/// How long this call has before the job that drives the order takes over.
const DRIVEN_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// Why an order was not canceled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// The merchant has no such order.
    #[error("there is no such order")]
    NotFound,
    /// Something has left already: it can come back, and the money with it.
    #[error("a part of the order was shipped already")]
    Shipped,
    /// The buyer's bank holds the money in a dispute: it goes back by that.
    #[error("the buyer's bank holds the money in a dispute")]
    Disputed,
    /// The account it was paid on cannot be asked any more: its owner took the access or the key away.
    #[error(
        "the account it was paid on is out of reach; its money is moved on the provider's own pages only"
    )]
    OutOfReach,
    /// The payment is still under way.
    #[error("the payment is still under way")]
    NotYet,
    /// It will be canceled, but the provider did not answer yet.
    #[error("the order is being canceled")]
    Underway,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Cancels an order and gives the buyer everything back. `note` is the reason the buyer reads; it may be empty.
/// Canceling twice is fine.
///
/// # Errors
/// [`CancelError`].
pub async fn cancel(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    note: &str,
) -> Result<(), CancelError> {
    let merchant = permitted(permit, MerchantAct::ReturnMoney);
    let payment = payment_of(ctx, merchant, order).await?.ok_or(CancelError::NotFound)?;
    must_go_back(ctx, &payment).await?;
    let command = outcome_of(ctx, &payment, None, Some(OrderEvent::CanceledByStaff(CancelReason::Merchant)));
    let log = staff_log::line(ctx, permit.by(), merchant, "order.cancel", order, "");
    let note: String = note.trim().chars().take(REASON_CHARS_MAX).collect();
    let outcome = ctx
        .db()
        .write("cancel_order", move |tx| {
            let ended = end_or_wish(tx, &command)?;
            if ended != Ended::Before {
                store::orders::set_cancel_note(tx, merchant, order, &note)?;
                note_detail(tx, &log, &note)?;
            }
            Ok::<_, CancelError>(ended)
        })
        .await?;
    match outcome {
        Ended::Before | Ended::Now => Ok(()),
        Ended::Wished => let_go(ctx, payment).await,
    }
}

/// Nobody is promised money that cannot be let go of or given back from here.
pub(super) async fn must_go_back(ctx: &Ctx, payment: &Payment) -> Result<(), CancelError> {
    if payees::can_go_back(ctx, payment).await? { Ok(()) } else { Err(CancelError::OutOfReach) }
}

/// What became of the wish to end an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// It had ended already.
    Before,
    /// It ended in this transaction; what was taken goes back.
    Now,
    /// The wish is written; the provider must let go first.
    Wished,
}

/// Ends a confirmed order whose parcels have not left, or writes down that a placed one is to end.
pub(super) fn end_or_wish(tx: &mut Tx<'_>, command: &RecordOutcome) -> Result<Ended, CancelError> {
    let (merchant, order, now) = (command.merchant, command.order, command.now);
    let standing = store::orders::lock(tx, &[(merchant, order)])?.pop().ok_or(CancelError::NotFound)?;
    match standing.state {
        OrderState::Canceled => Ok(Ended::Before),
        OrderState::Pending => Err(CancelError::NotYet),
        OrderState::Confirmed => {
            if !store::fulfillments::of_order(tx, merchant, order)?.is_empty() {
                return Err(CancelError::Shipped);
            }
            if store::disputes::held(tx, merchant, Disputed::Order(order), command.payment)? > 0 {
                return Err(CancelError::Disputed);
            }
            RecordOutcome::run(tx, std::slice::from_ref(command))?;
            store::requests::finish(tx, merchant, order, now)?;
            Ok(Ended::Now)
        }
        OrderState::Placed => {
            store::orders::note_staff_cancel_wish(tx, merchant, order, CancelReason::Merchant)?;
            // Should this process die now, the driver finishes it.
            store::jobs::reschedule(tx, &[(JobId(order.0), now + DRIVEN_AFTER)])?;
            Ok(Ended::Wished)
        }
    }
}

/// Makes the provider let go and ends the order, in a task of its own: whoever clicked may leave the page.
async fn let_go(ctx: &Ctx, payment: Payment) -> Result<(), CancelError> {
    let ctx = ctx.clone();
    let done = tokio::spawn(async move { end_order(&ctx, &payment, CancelReason::Merchant).await.is_ok() })
        .await
        .unwrap_or(false);
    if done { Ok(()) } else { Err(CancelError::Underway) }
}

/// The newest attempt to collect an order's money.
pub(super) async fn payment_of(
    ctx: &Ctx,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Option<Payment>, DbError> {
    let payments = ctx.db().read(move |conn| store::payments::of_order(conn, merchant, order)).await?;
    Ok(payments.into_iter().next())
}
