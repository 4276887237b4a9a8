//! Starts and ends sales whose time has come. A reconciler: it asks nobody and may run as often as it likes.

use store::changes::{self, ChangeKind};
use store::{DbError, sales};

use crate::Ctx;

/// Sales that begin or end in one transaction.
const TURNED_AT_ONCE: u32 = 200;

/// Brings every price to what it is now. Says how many products changed.
///
/// # Errors
/// [`DbError`] when the database refused; what was turned before stays.
pub async fn turn(ctx: &Ctx) -> Result<usize, DbError> {
    let mut turned = 0;
    loop {
        let now = ctx.now();
        if !ctx.db().read(move |conn| sales::any_due(conn, now)).await? {
            return Ok(turned);
        }
        let changed = ctx
            .db()
            .write("turn_sales", move |tx| {
                let mut changed = sales::end_due(tx, now, TURNED_AT_ONCE)?;
                changed.extend(sales::start_due(tx, now, TURNED_AT_ONCE)?);
                for (merchant, product) in &changed {
                    changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
                }
                Ok::<_, DbError>(changed.len())
            })
            .await?;
        turned += changed;
    }
}
