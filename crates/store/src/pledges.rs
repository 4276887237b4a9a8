//! Pledges: gifts that come again. The row itself is the schedule.

use domain::donation::interval::{Interval, Until};
use domain::donation::plan::Plan;
use domain::donation::pledge::{AskedMethod, Pledge, PledgeMethod, PledgeState};
use domain::ids::{AccountId, NonprofitId, PledgeId};
use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! columns {
    () => {
        "SELECT id, merchant_id, campaign_id, donation_id, account_id, link_seed, state, is_held, currency, amount,
                cover, designation, every, ends_on, ends_count, anchor, shift, time_zone, next_on, number, owed_id,
                tried_on, retry_at, missed, told, next_at, provider, method_token, method_brand, method_last4,
                method_expires, created_at, starts_on, asked_token, asked_key, asked_url
           FROM pledges "
    };
}

fn opt_day(row: &Row<'_>, column: usize) -> Result<Option<Date>, DbError> {
    if row.str(column)?.is_empty() {
        return Ok(None);
    }
    row.word(column, "day", |word| word.parse().ok()).map(Some)
}

fn opt_count(row: &Row<'_>, column: usize) -> Result<Option<u32>, DbError> {
    row.opt_int(column)?.map(|_| row.count(column)).transpose()
}

fn to_pledge(row: &Row<'_>) -> Result<Pledge, DbError> {
    let currency: Currency = row.word(8, "currency", |word| word.parse().ok())?;
    let seed = row.bytes(5)?;
    let until = match (opt_day(row, 13)?, opt_count(row, 14)?) {
        (Some(last), _) => Until::Date(last),
        (None, Some(count)) => Until::Count(count),
        (None, None) => Until::Stopped,
    };
    Ok(Pledge {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        campaign: row.id(2)?,
        first: row.id(3)?,
        account: row.opt_id(4)?,
        link_seed: seed.try_into().map_err(|_| DbError::Missing("the seed of a pledge's link"))?,
        state: row.word(6, "pledge state", PledgeState::from_word)?,
        is_held: row.flag(7)?,
        amount: Money::new(row.int(9)?, currency),
        cover: Money::new(row.int(10)?, currency),
        designation: row.text(11)?,
        plan: Plan {
            every: row.word(12, "interval", Interval::from_word)?,
            until,
            anchor: row.word(15, "day", |word| word.parse().ok())?,
            shift: row.count(16)?,
            zone: row.word(17, "time zone", |word| TimeZone::get(word).ok())?,
        },
        next_on: opt_day(row, 18)?,
        number: row.count(19)?,
        owed: row.opt_id(20)?,
        tried_on: opt_day(row, 21)?,
        retry_at: row.opt_time(22)?,
        missed: row.count(23)?,
        told: row.count(24)?,
        next_at: row.opt_time(25)?,
        provider: row.text(26)?,
        method: PledgeMethod {
            token: row.text(27)?,
            brand: row.text(28)?,
            last4: row.text(29)?,
            expires: row.text(30)?,
        },
        created_at: row.time(31)?,
        starts_on: opt_day(row, 32)?,
        asked: AskedMethod { token: row.text(33)?, key: row.text(34)?, url: row.text(35)? },
    })
}

/// What of a pledge is written as text, or may be missing.
struct Written {
    ends_on: String,
    ends_count: Option<u32>,
    anchor: String,
    zone: String,
    next_on: String,
    starts_on: String,
    tried_on: String,
}

impl Written {
    fn of(pledge: &Pledge) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let (ends_on, ends_count) = match pledge.plan.until {
            Until::Stopped => (None, None),
            Until::Date(last) => (Some(last), None),
            Until::Count(count) => (None, Some(count)),
        };
        Self {
            ends_on: day(ends_on),
            ends_count,
            anchor: pledge.plan.anchor.to_string(),
            zone: pledge.plan.zone.iana_name().unwrap_or("UTC").to_owned(),
            next_on: day(pledge.next_on),
            starts_on: day(pledge.starts_on),
            tried_on: day(pledge.tried_on),
        }
    }
}

/// Keeps a pledge that is begun with its first gift.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, pledge: &Pledge) -> Result<(), DbError> {
    let written = Written::of(pledge);
    tx.execute(
        "INSERT INTO pledges (id, merchant_id, campaign_id, donation_id, account_id, link_seed, state, currency, amount,
                              cover, designation, every, ends_on, ends_count, anchor, shift, time_zone, next_on,
                              starts_on, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        &[
            Param::id(pledge.id),
            Param::id(pledge.nonprofit),
            Param::id(pledge.campaign),
            Param::id(pledge.first),
            Param::opt_id(pledge.account),
            (&pledge.link_seed).into(),
            pledge.state.as_str().into(),
            pledge.amount.currency.code().into(),
            pledge.amount.amount.into(),
            pledge.cover.amount.into(),
            (&pledge.designation).into(),
            pledge.plan.every.as_str().into(),
            (&written.ends_on).into(),
            written.ends_count.into(),
            (&written.anchor).into(),
            pledge.plan.shift.into(),
            (&written.zone).into(),
            (&written.next_on).into(),
            (&written.starts_on).into(),
            pledge.created_at.into(),
        ],
    )?;
    Ok(())
}

/// Writes everything of a locked pledge that may change.
pub fn update(tx: &mut Tx<'_>, pledge: &Pledge) -> Result<(), DbError> {
    let written = Written::of(pledge);
    tx.execute(
        "UPDATE pledges
            SET state = $1, is_held = $2, amount = $3, cover = $4, designation = $5, every = $6, ends_on = $7,
                ends_count = $8, anchor = $9, shift = $10, next_on = $11, number = $12, owed_id = $13, tried_on = $14,
                retry_at = $15, missed = $16, told = $17, next_at = $18, provider = $19, method_token = $20,
                method_brand = $21, method_last4 = $22, method_expires = $23, starts_on = $24, asked_token = $25,
                asked_key = $26, asked_url = $27
          WHERE merchant_id = $28 AND id = $29",
        &[
            pledge.state.as_str().into(),
            pledge.is_held.into(),
            pledge.amount.amount.into(),
            pledge.cover.amount.into(),
            (&pledge.designation).into(),
            pledge.plan.every.as_str().into(),
            (&written.ends_on).into(),
            written.ends_count.into(),
            (&written.anchor).into(),
            pledge.plan.shift.into(),
            (&written.next_on).into(),
            pledge.number.into(),
            Param::opt_id(pledge.owed),
            (&written.tried_on).into(),
            pledge.retry_at.into(),
            pledge.missed.into(),
            pledge.told.into(),
            pledge.next_at.into(),
            (&pledge.provider).into(),
            (&pledge.method.token).into(),
            (&pledge.method.brand).into(),
            (&pledge.method.last4).into(),
            (&pledge.method.expires).into(),
            (&written.starts_on).into(),
            (&pledge.asked.token).into(),
            (&pledge.asked.key).into(),
            (&pledge.asked.url).into(),
            Param::id(pledge.nonprofit),
            Param::id(pledge.id),
        ],
    )?;
    Ok(())
}

/// Forgets a pledge whose first gift was never given: its donor gives once.
pub fn forget_new(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: PledgeId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM pledges WHERE merchant_id = $1 AND id = $2 AND state = 'new'",
        &[Param::id(nonprofit), Param::id(id)],
    )?;
    Ok(())
}

/// The pledge with this id.
pub fn by_id(read: &mut impl Read, id: PledgeId) -> Result<Option<Pledge>, DbError> {
    read.first(concat!(columns!(), "WHERE id = $1"), &[Param::id(id)], to_pledge)
}

const LOCK: Sql = Sql {
    sqlite: concat!(columns!(), "WHERE merchant_id = $1 AND id = $2"),
    postgres: concat!(columns!(), "WHERE merchant_id = $1 AND id = $2 FOR UPDATE"),
};

/// The pledge, locked until the commit. Lock it before its gifts.
pub fn lock(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: PledgeId) -> Result<Option<Pledge>, DbError> {
    tx.first(LOCK, &[Param::id(nonprofit), Param::id(id)], to_pledge)
}

/// Pledges that are to be looked at by `now`, those that have waited longest first.
pub fn due(
    read: &mut impl Read,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(NonprofitId, PledgeId)>, DbError> {
    read.rows(
        "SELECT merchant_id, id FROM pledges WHERE next_at IS NOT NULL AND next_at <= $1 ORDER BY next_at LIMIT $2",
        &[now.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Pledges of one rhythm that are to be looked at after `latest` only: a clock that was ahead put them there.
pub fn astray(
    read: &mut impl Read,
    every: Interval,
    latest: Timestamp,
    limit: u32,
) -> Result<Vec<(NonprofitId, PledgeId)>, DbError> {
    read.rows(
        "SELECT merchant_id, id FROM pledges
          WHERE every = $1 AND next_at IS NOT NULL AND next_at > $2 ORDER BY next_at LIMIT $3",
        &[every.as_str().into(), latest.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Something was begun before `before` and never given.
pub fn has_old(read: &mut impl Read, before: Timestamp) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM pledges WHERE state = 'new' AND created_at < $1 LIMIT 1",
        &[before.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}

/// Forgets what was begun before `before` and never given. Says how many.
pub fn forget_old(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM pledges WHERE state = 'new' AND created_at < $1", &[before.into()])
}

/// An account's pledges that were begun, the newest first.
pub fn of_account(read: &mut impl Read, account: AccountId, limit: u32) -> Result<Vec<Pledge>, DbError> {
    read.rows(
        concat!(columns!(), "WHERE account_id = $1 AND state <> 'new' ORDER BY id DESC LIMIT $2"),
        &[Param::id(account), limit.into()],
        to_pledge,
    )
}

/// A nonprofit's pledges in `state`, the newest first.
pub fn in_state(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    state: PledgeState,
    limit: u32,
) -> Result<Vec<Pledge>, DbError> {
    read.rows(
        concat!(columns!(), "WHERE merchant_id = $1 AND state = $2 ORDER BY id DESC LIMIT $3"),
        &[Param::id(nonprofit), state.as_str().into(), limit.into()],
        to_pledge,
    )
}

/// Some pledge that is not over is paid with this token.
pub fn pays_with(read: &mut impl Read, provider: &str, token: &str) -> Result<bool, DbError> {
    let found = read.first(
        "SELECT 1 FROM pledges
          WHERE method_token = $1 AND method_token <> '' AND provider = $2 AND state NOT IN ('canceled', 'ended')
          LIMIT 1",
        &[token.into(), provider.into()],
        |row| row.int(0),
    )?;
    Ok(found.is_some())
}
