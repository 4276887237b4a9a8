//! Promises as donors and the nonprofit's people see them.

use domain::access::Permit;
use domain::donation::Donation;
use domain::donation::matching::{Entry, EntryKind, Match, MatchPhase, Outcome};
use domain::ids::{CampaignId, MatchId, NonprofitId};
use domain::money::Money;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::Timestamp;
use store::{Conn, DbError, campaigns, matching};

use crate::Ctx;
use crate::nonprofits::permitted;
use crate::staff_log::{self, note_detail};

/// Rows of a promise on one page.
pub const PAGE_ENTRIES: u32 = 100;
/// Rows of one exported file.
const EXPORTED_MAX: u32 = 1_000_000;
/// Promises of one campaign that are listed, old ones included.
const LISTED_MAX: u32 = 200;

/// What the gift of a row was; none where the sponsor promised.
pub type Gift = Option<Money>;

/// A promise as its nonprofit's people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchView {
    /// The promise.
    pub one: Match,
    /// Gifts to which campaign it matches.
    pub campaign: Campaign,
    /// A page of its rows, the newest first, each with what its gift was.
    pub entries: Vec<(Entry, Gift)>,
}

/// A campaign of the nonprofit and every promise to it, those that began last first.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn of_campaign(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    campaign: CampaignId,
) -> Result<Option<(Campaign, Vec<Match>)>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::View);
    ctx.db()
        .read(move |conn| {
            let found = campaigns::by_id(conn, campaign)?.filter(|it| it.nonprofit == nonprofit);
            let Some(found) = found else { return Ok(None) };
            let promised = matching::of_campaign(conn, (nonprofit, campaign), LISTED_MAX)?;
            Ok(Some((found, promised)))
        })
        .await
}

/// One promise with a page of its rows: those before the number `before`, or the newest.
pub async fn find(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: MatchId,
    before: Option<i64>,
) -> Result<Option<MatchView>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::View);
    ctx.db().read(move |conn| view(conn, (nonprofit, id), before.unwrap_or(i64::MAX), PAGE_ENTRIES)).await
}

fn view(
    conn: &mut Conn,
    (nonprofit, id): (NonprofitId, MatchId),
    before: i64,
    limit: u32,
) -> Result<Option<MatchView>, DbError> {
    let Some(one) = matching::by_id(conn, nonprofit, id)? else { return Ok(None) };
    let Some(campaign) = campaigns::by_id(conn, one.campaign)? else { return Ok(None) };
    let entries = matching::entries(conn, (nonprofit, id), before, limit)?;
    Ok(Some(MatchView { one, campaign, entries }))
}

/// One promise with all its rows, oldest first, for the file that its sponsor is asked to pay by. That a file was made is
/// written in the log.
pub async fn entries_for_file(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    id: MatchId,
) -> Result<Option<MatchView>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::View);
    let found = ctx.db().read_long(move |conn| view(conn, (nonprofit, id), i64::MAX, EXPORTED_MAX)).await?;
    let Some(mut found) = found else { return Ok(None) };
    found.entries.reverse();
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "match.export", id, "");
    let count = found.entries.iter().filter(|(entry, _)| entry.kind == EntryKind::Gift).count().to_string();
    ctx.db().write("log_export", move |tx| note_detail(tx, &line, &count)).await?;
    Ok(Some(found))
}

/// Promises that everybody may know of on the campaign's page: those that add to gifts, and what others have added. Where
/// real money moves, what was promised for test gifts is nobody's business, and the other way round.
pub async fn shown_on_page(ctx: &Ctx, campaign: &Campaign) -> Result<Vec<Match>, DbError> {
    let (ours, now) = ((campaign.nonprofit, campaign.id), ctx.now());
    let is_test = ctx.ports().payments.is_test();
    let all = ctx.db().read(move |conn| matching::of_campaign(conn, ours, LISTED_MAX)).await?;
    let is_shown = |one: &Match| {
        one.is_test == is_test && (one.phase(now) == MatchPhase::Open || !one.matched.is_zero())
    };
    Ok(all.into_iter().rev().filter(is_shown).collect())
}

/// What each promise would add to a gift if it arrived now; nothing for those with nothing left.
pub async fn offered(ctx: &Ctx, gift: &Donation) -> Result<Vec<(Match, Money)>, DbError> {
    let (ours, is_test, now) = ((gift.nonprofit, gift.campaign), gift.is_test, ctx.now());
    let current = ctx.db().read(move |conn| matching::not_over(conn, ours, is_test, now)).await?;
    let offers = current.into_iter().filter(|one| one.covers(gift, now)).map(|one| {
        let added = one.adds(gift.amount);
        (one, added)
    });
    Ok(offers.filter(|(_, added)| !added.is_zero()).collect())
}

/// What became of a settled gift with each promise that its donor was, or may have been, shown before.
pub async fn outcomes(ctx: &Ctx, gift: &Donation) -> Result<Vec<(Match, Outcome)>, DbError> {
    let Some(settled_at) = gift.settled_at else { return Ok(Vec::new()) };
    let gift = gift.clone();
    ctx.db().read(move |conn| outcomes_of(conn, &gift, settled_at)).await
}

fn outcomes_of(
    conn: &mut Conn,
    gift: &Donation,
    settled_at: Timestamp,
) -> Result<Vec<(Match, Outcome)>, DbError> {
    let entries = matching::of_gift(conn, gift.nonprofit, gift.id)?;
    let mut outcomes = Vec::new();
    for one in matching::of_campaign(conn, (gift.nonprofit, gift.campaign), LISTED_MAX)?.into_iter().rev() {
        let rule = one.rule(gift.kept());
        let of_it = |kind| entries.iter().filter(move |entry| entry.of == one.id && entry.kind == kind);
        let taken: i64 = of_it(EntryKind::Back).map(|entry| entry.amount.amount).sum();
        let added = of_it(EntryKind::Gift).next().map(|entry| entry.amount);
        let outcome = match added.map(|added| Money::new(added.amount - taken, added.currency)) {
            _ if rule.is_zero() => None,
            Some(added) if added == rule => Some(Outcome::Whole(added)),
            Some(added) if !added.is_zero() => Some(Outcome::Rest(added)),
            Some(_) => was_offered(conn, &one, gift)?.then_some(Outcome::UsedUp),
            None if one.until() <= settled_at => was_offered(conn, &one, gift)?.then_some(Outcome::Over),
            None => None,
        };
        outcomes.extend(outcome.map(|outcome| (one, outcome)));
    }
    Ok(outcomes)
}

/// The pages on which the gift was begun spoke of the promise.
fn was_offered(conn: &mut Conn, one: &Match, gift: &Donation) -> Result<bool, DbError> {
    Ok(one.covers(gift, gift.created_at)
        && matching::left_at(conn, (one.nonprofit, one.id), gift.created_at)? > 0)
}
