//! Driving one order to its next state: the rule says which step, this does it.

use std::time::Duration;

use domain::drive::{Standing, Step, next_step};
use domain::ids::{MerchantId, OrderId};
use domain::order::{CancelReason, OrderEvent, OrderState};
use domain::payment::Observed;
use jiff::{SignedDuration, Timestamp};
use store::DbError;
use store::jobs::Job;
use store::payments::Payment;

use super::record::{CAPTURE_AFTER_WINDOW, IDS_PER_OUTCOME, Outcome, RecordOutcome};
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::{PaymentError, Seen};

/// How long a provider may take to answer. Longer means: no certain answer.
pub(crate) const PROVIDER_WAIT: Duration = Duration::from_secs(20);
/// Between two looks at an attempt without an outcome.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// A window or an order that lies further ahead than this was written by a clock that has been set back since (I30).
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(1);

/// One order with what its next step is decided on.
pub(crate) struct Driven {
    pub(crate) order: store::orders::Driven,
    pub(crate) payment: Payment,
}

/// The job: one step, then the next is due when the rule says so.
pub(crate) async fn drive_order(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("an order is driven for its merchant".to_owned()));
    };
    let Some(driven) = load(ctx, merchant, OrderId(job.subject)).await? else { return Ok(Done::Finished) };
    let now = ctx.now();
    match next_step(standing(ctx, &driven, now)) {
        Step::Done => Ok(Done::Finished),
        Step::Wait => {
            let mut until = driven.order.undo_until.unwrap_or(now);
            // Nobody waits a year because a clock once was a year ahead: the window begins anew.
            if until > now + ctx.undo_window() + AHEAD_MAX {
                until = now + ctx.undo_window();
                let order = driven.payment.order;
                ctx.db()
                    .write("shorten_window", move |tx| {
                        store::orders::shorten_window(tx, merchant, order, until)
                    })
                    .await?;
            }
            Ok(Done::Again(until + CAPTURE_AFTER_WINDOW))
        }
        Step::LookUp => look_up(ctx, &driven, now).await,
        Step::GiveUp | Step::LetGo => {
            let seen = let_go(ctx, &driven.payment).await?;
            record(ctx, &driven.payment, Some(seen), None).await?;
            Ok(Done::Settled)
        }
        Step::VoidAndEnd | Step::End => {
            let reason = driven.order.cancel_wish.unwrap_or(CancelReason::Undone);
            end_order(ctx, &driven.payment, reason).await?;
            Ok(Done::Settled)
        }
        Step::Capture => {
            let seen = capture(ctx, &driven.payment).await?;
            record(ctx, &driven.payment, Some(seen), None).await?;
            Ok(Done::Settled)
        }
        Step::Confirm => {
            record(ctx, &driven.payment, None, Some(OrderEvent::Captured)).await?;
            Ok(Done::Settled)
        }
    }
}

async fn load(ctx: &Ctx, merchant: MerchantId, order: OrderId) -> Result<Option<Driven>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(found) = store::orders::driven(conn, merchant, order)? else { return Ok(None) };
            let payment = store::payments::of_order(conn, merchant, order)?.into_iter().next();
            Ok(payment.map(|payment| Driven { order: found, payment }))
        })
        .await
}

fn standing(ctx: &Ctx, driven: &Driven, now: Timestamp) -> Standing {
    let window = driven.order.undo_until;
    // With no window there is nothing to wait for after it either.
    let after = if ctx.undo_window().is_zero() { SignedDuration::ZERO } else { CAPTURE_AFTER_WINDOW };
    Standing {
        order: driven.order.state,
        payment: driven.payment.state,
        wished_ended: driven.order.cancel_wish.is_some(),
        window_over: window.is_none_or(|until| now >= until + after),
        time_over: now >= driven.order.created_at + ctx.checkout_ttl()
            || driven.order.created_at > now + AHEAD_MAX,
    }
}

async fn look_up(ctx: &Ctx, driven: &Driven, now: Timestamp) -> Result<Done, JobError> {
    let Some(seen) = ask(ctx.ports().payments.look_up((&driven.payment).into())).await? else {
        // It never heard of this key: the request was lost on the way there, or is still on its way.
        return Ok(Done::Again(now + LOOK_AGAIN));
    };
    if seen.observed == Observed::RequiresAction
        && driven.payment.state == domain::payment::PaymentState::RequiresAction
    {
        return Ok(Done::Again(now + LOOK_AGAIN));
    }
    let outcome = record(ctx, &driven.payment, Some(seen), None).await?;
    match outcome.map(|outcome| outcome.order) {
        Some(OrderState::Pending) => Ok(Done::Again(now + LOOK_AGAIN)),
        Some(OrderState::Placed | OrderState::Confirmed | OrderState::Canceled) | None => Ok(Done::Settled),
    }
}

/// Makes the provider let go; what it never heard of holds nothing.
async fn let_go(ctx: &Ctx, payment: &Payment) -> Result<Seen, JobError> {
    Ok(ask(ctx.ports().payments.void(payment.into())).await?)
}

/// Takes what is held. A provider that refuses says so as an observation, not as an error.
async fn capture(ctx: &Ctx, payment: &Payment) -> Result<Seen, JobError> {
    match ask(ctx.ports().payments.capture(payment.into())).await {
        Err(PaymentError::Refused(_)) => {
            let seen = ask(ctx.ports().payments.look_up(payment.into())).await?;
            match seen {
                Some(seen) if seen.observed != Observed::Authorized => Ok(seen),
                // It will not take what it holds: then nobody holds it. What that comes to is recorded, and not what we
                // meant by it.
                Some(_) | None => let_go(ctx, payment).await,
            }
        }
        other => Ok(other?),
    }
}

/// Ends a placed order for `reason`: lets go of the money, or leaves it to the refund that follows when it was
/// taken already.
pub(crate) async fn end_order(
    ctx: &Ctx,
    payment: &Payment,
    reason: CancelReason,
) -> Result<Option<Outcome>, JobError> {
    let seen = let_go(ctx, payment).await?;
    let event = match reason {
        CancelReason::Undone => OrderEvent::Undone,
        CancelReason::Declined
        | CancelReason::Expired
        | CancelReason::Merchant
        | CancelReason::Buyer
        | CancelReason::CaptureFailed
        | CancelReason::Operator => OrderEvent::CanceledByStaff(reason),
    };
    Ok(record(ctx, payment, Some(seen), Some(event)).await?)
}

/// Waits for the provider, not for ever.
pub(crate) async fn ask<T>(answer: impl Future<Output = Result<T, PaymentError>>) -> Result<T, PaymentError> {
    tokio::time::timeout(PROVIDER_WAIT, answer).await.unwrap_or(Err(PaymentError::Unknown))
}

impl From<PaymentError> for JobError {
    fn from(error: PaymentError) -> Self {
        match error {
            PaymentError::Unknown | PaymentError::Down | PaymentError::NotNow(_) => {
                Self::Later(error.to_string())
            }
            PaymentError::Busy => Self::Busy,
            PaymentError::Refused(_) => Self::Never(error.to_string()),
        }
    }
}

/// Hands what was learned to the one place that records it.
pub(crate) async fn record(
    ctx: &Ctx,
    payment: &Payment,
    seen: Option<Seen>,
    event: Option<OrderEvent>,
) -> Result<Option<Outcome>, DbError> {
    ctx.db().submit(outcome_of(ctx, payment, seen, event)).await
}

/// What was learned, as a command; staff's acts run it in the transaction that also writes their log.
pub(crate) fn outcome_of(
    ctx: &Ctx,
    payment: &Payment,
    seen: Option<Seen>,
    event: Option<OrderEvent>,
) -> RecordOutcome {
    let ids: [i64; IDS_PER_OUTCOME] = std::array::from_fn(|_| ctx.id::<domain::ids::JobId>().0);
    RecordOutcome {
        merchant: payment.merchant,
        order: payment.order,
        payment: payment.id,
        seen,
        event,
        undo_window: ctx.undo_window(),
        now: ctx.now(),
        ids,
    }
}
