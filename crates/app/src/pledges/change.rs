//! What a donor does with a pledge, by its link alone: change, pause, go on, end, confirm.

use domain::donation::amount::{self, AmountProblem};
use domain::donation::interval::Interval;
use domain::donation::pledge::{Pledge, PledgeEvent, PledgeState};
use domain::donation::state::DonationState;
use domain::money::Money;
use jiff::Timestamp;
use store::jobs::NewJob;
use store::{DbError, Tx, campaigns, nonprofits, pledges};

use super::due::{let_go, lock, payment_of};
use super::hear::plan_next;
use super::view::PledgeView;
use crate::accounts::wallet::forgetting;
use crate::donations::shield::Stopped;
use crate::donations::{Asking, BegunPayment, Given, collect, write_payment};
use crate::ports::Presence;
use crate::{Ctx, asked};

/// One tap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nothing is taken until the donor goes on.
    Pause,
    /// The gifts go on with the next due date; nothing is made up for.
    Resume,
    /// Nothing is taken any more.
    Cancel,
}

/// What is given from the next due date on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// How much.
    pub amount: Money,
    /// Also what the provider keeps.
    pub cover: bool,
    /// How often.
    pub every: Interval,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// It is over, or not in a state for that.
    #[error("this cannot be done with the pledge as it is")]
    Not,
    /// Nobody takes gifts there now.
    #[error("gifts are not taken there now")]
    NotTaking,
    /// Too little, or too much.
    #[error(transparent)]
    Amount(#[from] AmountProblem),
    /// There is no such way to pay.
    #[error("there is no such way to pay")]
    NoSuchMethod,
    /// The provider, or the bank, did not take it.
    #[error("this way to pay was not taken")]
    Method,
    /// Too many ways to pay were refused.
    #[error(transparent)]
    Stopped(Stopped),
    /// The provider cannot be reached.
    #[error("the payment provider cannot be reached")]
    ProviderDown,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Does what was tapped. Twice is once.
///
/// # Errors
/// [`ActError::Not`] where it is over, [`ActError::NotTaking`] where it cannot go on; nothing has changed then.
pub async fn act(ctx: &Ctx, view: &PledgeView, act: Act) -> Result<(), ActError> {
    let (now, forgets, needs_payee) =
        (ctx.now(), forgetting(ctx, String::new(), ctx.now()), ctx.needs_payees());
    locked(ctx, view, "act_on_pledge", move |tx, pledge| match act {
        Act::Pause => match pledge.state {
            PledgeState::Paused => Ok(()),
            _ => {
                moved(pledge, PledgeEvent::Paused)?;
                pledge.is_held = false;
                // A first gift whose day lies ahead still comes on it, if the donor goes on before.
                if pledge.waits_for_first() { Ok(()) } else { drop_owed(tx, pledge) }
            }
        },
        Act::Resume => match pledge.state {
            state if state.is_running() => Ok(()),
            _ => {
                if !takes(tx, pledge, needs_payee, now)? {
                    return Err(ActError::NotTaking);
                }
                moved(pledge, PledgeEvent::Resumed)?;
                pledge.is_held = false;
                pledge.missed = 0;
                if pledge.waits_for_first() && pledge.plan.due(0).is_none_or(|due| due <= now) {
                    drop_owed(tx, pledge)?;
                }
                pledge.number = pledge.number.max(pledge.plan.passed(now));
                Ok(())
            }
        },
        Act::Cancel => match pledge.state {
            PledgeState::Canceled | PledgeState::Ended => Ok(()),
            _ => {
                moved(pledge, PledgeEvent::Canceled)?;
                drop_owed(tx, pledge)?;
                forget_donor(tx, pledge)?;
                forget(tx, pledge, &forgets, now)
            }
        },
    })
    .await
}

/// Changes amount and rhythm from the next due date on.
///
/// # Errors
/// [`ActError`]; nothing has changed then.
pub async fn change(ctx: &Ctx, view: &PledgeView, change: Change) -> Result<(), ActError> {
    if change.amount.currency != view.pledge.amount.currency {
        return Err(ActError::Not);
    }
    match asked::rule_of(ctx, &view.nonprofit) {
        Some(rule) => rule.check(change.amount)?,
        None => amount::check(change.amount, None)?,
    }
    let cover = if change.cover { view.cover_of(change.amount) } else { Money::zero(change.amount.currency) };
    let now = ctx.now();
    locked(ctx, view, "change_pledge", move |_, pledge| {
        if pledge.state.is_over() {
            return Err(ActError::Not);
        }
        (pledge.amount, pledge.cover) = (change.amount, cover);
        if pledge.plan.every != change.every {
            pledge.plan = pledge.plan.in_rhythm(change.every, pledge.number);
            // A day of the new rhythm that has passed is not made up for.
            pledge.number = pledge.number.max(pledge.plan.passed(now));
            pledge.told = 0;
        }
        Ok(())
    })
    .await
}

/// Gives the gift that is owed now, with its donor there to answer the bank. Gives the path of the gift, where the bank's
/// page is, or what became of it.
///
/// # Errors
/// [`ActError::Not`] where nothing is owed.
pub async fn confirm(ctx: &Ctx, view: &PledgeView) -> Result<String, ActError> {
    let Some((gift, token)) = &view.owed else { return Err(ActError::Not) };
    let path = format!("/gifts/{}/{token}", gift.id);
    if view.pledge.method.token.is_empty() || view.pledge.provider != ctx.ports().payments.name() {
        return Err(ActError::NoSuchMethod);
    }
    let (now, needs_payee) = (ctx.now(), ctx.needs_payees());
    let payment = payment_of(&view.pledge, &view.nonprofit, gift, ctx.id(), (needs_payee, now));
    let written = payment.clone();
    let begun =
        ctx.db().write("confirm_pledge", move |tx| write_payment(tx, &written, needs_payee, now)).await?;
    match begun {
        BegunPayment::Written => {
            let asking = Asking {
                return_url: format!("{}{path}/returned", ctx.base_url()),
                keep_for: None,
                presence: Presence::Here,
            };
            // From here on there is a payment: the gift's page says what becomes of it.
            match collect(ctx, &payment, asking).await {
                Ok(Given::ProviderDown) => Err(ActError::ProviderDown),
                Ok(_) | Err(_) => Ok(path),
            }
        }
        BegunPayment::Already => Ok(path),
        BegunPayment::Refused(Given::NotTaking(_)) => Err(ActError::NotTaking),
        BegunPayment::Refused(_) => Err(ActError::Not),
    }
}

/// Changes a locked pledge and writes down when it is looked at next.
pub(super) async fn locked(
    ctx: &Ctx,
    view: &PledgeView,
    name: &'static str,
    mut change: impl FnMut(&mut Tx<'_>, &mut Pledge) -> Result<(), ActError> + Send + 'static,
) -> Result<(), ActError> {
    let (nonprofit, id, now) = (view.pledge.nonprofit, view.pledge.id, ctx.now());
    ctx.db()
        .write(name, move |tx| {
            let Some((mut pledge, _)) = lock(tx, nonprofit, id)? else { return Err(ActError::Not) };
            change(tx, &mut pledge)?;
            plan_next(&mut pledge, now);
            Ok(pledges::update(tx, &pledge)?)
        })
        .await
}

fn moved(pledge: &mut Pledge, event: PledgeEvent) -> Result<(), ActError> {
    if pledge.apply(event) { Ok(()) } else { Err(ActError::Not) }
}

/// The gift that is owed is not asked for any more.
fn drop_owed(tx: &mut Tx<'_>, pledge: &mut Pledge) -> Result<(), ActError> {
    if let Some(owed) = pledge.owed {
        let gift = store::donations::lock(tx, pledge.nonprofit, owed)?;
        let_go(tx, gift)?;
    }
    pledge.clear_owed();
    Ok(())
}

/// Who gives is forgotten where nothing was given and nothing will be.
fn forget_donor(tx: &mut Tx<'_>, pledge: &Pledge) -> Result<(), DbError> {
    let first = store::donations::by_id(tx, pledge.first)?;
    let is_over = first.is_some_and(|first| first.state == DonationState::Ended);
    if is_over && store::donations::of_pledge(tx, pledge.id, 1)?.is_empty() {
        store::donations::forget_donor(tx, (pledge.nonprofit, pledge.first))?;
    }
    Ok(())
}

/// The provider forgets what the pledge was paid with, unless it is kept for something else: the job looks.
pub(super) fn forget(tx: &mut Tx<'_>, pledge: &Pledge, job: &NewJob, now: Timestamp) -> Result<(), ActError> {
    if !pledge.method.token.is_empty() {
        let job = NewJob { payload: pledge.method.token.clone(), ..job.clone() };
        store::jobs::enqueue(tx, &[job], now)?;
    }
    Ok(())
}

fn takes(tx: &mut Tx<'_>, pledge: &Pledge, needs_payee: bool, now: Timestamp) -> Result<bool, DbError> {
    let is_open =
        campaigns::by_id(tx, pledge.campaign)?.is_some_and(|campaign| campaign.pause(now).is_none());
    let nonprofit = nonprofits::by_id(tx, pledge.nonprofit)?;
    let takes = nonprofit.is_some_and(|it| it.is_vouched_for() && (!needs_payee || it.payee.takes));
    Ok(is_open && takes)
}
