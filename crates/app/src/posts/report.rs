//! Reports of posts: from a reader to the operator's desk.

use domain::access::{Actor, Permit, RunServer};
use domain::ids::{PostId, ReportId};
use domain::post::{self, REPORT_CHARACTERS_MAX};
use domain::view::posts::{PostReport, ReportReason};
use store::DbError;
use store::changes::{self, ChangeKind};

use super::delete::gone;
use crate::{Ctx, feed};

/// Reports on one page of the desk.
const PAGE_REPORTS: u32 = 50;

/// A report to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Of which post.
    pub post: PostId,
    /// Why.
    pub reason: ReportReason,
    /// What the reader adds.
    pub comment: String,
}

/// Why nothing was reported or decided.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignIn,
    /// There is no such post or open report.
    #[error("there is no such post or report")]
    NotFound,
    /// The comment is too long.
    #[error("a comment has at most {REPORT_CHARACTERS_MAX} characters")]
    CommentTooLong,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Puts a post on the operator's desk. The same reader's second report of a post that waits there is the first.
///
/// # Errors
/// [`ReportError`]; nothing was written then.
pub async fn report(ctx: &Ctx, actor: &Actor, report: Report) -> Result<(), ReportError> {
    let reporter = actor.account().ok_or(ReportError::SignIn)?;
    let comment = post::clean(&report.comment);
    if comment.chars().count() > REPORT_CHARACTERS_MAX {
        return Err(ReportError::CommentTooLong);
    }
    let (id, now) = (ctx.id(), ctx.now());
    ctx.db()
        .write("report_post", move |tx| {
            store::posts::by_ids(tx, &[report.post.0])?.pop().ok_or(ReportError::NotFound)?;
            if !store::reports::is_open(tx, report.post, reporter)? {
                store::reports::insert(tx, id, report.post, reporter, report.reason, &comment, now)?;
            }
            Ok(())
        })
        .await
}

/// What waits on the desk after `after`, oldest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn open_reports(
    ctx: &Ctx,
    _: &Permit<RunServer>,
    after: Option<ReportId>,
) -> Result<Vec<PostReport>, DbError> {
    let after = after.unwrap_or(ReportId(0));
    ctx.db().read(move |conn| store::reports::open(conn, after, PAGE_REPORTS)).await
}

/// What the operator decides about a report, and so about every open report of the same post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The post is taken down.
    Remove,
    /// Nothing is wrong with it.
    Dismiss,
}

/// Decides about a report.
///
/// # Errors
/// [`ReportError::NotFound`] when it is decided already.
pub async fn decide(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    report: ReportId,
    decision: Decision,
) -> Result<(), ReportError> {
    let operator = permit.by().account().unwrap_or(domain::ids::AccountId(0));
    let now = ctx.now();
    ctx.db()
        .write("decide_report", move |tx| {
            let removes = decision == Decision::Remove;
            let post =
                store::reports::decide(tx, report, removes, operator, now)?.ok_or(ReportError::NotFound)?;
            if removes {
                gone(tx, post, now)?;
            }
            changes::note(tx, ChangeKind::Post, post.0, 0, now)?;
            Ok::<_, ReportError>(())
        })
        .await?;
    Ok(feed::catch_up(ctx).await?)
}
