//! The worker: claims by a short lease, works outside any transaction, then forgets, reschedules or gives up.
//! At least once: whoever dies in the middle leaves its jobs due again when the lease ends.

use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jiff::SignedDuration;
use store::jobs::{self, Job};
use store::{Command, DbError, Tx};
use tokio::sync::{Semaphore, watch};

use super::kind;
use crate::{
    Ctx, accounts, archives, catalog, connections, disputes, donations, erasure, imports, mails, money,
    nonprofits, payees, payments, pledges, sunsets, webhooks,
};

/// How long a claimed job is ours.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// Jobs claimed at once.
const CLAIM_MAX: u32 = 512;
/// Jobs worked on at once: enough to keep a provider that takes 400 ms busy, bounded for its sake and ours.
const WORKING_MAX: usize = 1_024;
/// Between a commit and the look for what it asked for: lets a rush come in together.
const GATHER: Duration = Duration::from_millis(10);
/// The same in a rush: a few large batches cost less than many small ones, and no buyer waits for a capture or a mail.
const GATHER_IN_A_RUSH: Duration = Duration::from_millis(50);
/// So many jobs that were due at once are a rush.
const RUSH: usize = 8;
/// The longest sleep: other processes enqueue too.
const SLEEP_MAX: Duration = Duration::from_millis(500);
/// Failures before a person must look. Deaths of the process are not among them: a server that falls over again and again
/// for a quarter of an hour must not find its orders given up when it stands.
/// With the pauses below that is about a day.
const TRIES_MAX: u32 = 16;
/// First pause after a failure; it doubles, up to [`PAUSE_MAX`].
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(2);
/// Who finds a peer busy pauses as if it had failed so often: about ten seconds, not all at once.
const BUSY_LIKE: u32 = 3;
/// Longest pause between two tries.
const PAUSE_MAX: SignedDuration = SignedDuration::from_hours(3);

/// Nothing is put off for longer, beside what waits for the end of an undo window: [`PAUSE_MAX`] with its jitter.
const AHEAD_MAX: SignedDuration = SignedDuration::from_hours(4);

/// What a handler says when it is not done.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// Later, perhaps: the peer or the database did not answer.
    #[error("{0}")]
    Later(String),
    /// Soon: the peer has enough to do, and was not asked. That is no failure and does not count as one.
    #[error("too much is under way there already")]
    Busy,
    /// Never, as it is: a person must look.
    #[error("{0}")]
    Never(String),
}

impl From<DbError> for JobError {
    fn from(error: DbError) -> Self {
        Self::Later(error.to_string())
    }
}

/// How a handler ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// Forget the job.
    Finished,
    /// The handler's own transaction forgot or rescheduled it.
    Settled,
    /// Run it again then.
    Again(jiff::Timestamp),
}

/// Works until it is told to stop.
pub struct Runner {
    ctx: Ctx,
    working: Arc<Semaphore>,
}

impl Runner {
    /// A runner of this node.
    #[must_use]
    pub fn new(ctx: Ctx) -> Self {
        Self { ctx, working: Arc::new(Semaphore::new(WORKING_MAX)) }
    }

    /// Works until `stop` turns true, then lets what runs finish.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut commits = self.ctx.db().commits();
        while !*stop.borrow() {
            let claimed = self.round().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the job queue could not be read; trying again");
                0
            });
            if claimed == usize::try_from(CLAIM_MAX).unwrap_or(usize::MAX) {
                continue;
            }
            let gather = if claimed < RUSH { GATHER } else { GATHER_IN_A_RUSH };
            tokio::select! {
                _ = stop.changed() => {}
                () = self.idle(&mut commits, gather) => {}
            }
        }
        // Every permit back means that nothing runs any more.
        let all = u32::try_from(WORKING_MAX).expect("the limit is small");
        let _ = self.working.acquire_many(all).await;
    }

    /// Sleeps until something may be due: a commit, the next due time, or the longest sleep; but for `gather` at least.
    async fn idle(&self, commits: &mut watch::Receiver<u64>, gather: Duration) {
        let next = self.ctx.db().read(jobs::next_due).await.unwrap_or(None);
        let sleep = next
            .map(|at| Duration::try_from(at.duration_since(self.ctx.now())).unwrap_or(gather))
            .map_or(SLEEP_MAX, |sleep| sleep.clamp(gather, SLEEP_MAX));
        commits.mark_unchanged();
        tokio::select! {
            () = tokio::time::sleep(sleep) => {}
            _ = commits.changed() => tokio::time::sleep(gather).await,
        }
    }

    /// Claims what is due and starts it. Says how much was claimed.
    async fn round(&self) -> Result<usize, DbError> {
        let free = u32::try_from(self.working.available_permits()).unwrap_or(CLAIM_MAX).min(CLAIM_MAX);
        if free == 0 {
            tokio::time::sleep(GATHER).await;
            return Ok(0);
        }
        let claimed = claim(&self.ctx, free).await?;
        let count = claimed.len();
        for job in claimed {
            let permit = Arc::clone(&self.working).acquire_owned().await.map_err(|_| DbError::Closed)?;
            let ctx = self.ctx.clone();
            tokio::spawn(async move {
                work(&ctx, job).await;
                drop(permit);
            });
        }
        Ok(count)
    }
}

/// Works on everything that is due at the context's clock, and on what that makes due, until nothing is. For
/// tests and for a shutdown that must leave nothing behind.
///
/// # Errors
/// [`DbError`] when the queue cannot be read.
pub async fn drain(ctx: &Ctx) -> Result<u64, DbError> {
    let mut done = 0;
    loop {
        let claimed = claim(ctx, CLAIM_MAX).await?;
        if claimed.is_empty() {
            return Ok(done);
        }
        done += u64::try_from(claimed.len()).unwrap_or(0);
        let mut running: FuturesUnordered<_> = claimed.into_iter().map(|job| work(ctx, job)).collect();
        while running.next().await.is_some() {}
    }
}

/// Brings back the jobs that a clock put off: one that was a year ahead for a minute leaves work for next year (I30).
///
/// # Errors
/// [`DbError`] when the queue cannot be written.
pub async fn pull_in_strays(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let latest = now + AHEAD_MAX.max(ctx.undo_window() + LEASE);
    let strays = ctx.db().write("pull_in_jobs", move |tx| jobs::pull_in(tx, now, latest)).await?;
    if strays > 0 {
        tracing::warn!(strays, "jobs were put off by a clock that was ahead; they are done now");
    }
    Ok(())
}

async fn claim(ctx: &Ctx, count: u32) -> Result<Vec<Job>, DbError> {
    let now = ctx.now();
    // A look before the lock: an idle server must not write.
    let due = ctx.db().read(jobs::next_due).await?.is_some_and(|at| at <= now);
    if !due {
        return Ok(Vec::new());
    }
    ctx.db().write("claim_jobs", move |tx| jobs::claim(tx, now, now + LEASE, count)).await
}

async fn work(ctx: &Ctx, job: Job) {
    // A handler that panics has failed, as one that gives an error has: it must not come back every minute for ever.
    let handled = std::panic::AssertUnwindSafe(handle(ctx, &job)).catch_unwind().await;
    let handled = handled.unwrap_or_else(|_| Err(JobError::Later("the handler panicked".to_owned())));
    let outcome = match handled {
        Ok(Done::Settled) => Ok(()),
        Ok(Done::Finished) => ctx.db().submit(FinishJob(job.id)).await,
        Ok(Done::Again(at)) => {
            let id = job.id;
            ctx.db().write("reschedule_job", move |tx| jobs::reschedule(tx, &[(id, at)])).await
        }
        Err(JobError::Busy) => {
            let (id, at) = (job.id, ctx.now() + pause(ctx, BUSY_LIKE));
            ctx.db().write("reschedule_job", move |tx| jobs::reschedule(tx, &[(id, at)])).await
        }
        Err(error) => fail(ctx, &job, error).await,
    };
    if let Err(error) = outcome {
        // The lease ends and the job is claimed again.
        tracing::warn!(job.id = %job.id, job.kind = %job.kind, %error, "a job's outcome could not be written");
    }
}

async fn handle(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    match job.kind.as_str() {
        kind::DRIVE_ORDER => payments::drive_order(ctx, job).await,
        kind::REFUND => payments::settle_refund(ctx, job).await,
        kind::ORDER_MAIL => mails::send_order_mail(ctx, job).await,
        kind::CODE_MAIL => accounts::send_code_mail(ctx, job).await,
        kind::NEW_ORDERS_MAIL => mails::send_new_orders_mail(ctx, job).await,
        kind::IMPORT_PREVIEW => imports::preview(ctx, job).await,
        kind::IMPORT_RUN => imports::run(ctx, job).await,
        kind::FETCH_IMAGES => catalog::pictures::fetch_some(ctx, job).await,
        kind::LOW_STOCK_MAIL => mails::send_low_stock_mail(ctx, job).await,
        kind::LINKS_MAIL => mails::send_links_mail(ctx, job).await,
        kind::INVITATION_MAIL => mails::send_invitation_mail(ctx, job).await,
        kind::STANDING_MAIL => mails::send_standing_mail(ctx, job).await,
        kind::LOOK_AT_PAYMENT => payments::look_at_payment(ctx, job).await,
        kind::LOOK_AT_REFUND => payments::look_at_refund(ctx, job).await,
        kind::LOOK_AT_DISPUTE => disputes::look_at_dispute(ctx, job).await,
        kind::LOOK_AT_ACCOUNT => payees::look_at_account(ctx, job).await,
        kind::PAYEE_MAIL => payees::send_payee_mail(ctx, job).await,
        kind::LOOK_AT_PAYOUT => money::look_at_payout(ctx, job).await,
        kind::FORGET_METHOD => accounts::wallet::forget_at_provider(ctx, job).await,
        kind::DRIVE_DONATION => donations::drive_donation(ctx, job).await,
        kind::GIFT_REFUND => donations::settle_gift_refund(ctx, job).await,
        kind::GIFT_MAIL => donations::send_gift_mail(ctx, job).await,
        kind::GIFT_DISPUTE_MAIL => donations::send_gift_dispute_mail(ctx, job).await,
        kind::THANK_MAIL => donations::send_thanks(ctx, job).await,
        kind::STATEMENT_MAIL => donations::send_statement_mail(ctx, job).await,
        kind::TRIBUTE_MAIL => donations::send_tribute_mail(ctx, job).await,
        kind::NONPROFIT_INVITATION => nonprofits::send_nonprofit_invitation(ctx, job).await,
        kind::NONPROFIT_MAIL => nonprofits::send_nonprofit_mail(ctx, job).await,
        kind::DRIVE_PLEDGE => pledges::drive_pledge(ctx, job).await,
        kind::PLEDGE_METHOD => pledges::keep_pledge_method(ctx, job).await,
        kind::HOLD_PLEDGES => pledges::hold_pledges(ctx, job).await,
        kind::PLEDGE_MAIL => pledges::send_pledge_mail(ctx, job).await,
        kind::ERASE => erasure::erase(ctx, job).await,
        kind::MAKE_ARCHIVE => archives::make_archive(ctx, job).await,
        kind::RESTOCK_MAIL => mails::send_restock_mail(ctx, job).await,
        kind::SUNSET_ROUND => sunsets::tell_round(ctx, job).await,
        kind::WEBHOOK_EVENT => webhooks::fan_out(ctx, job).await,
        kind::TELL_WEBHOOK => webhooks::tell_webhook(ctx, job).await,
        kind::SYNC_CONNECTION => connections::sync(ctx, job).await,
        kind::SEND_TO_CONNECTION => connections::send(ctx, job).await,
        kind::SUNSET_MAIL => sunsets::send_sunset_mail(ctx, job).await,
        unknown => Err(JobError::Never(format!("no handler knows the job kind \"{unknown}\""))),
    }
}

async fn fail(ctx: &Ctx, job: &Job, error: JobError) -> Result<(), DbError> {
    let (id, sentence) = (job.id, error.to_string());
    let tries = job.tries + 1;
    if gives_up(&job.kind, &error, tries) {
        tracing::error!(job.id = %id, job.kind = %job.kind, error = %sentence, "gave up on job {id}");
        return ctx.db().write("bury_job", move |tx| jobs::bury(tx, id, &sentence)).await;
    }
    tracing::warn!(job.id = %id, job.kind = %job.kind, error = %sentence, "job {id} will be tried again");
    let at = ctx.now() + pause(ctx, tries);
    ctx.db().write("retry_job", move |tx| jobs::retry(tx, id, at, &sentence)).await
}

/// Whether a person must look. Nobody can do better than asking again where a provider is told to forget a card, and whoever
/// wants it forgotten cannot see that it waits: that goes on until it is done.
fn gives_up(job: &str, error: &JobError, tries: u32) -> bool {
    match error {
        JobError::Never(_) => true,
        JobError::Later(_) | JobError::Busy => tries >= TRIES_MAX && job != kind::FORGET_METHOD,
    }
}

/// Doubling pauses with up to a quarter of jitter, so that a peer that comes back is not run over.
fn pause(ctx: &Ctx, tries: u32) -> SignedDuration {
    let doubled = PAUSE_FIRST.saturating_mul(1 << tries.saturating_sub(1).min(20)).min(PAUSE_MAX);
    let [byte] = ctx.random::<1>();
    doubled + doubled * i32::from(byte) / 1_024
}

/// Forgetting jobs is hot: thousands a second in a rush.
struct FinishJob(domain::ids::JobId);

impl Command for FinishJob {
    type Output = ();
    const NAME: &'static str = "finish_jobs";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<()>, DbError> {
        let ids: Vec<_> = batch.iter().map(|job| job.0).collect();
        jobs::finish(tx, &ids)?;
        Ok(vec![(); batch.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_looks_at_what_failed_too_often_unless_asking_again_is_all_there_is() {
        let later = || JobError::Later("no certain answer".to_owned());
        assert!(!gives_up(kind::SUNSET_MAIL, &later(), TRIES_MAX - 1));
        assert!(gives_up(kind::SUNSET_MAIL, &later(), TRIES_MAX));
        assert!(!gives_up(kind::FORGET_METHOD, &later(), u32::MAX));
        assert!(gives_up(kind::FORGET_METHOD, &JobError::Never("no such way to pay".to_owned()), 1));
    }
}
