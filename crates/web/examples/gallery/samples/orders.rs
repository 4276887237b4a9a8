//! Orders: the list, one order in several states, and what can be asked for.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::{Page, Section};
use buyline_web::html::pages::buy::ReviewRow;
use buyline_web::html::pages::orders::*;
use buyline_web::html::pages::timeline::Empty;
use buyline_web::html::parts::{Level, Link, Notice, Pager, Sum, SumKind, Tag};
use words::{Locale, Words};

use super::buy::{sums, undo};
use super::frame::{buyer, guest, money, say};
use super::{Sample, goods, show};

/// Every page of orders.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let p = buyer(locale, Section::Orders, "/orders");
    let visitor = guest(locale, Section::Orders, "/o/secret");
    let list = list(w, &p);
    let shipped = shipped(w, &p);
    let fresh = Order {
        p: &visitor,
        by_link: true,
        states: vec![Tag { text: w.text("order-state-placed").to_owned(), level: Level::Good }],
        state_text: w.fill("order-state-placed-text", "merchant", "Atelier Nord"),
        undo: Some(undo(w)),
        track: track(w, 0),
        parcels: Vec::new(),
        ..shipped.clone()
    };
    let refunded = Order {
        states: vec![
            Tag { text: w.text("order-state-shipped").to_owned(), level: Level::Good },
            Tag { text: w.text("order-state-partially-refunded").to_owned(), level: Level::Warn },
        ],
        cases: vec![Notice {
            level: Level::Good,
            title: w.fill("refund-pending", "amount", money(w, "12.00", "12,00").as_str()),
            text: w.text("refund-takes").to_owned(),
            links: Vec::new(),
        }],
        sums: [
            sums(w),
            vec![Sum {
                label: w.text("sum-refunded").to_owned(),
                amount: money(w, "−12.00", "−12,00"),
                kind: SumKind::Less,
            }],
        ]
        .concat(),
        ..shipped.clone()
    };
    vec![
        ("orders", show(&list)),
        ("orders-empty", show(&Orders { orders: Vec::new(), ..list.clone() })),
        ("order", show(&shipped)),
        ("order-guest", show(&fresh)),
        ("order-refunded", show(&refunded)),
        ("order-return", show(&ask_return(w, &p))),
        ("order-withdraw", show(&withdraw(w, &p))),
        ("order-withdraw-confirm", show(&withdraw_confirm(w, &p))),
        ("order-withdrawn", show(&withdrawn(w, &p))),
    ]
}

fn list<'a>(w: &'static Words, p: &'a Page) -> Orders<'a> {
    let row = |title: &str, art: &str, state: &str, level| OrderRow {
        href: "/orders/1".to_owned(),
        picture: Some(goods::picture(art, "")),
        title: title.to_owned(),
        meta: say(w, "BL-7K3Q-92 · Atelier Nord · 22 November", "BL-7K3Q-92 · Atelier Nord · 22 novembre"),
        total: money(w, "29.80", "29,80"),
        states: vec![Tag { text: w.text(state).to_owned(), level }],
    };
    Orders {
        p,
        query: String::new(),
        orders: vec![
            row("Lac du matin", "dawn", "order-state-placed", Level::Good),
            row("Marées", "sleeve", "order-state-shipped", Level::Info),
            row(&say(w, "Mug and 2 more", "Mug et 2 autres"), "mug", "order-state-delivered", Level::Plain),
            row("Nuit claire", "dawn", "order-state-canceled", Level::Bad),
        ],
        empty: Empty {
            icon: "parcel",
            title: w.text("orders-empty-title").to_owned(),
            text: w.text("orders-empty-text").to_owned(),
            action: Some(Link {
                label: w.text("basket-empty-action").to_owned(),
                href: "/explore".to_owned(),
            }),
        },
        pager: Pager::default(),
    }
}

fn track(w: &'static Words, reached: usize) -> Vec<TrackStep> {
    let words = [
        w.text("event-placed").to_owned(),
        w.fill("event-confirmed", "merchant", "Atelier Nord"),
        w.fill("event-shipped", "carrier", "Colissimo"),
        w.text("event-delivered").to_owned(),
    ];
    let times = [
        say(w, "22 November, 14:30", "22 novembre, 14:30"),
        say(w, "22 November, 14:32", "22 novembre, 14:32"),
        say(w, "24 November, 09:10", "24 novembre, 09:10"),
        say(w, "expected 25 to 27 November", "prévu entre le 25 et le 27 novembre"),
    ];
    words
        .into_iter()
        .zip(times)
        .enumerate()
        .map(|(at, (text, time))| TrackStep {
            text,
            at: if at <= reached || at == 3 { time } else { String::new() },
            state: match at.cmp(&reached) {
                std::cmp::Ordering::Less => StepState::Past,
                std::cmp::Ordering::Equal => StepState::Now,
                std::cmp::Ordering::Greater => StepState::Ahead,
            },
        })
        .collect()
}

fn shipped<'a>(w: &'static Words, p: &'a Page) -> Order<'a> {
    let row = |label: &str, value: &str| ReviewRow {
        label: label.to_owned(),
        value: value.to_owned(),
        change: String::new(),
    };
    let action = |icon, label: &str, detail: String| OrderAction {
        icon,
        label: label.to_owned(),
        detail,
        href: "/orders/1/return".to_owned(),
    };
    Order {
        passing: None,
        p,
        number: "BL-7K3Q-92".to_owned(),
        placed: say(
            w,
            "Placed on 22 November 2025 · sold by Atelier Nord",
            "Passée le 22 novembre 2025 · vendue par Atelier Nord",
        ),
        states: vec![Tag { text: w.text("order-state-shipped").to_owned(), level: Level::Info }],
        state_text: w.text("order-state-shipped-text").to_owned(),
        undo: None,
        track: track(w, 2),
        clock: w.fill("studio-clock", "zone", "Europe/Paris"),
        parcels: vec![Parcel {
            title: w.text("track-parcel-only").to_owned(),
            carrier: "Colissimo".to_owned(),
            number: "6A 2231 0045 9".to_owned(),
            href: "https://tracking.example/6A22310045".to_owned(),
            items: vec!["1 × Lac du matin".to_owned()],
            slip: None,
        }],
        lines: vec![goods::line(w)],
        sums: sums(w),
        rows: vec![
            row(w.text("order-ship-to"), "Camille Renard, 12 rue des Lilas, 35000 Rennes, France"),
            row(w.text("review-payment"), &w.fill("order-paid-with", "method", "Visa •••• 4242")),
            row(w.text("review-seller"), "Atelier Nord SARL, 4 quai Lamennais, 35000 Rennes"),
        ],
        cases: Vec::new(),
        actions: vec![
            action(
                "return",
                w.text("return-title"),
                w.fill("return-window", "date", &say(w, "11 December", "11 décembre")),
            ),
            action(
                "undo",
                w.text("withdraw-button"),
                w.fill("withdraw-until", "date", &say(w, "11 December", "11 décembre")),
            ),
        ],
        documents: vec![Link {
            label: w.text("order-invoice").to_owned(),
            href: "/orders/1/invoice".to_owned(),
        }],
        contact: Link {
            label: w.fill("order-contact", "merchant", "Atelier Nord"),
            href: "mailto:bonjour@atelier-nord.example".to_owned(),
        },
        from_post: Some(Link {
            label: say(w, "Lac du matin, this morning", "Lac du matin, ce matin"),
            href: "/posts/1".to_owned(),
        }),
        by_link: false,
    }
}

fn back(w: &'static Words) -> Link {
    Link { label: w.text("order-keep").to_owned(), href: "/orders/1".to_owned() }
}

fn ask_return<'a>(w: &'static Words, p: &'a Page) -> OrderAsk<'a> {
    let reasons = ["return-reason-changed-mind", "return-reason-damaged", "return-reason-other"]
        .map(|key| (key.to_owned(), w.lookup(key).unwrap_or(key).to_owned()));
    OrderAsk {
        p,
        title: w.text("return-title").to_owned(),
        text: w.text("return-choose").to_owned(),
        action: "/orders/1/return".to_owned(),
        hidden: Vec::new(),
        lines: vec![AskLine::new("1".to_owned(), goods::line(w), 2, 1)],
        fields: vec![
            Field::new("reason", w.text("return-reason")).kind(Kind::Select(reasons.to_vec())),
            Field::new("comment", w.text("return-comment"))
                .kind(Kind::Area)
                .optional(w.text("state-optional")),
        ],
        facts: Vec::new(),
        button: w.text("return-send").to_owned(),
        risky: false,
        back: back(w),
        errors: Vec::new(),
    }
}

fn withdraw<'a>(w: &'static Words, p: &'a Page) -> OrderAsk<'a> {
    OrderAsk {
        title: w.text("withdraw-title").to_owned(),
        text: w.fill("withdraw-explained", "days", 14_i64),
        action: "/orders/1/withdraw".to_owned(),
        lines: vec![AskLine::new("1".to_owned(), goods::line(w), 1, 1)],
        fields: vec![
            Field::new("name", w.text("withdraw-name")).autocomplete("name").value("Camille Renard"),
            Field::new("email", w.text("withdraw-email"))
                .kind(Kind::Email)
                .autocomplete("email")
                .value("camille@example.org"),
        ],
        button: w.text("action-continue").to_owned(),
        ..ask_return(w, p)
    }
}

fn withdraw_confirm<'a>(w: &'static Words, p: &'a Page) -> OrderAsk<'a> {
    OrderAsk {
        text: w.fill("withdraw-statement", "number", "BL-7K3Q-92"),
        action: "/orders/1/withdraw/confirm".to_owned(),
        hidden: vec![("line_1".to_owned(), "1".to_owned())],
        lines: Vec::new(),
        fields: Vec::new(),
        facts: vec![
            (w.text("withdraw-what").to_owned(), "1 × Lac du matin".to_owned()),
            (w.text("withdraw-name").to_owned(), "Camille Renard".to_owned()),
            (w.text("withdraw-email").to_owned(), "camille@example.org".to_owned()),
        ],
        button: w.text("withdraw-confirm").to_owned(),
        ..withdraw(w, p)
    }
}

fn withdrawn<'a>(w: &'static Words, p: &'a Page) -> Received<'a> {
    let at = say(w, "22 November 2025 at 14:32", "22 novembre 2025 à 14:32");
    Received {
        p,
        title: w.text("withdraw-done-title").to_owned(),
        text: w.with("withdraw-done", &[("at", at.as_str().into()), ("email", "camille@example.org".into())]),
        facts: vec![(
            w.text("withdraw-what").to_owned(),
            w.fill("withdraw-statement", "number", "BL-7K3Q-92"),
        )],
        next: Vec::new(),
        back: Link { label: w.text("placed-view-order").to_owned(), href: "/orders/1".to_owned() },
    }
}
