//! Products that a shop shows first.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::ProductId;
use store::changes::{self, ChangeKind};
use store::{DbError, products, staff_actions};

use super::products::{PINNED_MAX, ProductError};
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Whether a product is shown first on the shop page.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn is_pinned(ctx: &Ctx, permit: &Permit<AtMerchant>, product: ProductId) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    let pinned = ctx.db().read(move |conn| products::pinned(conn, merchant)).await?;
    Ok(pinned.contains(&product))
}

/// Shows a product first on the shop page, or no longer.
///
/// # Errors
/// See [`ProductError`]; nothing has changed then.
pub async fn set_pinned(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    pinned: bool,
) -> Result<(), ProductError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let action = if pinned { "product.pin" } else { "product.unpin" };
    let line = staff_log::line(ctx, permit.by(), merchant, action, product, "");
    let now = ctx.now();
    ctx.db()
        .write("pin_product", move |tx| {
            if !products::lock(tx, merchant, product)? {
                return Err(ProductError::Unknown);
            }
            let before = products::pinned(tx, merchant)?;
            if before.contains(&product) == pinned {
                return Ok(());
            }
            if pinned && before.len() >= PINNED_MAX {
                return Err(ProductError::PinnedMax);
            }
            if pinned {
                products::pin(tx, merchant, product)?;
            } else {
                products::unpin(tx, merchant, product)?;
            }
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            Ok(())
        })
        .await
}
