//! How a merchant's connected shops stand.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::connection::{Connection, ConnectionHealth, Send, Unsellable};
use domain::ids::{ConnectionId, OrderId};
use store::{DbError, connections};

use crate::Ctx;
use crate::staff_log::permitted;

/// A connection with how it does.
pub type Standing = (Connection, ConnectionHealth);

/// One connection, with everything that its merchant looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// It.
    pub connection: Connection,
    /// How it does.
    pub health: ConnectionHealth,
    /// What is not in the shop yet, what waits for the merchant first; at most a hundred of each.
    pub open: Vec<Send>,
    /// What went there last.
    pub sent: Vec<Send>,
    /// What cannot be sold here, at most two hundred.
    pub refused: Vec<Unsellable>,
}

/// The merchant's connections, those that were let go of among them, oldest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<Standing>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let now = ctx.now();
    ctx.db()
        .read(move |conn| {
            let mut standing = Vec::new();
            for connection in connections::list(conn, merchant)? {
                let health = connections::health(conn, connection.id, now)?;
                standing.push((connection, health));
            }
            Ok(standing)
        })
        .await
}

/// One connection; none where the merchant has no such.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn view(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    connection: ConnectionId,
) -> Result<Option<Seen>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewWebhooks);
    let now = ctx.now();
    ctx.db()
        .read(move |conn| {
            let Some(found) = connections::find(conn, merchant, connection)? else { return Ok(None) };
            Ok(Some(Seen {
                connection: found,
                health: connections::health(conn, connection, now)?,
                open: connections::open_sends(conn, connection)?,
                sent: connections::sends_of(conn, connection)?,
                refused: connections::refusals(conn, connection)?,
            }))
        })
        .await
}

/// Where an order went, or goes.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_order(ctx: &Ctx, permit: &Permit<AtMerchant>, order: OrderId) -> Result<Vec<Send>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    ctx.db().read(move |conn| connections::of_order(conn, merchant, order)).await
}
