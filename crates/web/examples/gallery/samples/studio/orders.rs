//! Orders: the list, one order, what is asked about it; and who ordered.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::Page;
use buyline_web::html::pages::buy::ReviewRow;
use buyline_web::html::pages::desk::*;
use buyline_web::html::pages::orders::{AskLine, Parcel, StepState, TrackStep};
use buyline_web::html::pages::studio::*;
use buyline_web::html::parts::{Level, Line, Link, Pager, Sum, SumKind, Tag};
use buyline_web::html::table::{Cell, Column, Row, Table};
use words::Words;

use super::super::buy::sums;
use super::super::frame::{money, say};
use super::super::goods;
use super::{action, crumbs, empty, lead, row, state};

pub(super) fn order_table(w: &'static Words) -> Table {
    let post = say(w, "Lac du matin, this morning", "Lac du matin, ce matin");
    Table {
        caption: w.text("sorders-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-order")),
            Column::words(w.text("col-from-post")),
            Column::numbers(w.text("col-total")),
            Column::words(w.text("col-state")),
        ],
        rows: vec![
            Row {
                fresh: true,
                cells: vec![
                    lead("BL-7K3Q-92", "Camille R.", Some("dawn")),
                    Cell::text(&post),
                    Cell::number(&money(w, "29.80", "29,80")),
                    state(&w.fill("tag-undo", "clock", "1:24"), Level::Warn),
                ],
            },
            row(vec![
                lead("BL-7K3Q-71", "Théo O.", Some("dawn")),
                Cell::text(&post),
                Cell::number(&money(w, "29.80", "29,80")),
                state(w.text("tag-paid"), Level::Good),
            ]),
            row(vec![
                lead("BL-7K2M-08", "Jeanne L.", Some("sleeve")),
                Cell::text(&say(w, "Studio visit, 20 Nov", "Visite d’atelier, 20 nov.")),
                Cell::number(&money(w, "54.00", "54,00")),
                state(&w.fill("tag-shipped-number", "number", "6A 2231"), Level::Good),
            ]),
            row(vec![
                lead("BL-7K1A-44", "Maëlle H.", Some("mug")),
                Cell::text(&say(w, "Kiln day", "Jour de cuisson")),
                Cell::number(&money(w, "32.00", "32,00")),
                state(w.text("tag-return-asked"), Level::Plain),
            ]),
        ],
        foot: Vec::new(),
        csrf: "t0k3n".to_owned(),
    }
}

pub(super) fn orders<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
    let view = |label: &str, current, waiting| View {
        label: label.to_owned(),
        href: "/studio/orders".to_owned(),
        current,
        waiting,
    };
    List {
        p,
        title: w.text("sorders-title").to_owned(),
        text: String::new(),
        primary: None,
        others: vec![Link {
            label: w.text("action-download-csv").to_owned(),
            href: "/studio/orders.csv".to_owned(),
        }],
        views: vec![
            view(w.text("sorders-filter-all"), true, 0),
            view(w.text("sorders-filter-to-ship"), false, 4),
            view(w.text("sorders-filter-returns"), false, 1),
            view(w.text("sorders-filter-errors"), false, 0),
        ],
        search_action: "/studio/orders".to_owned(),
        query: String::new(),
        search_hint: w.text("sorders-search").to_owned(),
        table: order_table(w),
        empty: empty(
            "parcel",
            w.text("sorders-empty-title"),
            w.text("sorders-empty-text"),
            Some((w.text("nav-compose"), "/studio/compose")),
        ),
        pager: Pager { newer: String::new(), older: "/studio/orders?before=1".to_owned() },
    }
}

pub(super) fn order<'a>(w: &'static Words, p: &'a Page) -> StudioOrder<'a> {
    let fact = |label: &str, value: &str, change: &str| ReviewRow {
        label: label.to_owned(),
        value: value.to_owned(),
        change: change.to_owned(),
    };
    let event = |text: String, at: &str, state| TrackStep { text, at: at.to_owned(), state };
    let more = vec![
        Sum {
            label: w.text("sum-fees").to_owned(), amount: money(w, "−0.91", "−0,91"), kind: SumKind::Part
        },
        Sum { label: w.text("sum-net").to_owned(), amount: money(w, "28.89", "28,89"), kind: SumKind::Part },
    ];
    StudioOrder {
        p,
        crumbs: crumbs(w.text("studio-orders"), "/studio/orders"),
        title: w.fill("order-title", "number", "BL-7K3Q-71"),
        text: say(
            w,
            "22 November 2025, 14:30 · from the post “Lac du matin”",
            "22 novembre 2025, 14:30 · depuis la publication « Lac du matin »",
        ),
        states: vec![
            Tag { text: w.text("order-state-confirmed").to_owned(), level: Level::Info },
            Tag { text: w.text("payment-state-captured").to_owned(), level: Level::Good },
        ],
        notices: Vec::new(),
        requests: Vec::new(),
        primary: Some(Link {
            label: w.text("sorder-fulfill").to_owned(),
            href: "/studio/orders/1/ship".to_owned(),
        }),
        others: vec![
            action(w.text("sorder-packing-slip"), false),
            action(w.text("sorder-refund"), false),
            action(w.text("sorder-cancel"), true),
        ],
        lines: vec![Line {
            note: Some(Tag { text: w.text("sorders-filter-to-ship").to_owned(), level: Level::Warn }),
            ..goods::line(w)
        }],
        sums: [sums(w), more].concat(),
        money: vec![
            Sum {
                label: w.text("money-charge").to_owned(),
                amount: money(w, "29.80", "29,80"),
                kind: SumKind::Part,
            },
            Sum {
                label: w.text("money-provider-fee").to_owned(),
                amount: money(w, "-0.91", "-0,91"),
                kind: SumKind::Less,
            },
            Sum {
                label: w.text("money-left").to_owned(),
                amount: money(w, "28.89", "28,89"),
                kind: SumKind::Total,
            },
        ],
        parcels: vec![Parcel {
            title: w.fill("track-parcel-number", "number", 1_i64),
            carrier: "Colissimo".to_owned(),
            number: "6A 2231 0045 9".to_owned(),
            href: "https://tracking.example".to_owned(),
            items: vec!["1 × Lac du matin".to_owned()],
            slip: Some(Link {
                label: w.text("sorder-packing-slip").to_owned(),
                href: "/studio/orders/1/packing-slip".to_owned(),
            }),
        }],
        rows: vec![
            fact(w.text("sorder-customer"), "Camille Renard, camille@example.org", "/studio/customers/1"),
            fact(w.text("sorder-ship-to"), "12 rue des Lilas, 35000 Rennes, France", ""),
            fact(w.text("sorder-payment"), "Visa •••• 4242", ""),
        ],
        track: vec![
            event(w.text("event-placed").to_owned(), "14:30", StepState::Past),
            event(
                w.fill("event-captured", "amount", money(w, "29.80", "29,80").as_str()),
                "14:32",
                StepState::Now,
            ),
        ],
        note_action: "/studio/orders/1/notes".to_owned(),
        note: Field::new("note", w.text("sorder-note")).kind(Kind::Area),
    }
}

pub(super) fn ship<'a>(w: &'static Words, p: &'a Page) -> Ask<'a> {
    Ask {
        p,
        crumbs: crumbs(w.text("studio-orders"), "/studio/orders"),
        title: w.fill("sorder-fulfill-title", "number", "BL-7K3Q-71"),
        text: String::new(),
        action: "/studio/orders/1/ship".to_owned(),
        hidden: Vec::new(),
        lines: vec![AskLine::new("1".to_owned(), goods::line(w), 1, 1)],
        fields: vec![
            Field::new("carrier", w.text("sorder-fulfill-carrier")).width(Width::Half).value("Colissimo"),
            Field::new("tracking", w.text("sorder-fulfill-tracking"))
                .width(Width::Half)
                .optional(w.text("state-optional")),
            Field::new("url", w.text("sorder-fulfill-url"))
                .kind(Kind::Url)
                .optional(w.text("state-optional")),
            Field::new("mail", w.text("sorder-fulfill-mail")).kind(Kind::Check).optional("").value("on"),
        ],
        button: w.text("sorder-fulfill").to_owned(),
        risky: false,
        back: "/studio/orders/1".to_owned(),
        errors: Vec::new(),
        note: None,
    }
}

pub(super) fn refund<'a>(w: &'static Words, p: &'a Page) -> Ask<'a> {
    Ask {
        title: w.fill("sorder-refund-title", "number", "BL-7K3Q-71"),
        action: "/studio/orders/1/refund".to_owned(),
        fields: vec![
            Field::new("amount", w.text("sorder-refund-amount"))
                .kind(Kind::Amount)
                .hint(&w.fill("sorder-refund-left", "amount", money(w, "29.80", "29,80").as_str()))
                .value("29,80")
                .width(Width::Half),
            Field::new("reason", w.text("sorder-refund-reason")).kind(Kind::Area),
            Field::new("restock", w.text("sorder-cancel-restock")).kind(Kind::Check).optional("").value("on"),
        ],
        button: w.text("sorder-refund").to_owned(),
        risky: true,
        ..ship(w, p)
    }
}

pub(super) fn customers<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
    List {
        p,
        title: w.text("customers-title").to_owned(),
        views: Vec::new(),
        others: vec![Link {
            label: w.text("customers-export").to_owned(),
            href: "/studio/customers.csv".to_owned(),
        }],
        search_action: String::new(),
        table: Table {
            caption: w.text("customers-title").to_owned(),
            columns: vec![
                Column::words(w.text("col-name")),
                Column::numbers(w.text("col-orders")),
                Column::numbers(w.text("col-spent")),
                Column::words(w.text("col-status")),
            ],
            rows: vec![
                row(vec![
                    lead("Camille Renard", "camille@example.org", None),
                    Cell::number("3"),
                    Cell::number(&money(w, "86.60", "86,60")),
                    state(w.text("customers-marketing-yes"), Level::Good),
                ]),
                row(vec![
                    lead("Théo Olivier", "theo@example.org", None),
                    Cell::number("1"),
                    Cell::number(&money(w, "29.80", "29,80")),
                    state(w.text("customers-marketing-no"), Level::Plain),
                ]),
            ],
            ..Table::default()
        },
        pager: Pager::default(),
        ..orders(w, p)
    }
}
