//! What staff did, and when.

use app::staff_log::{self, PAGE_LINES, Page};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::view::staff::StaffAction;
use jiff::Timestamp;
use serde::Deserialize;
use words::Words;

use super::deeds;
use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Where a page of the log begins.
#[derive(Debug, Default, Deserialize)]
pub struct Paging {
    /// Only what is older than this line.
    pub before: Option<String>,
}

/// One page of the log.
///
/// # Errors
/// [`Failure`].
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewAuditLog)?;
    let before = paging.before.as_deref().map(id).transpose()?;
    let page = staff_log::of_merchant(web.ctx(), &permit, before).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Log).await?;
    let w = visit.words();
    render(&List {
        p: &p,
        title: w.text("log-title").to_owned(),
        text: clock(w, &shop.profile.time_zone, !page.lines.is_empty()),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &page, |at| w.date_time(at, &shop.profile.time_zone)),
        empty: Empty {
            icon: "list",
            title: w.text("log-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager { newer: String::new(), older: older(&page.lines, &format!("/studio/{merchant}/log")) },
    })
}

/// The address of the page after `lines`; empty when there is none.
#[must_use]
pub fn older(lines: &[StaffAction], home: &str) -> String {
    match lines.last() {
        Some(last) if lines.len() == PAGE_LINES as usize => format!("{home}?before={}", last.id),
        Some(_) | None => String::new(),
    }
}

/// The lines as a table, `when` says an instant by its reader's clock.
#[must_use]
pub fn table(w: &Words, page: &Page, when: impl Fn(Timestamp) -> String) -> Table {
    let rows = page.lines.iter().map(|line| Row {
        cells: vec![
            Cell::text(&when(line.created_at)),
            Cell::text(&deeds::who(w, line, &page.names)),
            Cell::text(deeds::what(w, &line.action)),
            Cell::text(&deeds::about(w, line, &page.names)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("log-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-when")),
            Column::words(w.text("col-who")),
            Column::words(w.text("col-what")),
            Column::words(w.text("log-about")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
