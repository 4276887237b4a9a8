//! The queue: how it stands, what was given up, "fix and resend".

use app::jobs::Resent;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::ids::JobId;

use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::pages::console::Queue;
use crate::html::said::say;
use crate::html::studio::errors::dead_jobs;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let health = app::jobs::health(web.ctx(), &permit).await?;
    let dead = app::jobs::dead(web.ctx(), &permit).await?;
    let now = web.ctx().now();
    let w = visit.words();
    let mut text = w.count("queue-waiting", health.waiting);
    if let Some(oldest) = health.oldest_due {
        let waits = w.duration(now.duration_since(oldest).as_secs().max(0));
        text = format!("{text}. {}.", w.fill("queue-oldest", "duration", waits.as_str()));
    }
    let kinds = app::jobs::kinds(web.ctx(), &permit).await?;
    let rows = kinds.iter().map(|(kind, count)| Row {
        cells: vec![Cell::lead(kind, ""), Cell::number(&w.number(*count))],
        fresh: false,
    });
    let table = Table {
        caption: w.text("queue-kinds").to_owned(),
        columns: vec![Column::words(w.text("queue-job")), Column::numbers(w.text("queue-kinds"))],
        rows: rows.collect(),
        ..Table::default()
    };
    render(&Queue {
        p: &desk(&web, &visit, Place::Queue),
        text,
        waiting: table,
        resend_all: if dead.is_empty() { String::new() } else { "/console/queue/resend".to_owned() },
        dead: dead_jobs(
            w,
            &dead,
            &visit.csrf,
            |at| in_utc(w, at),
            |job| format!("/console/queue/{job}/resend"),
        ),
    })
}

/// Sends one again.
pub async fn resend(web: State<Web>, visit: Visit, Path(job): Path<String>) -> Result<Response, Failure> {
    let id: JobId = job.parse().map_err(|_| Failure::NotFound)?;
    match app::jobs::resend(web.ctx(), &may(&visit)?, id).await? {
        Resent::Sent => Ok(say(&web, "queue-resent", "/console/queue")),
        Resent::NotSoMuch { .. } => Ok(say(&web, "queue-refund-not-so-much", "/console/queue")),
        Resent::NotThere => Err(Failure::NotFound),
    }
}

/// Sends all again that are shown.
pub async fn resend_all(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    for job in app::jobs::dead(web.ctx(), &permit).await? {
        app::jobs::resend(web.ctx(), &permit, job.id).await?;
    }
    Ok(say(&web, "queue-resent", "/console/queue"))
}
