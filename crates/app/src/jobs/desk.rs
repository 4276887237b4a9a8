//! Looking after the queue: how it stands, what was given up, "fix and resend".

use domain::access::{AtMerchant, MerchantAct, Permit, RunServer};
use domain::ids::{JobId, MerchantId, OrderId, RefundId};
use domain::money::Money;
use domain::view::orders::DeadJob;
use jiff::Timestamp;
use store::jobs::Job;
pub use store::jobs::QueueHealth;
use store::{DbError, Tx};

use super::kind;
use crate::Ctx;
use crate::payments::{self, Again};
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
    /// Nonprofits that applied and wait for a decision.
    pub nonprofits: i64,
    /// Verified nonprofits whose registers somebody should look into again.
    pub standings: i64,
    /// Disputes that no merchant has answered yet.
    pub disputes: i64,
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
                nonprofits: store::todo::nonprofits_waiting(conn)?,
                standings: store::nonprofits::count_due(conn)?,
                disputes: store::disputes::count_waiting(conn)?,
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

/// What became of the wish to run a given-up job again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resent {
    /// It runs again.
    Sent,
    /// There is no such given-up job.
    NotThere,
    /// Less is left to give back than it was to give back: that can only be chosen at the order.
    NotSoMuch {
        /// How much is left.
        left: Money,
        /// Of which order.
        order: OrderId,
    },
}

/// Runs a given-up job again, after its cause was fixed.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn resend(ctx: &Ctx, _permit: &Permit<RunServer>, id: JobId) -> Result<Resent, DbError> {
    let (now, ids) = (ctx.now(), (ctx.id(), ctx.id()));
    ctx.db()
        .write("resend_job", move |tx| {
            let Some(job) = store::jobs::dead_by_id(tx, id)? else { return Ok(Resent::NotThere) };
            send_again(tx, &job, ids, now)
        })
        .await
}

/// Runs a merchant's own given-up job again.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn resend_own(ctx: &Ctx, permit: &Permit<AtMerchant>, id: JobId) -> Result<Resent, DbError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let (now, ids) = (ctx.now(), (ctx.id(), ctx.id()));
    let log = staff_log::line(ctx, permit.by(), merchant, "job.resend", id, "");
    ctx.db()
        .write("resend_own_job", move |tx| {
            let own = store::jobs::dead_by_id(tx, id)?.filter(|job| job.merchant == Some(merchant));
            let Some(job) = own else { return Ok(Resent::NotThere) };
            let resent = send_again(tx, &job, ids, now)?;
            if resent == Resent::Sent {
                note_detail(tx, &log, &job.kind)?;
            }
            Ok(resent)
        })
        .await
}

/// A refund that failed gave its promise up; to try again is to promise again.
fn send_again(tx: &mut Tx<'_>, job: &Job, ids: (RefundId, JobId), now: Timestamp) -> Result<Resent, DbError> {
    let (kind::REFUND, Some(merchant)) = (job.kind.as_str(), job.merchant) else {
        let sent = store::jobs::resend(tx, job.id, now)?;
        return Ok(if sent { Resent::Sent } else { Resent::NotThere });
    };
    let refund = RefundId(job.subject);
    match payments::again(tx, merchant, refund, job.id, ids, now)? {
        Again::Sent => Ok(Resent::Sent),
        Again::NotSoMuch(left) => {
            let open = store::refunds::find(tx, merchant, refund)?;
            Ok(open.map_or(Resent::NotThere, |open| Resent::NotSoMuch { left, order: open.order }))
        }
    }
}
