//! Invoices: numbered the first time that somebody opens one, whoever that is.
//!
//! Not with the capture: numbers without a gap are given one at a time per merchant, and a rush on one shop would wait in
//! that line with its money half taken. Most buyers never ask for an invoice; the number and the date are those of the day
//! on which it is issued, and the day of the order stands beside them.

use domain::access::{AtMerchant, MerchantAct, OwnOrder, Permit};
use domain::ids::{MerchantId, OrderId};
use domain::invoice::{Invoice, InvoiceSeller};
use domain::order::OrderState;
use store::invoices::NewInvoice;
use store::{DbError, Read};

use crate::staff_log::permitted;
use crate::{Ctx, checkout};

/// The invoice of an order, for its merchant's staff. `None` while none is due: the order is not the merchant's yet, or it
/// ended before one was issued.
///
/// # Errors
/// [`DbError`] when the database failed.
pub async fn invoice(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
) -> Result<Option<Invoice>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    issued(ctx, merchant, order).await
}

/// The same for whoever bought it.
///
/// # Errors
/// [`DbError`] when the database failed.
pub async fn own_invoice(
    ctx: &Ctx,
    permit: &Permit<OwnOrder>,
    merchant: MerchantId,
) -> Result<Option<Invoice>, DbError> {
    issued(ctx, merchant, permit.action().order).await
}

async fn issued(ctx: &Ctx, merchant: MerchantId, order: OrderId) -> Result<Option<Invoice>, DbError> {
    let known = ctx.db().read(move |conn| store::invoices::of_order(conn, merchant, order)).await?;
    if known.is_some() {
        return Ok(known);
    }
    let Some(pricing) = checkout::pricing(ctx, merchant).await? else { return Ok(None) };
    let (seller, now) = (InvoiceSeller::from(&pricing.merchant.profile), ctx.now());
    let face = pricing.merchant.account;
    ctx.db()
        .write("issue_invoice", move |tx| {
            // Nobody is there any more who could sell: what was invoiced stays, and nothing is added.
            if store::erasures::is_erased(tx, face)? {
                return Ok(None);
            }
            let Some(new) = due(tx, merchant, order, seller.clone())? else { return Ok(None) };
            store::invoices::issue(tx, &new, now).map(Some)
        })
        .await
}

/// What the invoice of an order says, once one is due.
fn due(
    read: &mut impl Read,
    merchant: MerchantId,
    id: OrderId,
    seller: InvoiceSeller,
) -> Result<Option<NewInvoice>, DbError> {
    let Some(order) = store::orders::find(read, merchant, id)? else { return Ok(None) };
    if order.state != OrderState::Confirmed {
        return Ok(None);
    }
    let checkouts = store::checkouts::of_purchase(read, order.purchase)?;
    let agreed = checkouts
        .into_iter()
        .find(|checkout| checkout.id == order.checkout)
        .and_then(|checkout| checkout.agreed)
        // What was agreed is what was ordered; anything else says nothing about it.
        .filter(|agreed| agreed.total == order.total && agreed.line_rates.len() == order.lines.len());
    let (line_rates, parts) = agreed.map(|agreed| (agreed.line_rates, agreed.tax_parts)).unwrap_or_default();
    Ok(Some(NewInvoice {
        merchant,
        order: id,
        is_test: order.is_test,
        currency: order.total.currency,
        seller,
        line_rates,
        parts,
    }))
}
