//! The dry run: who gets what and when, what is open still, and whether anything could be erased.

use domain::access::{Permit, RunServer};
use domain::gate::Feature;
use domain::ids::{MerchantId, NonprofitId, SunsetId};
use domain::sunset::calendar::Step;
use domain::sunset::notice::Round;
use domain::sunset::{Audience, Party, Plan, PlanState, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use store::sunsets::{Counted, OpenGifts, OpenOrders, Whose, count_audience, open_gifts, open_orders};
use store::{DbError, Read};

use crate::Ctx;

/// A telling that is to come, or was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Which.
    pub round: Round,
    /// From when on.
    pub at: Timestamp,
    /// How many it would reach today.
    pub count: i64,
}

/// What a plan would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    /// Which features close, and with which step.
    pub closes: Vec<(Feature, Step)>,
    /// Who has an account, by what they have to do with it.
    pub counted: Counted,
    /// Mails, in the order of their days.
    pub told: Vec<Told>,
    /// Orders that are open today.
    pub orders: OpenOrders,
    /// Gifts that are open today.
    pub gifts: OpenGifts,
    /// Why nothing could be erased today.
    pub hindrances: Vec<Hindrance>,
}

/// Why something may not be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Hindrance {
    /// No plan that runs ends it.
    #[error("no plan that runs ends it")]
    NoPlan,
    /// Its day has not come.
    #[error("its day is {0}")]
    NotYet(Date),
    /// It was erased before.
    #[error("it was erased before")]
    Erased,
    /// Orders are being paid, or can be undone.
    #[error("orders being paid or in their undo window: {0}")]
    Undoable(i64),
    /// Orders are not shipped.
    #[error("orders not shipped: {0}")]
    ToShip(i64),
    /// Money is on its way back to buyers or donors.
    #[error("refunds on their way: {0}")]
    Refunds(i64),
    /// Buyers wait for an answer, or for what was agreed.
    #[error("requests of buyers not settled: {0}")]
    Requests(i64),
    /// Banks ask.
    #[error("disputes not decided: {0}")]
    Disputes(i64),
    /// Gifts are being paid.
    #[error("gifts being paid: {0}")]
    Gifts(i64),
    /// Gifts come again, until they are ended.
    #[error("gifts that come again and are not ended: {0}")]
    Pledges(i64),
}

impl Hindrance {
    /// A stable word, for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoPlan => "no-plan",
            Self::NotYet(_) => "not-yet",
            Self::Erased => "erased",
            Self::Undoable(_) => "undoable",
            Self::ToShip(_) => "to-ship",
            Self::Refunds(_) => "refunds",
            Self::Requests(_) => "requests",
            Self::Disputes(_) => "disputes",
            Self::Gifts(_) => "gifts",
            Self::Pledges(_) => "pledges",
        }
    }
}

/// Looks ahead. Nothing is written and nobody is told.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn foresee(ctx: &Ctx, _permit: &Permit<RunServer>, plan: &Plan) -> Result<Foreseen, DbError> {
    let (plan, now) = (plan.clone(), ctx.now());
    ctx.db()
        .read(move |conn| {
            let counted = count_audience(conn, &plan)?;
            // A draft is looked at as what it would be, if it began now.
            let would =
                Plan { state: PlanState::Running, changed_at: now.min(plan.changed_at), ..plan.clone() };
            let audience = match plan.audience {
                Audience::Partners => counted.partners,
                Audience::Concerned => counted.partners + counted.customers,
                Audience::Everybody => counted.partners + counted.customers + counted.others,
            };
            let mut told: Vec<Told> = Round::ALL
                .iter()
                .filter_map(|round| {
                    Some(Told { round: *round, at: would.round_at(*round)?, count: audience })
                })
                .collect();
            told.sort_by_key(|it| it.at);
            let closes = Feature::ALL.iter().filter_map(|it| Some((*it, plan.scope.closes_from(*it)?)));
            Ok(Foreseen {
                closes: closes.collect(),
                counted,
                told,
                orders: open_orders(conn, Whose::<MerchantId>::shops(plan.scope))?,
                gifts: open_gifts(conn, Whose::<NonprofitId>::nonprofits(plan.scope))?,
                hindrances: stands_against(conn, &plan, now)?,
            })
        })
        .await
}

/// Whether what `scope` names may be erased now, and by which plan; else everything that stands against it.
pub async fn may_erase(ctx: &Ctx, scope: Scope) -> Result<Result<SunsetId, Vec<Hindrance>>, DbError> {
    let now = ctx.now();
    ctx.db().read(move |conn| may_erase_in(conn, scope, now)).await
}

/// The same, inside the transaction that erases.
pub fn may_erase_in(
    read: &mut impl Read,
    scope: Scope,
    now: Timestamp,
) -> Result<Result<SunsetId, Vec<Hindrance>>, DbError> {
    let plans = store::sunsets::list(read)?;
    let running = plans.iter().filter(|plan| plan.state == PlanState::Running && ends(plan.scope, scope));
    // Of several, the one that comes first.
    let Some(plan) = running.min_by_key(|plan| plan.calendar.at(Step::Erasure)) else {
        return Ok(Err(vec![Hindrance::NoPlan]));
    };
    let found = open_of(read, plan, scope, now)?;
    Ok(if found.is_empty() { Ok(plan.id) } else { Err(found) })
}

/// Everything that stands against erasing what `plan` ends, by this plan.
pub fn stands_against(read: &mut impl Read, plan: &Plan, now: Timestamp) -> Result<Vec<Hindrance>, DbError> {
    if plan.state != PlanState::Running {
        return Ok(vec![Hindrance::NoPlan]);
    }
    open_of(read, plan, plan.scope, now)
}

fn open_of(
    read: &mut impl Read,
    plan: &Plan,
    scope: Scope,
    now: Timestamp,
) -> Result<Vec<Hindrance>, DbError> {
    let mut found = Vec::new();
    if plan.erased_at.is_some() {
        found.push(Hindrance::Erased);
    }
    if now < plan.calendar.at(Step::Erasure) {
        found.push(Hindrance::NotYet(plan.calendar.day(Step::Erasure)));
    }
    let touched = Touched::by(scope);
    let shops = if touched.orders { Whose::<MerchantId>::shops(scope) } else { Whose::Nobody };
    let givers = if touched.gifts || touched.pledges {
        Whose::<NonprofitId>::nonprofits(scope)
    } else {
        Whose::Nobody
    };
    let orders = open_orders(read, shops)?;
    let gifts = open_gifts(read, givers)?;
    let pledges = gifts.pledges;
    let gifts = if touched.gifts { gifts } else { OpenGifts::default() };
    let counted = [
        (orders.undoable, Hindrance::Undoable as fn(i64) -> Hindrance),
        (orders.to_ship, Hindrance::ToShip),
        (orders.refunds + gifts.refunds, Hindrance::Refunds),
        (orders.requests, Hindrance::Requests),
        (orders.disputes + gifts.disputes, Hindrance::Disputes),
        (gifts.paying, Hindrance::Gifts),
        (pledges, Hindrance::Pledges),
    ];
    found.extend(counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, of)| of(count)));
    Ok(found)
}

/// What the erasure of a scope would touch: only that stands against it.
struct Touched {
    orders: bool,
    gifts: bool,
    pledges: bool,
}

impl Touched {
    const fn by(scope: Scope) -> Self {
        let orders = matches!(scope, Scope::Server | Scope::Shop(_) | Scope::Feature(Feature::Buy));
        let gifts = matches!(scope, Scope::Server | Scope::Nonprofit(_) | Scope::Feature(Feature::Donate));
        Self { orders, gifts, pledges: gifts || matches!(scope, Scope::Feature(Feature::Pledges)) }
    }
}

/// A plan for `plan` ends `scope`, too.
fn ends(plan: Scope, scope: Scope) -> bool {
    plan == scope
        || match scope {
            Scope::Shop(merchant) => plan.ends(Party::Shop(merchant)),
            Scope::Nonprofit(nonprofit) => plan.ends(Party::Nonprofit(nonprofit)),
            Scope::Feature(_) => plan == Scope::Server,
            Scope::Server => false,
        }
}
