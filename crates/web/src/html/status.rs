//! What can be begun on this server today, and how that changed: a page for everybody, and its feed (Atom, RFC 4287).

use std::fmt::Write as _;

use app::status::{self, Change, News, Now, Standing, Turn};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use domain::ids::AuditId;
use domain::sunset::story;
use http::header;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::{Arg, Words};

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
    let pager = Pager {
        newer: before.map(|_| HOME.to_owned()).unwrap_or_default(),
        older: changes.older.map(|last| format!("{HOME}?before={last}")).unwrap_or_default(),
    };
    let features = status::now(web.ctx()).await?;
    let has_end = features.iter().any(|now| now.ends_on.is_some());
    let mut columns = vec![Column::words(w.text("gate-feature")), Column::words(w.text("gate-state"))];
    columns.extend(has_end.then(|| Column::words(w.text("status-ends-on"))));
    let rows = features.into_iter().map(|now| row(w, now, has_end));
    render(&Shown {
        p: &page(&web, &visit, Section::Elsewhere),
        now: Table {
            caption: w.text("status-now").to_owned(),
            columns,
            rows: rows.collect(),
            ..Table::default()
        },
        changes: changes.list.iter().map(|change| shown(w, change)).collect(),
        pager,
    })
}

/// The feed, in the reader's language.
pub async fn feed(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let changes = status::changes(web.ctx(), None).await?;
    let body = atom(visit.words(), web.ctx().base_url(), &changes.list);
    let headers = [
        (header::CONTENT_TYPE, "application/atom+xml; charset=utf-8"),
        (header::VARY, "Accept-Language, Cookie"),
    ];
    let mut response = (headers, body).into_response();
    response.extensions_mut().insert(WithoutCookies);
    Ok(response)
}

fn row(w: &Words, now: Now, has_end: bool) -> Row {
    let mut cells =
        vec![Cell::lead(feature_title(w, now.feature), ""), Cell::State(standing_tag(w, now.standing))];
    if has_end {
        cells.push(Cell::text(&now.ends_on.map(|day| w.date_of(day)).unwrap_or_default()));
    }
    Row { cells, fresh: false }
}

fn standing_tag(w: &Words, standing: Standing) -> Tag {
    let (text, level) = match standing {
        Standing::Open => (w.text("gate-open"), Level::Good),
        Standing::InSteps => (w.text("status-in-steps"), Level::Info),
        Standing::Closed => (w.text("status-closed"), Level::Warn),
        Standing::Stopped => (w.text("gate-stopped"), Level::Bad),
        Standing::Ended => (w.text("status-ended"), Level::Plain),
    };
    Tag { text: text.to_owned(), level }
}

/// "Buying: open to all", "Buying ends on 1 February 2027".
fn sentence(w: &Words, change: &Change) -> String {
    let (scope, chapter) = match change.news {
        News::Feature(feature, turn) => {
            let key = match turn {
                Turn::Opened => "status-opened",
                Turn::Restricted => "status-restricted",
                Turn::Ruled => "status-ruled",
                Turn::Stopped => "status-stopped",
                Turn::Resumed => "status-resumed",
            };
            return w.fill(key, "feature", feature_title(w, feature));
        }
        News::End { scope, chapter, .. } => (scope, chapter),
    };
    let (what, day) = (w.sunset_subject(scope, None), w.date_of(chapter.ends_on));
    let key = match chapter.turn {
        story::Turn::Announced => "status-end-announced",
        story::Turn::Changed => "status-end-changed",
        story::Turn::Withdrawn => "status-end-withdrawn",
        story::Turn::Came(step) => {
            let step = Arg::Text(w.sunset_step(scope, step));
            return w.with("status-end-step", &[("what", Arg::Text(&what)), ("step", step)]);
        }
    };
    w.with(key, &[("what", Arg::Text(&what)), ("day", Arg::Text(&day))])
}

/// The page that says more, where there is one.
fn more(change: &Change) -> Option<String> {
    match change.news {
        News::End { plan, has_page: true, .. } => Some(format!("/closing/{plan}")),
        News::End { has_page: false, .. } | News::Feature(..) => None,
    }
}

fn shown(w: &Words, change: &Change) -> StatusChange {
    let full = w.date_time(change.at, &TimeZone::UTC);
    let words = match change.news {
        News::Feature(..) => format!("{full} UTC"),
        // A day of a plan begins at midnight of its own clock, and is told as that day.
        News::End { chapter, .. } => w.date_of(chapter.day),
    };
    let at = When { iso: change.at.to_string(), words, full };
    StatusChange {
        id: change.id.clone(),
        text: sentence(w, change),
        href: more(change).unwrap_or_default(),
        at,
    }
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
        let page = more(change).unwrap_or_else(|| format!("{HOME}#{id}"));
        let text = escaped(&sentence(w, change));
        let _ = writeln!(
            xml,
            "<entry><title>{text}</title><id>{base}{HOME}#{id}</id><updated>{at}</updated>\
             <link rel=\"alternate\" type=\"text/html\" href=\"{base}{page}\"/>\
             <content type=\"text\">{text}</content></entry>"
        );
    }
    xml.push_str("</feed>\n");
    xml
}
