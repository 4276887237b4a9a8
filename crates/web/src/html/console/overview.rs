//! The console's first page: what needs the operator, what runs, what was done lately.

use app::staff_log;
use axum::extract::State;
use axum::response::Response;

use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::pages::console::Overview;
use crate::html::pages::studio::Todo;
use crate::html::parts::{Level, Tag};
use crate::html::studio::log::table;
use crate::html::{Failure, Visit, render};

/// Lines of the log that are shown.
const LINES_SHOWN: usize = 8;
/// A job that is due for longer than this keeps somebody waiting.
const LATE_SECONDS: i64 = 60;

/// The page.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let health = app::jobs::health(web.ctx(), &permit).await?;
    let thrown = app::switches::list(web.ctx(), &permit).await?;
    let needs = app::jobs::needs_operator(web.ctx(), &permit).await?;
    let mut log = staff_log::of_server(web.ctx(), &permit, None).await?;
    log.lines.truncate(LINES_SHOWN);
    let w = visit.words();
    let todo = |count: i64, label: &str, href: &str, level| Todo {
        count: w.number(count),
        label: label.to_owned(),
        href: href.to_owned(),
        level: if count > 0 { level } else { Level::Plain },
    };
    let switched = i64::try_from(thrown.len()).unwrap_or(i64::MAX);
    let waiting =
        needs.reports + needs.merchants + needs.nonprofits + needs.standings + needs.disputes + health.dead;
    let late = health
        .oldest_due
        .map(|due| web.ctx().now().duration_since(due).as_secs())
        .is_some_and(|seconds| seconds > LATE_SECONDS);
    let state = |good: bool| {
        if good {
            Tag { text: w.text("health-good").to_owned(), level: Level::Good }
        } else {
            Tag { text: w.text("health-bad").to_owned(), level: Level::Bad }
        }
    };
    render(&Overview {
        p: &desk(&web, &visit, Place::Overview),
        text: if waiting == 0 && switched > 0 {
            w.count("console-switched-off", switched)
        } else if waiting == 0 {
            w.text("console-all-well").to_owned()
        } else {
            w.count("console-needs-you", waiting)
        },
        todos: vec![
            todo(
                needs.merchants,
                &w.count("todo-verify", needs.merchants),
                "/console/merchants",
                Level::Warn,
            ),
            todo(
                needs.nonprofits,
                &w.count("todo-nonprofits", needs.nonprofits),
                "/console/nonprofits",
                Level::Warn,
            ),
            todo(
                needs.standings,
                &w.count("todo-standings", needs.standings),
                "/console/nonprofits/standing",
                Level::Warn,
            ),
            todo(needs.reports, &w.count("todo-reports", needs.reports), "/console/reports", Level::Warn),
            todo(needs.disputes, &w.count("todo-disputes", needs.disputes), "/console/money", Level::Warn),
            todo(health.dead, &w.count("todo-failed", health.dead), "/console/queue", Level::Bad),
            todo(switched, &w.count("todo-switched", switched), "/console/switches", Level::Bad),
        ],
        figures: Vec::new(),
        health: vec![(w.text("console-queue").to_owned(), state(!late && health.dead == 0))],
        log: table(w, &log, |at| in_utc(w, at)),
    })
}
