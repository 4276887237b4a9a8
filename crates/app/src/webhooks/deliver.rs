//! Sending what is due to one endpoint. One job per endpoint, so that one that is slow or dead delays nobody else and fills no
//! queue; how many messages are under way is counted in the database, for all processes together.

use bytes::Bytes;
use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::{JobId, MerchantId, WebhookDeliveryId, WebhookId};
use domain::webhook::{
    DeliveryState, HookAct, HookState, PAUSE_MAX, UNDER_WAY_MAX, Verdict, hook_after, judge, kept_answer,
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use serde_json::json;
use store::DbError;
use store::jobs::{self, Job};
use store::webhook_deliveries::{self, Claimed, Tried};
use store::webhooks::{self, Locked, SealedSecrets};

use super::endpoints::{HookError, open};
use super::message::{envelope, message};
use super::sign::signature;
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::{FetchError, Telling, Told};
use crate::sealer::Secret;
use crate::staff_log::permitted;

/// A message that is being sent counts as lost after this: three times what one try may take.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// The job begins no new round after this, so that it ends before its own lease does.
const ROUNDS_FOR: SignedDuration = SignedDuration::from_secs(35);
/// When all that may be under way is: whoever sends it looks again at its end, so this is for when they died.
const BUSY: SignedDuration = SignedDuration::from_secs(10);
/// Nothing is put off for longer than the longest pause with its jitter; what is was put off by a clock that was ahead.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(4);
const _: () = assert!(PAUSE_MAX.as_secs() + PAUSE_MAX.as_secs() / 4 < AHEAD_MAX.as_secs());

/// The job: sends what is due to one endpoint, up to [`UNDER_WAY_MAX`] at once.
pub(crate) async fn tell_webhook(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let webhook = WebhookId(job.subject);
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("an endpoint is a merchant's".to_owned()));
    };
    let until = ctx.now() + ROUNDS_FOR;
    while ctx.now() < until {
        let Some((endpoint, claimed)) = claim(ctx, merchant, webhook).await? else { break };
        let sent =
            join_all(claimed.iter().map(|each| send_and_record(ctx, (merchant, webhook), &endpoint, each)));
        // What could not be written down is sent again when its lease ends.
        sent.await.into_iter().collect::<Result<Vec<()>, DbError>>()?;
    }
    settle(ctx, merchant, webhook).await?;
    Ok(Done::Settled)
}

/// Takes what is due; none when that is nothing, or nothing may be sent now.
async fn claim(
    ctx: &Ctx,
    merchant: MerchantId,
    webhook: WebhookId,
) -> Result<Option<(Locked, Vec<Claimed>)>, DbError> {
    let now = ctx.now();
    ctx.db()
        .write("claim_webhooks", move |tx| {
            let Some(endpoint) = webhooks::lock(tx, merchant, webhook)? else { return Ok(None) };
            if endpoint.state != HookState::On {
                return Ok(None);
            }
            let free = UNDER_WAY_MAX.saturating_sub(webhook_deliveries::under_way(tx, webhook, now)?);
            if free == 0 {
                return Ok(None);
            }
            let times = (now, now + LEASE, now + AHEAD_MAX);
            let claimed = webhook_deliveries::claim(tx, webhook, free, times)?;
            Ok((!claimed.is_empty()).then_some((endpoint, claimed)))
        })
        .await
}

/// Ends the job, or says when it runs next. Whoever writes a message meanwhile waits for this, or this for them.
async fn settle(ctx: &Ctx, merchant: MerchantId, webhook: WebhookId) -> Result<(), DbError> {
    let (job, now) = (JobId(webhook.0), ctx.now());
    ctx.db()
        .write("settle_webhook", move |tx| {
            let is_on = webhooks::lock(tx, merchant, webhook)?.is_some_and(|it| it.state == HookState::On);
            let next = if is_on { webhook_deliveries::next_due(tx, webhook)? } else { None };
            match next {
                None => jobs::finish(tx, &[job]),
                Some(due) if due <= now => {
                    let is_full = webhook_deliveries::under_way(tx, webhook, now)? >= UNDER_WAY_MAX;
                    jobs::reschedule(tx, &[(job, if is_full { now + BUSY } else { now })])
                }
                Some(due) => jobs::reschedule(tx, &[(job, due)]),
            }
        })
        .await
}

async fn send_and_record(
    ctx: &Ctx,
    (merchant, webhook): (MerchantId, WebhookId),
    endpoint: &Locked,
    claimed: &Claimed,
) -> Result<(), DbError> {
    let heard = match message(ctx, merchant, claimed).await? {
        None => Heard::nothing("what it is about is not there any more", Verdict::GiveUp),
        Some(body) => match secrets(ctx, webhook, &endpoint.secrets) {
            None => Heard::nothing(
                "the secret of this endpoint does not open: it was sealed with another secret.key. Rotate it",
                judge(None, None, claimed.tries, claimed.since, ctx.now()),
            ),
            Some(secrets) => {
                let answer = send(ctx, &endpoint.url, &secrets, &claimed.id.to_string(), body).await;
                Heard::of(answer, |status, asked| {
                    judge(status, asked, claimed.tries, claimed.since, ctx.now())
                })
            }
        },
    };
    record(ctx, merchant, webhook, claimed.id, heard).await
}

/// What was heard of one try, and what it means.
struct Heard {
    status: Option<u16>,
    answer: String,
    verdict: Verdict,
}

impl Heard {
    fn nothing(why: &str, verdict: Verdict) -> Self {
        Self { status: None, answer: why.to_owned(), verdict }
    }

    fn of(answer: Result<Told, FetchError>, judge: impl Fn(Option<u16>, Option<i64>) -> Verdict) -> Self {
        match answer {
            Ok(told) => Self {
                status: Some(told.status),
                answer: kept_answer(&told.body),
                verdict: judge(Some(told.status), told.retry_after),
            },
            Err(error) => Self::nothing(&error.to_string(), judge(None, None)),
        }
    }

    /// Why it was not taken, in words that are none of the endpoint's.
    fn why(&self) -> String {
        match self.status {
            Some(status) => format!("HTTP {status}"),
            None => self.answer.clone(),
        }
    }
}

async fn record(
    ctx: &Ctx,
    merchant: MerchantId,
    webhook: WebhookId,
    id: WebhookDeliveryId,
    heard: Heard,
) -> Result<(), DbError> {
    let now = ctx.now();
    let [byte] = ctx.random::<1>();
    let state = match heard.verdict {
        Verdict::Delivered => DeliveryState::Delivered,
        Verdict::Gone | Verdict::GiveUp => DeliveryState::Failed,
        Verdict::Again(_) => DeliveryState::Waiting,
    };
    let run_at = match heard.verdict {
        // Up to a quarter of jitter, so that an endpoint that comes back is not run over.
        Verdict::Again(pause) => now + pause + pause * i32::from(byte) / 1_024,
        Verdict::Delivered | Verdict::Gone | Verdict::GiveUp => now,
    };
    if heard.verdict == Verdict::GiveUp {
        tracing::warn!(webhook.id = %webhook, delivery.id = %id, error = heard.why(), "gave up on a message to a webhook");
    }
    let why = heard.why();
    let tried = Tried { state, run_at, status: heard.status, answer: heard.answer, now };
    ctx.db()
        .write("record_webhook", move |tx| {
            let Some(endpoint) = webhooks::lock(tx, merchant, webhook)? else { return Ok(()) };
            if !webhook_deliveries::record(tx, id, &tried)? {
                return Ok(());
            }
            if tried.state == DeliveryState::Delivered {
                return webhooks::note_success(tx, merchant, webhook, now);
            }
            let stopped = match heard.verdict {
                Verdict::Gone => hook_after(endpoint.state, HookAct::Gone),
                Verdict::Delivered | Verdict::GiveUp | Verdict::Again(_) => None,
            };
            if stopped.is_some() {
                webhook_deliveries::give_up(tx, webhook)?;
            }
            webhooks::note_failure(tx, merchant, webhook, (&why, stopped.unwrap_or(endpoint.state)), now)
        })
        .await
}

/// The secrets that sign a message now, the newest first.
fn secrets(ctx: &Ctx, webhook: WebhookId, sealed: &SealedSecrets) -> Option<Vec<Secret>> {
    let mut secrets = vec![open(ctx, webhook, &sealed.newest)?];
    if let Some((old, until)) = &sealed.old
        && *until > ctx.now()
    {
        secrets.extend(open(ctx, webhook, old));
    }
    Some(secrets)
}

async fn send(ctx: &Ctx, url: &str, secrets: &[Secret], id: &str, body: Bytes) -> Result<Told, FetchError> {
    let timestamp = ctx.now().as_second();
    let headers = headers(secrets, id, timestamp, &body);
    ctx.ports().tell.tell(Telling { url: url.to_owned(), headers, body }).await
}

/// What goes with a message.
pub(crate) fn headers(
    secrets: &[Secret],
    id: &str,
    timestamp: i64,
    body: &[u8],
) -> Vec<(&'static str, String)> {
    let signatures: Vec<String> =
        secrets.iter().filter_map(|secret| signature(secret, id, timestamp, body)).collect();
    vec![
        ("webhook-id", id.to_owned()),
        ("webhook-timestamp", timestamp.to_string()),
        ("webhook-signature", signatures.join(" ")),
    ]
}

/// What came of a test message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinged {
    /// The endpoint took it.
    pub is_taken: bool,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    /// The beginning of the answer, or why there was none.
    pub answer: String,
}

/// Sends a test message at once, however the endpoint stands, and says what was answered. It is not kept and not tried again.
///
/// # Errors
/// [`HookError`].
pub async fn ping(ctx: &Ctx, permit: &Permit<AtMerchant>, webhook: WebhookId) -> Result<Pinged, HookError> {
    let merchant = permitted(permit, MerchantAct::EditWebhooks);
    let endpoint = ctx.db().write("read_webhook", move |tx| webhooks::lock(tx, merchant, webhook)).await?;
    let endpoint = endpoint.ok_or(HookError::NotFound)?;
    let secrets = secrets(ctx, webhook, &endpoint.secrets).ok_or(HookError::Sealed)?;
    let id = ctx.id::<WebhookDeliveryId>().to_string();
    let body = envelope("ping", ctx.now(), json!({ "webhook_id": webhook.to_string() }));
    Ok(match send(ctx, &endpoint.url, &secrets, &id, body).await {
        Ok(told) => Pinged {
            is_taken: (200..300).contains(&told.status),
            status: Some(told.status),
            answer: kept_answer(&told.body),
        },
        Err(error) => Pinged { is_taken: false, status: None, answer: error.to_string() },
    })
}
