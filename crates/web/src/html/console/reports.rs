//! Reports of posts, and what the operator decides.

use app::posts::{Decision, ReportError, decide as decide_report, open_reports};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::ReportId;
use domain::view::posts::{PostReport, ReportReason};
use words::Words;

use super::desk::{Place, desk, may};
use crate::Web;
use crate::html::pages::console::{ReportCase, Reports};
use crate::html::parts::{Level, Tag};
use crate::html::said::say;
use crate::html::table::Action;
use crate::html::view::{excerpt, href_of_post};
use crate::html::{Failure, Visit, render, see_other};

/// Letters of the post that are shown.
const POST_LETTERS: usize = 280;

/// What waits, oldest first.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let open = open_reports(web.ctx(), &may(&visit)?, None).await?;
    let now = web.ctx().now();
    let w = visit.words();
    let reports = open
        .iter()
        .map(|report| {
            let seconds = now.duration_since(report.created_at).as_secs();
            case(w, report, seconds)
        })
        .collect();
    render(&Reports { p: &desk(&web, &visit, Place::Reports), reports })
}

fn case(w: &Words, report: &PostReport, seconds: i64) -> ReportCase {
    let action = |label: &str, what: &str, risky| Action {
        label: label.to_owned(),
        href: format!("/console/reports/{}/{what}", report.id),
        is_link: false,
        risky,
    };
    let from = w.fill("report-from", "name", &format!("@{}", report.reporter_handle));
    ReportCase {
        reason: Tag { text: reason(w, report.reason).to_owned(), level: Level::Warn },
        about: w.fill("report-about", "name", &format!("@{}", report.author_handle)),
        href: href_of_post(report.post),
        excerpt: excerpt(&report.text, POST_LETTERS),
        comment: report.comment.clone(),
        from: format!("{from}, {}", w.ago(seconds)),
        actions: vec![
            action(w.text("report-dismiss"), "dismiss", false),
            action(w.text("report-remove-post"), "remove", true),
        ],
    }
}

fn reason(w: &Words, reason: ReportReason) -> &str {
    match reason {
        ReportReason::Spam => w.text("report-spam"),
        ReportReason::Scam => w.text("report-scam"),
        ReportReason::Illegal => w.text("report-illegal"),
        ReportReason::Hate => w.text("report-hate"),
        ReportReason::Other => w.text("report-other"),
    }
}

/// Decides about one report, and so about every open one of the same post.
pub async fn decide(
    web: State<Web>,
    visit: Visit,
    Path((report, what)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id: ReportId = report.parse().map_err(|_| Failure::NotFound)?;
    let decision = match what.as_str() {
        "dismiss" => Decision::Dismiss,
        "remove" => Decision::Remove,
        _ => return Err(Failure::NotFound),
    };
    match decide_report(web.ctx(), &may(&visit)?, id, decision).await {
        Ok(()) => Ok(say(&web, "action-saved", "/console/reports")),
        // Somebody else decided first.
        Err(ReportError::NotFound) => Ok(see_other("/console/reports")),
        Err(ReportError::SignIn) => Err(Failure::SignIn),
        Err(ReportError::CommentTooLong) => Err(Failure::Unprocessable),
        Err(ReportError::Db(error)) => Err(error.into()),
    }
}
