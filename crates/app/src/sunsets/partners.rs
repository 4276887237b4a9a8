//! Where a shop or a nonprofit stands, from what is known of it elsewhere (W4).

use domain::ids::{MerchantId, SunsetId};
use domain::merchant::MerchantState;
use domain::nonprofit::state::NonprofitState;
use domain::partner::{Allowed, Facts, NextStep, PartnerState, Trust, state_of};
use domain::sunset::calendar::Step;
use domain::sunset::{Party, Plan};
use store::DbError;
use store::sunsets::{OpenGifts, OpenOrders, Whose, has_paid_order, open_gifts, open_orders};

use crate::gates::Gates;
use crate::{Ctx, switches};

/// Where a partner stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The state.
    pub state: PartnerState,
    /// What it allows now.
    pub allowed: Allowed,
    /// What comes next.
    pub next: NextStep,
    /// The plan of its end, where people were told of one.
    pub plan: Option<Plan>,
}

impl Standing {
    /// The id of the plan of its end.
    #[must_use]
    pub fn plan_id(&self) -> Option<SunsetId> {
        self.plan.as_ref().map(|plan| plan.id)
    }
}

/// Where `party` stands; none where there is no such party.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn standing_of(ctx: &Ctx, party: Party) -> Result<Option<Standing>, DbError> {
    let now = ctx.now();
    let gates = Gates::of(ctx).await?;
    let plans = gates.plans().iter().filter(|plan| plan.scope.ends(party) && plan.is_public(now));
    // Of several, the one that has come farthest.
    let plan = plans.max_by_key(|plan| (plan.phase(now), std::cmp::Reverse(plan.calendar.at(Step::Erasure))));
    let phase = plan.and_then(|plan| plan.phase(now));
    let id = match party {
        Party::Shop(merchant) => merchant,
        Party::Nonprofit(nonprofit) => nonprofit.party(),
    };
    let is_stopped = switches::thrown(ctx).await?.merchants.contains(&id);
    let needs_payee = ctx.needs_payees();
    let found = ctx
        .db()
        .read(move |conn| {
            let (trust, takes) = match party {
                Party::Shop(merchant) => match store::merchants::by_id(conn, merchant)? {
                    Some(found) => (trust_in_shop(found.state), found.payee.takes),
                    None => return Ok(None),
                },
                Party::Nonprofit(nonprofit) => match store::nonprofits::by_id(conn, nonprofit)? {
                    Some(found) => (trust_in_nonprofit(found.state), found.payee.takes),
                    None => return Ok(None),
                },
            };
            let is_tested = match party {
                // Asked only where the answer decides: it is more than a look at one row.
                Party::Shop(merchant) => {
                    phase.is_none() && trust == Trust::New && has_paid_order(conn, merchant)?
                }
                Party::Nonprofit(_) => false,
            };
            let has_open = phase >= Some(Step::ReadOnly)
                && match party {
                    Party::Shop(merchant) => {
                        open_orders(conn, Whose::<MerchantId>::One(merchant))? != OpenOrders::default()
                    }
                    Party::Nonprofit(nonprofit) => {
                        open_gifts(conn, Whose::One(nonprofit))? != OpenGifts::default()
                    }
                };
            Ok::<_, DbError>(Some((trust, !needs_payee || takes, is_tested, has_open)))
        })
        .await?;
    let Some((trust, is_connected, is_tested, has_open)) = found else { return Ok(None) };
    let is_erased = plan.is_some_and(|plan| plan.erased_at.is_some());
    let state = state_of(&Facts { trust, is_connected, is_tested, is_stopped, phase, has_open, is_erased });
    let next = match (state.next(), party) {
        // A gift is followed by a numbered receipt, and none is written for whom nobody has vouched.
        (NextStep::Test, Party::Nonprofit(_)) => NextStep::AwaitReview,
        (next, _) => next,
    };
    Ok(Some(Standing { state, allowed: state.allows_at(phase), next, plan: plan.cloned() }))
}

const fn trust_in_shop(state: MerchantState) -> Trust {
    match state {
        MerchantState::New => Trust::New,
        MerchantState::Limited => Trust::Limited,
        MerchantState::Verified => Trust::Full,
        MerchantState::Suspended => Trust::Stopped,
    }
}

const fn trust_in_nonprofit(state: NonprofitState) -> Trust {
    match state {
        NonprofitState::Applied => Trust::New,
        NonprofitState::Verified => Trust::Full,
        NonprofitState::Refused | NonprofitState::Suspended => Trust::Stopped,
    }
}
