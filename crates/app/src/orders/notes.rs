//! What a shop's staff sees beside an order: what they tell each other, what moved for it, the pictures of its lines.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::OrderId;
use domain::ledger::Booked;
use domain::order::Order;
use domain::view::goods::Image;
use domain::view::staff::StaffAction;
use store::DbError;

use super::cancel::REASON_CHARS_MAX;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// The word of notes in the log.
const NOTE: &str = "order.note";
/// Notes shown with an order.
const NOTES_SHOWN_MAX: u32 = 50;

/// Leaves a note, clipped where it is too long.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn note(ctx: &Ctx, permit: &Permit<AtMerchant>, order: OrderId, text: &str) -> Result<(), DbError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let text: String = text.trim().chars().take(REASON_CHARS_MAX).collect();
    let line = staff_log::line(ctx, permit.by(), merchant, NOTE, order, text);
    ctx.db().write("note_order", move |tx| store::staff_actions::note(tx, &line)).await
}

/// The notes about an order, oldest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn notes(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
) -> Result<Vec<StaffAction>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    let subject = order.to_string();
    ctx.db()
        .read(move |conn| store::staff_actions::about(conn, merchant, NOTE, &subject, NOTES_SHOWN_MAX))
        .await
}

/// What moved for an order, to the cent, oldest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn booked(ctx: &Ctx, permit: &Permit<AtMerchant>, order: OrderId) -> Result<Vec<Booked>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    ctx.db().read(move |conn| store::ledger::of_order(conn, merchant, order)).await
}

/// The pictures of an order's lines.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn pictures(ctx: &Ctx, order: &Order) -> Result<Vec<Image>, DbError> {
    let ids: Vec<i64> = order.lines.iter().filter_map(|line| line.image.map(|image| image.0)).collect();
    ctx.db().read(move |conn| store::selling::pictures(conn, &ids)).await
}
