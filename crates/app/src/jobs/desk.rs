//! Looking after the queue: how it stands, what was given up, "fix and resend".

use domain::access::{AtMerchant, MerchantAct, Permit, RunServer};
use domain::ids::{JobId, MerchantId, RefundId};
use domain::view::orders::DeadJob;
use store::jobs::Job;
pub use store::jobs::QueueHealth;
use store::{DbError, Tx};

use super::kind;
use crate::Ctx;
use crate::staff_log::{self, note_detail, permitted};

/// Given-up jobs shown at once.
const DEAD_SHOWN_MAX: u32 = 100;

/// How the queue stands.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn health(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<QueueHealth, DbError> {
    let now = ctx.now();
    ctx.db().read(move |conn| store::jobs::health(conn, now)).await
}

/// How many jobs of each kind wait, the most first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn kinds(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<(String, i64)>, DbError> {
    ctx.db().read(store::jobs::kinds).await
}

/// What needs the operator beside the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Reports that nobody decided.
    pub reports: i64,
    /// Merchants that wait to be verified.
    pub merchants: i64,
}

/// Counts what needs the operator beside the queue.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn needs_operator(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Needs, DbError> {
    ctx.db()
        .read(|conn| {
            Ok(Needs {
                reports: i64::from(store::reports::count_open(conn)?),
                merchants: store::todo::merchants_waiting(conn)?,
            })
        })
        .await
}

/// The jobs given up, newest first, of all merchants.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn dead(ctx: &Ctx, _permit: &Permit<RunServer>) -> Result<Vec<DeadJob>, DbError> {
    list(ctx, None).await
}

/// The jobs given up that belong to one merchant, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn dead_of(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<DeadJob>, DbError> {
    list(ctx, Some(permitted(permit, MerchantAct::ViewOrders))).await
}

async fn list(ctx: &Ctx, merchant: Option<MerchantId>) -> Result<Vec<DeadJob>, DbError> {
    let jobs = ctx.db().read(move |conn| store::jobs::dead(conn, merchant, DEAD_SHOWN_MAX)).await?;
    Ok(jobs.into_iter().map(seen).collect())
}

fn seen(job: Job) -> DeadJob {
    DeadJob {
        id: job.id,
        kind: job.kind,
        merchant: job.merchant,
        subject: job.subject,
        tries: job.tries,
        last_error: job.last_error,
        at: job.run_at,
    }
}

/// Runs a given-up job again, after its cause was fixed. `false`: there is no such given-up job.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn resend(ctx: &Ctx, _permit: &Permit<RunServer>, id: JobId) -> Result<bool, DbError> {
    let now = ctx.now();
    ctx.db()
        .write("resend_job", move |tx| {
            let Some(job) = store::jobs::dead_by_id(tx, id)? else { return Ok(false) };
            reopen(tx, &job)?;
            store::jobs::resend(tx, id, now)
        })
        .await
}

/// Runs a merchant's own given-up job again. `false`: the merchant has no such given-up job.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn resend_own(ctx: &Ctx, permit: &Permit<AtMerchant>, id: JobId) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let now = ctx.now();
    let log = staff_log::line(ctx, permit.by(), merchant, "job.resend", id, "");
    ctx.db()
        .write("resend_own_job", move |tx| {
            let own = store::jobs::dead_by_id(tx, id)?.filter(|job| job.merchant == Some(merchant));
            let Some(job) = own else { return Ok(false) };
            reopen(tx, &job)?;
            note_detail(tx, &log, &job.kind)?;
            store::jobs::resend(tx, id, now)
        })
        .await
}

/// A refund that the provider refused gave its promise up; to try again is to promise again.
fn reopen(tx: &mut Tx<'_>, job: &Job) -> Result<(), DbError> {
    match (job.kind.as_str(), job.merchant) {
        (kind::REFUND, Some(merchant)) => store::refunds::reopen(tx, merchant, RefundId(job.subject)),
        (_, Some(_) | None) => Ok(()),
    }
}
