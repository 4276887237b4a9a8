//! Sponsors' promises to match gifts, and the account of each: rows that are only ever added to. Whatever writes here holds
//! the lock on its nonprofit ([`crate::nonprofits::lock`]), so rows of one promise are numbered one after the other and a
//! promise is never spent twice; the `CHECK` of `matches` refuses what would be above the cap all the same.

use domain::donation::matching::{Entry, EntryKind, Match};
use domain::ids::{AccountId, CampaignId, DonationId, MatchId, NonprofitId};
use domain::money::{BasisPoints, Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

macro_rules! columns {
    () => {
        "SELECT id, merchant_id, campaign_id, sponsor, link, is_test, currency, ratio, cap, gift_cap, matched,
                starts_at, ends_at, ended_at
           FROM matches "
    };
}

fn to_match(row: &Row<'_>) -> Result<Match, DbError> {
    let currency: Currency = row.word(6, "currency", |word| word.parse().ok())?;
    Ok(Match {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        campaign: row.id(2)?,
        sponsor: row.text(3)?,
        link: row.text(4)?,
        is_test: row.flag(5)?,
        ratio: BasisPoints(row.count(7)?),
        cap: Money::new(row.int(8)?, currency),
        gift_cap: row.opt_int(9)?.map(|most| Money::new(most, currency)),
        matched: Money::new(row.int(10)?, currency),
        starts_at: row.time(11)?,
        ends_at: row.time(12)?,
        ended_at: row.opt_time(13)?,
    })
}

/// Keeps a new promise; nothing of it is added yet. Its first row is written beside it.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, one: &Match, by: Option<AccountId>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO matches (id, merchant_id, campaign_id, sponsor, link, is_test, currency, ratio, cap, gift_cap,
                              starts_at, ends_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            Param::id(one.id),
            Param::id(one.nonprofit),
            Param::id(one.campaign),
            (&one.sponsor).into(),
            (&one.link).into(),
            one.is_test.into(),
            one.cap.currency.code().into(),
            one.ratio.0.into(),
            one.cap.amount.into(),
            one.gift_cap.map(|most| most.amount).into(),
            one.starts_at.into(),
            one.ends_at.into(),
            now.into(),
        ],
    )?;
    let unpromised = Match { cap: Money::zero(one.cap.currency), ..one.clone() };
    append(tx, &unpromised, EntryKind::Promised, (None, by), one.cap.amount, now)
}

/// The promise with this id.
pub fn by_id(read: &mut impl Read, nonprofit: NonprofitId, id: MatchId) -> Result<Option<Match>, DbError> {
    read.first(
        concat!(columns!(), "WHERE merchant_id = $1 AND id = $2"),
        &[Param::id(nonprofit), Param::id(id)],
        to_match,
    )
}

/// The newest promises to a campaign, those that began last first and those that are over included.
pub fn of_campaign(
    read: &mut impl Read,
    (nonprofit, campaign): (NonprofitId, CampaignId),
    limit: u32,
) -> Result<Vec<Match>, DbError> {
    read.rows(
        concat!(
            columns!(),
            "WHERE merchant_id = $1 AND campaign_id = $2 ORDER BY starts_at DESC, id DESC LIMIT $3"
        ),
        &[Param::id(nonprofit), Param::id(campaign), limit.into()],
        to_match,
    )
}

/// Promises to a campaign that are not over at `now`, in the order of their beginnings; those of test gifts or of real
/// ones.
pub fn not_over(
    read: &mut impl Read,
    (nonprofit, campaign): (NonprofitId, CampaignId),
    is_test: bool,
    now: Timestamp,
) -> Result<Vec<Match>, DbError> {
    read.rows(
        concat!(
            columns!(),
            "WHERE merchant_id = $1 AND campaign_id = $2 AND is_test = $3 AND ends_at > $4
               AND (ended_at IS NULL OR ended_at > $4)
             ORDER BY starts_at, id"
        ),
        &[Param::id(nonprofit), Param::id(campaign), is_test.into(), now.into()],
        to_match,
    )
}

/// Writes the next row of a promise, and what the promise says in sum. `one` is the promise as it was before the row, read
/// under the lock.
pub fn append(
    tx: &mut Tx<'_>,
    one: &Match,
    kind: EntryKind,
    (gift, by): (Option<DonationId>, Option<AccountId>),
    amount: i64,
    now: Timestamp,
) -> Result<(), DbError> {
    let left = match kind {
        EntryKind::Promised | EntryKind::Back => one.left().amount + amount,
        EntryKind::Gift => one.left().amount - amount,
    };
    tx.execute(
        "INSERT INTO match_entries (merchant_id, match_id, number, kind, donation_id, amount, left_after, entered_by,
                                    happened_at)
         VALUES ($1, $2,
                 (SELECT coalesce(max(number), 0) + 1 FROM match_entries WHERE merchant_id = $1 AND match_id = $2),
                 $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(one.nonprofit),
            Param::id(one.id),
            kind.as_str().into(),
            Param::opt_id(gift),
            amount.into(),
            left.into(),
            Param::opt_id(by),
            now.into(),
        ],
    )?;
    match kind {
        EntryKind::Promised => Ok(()),
        EntryKind::Gift => move_matched(tx, one, amount),
        EntryKind::Back => move_matched(tx, one, -amount),
    }
}

fn move_matched(tx: &mut Tx<'_>, one: &Match, amount: i64) -> Result<(), DbError> {
    if amount == 0 {
        return Ok(());
    }
    // More than the cap is refused by the table's CHECK.
    tx.execute(
        "UPDATE matches SET matched = matched + $1 WHERE merchant_id = $2 AND id = $3",
        &[amount.into(), Param::id(one.nonprofit), Param::id(one.id)],
    )?;
    Ok(())
}

/// Promises `more` in addition.
pub fn raise(
    tx: &mut Tx<'_>,
    one: &Match,
    more: Money,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE matches SET cap = cap + $1 WHERE merchant_id = $2 AND id = $3",
        &[more.amount.into(), Param::id(one.nonprofit), Param::id(one.id)],
    )?;
    append(tx, one, EntryKind::Promised, (None, by), more.amount, now)
}

/// Ends a promise before its time. `false`: it was ended before, nothing has changed.
pub fn end(tx: &mut Tx<'_>, one: &Match, at: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE matches SET ended_at = $1 WHERE merchant_id = $2 AND id = $3 AND ended_at IS NULL",
        &[at.into(), Param::id(one.nonprofit), Param::id(one.id)],
    )?;
    Ok(changed == 1)
}

macro_rules! entries {
    () => {
        "SELECT e.match_id, e.number, e.kind, e.donation_id, m.currency, e.amount, e.entered_by, e.happened_at
           FROM match_entries e
           JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id "
    };
}

fn to_entry(row: &Row<'_>) -> Result<Entry, DbError> {
    let currency: Currency = row.word(4, "currency", |word| word.parse().ok())?;
    Ok(Entry {
        of: row.id(0)?,
        number: row.int(1)?,
        kind: row.word(2, "kind of row", EntryKind::from_word)?,
        gift: row.opt_id(3)?,
        amount: Money::new(row.int(5)?, currency),
        by: row.opt_id(6)?,
        at: row.time(7)?,
    })
}

/// What a gift was matched with, and what was taken back of it, by the ids of the promises.
pub fn of_gift(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    gift: DonationId,
) -> Result<Vec<Entry>, DbError> {
    read.rows(
        concat!(entries!(), "WHERE e.merchant_id = $1 AND e.donation_id = $2 ORDER BY e.match_id, e.number"),
        &[Param::id(nonprofit), Param::id(gift)],
        to_entry,
    )
}

/// Rows of a promise, the newest first, before the number `before`, each with what its gift was.
pub fn entries(
    read: &mut impl Read,
    (nonprofit, id): (NonprofitId, MatchId),
    before: i64,
    limit: u32,
) -> Result<Vec<(Entry, Option<Money>)>, DbError> {
    read.rows(
        "SELECT e.match_id, e.number, e.kind, e.donation_id, m.currency, e.amount, e.entered_by, e.happened_at,
                d.amount
           FROM match_entries e
           JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id
           LEFT JOIN donations d ON d.merchant_id = e.merchant_id AND d.id = e.donation_id
          WHERE e.merchant_id = $1 AND e.match_id = $2 AND e.number < $3
          ORDER BY e.number DESC LIMIT $4",
        &[Param::id(nonprofit), Param::id(id), before.into(), limit.into()],
        |row| {
            let entry = to_entry(row)?;
            let gift = row.opt_int(8)?.map(|amount| Money::new(amount, entry.amount.currency));
            Ok((entry, gift))
        },
    )
}

/// When the newest row of a promise was written.
pub fn newest_entry(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    id: MatchId,
) -> Result<Option<Timestamp>, DbError> {
    read.first(
        "SELECT happened_at FROM match_entries WHERE merchant_id = $1 AND match_id = $2
          ORDER BY number DESC LIMIT 1",
        &[Param::id(nonprofit), Param::id(id)],
        |row| row.time(0),
    )
}

/// When the campaign's newest gift settled: a promise cannot begin before it, or the gift would be one that it forgot.
/// Asked a few times in a campaign's life.
pub fn newest_gift(
    read: &mut impl Read,
    (nonprofit, campaign): (NonprofitId, CampaignId),
) -> Result<Option<Timestamp>, DbError> {
    read.one(
        "newest gift",
        "SELECT max(settled_at) FROM donations WHERE merchant_id = $1 AND campaign_id = $2 AND state = 'settled'",
        &[Param::id(nonprofit), Param::id(campaign)],
        |row| row.opt_time(0),
    )
}

/// What was left of a promise at `at`, in minor units.
pub fn left_at(
    read: &mut impl Read,
    (nonprofit, id): (NonprofitId, MatchId),
    at: Timestamp,
) -> Result<i64, DbError> {
    let left = read.first(
        "SELECT left_after FROM match_entries
          WHERE merchant_id = $1 AND match_id = $2 AND happened_at <= $3
          ORDER BY happened_at DESC, number DESC LIMIT 1",
        &[Param::id(nonprofit), Param::id(id), at.into()],
        |row| row.int(0),
    )?;
    Ok(left.unwrap_or(0))
}
