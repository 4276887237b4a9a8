//! The scheduler: finds pledges whose time has come, and takes each one's next step.

use domain::donation::interval::Interval;
use domain::donation::plan::{MISSED_MAX, Plan, Step};
use domain::donation::pledge::{Pledge, PledgeEvent};
use domain::donation::state::{self, DonationEvent, DonationState};
use domain::donation::tribute::Tribute;
use domain::donation::{Donation, Donor};
use domain::gate::{Answer, Asker, Feature};
use domain::ids::{DonationId, JobId, NonprofitId, PaymentId, PledgeId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use domain::payment::{Decline, PaymentState};
use jiff::{SignedDuration, Timestamp};
use store::donations::payments::GiftPayment;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, campaigns, donations, nonprofits, pledges};

use super::hear::plan_next;
use super::mail::{Occasion, mail_job};
use super::view::href;
use crate::donations::{Asking, BegunPayment, Given, collect, key_of, refuse_challenged, write_payment};
use crate::jobs::{Done, JobError, kind};
use crate::ports::Presence;
use crate::{Ctx, gates};

/// Pledges found in one look. What is left is found by the next one.
const FOUND_MAX: u32 = 5_000;
/// A pledge whose first gift is not given after so long is forgotten: its gift can be given for a day.
const NEW_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A due gift that is refused waits so long for its donor, where no other one follows.
const WAITS: SignedDuration = SignedDuration::from_hours(31 * 24);
/// Between two looks at a gift that waits until somebody has looked into a register.
const WAITS_FOR_LOOK: SignedDuration = SignedDuration::from_hours(1);
/// Steps that one look may take of one pledge: let pass, tell, charge.
const STEPS_MAX: u32 = 8;
/// How often a pledge is read again because its gift moved between two locks.
const LOCKS_MAX: u32 = 5;

/// Asks for a step of every pledge whose time has come, and of every one that a clock which was ahead put off too far.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let found = ctx
        .db()
        .read(move |conn| {
            let mut found = pledges::due(conn, now, FOUND_MAX)?;
            for every in Interval::ALL {
                found.extend(pledges::astray(conn, every, now + Plan::period_max(every), FOUND_MAX)?);
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    if !found.is_empty() {
        let jobs: Vec<NewJob> =
            found.into_iter().map(|(nonprofit, pledge)| step_job(ctx.id(), nonprofit, pledge, now)).collect();
        ctx.db().write("ask_for_pledges", move |tx| store::jobs::enqueue(tx, &jobs, now)).await?;
    }
    // A look before the lock: an idle server must not write.
    if ctx.db().read(move |conn| pledges::has_old(conn, now - NEW_KEPT)).await? {
        ctx.db().write("forget_old_pledges", move |tx| pledges::forget_old(tx, now - NEW_KEPT)).await?;
    }
    Ok(())
}

/// One at most waits for each pledge.
fn step_job(id: JobId, nonprofit: NonprofitId, pledge: PledgeId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::DRIVE_PLEDGE,
        merchant: Some(nonprofit.party()),
        subject: pledge.0,
        payload: String::new(),
        unique_key: Some(format!("pledge-{}", pledge.0)),
        run_at: now,
    }
}

/// Ids and numbers for whatever a step may write.
#[derive(Clone)]
struct Fresh {
    donation: DonationId,
    payment: PaymentId,
    seed: [u8; 16],
    mails: [JobId; 2],
    now: Timestamp,
    provider: String,
    is_test: bool,
    needs_payee: bool,
    /// Giving to it has ended, by a plan.
    is_ended: bool,
}

/// The job.
pub(crate) async fn drive_pledge(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(party) = job.merchant else {
        return Err(JobError::Never("a pledge is one to a nonprofit".to_owned()));
    };
    let (nonprofit, id) = (NonprofitId(party.0), PledgeId(job.subject));
    let provider = &ctx.ports().payments;
    let asker = Asker { nonprofit: Some(nonprofit), ..Asker::default() };
    let fresh = Fresh {
        donation: ctx.id(),
        payment: ctx.id(),
        seed: ctx.random(),
        mails: [ctx.id(), ctx.id()],
        now: ctx.now(),
        provider: provider.name().to_owned(),
        is_test: provider.is_test(),
        needs_payee: ctx.needs_payees(),
        is_ended: gates::ask(ctx, Feature::Donate, &asker).await? == Answer::Ended,
    };
    let payment = ctx.db().write("step_pledge", move |tx| step(tx, nonprofit, id, &fresh)).await?;
    let Some((payment, pledge)) = payment else { return Ok(Done::Finished) };
    let asking = Asking {
        return_url: format!("{}{}", ctx.base_url(), href(ctx, &pledge)),
        keep_for: None,
        presence: Presence::Away,
    };
    // From here on there is a payment with a driver of its own: whatever is lost here, that one finds.
    if let Ok(Given::Action { .. }) = collect(ctx, &payment, asking).await {
        // Nobody is there to answer; the donor is asked by mail, for a payment of its own.
        refuse_challenged(ctx, &payment).await?;
    }
    Ok(Done::Finished)
}

/// The pledge and the gift that it is owed, both locked, the gift first: what is learned of a gift locks in this order.
pub(super) fn lock(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    id: PledgeId,
) -> Result<Option<(Pledge, Option<Donation>)>, DbError> {
    for _ in 0..LOCKS_MAX {
        let Some(seen) = pledges::by_id(tx, id)?.filter(|pledge| pledge.nonprofit == nonprofit) else {
            return Ok(None);
        };
        let owed = match seen.owed {
            Some(owed) => donations::lock(tx, nonprofit, owed)?,
            None => None,
        };
        let Some(pledge) = pledges::lock(tx, nonprofit, id)? else { return Ok(None) };
        if pledge.owed == seen.owed {
            return Ok(Some((pledge, owed)));
        }
    }
    Err(DbError::Missing("a pledge that stands still"))
}

/// Takes what steps there are to take now. A payment that must be collected ends them.
fn step(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    id: PledgeId,
    fresh: &Fresh,
) -> Result<Option<(GiftPayment, Pledge)>, DbError> {
    let now = fresh.now;
    let Some((mut pledge, mut owed)) = lock(tx, nonprofit, id)? else { return Ok(None) };
    if !pledge.state.is_running() {
        return Ok(None);
    }
    if set_back(&mut pledge, now)
        && owed.as_ref().and_then(|gift| gift.pledge).is_some_and(|(_, it)| it > pledge.number)
    {
        // Its day lies ahead: it was asked for by a clock that was wrong.
        let_go(tx, owed.take())?;
        pledge.clear_owed();
    }
    let nonprofit = nonprofits::by_id(tx, nonprofit)?.ok_or(DbError::Missing("nonprofit"))?;
    let (mut payment, mut waits) = (None, false);
    for _ in 0..STEPS_MAX {
        if owed.as_ref().is_some_and(|gift| is_given_up(gift, now)) {
            miss(tx, &mut pledge, owed.take())?;
        }
        match pledge.plan.step(pledge.standing(), pledge.method.last_day(), now) {
            Step::Wait(_) | Step::End => break,
            Step::TellOfEnd(number) => {
                // Who is told before the first gift knows it for the second.
                pledge.told = number.max(1);
                tell(tx, &pledge, Occasion::CardEnds, &number.to_string(), fresh.mails[0], now)?;
            }
            Step::LetPass(number) => {
                pass(tx, &mut pledge, owed.take())?;
                pledge.number = number;
            }
            Step::Retry => {
                pledge.retry_at = None;
                payment = match owed.take() {
                    Some(gift) => begin(tx, &mut pledge, &nonprofit, gift, fresh)?,
                    None => None,
                };
                break;
            }
            Step::Charge(number) => {
                let is_open = !fresh.is_ended && takes(tx, &pledge, &nonprofit, fresh)?;
                if is_open && nonprofit.is_lapsed() {
                    waits = true;
                    wait(tx, &mut pledge, number, fresh)?;
                    break;
                }
                if !is_open {
                    let_go(tx, owed.take())?;
                    pledge.clear_owed();
                    hold_due(tx, &mut pledge, fresh)?;
                    break;
                }
                if number == 0
                    && let Some(first) = owed.take()
                {
                    pledge.number = number;
                    pledge.apply(PledgeEvent::Due);
                    let first = first_gift(tx, &pledge, first, fresh)?;
                    payment = begin(tx, &mut pledge, &nonprofit, first, fresh)?;
                    break;
                }
                pass(tx, &mut pledge, owed.take())?;
                pledge.number = number;
                if pledge.missed >= MISSED_MAX {
                    pledge.apply(PledgeEvent::RanOut);
                    tell(tx, &pledge, Occasion::Ended, &number.to_string(), fresh.mails[0], now)?;
                    break;
                }
                // A clock that was ahead charged it before.
                if donations::of_due_date(tx, pledge.id, number)?.is_some() {
                    continue;
                }
                pledge.is_held = false;
                pledge.apply(PledgeEvent::Due);
                let gift = due_gift(tx, &pledge, number, fresh)?;
                payment = begin(tx, &mut pledge, &nonprofit, gift, fresh)?;
                break;
            }
        }
    }
    if let Some(occasion) = plan_next(&mut pledge, now) {
        tell(tx, &pledge, occasion, &pledge.number.to_string(), fresh.mails[0], now)?;
    }
    if waits {
        pledge.next_at = Some(now + WAITS_FOR_LOOK);
    }
    pledges::update(tx, &pledge)?;
    Ok(payment.map(|payment| (payment, pledge)))
}

/// Puts a pledge right that a clock which was ahead moved: it goes on from today, and what was charged then is not charged
/// again on its day. Says whether it was one.
fn set_back(pledge: &mut Pledge, now: Timestamp) -> bool {
    let latest = now + Plan::period_max(pledge.plan.every);
    // One whose first day is still waited for has nothing that could be wrong but when it is looked at.
    if pledge.next_at.is_none_or(|at| at <= latest) || pledge.waits_for_first() {
        return false;
    }
    let today = pledge.plan.today(now);
    let is_chosen = pledge.starts_on == Some(pledge.plan.anchor);
    if !is_chosen && pledge.plan.due(pledge.plan.shift).is_some_and(|at| at > latest) {
        (pledge.plan.anchor, pledge.plan.shift) = (today, 0);
    }
    pledge.number = pledge.plan.passed(now);
    pledge.told = 0;
    true
}

/// It waited for its donor long enough, or is over otherwise.
fn is_given_up(gift: &Donation, now: Timestamp) -> bool {
    match gift.state {
        DonationState::Open => now >= gift.expires_at,
        DonationState::Promised | DonationState::Paying => false,
        DonationState::Settled | DonationState::Ended => true,
    }
}

/// Ends a gift that is due no more, unless a payment of it runs: that one's money still arrives.
pub(super) fn let_go(tx: &mut Tx<'_>, gift: Option<Donation>) -> Result<(), DbError> {
    if let Some(mut gift) = gift
        && let Some(step) = state::apply(gift.state, DonationEvent::TimedOut)
    {
        gift.state = step.state;
        donations::set_state(tx, &gift)?;
    }
    Ok(())
}

/// The gift that is owed, if one is, brought nothing.
fn miss(tx: &mut Tx<'_>, pledge: &mut Pledge, owed: Option<Donation>) -> Result<(), DbError> {
    if owed.is_some() {
        pledge.missed += 1;
    }
    let_go(tx, owed)?;
    pledge.clear_owed();
    Ok(())
}

/// The due date of the gift that is owed, if one is, has passed. What was promised for a later day and let pass was never
/// tried: it brought nothing, and nobody refused it.
fn pass(tx: &mut Tx<'_>, pledge: &mut Pledge, owed: Option<Donation>) -> Result<(), DbError> {
    if !pledge.waits_for_first() {
        return miss(tx, pledge, owed);
    }
    let_go(tx, owed)?;
    pledge.clear_owed();
    Ok(())
}

/// The day of the first gift is there: it is what the pledge says by now.
fn first_gift(
    tx: &mut Tx<'_>,
    pledge: &Pledge,
    mut gift: Donation,
    fresh: &Fresh,
) -> Result<Donation, DbError> {
    if let Some(step) = state::apply(gift.state, DonationEvent::Came) {
        gift.state = step.state;
    }
    (gift.amount, gift.cover) = (pledge.amount, pledge.cover);
    gift.designation.clone_from(&pledge.designation);
    gift.is_test = fresh.is_test;
    gift.expires_at = pledge.plan.due(1).unwrap_or(fresh.now + WAITS);
    donations::set_state(tx, &gift)?;
    donations::set_due(tx, &gift)?;
    Ok(gift)
}

/// Gifts are taken there now.
fn takes(tx: &mut Tx<'_>, pledge: &Pledge, nonprofit: &Nonprofit, fresh: &Fresh) -> Result<bool, DbError> {
    let campaign = campaigns::by_id(tx, pledge.campaign)?;
    let is_open = campaign.is_some_and(|campaign| campaign.pause(fresh.now).is_none());
    Ok(is_open && nonprofit.is_vouched_for() && (!fresh.needs_payee || nonprofit.payee.takes))
}

/// Nobody takes the gift that is due.
fn hold_due(tx: &mut Tx<'_>, pledge: &mut Pledge, fresh: &Fresh) -> Result<(), DbError> {
    let about = pledge.number.to_string();
    hold(tx, pledge, &about, fresh.mails[1], fresh.now)
}

/// Nobody takes gifts there: nothing is taken until the donor goes on with it. `about`: one letter for each.
pub(super) fn hold(
    tx: &mut Tx<'_>,
    pledge: &mut Pledge,
    about: &str,
    mail: JobId,
    now: Timestamp,
) -> Result<(), DbError> {
    pledge.apply(PledgeEvent::Paused);
    pledge.is_held = true;
    tell(tx, pledge, Occasion::Held, about, mail, now)
}

/// Somebody has to look into the nonprofit's register first: what is due waits, and is given by itself once somebody has, as long
/// as it may be late. The donor is told once.
fn wait(tx: &mut Tx<'_>, pledge: &mut Pledge, number: u32, fresh: &Fresh) -> Result<(), DbError> {
    if pledge.is_held {
        return Ok(());
    }
    pledge.is_held = true;
    tell(tx, pledge, Occasion::Waits, &number.to_string(), fresh.mails[1], fresh.now)
}

pub(super) fn tell(
    tx: &mut Tx<'_>,
    pledge: &Pledge,
    occasion: Occasion,
    about: &str,
    id: JobId,
    now: Timestamp,
) -> Result<(), DbError> {
    store::jobs::enqueue(tx, &[mail_job(pledge, occasion, about, id, now)], now)
}

/// The gift of a due date, given by whoever gave the first one.
fn due_gift(tx: &mut Tx<'_>, pledge: &Pledge, number: u32, fresh: &Fresh) -> Result<Donation, DbError> {
    let first = donations::by_id(tx, pledge.first)?.ok_or(DbError::Missing("the first gift of a pledge"))?;
    let next = number.checked_add(1).and_then(|next| pledge.plan.due(next));
    // Whoever is to be told is told of the first gift that arrives.
    let is_first = donations::of_pledge(tx, pledge.id, 1)?.is_empty();
    let gift = Donation {
        id: fresh.donation,
        nonprofit: pledge.nonprofit,
        campaign: pledge.campaign,
        link_seed: fresh.seed,
        state: DonationState::Open,
        amount: pledge.amount,
        cover: pledge.cover,
        refunded: Money::zero(pledge.amount.currency),
        designation: pledge.designation.clone(),
        donor: Donor { account: pledge.account, ..first.donor },
        tribute: match is_first {
            true => first.tribute,
            false => first.tribute.map(Tribute::without_notice),
        },
        answers: first.answers,
        locale: first.locale,
        pledge: Some((pledge.id, number)),
        post: first.post,
        method: None,
        method_token: String::new(),
        remember: false,
        attempt: 0,
        is_test: fresh.is_test,
        back: String::new(),
        created_at: fresh.now,
        expires_at: next.unwrap_or(fresh.now + WAITS),
        settled_at: None,
    };
    donations::insert(tx, &gift)?;
    if is_first {
        // What was declared with a first gift that never arrived was declared for this one.
        let declared = donations::gift_aid::with_gift(tx, pledge.nonprofit, pledge.first)?;
        let declared = declared.filter(|declared| declared.withdrawn_at.is_none());
        donations::gift_aid::put(tx, &gift, declared.as_ref())?;
    }
    Ok(gift)
}

/// Writes a payment of a due gift, if there is something to pay it with.
fn begin(
    tx: &mut Tx<'_>,
    pledge: &mut Pledge,
    nonprofit: &Nonprofit,
    gift: Donation,
    fresh: &Fresh,
) -> Result<Option<GiftPayment>, DbError> {
    pledge.owed = Some(gift.id);
    pledge.tried_on = pledge.tried_on.or_else(|| Some(pledge.plan.today(fresh.now)));
    if gift.state != DonationState::Open {
        return Ok(None);
    }
    if pledge.method.token.is_empty() || pledge.provider != fresh.provider {
        if pledge.apply(PledgeEvent::GaveUp) {
            tell(tx, pledge, Occasion::AtRisk, &gift.id.to_string(), fresh.mails[1], fresh.now)?;
        }
        return Ok(None);
    }
    let payment = payment_of(pledge, nonprofit, &gift, fresh.payment, (fresh.needs_payee, fresh.now));
    match write_payment(tx, &payment, fresh.needs_payee, fresh.now)? {
        BegunPayment::Written => Ok(Some(payment)),
        BegunPayment::Already => Ok(None),
        BegunPayment::Refused(_) => {
            let_go(tx, Some(gift))?;
            pledge.clear_owed();
            hold_due(tx, pledge, fresh)?;
            Ok(None)
        }
    }
}

/// A payment of a due gift with what the pledge is paid with.
pub(super) fn payment_of(
    pledge: &Pledge,
    nonprofit: &Nonprofit,
    gift: &Donation,
    id: PaymentId,
    (needs_payee, now): (bool, Timestamp),
) -> GiftPayment {
    GiftPayment {
        id,
        nonprofit: gift.nonprofit,
        donation: gift.id,
        key: key_of(gift),
        provider: pledge.provider.clone(),
        method: pledge.method.token.clone(),
        state: PaymentState::Started,
        amount: gift.total(),
        captured: Money::zero(gift.currency()),
        refunded: Money::zero(gift.currency()),
        reference: String::new(),
        action_url: String::new(),
        decline: None::<Decline>,
        payee: if needs_payee { nonprofit.payee.account.clone() } else { String::new() },
        created_at: now,
    }
}
