//! What banks take back from any shop or nonprofit, and payments at the provider that belong to no order.

use app::payments::{Orphan, OrphanState};
use axum::extract::State;
use axum::response::Response;
use domain::dispute::Disputed;
use domain::ids::NonprofitId;
use domain::payee::account_name;
use words::Words;

use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::pages::console::Money;
use crate::html::parts::{Level, Tag};
use crate::html::studio::disputes::{columns, tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let open = app::disputes::open_everywhere(web.ctx(), &permit).await?;
    let orphans = app::payments::orphans(web.ctx(), &permit).await?;
    let w = visit.words();
    render(&Money {
        p: &desk(&web, &visit, Place::Money),
        disputes: disputes(w, &open),
        orphans: self::orphans(w, &orphans),
    })
}

fn orphans(w: &Words, found: &[Orphan]) -> Table {
    let rows = found.iter().map(|orphan| {
        let (text, level) = match orphan.state {
            OrphanState::Found => (w.text("orphan-found"), Level::Bad),
            OrphanState::Voided => (w.text("orphan-voided"), Level::Good),
            OrphanState::Refunded => (w.text("orphan-refunded"), Level::Good),
        };
        Row {
            cells: vec![
                Cell::Lead {
                    title: orphan.reference.clone(),
                    detail: account_name(&orphan.payee).to_owned(),
                    href: String::new(),
                    picture: None,
                },
                Cell::number(&w.money(orphan.amount)),
                Cell::text(&in_utc(w, orphan.found_at)),
                Cell::State(Tag { text: text.to_owned(), level }),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("orphans-title").to_owned(),
        columns: vec![
            Column::words(w.text("sorder-payment")),
            Column::numbers(w.text("dispute-fact-amount")),
            Column::words(w.text("col-date")),
            Column::words(w.text("col-state")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn disputes(w: &Words, open: &[(app::disputes::Case, String)]) -> Table {
    let rows = open.iter().map(|(case, shop)| {
        let dispute = &case.dispute;
        Row {
            cells: vec![
                Cell::Lead {
                    title: case.title().to_owned(),
                    detail: shop.clone(),
                    href: match dispute.about {
                        Disputed::Order(_) => format!("/console/merchants/{}", dispute.merchant),
                        Disputed::Gift(_) => {
                            format!("/console/nonprofits/{}", NonprofitId(dispute.merchant.0))
                        }
                    },
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
        columns: columns(w, "gift-dispute-col-about").into(),
        rows: rows.collect(),
        ..Table::default()
    }
}
