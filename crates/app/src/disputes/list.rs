//! Disputes as staff and operators read them.

use domain::access::{AtMerchant, MerchantAct, Permit, RunServer};
use domain::dispute::Dispute;
use domain::ids::{DisputeId, MerchantId};
use domain::order::Order;
use store::{DbError, Read, disputes};

use crate::Ctx;
use crate::staff_log::permitted;

/// Disputes on one page.
const PER_PAGE: usize = 50;
/// Open disputes that an operator is shown.
const OPEN_MAX: u32 = 200;

/// A dispute with the order it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The dispute.
    pub dispute: Dispute,
    /// Its order.
    pub order: Order,
}

/// A page of disputes, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputePage {
    /// The disputes.
    pub cases: Vec<Case>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<DisputeId>,
}

/// A page of a merchant's disputes, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    before: Option<DisputeId>,
) -> Result<DisputePage, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    let before = before.unwrap_or(DisputeId(i64::MAX));
    ctx.db()
        .read(move |conn| {
            let count = u32::try_from(PER_PAGE + 1).expect("a page is small");
            let mut found = disputes::of_merchant(conn, merchant, before, count)?;
            let more = found.len() > PER_PAGE;
            found.truncate(PER_PAGE);
            let next = found.last().filter(|_| more).map(|last| last.id);
            Ok(DisputePage { cases: cases(conn, found)?, next })
        })
        .await
}

fn cases(read: &mut impl Read, found: Vec<Dispute>) -> Result<Vec<Case>, DbError> {
    let mut cases = Vec::with_capacity(found.len());
    for dispute in found {
        let order = store::orders::find(read, dispute.merchant, dispute.order)?;
        let order = order.ok_or(DbError::Missing("the order of a dispute"))?;
        cases.push(Case { dispute, order });
    }
    Ok(cases)
}

/// One dispute of the merchant; `None` when there is none.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, permit: &Permit<AtMerchant>, id: DisputeId) -> Result<Option<Case>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    ctx.db()
        .read(move |conn| {
            let found = disputes::find(conn, merchant, id)?;
            Ok(cases(conn, found.into_iter().collect())?.pop())
        })
        .await
}

/// The disputes of all merchants that are not over, those to answer first, with the name of each shop.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn open_everywhere(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<(Case, String)>, DbError> {
    let found = ctx
        .db()
        .read(|conn| {
            let found = disputes::open(conn, OPEN_MAX)?;
            cases(conn, found)
        })
        .await?;
    let mut named = Vec::with_capacity(found.len());
    for case in found {
        let name = name_of(ctx, case.dispute.merchant).await?;
        named.push((case, name));
    }
    Ok(named)
}

async fn name_of(ctx: &Ctx, merchant: MerchantId) -> Result<String, DbError> {
    Ok(crate::merchants::find(ctx, merchant).await?.map_or_else(String::new, |shop| shop.display_name))
}
