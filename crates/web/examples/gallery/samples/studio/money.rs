//! The shop's money: the book, payouts beside it, and what banks take back.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::Page;
use buyline_web::html::pages::buy::ReviewRow;
use buyline_web::html::pages::desk::{OtherForm, View};
use buyline_web::html::pages::studio::{Figure, StudioDispute, StudioMoney, StudioPayout};
use buyline_web::html::parts::{Level, Link, Notice, Pager, Tag};
use buyline_web::html::table::{Cell, Column, Row, Table};
use domain::money::{Currency, Money};
use words::Words;

use super::super::frame::say;
use super::super::{Sample, show};
use super::{crumbs, lead, row, state};

/// The book with content and without, payouts that agree, differ and were made by hand, a dispute open and over.
pub(super) fn pages(w: &'static Words, p: &Page, orders: &Page) -> Vec<Sample> {
    let (book, payout, dispute) = (book(w, p), payout(w, p), dispute(w, orders));
    let empty = StudioMoney {
        sums: Vec::new(),
        payouts: Table::default(),
        lines: Table::default(),
        pager: Pager::default(),
        ..book.clone()
    };
    let differs = StudioPayout {
        notice: Notice {
            level: Level::Bad,
            title: w.fill("payout-differs", "amount", eur(w, 1_200).as_str()),
            text: w.text("payout-differs-text").to_owned(),
            links: Vec::new(),
        },
        lines: payout_lines(w, true),
        ..payout.clone()
    };
    let by_hand = StudioPayout {
        state: Tag { text: w.text("payout-state-failed").to_owned(), level: Level::Bad },
        notice: Notice {
            level: Level::Plain,
            title: w.text("payout-by-hand").to_owned(),
            text: w.text("payout-by-hand-text").to_owned(),
            links: Vec::new(),
        },
        rows: payout
            .rows
            .iter()
            .cloned()
            .chain([fact(w, "payout-failure", &w.payout_failure("account_closed"))])
            .collect(),
        lines: Table::default(),
        ..payout.clone()
    };
    let lost = StudioDispute {
        state: Tag { text: w.text("dispute-state-lost").to_owned(), level: Level::Plain },
        notice: Notice {
            level: Level::Info,
            title: w.text("dispute-state-lost").to_owned(),
            text: w.text("dispute-state-lost-text").to_owned(),
            links: Vec::new(),
        },
        answer: say(
            w,
            "The parcel was handed over on 18 November against a signature.",
            "Le colis a été remis le 18 novembre contre signature.",
        ),
        form: None,
        accept: String::new(),
        ..dispute.clone()
    };
    vec![
        ("studio-money", show(&book)),
        ("studio-money-empty", show(&empty)),
        ("studio-payout", show(&payout)),
        ("studio-payout-differs", show(&differs)),
        ("studio-payout-by-hand", show(&by_hand)),
        ("studio-dispute", show(&dispute)),
        ("studio-dispute-lost", show(&lost)),
    ]
}

/// An amount in cents.
fn eur(w: &'static Words, amount: i64) -> String {
    w.money(Money::new(amount, Currency::EUR))
}

fn fact(w: &'static Words, key: &str, value: &str) -> ReviewRow {
    ReviewRow { label: w.text(key).to_owned(), value: value.to_owned(), change: String::new() }
}

fn moved(w: &'static Words, key: &str, order: &str, day: &str, amount: String) -> Row {
    row(vec![lead(w.text(key), order, None), Cell::text(day), Cell::number(&amount)])
}

fn book<'a>(w: &'static Words, p: &'a Page) -> StudioMoney<'a> {
    let figure = |key: &str, value: String, detail: &str| Figure {
        label: w.text(key).to_owned(),
        value,
        detail: detail.to_owned(),
    };
    let view = |key: &str, current| View {
        label: w.text(key).to_owned(),
        href: "/studio/money".to_owned(),
        current,
        waiting: 0,
    };
    let paid = |date: String, amount: String, key: &str, level, compared: Cell| {
        row(vec![
            Cell::lead(&date, "/studio/payouts/1"),
            Cell::number(&amount),
            state(w.text(key), level),
            compared,
        ])
    };
    let agrees = || state(w.text("payout-agrees"), Level::Good);
    let range = w.date_range(jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30));
    StudioMoney {
        p,
        title: w.text("books-title").to_owned(),
        text: w.with("books-text", &[("range", range.as_str().into()), ("zone", "Europe/Paris".into())]),
        disputes: Link { label: w.text("dispute-title").to_owned(), href: "/studio/disputes".to_owned() },
        notice: None,
        views: vec![
            view("figures-last-7", false),
            view("figures-last-30", true),
            view("figures-last-90", false),
            view("books-all", false),
        ],
        sums: vec![(
            "EUR".to_owned(),
            vec![
                figure("books-sales", eur(w, 289_060), ""),
                figure("books-refunds", eur(w, -2_490), ""),
                figure("books-fees", eur(w, -8_840), ""),
                figure("dispute-title", eur(w, -5_400), ""),
                figure("payouts-title", eur(w, -241_015), ""),
                figure("books-other", eur(w, 1_200), ""),
                figure("books-balance", eur(w, 32_515), w.text("books-balance-text")),
            ],
        )],
        payouts_text: w.text("payouts-text").to_owned(),
        payouts: Table {
            caption: w.text("payouts-title").to_owned(),
            columns: vec![
                Column::words(w.text("payout-arrives")),
                Column::numbers(w.text("dispute-fact-amount")),
                Column::words(w.text("col-state")),
                Column::words(w.text("payout-compared")),
            ],
            rows: vec![
                paid(
                    say(w, "26 November 2026", "26 novembre 2026"),
                    eur(w, 81_240),
                    "payout-state-pending",
                    Level::Info,
                    agrees(),
                ),
                paid(
                    say(w, "19 November 2026", "19 novembre 2026"),
                    eur(w, 120_475),
                    "payout-state-paid",
                    Level::Good,
                    state(&w.fill("payout-differs", "amount", eur(w, 1_200).as_str()), Level::Bad),
                ),
                paid(
                    say(w, "12 November 2026", "12 novembre 2026"),
                    eur(w, 39_300),
                    "payout-state-failed",
                    Level::Bad,
                    state(w.text("payout-by-hand"), Level::Plain),
                ),
            ],
            ..Table::default()
        },
        lines: Table {
            caption: w.text("books-lines").to_owned(),
            columns: vec![
                Column::words(w.text("books-what")),
                Column::words(w.text("col-date")),
                Column::numbers(w.text("dispute-fact-amount")),
            ],
            rows: vec![
                moved(
                    w,
                    "money-payout",
                    "",
                    &say(w, "26 Nov 2026, 02:10", "26 nov. 2026, 02:10"),
                    eur(w, -81_240),
                ),
                moved(
                    w,
                    "money-charge",
                    "BL-7K3Q-92",
                    &say(w, "25 Nov 2026, 18:42", "25 nov. 2026, 18:42"),
                    eur(w, 2_980),
                ),
                moved(
                    w,
                    "money-provider-fee",
                    "BL-7K3Q-92",
                    &say(w, "25 Nov 2026, 18:42", "25 nov. 2026, 18:42"),
                    eur(w, -70),
                ),
                moved(
                    w,
                    "money-refund",
                    "BL-7K1A-44",
                    &say(w, "24 Nov 2026, 09:05", "24 nov. 2026, 09:05"),
                    eur(w, -2_490),
                ),
                moved(
                    w,
                    "money-other-in",
                    "",
                    &say(w, "18 Nov 2026, 02:10", "18 nov. 2026, 02:10"),
                    eur(w, 1_200),
                ),
            ],
            ..Table::default()
        },
        csv: "/studio/money.csv".to_owned(),
        pager: Pager { newer: String::new(), older: "/studio/money?after=1".to_owned() },
    }
}

fn payout_lines(w: &'static Words, differs: bool) -> Table {
    let line = |key: &str, about: &str, told: String, booked: String, off: String| {
        row(vec![
            lead(w.text(key), about, None),
            Cell::text(&say(w, "18 Nov 2026, 11:20", "18 nov. 2026, 11:20")),
            Cell::number(&told),
            Cell::number(&booked),
            Cell::number(&off),
        ])
    };
    let (sold, given) = (eur(w, 2_910), eur(w, -2_490));
    let mut rows = vec![
        line("payout-line-charge", "BL-7K3Q-92", sold.clone(), sold, String::new()),
        line("money-refund", "BL-7K1A-44", given.clone(), given, String::new()),
    ];
    if differs {
        let elsewhere = eur(w, 1_200);
        let none = eur(w, 0);
        rows.push(line(
            "payout-line-other",
            "ch_3RelsewhereOnTheAccount",
            elsewhere.clone(),
            none,
            elsewhere,
        ));
    }
    Table {
        caption: w.text("payout-lines").to_owned(),
        columns: vec![
            Column::words(w.text("books-what")),
            Column::words(w.text("col-date")),
            Column::numbers(w.text("payout-told")),
            Column::numbers(w.text("payout-booked")),
            Column::numbers(w.text("payout-difference")),
        ],
        rows,
        ..Table::default()
    }
}

fn payout<'a>(w: &'static Words, p: &'a Page) -> StudioPayout<'a> {
    StudioPayout {
        p,
        crumbs: crumbs(w.text("books-title"), "/studio/money"),
        title: w.fill("payout-one", "date", say(w, "19 November 2026", "19 novembre 2026").as_str()),
        state: Tag { text: w.text("payout-state-paid").to_owned(), level: Level::Good },
        notice: Notice {
            level: Level::Good,
            title: w.text("payout-agrees").to_owned(),
            text: w.text("payout-agrees-text").to_owned(),
            links: Vec::new(),
        },
        rows: vec![
            fact(w, "payout-yours", &eur(w, 120_475)),
            fact(w, "payout-total", &eur(w, 301_620)),
            fact(w, "payout-left", &say(w, "18 Nov 2026, 02:10", "18 nov. 2026, 02:10")),
            fact(w, "payout-arrives", &say(w, "19 November 2026", "19 novembre 2026")),
            fact(w, "payout-reference", "po_1R2aBcDeFgHiJkLm"),
        ],
        lines: payout_lines(w, false),
        csv: "/studio/payouts/1/lines.csv".to_owned(),
    }
}

fn dispute<'a>(w: &'static Words, p: &'a Page) -> StudioDispute<'a> {
    let due = say(w, "4 Dec 2026, 23:59", "4 déc. 2026, 23:59");
    StudioDispute {
        p,
        crumbs: crumbs(w.text("dispute-title"), "/studio/disputes"),
        title: w.fill("dispute-one", "number", "BL-7K2M-08"),
        state: Tag { text: w.text("dispute-state-waiting").to_owned(), level: Level::Bad },
        notice: Notice {
            level: Level::Bad,
            title: format!("{}{} {due}", w.text("dispute-fact-due"), w.text("colon")),
            text: w.text("dispute-state-waiting-text").to_owned(),
            links: Vec::new(),
        },
        reason: w.text("dispute-reason-not-received-text").to_owned(),
        rows: vec![
            fact(w, "dispute-fact-amount", &eur(w, 5_400)),
            ReviewRow {
                change: "/studio/orders/3".to_owned(),
                ..fact(w, "dispute-fact-order", "BL-7K2M-08 · Jeanne L.")
            },
            fact(w, "dispute-fact-opened", &say(w, "24 Nov 2026, 10:12", "24 nov. 2026, 10:12")),
        ],
        evidence: w.text("dispute-evidence-delivery").to_owned(),
        sent_along: w.text("dispute-answer-text").to_owned(),
        answer: String::new(),
        form: Some(OtherForm {
            title: w.text("dispute-answer-title").to_owned(),
            action: "/studio/disputes/1/answer".to_owned(),
            fields: vec![Field::new("answer", w.text("dispute-answer-label")).kind(Kind::Area).limit(20_000)],
            button: w.text("dispute-answer-button").to_owned(),
        }),
        accept: "/studio/disputes/1/accept".to_owned(),
        accepting: w.text("dispute-accept-text").to_owned(),
        errors: Vec::new(),
    }
}
