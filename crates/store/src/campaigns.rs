//! Campaigns and their meters.

use domain::ids::{CampaignId, NonprofitId};
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::{AlsoTaken, Campaign};
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
    let presets = row.word(7, "presets", |words| to_presets(words, currency))?;
    Ok(Campaign {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        title: row.text(2)?,
        story: row.text(3)?,
        open: row.str(4)? == "open",
        currency,
        goal: row.opt_int(6)?.map(|goal| Money::new(goal, currency)),
        more: Vec::new(),
        presets,
        designations: row.str(8)?.lines().map(str::to_owned).collect(),
        image: row.opt_id(9)?,
        starts_at: row.opt_time(10)?,
        ends_at: row.opt_time(11)?,
        raised: Money::new(row.int(12)?, currency),
        gifts: row.int(13)?,
    })
}

fn to_presets(words: &str, currency: Currency) -> Option<Vec<Money>> {
    words.split_whitespace().map(|word| Some(Money::new(word.parse().ok()?, currency))).collect()
}

/// The same campaigns with the other currencies that they take, or took.
fn with_more(read: &mut impl Read, mut campaigns: Vec<Campaign>) -> Result<Vec<Campaign>, DbError> {
    for campaign in &mut campaigns {
        campaign.more = read.rows(
            "SELECT currency, presets, raised FROM campaign_currencies
              WHERE merchant_id = $1 AND campaign_id = $2 ORDER BY currency",
            &[Param::id(campaign.nonprofit), Param::id(campaign.id)],
            |row| {
                let currency: Currency = row.word(0, "currency", |word| word.parse().ok())?;
                let presets = row.word(1, "presets", |words| to_presets(words, currency))?;
                Ok(AlsoTaken { presets, raised: Money::new(row.int(2)?, currency) })
            },
        )?;
    }
    Ok(campaigns)
}

/// The campaign with this id, whoever asks in it.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn by_id(read: &mut impl Read, id: CampaignId) -> Result<Option<Campaign>, DbError> {
    let found = read.first(concat!(columns!(), "WHERE id = $1"), &[Param::id(id)], to_campaign)?;
    Ok(with_more(read, found.into_iter().collect())?.pop())
}

/// The campaigns of a nonprofit, open ones first, then the newest.
pub fn of_nonprofit(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    limit: u32,
) -> Result<Vec<Campaign>, DbError> {
    let found = read.rows(
        concat!(columns!(), "WHERE merchant_id = $1 ORDER BY state DESC, id DESC LIMIT $2"),
        &[Param::id(nonprofit), limit.into()],
        to_campaign,
    )?;
    with_more(read, found)
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
    put_more(tx, campaign)
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
    if changed == 1 {
        put_more(tx, campaign)?;
    }
    Ok(changed == 1)
}

/// Writes what else is taken. What is not taken any more keeps what was given in it.
fn put_more(tx: &mut Tx<'_>, campaign: &Campaign) -> Result<(), DbError> {
    tx.execute(
        "UPDATE campaign_currencies SET presets = '' WHERE merchant_id = $1 AND campaign_id = $2",
        &[Param::id(campaign.nonprofit), Param::id(campaign.id)],
    )?;
    for taken in &campaign.more {
        tx.execute(
            "INSERT INTO campaign_currencies (merchant_id, campaign_id, currency, presets) VALUES ($1, $2, $3, $4)
             ON CONFLICT (merchant_id, campaign_id, currency) DO UPDATE SET presets = excluded.presets",
            &[
                Param::id(campaign.nonprofit),
                Param::id(campaign.id),
                taken.raised.currency.code().into(),
                (&of_presets(&taken.presets)).into(),
            ],
        )?;
    }
    Ok(())
}

fn of_presets(presets: &[Money]) -> String {
    presets.iter().map(|preset| preset.amount.to_string()).collect::<Vec<_>>().join(" ")
}

fn written(campaign: &Campaign) -> (String, String) {
    (of_presets(&campaign.presets), campaign.designations.join("\n"))
}

fn state_of(campaign: &Campaign) -> &'static str {
    if campaign.open { "open" } else { "closed" }
}

/// Moves the meter of `amount`'s currency by it, and the count of gifts by `gifts`; both are below zero for what is given
/// back.
pub fn move_meter(
    tx: &mut Tx<'_>,
    (nonprofit, campaign): (NonprofitId, CampaignId),
    amount: Money,
    gifts: i64,
) -> Result<(), DbError> {
    let (minor, currency) = (Param::from(amount.amount), Param::from(amount.currency.code()));
    tx.execute(
        "UPDATE campaigns
            SET raised = raised + CASE WHEN currency = $1 THEN $2 ELSE 0 END, gifts = gifts + $3
          WHERE merchant_id = $4 AND id = $5",
        &[currency, minor, gifts.into(), Param::id(nonprofit), Param::id(campaign)],
    )?;
    // None of these is the campaign's own.
    tx.execute(
        "UPDATE campaign_currencies SET raised = raised + $1
          WHERE merchant_id = $2 AND campaign_id = $3 AND currency = $4",
        &[amount.amount.into(), Param::id(nonprofit), Param::id(campaign), amount.currency.code().into()],
    )?;
    Ok(())
}
