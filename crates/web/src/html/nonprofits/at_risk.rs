//! Pledges at risk: regular gifts that bring nothing unless their donors do something. Each donor was written to.

use app::pledges::{self, AtRisk};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::donation::pledge::PledgeState;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;
use jiff::tz::TimeZone;
use words::Words;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::donate::pledge::each;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Notice, Pager, Tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The list.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let risky = pledges::at_risk(web.ctx(), &permit).await?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Gifts).await?;
    let w = visit.words();
    render(&List {
        p: &p,
        title: w.text("desk-at-risk").to_owned(),
        text: w.text("desk-at-risk-text").to_owned(),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, nonprofit, &risky, &found.profile.time_zone),
        empty: Empty {
            icon: "gift",
            title: w.text("desk-at-risk-empty-title").to_owned(),
            text: w.text("desk-at-risk-empty-text").to_owned(),
            action: None,
        },
        pager: Pager::default(),
    })
}

/// What the overview says where there are some.
pub(super) fn notice(w: &Words, nonprofit: NonprofitId, count: usize) -> Notice {
    Notice {
        level: Level::Warn,
        title: w.text("desk-at-risk").to_owned(),
        text: w.count("desk-at-risk-count", i64::try_from(count).unwrap_or(i64::MAX)),
        links: vec![Link {
            label: w.text("desk-at-risk-go").to_owned(),
            href: format!("/nonprofits/{nonprofit}/pledges"),
        }],
    }
}

fn table(w: &Words, nonprofit: NonprofitId, risky: &[AtRisk], zone: &TimeZone) -> Table {
    let rows = risky.iter().map(|one| {
        let pledge = &one.pledge;
        let wrong = match pledge.state {
            PledgeState::NeedsAuthentication => words::key!("desk-at-risk-bank"),
            PledgeState::New
            | PledgeState::Active
            | PledgeState::AtRisk
            | PledgeState::Paused
            | PledgeState::Canceled
            | PledgeState::Ended => words::key!("desk-at-risk-refused"),
        };
        let since = pledge.tried_on.map_or_else(String::new, |day| w.date_of(day));
        let next = pledge.retry_at.or(pledge.next_at).map_or_else(String::new, |at| w.date(at, zone));
        Row {
            cells: vec![
                Cell::Lead {
                    title: match one.name.as_str() {
                        "" => w.text("donate-somebody").to_owned(),
                        name => name.to_owned(),
                    },
                    detail: one.email.clone(),
                    href: format!("/nonprofits/{nonprofit}/gifts/{}", pledge.first),
                    picture: None,
                },
                Cell::text(&each(w, pledge)),
                Cell::text(&one.campaign),
                Cell::State(Tag { text: w.text(wrong).to_owned(), level: Level::Warn }),
                Cell::text(&since),
                Cell::text(&next),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("desk-at-risk").to_owned(),
        columns: vec![
            Column::words(w.text("desk-donor")),
            Column::words(w.text("desk-at-risk-gift")),
            Column::words(w.text("receipt-campaign")),
            Column::words(w.text("col-state")),
            Column::words(w.text("col-since")),
            Column::words(w.text("desk-at-risk-next")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}
