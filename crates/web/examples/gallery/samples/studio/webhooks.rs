//! One of the shop's own programs, some of whose messages were not taken.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::Page;
use buyline_web::html::pages::desk::*;
use buyline_web::html::parts::{Level, Notice, Tag};
use buyline_web::html::table::{Action, Cell, Column, Table};
use words::{Arg, Words};

use super::super::frame::say;
use super::settings::{settings_nav, shipping};
use super::{lead, row};

const HOME: &str = "/studio/settings/webhooks/1";

fn action(label: &str, path: &str, risky: bool) -> Action {
    Action { label: label.to_owned(), href: format!("{HOME}/{path}"), is_link: false, risky }
}

fn state(w: &'static Words, key: &'static str, level: Level) -> Cell {
    Cell::State(Tag { text: w.text(key).to_owned(), level })
}

pub(super) fn webhook<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
    let noon = say(w, "30 November, 12:04", "30 novembre, 12:04");
    let check = |name: &str, key: &'static str| Field::new(name, w.text(key)).kind(Kind::Check).value("on");
    Settings {
        nav: settings_nav(w, 8),
        heading: w.text("webhooks-title").to_owned(),
        text: w.text("webhook-text").to_owned(),
        standing: Some(standing(w, &noon)),
        action: HOME.to_owned(),
        groups: vec![Group {
            title: String::new(),
            text: String::new(),
            fields: vec![
                Field::new("url", w.text("webhook-url"))
                    .kind(Kind::Url)
                    .hint(w.text("webhook-url-hint"))
                    .value("https://atelier-nord.example/buyline"),
                check("order-placed", "webhook-placed"),
                check("order-canceled", "webhook-canceled"),
                check("on", "webhook-send").hint(w.text("webhook-send-hint")),
            ],
        }],
        blocks: Vec::new(),
        add: None,
        tables: vec![(w.text("webhook-messages").to_owned(), messages(w, &noon))],
        other: Some(OtherForm {
            title: w.text("webhook-replay").to_owned(),
            action: format!("{HOME}/replay"),
            fields: vec![Field::new("span", w.text("webhook-span")).kind(Kind::Select(vec![
                ("hour".to_owned(), w.text("webhook-span-hour").to_owned()),
                ("day".to_owned(), w.text("webhook-span-day").to_owned()),
            ]))],
            button: w.text("webhook-replay").to_owned(),
        }),
        secret: Some((
            w.text("webhook-secret-rotated").to_owned(),
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned(),
        )),
        ..shipping(w, p)
    }
}

fn standing(w: &'static Words, noon: &str) -> Standing {
    let fact = |key: &'static str, value: String| (w.text(key).to_owned(), value);
    let waiting = [("count", Arg::Int(2)), ("date", Arg::Text(noon))];
    Standing {
        facts: vec![
            fact("col-state", w.text("webhook-on").to_owned()),
            fact("webhook-last-taken", noon.to_owned()),
            fact("webhook-waiting", w.with("webhook-waiting-since", &waiting)),
            fact(
                "webhook-of-day",
                w.with("webhook-refused-of", &[("refused", Arg::Int(3)), ("tried", Arg::Int(120))]),
            ),
            fact("webhook-last-failure", format!("{noon} · HTTP 500")),
        ],
        progress: None,
        actions: vec![
            action(w.text("webhook-ping"), "ping", false),
            action(&w.count("webhook-resend-failed", 1_i64), "resend", false),
            action(w.text("webhook-rotate"), "rotate", true),
            action(w.text("action-remove"), "remove", true),
        ],
    }
}

fn messages(w: &'static Words, noon: &str) -> Table {
    let message =
        |event: &'static str, (key, level): (&'static str, Level), answer: &str, resend: &'static str| {
            let resend = (!resend.is_empty()).then(|| action(w.text(resend), "deliveries/1/resend", false));
            row(vec![
                lead(&format!("BL-7K3Q · {}", w.text(event)), noon, None),
                state(w, key, level),
                Cell::number("1"),
                Cell::Code(answer.to_owned()),
                Cell::Actions(resend.into_iter().collect()),
            ])
        };
    Table {
        caption: w.text("webhook-messages").to_owned(),
        columns: vec![
            Column::words(w.text("webhook-message")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("queue-attempts")),
            Column::words(w.text("webhook-answer")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: vec![
            message(
                "webhook-shipped",
                ("webhook-message-waiting", Level::Info),
                "HTTP 500 · no such order",
                "",
            ),
            message("webhook-refunded", ("webhook-message-failed", Level::Bad), "HTTP 500", "queue-resend"),
            message(
                "webhook-placed",
                ("webhook-message-delivered", Level::Good),
                "HTTP 204",
                "webhook-replay",
            ),
        ],
        foot: Vec::new(),
        csrf: "t0k3n".to_owned(),
    }
}

/// What a test message was answered with.
pub(super) fn refused(w: &'static Words) -> Notice {
    Notice {
        level: Level::Bad,
        title: w.text("webhook-ping-refused").to_owned(),
        text: "HTTP 404 not here".to_owned(),
        links: Vec::new(),
    }
}
