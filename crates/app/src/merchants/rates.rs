//! What a merchant takes for shipping and collects in tax.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::shipping::ShippingTable;
use domain::tax::TaxTable;
use store::changes::{self, ChangeKind};
use store::{DbError, shipping, staff_actions, taxes};

use super::trust;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Replaces where the merchant ships and for how much. Quotes made before are asked again.
///
/// # Errors
/// [`DbError`] when the database refused; nothing has changed then.
pub async fn change_shipping(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    table: ShippingTable,
) -> Result<(), DbError> {
    let merchant = permitted(permit, MerchantAct::EditSettings);
    let detail = format!("{} zones", table.zones().len());
    let line = staff_log::line(ctx, permit.by(), merchant, "shipping.change", merchant, detail);
    let now = ctx.now();
    ctx.db()
        .write("change_shipping", move |tx| {
            shipping::replace(tx, merchant, &table)?;
            store::merchants::bump_pricing(tx, merchant)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)
        })
        .await?;
    trust::verify_if_complete(ctx, merchant).await
}

/// Replaces what the merchant collects where. Quotes made before are asked again.
///
/// # Errors
/// [`DbError`] when the database refused; nothing has changed then.
pub async fn change_tax(ctx: &Ctx, permit: &Permit<AtMerchant>, table: TaxTable) -> Result<(), DbError> {
    let merchant: MerchantId = permitted(permit, MerchantAct::EditSettings);
    let detail = format!("{} rates", table.rates().len());
    let line = staff_log::line(ctx, permit.by(), merchant, "tax.change", merchant, detail);
    let now = ctx.now();
    ctx.db()
        .write("change_tax", move |tx| {
            taxes::replace(tx, merchant, &table)?;
            store::merchants::bump_pricing(tx, merchant)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)
        })
        .await
}
