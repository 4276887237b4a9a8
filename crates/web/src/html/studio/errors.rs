//! The shop's jobs that were given up: what they were, why, and "fix and resend".

use app::jobs::Resent;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{JobId, MerchantId};
use domain::view::orders::DeadJob;
use jiff::Timestamp;
use words::Words;

use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let dead = app::jobs::dead_of(web.ctx(), &may(&visit, merchant, MerchantAct::ViewOrders)?).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let w = visit.words();
    let zone = &shop.profile.time_zone;
    let when = |at| w.date_time(at, zone);
    let table =
        dead_jobs(w, &dead, &visit.csrf, when, |job| format!("/studio/{merchant}/errors/{job}/resend"));
    render(&List {
        p: &p,
        title: w.text("queue-dead").to_owned(),
        text: clock(w, zone, !dead.is_empty()),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table,
        empty: Empty {
            icon: "check",
            title: w.text("queue-dead-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager::default(),
    })
}

/// Given-up jobs as a table; `when` says an instant by its reader's clock, `resend` is where a job is sent again.
pub(in crate::html) fn dead_jobs(
    w: &Words,
    dead: &[DeadJob],
    csrf: &str,
    when: impl Fn(Timestamp) -> String,
    resend: impl Fn(JobId) -> String,
) -> Table {
    let rows = dead.iter().map(|job| Row {
        cells: vec![
            Cell::Lead {
                title: self::job(w, &job.kind).unwrap_or(&job.kind).to_owned(),
                detail: when(job.at),
                href: String::new(),
                picture: None,
            },
            Cell::number(&w.number(i64::from(job.tries))),
            Cell::Code(job.last_error.clone()),
            Cell::Actions(vec![Action {
                label: w.text("queue-resend").to_owned(),
                href: resend(job.id),
                is_link: false,
                risky: false,
            }]),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("queue-dead").to_owned(),
        columns: vec![
            Column::words(w.text("queue-job")),
            Column::numbers(w.text("queue-attempts")),
            Column::words(w.text("queue-last-error")),
            Column::words(""),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

/// What a job is for, in words; none for a newer build's.
pub(super) fn job<'w>(w: &'w Words, kind: &str) -> Option<&'w str> {
    match kind {
        "drive_order" => Some(w.text("job-drive-order")),
        "refund" => Some(w.text("job-refund")),
        "order_mail" => Some(w.text("job-order-mail")),
        "code_mail" => Some(w.text("job-code-mail")),
        "new_orders_mail" => Some(w.text("job-new-orders-mail")),
        "import_preview" => Some(w.text("job-import-preview")),
        "import_run" => Some(w.text("job-import-run")),
        "fetch_images" => Some(w.text("job-fetch-images")),
        "low_stock_mail" => Some(w.text("job-low-stock-mail")),
        "links_mail" => Some(w.text("job-links-mail")),
        "invitation_mail" => Some(w.text("job-invitation-mail")),
        "standing_mail" => Some(w.text("job-standing-mail")),
        "look_at_payment" => Some(w.text("job-look-at-payment")),
        "look_at_refund" => Some(w.text("job-look-at-refund")),
        "look_at_dispute" => Some(w.text("job-look-at-dispute")),
        "look_at_payout" => Some(w.text("job-look-at-payout")),
        "forget_method" => Some(w.text("job-forget-method")),
        "thank_mail" => Some(w.text("job-thank-mail")),
        "statement_mail" => Some(w.text("job-statement-mail")),
        "tribute_mail" => Some(w.text("job-tribute-mail")),
        "nonprofit_invitation" => Some(w.text("job-nonprofit-invitation")),
        "nonprofit_mail" => Some(w.text("job-nonprofit-mail")),
        "webhook_event" => Some(w.text("job-webhook-event")),
        "tell_webhook" => Some(w.text("job-tell-webhook")),
        "restock_mail" => Some(w.text("job-restock-mail")),
        _ => None,
    }
}

/// Sends one again.
pub async fn resend(
    web: State<Web>,
    visit: Visit,
    Path((merchant, job)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::FulfillOrders)?;
    let home = format!("/studio/{merchant}/errors");
    match app::jobs::resend_own(web.ctx(), &permit, id(&job)?).await? {
        Resent::Sent => Ok(say(&web, "queue-resent", &home)),
        Resent::NotThere => Err(Failure::NotFound),
        // What is left can be chosen at the order.
        Resent::NotSoMuch { order, .. } => {
            Ok(say(&web, "queue-refund-not-so-much", &format!("/studio/{merchant}/orders/{order}")))
        }
    }
}
