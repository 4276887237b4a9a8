//! Opening an order with the secret link of its purchase.

use domain::access::{Actor, Forbidden, OwnOrder, Permit};
use domain::ids::{MerchantId, OrderId};
use domain::order::Order;
use store::DbError;

use crate::Ctx;
use crate::checkout::link_token;

/// Why an order is not shown.
#[derive(Debug, thiserror::Error)]
pub enum OpenOrderError {
    /// There is none, or it is someone else's: which, nobody is told.
    #[error("there is no such order")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<Forbidden> for OpenOrderError {
    fn from(_: Forbidden) -> Self {
        Self::NotFound
    }
}

/// Opens an order for whoever holds its purchase's link.
///
/// # Errors
/// [`OpenOrderError::NotFound`] also for a wrong secret.
pub async fn open_by_link(
    ctx: &Ctx,
    id: OrderId,
    token: &str,
) -> Result<(Order, Permit<OwnOrder>), OpenOrderError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(order) = store::orders::by_id(conn, id)? else { return Ok(None) };
            let seed = store::checkouts::link_seed(conn, order.purchase)?;
            Ok::<_, DbError>(seed.map(|seed| (order, seed)))
        })
        .await?;
    let Some((order, seed)) = found else { return Err(OpenOrderError::NotFound) };
    let expected = link_token(ctx, order.purchase, &seed);
    // Constant time: the comparison must not tell how much of a guess was right.
    if !bool::from(subtle::ConstantTimeEq::ct_eq(expected.as_bytes(), token.as_bytes())) {
        return Err(OpenOrderError::NotFound);
    }
    let own = OwnOrder { order: id, purchase: order.purchase, account: order.account };
    let permit = Actor::Guest(order.purchase).may(own)?;
    Ok((order, permit))
}

/// Whether the merchant's order is a test; `None` when the merchant has no such order (yet).
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn is_test(ctx: &Ctx, merchant: MerchantId, order: OrderId) -> Result<Option<bool>, DbError> {
    let found = ctx.db().read(move |conn| store::orders::find(conn, merchant, order)).await?;
    Ok(found.filter(|order| order.confirmed_at.is_some()).map(|order| order.is_test))
}
