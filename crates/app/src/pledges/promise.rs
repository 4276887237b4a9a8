//! What a donor promises with the first gift, while that one is neither given nor promised for a later day.

use domain::donation::amount::{self, AmountProblem};
use domain::donation::interval::{Interval, Until};
use domain::donation::plan::Plan;
use domain::donation::pledge::{AskedMethod, Pledge, PledgeMethod, PledgeState};
use domain::donation::state::DonationState;
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, DonationId, NonprofitId, PledgeId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{DbError, Tx, campaigns, donations, nonprofits, pledges};

use crate::Ctx;
use crate::gates::{self, Gates};

/// The most gifts that can be promised by number: a century of weeks, nearly.
const COUNT_MAX: u32 = 5_000;
/// Nobody promises for longer.
const YEARS_MAX: i64 = 100;
/// A first gift is at most so far away.
const STARTS_WITHIN: i64 = 1;

/// How often, from when and until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// How often.
    pub every: Interval,
    /// When it ends by itself.
    pub until: Until,
    /// The day of the first gift, where that is a later one.
    pub starts_on: Option<Date>,
    /// The day of the second gift, where it is not the one that follows from the first.
    pub next_on: Option<Date>,
}

impl Wish {
    /// A gift at once, and others in a rhythm until the donor stops.
    #[must_use]
    pub const fn each(every: Interval) -> Self {
        Self { every, until: Until::Stopped, starts_on: None, next_on: None }
    }
}

/// What is wrong with a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WishIssue {
    /// The first gift would be before today, or after this day: nobody knows today what they give then.
    StartsOn(Date),
    /// The campaign is over by the day of the first gift: this is its last one.
    CampaignEnds(Date),
    /// Two days to begin with: one for the first gift and one for the second.
    TwoDays,
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
    /// Gifts that come again are not open to this person.
    #[error("this server takes no new gifts that come again now")]
    NotOpen,
    /// Everything that is wrong with the wish.
    #[error("the wish cannot be kept as it is")]
    Wish(Vec<WishIssue>),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Whether `account`, or a guest, may promise gifts that come again to `nonprofit` now.
///
/// # Errors
/// [`DbError`] when the gates cannot be read.
pub async fn may_promise(
    ctx: &Ctx,
    account: Option<AccountId>,
    nonprofit: &Nonprofit,
) -> Result<bool, DbError> {
    Ok(gates::ask(ctx, Feature::Pledges, &Asker::giving(account, nonprofit)).await?.is_open())
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
    let (gates, house) = (Gates::of(ctx).await?, ctx.clone());
    ctx.db()
        .write("promise", move |tx| {
            let Some(donation) = donations::lock(tx, nonprofit, gift)? else {
                return Err(PromiseError::Closed);
            };
            if donation.state != DonationState::Open || donation.pledge.is_some_and(|(_, number)| number > 0)
            {
                return Err(PromiseError::Closed);
            }
            let known = match donation.pledge {
                Some((pledge, _)) => pledges::lock(tx, nonprofit, pledge)?,
                None => None,
            };
            // Its first gift is due and was refused: that is not begun anew.
            if known.as_ref().is_some_and(|known| known.state != PledgeState::New) {
                return Err(PromiseError::Closed);
            }
            let Some(wish) = wish else {
                if let Some(known) = known {
                    donations::set_pledge(tx, (nonprofit, gift), None)?;
                    pledges::forget_new(tx, nonprofit, known.id)?;
                }
                return Ok(());
            };
            let to = nonprofits::by_id(tx, nonprofit)?.ok_or(DbError::Missing("nonprofit"))?;
            let asker = Asker::giving(donation.donor.account, &to);
            if known.is_none() && !gates.answer(&house, Feature::Pledges, &asker).is_open() {
                return Err(PromiseError::NotOpen);
            }
            if let Err(AmountProblem::TooSmall(least)) = amount::check(donation.amount, None) {
                return Err(PromiseError::Wish(vec![WishIssue::TooSmall(least)]));
            }
            let zone = to.profile.time_zone;
            let today = now.to_zoned(zone.clone()).date();
            // Today is at once.
            let wish = Wish { starts_on: wish.starts_on.filter(|day| *day != today), ..wish };
            let anchor = wish.starts_on.unwrap_or(today);
            let plan = Plan { every: wish.every, until: wish.until, anchor, shift: 0, zone };
            let mut issues = issues(&plan, wish, today);
            let ends_at = campaigns::by_id(tx, donation.campaign)?.and_then(|campaign| campaign.ends_at);
            if let Some(ends_at) = ends_at
                && wish.starts_on.is_some()
                && plan.due(0).is_some_and(|due| ends_at <= due)
            {
                issues.push(WishIssue::CampaignEnds(plan.today(ends_at)));
            }
            if !issues.is_empty() {
                return Err(PromiseError::Wish(issues));
            }
            let (starts_on, next_on) = (wish.starts_on, wish.next_on);
            match known {
                // Whoever was asked for a card was asked for another promise.
                Some(known) => {
                    let asked = AskedMethod::default();
                    pledges::update(tx, &Pledge { plan, starts_on, next_on, asked, ..known })?;
                }
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
                        starts_on,
                        next_on,
                        number: 0,
                        owed: None,
                        tried_on: None,
                        retry_at: None,
                        missed: 0,
                        told: 0,
                        next_at: None,
                        provider: String::new(),
                        method: PledgeMethod::default(),
                        asked: AskedMethod::default(),
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

/// The first gift is not too far away; there is a second one, and its day is one that people expect.
fn issues(plan: &Plan, wish: Wish, today: Date) -> Vec<WishIssue> {
    let Some(follows) = plan.every.day(plan.anchor, 1) else { return vec![WishIssue::Until] };
    let mut issues = Vec::new();
    let latest = today.checked_add(STARTS_WITHIN.years()).unwrap_or(today);
    if wish.starts_on.is_some_and(|day| day < today || latest < day) {
        return vec![WishIssue::StartsOn(latest)];
    }
    if wish.starts_on.is_some() && wish.next_on.is_some() {
        return vec![WishIssue::TwoDays];
    }
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
