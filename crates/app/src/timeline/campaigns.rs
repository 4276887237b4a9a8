//! What can be given for from a post: joined when the page is made, so the meter is live.

use std::collections::HashMap;
use std::sync::Arc;

use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, CampaignId, NonprofitId};
use domain::view::posts::DonateCard;
use store::DbError;

use super::entries::recall;
use crate::Ctx;
use crate::gates::Gates;

/// The Donate cards of these campaigns as `reader` sees them, in no order; campaigns that are gone have none.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn donate_cards(
    ctx: &Ctx,
    campaigns: &[CampaignId],
    reader: Option<AccountId>,
) -> Result<Vec<DonateCard>, DbError> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let memory = ctx.memory();
    let mut wanted = campaigns.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let campaigns: Vec<_> = recall(ctx, &memory.campaigns, &wanted, |conn, missing| {
        let read = |id: &CampaignId| Ok((*id, store::campaigns::by_id(conn, *id)?.map(Arc::new)));
        missing.iter().map(read).collect()
    })
    .await?
    .into_iter()
    .flatten()
    .flatten()
    .collect();
    let owners: Vec<NonprofitId> = campaigns.iter().map(|campaign| campaign.nonprofit).collect();
    let nonprofits = recall(ctx, &memory.nonprofits, &owners, |conn, missing| {
        let read = |id: &NonprofitId| Ok((*id, store::nonprofits::by_id(conn, *id)?.map(Arc::new)));
        missing.iter().map(read).collect()
    })
    .await?;
    let asked: HashMap<CampaignId, NonprofitId> =
        campaigns.iter().map(|campaign| (campaign.id, campaign.nonprofit)).collect();
    let ids: Vec<CampaignId> = campaigns.iter().map(|campaign| campaign.id).collect();
    let (is_test, now) = (ctx.ports().payments.is_test(), ctx.now());
    let matches = recall(ctx, &memory.matches, &ids, move |conn, missing| {
        let read = |id: &CampaignId| {
            let current = store::matching::not_over(conn, (asked[id], *id), is_test, now)?;
            Ok((*id, Arc::<[_]>::from(current)))
        };
        missing.iter().map(read).collect()
    })
    .await?;
    let gates = Gates::of(ctx).await?;
    let whole = campaigns.into_iter().zip(nonprofits).zip(matches);
    let whole = whole.filter_map(|((campaign, nonprofit), matches)| {
        let nonprofit = nonprofit??;
        let asker = Asker::giving(reader, &nonprofit);
        let is_gated = !gates.answer(ctx, Feature::Donate, &asker).is_open();
        let unpayable = ctx.needs_payees() && !nonprofit.payee.takes;
        let closing = gates.closing(ctx, Feature::Donate, &asker);
        Some(DonateCard { campaign, nonprofit, unpayable, is_gated, closing, matches: matches? })
    });
    Ok(whole.collect())
}
