//! Giving money back at the provider. Promised in the transaction that decided it; done here, at least once; the
//! refund's own id is the provider's key, so twice is once.

use domain::ids::{JobId, MerchantId, RefundId};
use domain::ledger::{Entry, Movement};
use domain::order::RefundState;
use jiff::{SignedDuration, Timestamp};
use store::DbError;
use store::jobs::{Job, NewJob};

use super::drive::ask;
use crate::jobs::{Done, JobError, kind};
use crate::ports::{PaymentError, Returned};
use crate::{Ctx, mails};

/// Between two looks at a refund that is on its way; a bank may take days.
const ASK_AGAIN: SignedDuration = SignedDuration::from_mins(30);

/// The job that settles a started refund.
pub(crate) fn refund_job(id: JobId, merchant: MerchantId, refund: RefundId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::REFUND,
        merchant: Some(merchant),
        subject: refund.0,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    }
}

/// Asks the provider and writes down what it said.
pub(crate) async fn settle_refund(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a refund is given by a merchant".to_owned()));
    };
    let id = RefundId(job.subject);
    let found = ctx.db().read(move |conn| store::refunds::find(conn, merchant, id)).await?;
    let Some(open) = found.filter(|open| open.refund.state == RefundState::Started) else {
        return Ok(Done::Finished);
    };
    let key = id.to_string();
    let attempt = (&open.payment).into();
    let state = match ask(ctx.ports().payments.refund(attempt, &key, open.refund.amount)).await {
        Ok(Returned::Done) => RefundState::Done,
        Ok(Returned::Pending) => return Ok(Done::Again(ctx.now() + ASK_AGAIN)),
        Err(PaymentError::Refused(_)) => RefundState::Failed,
        Err(error) => return Err(error.into()),
    };
    let (now, order) = (ctx.now(), open.order);
    let mail_id = ctx.id();
    let given = Entry {
        merchant,
        order: Some(order),
        movement: Movement::Refund,
        source: id.0,
        amount: open.refund.amount,
    };
    ctx.db()
        .write("settle_refund", move |tx| {
            if store::refunds::settle(tx, merchant, id, state, now)? && state == RefundState::Done {
                store::ledger::post(tx, &[given], now)?;
                let mail = mails::refund_job(mail_id, merchant, order, id, now);
                store::jobs::enqueue(tx, &[mail], now)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    if state == RefundState::Failed {
        return Err(JobError::Never("the payment provider refused to give the money back".to_owned()));
    }
    Ok(Done::Finished)
}
