//! The demo's way to its other day, and that day.

use buyline_web::html::page::{OtherDay as Frame, Page, Section};
use buyline_web::html::pages::demo::*;
use buyline_web::html::parts::{Level, Notice, Tag};
use buyline_web::html::table::{Action, Cell, Column, Row, Table};
use domain::gate::Feature;
use domain::sunset::Scope;
use domain::sunset::calendar::Step;
use domain::sunset::notice::Round;
use words::{Arg, Locale, Words};

use super::frame::{buyer, money, say};
use super::{Sample, show};

/// Before, on the way, failed, and there.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let today = Page { other_day: Some(Frame::Ahead), ..buyer(locale, Section::Elsewhere, "/demo/jump") };
    let come = Frame::Come { day: first(w), ahead_s: 5_443_200 };
    let there = Page { other_day: Some(come), ..today.clone() };
    let before = |failed| OtherDay {
        p: &today,
        title: w.text("demo-jump").to_owned(),
        text: w.text("demo-jump-text").to_owned(),
        failed,
        passing: None,
    };
    let on_the_way = OtherDay {
        title: w.text("demo-passing-title").to_owned(),
        text: w.text("demo-passing-text").to_owned(),
        passing: Some(passing(w)),
        ..before(None)
    };
    vec![
        ("demo-jump", show(&before(None))),
        ("demo-jump-failed", show(&before(Some(failed(w))))),
        ("demo-jump-passing", show(&on_the_way)),
        ("demo-later", show(&later(w, &there))),
    ]
}

fn first(w: &Words) -> String {
    say(w, "1 February 2027", "1er février 2027")
}

fn failed(w: &Words) -> Notice {
    Notice {
        level: Level::Bad,
        title: w.text("demo-jump-failed").to_owned(),
        text: "/var/lib/demo/demo-other-day cannot be written: no space left on device".to_owned(),
        links: Vec::new(),
    }
}

fn step(w: &Words, step: Step) -> String {
    w.sunset_step(Scope::Feature(Feature::Buy), step).to_owned()
}

fn passing(w: &Words) -> PassingDays {
    let begins = say(w, "30 November 2026", "30 novembre 2026");
    let day = say(w, "14 December 2026", "14 décembre 2026");
    let told = [("what", Arg::Text(w.sunset_round(Round::Announce))), ("count", Arg::Int(23))];
    PassingDays {
        percent: 22,
        day: w.fill("demo-passing-day", "day", day.as_str()),
        passed: vec![
            (begins.clone(), w.text("demo-passed-copied").to_owned()),
            (begins, w.text("demo-passed-planned").to_owned()),
            (say(w, "1 December 2026", "1er décembre 2026"), w.with("demo-passed-told", &told)),
        ],
    }
}

fn later<'a>(w: &Words, p: &'a Page) -> LaterDay<'a> {
    let notice = say(w, "1 December 2026", "1er décembre 2026");
    LaterDay {
        p,
        title: w.fill("demo-later-title", "day", first(w).as_str()),
        closed: Some(Closed {
            text: w.fill("demo-closed-text", "day", notice.as_str()),
            days: vec![(notice.clone(), step(w, Step::Notice)), (first(w), step(w, Step::NoSales))],
            href: "/closing/sun_1".to_owned(),
            plan: "/console/sunsets/sun_1".to_owned(),
            operator: "regie".to_owned(),
        }),
        told: Some(told(w, &notice)),
        orders: vec![OpenOrder {
            id: "ord_1".to_owned(),
            number: "BL-7K3Q-92".to_owned(),
            total: money(w, "48.00", "48,00"),
            what: "Karim Belhadj · 1 × Lac du matin".to_owned(),
            states: vec![Tag { text: w.text("order-state-confirmed").to_owned(), level: Level::Info }],
            can_ship: true,
            desk: "/studio/mer_1/orders/ord_1".to_owned(),
        }],
        merchant: "clemence".to_owned(),
        stays: Some(Stays {
            text: w.with(
                "demo-stays-text",
                &[
                    ("nonprofit", Arg::Text("Refuge de la Mer")),
                    ("campaign", Arg::Text("38 kilos pour reprendre la mer")),
                ],
            ),
            href: "/donate/cam_1".to_owned(),
        }),
        audit: Checked {
            notice: Notice {
                level: Level::Good,
                title: w.with("demo-audit-clean", &[("checked", Arg::Int(612)), ("promises", Arg::Int(11))]),
                text: String::new(),
                links: Vec::new(),
            },
            lines: vec![(
                w.text("promise-i1").to_owned(),
                w.with("demo-audit-checked", &[("count", Arg::Int(84))]),
            )],
        },
    }
}

fn told(w: &Words, day: &str) -> Table {
    let read = Action {
        label: w.text("demo-told-read").to_owned(),
        href: "/demo/mails?id=mai_1".to_owned(),
        is_link: true,
        risky: false,
    };
    Table {
        caption: w.text("demo-told").to_owned(),
        columns: vec![
            Column::words(w.text("sunset-mails")),
            Column::words(w.text("closing-day")),
            Column::numbers(w.text("demo-told-count")),
            Column::buttons(""),
        ],
        rows: vec![Row {
            cells: vec![
                Cell::lead(w.sunset_round(Round::Announce), ""),
                Cell::Text(day.to_owned()),
                Cell::Number("23".to_owned()),
                Cell::Actions(vec![read]),
            ],
            fresh: false,
        }],
        ..Table::default()
    }
}
