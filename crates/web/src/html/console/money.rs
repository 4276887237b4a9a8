//! What banks take back from any shop.

use axum::extract::State;
use axum::response::Response;
use words::Words;

use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::Pager;
use crate::html::studio::disputes::{columns, tag};
use crate::html::table::{Cell, Row, Table};
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let open = app::disputes::open_everywhere(web.ctx(), &may(&visit)?).await?;
    let w = visit.words();
    render(&List {
        p: &desk(&web, &visit, Place::Money),
        title: w.text("console-money").to_owned(),
        text: w.text("dispute-console-text").to_owned(),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: disputes(w, &open),
        empty: Empty {
            icon: "check",
            title: w.text("dispute-none").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager::default(),
    })
}

fn disputes(w: &Words, open: &[(app::disputes::Case, String)]) -> Table {
    let rows = open.iter().map(|(case, shop)| {
        let dispute = &case.dispute;
        Row {
            cells: vec![
                Cell::Lead {
                    title: case.order.number.clone(),
                    detail: shop.clone(),
                    href: format!("/console/merchants/{}", dispute.merchant),
                    picture: None,
                },
                Cell::text(w.dispute_reason(dispute.reason)),
                Cell::number(&w.money(dispute.amount)),
                Cell::text(&dispute.due_at.map_or_else(String::new, |due| in_utc(w, due))),
                Cell::State(tag(w, dispute)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("dispute-title").to_owned(),
        columns: columns(w).into(),
        rows: rows.collect(),
        ..Table::default()
    }
}
