//! Plans by which something ends, who was told of them, and what is still open.

mod notices;
mod open;

use domain::gate::Feature;
use domain::ids::{AccountId, MerchantId, NonprofitId, SunsetId};
use domain::sunset::calendar::{Calendar, Days};
use domain::sunset::{Audience, Plan, PlanState, Scope, Successor};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::{DbError, Param, Read, Row, Tx};

pub use notices::{
    Counted, Named, Reached, RoundStands, begin_round, count_audience, keep_notices, move_round, page_of,
    rounds_of,
};
pub use open::{OpenGifts, OpenOrders, has_paid_order, open_gifts, open_orders};

/// Plans that are listed; beyond it the operator has another problem.
const LISTED_MAX: u32 = 500;
/// Changes of one plan that are listed.
const CHANGES_MAX: u32 = 200;

fn to_plan(row: &Row<'_>) -> Result<Plan, DbError> {
    let subject = row.int(2)?;
    let day = |column| row.word(column, "day", |day| day.parse::<Date>().ok());
    let days = Days([day(6)?, day(7)?, day(8)?, day(9)?, day(10)?, day(11)?]);
    let calendar =
        row.word(5, "time zone", |name| TimeZone::get(name).ok().and_then(|zone| Calendar::new(days, zone)))?;
    let successor = Successor { name: row.text(12)?, url: row.text(13)? };
    Ok(Plan {
        id: row.id(0)?,
        scope: row.word(1, "kind of what ends", |kind| Scope::from_words(kind, subject))?,
        state: row.word(3, "state of a plan", PlanState::from_word)?,
        revision: row.int(4)?,
        calendar,
        successor: (!successor.name.is_empty()).then_some(successor),
        audience: row.word(14, "audience", Audience::from_word)?,
        reason: row.text(15)?,
        changed_at: row.time(16)?,
        erased_at: row.opt_time(17)?,
    })
}

/// Every plan, newest first.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn list(read: &mut impl Read) -> Result<Vec<Plan>, DbError> {
    read.rows(
        "SELECT id, kind, subject, state, revision, zone, notice_on, no_onboarding_on, no_sales_on, read_only_on,
                export_ends_on, erasure_on, successor_name, successor_url, audience, reason, changed_at, erased_at
           FROM sunset_plans ORDER BY id DESC LIMIT $1",
        &[LISTED_MAX.into()],
        to_plan,
    )
}

/// The plan with this id.
pub fn by_id(read: &mut impl Read, id: SunsetId) -> Result<Option<Plan>, DbError> {
    read.first(
        "SELECT id, kind, subject, state, revision, zone, notice_on, no_onboarding_on, no_sales_on, read_only_on,
                export_ends_on, erasure_on, successor_name, successor_url, audience, reason, changed_at, erased_at
           FROM sunset_plans WHERE id = $1",
        &[Param::id(id)],
        to_plan,
    )
}

/// The running plan of exactly this.
pub fn running(read: &mut impl Read, scope: Scope) -> Result<Option<Plan>, DbError> {
    let (kind, subject) = scope.words();
    read.first(
        "SELECT id, kind, subject, state, revision, zone, notice_on, no_onboarding_on, no_sales_on, read_only_on,
                export_ends_on, erasure_on, successor_name, successor_url, audience, reason, changed_at, erased_at
           FROM sunset_plans WHERE kind = $1 AND subject = $2 AND state = 'running'",
        &[kind.into(), subject.into()],
        to_plan,
    )
}

/// The running plan of exactly this, beside the plan `but`.
pub fn running_of(read: &mut impl Read, scope: Scope, but: SunsetId) -> Result<Option<SunsetId>, DbError> {
    let (kind, subject) = scope.words();
    read.first(
        "SELECT id FROM sunset_plans WHERE kind = $1 AND subject = $2 AND state = 'running' AND id <> $3",
        &[kind.into(), subject.into(), Param::id(but)],
        |row| row.id(0),
    )
}

/// Writes a plan. The change of one that stands saw the revision before it; says whether that was still so.
pub fn set(tx: &mut Tx<'_>, plan: &Plan) -> Result<bool, DbError> {
    let (kind, subject) = plan.scope.words();
    let days = plan.calendar.days().0.map(|day| day.to_string());
    let [notice, no_onboarding, no_sales, read_only, export_ends, erasure] = &days;
    let (name, url) = plan.successor.as_ref().map_or(("", ""), |it| (it.name.as_str(), it.url.as_str()));
    let changed = tx.execute(
        "INSERT INTO sunset_plans (id, kind, subject, state, revision, zone, notice_on, no_onboarding_on, no_sales_on,
                read_only_on, export_ends_on, erasure_on, successor_name, successor_url, audience, reason, created_at,
                changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
         ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = excluded.revision, zone = excluded.zone,
                notice_on = excluded.notice_on, no_onboarding_on = excluded.no_onboarding_on,
                no_sales_on = excluded.no_sales_on, read_only_on = excluded.read_only_on,
                export_ends_on = excluded.export_ends_on, erasure_on = excluded.erasure_on,
                successor_name = excluded.successor_name, successor_url = excluded.successor_url,
                audience = excluded.audience, reason = excluded.reason, changed_at = excluded.changed_at
          WHERE sunset_plans.revision = excluded.revision - 1 AND sunset_plans.erased_at IS NULL",
        &[
            Param::id(plan.id),
            kind.into(),
            subject.into(),
            plan.state.word().into(),
            plan.revision.into(),
            plan.calendar.zone_name().into(),
            notice.into(),
            no_onboarding.into(),
            no_sales.into(),
            read_only.into(),
            export_ends.into(),
            erasure.into(),
            name.into(),
            url.into(),
            plan.audience.word().into(),
            (&plan.reason).into(),
            plan.changed_at.into(),
        ],
    )?;
    Ok(changed > 0)
}

/// What a plan ends was erased: nothing of the plan changes any more. Says whether it was running until now.
pub fn set_erased(tx: &mut Tx<'_>, id: SunsetId, now: Timestamp) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE sunset_plans SET erased_at = $1 WHERE id = $2 AND state = 'running' AND erased_at IS NULL",
        &[now.into(), Param::id(id)],
    )?;
    Ok(changed > 0)
}

/// What was done to a plan, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanChange {
    /// Which revision came of it.
    pub revision: i64,
    /// `draft`, `start`, `change`, `withdraw`.
    pub action: String,
    /// The days and the zone from then on, separated by spaces.
    pub days: String,
    /// Why.
    pub reason: String,
    /// Who; none for the command line.
    pub by: Option<AccountId>,
    /// When.
    pub at: Timestamp,
}

/// Notes what was done to a plan.
pub fn note_change(
    tx: &mut Tx<'_>,
    plan: &Plan,
    (action, reason): (&str, &str),
    by: Option<AccountId>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO sunset_changes (plan_id, revision, action, days, reason, changed_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Param::id(plan.id),
            plan.revision.into(),
            action.into(),
            plan.calendar.words().as_str().into(),
            reason.into(),
            Param::opt_id(by),
            plan.changed_at.into(),
        ],
    )?;
    Ok(())
}

/// What was done to a plan, newest first.
pub fn changes_of(read: &mut impl Read, id: SunsetId) -> Result<Vec<PlanChange>, DbError> {
    read.rows(
        "SELECT revision, action, days, reason, changed_by, created_at FROM sunset_changes WHERE plan_id = $1
          ORDER BY revision DESC LIMIT $2",
        &[Param::id(id), CHANGES_MAX.into()],
        |row| {
            Ok(PlanChange {
                revision: row.int(0)?,
                action: row.text(1)?,
                days: row.text(2)?,
                reason: row.text(3)?,
                by: row.opt_id(4)?,
                at: row.time(5)?,
            })
        },
    )
}

/// Whose rows a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<T> {
    /// Nobody's.
    Nobody,
    /// Everybody's.
    All,
    /// One's.
    One(T),
}

impl Whose<MerchantId> {
    /// The shops that something ends for.
    #[must_use]
    pub const fn shops(scope: Scope) -> Self {
        match scope {
            Scope::Server | Scope::Feature(Feature::Buy | Feature::Selling | Feature::Imports) => Self::All,
            Scope::Shop(merchant) => Self::One(merchant),
            Scope::Feature(Feature::Donate | Feature::Asking | Feature::Pledges | Feature::RoundUp)
            | Scope::Nonprofit(_) => Self::Nobody,
        }
    }

    const fn number(self) -> i64 {
        match self {
            Self::Nobody => -1,
            Self::All => 0,
            Self::One(merchant) => merchant.0,
        }
    }
}

impl Whose<NonprofitId> {
    /// The nonprofits that something ends for.
    #[must_use]
    pub const fn nonprofits(scope: Scope) -> Self {
        match scope {
            Scope::Server
            | Scope::Feature(Feature::Donate | Feature::Asking | Feature::Pledges | Feature::RoundUp) => {
                Self::All
            }
            Scope::Nonprofit(nonprofit) => Self::One(nonprofit),
            Scope::Feature(Feature::Buy | Feature::Selling | Feature::Imports) | Scope::Shop(_) => {
                Self::Nobody
            }
        }
    }

    const fn number(self) -> i64 {
        match self {
            Self::Nobody => -1,
            Self::All => 0,
            Self::One(nonprofit) => nonprofit.0,
        }
    }
}
