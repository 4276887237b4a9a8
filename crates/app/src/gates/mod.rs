//! Gates: the one place that is asked before something new is begun (W1–W3). What was begun before never asks.
//!
//! A decision is made in memory: the gates, the kill switches of features and who has seen what are read once and kept in
//! step by the change feed, so that every node decides the same within a beat of a change.

mod change;
mod cohort;
mod seen;
mod stop;

use std::sync::Arc;

use domain::gate::{Answer, Asker, Feature, Gate, Rule};
use domain::ids::{AccountId, MerchantId};
use domain::sunset::{Plan, PlanState};
use domain::view::posts::{Closing, Switches};
use store::DbError;

use crate::timeline::faces;
use crate::{Ctx, switches};

pub use change::{ChangeError, ChangeGate, change};
pub use cohort::{COHORTS_SPAN, Cohort, Cohorts, cohorts, share_of};
pub(crate) use seen::Seen;
pub use seen::write_seen;
pub(crate) use stop::stop_what_fails;

/// What decides, as it was read.
#[derive(Debug, Clone)]
pub struct Known {
    /// Every gate that was set.
    pub gates: Arc<[Gate]>,
    /// Every plan by which something ends that is followed.
    pub plans: Arc<[Plan]>,
}

/// Every gate that was set, the plans by which something ends, and the features whose kill switch is thrown.
#[derive(Debug, Clone)]
pub struct Gates {
    known: Known,
    switches: Arc<Switches>,
}

impl Gates {
    /// As they stand now, from memory where they are known.
    ///
    /// # Errors
    /// [`DbError`] when they cannot be read.
    pub async fn of(ctx: &Ctx) -> Result<Self, DbError> {
        let switches = switches::thrown(ctx).await?;
        let kept = &ctx.memory().gates;
        if let Some(known) = kept.get(&()) {
            return Ok(Self { known, switches });
        }
        let mark = kept.mark();
        seen::read(ctx).await?;
        let read = |conn: &mut store::Conn| {
            let plans = store::sunsets::list(conn)?.into_iter();
            let running = plans.filter(|plan| plan.state == PlanState::Running).collect();
            Ok::<_, DbError>(Known { gates: store::gates::list(conn)?.into(), plans: running })
        };
        let known = ctx.db().read(read).await?;
        kept.put(mark, (), known.clone());
        Ok(Self { known, switches })
    }

    /// The gate of a feature, where one was set.
    #[must_use]
    pub fn gate(&self, feature: Feature) -> Option<&Gate> {
        self.known.gates.iter().find(|gate| gate.feature == feature)
    }

    /// Its kill switch is thrown: nothing new is begun by anybody.
    #[must_use]
    pub fn is_stopped(&self, feature: Feature) -> bool {
        self.switches.stops(feature)
    }

    /// The plans by which something ends, those too of which nobody was told yet.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.known.plans
    }

    /// When something ends for `asker` of which people are told; the first day where several plans say so.
    #[must_use]
    pub fn closing(&self, ctx: &Ctx, feature: Feature, asker: &Asker) -> Option<Closing> {
        if self.known.plans.is_empty() {
            return None;
        }
        let now = ctx.now();
        let public = self.known.plans.iter().filter(|plan| plan.is_public(now));
        let ends = public.filter_map(|plan| {
            let at = plan.closes_at(feature, asker)?;
            Some(Closing { at, day: plan.calendar.day(plan.scope.closes_from(feature)?) })
        });
        ends.min_by_key(|closing| closing.at)
    }

    /// Decides. What has ended opens to nobody. Whoever is let in by a rule that picked them out of many is remembered.
    #[must_use]
    pub fn answer(&self, ctx: &Ctx, feature: Feature, asker: &Asker) -> Answer {
        if self.known.plans.is_empty() && !self.switches.stops(feature) && self.gate(feature).is_none() {
            return Answer::Open;
        }
        let now = ctx.now();
        if self.known.plans.iter().any(|plan| plan.closes(feature, asker, now)) {
            return Answer::Ended;
        }
        if self.switches.stops(feature) {
            return Answer::Closed { opens_at: None };
        }
        let Some(gate) = self.gate(feature).filter(|gate| !gate.is_open) else { return Answer::Open };
        let seen = &ctx.memory().seen;
        let answer = gate.answer(asker, asker.account.is_some_and(|it| seen.has(feature, it)), now);
        if let Answer::By(index) = answer
            && gate.rules.get(index).is_some_and(|rule| rule.samples())
            && let Some(account) = asker.account
        {
            seen.note(feature, account, now);
        }
        answer
    }
}

/// Whether `asker` may begin something new of `feature`.
///
/// # Errors
/// [`DbError`] when the gates cannot be read.
pub async fn ask(ctx: &Ctx, feature: Feature, asker: &Asker) -> Result<Answer, DbError> {
    Ok(Gates::of(ctx).await?.answer(ctx, feature, asker))
}

/// The account that is called `handle`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn account_called(ctx: &Ctx, handle: &str) -> Result<Option<AccountId>, DbError> {
    let handle = handle.to_lowercase();
    ctx.db().read(move |conn| store::people::by_handle(conn, &handle)).await
}

/// What the shops and the people of a rule are called now.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn handles(ctx: &Ctx, rule: &Rule) -> Result<(Vec<String>, Vec<String>), DbError> {
    let shops: Vec<MerchantId> = rule.merchants.clone();
    let shops = ctx
        .db()
        .read(move |conn| {
            let account = |merchant: &MerchantId| {
                Ok(store::merchants::pricing(conn, *merchant)?.map(|it| it.merchant.account))
            };
            shops.iter().map(account).collect::<Result<Vec<Option<AccountId>>, DbError>>()
        })
        .await?;
    let shops = shops.into_iter().flatten().collect::<Vec<AccountId>>();
    let faces = faces(ctx, shops.iter().chain(&rule.people).copied()).await?;
    let called = |account: &AccountId| faces.get(account).map(|face| format!("@{}", face.handle));
    Ok((shops.iter().filter_map(called).collect(), rule.people.iter().filter_map(called).collect()))
}
