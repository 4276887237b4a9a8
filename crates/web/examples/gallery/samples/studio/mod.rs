//! The studio of a shop.

mod catalog;
mod channels;
mod figures;
mod money;
mod orders;
mod papers;
mod settings;
mod webhooks;

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::{Desk, DeskLink, Page, Section};
use buyline_web::html::pages::desk::*;
use buyline_web::html::pages::studio::*;
use buyline_web::html::pages::timeline::Empty;
use buyline_web::html::parts::{Avatar, Crumbs, Level, Link, Notice, Tag};
use buyline_web::html::table::{Action, Cell, Row, Table};
use words::{Locale, Words};

use self::catalog::{preview, product, products};
use self::channels::channel;
use self::figures::{figures, funnel};
use self::orders::{customers, order, order_table, orders, refund, ship};
use self::papers::{invoice, packing_slip};
use self::settings::{payments, payments_by_key, shipping, staff};
use self::webhooks::{refused, webhook};
use super::frame::{buyer, say};
use super::timeline::composer;
use super::{Sample, goods, show};

/// The frame of the studio, lit at `at`.
pub fn frame(locale: Locale, at: usize) -> Page {
    let w = Words::of(locale);
    let links = [
        ("studio-today", "/studio", "today", 0, "g t"),
        ("studio-orders", "/studio/orders", "parcel", 4, "g o"),
        ("studio-products", "/studio/products", "tag", 0, "g p"),
        ("studio-import", "/studio/import", "upload", 0, "g i"),
        ("studio-posts", "/studio/posts", "note", 0, "g n"),
        ("studio-customers", "/studio/customers", "users", 0, "g c"),
        ("studio-figures", "/studio/figures", "chart", 0, "g f"),
        ("books-title", "/studio/money", "receipt", 0, "g m"),
        ("studio-settings", "/studio/settings", "settings", 0, "g s"),
        ("studio-log", "/studio/log", "list", 0, ""),
    ];
    let links = links.into_iter().enumerate().map(|(n, (key, href, icon, waiting, keys))| DeskLink {
        label: w.lookup(key).unwrap_or(key).to_owned(),
        href: href.to_owned(),
        icon,
        waiting,
        current: n == at,
        keys,
    });
    Page {
        desk: Some(Desk {
            title: "Atelier Nord".to_owned(),
            subtitle: w.text("role-owner").to_owned(),
            avatar: Avatar::of("Atelier Nord", ""),
            links: links.collect(),
            others: Vec::new(),
        }),
        ..buyer(locale, Section::Elsewhere, "/studio")
    }
}

/// Every page of the studio.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let [p0, p1, p2, p3, p4, p5, p6, p7, p8] = std::array::from_fn(|at| frame(locale, at));
    let today = today(w, &p0);
    let fresh = Today {
        text: String::new(),
        todos: Vec::new(),
        orders: Table::default(),
        funnel: None,
        figures: Vec::new(),
        first_steps: first_steps(w),
        ..today.clone()
    };
    let orders = orders(w, &p1);
    let order = order(w, &p1);
    let waiting = StudioOrder {
        states: vec![Tag { text: w.text("tag-return-asked").to_owned(), level: Level::Warn }],
        notices: vec![Notice {
            level: Level::Bad,
            title: w.with("sorder-push-failed", &[("channel", "Shopify".into()), ("reason", "429".into())]),
            text: String::new(),
            links: vec![Link {
                label: w.text("sorder-push-retry").to_owned(),
                href: "/studio/orders/1/resend".to_owned(),
            }],
        }],
        requests: vec![BuyerRequest {
            title: w.with(
                "sorder-request-return",
                &[("name", "Camille R.".into()), ("items", "1 × Lac du matin".into())],
            ),
            text: say(w, "A corner was bent.", "Un coin était plié."),
            action: "/studio/orders/1/requests/1".to_owned(),
            field: Field::new("answer", w.text("sorder-request-answer"))
                .kind(Kind::Area)
                .optional(w.text("state-optional")),
        }],
        ..order.clone()
    };
    let products = products(w, &p2);
    let held = ImportRun {
        title: w.text("import-shrinks-title").to_owned(),
        notice: Some(Notice {
            level: Level::Warn,
            title: w.text("import-shrinks-title").to_owned(),
            text: w.fill("import-shrinks-text", "percent", "42 %"),
            links: Vec::new(),
        }),
        confirm: Some(ImportConfirm {
            action: "/studio/import/1/confirm".to_owned(),
            button: w.text("import-shrinks-confirm").to_owned(),
            risky: true,
        }),
        lists: Vec::new(),
        ..preview(w, &p3)
    };
    let running = ImportRun {
        title: w.text("import-title").to_owned(),
        progress: Some((
            38,
            w.with("import-progress", &[("done", 38_000_i64.into()), ("total", 100_000_i64.into())]),
        )),
        confirm: None,
        counts: Vec::new(),
        lists: Vec::new(),
        ..preview(w, &p3)
    };
    let mut pages = vec![
        ("studio-today", show(&today)),
        ("studio-first-day", show(&fresh)),
        ("studio-orders", show(&orders)),
        ("studio-orders-empty", show(&List { table: Table::default(), ..orders.clone() })),
        ("studio-order", show(&order)),
        ("studio-order-request", show(&waiting)),
        ("studio-ship", show(&ship(w, &p1))),
        ("studio-refund", show(&refund(w, &p1))),
        ("studio-products", show(&products)),
        ("studio-product", show(&product(w, &p2))),
        (
            "studio-import",
            show(&Import {
                p: &p3,
                action: "/studio/import".to_owned(),
                url: Field::new("url", w.text("import-url"))
                    .kind(Kind::Url)
                    .optional(w.text("state-optional")),
                currency: w.fill("import-currency", "currency", "EUR"),
                room: Some(w.with("files-room", &[("used", "12 MiB".into()), ("limit", "2,048 MiB".into())])),
                history: Table::default(),
                errors: Vec::new(),
            }),
        ),
        ("studio-import-preview", show(&preview(w, &p3))),
        ("studio-import-held", show(&held)),
        ("studio-import-running", show(&running)),
        ("studio-compose", show(&StudioCompose { p: &p4, composer: composer(w, ""), errors: Vec::new() })),
        ("studio-customers", show(&customers(w, &p5))),
        ("studio-figures", show(&figures(w, &p6))),
        ("studio-shipping", show(&shipping(w, &p8))),
        ("studio-payments", show(&payments(w, &p8))),
        ("studio-payments-key", show(&payments_by_key(w, &p8))),
        ("studio-staff", show(&staff(w, &p8))),
        ("studio-channel", show(&channel(w, &p8))),
        ("studio-webhook", show(&webhook(w, &Page { notice: Some(refused(w)), ..p8.clone() }))),
        ("packing-slip", show(&packing_slip(w, &p1))),
        ("invoice", show(&invoice(w, &p1))),
    ];
    pages.extend(money::pages(w, &p7, &p1));
    pages
}

fn lead(title: &str, detail: &str, art: Option<&str>) -> Cell {
    Cell::Lead {
        title: title.to_owned(),
        detail: detail.to_owned(),
        href: "/studio/orders/1".to_owned(),
        picture: art.map(|art| goods::picture(art, "")),
    }
}

fn state(text: &str, level: Level) -> Cell {
    Cell::State(Tag { text: text.to_owned(), level })
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, fresh: false }
}

fn today<'a>(w: &'static Words, p: &'a Page) -> Today<'a> {
    let todo = |count: &str, label: String, level| Todo {
        count: count.to_owned(),
        label,
        href: "/studio/orders".to_owned(),
        level,
    };
    Today {
        p,
        title: say(w, "Saturday, 22 November", "Samedi 22 novembre"),
        standing: say(
            w,
            "Where you stand: Open. Nothing is missing.",
            "Où vous en êtes : Ouvert. Rien ne manque.",
        ),
        text: w.with("today-in-step", &[("channel", "Shopify".into()), ("ago", w.ago(40).as_str().into())]),
        todos: vec![
            todo("4", w.text("todo-to-ship").to_owned(), Level::Warn),
            todo("1", w.count("todo-returns", 1_i64), Level::Warn),
            todo("2", w.count("todo-sold-out", 2_i64), Level::Warn),
            todo("0", w.count("todo-errors", 0_i64), Level::Plain),
        ],
        first_steps: Vec::new(),
        orders: order_table(w),
        funnel: Some(funnel(w)),
        figures: Vec::new(),
    }
}

fn first_steps(w: &'static Words) -> Vec<FirstStep> {
    let step = |title: &str, text: &str, action: Option<(&str, &str)>, done, next| FirstStep {
        title: title.to_owned(),
        text: text.to_owned(),
        action: action.map(|(label, href)| Link { label: label.to_owned(), href: href.to_owned() }),
        done,
        next,
    };
    vec![
        step(w.text("start-verified"), w.text("start-verify-text"), None, true, false),
        step(
            w.text("start-import"),
            w.text("start-import-text"),
            Some((w.text("studio-import"), "/studio/import")),
            false,
            true,
        ),
        step(
            w.text("start-shipping"),
            w.text("start-shipping-text"),
            Some((w.text("settings-shipping"), "/studio/settings/shipping")),
            false,
            false,
        ),
        step(
            w.text("start-post"),
            w.text("start-post-text"),
            Some((w.text("nav-compose"), "/studio/compose")),
            false,
            false,
        ),
    ]
}

fn empty(icon: &'static str, title: &str, text: &str, action: Option<(&str, &str)>) -> Empty {
    Empty {
        icon,
        title: title.to_owned(),
        text: text.to_owned(),
        action: action.map(|(label, href)| Link { label: label.to_owned(), href: href.to_owned() }),
    }
}

fn crumbs(label: &str, href: &str) -> Crumbs {
    Crumbs(vec![Link { label: label.to_owned(), href: href.to_owned() }])
}

fn action(label: &str, risky: bool) -> Action {
    Action { label: label.to_owned(), href: "/studio/orders/1/refund".to_owned(), is_link: true, risky }
}
