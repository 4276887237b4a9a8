//! A sponsor's promise as the nonprofit's people enter it: made, raised, ended early, and never changed otherwise. Who did
//! it and why stands in the log.

use domain::access::Permit;
use domain::donation::matching::{MATCHES_MAX, Match, MatchProblem, is_cap, is_why};
use domain::ids::{CampaignId, MatchId, NonprofitId};
use domain::money::{BasisPoints, Money};
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::{SignedDuration, Timestamp};
use store::changes::{self, ChangeKind};
use store::{DbError, Tx, campaigns, matching, nonprofits, staff_actions};

use crate::nonprofits::permitted;
use crate::{Ctx, staff_log};

/// The least by which two instants differ here.
const AFTER: SignedDuration = SignedDuration::from_micros(1);

/// A promise as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchForm {
    /// Gifts to which campaign it matches.
    pub campaign: CampaignId,
    /// Who promises.
    pub sponsor: String,
    /// The sponsor's page, or empty.
    pub link: String,
    /// What is added to a gift, as a share of it.
    pub ratio: BasisPoints,
    /// All that is promised.
    pub cap: Money,
    /// The most that is added to one gift.
    pub gift_cap: Option<Money>,
    /// From when on; none, or a time that has passed: from now on.
    pub starts_at: Option<Timestamp>,
    /// Until when.
    pub ends_at: Timestamp,
    /// What was agreed: a letter, a contract. It stands in the log.
    pub why: String,
}

impl MatchForm {
    /// Everything that is wrong with it as a promise to gifts of `campaign`.
    #[must_use]
    pub fn problems(&self, campaign: &Campaign, now: Timestamp) -> Vec<MatchProblem> {
        self.wrong(&self.promise(campaign, now), campaign, now)
    }

    fn wrong(&self, one: &Match, campaign: &Campaign, now: Timestamp) -> Vec<MatchProblem> {
        let mut problems = one.problems(campaign, now);
        if !is_why(&self.why) {
            problems.push(MatchProblem::Why);
        }
        problems
    }

    fn promise(&self, campaign: &Campaign, earliest: Timestamp) -> Match {
        Match {
            id: MatchId(0),
            nonprofit: campaign.nonprofit,
            campaign: campaign.id,
            sponsor: self.sponsor.trim().to_owned(),
            link: self.link.trim().to_owned(),
            is_test: false,
            ratio: self.ratio,
            cap: self.cap,
            gift_cap: self.gift_cap,
            matched: Money::zero(campaign.currency),
            starts_at: self.starts_at.map_or(earliest, |at| at.max(earliest)),
            ends_at: self.ends_at,
            ended_at: None,
        }
    }
}

/// Why no promise was made.
#[derive(Debug, thiserror::Error)]
pub enum MatchError {
    /// Something in the form cannot be right: all of it.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<MatchProblem>),
    /// There is no such campaign of this nonprofit.
    #[error("there is no such campaign")]
    Unknown,
    /// The campaign has as many as it may have.
    #[error("a campaign has at most {MATCHES_MAX} matches that are not over")]
    TooMany,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Enters a promise. It begins with the next gift at the earliest: what was given before is nobody's to match.
///
/// # Errors
/// See [`MatchError`]; nothing has changed then.
pub async fn make_match(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    form: MatchForm,
) -> Result<MatchId, MatchError> {
    let nonprofit = permitted(permit, NonprofitAct::Campaign);
    let (id, now): (MatchId, _) = (ctx.id(), ctx.now());
    let is_test = ctx.ports().payments.is_test();
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "match.make", id, form.why.trim());
    let by = permit.by().account();
    ctx.db()
        .write("make_match", move |tx| {
            nonprofits::lock(tx, nonprofit)?;
            let campaign = campaigns::by_id(tx, form.campaign)?.filter(|it| it.nonprofit == nonprofit);
            let campaign = campaign.ok_or(MatchError::Unknown)?;
            let ours = (nonprofit, campaign.id);
            let earliest = matching::newest_gift(tx, ours)?.map_or(now, |at| now.max(at + AFTER));
            let one = Match { id, is_test, ..form.promise(&campaign, earliest) };
            let problems = form.wrong(&one, &campaign, now);
            if !problems.is_empty() {
                return Err(MatchError::Problems(problems));
            }
            if matching::not_over(tx, ours, is_test, now)?.len() >= MATCHES_MAX {
                return Err(MatchError::TooMany);
            }
            matching::insert(tx, &one, by, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Campaign, campaign.id.0, nonprofit.0, now)?;
            Ok(id)
        })
        .await
}

/// Why a promise was not raised.
#[derive(Debug, thiserror::Error)]
pub enum RaiseError {
    /// There is none with this id at this nonprofit.
    #[error("there is no such match")]
    Unknown,
    /// Its time is over: what was promised was added, or not.
    #[error("this match was over at {0}; a new one can be made")]
    Over(Timestamp),
    /// It is not more than was promised before.
    #[error("{0} is promised already, and a promise is never lowered")]
    NotMore(Money),
    /// More than anybody means, or another currency.
    #[error(transparent)]
    Problem(MatchProblem),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Raises what a sponsor promises in all to `cap`.
///
/// # Errors
/// See [`RaiseError`]; nothing has changed then.
pub async fn raise_match(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: MatchId,
    cap: Money,
    why: &str,
) -> Result<(), RaiseError> {
    let nonprofit = permitted(permit, NonprofitAct::Campaign);
    if !is_why(why) {
        return Err(RaiseError::Problem(MatchProblem::Why));
    }
    let (now, by) = (ctx.now(), permit.by().account());
    let detail = format!("{} {} {}", cap.to_decimal(), cap.currency.code(), why.trim());
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "match.raise", id, detail);
    ctx.db()
        .write("raise_match", move |tx| {
            let one = own(tx, nonprofit, id)?.ok_or(RaiseError::Unknown)?;
            if now >= one.until() {
                return Err(RaiseError::Over(one.until()));
            }
            if !is_cap(cap, one.cap.currency) {
                return Err(RaiseError::Problem(MatchProblem::Cap));
            }
            if cap.amount <= one.cap.amount {
                return Err(RaiseError::NotMore(one.cap));
            }
            let more = Money::new(cap.amount - one.cap.amount, cap.currency);
            matching::raise(tx, &one, more, by, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Campaign, one.campaign.0, nonprofit.0, now)?;
            Ok(())
        })
        .await
}

/// Why a promise was not ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// There is none with this id at this nonprofit.
    #[error("there is no such match")]
    Unknown,
    /// It is over already.
    #[error("this match was over at {0}")]
    Over(Timestamp),
    /// No reason for the log, or one that is too long.
    #[error(transparent)]
    Problem(MatchProblem),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Ends a promise before its deadline. What was added stays added.
///
/// # Errors
/// See [`EndError`]; nothing has changed then.
pub async fn end_match(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: MatchId,
    why: &str,
) -> Result<(), EndError> {
    let nonprofit = permitted(permit, NonprofitAct::Campaign);
    if !is_why(why) {
        return Err(EndError::Problem(MatchProblem::Why));
    }
    let now = ctx.now();
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "match.end", id, why.trim());
    ctx.db()
        .write("end_match", move |tx| {
            let one = own(tx, nonprofit, id)?.ok_or(EndError::Unknown)?;
            if now >= one.until() {
                return Err(EndError::Over(one.until()));
            }
            // Another server's clock may be ahead: what it matched was in time.
            let newest = matching::newest_entry(tx, nonprofit, id)?;
            let at = newest.map_or(now, |newest| now.max(newest + AFTER));
            if !matching::end(tx, &one, at)? {
                return Err(EndError::Over(one.until()));
            }
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Campaign, one.campaign.0, nonprofit.0, now)?;
            Ok(())
        })
        .await
}

/// The promise, while nothing else moves it.
fn own(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: MatchId) -> Result<Option<Match>, DbError> {
    nonprofits::lock(tx, nonprofit)?;
    matching::by_id(tx, nonprofit, id)
}
