//! The settings of a shop.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::Page;
use buyline_web::html::pages::desk::*;
use buyline_web::html::parts::{FormError, Level, Link, Notice, Tag};
use buyline_web::html::table::{Action, Cell, Column, Table};
use words::Words;

use super::super::buy::address;
use super::super::frame::say;
use super::{lead, row};

pub(super) fn settings_nav(w: &'static Words, at: usize) -> Vec<View> {
    [
        "settings-shop",
        "settings-shipping",
        "settings-tax",
        "settings-payments",
        "settings-policies",
        "settings-staff",
        "settings-keys",
        "channels-title",
        "webhooks-title",
    ]
    .iter()
    .enumerate()
    .map(|(n, key)| View {
        label: w.lookup(key).unwrap_or(key).to_owned(),
        href: "/studio/settings".to_owned(),
        current: n == at,
        waiting: 0,
    })
    .collect()
}

pub(super) fn shipping<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
    let rate = |id: u32, name: &str, price: &str| Block {
        title: name.to_owned(),
        fields: vec![
            Field::new(&format!("name_{id}"), w.text("field-title")).value(name).width(Width::Half),
            Field::new(&format!("price_{id}"), w.text("field-price"))
                .kind(Kind::Amount)
                .value(price)
                .width(Width::Half),
            Field::new(&format!("free_{id}"), w.text("settings-rate-free-above"))
                .kind(Kind::Amount)
                .optional(w.text("state-optional"))
                .width(Width::Half),
            Field::new(&format!("days_{id}"), w.text("settings-rate-days")).value("2–4").width(Width::Half),
        ],
        remove: format!("/studio/settings/shipping/{id}/remove"),
    };
    Settings {
        standing: None,
        p,
        title: w.text("settings-title").to_owned(),
        nav: settings_nav(w, 1),
        heading: w.text("settings-shipping").to_owned(),
        text: w.text("start-shipping-text").to_owned(),
        action: "/studio/settings/shipping".to_owned(),
        groups: vec![Group {
            title: String::new(),
            text: String::new(),
            fields: address(w, false).split_off(5),
        }],
        blocks: vec![
            rate(1, "France", "4,90"),
            rate(2, say(w, "European Union", "Union européenne").as_str(), "9,90"),
        ],
        add: Some(Link {
            label: w.text("settings-rate-add").to_owned(),
            href: "/studio/settings/shipping/add".to_owned(),
        }),
        tables: Vec::new(),
        other: None,
        secret: None,
        errors: Vec::new(),
    }
}

pub(super) fn payments<'a>(w: &'static Words, p: &'a Page) -> Payments<'a> {
    let fact = |key: &str, value: &str| (w.text(key).to_owned(), value.to_owned());
    Payments {
        p,
        title: w.text("settings-title").to_owned(),
        nav: settings_nav(w, 3),
        heading: w.text("settings-payments").to_owned(),
        text: w.text("payments-text").to_owned(),
        state: Some(Notice {
            level: Level::Bad,
            title: w.text("payments-off").to_owned(),
            text: w.text("payments-off-text").to_owned(),
            links: Vec::new(),
        }),
        deadline: w.fill(
            "payments-deadline",
            "date",
            say(w, "1 December 2025", "1er décembre 2025").as_str(),
        ),
        wanted: vec![w.text("wanted-bank").to_owned(), w.text("wanted-identity").to_owned()],
        facts: vec![
            fact("payments-account", "acct_1R2aBcDeFgHiJkLm"),
            fact("payments-charges", w.text("action-no")),
            fact("payments-payouts", w.text("action-no")),
            fact("payments-fee", w.text("payments-fee-none")),
        ],
        connect: Some(Link {
            label: w.text("payments-go-on").to_owned(),
            href: "/studio/settings/payments/connect".to_owned(),
        }),
        actions: vec![Action {
            label: w.text("payments-look").to_owned(),
            href: "/studio/settings/payments/look".to_owned(),
            is_link: false,
            risky: false,
        }],
        key: Some(key(w, false)),
        errors: Vec::new(),
    }
}

/// A shop that is paid by a key of its own, of which a replacement was refused.
pub(super) fn payments_by_key<'a>(w: &'static Words, p: &'a Page) -> Payments<'a> {
    let fact = |key: &str, value: &str| (w.text(key).to_owned(), value.to_owned());
    let mut key = key(w, true);
    key.form.title = w.text("payments-key-replace").to_owned();
    let wrong = w.text("payments-key-lacks");
    key.form.fields[1] = key.form.fields[1].clone().error(wrong);
    let secret = &key.form.fields[1];
    let error = FormError { field: secret.id(), label: secret.label.clone(), message: wrong.to_owned() };
    Payments {
        state: Some(Notice {
            level: Level::Good,
            title: w.text("payments-on").to_owned(),
            text: String::new(),
            links: Vec::new(),
        }),
        deadline: String::new(),
        wanted: Vec::new(),
        facts: vec![
            fact("payments-account", "acct_1R2aBcDeFgHiJkLm"),
            fact("payments-key", "rk_…9x2f"),
            fact("payments-charges", w.text("action-yes")),
            fact("payments-payouts", w.text("action-yes")),
            fact("payments-fee", w.text("payments-fee-own-key")),
        ],
        connect: None,
        key: Some(key),
        errors: vec![error],
        ..payments(w, p)
    }
}

fn key(w: &'static Words, is_checked: bool) -> KeyForm {
    let permission = |name: &str, right: &str, what_for: &str, is_there: bool| {
        let named = w.with("permission-named", &[("name", name.into()), ("right", w.text(right).into())]);
        let (text, level) = if is_there {
            (w.text("permission-there"), Level::Good)
        } else {
            (w.text("permission-missing"), Level::Bad)
        };
        let mut cells = vec![Cell::lead(&named, ""), Cell::text(w.text(what_for))];
        if is_checked {
            cells.push(Cell::State(Tag { text: text.to_owned(), level }));
        }
        row(cells)
    };
    let mut columns =
        vec![Column::words(w.text("permission-col")), Column::words(w.text("permission-col-for"))];
    if is_checked {
        columns.push(Column::words(w.text("col-state")));
    }
    KeyForm {
        form: OtherForm {
            title: w.text("payments-key-title").to_owned(),
            action: "/studio/settings/payments/key".to_owned(),
            fields: vec![
                Field::new("publishable_key", w.text("payments-key-publishable"))
                    .hint("pk_…")
                    .value(if is_checked { "pk_live_51R2aBcDeFgHiJkLm" } else { "" }),
                Field::new("secret_key", w.text("payments-key-secret")).kind(Kind::Password).hint("rk_…"),
            ],
            button: w.text("payments-key-button").to_owned(),
        },
        text: format!("{} {}", w.text("payments-key-text"), w.text("payments-key-means")),
        permissions: Table {
            caption: w.text("permission-title").to_owned(),
            columns,
            rows: vec![
                permission("Accounts", "permission-read", "permission-account", true),
                permission("PaymentIntents", "permission-write", "permission-payments", true),
                permission("Charges and Refunds", "permission-write", "permission-refunds", false),
                permission("Webhook Endpoints", "permission-write", "permission-webhooks", false),
            ],
            ..Table::default()
        },
    }
}

pub(super) fn staff<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
    let roles = [
        ("manager", w.text("role-manager")),
        ("support", w.text("role-support")),
        ("analyst", w.text("role-analyst")),
    ];
    let remove = Cell::Actions(vec![Action {
        label: w.text("action-remove").to_owned(),
        href: "/studio/settings/staff/2/remove".to_owned(),
        is_link: false,
        risky: true,
    }]);
    Settings {
        nav: settings_nav(w, 5),
        heading: w.text("settings-staff").to_owned(),
        text: String::new(),
        action: String::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
        add: None,
        tables: vec![(
            w.text("settings-staff").to_owned(),
            Table {
                caption: w.text("settings-staff").to_owned(),
                columns: vec![
                    Column::words(w.text("col-name")),
                    Column::words(w.text("settings-staff-role")),
                    Column::words(""),
                ],
                rows: vec![
                    row(vec![
                        lead("Nora Le Bris", "nora@atelier-nord.example", None),
                        Cell::text(w.text("role-owner")),
                        Cell::text(""),
                    ]),
                    row(vec![
                        lead("Ewen Caradec", "ewen@atelier-nord.example", None),
                        Cell::text(w.text("role-support")),
                        remove,
                    ]),
                ],
                foot: Vec::new(),
                csrf: "t0k3n".to_owned(),
            },
        )],
        other: Some(OtherForm {
            title: w.text("settings-staff-invite").to_owned(),
            action: "/studio/settings/staff/invite".to_owned(),
            fields: vec![
                Field::new("email", w.text("field-email")).kind(Kind::Email).width(Width::TwoThirds),
                Field::new("role", w.text("settings-staff-role"))
                    .kind(Kind::Select(roles.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec()))
                    .width(Width::Third),
            ],
            button: w.text("settings-staff-invite").to_owned(),
        }),
        secret: Some((w.text("settings-key-once").to_owned(), "blk_test_8f3a9c2e".to_owned())),
        ..shipping(w, p)
    }
}
