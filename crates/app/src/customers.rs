//! A merchant's customers: those who bought, and whether they want news.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::OrderId;
use domain::view::orders::Customer;
use store::DbError;

use crate::Ctx;
use crate::staff_log::{self, note_detail, permitted};

/// Customers on one page of a list.
pub const CUSTOMERS_PER_PAGE: u32 = 100;
/// Customers in one exported file.
pub const CUSTOMERS_EXPORTED_MAX: u32 = 100_000;

/// A page of customers, those with the newest orders first, and where the next begins.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    before: Option<OrderId>,
) -> Result<(Vec<Customer>, Option<OrderId>), DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCustomers);
    let before = before.unwrap_or(OrderId(i64::MAX));
    let mut customers = ctx
        .db()
        .read_long(move |conn| {
            let Some(known) = store::merchants::by_id(conn, merchant)? else { return Ok(Vec::new()) };
            let currency = known.profile.currency;
            store::customers::list(conn, merchant, currency, false, before, CUSTOMERS_PER_PAGE + 1)
        })
        .await?;
    let full = usize::try_from(CUSTOMERS_PER_PAGE).expect("a page is small");
    let next = (customers.len() > full).then(|| customers[full - 1].last_order);
    customers.truncate(full);
    Ok((customers, next))
}

/// Everyone who wants news, for a file. That a file was made is written in the log.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn export_opted_in(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<Customer>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCustomers);
    let customers = ctx
        .db()
        .read_long(move |conn| {
            let Some(known) = store::merchants::by_id(conn, merchant)? else { return Ok(Vec::new()) };
            let (currency, newest) = (known.profile.currency, OrderId(i64::MAX));
            store::customers::list(conn, merchant, currency, true, newest, CUSTOMERS_EXPORTED_MAX)
        })
        .await?;
    let log = staff_log::line(ctx, permit.by(), merchant, "customers.export", "", "");
    let count = customers.len().to_string();
    ctx.db().write("log_export", move |tx| note_detail(tx, &log, &count)).await?;
    Ok(customers)
}
