//! The frame of the console, and the operators' own log.

use app::staff_log;
use axum::extract::{Query, State};
use axum::response::Response;
use domain::access::{Permit, RunServer};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::Words;

use crate::Web;
use crate::html::page::{Desk, DeskLink, Page, Section};
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Avatar, Pager};
use crate::html::studio::log::{Paging, older, table};
use crate::html::view::page;
use crate::html::{Failure, Visit, render};

/// A page of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What needs the operator.
    Overview,
    /// Merchants.
    Merchants,
    /// Nonprofits.
    Nonprofits,
    /// Reports of posts.
    Reports,
    /// Disputes, and money at the provider that belongs to no order.
    Money,
    /// Kill switches.
    Switches,
    /// For whom features are open.
    Gates,
    /// What ends on a date.
    Closings,
    /// The queue of jobs.
    Queue,
    /// Settings.
    Settings,
    /// What operators did.
    Log,
}

const PLACES: [(Place, &str, &str, &str); 11] = [
    (Place::Overview, words::key!("console-overview"), "/console", "today"),
    (Place::Merchants, words::key!("console-merchants"), "/console/merchants", "shop"),
    (Place::Nonprofits, words::key!("console-nonprofits"), "/console/nonprofits", "heart"),
    (Place::Reports, words::key!("console-reports"), "/console/reports", "flag"),
    (Place::Money, words::key!("console-money"), "/console/money", "chart"),
    (Place::Switches, words::key!("console-switches"), "/console/switches", "power"),
    (Place::Gates, words::key!("console-gates"), "/console/gates", "lock"),
    (Place::Closings, words::key!("console-closings"), "/console/sunsets", "clock"),
    (Place::Queue, words::key!("console-queue"), "/console/queue", "list"),
    (Place::Settings, words::key!("console-settings"), "/console/settings", "settings"),
    (Place::Log, words::key!("console-log"), "/console/log", "note"),
];

/// The frame of a page of the console.
#[must_use]
pub fn desk(web: &Web, visit: &Visit, at: Place) -> Page {
    let w = visit.words();
    let links = PLACES.iter().map(|(place, words, href, icon)| DeskLink {
        label: w.text(words).to_owned(),
        href: (*href).to_owned(),
        icon,
        waiting: 0,
        current: *place == at,
        keys: "",
    });
    let mut p = page(web, visit, Section::Elsewhere);
    p.desk = Some(Desk {
        title: p.server_name.clone(),
        subtitle: w.text("role-operator").to_owned(),
        avatar: Avatar::of(&p.server_name, ""),
        links: links.collect(),
        others: Vec::new(),
    });
    p
}

/// An instant as the console says it: an operator's shops live in many zones, so it is in UTC and says so.
#[must_use]
pub fn in_utc(w: &Words, at: Timestamp) -> String {
    format!("{} UTC", w.date_time(at, &TimeZone::UTC))
}

/// Permission to run the server.
///
/// # Errors
/// [`Failure::NotFound`] without it.
pub fn may(visit: &Visit) -> Result<Permit<RunServer>, Failure> {
    Ok(visit.actor.may(RunServer)?)
}

/// What operators did, and when.
///
/// # Errors
/// [`Failure`].
pub async fn log(web: State<Web>, visit: Visit, Query(paging): Query<Paging>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let before = paging.before.as_deref().map(str::parse).transpose().map_err(|_| Failure::NotFound)?;
    let page = staff_log::of_server(web.ctx(), &permit, before).await?;
    let w = visit.words();
    render(&List {
        p: &desk(&web, &visit, Place::Log),
        title: w.text("log-title").to_owned(),
        text: String::new(),
        primary: None,
        others: Vec::new(),
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &page, |at| in_utc(w, at)),
        empty: Empty {
            icon: "list",
            title: w.text("log-empty").to_owned(),
            text: String::new(),
            action: None,
        },
        pager: Pager { newer: String::new(), older: older(&page.lines, "/console/log") },
    })
}
