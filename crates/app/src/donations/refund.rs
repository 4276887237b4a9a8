//! Giving a gift back: promised in the transaction that decides it, done by a job, and the receipt voided by another
//! document.

use domain::access::Permit;
use domain::donation::receipt::ReceiptKind;
use domain::ids::{DonationId, NonprofitId, RefundId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use domain::order::RefundState;
use jiff::SignedDuration;
use store::changes::{self, ChangeKind};
use store::donations::refunds::{self, GiftRefund};
use store::jobs::Job;
use store::{DbError, campaigns, donations, ledger, staff_actions};

use super::record::{gift_job, issue};
use crate::jobs::{Done, JobError, kind};
use crate::nonprofits::permitted;
use crate::payments::ask;
use crate::ports::{PaymentError, Returned};
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
            given_back(ctx, refund).await?;
            Ok(Done::Finished)
        }
        Ok(Returned::Pending) => Ok(Done::Again(ctx.now() + ASK_AGAIN)),
        Ok(Returned::SentBack) | Err(PaymentError::Refused(_)) => {
            let now = ctx.now();
            ctx.db().write("fail_gift_refund", move |tx| refunds::fail(tx, &refund, now).map(|_| ())).await?;
            Err(JobError::Never("the payment provider refused to give a gift back".to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes down that it is back: books, figure and meter follow, and a gift that is all back has its receipt voided.
async fn given_back(ctx: &Ctx, refund: GiftRefund) -> Result<(), DbError> {
    let (now, mail) = (ctx.now(), ctx.id());
    ctx.db()
        .write("settle_gift_refund", move |tx| {
            let (nonprofit, id) = (refund.nonprofit, refund.donation);
            let Some(donation) = donations::lock(tx, nonprofit, id)? else { return Ok(()) };
            if !refunds::give_back(tx, nonprofit, refund.id, "", now)? {
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
            // What was paid beside the gift was never part of it.
            let kept = donations::payments::of_donation(tx, nonprofit, id)?
                .into_iter()
                .any(|payment| payment.captured.amount > payment.refunded.amount);
            if donation.settled_at.is_none() || kept {
                return Ok(());
            }
            refunds::count_back(tx, nonprofit, id, donation.total())?;
            issue(tx, &donation, ReceiptKind::Void, now)?;
            campaigns::move_meter(tx, (nonprofit, donation.campaign), -donation.amount.amount, -1)?;
            let mail = gift_job(kind::GIFT_MAIL, mail, &donation, id.0, now);
            store::jobs::enqueue(tx, &[mail], now)?;
            changes::note(tx, ChangeKind::Campaign, donation.campaign.0, nonprofit.0, now)
        })
        .await
}
