//! Donors who let the nonprofit write to them, and the same as a file.

use app::donations::desk as giving;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::donation::desk::OptedIn;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Link, Pager};
use crate::html::studio::log::Paging;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let before = paging.before.as_deref().map(id).transpose()?;
    let (donors, next) = giving::donors(web.ctx(), &permit, before).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Donors).await?;
    let w = visit.words();
    let home = format!("/nonprofits/{nonprofit}/donors");
    render(&List {
        p: &p,
        title: w.text("desk-donors").to_owned(),
        text: w.text("donors-text").to_owned(),
        primary: None,
        others: vec![Link { label: w.text("action-download-csv").to_owned(), href: format!("{home}.csv") }],
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, nonprofit, &donors, &found.profile.time_zone),
        empty: Empty {
            icon: "users",
            title: w.text("donors-empty-title").to_owned(),
            text: w.text("donors-empty-text").to_owned(),
            action: None,
        },
        pager: Pager {
            newer: String::new(),
            older: next.map_or_else(String::new, |next| format!("{home}?before={next}")),
        },
    })
}

fn table(w: &Words, nonprofit: NonprofitId, donors: &[OptedIn], zone: &TimeZone) -> Table {
    let rows = donors.iter().map(|donor| Row {
        cells: vec![
            Cell::Lead {
                title: if donor.name.is_empty() { donor.email.clone() } else { donor.name.clone() },
                detail: donor.email.clone(),
                href: format!("/nonprofits/{nonprofit}/gifts/{}", donor.newest),
                picture: None,
            },
            Cell::number(&w.number(donor.gifts)),
            Cell::text(&w.date(donor.given_at, zone)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("desk-donors").to_owned(),
        columns: vec![
            Column::words(w.text("desk-donor")),
            Column::numbers(w.text("desk-gifts")),
            Column::words(w.text("donors-newest")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Everybody who may be written to, as a file. Nobody else is in it.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&nonprofit)?, NonprofitAct::ViewDonors)?;
    let mut csv = Csv::new(&["email", "name", "language", "gifts", "newest_gift_at"]);
    for donor in giving::export_donors(web.ctx(), &permit).await? {
        csv.row(&[
            donor.email,
            donor.name,
            donor.locale,
            donor.gifts.to_string(),
            donor.given_at.to_string(),
        ]);
    }
    Ok(csv.into_answer("donors.csv"))
}
