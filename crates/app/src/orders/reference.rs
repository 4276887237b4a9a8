//! The number of an order in its shop's own books: so that a program that took it looks for it first, and makes no second one.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::problem::Problem;
use domain::channel::{self, Naming};
use domain::ids::OrderId;
use domain::view::orders::OrderStory;
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use super::list::story;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Why an order was not given a number.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// The merchant has no such order, or not yet.
    #[error("there is no such order")]
    NotFound,
    /// It is no number.
    #[error("{0}")]
    Form(#[from] Problem),
    /// It has another number already.
    #[error("this order has the reference {0:?} already; to replace it, name that one in \"instead_of\"")]
    Named(String),
    /// Another order has this number.
    #[error("another order has this reference")]
    Taken(Option<OrderId>),
    /// The database failed.
    #[error(transparent)]
    Db(DbError),
}

impl From<DbError> for ReferenceError {
    fn from(error: DbError) -> Self {
        // Two orders were given one number at the same instant.
        if error.is_unique() { Self::Taken(None) } else { Self::Db(error) }
    }
}

/// Gives an order the number that it has in the shop's own books. Doing it twice is fine; another number than the one it has
/// is written only by whoever names that one, `instead_of`.
///
/// # Errors
/// [`ReferenceError`]; nothing has changed then.
pub async fn refer(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    reference: &str,
    instead_of: Option<String>,
) -> Result<(), ReferenceError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let wanted = channel::reference(reference)?;
    let log = staff_log::line(ctx, permit.by(), merchant, "order.reference", order, wanted.clone());
    let now = ctx.now();
    ctx.db()
        .write("refer_to_order", move |tx| {
            let known =
                store::orders::lock_reference(tx, merchant, order)?.ok_or(ReferenceError::NotFound)?;
            match channel::naming(&known, &wanted, instead_of.as_deref()) {
                Naming::Same => return Ok(()),
                Naming::Taken => return Err(ReferenceError::Named(known)),
                Naming::Write => {}
            }
            if let Some(other) = store::orders::of_reference(tx, merchant, &wanted)? {
                return Err(ReferenceError::Taken(Some(other)));
            }
            store::orders::set_reference(tx, merchant, order, &wanted)?;
            staff_actions::note(tx, &log)?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            Ok(())
        })
        .await
}

/// The order that the shop calls `reference`, with everything that happened to it.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn referred(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    reference: &str,
) -> Result<Option<OrderStory>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    let reference = reference.trim().to_owned();
    ctx.db()
        .read(move |conn| match store::orders::of_reference(conn, merchant, &reference)? {
            Some(order) => story(conn, merchant, order),
            None => Ok(None),
        })
        .await
}
