//! Sets how many there are, by hand.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::problem::UNITS_MAX;
use domain::ids::VariantId;
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions, variants};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Why stock was not set.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// There is no such variant.
    #[error("there is no such variant")]
    Unknown,
    /// Fewer than none, or more than any shelf holds.
    #[error("the quantity is from 0 to {UNITS_MAX}")]
    Units,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockSet {
    /// As asked.
    AsAsked,
    /// More units are promised to open orders than were given; the shelf holds exactly those.
    RaisedTo(i64),
}

/// Puts `units` on the shelf, never fewer than are promised to open orders; `None` stops counting.
///
/// # Errors
/// See [`StockError`]; nothing has changed then.
pub async fn set(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    variant: VariantId,
    units: Option<i64>,
) -> Result<StockSet, StockError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    if units.is_some_and(|units| !(0..=UNITS_MAX).contains(&units)) {
        return Err(StockError::Units);
    }
    let detail = units.map_or_else(|| "not counted".to_owned(), |units| units.to_string());
    let line = staff_log::line(ctx, permit.by(), merchant, "stock.set", variant, detail);
    let now = ctx.now();
    ctx.db()
        .write("set_stock", move |tx| {
            let reserved = variants::lock_reserved(tx, merchant, variant)?.ok_or(StockError::Unknown)?;
            let product = variants::product_of(tx, merchant, variant)?.ok_or(StockError::Unknown)?;
            variants::set_stock(tx, merchant, variant, units)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Stock, product.0, merchant.0, now)?;
            Ok(match units {
                Some(units) if units < reserved => StockSet::RaisedTo(reserved),
                Some(_) | None => StockSet::AsAsked,
            })
        })
        .await
}
