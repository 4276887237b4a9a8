//! From what happened to one row per endpoint that wants to be told, and per connected shop that has to do with it.

use domain::ids::{JobId, MerchantId, WebhookId};
use domain::webhook::{HookEvent, HookSubject, KEPT};
use jiff::Timestamp;
use store::jobs::{self, Job, NewJob};
use store::webhook_deliveries::{self, NewDelivery};
use store::{DbError, Tx, webhooks};

use crate::jobs::{Done, JobError, kind};
use crate::{Ctx, connections};

/// Messages that one round forgets.
const FORGOTTEN_MAX: u32 = 5_000;

/// Something that happened to an order or a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Happened {
    /// What.
    pub event: HookEvent,
    /// At whose shop.
    pub merchant: MerchantId,
    /// To what.
    pub subject: HookSubject,
    /// The number of what it is about: a refund, a parcel, a request, a falling of the stock, or the order itself.
    pub about: i64,
    /// When.
    pub at: Timestamp,
}

/// The job that writes a row for each endpoint that wants to be told.
pub(crate) fn event_job(id: JobId, happened: &Happened) -> NewJob {
    let (event, about) = (happened.event.as_str(), happened.about);
    NewJob {
        id,
        kind: kind::WEBHOOK_EVENT,
        merchant: Some(happened.merchant),
        subject: happened.subject.number(),
        payload: format!("{event} {about} {}", happened.at.as_microsecond()),
        unique_key: Some(format!("hook-{event}-{about}")),
        run_at: happened.at,
    }
}

/// Asks for those of `wanted` whose merchants have an endpoint that listens, or a connected shop. One look serves a whole batch,
/// and a shop without either pays nothing else.
pub(crate) fn enqueue(tx: &mut Tx<'_>, wanted: Vec<NewJob>, now: Timestamp) -> Result<(), DbError> {
    let mut merchants: Vec<MerchantId> = wanted.iter().filter_map(|job| job.merchant).collect();
    merchants.sort_unstable();
    merchants.dedup();
    if merchants.is_empty() {
        return Ok(());
    }
    let listening = webhooks::listening(tx, &merchants)?;
    let mut asked = wanted;
    asked.retain(|job| job.merchant.is_some_and(|merchant| listening.binary_search(&merchant).is_ok()));
    if asked.is_empty() { Ok(()) } else { jobs::enqueue(tx, &asked, now) }
}

/// Notes in the transaction of its cause that something happened.
pub(crate) fn note(tx: &mut Tx<'_>, id: JobId, happened: &Happened) -> Result<(), DbError> {
    enqueue(tx, vec![event_job(id, happened)], happened.at)
}

/// The job: one row for each endpoint that wants to be told and for each shop, in one transaction with the end of the job.
pub(crate) async fn fan_out(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let happened = happened_of(job).ok_or_else(|| {
        JobError::Never("what happened, to what and when is not told in words of this version".to_owned())
    })?;
    let (job, now) = (job.id, ctx.now());
    let ids: [_; domain::webhook::WEBHOOKS_MAX] = std::array::from_fn(|_| ctx.id());
    let send_ids: [_; domain::connection::CONNECTIONS_MAX] = std::array::from_fn(|_| ctx.id());
    ctx.db()
        .write("fan_out_webhooks", move |tx| {
            let told = webhooks::share(tx, happened.merchant, happened.event)?;
            for ((webhook, is_on), id) in told.into_iter().zip(ids) {
                let new = NewDelivery {
                    id,
                    merchant: happened.merchant,
                    webhook,
                    event: happened.event,
                    subject: happened.subject,
                    about: happened.about,
                    happened_at: happened.at,
                };
                if webhook_deliveries::insert(tx, &new, now)? && is_on {
                    wake(tx, happened.merchant, webhook, now)?;
                }
            }
            connections::told(tx, &happened, &send_ids, now)?;
            jobs::finish(tx, &[job])
        })
        .await?;
    Ok(Done::Settled)
}

fn happened_of(job: &Job) -> Option<Happened> {
    let mut words = job.payload.split(' ');
    let event = HookEvent::from_word(words.next()?)?;
    Some(Happened {
        event,
        merchant: job.merchant?,
        subject: event.subject(job.subject),
        about: words.next()?.parse().ok()?,
        at: Timestamp::from_microsecond(words.next()?.parse().ok()?).ok()?,
    })
}

/// Has the job of an endpoint look at once for what is due. The endpoint is locked or shared, so that the job does not end
/// meanwhile.
pub(super) fn wake(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    webhook: WebhookId,
    now: Timestamp,
) -> Result<(), DbError> {
    let id = JobId(webhook.0);
    let job = NewJob {
        id,
        kind: kind::TELL_WEBHOOK,
        merchant: Some(merchant),
        subject: webhook.0,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    };
    jobs::enqueue(tx, &[job], now)?;
    jobs::reschedule(tx, &[(id, now)])
}

/// Forgets what was told long ago, and has somebody work for endpoints that nobody works for.
///
/// # Errors
/// [`DbError`] when the database refused.
pub(crate) async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let stranded = ctx.db().read(webhooks::stranded).await?;
    for (merchant, webhook) in stranded {
        ctx.db()
            .write("wake_webhook", move |tx| {
                if webhooks::lock(tx, merchant, webhook)?.is_none() {
                    return Ok(());
                }
                jobs::resend(tx, JobId(webhook.0), now)?;
                wake(tx, merchant, webhook, now)
            })
            .await?;
    }
    ctx.db()
        .write("forget_webhooks", move |tx| webhook_deliveries::forget(tx, now - KEPT, FORGOTTEN_MAX))
        .await?;
    Ok(())
}
