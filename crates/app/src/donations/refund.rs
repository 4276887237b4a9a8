//! Giving a gift back: promised in the transaction that decides it, done by a job, and the receipt voided by another
//! document.

use domain::access::Permit;
use domain::dispute::Disputed;
use domain::ids::{DonationId, NonprofitId, RefundId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::order::RefundState;
use domain::payment::PaymentState;
use jiff::{SignedDuration, Timestamp};
use store::donations::payments::GiftPayment;
use store::donations::refunds::{self, GiftRefund};
use store::jobs::Job;
use store::refunds::FailedFrom;
use store::{DbError, Tx, disputes, donations, ledger, staff_actions};

use super::gone::count_out;
use super::record::gift_job;
use crate::jobs::{Done, JobError, kind};
use crate::nonprofits::permitted;
use crate::payments::{SENT_BACK, ask, told_of};
use crate::ports::{PaymentError, Returned, ToldRefund};
use crate::{Ctx, staff_log};

/// Between two looks at a refund that is on its way; a bank may take days.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(30);
/// Characters of a reason.
const REASON_CHARS_MAX: usize = 500;

/// Why nothing is given back.
#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    /// There is no such settled gift to this nonprofit.
    #[error("there is no such gift")]
    Unknown,
    /// It is on its way back, or back, already.
    #[error("this gift was given back already")]
    Already,
    /// The donor's bank holds the money, or keeps it: it goes back by that.
    #[error("the donor's bank has taken this gift back")]
    Disputed,
    /// The reason is too long.
    #[error("a reason has at most {REASON_CHARS_MAX} characters")]
    Reason,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Gives all of a gift back.
///
/// # Errors
/// See [`ReturnError`]; nothing has changed then.
pub async fn give_back(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    donation: DonationId,
    reason: &str,
) -> Result<(), ReturnError> {
    let nonprofit = permitted(permit, NonprofitAct::ReturnGift);
    let reason = reason.trim().to_owned();
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(ReturnError::Reason);
    }
    let (id, job, now): (RefundId, _, _) = (ctx.id(), ctx.id(), ctx.now());
    let by = permit.by().account();
    let line =
        staff_log::line(ctx, permit.by(), nonprofit.party(), "donation.return", donation, reason.clone());
    ctx.db()
        .write("return_gift", move |tx| {
            let found = donations::lock(tx, nonprofit, donation)?.filter(|it| it.settled_at.is_some());
            let found = found.ok_or(ReturnError::Unknown)?;
            let payments = donations::payments::of_donation(tx, nonprofit, donation)?;
            let taken = payments.into_iter().find(|it| it.captured.amount > it.refunded.amount);
            let taken = taken.ok_or(ReturnError::Already)?;
            if disputes::held(tx, nonprofit.party(), Disputed::Gift(donation), taken.id)? > 0 {
                return Err(ReturnError::Disputed);
            }
            let refund = GiftRefund {
                id,
                nonprofit,
                donation,
                payment: taken.id,
                state: RefundState::Started,
                amount: Money::new(taken.captured.amount - taken.refunded.amount, taken.amount.currency),
                reason: reason.clone(),
                created_by: by,
            };
            refunds::insert(tx, &refund, now)?;
            let job = gift_job(kind::GIFT_REFUND, job, &found, id.0, now);
            store::jobs::enqueue(tx, &[job], now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await
}

/// The job: asks the provider, and writes down what it said.
pub(crate) async fn settle_gift_refund(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(party) = job.merchant else {
        return Err(JobError::Never("a gift is given back by a nonprofit".to_owned()));
    };
    let (nonprofit, id) = (NonprofitId(party.0), RefundId(job.subject));
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(refund) = refunds::find(conn, nonprofit, id)? else { return Ok(None) };
            let payment = donations::payments::by_id(conn, nonprofit, refund.payment)?;
            Ok::<_, DbError>(payment.map(|payment| (refund, payment)))
        })
        .await?;
    let Some((refund, payment)) = found.filter(|(refund, _)| refund.state == RefundState::Started) else {
        return Ok(Done::Finished);
    };
    let key = id.to_string();
    match ask(ctx.ports().payments.refund((&payment).into(), &key, refund.amount)).await {
        Ok(Returned::Done) => {
            // By its name at the provider it is found again in payouts.
            let told = told_of(ctx, (&payment.payee, &payment.reference), &key).await?;
            given_back(ctx, refund, told.map(|told| told.reference).unwrap_or_default()).await?;
            Ok(Done::Finished)
        }
        Ok(Returned::Pending) => Ok(Done::Again(ctx.now() + ASK_AGAIN)),
        Ok(Returned::SentBack) => {
            failed(ctx, refund, false).await?;
            Err(JobError::Never(SENT_BACK.to_owned()))
        }
        Err(PaymentError::Refused(why)) => {
            failed(ctx, refund, false).await?;
            Err(JobError::Never(format!("the payment provider refused to give a gift back: {why}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes down that it is back: books, figure, receipt, meter and what sponsors added follow.
async fn given_back(ctx: &Ctx, refund: GiftRefund, reference: String) -> Result<(), DbError> {
    let (now, mail, asked) = (ctx.now(), ctx.id(), ctx.asked());
    ctx.db()
        .write("settle_gift_refund", move |tx| {
            let (nonprofit, id) = (refund.nonprofit, refund.donation);
            let Some(donation) = donations::lock(tx, nonprofit, id)? else { return Ok(()) };
            if !refunds::give_back(tx, nonprofit, refund.id, &reference, now)? {
                return Ok(());
            }
            let entry = Entry {
                merchant: nonprofit.party(),
                order: None,
                movement: Movement::DonationRefund,
                source: refund.id.0,
                amount: refund.amount,
            };
            ledger::post(tx, &[entry], now)?;
            count_out(tx, &donation, &asked, mail, now)
        })
        .await
}

/// Writes down that a refund failed for good. What a donor's bank sends back after days is the nonprofit's again; the
/// receipt stays void, since the donor may have been told so, and the gift can be given back once more. Where nobody
/// works on it any more (`is_told`), it is put before those who look at work that failed.
async fn failed(ctx: &Ctx, refund: GiftRefund, is_told: bool) -> Result<(), DbError> {
    let (now, job) = (ctx.now(), ctx.id());
    ctx.db()
        .write("fail_gift_refund", move |tx| {
            let nonprofit = refund.nonprofit;
            let Some(donation) = donations::lock(tx, nonprofit, refund.donation)? else { return Ok(()) };
            let Some(from) = refunds::fail(tx, &refund, now)? else { return Ok(()) };
            if from == FailedFrom::Done {
                let entry = Entry {
                    merchant: nonprofit.party(),
                    order: None,
                    movement: Movement::DonationRefundFailed,
                    source: refund.id.0,
                    amount: refund.amount,
                };
                ledger::post(tx, &[entry], now)?;
            }
            if is_told {
                let work = gift_job(kind::GIFT_REFUND, job, &donation, refund.id.0, now);
                store::jobs::enqueue(tx, std::slice::from_ref(&work), now)?;
                store::jobs::bury(tx, work.id, SENT_BACK)?;
            }
            Ok(())
        })
        .await
}

/// Records what the provider tells of a refund that is a gift's and is known here. `false`: it is not.
pub(crate) async fn hear_gift_refund(ctx: &Ctx, payee: &str, told: &ToldRefund) -> Result<bool, DbError> {
    let (key, reference) = (told.key.parse().ok(), told.reference.clone());
    let found = ctx
        .db()
        .read(move |conn| {
            let known = match key {
                Some(key) => refunds::by_id(conn, key)?,
                None => None,
            };
            let known = match known {
                Some(known) => Some(known),
                None => refunds::by_reference(conn, &reference)?,
            };
            let Some(refund) = known else { return Ok(None) };
            let payment = donations::payments::by_id(conn, refund.nonprofit, refund.payment)?;
            Ok::<_, DbError>(payment.map(|payment| (refund, payment)))
        })
        .await?;
    let ours = found.filter(|(_, payment)| payment.payee == payee && payment.reference == told.payment);
    let Some((refund, _)) = ours else { return Ok(false) };
    if refund.amount != told.amount {
        tracing::error!(
            refund.id = %refund.id,
            "the provider told of a refund of another amount than was asked for; nothing is recorded"
        );
        return Ok(true);
    }
    match (refund.state, told.state) {
        (RefundState::Started, RefundState::Done) => given_back(ctx, refund, told.reference.clone()).await?,
        (RefundState::Started | RefundState::Done, RefundState::Failed) => failed(ctx, refund, true).await?,
        (RefundState::Started | RefundState::Done, RefundState::Started)
        | (RefundState::Done, RefundState::Done)
        | (RefundState::Failed, _) => {}
    }
    Ok(true)
}

/// A gift, or a part of one, that somebody gave back at the provider's own desk: it is written down as ours are. `key` is
/// its payment's.
pub(crate) async fn gift_given_back_elsewhere(
    ctx: &Ctx,
    payee: &str,
    key: String,
    told: ToldRefund,
) -> Result<(), JobError> {
    let payment = ctx.db().read(move |conn| donations::payments::by_key(conn, &key)).await?;
    // What was let go of was charged at once, and went back as a refund: it was never ours.
    let ours = payment.filter(|it| it.payee == payee && it.reference == told.payment);
    let Some(payment) = ours.filter(|it| it.state == PaymentState::Captured) else { return Ok(()) };
    let (id, now, reference) = (ctx.id::<RefundId>(), ctx.now(), told.reference.clone());
    let amount = told.amount;
    let kept = ctx
        .db()
        .write("note_gift_given_back_elsewhere", move |tx| {
            keep_elsewhere(tx, (id, &payment), amount, &reference, now)
        })
        .await?;
    match kept {
        Some(refund) if told.state == RefundState::Done => Ok(given_back(ctx, refund, told.reference).await?),
        Some(_) => Ok(()),
        // A refund of ours that is on its way will be refused, and gives its promise up then.
        None => Err(JobError::Later("more was given back at the provider than is left here".to_owned())),
    }
}

/// `None`: less is left of what was taken.
fn keep_elsewhere(
    tx: &mut Tx<'_>,
    (id, payment): (RefundId, &GiftPayment),
    amount: Money,
    reference: &str,
    now: Timestamp,
) -> Result<Option<GiftRefund>, DbError> {
    let nonprofit = payment.nonprofit;
    donations::lock(tx, nonprofit, payment.donation)?;
    if let Some(known) = refunds::by_reference(tx, reference)? {
        return Ok(Some(known));
    }
    let Some(payment) = donations::payments::lock(tx, nonprofit, payment.id)? else { return Ok(None) };
    if payment.captured.amount - payment.refunded.amount < amount.amount {
        return Ok(None);
    }
    let refund = GiftRefund {
        id,
        nonprofit,
        donation: payment.donation,
        payment: payment.id,
        state: RefundState::Started,
        amount,
        reason: String::new(),
        created_by: None,
    };
    refunds::insert(tx, &refund, now)?;
    refunds::name(tx, nonprofit, id, reference)?;
    Ok(Some(refund))
}
