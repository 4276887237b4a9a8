//! Nonprofits: applying, being vouched for, asking.

mod apply;
mod campaigns;
mod mail;
pub mod people;
pub mod profile;
mod review;
pub mod standing;

pub use apply::{
    ADDRESS_CHARS_MAX, Answer, AnswerError, Apply, ApplyError, ApplyProblem, CONSENT_BYTES_MAX,
    DISPLAY_NAME_CHARS_MAX, MISSION_CHARS_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX, answer, apply, problems,
};
pub use campaigns::{
    CampaignError, CampaignForm, campaign_problems, change_campaign, make_campaign, set_open,
};
pub(crate) use mail::{send_nonprofit_invitation, send_nonprofit_mail};
pub use review::{
    Consent, ConsentError, PAGE_NONPROFITS, Review, ReviewError, WriteError, case, consent, decide, in_state,
    lookalikes, write,
};
pub use standing::{CHECK_NOTE_CHARS_MAX, CheckError, Checked, due as standings, record_checks};

use domain::access::Permit;
use domain::ids::{CampaignId, NonprofitId};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use store::DbError;
pub use store::nonprofits::{Named, Note};

use crate::Ctx;

/// Campaigns of one nonprofit that are listed.
pub const CAMPAIGNS_LISTED_MAX: u32 = 100;

/// The nonprofit with this id.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn find(ctx: &Ctx, id: NonprofitId) -> Result<Option<Nonprofit>, DbError> {
    ctx.db().read(move |conn| store::nonprofits::by_id(conn, id)).await
}

/// The nonprofit that posts under this handle.
pub async fn of_handle(ctx: &Ctx, handle: &str) -> Result<Option<Nonprofit>, DbError> {
    let handle = handle.to_owned();
    ctx.db().read(move |conn| store::nonprofits::of_handle(conn, &handle)).await
}

/// A nonprofit as its own people see it: what was said about the application, and its campaigns.
pub async fn desk(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
) -> Result<Option<(Nonprofit, Vec<Note>, Vec<Campaign>)>, DbError> {
    let id = permitted(permit, NonprofitAct::View);
    ctx.db()
        .read(move |conn| {
            let Some(found) = store::nonprofits::by_id(conn, id)? else { return Ok(None) };
            let notes = store::nonprofits::notes(conn, id)?;
            let campaigns = store::campaigns::of_nonprofit(conn, id, CAMPAIGNS_LISTED_MAX)?;
            Ok(Some((found, notes, campaigns)))
        })
        .await
}

/// A campaign with the nonprofit that asks in it.
pub async fn campaign(ctx: &Ctx, id: CampaignId) -> Result<Option<(Campaign, Nonprofit)>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(campaign) = store::campaigns::by_id(conn, id)? else { return Ok(None) };
            let nonprofit = store::nonprofits::by_id(conn, campaign.nonprofit)?;
            Ok(nonprofit.map(|nonprofit| (campaign, nonprofit)))
        })
        .await
}

/// The nonprofit that `permit` is for. A permit for another act in its place is a mistake of ours.
pub(crate) fn permitted(permit: &Permit<AtNonprofit>, act: NonprofitAct) -> NonprofitId {
    let asked = permit.action();
    assert_eq!(asked.act, act, "a permit is used for the act it was given for");
    asked.nonprofit
}
