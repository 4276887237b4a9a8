//! The orderly end of a feature, a shop, a nonprofit or the server (W5–W8): written down, looked at before it begins,
//! told, followed, put off or taken back. What may still be begun is decided where gates are: [`crate::gates`].

mod check;
mod mail;
mod notices;
mod partners;
mod plan;

use std::collections::HashMap;

use domain::access::{AtMerchant, Permit, RunServer};
use domain::ids::{AccountId, SunsetId};
use domain::nonprofit::staff::AtNonprofit;
use domain::partner;
use domain::sunset::calendar::Step;
use domain::sunset::{Party, Plan, Scope};
use store::DbError;
pub use store::sunsets::{Counted, OpenGifts, OpenOrders, PlanChange, RoundStands};

use crate::Ctx;
use crate::gates::Gates;
use crate::timeline::faces;

pub use check::{Foreseen, Hindrance, Told, foresee, may_erase, may_erase_in, stands_against};
pub(crate) use mail::{mail_key, send_sunset_mail};
pub use notices::look_over;
pub(crate) use notices::tell_round;
pub use partners::{Standing, standing_of};
pub use plan::{
    NAME_CHARS_MAX, PlanError, REASON_CHARS_MAX, URL_CHARS_MAX, Wish, change, draft, start, withdraw,
};

/// Every plan, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn list(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<Plan>, DbError> {
    ctx.db().read(store::sunsets::list).await
}

/// A plan with what was done to it and who was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The plan.
    pub plan: Plan,
    /// What was done to it, newest first.
    pub changes: Vec<PlanChange>,
    /// How far its tellings have come.
    pub rounds: Vec<RoundStands>,
    /// What whoever changed it is called today.
    pub names: HashMap<AccountId, String>,
}

/// One plan.
pub async fn show(ctx: &Ctx, _permit: &Permit<RunServer>, id: SunsetId) -> Result<Option<Shown>, DbError> {
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(plan) = store::sunsets::by_id(conn, id)? else { return Ok(None) };
            let changes = store::sunsets::changes_of(conn, id)?;
            let rounds = store::sunsets::rounds_of(conn, id)?;
            Ok::<_, DbError>(Some((plan, changes, rounds)))
        })
        .await?;
    let Some((plan, changes, rounds)) = found else { return Ok(None) };
    let faces = faces(ctx, changes.iter().filter_map(|change| change.by)).await?;
    let names = faces.into_iter().map(|(id, face)| (id, format!("@{}", face.handle))).collect();
    Ok(Some(Shown { plan, changes, rounds, names }))
}

/// The plans that everybody may read of, the first to end first.
pub async fn public(ctx: &Ctx) -> Result<Vec<Plan>, DbError> {
    let now = ctx.now();
    let gates = Gates::of(ctx).await?;
    // Of a shop or a nonprofit that was erased no name is left to tell.
    let is_nameless =
        |plan: &Plan| plan.erased_at.is_some() && matches!(plan.scope, Scope::Shop(_) | Scope::Nonprofit(_));
    let plans = gates.plans().iter().filter(|plan| plan.is_public(now) && !is_nameless(plan));
    let mut plans: Vec<Plan> = plans.cloned().collect();
    plans.sort_by_key(|plan| (plan.calendar.at(Step::NoSales), plan.id));
    Ok(plans)
}

/// What ends in words of a reader: a shop or a nonprofit by its name, everything else by its kind.
pub async fn name_of(ctx: &Ctx, scope: Scope) -> Result<Option<String>, DbError> {
    ctx.db()
        .read(move |conn| match scope {
            Scope::Shop(merchant) => {
                Ok(store::merchants::by_id(conn, merchant)?.map(|found| found.display_name))
            }
            Scope::Nonprofit(nonprofit) => {
                Ok(store::nonprofits::by_id(conn, nonprofit)?.map(|found| found.display_name))
            }
            Scope::Feature(_) | Scope::Server => Ok(None),
        })
        .await
}

/// The desk of `party` is read-only: see [`partner::shop_may`] for what stays.
pub async fn is_read_only(ctx: &Ctx, party: Party) -> Result<bool, DbError> {
    let gates = Gates::of(ctx).await?;
    Ok(gates.plans().iter().any(|plan| plan.is_read_only(party, ctx.now())))
}

/// A shop's desk still does this: it is not read-only, or it is owed to buyers.
pub async fn shop_still_may(ctx: &Ctx, what: AtMerchant) -> Result<bool, DbError> {
    Ok(partner::shop_may(what.act) || !is_read_only(ctx, Party::Shop(what.merchant)).await?)
}

/// A nonprofit's desk still does this: it is not read-only, or it is owed to donors.
pub async fn nonprofit_still_may(ctx: &Ctx, what: AtNonprofit) -> Result<bool, DbError> {
    Ok(partner::nonprofit_may(what.act) || !is_read_only(ctx, Party::Nonprofit(what.nonprofit)).await?)
}
