//! A merchant's orders: the list, and one with its story.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::dispute::Disputed;
use domain::ids::{MerchantId, OrderId};
use domain::view::orders::{OrderFilter, OrderPage, OrderStory, PaymentFacts, Todo};
use store::{DbError, Read};

use crate::Ctx;
use crate::staff_log::permitted;

/// Orders on one page of a list.
pub const ORDERS_PER_PAGE: u32 = 50;

/// A page of the orders that the merchant has, newest first. `text` is looked for in number, name, address, SKU.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    filter: OrderFilter,
    text: String,
    before: Option<OrderId>,
) -> Result<OrderPage, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    let before = before.unwrap_or(OrderId(i64::MAX));
    ctx.db()
        .read(move |conn| {
            let mut orders =
                store::orders::of_merchant(conn, merchant, filter, &text, before, ORDERS_PER_PAGE + 1)?;
            let next = page_end(&mut orders);
            let mut waiting = Vec::new();
            for order in &orders {
                let requests = store::requests::of_order(conn, merchant, order.id)?;
                waiting.extend(requests.into_iter().filter(|request| !request.state.is_over()));
            }
            Ok(OrderPage { orders, waiting, next })
        })
        .await
}

/// Cuts what was read beyond a page and says where the next begins.
pub(super) fn page_end(orders: &mut Vec<domain::order::Order>) -> Option<OrderId> {
    let full = usize::try_from(ORDERS_PER_PAGE).expect("a page is small");
    if orders.len() <= full {
        return None;
    }
    orders.truncate(full);
    orders.last().map(|order| order.id)
}

/// One order of the merchant with everything that happened to it; `None` when there is none, or when it is not
/// the merchant's yet.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
) -> Result<Option<OrderStory>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    let story = ctx.db().read(move |conn| story(conn, merchant, order)).await?;
    Ok(story.filter(|story| story.order.confirmed_at.is_some()))
}

/// What waits for the merchant's staff.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn todo(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Todo, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    let needs_payee = ctx.needs_payees();
    ctx.db()
        .read(move |conn| {
            let counted = store::todo::count(conn, merchant)?;
            let payee = match needs_payee {
                true if store::payees::of_merchant(conn, merchant)?.is_none() => 1,
                true => counted.payee,
                false => 0,
            };
            Ok::<_, DbError>(Todo { payee, ..counted })
        })
        .await
}

/// One order with everything that happened to it.
pub(crate) fn story(
    read: &mut impl Read,
    merchant: MerchantId,
    id: OrderId,
) -> Result<Option<OrderStory>, DbError> {
    let Some(order) = store::orders::find(read, merchant, id)? else { return Ok(None) };
    let payment = store::payments::of_order(read, merchant, id)?.into_iter().next().map(|payment| {
        PaymentFacts { state: payment.state, captured: payment.captured, refunded: payment.refunded }
    });
    Ok(Some(OrderStory {
        order,
        payment,
        fulfillments: store::fulfillments::of_order(read, merchant, id)?,
        refunds: store::refunds::of_order(read, merchant, id)?,
        requests: store::requests::of_order(read, merchant, id)?,
        disputes: store::disputes::of(read, merchant, Disputed::Order(id))?,
        is_invoiced: store::invoices::of_order(read, merchant, id)?.is_some(),
    }))
}
