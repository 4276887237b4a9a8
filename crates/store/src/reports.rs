//! Reports of posts: the operator's queue.

use domain::ids::{AccountId, PostId, ReportId};
use domain::view::posts::{PostReport, ReportReason};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Keeps a report.
///
/// # Errors
/// [`DbError`] as the engine gives it; so for all functions here.
pub fn insert(
    tx: &mut Tx<'_>,
    report: ReportId,
    post: PostId,
    reporter: AccountId,
    reason: ReportReason,
    comment: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO post_reports (id, post_id, reporter_id, reason, comment, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            Param::id(report),
            Param::id(post),
            Param::id(reporter),
            reason.as_str().into(),
            comment.into(),
            now.into(),
        ],
    )
    .map(|_| ())
}

/// The reporter has an open report of this post already.
pub fn is_open(read: &mut impl Read, post: PostId, reporter: AccountId) -> Result<bool, DbError> {
    read.first(
        "SELECT id FROM post_reports WHERE state = 'open' AND post_id = $1 AND reporter_id = $2",
        &[Param::id(post), Param::id(reporter)],
        |row| row.int(0),
    )
    .map(|found| found.is_some())
}

/// Open reports after `after`, oldest first.
pub fn open(read: &mut impl Read, after: ReportId, limit: u32) -> Result<Vec<PostReport>, DbError> {
    read.rows(
        "SELECT r.id, r.post_id, p.author_id, a.handle, p.body, b.handle, r.reason, r.comment, r.created_at
           FROM post_reports r
           JOIN posts p ON p.id = r.post_id
           JOIN accounts a ON a.id = p.author_id
           JOIN accounts b ON b.id = r.reporter_id
          WHERE r.state = 'open' AND r.id > $1
          ORDER BY r.id LIMIT $2",
        &[Param::id(after), limit.into()],
        |row| {
            Ok(PostReport {
                id: row.id(0)?,
                post: row.id(1)?,
                author: row.id(2)?,
                author_handle: row.text(3)?,
                text: row.text(4)?,
                reporter_handle: row.text(5)?,
                reason: row.word(6, "reason of a report", ReportReason::from_word)?,
                comment: row.text(7)?,
                created_at: row.time(8)?,
            })
        },
    )
}

/// How many reports are open.
pub fn count_open(read: &mut impl Read) -> Result<u32, DbError> {
    read.one("open reports", "SELECT count(*) FROM post_reports WHERE state = 'open'", &[], |row| {
        row.count(0)
    })
}

/// Closes the open reports of the post that `report` is about; none when `report` is not open.
/// `removed`: the post was taken down.
pub fn decide(
    tx: &mut Tx<'_>,
    report: ReportId,
    removed: bool,
    by: AccountId,
    now: Timestamp,
) -> Result<Option<PostId>, DbError> {
    let post: Option<PostId> = tx.first(
        "SELECT post_id FROM post_reports WHERE id = $1 AND state = 'open'",
        &[Param::id(report)],
        |row| row.id(0),
    )?;
    let Some(post) = post else { return Ok(None) };
    let state = if removed { "removed" } else { "dismissed" };
    tx.execute(
        "UPDATE post_reports SET state = $1, decided_by = $2, decided_at = $3
          WHERE post_id = $4 AND state = 'open'",
        &[state.into(), Param::id(by), now.into(), Param::id(post)],
    )?;
    Ok(Some(post))
}
