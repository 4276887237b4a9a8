//! What a donor promises with the first gift, while that one is not given yet.

use domain::donation::amount::{self, AmountProblem};
use domain::donation::interval::{Interval, Until};
use domain::donation::plan::Plan;
use domain::donation::pledge::{Pledge, PledgeMethod, PledgeState};
use domain::donation::state::DonationState;
use domain::ids::{DonationId, NonprofitId, PledgeId};
use domain::money::Money;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{DbError, Tx, donations, nonprofits, pledges};

use crate::Ctx;

/// The most gifts that can be promised by number: a century of weeks, nearly.
const COUNT_MAX: u32 = 5_000;
/// Nobody promises for longer.
const YEARS_MAX: i64 = 100;

/// How often, from when and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// How often.
    pub every: Interval,
    /// When it ends by itself.
    pub until: Until,
    /// The day of the second gift, where it is not the one that follows from the first.
    pub next_on: Option<Date>,
}

/// What is wrong with a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WishIssue {
    /// The pledge would end before its second gift, or too late.
    Until,
    /// The second gift would be today or before, or after this day, which is one period after the first.
    NextOn(Date),
    /// So little is given once, with a purchase, and not again and again.
    TooSmall(Money),
}

/// Why nothing was promised.
#[derive(Debug, thiserror::Error)]
pub enum PromiseError {
    /// The first gift is given already, or over.
    #[error("this gift cannot be changed any more")]
    Closed,
    /// Everything that is wrong with the wish.
    #[error("the wish cannot be kept as it is")]
    Wish(Vec<WishIssue>),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Makes an open gift the first of a pledge, changes what was promised, or makes it a gift for itself again.
///
/// # Errors
/// [`PromiseError`]; nothing has changed then.
pub async fn promise(
    ctx: &Ctx,
    (nonprofit, gift): (NonprofitId, DonationId),
    wish: Option<Wish>,
) -> Result<(), PromiseError> {
    let (id, seed, now) = (ctx.id::<PledgeId>(), ctx.random::<16>(), ctx.now());
    ctx.db()
        .write("promise", move |tx| {
            let Some(donation) = donations::lock(tx, nonprofit, gift)? else {
                return Err(PromiseError::Closed);
            };
            if donation.state != DonationState::Open || donation.pledge.is_some_and(|(_, number)| number > 0)
            {
                return Err(PromiseError::Closed);
            }
            let known = donation.pledge.map(|(pledge, _)| pledge);
            let Some(wish) = wish else {
                if let Some(known) = known {
                    donations::set_pledge(tx, (nonprofit, gift), None)?;
                    pledges::forget_new(tx, nonprofit, known)?;
                }
                return Ok(());
            };
            if let Err(AmountProblem::TooSmall(least)) = amount::check(donation.amount, None) {
                return Err(PromiseError::Wish(vec![WishIssue::TooSmall(least)]));
            }
            let zone =
                nonprofits::by_id(tx, nonprofit)?.ok_or(DbError::Missing("nonprofit"))?.profile.time_zone;
            let anchor = now.to_zoned(zone.clone()).date();
            let plan = Plan { every: wish.every, until: wish.until, anchor, shift: 0, zone };
            let issues = issues(&plan, wish);
            if !issues.is_empty() {
                return Err(PromiseError::Wish(issues));
            }
            let known = match known {
                Some(known) => pledges::lock(tx, nonprofit, known)?,
                None => None,
            };
            match known {
                Some(known) => pledges::update(tx, &Pledge { plan, next_on: wish.next_on, ..known })?,
                None => {
                    let pledge = Pledge {
                        id,
                        nonprofit,
                        campaign: donation.campaign,
                        first: gift,
                        account: donation.donor.account,
                        link_seed: seed,
                        state: PledgeState::New,
                        is_held: false,
                        amount: donation.amount,
                        cover: donation.cover,
                        designation: donation.designation,
                        plan,
                        next_on: wish.next_on,
                        number: 0,
                        owed: None,
                        tried_on: None,
                        retry_at: None,
                        missed: 0,
                        told: 0,
                        next_at: None,
                        provider: String::new(),
                        method: PledgeMethod::default(),
                        created_at: now,
                    };
                    begin(tx, &pledge)?;
                }
            }
            Ok(())
        })
        .await
}

fn begin(tx: &mut Tx<'_>, pledge: &Pledge) -> Result<(), DbError> {
    pledges::insert(tx, pledge)?;
    donations::set_pledge(tx, (pledge.nonprofit, pledge.first), Some((pledge.id, 0)))
}

/// There is a second gift, and its day is one that people expect.
fn issues(plan: &Plan, wish: Wish) -> Vec<WishIssue> {
    let Some(follows) = plan.every.day(plan.anchor, 1) else { return vec![WishIssue::Until] };
    let mut issues = Vec::new();
    if wish.next_on.is_some_and(|day| day <= plan.anchor || follows < day) {
        issues.push(WishIssue::NextOn(follows));
    }
    let second = wish.next_on.unwrap_or(follows);
    let lasts = match wish.until {
        Until::Stopped => true,
        Until::Date(last) => {
            second <= last && plan.anchor.checked_add(YEARS_MAX.years()).is_ok_and(|end| last <= end)
        }
        Until::Count(count) => (2..=COUNT_MAX).contains(&count),
    };
    if !lasts {
        issues.push(WishIssue::Until);
    }
    issues
}

/// The pledge that a gift belongs to.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_gift(ctx: &Ctx, gift: &domain::donation::Donation) -> Result<Option<Pledge>, DbError> {
    let Some((id, _)) = gift.pledge else { return Ok(None) };
    ctx.db().read(move |conn| pledges::by_id(conn, id)).await
}
