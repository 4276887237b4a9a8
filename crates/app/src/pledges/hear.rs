//! What becomes of a gift moves its pledge, in the transaction in which it was learned.

use domain::donation::Donation;
use domain::donation::plan::Step;
use domain::donation::pledge::{AskedMethod, Pledge, PledgeEvent, PledgeState};
use domain::donation::state::DonationState;
use domain::ids::{DisputeId, JobId, PaymentId, PledgeId};
use domain::payment::{Decline, PaymentState};
use jiff::{SignedDuration, Timestamp};
use store::donations::payments::GiftPayment;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, pledges};

use super::due::{let_go, lock};
use super::mail::{Occasion, mail_job};
use super::saving::method_of;
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};
use crate::payments::ask;

/// A gift that nobody refused (the provider could not be reached, a process died) is tried again after this.
const TRY_SOON: SignedDuration = SignedDuration::from_hours(1);

/// A gift of a pledge moved to another state.
pub(crate) fn gift_moved(
    tx: &mut Tx<'_>,
    donation: &Donation,
    payment: &GiftPayment,
    jobs: [JobId; 2],
    now: Timestamp,
) -> Result<(), DbError> {
    let Some((id, _)) = donation.pledge else { return Ok(()) };
    let Some(mut pledge) = pledges::lock(tx, donation.nonprofit, id)? else { return Ok(()) };
    let is_owed = pledge.owed == Some(donation.id);
    let mut told = None;
    match (donation.state, payment.state) {
        (DonationState::Settled, _) if pledge.state == PledgeState::New => {
            begin(&mut pledge, donation, now);
            store::jobs::enqueue(tx, &[method_job(&pledge, payment.id, jobs[0], now)], now)?;
        }
        (DonationState::Settled, _) if is_owed => {
            pledge.clear_owed();
            pledge.missed = 0;
            pledge.apply(PledgeEvent::Settled);
        }
        (DonationState::Open, PaymentState::Failed) if is_owed => {
            told = refused(&mut pledge, payment.decline.unwrap_or(Decline::Generic), now);
        }
        // Nobody refused it.
        (DonationState::Open, _) if is_owed && pledge.state == PledgeState::Active => {
            pledge.retry_at = Some(now + TRY_SOON);
        }
        (
            DonationState::Open
            | DonationState::Promised
            | DonationState::Paying
            | DonationState::Settled
            | DonationState::Ended,
            _,
        ) => return Ok(()),
    }
    told = plan_next(&mut pledge, now).or(told);
    if let Some(occasion) = told {
        let about = format!("{}-{}", donation.id, donation.attempt);
        store::jobs::enqueue(tx, &[mail_job(&pledge, occasion, &about, jobs[1], now)], now)?;
    }
    pledges::update(tx, &pledge)
}

/// A gift of a pledge is asked about by the donor's bank, or taken back: nothing more is charged until the donor goes on with
/// it. A gift that is owed is let go. The donor is told, once for each dispute.
pub(crate) fn gift_disputed(
    tx: &mut Tx<'_>,
    donation: &Donation,
    dispute: DisputeId,
    mail: JobId,
    now: Timestamp,
) -> Result<(), DbError> {
    let Some((id, _)) = donation.pledge else { return Ok(()) };
    let Some((mut pledge, owed)) = lock(tx, donation.nonprofit, id)? else { return Ok(()) };
    if !pledge.state.is_running() || !pledge.apply(PledgeEvent::Paused) {
        return Ok(());
    }
    pledge.is_held = false;
    let_go(tx, owed)?;
    pledge.clear_owed();
    plan_next(&mut pledge, now);
    let mail = mail_job(&pledge, Occasion::Disputed, &dispute.to_string(), mail, now);
    store::jobs::enqueue(tx, &[mail], now)?;
    pledges::update(tx, &pledge)
}

/// The first gift is there: the days are counted from now on.
fn begin(pledge: &mut Pledge, donation: &Donation, now: Timestamp) {
    pledge.apply(PledgeEvent::Began);
    pledge.amount = donation.amount;
    pledge.cover = donation.cover;
    pledge.designation.clone_from(&donation.designation);
    // A first gift that arrived although it was to be given later makes the day chosen for it the second one's.
    (pledge.plan.anchor, pledge.plan.shift) = match pledge.next_on.or(pledge.starts_on) {
        // Where the first gift took days to arrive, the day chosen may have passed: it is the one of a later month then.
        Some(day) => (day, 1),
        None => (pledge.plan.today(now), 0),
    };
    pledge.number = pledge.plan.passed(now);
    pledge.asked = AskedMethod::default();
}

/// The gift that is due was refused; says what its donor is told.
fn refused(pledge: &mut Pledge, decline: Decline, now: Timestamp) -> Option<Occasion> {
    let first = pledge.tried_on.unwrap_or_else(|| pledge.plan.today(now));
    let next = pledge.number.checked_add(1).and_then(|next| pledge.plan.due(next));
    let retry = pledge.plan.retry(first, now).filter(|at| next.is_none_or(|next| *at < next));
    let (event, occasion) = match (decline, retry) {
        (Decline::AuthenticationFailed, _) => (PledgeEvent::Asked, Occasion::Authenticate),
        (_, Some(_)) => (PledgeEvent::Declined, Occasion::Declined),
        (_, None) => (PledgeEvent::GaveUp, Occasion::AtRisk),
    };
    pledge.retry_at = retry.filter(|_| event == PledgeEvent::Declined);
    pledge.apply(event).then_some(occasion)
}

/// Writes down when a pledge is looked at next; one of which nothing more is due ends.
pub(super) fn plan_next(pledge: &mut Pledge, now: Timestamp) -> Option<Occasion> {
    if !pledge.state.is_running() {
        pledge.next_at = None;
        return None;
    }
    match pledge.plan.step(pledge.standing(), pledge.method.last_day(), now) {
        Step::Wait(at) => pledge.next_at = Some(pledge.look_at(at, now)),
        Step::Charge(_) | Step::LetPass(_) | Step::Retry | Step::TellOfEnd(_) => pledge.next_at = Some(now),
        Step::End => {
            pledge.apply(PledgeEvent::RanOut);
            pledge.next_at = None;
            return Some(Occasion::Ended);
        }
    }
    None
}

/// A job that brings the method which the first gift was paid with.
fn method_job(pledge: &Pledge, payment: PaymentId, id: JobId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::PLEDGE_METHOD,
        merchant: Some(pledge.nonprofit.party()),
        subject: pledge.id.0,
        payload: payment.0.to_string(),
        unique_key: None,
        run_at: now,
    }
}

/// The job: asks the provider what was kept with the first gift, for the gifts that follow.
pub(crate) async fn keep_pledge_method(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(party) = job.merchant else {
        return Err(JobError::Never("a pledge is one to a nonprofit".to_owned()));
    };
    let nonprofit = domain::ids::NonprofitId(party.0);
    let payment = PaymentId(job.payload.parse().unwrap_or(0));
    let found =
        ctx.db().read(move |conn| store::donations::payments::by_id(conn, nonprofit, payment)).await?;
    let Some(payment) = found else { return Ok(Done::Finished) };
    let provider = &ctx.ports().payments;
    let Some(saved) = ask(provider.kept((&payment).into())).await? else {
        // Without a method the next gift asks its donor for one.
        tracing::warn!(pledge.id = job.subject, "nothing was kept to pay a pledge with");
        return Ok(Done::Finished);
    };
    let (name, id, now) = (payment.provider.clone(), PledgeId(job.subject), ctx.now());
    ctx.db()
        .write("keep_pledge_method", move |tx| {
            let Some(mut pledge) = pledges::lock(tx, nonprofit, id)? else { return Ok(()) };
            // The donor may have chosen another one meanwhile.
            if !pledge.method.token.is_empty() {
                return Ok(());
            }
            pledge.provider.clone_from(&name);
            pledge.method = method_of(&saved);
            plan_next(&mut pledge, now);
            pledges::update(tx, &pledge)
        })
        .await
        .map_err(|error: DbError| JobError::from(error))?;
    Ok(Done::Finished)
}
