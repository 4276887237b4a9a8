//! What can be begun on this server today, and how that changed: a page for everybody, and its feed (Atom, RFC 4287).

use std::fmt::Write as _;

use app::status::{self, Change, PAGE_CHANGES, Standing, Turn};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::ids::AuditId;
use http::header;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::Words;

use super::console::gates::title as feature_title;
use super::frame::WithoutCookies;
use super::page::Section;
use super::pages::plain::{Status as Shown, StatusChange};
use super::parts::{Level, Pager, Tag, When};
use super::table::{Cell, Column, Row, Table};
use super::view::{escaped, page};
use super::{Failure, Visit, render};
use crate::Web;

const HOME: &str = "/status";

/// Where the list goes on.
#[derive(Debug, Deserialize)]
pub struct Paging {
    before: Option<String>,
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Query(paging): Query<Paging>) -> Result<Response, Failure> {
    let before: Option<AuditId> =
        paging.before.as_deref().map(str::parse).transpose().map_err(|_| Failure::BadRequest)?;
    let w = visit.words();
    let changes = status::changes(web.ctx(), before).await?;
    let is_full = changes.len() >= usize::try_from(PAGE_CHANGES).unwrap_or(usize::MAX);
    let older = changes.last().filter(|_| is_full);
    let pager = Pager {
        newer: before.map(|_| HOME.to_owned()).unwrap_or_default(),
        older: older.map(|last| format!("{HOME}?before={}", last.id)).unwrap_or_default(),
    };
    let features = status::now(web.ctx()).await?;
    let rows = features.into_iter().map(|(feature, standing)| Row {
        cells: vec![Cell::lead(feature_title(w, feature), ""), Cell::State(standing_tag(w, standing))],
        fresh: false,
    });
    render(&Shown {
        p: &page(&web, &visit, Section::Elsewhere),
        now: Table {
            caption: w.text("status-now").to_owned(),
            columns: vec![Column::words(w.text("gate-feature")), Column::words(w.text("gate-state"))],
            rows: rows.collect(),
            ..Table::default()
        },
        changes: changes.iter().map(|change| shown(w, change)).collect(),
        pager,
    })
}

/// The feed, in the reader's language.
pub async fn feed(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let changes = status::changes(web.ctx(), None).await?;
    let body = atom(visit.words(), web.ctx().base_url(), &changes);
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::VARY, "Accept-Language, Cookie"),
    ];
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(WithoutCookies);
    Ok(response)
}

fn standing_tag(w: &Words, standing: Standing) -> Tag {
    let (text, level) = match standing {
        Standing::Open => (w.text("gate-open"), Level::Good),
        Standing::InSteps => (w.text("status-in-steps"), Level::Info),
        Standing::Closed => (w.text("status-closed"), Level::Warn),
        Standing::Stopped => (w.text("gate-stopped"), Level::Bad),
    };
    Tag { text: text.to_owned(), level }
}

/// "Buying is open to all".
fn sentence(w: &Words, change: &Change) -> String {
    let key = match change.turn {
        Turn::Opened => "status-opened",
        Turn::Restricted => "status-restricted",
        Turn::Ruled => "status-ruled",
        Turn::Stopped => "status-stopped",
        Turn::Resumed => "status-resumed",
    };
    w.fill(key, "feature", feature_title(w, change.feature))
}

fn shown(w: &Words, change: &Change) -> StatusChange {
    let full = w.date_time(change.at, &TimeZone::UTC);
    let at = When { iso: change.at.to_string(), words: format!("{full} UTC"), full };
    StatusChange { id: change.id.to_string(), text: sentence(w, change), at }
}

fn atom(w: &Words, base: &str, changes: &[Change]) -> String {
    let updated = changes.first().map_or(Timestamp::UNIX_EPOCH, |newest| newest.at);
    let (title, tag) = (escaped(w.text("status-title")), w.locale().tag());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{tag}\">\n\
         <title>{title}</title>\n<id>{base}{HOME}</id>\n<updated>{updated}</updated>\n\
         <author><name>{base}</name></author>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}{HOME}\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{base}{HOME}/feed\"/>\n"
    );
    for change in changes {
        let Change { id, at, .. } = change;
        let text = escaped(&sentence(w, change));
        let _ = writeln!(
            xml,
            "<entry><title>{text}</title><id>{base}{HOME}#{id}</id><updated>{at}</updated>\
             <link rel=\"alternate\" type=\"text/html\" href=\"{base}{HOME}#{id}\"/>\
             <content type=\"text\">{text}</content></entry>"
        );
    }
    xml.push_str("</feed>\n");
    xml
}
