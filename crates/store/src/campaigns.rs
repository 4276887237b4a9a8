//! Campaigns and their meters.

use domain::ids::{CampaignId, NonprofitId};
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::Campaign;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

macro_rules! columns {
    () => {
        "SELECT id, merchant_id, title, story, state, currency, goal, presets, designations, image_id, starts_at,
                ends_at, raised, gifts
           FROM campaigns "
    };
}

fn to_campaign(row: &Row<'_>) -> Result<Campaign, DbError> {
    let currency: Currency = row.word(5, "currency", |word| word.parse().ok())?;
    let presets = row.word(7, "presets", |words| {
        let amounts: Result<Vec<i64>, _> = words.split_whitespace().map(str::parse).collect();
        amounts.ok()
    })?;
    Ok(Campaign {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        title: row.text(2)?,
        story: row.text(3)?,
        open: row.str(4)? == "open",
        currency,
        goal: row.opt_int(6)?.map(|goal| Money::new(goal, currency)),
        presets: presets.into_iter().map(|amount| Money::new(amount, currency)).collect(),
        designations: row.str(8)?.lines().map(str::to_owned).collect(),
        image: row.opt_id(9)?,
        starts_at: row.opt_time(10)?,
        ends_at: row.opt_time(11)?,
        raised: Money::new(row.int(12)?, currency),
        gifts: row.int(13)?,
    })
}

/// The campaign with this id, whoever asks in it.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn by_id(read: &mut impl Read, id: CampaignId) -> Result<Option<Campaign>, DbError> {
    read.first(concat!(columns!(), "WHERE id = $1"), &[Param::id(id)], to_campaign)
}

/// The campaigns of a nonprofit, open ones first, then the newest.
pub fn of_nonprofit(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    limit: u32,
) -> Result<Vec<Campaign>, DbError> {
    read.rows(
        concat!(columns!(), "WHERE merchant_id = $1 ORDER BY state DESC, id DESC LIMIT $2"),
        &[Param::id(nonprofit), limit.into()],
        to_campaign,
    )
}

/// Keeps a new campaign; its meter stands at nothing.
pub fn insert(tx: &mut Tx<'_>, campaign: &Campaign, now: Timestamp) -> Result<(), DbError> {
    let (presets, designations) = written(campaign);
    tx.execute(
        "INSERT INTO campaigns (id, merchant_id, title, story, state, currency, goal, presets, designations, image_id,
                                starts_at, ends_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            Param::id(campaign.id),
            Param::id(campaign.nonprofit),
            (&campaign.title).into(),
            (&campaign.story).into(),
            state_of(campaign).into(),
            campaign.currency.code().into(),
            campaign.goal.map(|goal| goal.amount).into(),
            (&presets).into(),
            (&designations).into(),
            Param::opt_id(campaign.image),
            campaign.starts_at.into(),
            campaign.ends_at.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Writes everything that its nonprofit may change; the currency and the meter stay.
pub fn update(tx: &mut Tx<'_>, campaign: &Campaign) -> Result<bool, DbError> {
    let (presets, designations) = written(campaign);
    let changed = tx.execute(
        "UPDATE campaigns
            SET title = $1, story = $2, state = $3, goal = $4, presets = $5, designations = $6, image_id = $7,
                starts_at = $8, ends_at = $9
          WHERE merchant_id = $10 AND id = $11",
        &[
            (&campaign.title).into(),
            (&campaign.story).into(),
            state_of(campaign).into(),
            campaign.goal.map(|goal| goal.amount).into(),
            (&presets).into(),
            (&designations).into(),
            Param::opt_id(campaign.image),
            campaign.starts_at.into(),
            campaign.ends_at.into(),
            Param::id(campaign.nonprofit),
            Param::id(campaign.id),
        ],
    )?;
    Ok(changed == 1)
}

fn written(campaign: &Campaign) -> (String, String) {
    let presets: Vec<String> = campaign.presets.iter().map(|preset| preset.amount.to_string()).collect();
    (presets.join(" "), campaign.designations.join("\n"))
}

fn state_of(campaign: &Campaign) -> &'static str {
    if campaign.open { "open" } else { "closed" }
}

/// Moves the meter by `amount`, and the count of gifts by `gifts`; both are below zero for what is given back.
pub fn move_meter(
    tx: &mut Tx<'_>,
    (nonprofit, campaign): (NonprofitId, CampaignId),
    amount: i64,
    gifts: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE campaigns SET raised = raised + $1, gifts = gifts + $2 WHERE merchant_id = $3 AND id = $4",
        &[amount.into(), gifts.into(), Param::id(nonprofit), Param::id(campaign)],
    )?;
    Ok(())
}
