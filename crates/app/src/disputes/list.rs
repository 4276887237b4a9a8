//! Disputes as those read them whose money it is, and operators.

use domain::access::{Permit, RunServer};
use domain::dispute::{Dispute, DisputeState, Disputed};
use domain::donation::Donation;
use domain::ids::{DisputeId, DonationId, MerchantId};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::order::Order;
use store::{DbError, Read, campaigns, disputes};

use crate::paid::Paid;
use crate::{Ctx, nonprofits};

/// Disputes on one page.
const PER_PAGE: usize = 50;
/// Open disputes about orders that an operator is shown, and as many about gifts.
const OPEN_MAX: u32 = 200;

/// A gift that is disputed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// The gift.
    pub donation: Donation,
    /// What it was for.
    pub campaign: String,
}

/// What was paid for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaidFor {
    /// An order.
    Order(Box<Order>),
    /// A gift.
    Gift(Box<Gift>),
}

/// A dispute with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The dispute.
    pub dispute: Dispute,
    /// What was paid for.
    pub of: PaidFor,
}

impl Case {
    /// What people call what was paid for: the order's number, the campaign's title.
    #[must_use]
    pub fn title(&self) -> &str {
        match &self.of {
            PaidFor::Order(order) => &order.number,
            PaidFor::Gift(gift) => &gift.campaign,
        }
    }

    /// Who paid; may be empty.
    #[must_use]
    pub fn payer(&self) -> &str {
        match &self.of {
            PaidFor::Order(order) => &order.buyer_name,
            PaidFor::Gift(gift) => &gift.donation.donor.name,
        }
    }
}

/// A page of disputes, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisputePage {
    /// The disputes.
    pub cases: Vec<Case>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<DisputeId>,
}

/// A page of a shop's or a nonprofit's disputes, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn list(ctx: &Ctx, permit: &impl Paid, before: Option<DisputeId>) -> Result<DisputePage, DbError> {
    let merchant = permit.sees_disputes();
    let before = before.unwrap_or(DisputeId(i64::MAX));
    ctx.db()
        .read(move |conn| {
            let count = u32::try_from(PER_PAGE + 1).expect("a page is small");
            let mut found = disputes::of_party(conn, merchant, before, count)?;
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
        let of = paid_for(read, &dispute)?;
        cases.push(Case { dispute, of });
    }
    Ok(cases)
}

/// What a dispute is about.
pub(super) fn paid_for(read: &mut impl Read, dispute: &Dispute) -> Result<PaidFor, DbError> {
    match dispute.about {
        Disputed::Order(order) => {
            let order = store::orders::find(read, dispute.merchant, order)?;
            order
                .map(|order| PaidFor::Order(Box::new(order)))
                .ok_or(DbError::Missing("the order of a dispute"))
        }
        Disputed::Gift(gift) => {
            let donation =
                store::donations::by_id(read, gift)?.ok_or(DbError::Missing("the gift of a dispute"))?;
            let campaign = campaigns::by_id(read, donation.campaign)?.map(|it| it.title).unwrap_or_default();
            Ok(PaidFor::Gift(Box::new(Gift { donation, campaign })))
        }
    }
}

/// One dispute of theirs; `None` when there is none.
pub async fn find(ctx: &Ctx, permit: &impl Paid, id: DisputeId) -> Result<Option<Case>, DbError> {
    let merchant = permit.sees_disputes();
    ctx.db()
        .read(move |conn| {
            let found = disputes::find(conn, merchant, id)?;
            Ok(cases(conn, found.into_iter().collect())?.pop())
        })
        .await
}

/// The provider's own page of a dispute, where documents can be handed in; none where the provider has none.
#[must_use]
pub fn page_of(ctx: &Ctx, dispute: &Dispute) -> Option<String> {
    ctx.ports().payments.books().and_then(|books| books.dispute_page(&dispute.reference))
}

/// How many disputes about gifts wait for the nonprofit's answer.
pub async fn gifts_waiting(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<i64, DbError> {
    let nonprofit = nonprofits::permitted(permit, NonprofitAct::ViewDonors).party();
    ctx.db().read(move |conn| disputes::count_waiting_of(conn, nonprofit)).await
}

/// Where the disputes stand about those gifts of a page that have some.
pub async fn of_gifts(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    gifts: &[Donation],
) -> Result<Vec<(DonationId, DisputeState)>, DbError> {
    let nonprofit = nonprofits::permitted(permit, NonprofitAct::ViewDonors).party();
    let ids = || gifts.iter().map(|gift| gift.id);
    let (Some(first), Some(last)) = (ids().min(), ids().max()) else { return Ok(Vec::new()) };
    ctx.db().read(move |conn| disputes::of_gifts(conn, nonprofit, (first, last))).await
}

/// The disputes of everybody that are not over, those to answer first, with the name of each shop and nonprofit.
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
        let name = name_of(ctx, case.dispute.merchant, case.dispute.about).await?;
        named.push((case, name));
    }
    Ok(named)
}

async fn name_of(ctx: &Ctx, merchant: MerchantId, about: Disputed) -> Result<String, DbError> {
    let nonprofit = domain::ids::NonprofitId(merchant.0);
    Ok(match about {
        Disputed::Order(_) => crate::merchants::find(ctx, merchant).await?.map(|shop| shop.display_name),
        Disputed::Gift(_) => {
            let found = ctx.db().read(move |conn| store::nonprofits::by_id(conn, nonprofit)).await?;
            found.map(|found| found.display_name)
        }
    }
    .unwrap_or_default())
}
