//! The number that an order has in its shop's own books.

use domain::ids::{MerchantId, OrderId};

use crate::{DbError, Param, Read, Sql, Tx};

/// The order of `merchant` that it calls `reference`.
///
/// # Errors
/// What the engine refused.
pub fn of_reference(
    read: &mut impl Read,
    merchant: MerchantId,
    reference: &str,
) -> Result<Option<OrderId>, DbError> {
    read.first(
        "SELECT id FROM orders WHERE merchant_id = $1 AND reference = $2 AND reference <> ''",
        &[Param::id(merchant), reference.into()],
        |row| row.id(0),
    )
}

/// What the merchant calls its order, locked until the commit; none when it has no such order, or not yet.
///
/// # Errors
/// What the engine refused.
pub fn lock_reference(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Option<String>, DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT reference FROM orders
                  WHERE merchant_id = $1 AND id = $2 AND confirmed_at IS NOT NULL",
        postgres: "SELECT reference FROM orders
                    WHERE merchant_id = $1 AND id = $2 AND confirmed_at IS NOT NULL FOR UPDATE",
    };
    tx.first(LOCK, &[Param::id(merchant), Param::id(order)], |row| row.text(0))
}

/// Writes what the merchant calls its order.
///
/// # Errors
/// What the engine refused; [`DbError::is_unique`] where another order of the merchant is called so.
pub fn set_reference(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    reference: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE orders SET reference = $1 WHERE merchant_id = $2 AND id = $3",
        &[reference.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(())
}
