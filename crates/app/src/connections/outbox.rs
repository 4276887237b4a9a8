//! From what happened to an order to one row per shop that has to know.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::connection::{SendKind, SendState};
use domain::ids::{ConnectionId, OrderId, SendId};
use domain::order::OrderState;
use domain::webhook::{HookEvent, HookSubject};
use jiff::Timestamp;
use store::connections::{self, NewSend};
use store::{DbError, Tx, staff_actions};

use super::wake_send;
use crate::Ctx;
use crate::staff_log::{self, permitted};
use crate::webhooks::Happened;

/// What is said of an order that was canceled before its shop knew of it.
pub(super) const CANCELED_BEFORE: &str = "canceled before it was sent";

/// Writes down, in the transaction that tells of what happened, what shops are to know of it. `ids` are one for each shop that a
/// merchant may have.
pub(crate) fn told(
    tx: &mut Tx<'_>,
    happened: &Happened,
    ids: &[SendId],
    now: Timestamp,
) -> Result<(), DbError> {
    let HookSubject::Order(order) = happened.subject else { return Ok(()) };
    match happened.event {
        HookEvent::Placed | HookEvent::Canceled | HookEvent::Refunded => {}
        // Parcels are the shop's own to send, and what buyers ask for is answered here.
        HookEvent::Shipped
        | HookEvent::Delivered
        | HookEvent::Requested
        | HookEvent::RefundFailed
        | HookEvent::StockLow => return Ok(()),
    }
    let shops = connections::of_order_lines(tx, happened.merchant, order)?;
    for (connection, id) in shops.into_iter().zip(ids) {
        // Locked before any of what goes there.
        if connections::lock(tx, connection)?.is_none() {
            continue;
        }
        let new = |kind: SendKind, about: i64| NewSend {
            id: *id,
            merchant: happened.merchant,
            connection,
            order,
            kind,
            about,
        };
        let wanted = match happened.event {
            HookEvent::Placed => Some(new(SendKind::Order, order.0)),
            HookEvent::Canceled => canceled(tx, connection, order)?.then(|| new(SendKind::Cancel, order.0)),
            HookEvent::Refunded => {
                refunded(tx, happened, connection, order)?.then(|| new(SendKind::Refund, happened.about))
            }
            HookEvent::Shipped
            | HookEvent::Delivered
            | HookEvent::Requested
            | HookEvent::RefundFailed
            | HookEvent::StockLow => None,
        };
        if let Some(new) = wanted
            && connections::insert_send(tx, &new, now)?
        {
            wake_send(tx, (happened.merchant, connection), now)?;
        }
    }
    Ok(())
}

/// Whether a shop must be told that an order was canceled here. What it surely does not know of, it is never told.
fn canceled(tx: &mut Tx<'_>, connection: ConnectionId, order: OrderId) -> Result<bool, DbError> {
    let Some(send) = connections::lock_order_send(tx, connection, order)? else { return Ok(false) };
    match send.state {
        SendState::Waiting | SendState::Stuck => {
            connections::drop_waiting(tx, send.id, CANCELED_BEFORE)?;
            Ok(false)
        }
        SendState::Dropped => Ok(false),
        SendState::Asked | SendState::Done => Ok(!send.ended_there),
    }
}

/// Whether a shop must be told of money that was given back: not what it told us itself, and not the money of an order that is
/// canceled there too.
fn refunded(
    tx: &mut Tx<'_>,
    happened: &Happened,
    connection: ConnectionId,
    order: OrderId,
) -> Result<bool, DbError> {
    let Some(send) = connections::lock_order_send(tx, connection, order)? else { return Ok(false) };
    match send.state {
        SendState::Dropped => return Ok(false),
        SendState::Waiting | SendState::Stuck | SendState::Asked | SendState::Done => {}
    }
    if send.ended_there || connections::is_ours(tx, connection, happened.about)? {
        return Ok(false);
    }
    let found = store::orders::find(tx, happened.merchant, order)?;
    Ok(found.is_some_and(|order| order.state != OrderState::Canceled))
}

/// Why nothing was sent again.
#[derive(Debug, thiserror::Error)]
pub enum ResendError {
    /// The merchant has no such connection.
    #[error("there is no such connection")]
    NotFound,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Sends again what waits for its merchant. Says whether it waited: it may have been sent again already.
///
/// # Errors
/// [`ResendError`].
pub async fn resend(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    connection: ConnectionId,
    send: SendId,
) -> Result<bool, ResendError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let log = staff_log::line(ctx, permit.by(), merchant, "shop.resend", connection, send.to_string());
    let now = ctx.now();
    ctx.db()
        .write("resend_to_shop", move |tx| {
            let reading = connections::lock(tx, connection)?;
            if reading.is_none_or(|reading| reading.connection.merchant != merchant) {
                return Err(ResendError::NotFound);
            }
            if !connections::resend(tx, connection, send, now)? {
                return Ok(false);
            }
            wake_send(tx, (merchant, connection), now)?;
            staff_actions::note(tx, &log)?;
            Ok(true)
        })
        .await
}
