//! The shops that a merchant connected: the list, and the platforms whose shops can be.

use app::connections::{self, Standing};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::connection::{Connection, ConnectionState, Pass};
use domain::ids::MerchantId;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::blank;
use crate::Web;
use crate::html::pages::desk::Settings;
use crate::html::parts::{Level, Tag};
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// The path of the list below a shop's.
pub(crate) const PLACE: &str = "settings/channels";

/// The page.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewWebhooks)?;
    let known = connections::list(web.ctx(), &permit).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/{PLACE}");
    let rows = known.iter().map(|it| row(&web, w, it, &home, &shop.profile.time_zone)).collect();
    render(&Settings {
        text: w.text("channels-text").to_owned(),
        tables: vec![
            (w.text("channels-title").to_owned(), shops(w, rows)),
            (w.text("channels-platforms").to_owned(), platforms(&web, w, &home)),
        ],
        ..blank(&p, &visit, merchant, PLACE)
    })
}

/// What a platform is called.
pub(super) fn platform_name(web: &Web, word: &str) -> String {
    let known = web.ctx().ports().platforms.iter().map(|platform| platform.about());
    known.into_iter().find(|about| about.word == word).map_or(word, |about| about.name).to_owned()
}

fn shops(w: &Words, rows: Vec<Row>) -> Table {
    Table {
        caption: w.text("channels-title").to_owned(),
        columns: vec![
            Column::words(w.text("channels-shop")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("channels-products")),
            Column::numbers(w.text("channels-waiting")),
        ],
        rows,
        foot: Vec::new(),
        csrf: String::new(),
    }
}

fn row(web: &Web, w: &Words, (connection, health): &Standing, home: &str, zone: &TimeZone) -> Row {
    let platform = platform_name(web, &connection.platform);
    let known = match connection.closed_at {
        Some(at) => w.fill("channels-closed-on", "date", w.date_time(at, zone).as_str()),
        None => known_since(w, connection, zone),
    };
    let cells = vec![
        Cell::Lead {
            title: connection.name.clone(),
            detail: format!("{platform} · {known}"),
            href: format!("{home}/{}", connection.id),
            picture: None,
        },
        Cell::State(state(w, connection)),
        Cell::number(&w.number(health.products)),
        Cell::number(&w.number(health.waiting + health.stuck)),
    ];
    Row { cells, fresh: false }
}

/// As of when a shop is known.
pub(super) fn known_since(w: &Words, connection: &Connection, zone: &TimeZone) -> String {
    match connection.swept_at {
        Some(at) => w.fill("channels-known", "date", w.date_time(at, zone).as_str()),
        None => w.text("channels-loading-first").to_owned(),
    }
}

/// How a connection stands, in words.
pub(super) fn state(w: &Words, connection: &Connection) -> Tag {
    let (text, level) = match connection.state {
        ConnectionState::Paused => (w.text("channels-paused").to_owned(), Level::Info),
        ConnectionState::Broken => (w.text("channels-broken").to_owned(), Level::Bad),
        ConnectionState::Closed => (w.text("channels-closed").to_owned(), Level::Info),
        ConnectionState::On if !connection.trouble.is_empty() => {
            (w.text("channels-away").to_owned(), Level::Warn)
        }
        ConnectionState::On => match connection.pass {
            Pass::Load => (progress(w, connection), Level::Info),
            Pass::Sweep | Pass::Compare | Pass::Orders | Pass::Idle => {
                (w.text("channels-on").to_owned(), Level::Good)
            }
        },
    };
    Tag { text, level }
}

/// How far a pass is.
pub(super) fn progress(w: &Words, connection: &Connection) -> String {
    let seen = i64::try_from(connection.pass_seen).unwrap_or(i64::MAX);
    match connection.pass_total {
        Some(total) => {
            let total = i64::try_from(total).unwrap_or(i64::MAX);
            w.with("channels-loading-of", &[("count", Arg::Int(seen)), ("total", Arg::Int(total))])
        }
        None => w.fill("channels-loading", "count", seen),
    }
}

fn platforms(web: &Web, w: &Words, home: &str) -> Table {
    let rows = web.ctx().ports().platforms.iter().map(|platform| {
        let about = platform.about();
        let connect = Action {
            label: w.text("channels-connect").to_owned(),
            href: format!("{home}/new/{}", about.word),
            is_link: true,
            risky: false,
        };
        let told = if about.can.webhooks { w.text("channels-tells") } else { w.text("channels-asked") };
        let cells = vec![
            Cell::Lead {
                title: about.name.to_owned(),
                detail: told.to_owned(),
                href: String::new(),
                picture: None,
            },
            Cell::Actions(vec![connect]),
        ];
        Row { cells, fresh: false }
    });
    Table {
        caption: w.text("channels-platforms").to_owned(),
        columns: vec![Column::words(w.text("channels-platform")), Column::buttons(w.text("col-actions"))],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: String::new(),
    }
}
