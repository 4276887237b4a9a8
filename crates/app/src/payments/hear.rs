//! What a payment provider tells by itself. An event only says that something is to be looked at: the payment is
//! fetched, and recorded as any other observation is (F13, F14, F17).

use domain::ids::JobId;
use jiff::SignedDuration;
use store::DbError;
use store::jobs::{Job, NewJob};
use store::provider_events::{self, ProviderEvent};

use super::drive::{ask, record};
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};
use crate::ports::{HearError, Topic};

/// How long an event is remembered. Providers send one again for three days; an operator may do so for thirty.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 45);
/// Between the payee and the reference in a job's payload; neither contains it.
const BETWEEN: char = ' ';

/// Why an event was not taken.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// It is not the provider's, or nothing we can read.
    #[error(transparent)]
    Hear(#[from] HearError),
    /// The database refused: it is to be sent again.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes an event as it came. When this returns it is kept, and what follows from it will be done.
///
/// # Errors
/// [`EventError`]; nothing was kept then.
pub async fn hear(ctx: &Ctx, body: &[u8], signature: &str) -> Result<(), EventError> {
    let payments = &ctx.ports().payments;
    let now = ctx.now();
    let heard = payments.hear(body, signature, now)?;
    let event = ProviderEvent {
        provider: payments.name().to_owned(),
        id: heard.id,
        kind: heard.kind,
        payee: heard.payee,
        reference: heard.reference,
    };
    let job = (heard.topic == Topic::Payment).then(|| NewJob {
        id: ctx.id::<JobId>(),
        kind: kind::LOOK_AT_PAYMENT,
        merchant: None,
        subject: 0,
        payload: format!("{}{BETWEEN}{}", event.payee, event.reference),
        unique_key: Some(format!("look_at_payment:{}", event.id)),
        run_at: now,
    });
    ctx.db()
        .write("hear_event", move |tx| {
            if provider_events::keep(tx, &event, now)? {
                store::jobs::enqueue(tx, job.as_slice(), now)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// The job: fetches the payment that an event was about and records what it is now.
pub(crate) async fn look_at_payment(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = job.payload.split_once(BETWEEN).unwrap_or(("", &job.payload));
    let Some((key, seen)) = ask(ctx.ports().payments.look_up_named(payee, reference)).await? else {
        return Ok(Done::Finished);
    };
    let payment = ctx.db().read(move |conn| store::payments::by_key(conn, &key)).await?;
    match payment {
        Some(payment) if payment.payee == payee && seen.amount != payment.amount => {
            tracing::error!(
                payment.id = %payment.id,
                "the provider told of another amount or currency than was asked for; nothing is recorded"
            );
        }
        Some(payment) if payment.payee == payee => {
            record(ctx, &payment, Some(seen), None).await?;
        }
        // Another program's payment on the same account, or one of another server.
        Some(_) | None => {}
    }
    Ok(Done::Finished)
}

/// Forgets old events.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_old_events(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT_FOR;
    ctx.db().write("forget_events", move |tx| provider_events::forget(tx, before).map(|_| ())).await
}
