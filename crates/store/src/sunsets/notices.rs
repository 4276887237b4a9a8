//! Who is told, and how far a telling has come.

use domain::ids::{AccountId, MerchantId, NonprofitId, SunsetId};
use domain::sunset::notice::{Notice, Round};
use domain::sunset::{Audience, Plan};
use jiff::Timestamp;

use super::Whose;
use crate::{Column, DbError, Param, Read, Sql, Tx};

/// Begins a round unless it was begun. Says whether this call began it.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn begin_round(tx: &mut Tx<'_>, plan: &Plan, round: Round, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "INSERT INTO sunset_rounds (plan_id, revision, round, began_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (plan_id, revision, round) DO NOTHING",
        &[Param::id(plan.id), plan.revision.into(), round.word().into(), now.into()],
    )?;
    Ok(changed > 0)
}

/// How far a round has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundStands {
    /// Of which revision of the plan.
    pub revision: i64,
    /// Which.
    pub round: Round,
    /// The last account that was looked at.
    pub reached: AccountId,
    /// How many were told.
    pub told: i64,
    /// When it began.
    pub began_at: Timestamp,
    /// When everybody was told.
    pub ended_at: Option<Timestamp>,
}

/// The rounds of a plan that began, by revision.
pub fn rounds_of(read: &mut impl Read, plan: SunsetId) -> Result<Vec<RoundStands>, DbError> {
    read.rows(
        "SELECT revision, round, reached, told, began_at, ended_at FROM sunset_rounds WHERE plan_id = $1
          ORDER BY revision, round",
        &[Param::id(plan)],
        |row| {
            Ok(RoundStands {
                revision: row.int(0)?,
                round: row.word(1, "round of notices", Round::from_word)?,
                reached: row.id(2)?,
                told: row.int(3)?,
                began_at: row.time(4)?,
                ended_at: row.opt_time(5)?,
            })
        },
    )
}

/// A step of a round: from the account reached before to the one reached now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// From where it was read.
    pub from: AccountId,
    /// The last account of the page.
    pub to: AccountId,
    /// How many of the page are told.
    pub told: i64,
    /// Nobody is left.
    pub is_last: bool,
}

/// Moves a round on. Says no where another process moved it meanwhile: nothing may be told then.
pub fn move_round(
    tx: &mut Tx<'_>,
    plan: &Plan,
    round: Round,
    step: Reached,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE sunset_rounds SET reached = $1, told = told + $2, ended_at = $3
          WHERE plan_id = $4 AND revision = $5 AND round = $6 AND reached = $7 AND ended_at IS NULL",
        &[
            Param::id(step.to),
            step.told.into(),
            step.is_last.then_some(now).into(),
            Param::id(plan.id),
            plan.revision.into(),
            round.word().into(),
            Param::id(step.from),
        ],
    )?;
    Ok(changed > 0)
}

/// One of the audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Who.
    pub account: AccountId,
    /// Was told an earlier revision of the plan.
    pub was_told: bool,
}

/// Who belongs to an audience: flags and numbers as the texts below want them.
fn groups(plan: &Plan, audience: Option<Audience>) -> [i64; 5] {
    let shops = Whose::<MerchantId>::shops(plan.scope).number();
    let nonprofits = Whose::<NonprofitId>::nonprofits(plan.scope).number();
    match audience {
        // Only those who were told before.
        None => [0, -1, -1, -1, -1],
        Some(Audience::Everybody) => [1, -1, -1, -1, -1],
        Some(Audience::Partners) => [0, shops, nonprofits, -1, -1],
        Some(Audience::Concerned) => [
            0,
            shops,
            nonprofits,
            if plan.scope.concerns_buyers() { shops } else { -1 },
            if plan.scope.concerns_donors() { nonprofits } else { -1 },
        ],
    }
}

/// The next accounts of an audience, and of those who were told an earlier revision, after the account `after`. Without an
/// audience the latter alone.
pub fn page_of(
    read: &mut impl Read,
    plan: &Plan,
    audience: Option<Audience>,
    after: AccountId,
    limit: u32,
) -> Result<Vec<Named>, DbError> {
    let [everybody, staff, people, buyers, donors] = groups(plan, audience);
    read.rows(
        "SELECT a.id, CAST(CASE WHEN EXISTS (SELECT 1 FROM sunset_notices n
                  WHERE n.plan_id = $1 AND n.account_id = a.id AND n.revision < $2) THEN 1 ELSE 0 END AS BIGINT)
           FROM accounts a
          WHERE a.id > $3 AND a.email IS NOT NULL AND a.email_confirmed_at IS NOT NULL AND a.suspended_at IS NULL
            AND (CAST($4 AS BIGINT) = 1
                 OR EXISTS (SELECT 1 FROM staff s
                             WHERE s.account_id = a.id AND (CAST($5 AS BIGINT) = 0 OR s.merchant_id = $5))
                 OR EXISTS (SELECT 1 FROM nonprofit_staff p
                             WHERE p.account_id = a.id AND (CAST($6 AS BIGINT) = 0 OR p.merchant_id = $6))
                 OR EXISTS (SELECT 1 FROM orders o
                             WHERE o.account_id = a.id AND (CAST($7 AS BIGINT) = 0 OR o.merchant_id = $7))
                 OR EXISTS (SELECT 1 FROM donations d
                             WHERE d.account_id = a.id AND (CAST($8 AS BIGINT) = 0 OR d.merchant_id = $8))
                 OR EXISTS (SELECT 1 FROM sunset_notices t WHERE t.plan_id = $1 AND t.account_id = a.id))
          ORDER BY a.id LIMIT $9",
        &[
            Param::id(plan.id),
            plan.revision.into(),
            Param::id(after),
            everybody.into(),
            staff.into(),
            people.into(),
            buyers.into(),
            donors.into(),
            limit.into(),
        ],
        |row| Ok(Named { account: row.id(0)?, was_told: row.flag(1)? }),
    )
}

/// How many an audience is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// The people of shops and nonprofits.
    pub partners: i64,
    /// Who bought or gave there with an account, and is none of them.
    pub customers: i64,
    /// Everybody else with an account.
    pub others: i64,
    /// Whoever was told of the plan before.
    pub told: i64,
}

/// Counts who would be told of a plan, whoever its audience is.
pub fn count_audience(read: &mut impl Read, plan: &Plan) -> Result<Counted, DbError> {
    let [_, staff, people, buyers, donors] = groups(plan, Some(Audience::Concerned));
    read.one(
        "audience",
        "SELECT count(CASE WHEN g.is_partner = 1 THEN 1 END),
                count(CASE WHEN g.is_partner = 0 AND g.is_customer = 1 THEN 1 END),
                count(CASE WHEN g.is_partner = 0 AND g.is_customer = 0 THEN 1 END),
                (SELECT count(DISTINCT account_id) FROM sunset_notices WHERE plan_id = $1)
           FROM (SELECT
                   CASE WHEN EXISTS (SELECT 1 FROM staff s
                             WHERE s.account_id = a.id AND (CAST($2 AS BIGINT) = 0 OR s.merchant_id = $2))
                          OR EXISTS (SELECT 1 FROM nonprofit_staff p
                             WHERE p.account_id = a.id AND (CAST($3 AS BIGINT) = 0 OR p.merchant_id = $3))
                        THEN 1 ELSE 0 END AS is_partner,
                   CASE WHEN EXISTS (SELECT 1 FROM orders o
                             WHERE o.account_id = a.id AND (CAST($4 AS BIGINT) = 0 OR o.merchant_id = $4))
                          OR EXISTS (SELECT 1 FROM donations d
                             WHERE d.account_id = a.id AND (CAST($5 AS BIGINT) = 0 OR d.merchant_id = $5))
                        THEN 1 ELSE 0 END AS is_customer
                   FROM accounts a
                  WHERE a.email IS NOT NULL AND a.email_confirmed_at IS NOT NULL AND a.suspended_at IS NULL) g",
        &[Param::id(plan.id), staff.into(), people.into(), buyers.into(), donors.into()],
        |row| {
            Ok(Counted {
                partners: row.int(0)?,
                customers: row.int(1)?,
                others: row.int(2)?,
                told: row.int(3)?,
            })
        },
    )
}

const KEEP: Sql = Sql {
    sqlite: "INSERT INTO sunset_notices (plan_id, account_id, revision, notice, created_at)
             VALUES ($1, $2, $3, $4, $5)",
    postgres: "INSERT INTO sunset_notices (plan_id, account_id, revision, notice, created_at)
               SELECT u.plan_id, u.account_id, u.revision, u.notice, u.created_at
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::BIGINT[])
                   AS u (plan_id, account_id, revision, notice, created_at)",
};

/// Keeps that these are told. One who was told the same before fails the whole: nobody is told twice.
pub fn keep_notices(
    tx: &mut Tx<'_>,
    plan: &Plan,
    told: &[(AccountId, Notice)],
    now: Timestamp,
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 5]> = told
        .iter()
        .map(|(account, notice)| {
            [Param::id(plan.id), Param::id(*account), plan.revision.into(), notice.word().into(), now.into()]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(KEEP, [Int, Int, Int, Text, Int], &rows)?;
    Ok(())
}
