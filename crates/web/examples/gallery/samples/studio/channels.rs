//! A connected shop that is being read, and an order that it did not take.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::Page;
use buyline_web::html::pages::desk::*;
use buyline_web::html::parts::{Level, Tag};
use buyline_web::html::table::{Action, Cell, Column, Table};
use words::{Arg, Words};

use super::super::frame::say;
use super::settings::{settings_nav, shipping};
use super::{lead, row};

const HOME: &str = "/studio/settings/channels/1";

fn action(label: &str, path: &str) -> Action {
    Action { label: label.to_owned(), href: format!("{HOME}/{path}"), is_link: false, risky: false }
}

pub(super) fn channel<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
    let noon = say(w, "30 November, 12:04", "30 novembre, 12:04");
    let read = w.with("channels-loading-of", &[("count", Arg::Int(1_250)), ("total", Arg::Int(4_800))]);
    let fact = |key: &'static str, value: String| (w.text(key).to_owned(), value);
    let waiting = [("count", Arg::Int(1)), ("date", Arg::Text(&noon))];
    let of_day = [("failed", Arg::Int(2)), ("busy", Arg::Int(5)), ("asked", Arg::Int(410))];
    Settings {
        nav: settings_nav(w, 7),
        heading: "Atelier Nord".to_owned(),
        text: w.fill("channels-one-text", "platform", "BigCommerce"),
        standing: Some(Standing {
            facts: vec![
                fact("col-state", read.clone()),
                fact("channels-products", w.number(1_250)),
                fact("channels-waiting", w.with("webhook-waiting-since", &waiting)),
                fact("channels-stuck", w.number(1)),
                fact("channels-freshness", w.fill("channels-known", "date", noon.as_str())),
                fact("channels-told", noon.clone()),
                fact("channels-compared", w.text("channels-not-compared").to_owned()),
                fact("channels-of-day", w.with("channels-asked-of", &of_day)),
            ],
            progress: Some((26, read)),
            actions: vec![
                action(w.text("channels-look"), "look"),
                action(w.text("channels-compare"), "compare"),
                action(w.text("channels-pause"), "pause"),
                Action { is_link: true, risky: true, ..action(w.text("channels-close"), "close") },
            ],
        }),
        action: HOME.to_owned(),
        groups: vec![Group {
            title: w.text("channels-terms").to_owned(),
            text: String::new(),
            fields: vec![
                Field::new("takes", w.text("channels-takes"))
                    .kind(Kind::Select(vec![("all".to_owned(), w.text("channels-takes-all").to_owned())])),
                Field::new("margin", w.text("channels-margin"))
                    .kind(Kind::Number)
                    .value("2")
                    .hint(w.text("channels-margin-hint")),
            ],
        }],
        blocks: Vec::new(),
        add: None,
        tables: vec![(w.text("channels-open").to_owned(), open(w, &noon))],
        other: Some(OtherForm {
            title: w.text("channels-new-keys").to_owned(),
            action: format!("{HOME}/keys"),
            fields: vec![
                Field::new("access_token", w.text("bigcommerce-access-token"))
                    .kind(Kind::Password)
                    .hint(w.text("bigcommerce-access-token-hint")),
            ],
            button: w.text("channels-new-keys").to_owned(),
        }),
        secret: None,
        ..shipping(w, p)
    }
}

fn open(w: &'static Words, noon: &str) -> Table {
    let title = format!("BL-7K3Q-92 · {}", w.text("channels-kind-order"));
    let why = say(w, "the postcode is not valid", "le code postal n’est pas valide");
    Table {
        caption: w.text("channels-open").to_owned(),
        columns: vec![
            Column::words(w.text("channels-what")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("queue-attempts")),
            Column::words(w.text("webhook-answer")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: vec![row(vec![
            lead(&title, noon, None),
            Cell::State(Tag { text: w.text("channels-send-stuck").to_owned(), level: Level::Bad }),
            Cell::number("1"),
            Cell::Code(why),
            Cell::Actions(vec![action(w.text("queue-resend"), "sends/1/resend")]),
        ])],
        foot: Vec::new(),
        csrf: "csrf".to_owned(),
    }
}
