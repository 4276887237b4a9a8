//! What a payment provider tells by itself. An event only says that something is to be looked at: the payment is
//! fetched, and recorded as any other observation is (F13, F14, F17).

use domain::ids::{JobId, MerchantId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::payment::PaymentState;
use jiff::SignedDuration;
use store::DbError;
use store::jobs::{Job, NewJob};
use store::payments::Payment;
use store::provider_events::{self, ProviderEvent};

use super::drive::{ask, record};
use crate::jobs::{Done, JobError, kind};
use crate::ports::{HearError, Heard, Seen, Topic};
use crate::{Ctx, donations, payees};

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
    let heard = ctx.ports().payments.hear(body, signature, ctx.now())?;
    Ok(take(ctx, heard).await.map(|_| ())?)
}

/// Takes an event that came to the webhook at a merchant's own account: one that its key reaches. Its secrets are asked
/// for by the merchant, so that nobody's event is taken for another's.
///
/// # Errors
/// [`EventError`]; likewise.
pub async fn hear_own(
    ctx: &Ctx,
    merchant: MerchantId,
    body: &[u8],
    signature: &str,
) -> Result<(), EventError> {
    let (payee, secrets) = payees::secrets_of(ctx, merchant).await?.ok_or(HearError::Deaf)?;
    let heard = ctx.ports().payments.hear_from(&payee, &secrets, body, signature, ctx.now())?;
    Ok(take(ctx, heard).await.map(|_| ())?)
}

/// Keeps an event that is the provider's, and asks for what follows from it. `false`: it was kept before.
pub(super) async fn take(ctx: &Ctx, heard: Heard) -> Result<bool, DbError> {
    let now = ctx.now();
    let event = ProviderEvent {
        provider: ctx.ports().payments.name().to_owned(),
        id: heard.id,
        kind: heard.kind,
        payee: heard.payee,
        reference: heard.reference,
    };
    let look = match heard.topic {
        Topic::Payment => Some(kind::LOOK_AT_PAYMENT),
        Topic::Refund => Some(kind::LOOK_AT_REFUND),
        Topic::Dispute => Some(kind::LOOK_AT_DISPUTE),
        Topic::Account => Some(kind::LOOK_AT_ACCOUNT),
        Topic::Payout => Some(kind::LOOK_AT_PAYOUT),
        Topic::Nothing => None,
    };
    // On an account that nobody here has, nothing is ours, and its provider may not even tell us of it.
    let is_ours = event.payee.is_empty() || ctx.sweep_period().is_zero() || {
        let payee = event.payee.clone();
        ctx.db().read(move |conn| store::payees::is_known(conn, &payee)).await?
    };
    let job = look.filter(|_| is_ours).map(|kind| NewJob {
        id: ctx.id::<JobId>(),
        kind,
        merchant: None,
        subject: 0,
        payload: format!("{}{BETWEEN}{}", event.payee, event.reference),
        unique_key: Some(format!("{kind}:{}", event.id)),
        run_at: now,
    });
    ctx.db()
        .write("hear_event", move |tx| {
            let is_new = provider_events::keep(tx, &event, now)?;
            if is_new {
                store::jobs::enqueue(tx, job.as_slice(), now)?;
            }
            Ok(is_new)
        })
        .await
}

/// Whose account a job is to look at, and what the provider calls the thing.
pub(crate) fn named(payload: &str) -> (&str, &str) {
    payload.split_once(BETWEEN).unwrap_or(("", payload))
}

/// The job: fetches the payment that an event was about and records what it is now.
pub(crate) async fn look_at_payment(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let (payee, reference) = named(&job.payload);
    look_at(ctx, payee, reference).await?;
    Ok(Done::Finished)
}

/// Fetches a payment and records what it is now, where it is ours.
pub(crate) async fn look_at(ctx: &Ctx, payee: &str, reference: &str) -> Result<(), JobError> {
    match ask(ctx.ports().payments.look_up_named(payee, reference)).await? {
        Some((key, seen)) => Ok(hear_payment(ctx, payee, key, seen).await?),
        None => Ok(()),
    }
}

/// Records what was seen of the payment under `key`, where it is ours.
pub(super) async fn hear_payment(ctx: &Ctx, payee: &str, key: String, seen: Seen) -> Result<(), DbError> {
    let asked = key.clone();
    let payment = ctx.db().read(move |conn| store::payments::by_key(conn, &key)).await?;
    match payment {
        Some(payment) if payment.payee == payee && seen.amount != payment.amount => {
            tracing::error!(
                payment.id = %payment.id,
                "the provider told of another amount or currency than was asked for; nothing is recorded"
            );
        }
        Some(payment) if payment.payee == payee => {
            let kept = seen.kept.clone();
            record(ctx, &payment, Some(seen), None).await?;
            follow_up(ctx, &payment, kept).await?;
        }
        // Another program's payment on the same account, or one of another server.
        Some(_) => {}
        None => {
            donations::hear_gift(ctx, payee, &asked, seen).await?;
        }
    }
    Ok(())
}

/// What an event brings beside the payment's state: fees that were not known with the capture, booked once; and a
/// driver that was given up goes on, since the provider can be asked again.
async fn follow_up(ctx: &Ctx, payment: &Payment, kept: Vec<(Movement, Money)>) -> Result<(), DbError> {
    let (merchant, order, id, now) = (payment.merchant, payment.order, payment.id, ctx.now());
    let late = ctx
        .db()
        .read(move |conn| {
            let booked = store::ledger::of_order(conn, merchant, order)?;
            let known = |movement| {
                let mut lines = booked.iter().map(|line| line.entry);
                lines.any(|line| line.movement == movement && line.source == id.0)
            };
            let missing = kept.into_iter().filter(|(movement, _)| !known(*movement));
            Ok::<_, DbError>(missing.collect::<Vec<_>>())
        })
        .await?;
    ctx.db()
        .write("follow_up_payment", move |tx| {
            let current = store::payments::lock(tx, &[(merchant, id)])?.pop();
            if current.is_some_and(|payment| payment.state == PaymentState::Captured) {
                let entry = |(movement, amount): &(Movement, Money)| Entry {
                    merchant,
                    order: Some(order),
                    movement: *movement,
                    source: id.0,
                    amount: *amount,
                };
                let entries: Vec<Entry> = late.iter().map(entry).collect();
                store::ledger::post_new(tx, &entries, now)?;
            }
            // A driver has the number of its order.
            store::jobs::resend(tx, JobId(order.0), now).map(|_| ())
        })
        .await
}

/// Forgets old events.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_old_events(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT_FOR;
    ctx.db().write("forget_events", move |tx| provider_events::forget(tx, before).map(|_| ())).await
}
