//! A product that the shop no longer has.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::draft::DraftStatus;
use store::changes::{self, ChangeKind};
use store::import_goods::{self, CHANNEL};
use store::staff_actions::{self, NewAction};
use store::{DbError, products};

use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Why a product was not taken off sale.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// No product that was pushed has this name.
    #[error("no product that was pushed is called so")]
    Unknown,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes a product off sale that was pushed; its orders keep it. Doing it twice is fine. What came by hand or by a file is not
/// this program's to remove.
///
/// # Errors
/// [`RemoveError`]; nothing has changed then.
pub async fn remove_product(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    external_id: &str,
) -> Result<(), RemoveError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let (name, now) = (external_id.to_owned(), ctx.now());
    let log =
        staff_log::line(ctx, permit.by(), merchant, "product.status", "", DraftStatus::Archived.as_str());
    ctx.db()
        .write("remove_product", move |tx| {
            import_goods::lock_goods(tx, merchant)?;
            let known = import_goods::known_products(tx, merchant, &[&name])?;
            let known = known.into_iter().find(|known| known.import == Some(CHANNEL));
            let product = known.ok_or(RemoveError::Unknown)?.id;
            products::lock(tx, merchant, product)?;
            if products::set_status(tx, merchant, product, DraftStatus::Archived, now)? {
                let line = NewAction { subject: product.to_string(), ..log.clone() };
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}
