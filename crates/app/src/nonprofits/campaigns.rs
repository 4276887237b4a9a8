//! Campaigns: made and changed by a nonprofit's own people.

use domain::access::Permit;
use domain::ids::{CampaignId, ImageId};
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::{AlsoTaken, Campaign, CampaignProblem};
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::{DbError, campaigns, nonprofits, staff_actions};

use super::permitted;
use crate::{Ctx, staff_log};

/// A campaign as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignForm {
    /// What for.
    pub title: String,
    /// More about it.
    pub story: String,
    /// It takes gifts.
    pub open: bool,
    /// What is given in. It stays, once there is a meter.
    pub currency: Currency,
    /// What is hoped for.
    pub goal: Option<Money>,
    /// Amounts to choose from.
    pub presets: Vec<Money>,
    /// Amounts to choose from in other currencies that are taken, each list of one.
    pub more: Vec<Vec<Money>>,
    /// Purposes to choose from.
    pub designations: Vec<String>,
    /// Its picture.
    pub image: Option<ImageId>,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Timestamp>,
}

/// Why nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum CampaignError {
    /// Something in the form cannot be right: all of it.
    #[error("{}", told(.0))]
    Problems(Vec<CampaignProblem>),
    /// Somebody has to look into the nonprofit's register first.
    #[error("no campaign is made before somebody has looked into the nonprofit's register again")]
    Lapsed,
    /// There is no such campaign of this nonprofit.
    #[error("there is no such campaign")]
    Unknown,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn told(problems: &[CampaignProblem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

impl CampaignForm {
    fn campaign(self, permit: &Permit<AtNonprofit>, id: CampaignId) -> Campaign {
        let ordered = |mut presets: Vec<Money>| {
            presets.sort_by_key(|preset| preset.amount);
            presets.dedup();
            presets
        };
        let more = self.more.into_iter().filter_map(|presets| {
            let raised = Money::zero(presets.first()?.currency);
            Some(AlsoTaken { presets: ordered(presets), raised })
        });
        Campaign {
            id,
            nonprofit: permitted(permit, NonprofitAct::Campaign),
            title: self.title.trim().to_owned(),
            story: self.story.trim().to_owned(),
            open: self.open,
            currency: self.currency,
            more: more.collect(),
            goal: self.goal,
            presets: ordered(self.presets),
            designations: self.designations.iter().map(|one| one.trim().to_owned()).collect(),
            image: self.image,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            raised: Money::zero(self.currency),
            gifts: 0,
        }
    }
}

/// Makes a campaign. It can be asked for in posts once the nonprofit is verified.
///
/// # Errors
/// See [`CampaignError`]; nothing has changed then.
pub async fn make_campaign(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    form: CampaignForm,
) -> Result<CampaignId, CampaignError> {
    let id: CampaignId = ctx.id();
    let campaign = checked(form.campaign(permit, id))?;
    let party = campaign.nonprofit.party();
    let line = staff_log::line(ctx, permit.by(), party, "campaign.make", id, campaign.title.clone());
    let now = ctx.now();
    ctx.db()
        .write("make_campaign", move |tx| {
            let asking = nonprofits::by_id(tx, campaign.nonprofit)?;
            if asking.is_some_and(|found| found.is_vouched_for() && found.is_lapsed()) {
                return Err(CampaignError::Lapsed);
            }
            campaigns::insert(tx, &campaign, now)?;
            staff_actions::note(tx, &line)?;
            Ok(changes::note(tx, ChangeKind::Campaign, id.0, campaign.nonprofit.0, now)?)
        })
        .await?;
    Ok(id)
}

/// Changes a campaign. Its currency stays, and so does what was given.
///
/// # Errors
/// See [`CampaignError`]; nothing has changed then.
pub async fn change_campaign(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: CampaignId,
    form: CampaignForm,
) -> Result<(), CampaignError> {
    let campaign = checked(form.campaign(permit, id))?;
    let party = campaign.nonprofit.party();
    let line = staff_log::line(ctx, permit.by(), party, "campaign.change", id, campaign.title.clone());
    let now = ctx.now();
    ctx.db()
        .write("change_campaign", move |tx| {
            let known = campaigns::by_id(tx, id)?.filter(|known| known.nonprofit == campaign.nonprofit);
            let known = known.ok_or(CampaignError::Unknown)?;
            if known.currency != campaign.currency {
                return Err(CampaignError::Problems(vec![CampaignProblem::Currency]));
            }
            campaigns::update(tx, &campaign)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Campaign, id.0, campaign.nonprofit.0, now)?;
            Ok(())
        })
        .await
}

/// Closes a campaign, or opens it again. What it says and what was given stay.
///
/// # Errors
/// [`CampaignError::Unknown`] where it is another's; nothing has changed then.
pub async fn set_open(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: CampaignId,
    open: bool,
) -> Result<(), CampaignError> {
    let nonprofit = permitted(permit, NonprofitAct::Campaign);
    let action = if open { "campaign.open" } else { "campaign.close" };
    let (house, by, now) = (ctx.clone(), permit.by().clone(), ctx.now());
    ctx.db()
        .write("open_campaign", move |tx| {
            let known = campaigns::by_id(tx, id)?.filter(|known| known.nonprofit == nonprofit);
            let known = known.ok_or(CampaignError::Unknown)?;
            if known.open == open {
                return Ok(());
            }
            let line = staff_log::line(&house, &by, nonprofit.party(), action, id, known.title.clone());
            campaigns::update(tx, &Campaign { open, ..known })?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Campaign, id.0, nonprofit.0, now)?;
            Ok(())
        })
        .await
}

/// Everything that is wrong with a campaign as it is typed.
#[must_use]
pub fn campaign_problems(permit: &Permit<AtNonprofit>, form: CampaignForm) -> Vec<CampaignProblem> {
    form.campaign(permit, CampaignId(0)).problems()
}

fn checked(campaign: Campaign) -> Result<Campaign, CampaignError> {
    let problems = campaign.problems();
    if problems.is_empty() { Ok(campaign) } else { Err(CampaignError::Problems(problems)) }
}
