//! The studio of a shop.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::{Desk, DeskLink, Page, Section};
use buyline_web::html::pages::buy::ReviewRow;
use buyline_web::html::pages::desk::*;
use buyline_web::html::pages::orders::{AskLine, Parcel, StepState, TrackStep};
use buyline_web::html::pages::papers::{Invoice, PackingSlip};
use buyline_web::html::pages::studio::*;
use buyline_web::html::pages::timeline::Empty;
use buyline_web::html::parts::{Avatar, Crumbs, Level, Line, Link, Notice, Pager, Sum, SumKind, Tag};
use buyline_web::html::safe::Html;
use buyline_web::html::table::{Action, Cell, Column, Row, Table};
use words::{Locale, Words};

use super::buy::{address, sums};
use super::frame::{buyer, money, say};
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
    let [p0, p1, p2, p3, p4, p5, p6, p7] = std::array::from_fn(|at| frame(locale, at));
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
    vec![
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
        ("studio-shipping", show(&shipping(w, &p7))),
        ("studio-payments", show(&payments(w, &p7))),
        ("studio-staff", show(&staff(w, &p7))),
        ("packing-slip", show(&packing_slip(w, &p1))),
        ("invoice", show(&invoice(w, &p1))),
    ]
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

fn order_table(w: &'static Words) -> Table {
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

fn funnel(w: &'static Words) -> Funnel {
    let step = |key: &str, count: &str, permille, share: &str, soft| FunnelStep {
        label: w.lookup(key).unwrap_or(key).to_owned(),
        count: count.to_owned(),
        permille,
        share: share.to_owned(),
        soft,
    };
    Funnel {
        title: "Lac du matin".to_owned(),
        href: "/posts/1".to_owned(),
        meta: w.fill("sposts-posted", "time", "08:12"),
        steps: vec![
            step("figures-seen", &w.number(4812), 1000, "", false),
            step("figures-tapped", "640", 420, "13 %", false),
            step("figures-checkout", "151", 230, "24 %", false),
            step("figures-paid", "97", 150, "64 %", false),
            step("figures-kept", "96", 148, "99 %", true),
        ],
        earned: money(w, "1,868.24", "1 868,24"),
        unit: w.text("figures-unit").to_owned(),
        earned_text: w.text("sposts-earned").to_owned(),
    }
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

fn orders<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
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

fn crumbs(label: &str, href: &str) -> Crumbs {
    Crumbs(vec![Link { label: label.to_owned(), href: href.to_owned() }])
}

fn action(label: &str, risky: bool) -> Action {
    Action { label: label.to_owned(), href: "/studio/orders/1/refund".to_owned(), is_link: true, risky }
}

fn order<'a>(w: &'static Words, p: &'a Page) -> StudioOrder<'a> {
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

fn ship<'a>(w: &'static Words, p: &'a Page) -> Ask<'a> {
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

fn refund<'a>(w: &'static Words, p: &'a Page) -> Ask<'a> {
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

fn products<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
    let active = || state(w.text("product-status-active"), Level::Good);
    List {
        p,
        title: w.text("products-title").to_owned(),
        text: w.count("products-count", 3_i64),
        primary: Some(Link {
            label: w.text("products-add").to_owned(),
            href: "/studio/products/new".to_owned(),
        }),
        others: vec![Link { label: w.text("studio-import").to_owned(), href: "/studio/import".to_owned() }],
        views: Vec::new(),
        search_action: "/studio/products".to_owned(),
        search_hint: w.text("products-search").to_owned(),
        table: Table {
            caption: w.text("products-title").to_owned(),
            columns: vec![
                Column::words(w.text("col-product")),
                Column::numbers(w.text("col-price")),
                Column::numbers(w.text("col-stock")),
                Column::numbers(w.text("col-sold")),
                Column::words(w.text("col-status")),
            ],
            rows: vec![
                row(vec![
                    lead("Lac du matin", &w.count("product-variants-count", 3_i64), Some("dawn")),
                    Cell::number(&money(w, "24.90", "24,90")),
                    Cell::number("3"),
                    Cell::number("97"),
                    active(),
                ]),
                row(vec![
                    lead(
                        &say(w, "Marées, vinyl", "Marées, vinyle"),
                        &w.count("product-variants-count", 1_i64),
                        Some("sleeve"),
                    ),
                    Cell::number(&money(w, "28.00", "28,00")),
                    Cell::number("200"),
                    Cell::number("0"),
                    state(w.text("product-status-draft"), Level::Plain),
                ]),
                row(vec![
                    lead("Mug", &w.count("product-variants-count", 12_i64), Some("mug")),
                    Cell::number(&money(w, "32.00", "32,00")),
                    Cell::number("0"),
                    Cell::number("41"),
                    state(w.text("card-sold-out"), Level::Warn),
                ]),
            ],
            ..Table::default()
        },
        empty: empty(
            "tag",
            w.text("products-empty-title"),
            w.text("products-empty-text"),
            Some((w.text("import-title"), "/studio/import")),
        ),
        pager: Pager::default(),
        ..orders(w, p)
    }
}

fn product<'a>(w: &'static Words, p: &'a Page) -> ProductEdit<'a> {
    let variant = |id: u32, name: &str, price: &str, stock: &str| VariantRow {
        name: name.to_owned(),
        fields: vec![
            Field::new(&format!("price_{id}"), w.text("field-price")).kind(Kind::Amount).value(price),
            Field::new(&format!("was_{id}"), w.text("product-compare-at"))
                .kind(Kind::Amount)
                .optional(w.text("state-optional")),
            Field::new(&format!("stock_{id}"), w.text("product-stock")).kind(Kind::Number).value(stock),
            Field::new(&format!("sku_{id}"), w.text("product-sku")).value(&format!("LDM-{id}")),
        ],
    };
    let status = [
        ("active", w.text("product-status-active")),
        ("draft", w.text("product-status-draft")),
        ("archived", w.text("product-status-archived")),
    ];
    ProductEdit {
        p,
        crumbs: crumbs(w.text("studio-products"), "/studio/products"),
        title: "Lac du matin".to_owned(),
        state: Some(Tag { text: w.text("product-status-active").to_owned(), level: Level::Good }),
        ready: Some(Notice {
            level: Level::Good,
            title: w.text("product-ready").to_owned(),
            text: String::new(),
            links: Vec::new(),
        }),
        action: "/studio/products/1".to_owned(),
        fields: vec![
            Field::new("title", w.text("field-title")).value("Lac du matin"),
            Field::new("description", w.text("field-description"))
                .kind(Kind::Area)
                .value("Six passages de couleur."),
            Field::new("status", w.text("field-status"))
                .kind(Kind::Select(status.map(|(a, b)| (a.to_owned(), b.to_owned())).to_vec()))
                .width(Width::Half),
            Field::new("limit", w.text("product-limit-per-buyer"))
                .kind(Kind::Number)
                .optional(w.text("state-optional"))
                .width(Width::Half),
        ],
        pictures: vec![(
            "pic1".to_owned(),
            goods::picture("dawn", ""),
            say(w, "Framed screen print", "Sérigraphie encadrée"),
        )],
        pictures_free: 1,
        variant_heads: Vec::new(),
        variants: vec![
            variant(1, &say(w, "No frame", "Sans cadre"), "24,90", "3"),
            variant(2, &say(w, "Oak", "Chêne"), "44,90", "12"),
        ],
        actions: vec![action(w.text("product-post-it"), false), action(w.text("product-archive"), true)],
        errors: Vec::new(),
    }
}

fn preview<'a>(w: &'static Words, p: &'a Page) -> ImportRun<'a> {
    let count = |number: i64, text: String, level| {
        let shown = w.number(number);
        ImportCount { label: text.replacen(&shown, "", 1).trim().to_owned(), count: shown, level }
    };
    let list = |table, more, file: &str| ImportList { table, more, file: file.to_owned() };
    let refused = |line: &str, column: &str, value: &str, reason: &str| {
        row(vec![Cell::number(line), Cell::text(column), Cell::Code(value.to_owned()), Cell::text(reason)])
    };
    ImportRun {
        p,
        crumbs: crumbs(w.text("import-title"), "/studio/import"),
        title: w.text("import-preview-title").to_owned(),
        text: format!("catalogue.csv · {}", w.fill("import-format", "format", "Shopify CSV")),
        progress: None,
        href: "/studio/import/1".to_owned(),
        counts: vec![
            count(120, w.count("import-will-create", 120_i64), Level::Good),
            count(34, w.count("import-will-change", 34_i64), Level::Plain),
            count(812, w.count("import-unchanged", 812_i64), Level::Plain),
            count(3, w.count("import-refused", 3_i64), Level::Bad),
        ],
        notice: None,
        confirm: Some(ImportConfirm {
            action: "/studio/import/1/confirm".to_owned(),
            button: w.text("import-start").to_owned(),
            risky: false,
        }),
        currency: w.fill("import-currency", "currency", "EUR"),
        lists: vec![
            list(
                Table {
                    caption: w.text("import-refused-rows").to_owned(),
                    columns: vec![
                        Column::numbers(&say(w, "Line", "Ligne")),
                        Column::words(&say(w, "Column", "Colonne")),
                        Column::words(&say(w, "Value", "Valeur")),
                        Column::words(w.text("field-reason")),
                    ],
                    rows: vec![
                        refused(
                            "18",
                            "Variant Price",
                            "24,9O",
                            &say(
                                w,
                                "Not an amount: there is a letter O. Write 24.90.",
                                "Ce n’est pas un montant : il y a une lettre O. Écrivez 24.90.",
                            ),
                        ),
                        refused(
                            "203",
                            "Variant Inventory Qty",
                            "-4",
                            &say(w, "Stock cannot be negative.", "Le stock ne peut pas être négatif."),
                        ),
                        refused(
                            "877",
                            "Image Src",
                            "htp://cdn.example/a.jpg",
                            &say(
                                w,
                                "Not a web address. It begins with https://.",
                                "Ce n’est pas une adresse web. Elle commence par https://.",
                            ),
                        ),
                    ],
                    ..Table::default()
                },
                String::new(),
                "/studio/import/1/refused.csv",
            ),
            list(
                Table {
                    caption: w.text("import-created").to_owned(),
                    columns: vec![
                        Column::words(w.text("col-product")),
                        Column::words(w.text("import-col-variant")),
                        Column::numbers(w.text("field-price")),
                        Column::numbers(w.text("import-what-stock")),
                    ],
                    rows: vec![row(vec![
                        Cell::lead("Brume", ""),
                        Cell::text(&say(w, "No frame", "Sans cadre")),
                        Cell::number("24,90 €"),
                        Cell::number("12"),
                    ])],
                    ..Table::default()
                },
                w.count("import-more", 119_i64),
                "",
            ),
            list(
                Table {
                    caption: w.text("import-changed").to_owned(),
                    columns: vec![
                        Column::words(w.text("col-product")),
                        Column::words(w.text("col-what")),
                        Column::words(w.text("import-col-before")),
                        Column::words(w.text("import-col-after")),
                    ],
                    rows: vec![row(vec![
                        Cell::lead("Lac du matin", ""),
                        Cell::text(w.text("import-what-price")),
                        Cell::text("24,90 €"),
                        Cell::text("26,00 €"),
                    ])],
                    ..Table::default()
                },
                w.count("import-more", 33_i64),
                "",
            ),
        ],
        next: None,
    }
}

fn customers<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
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

fn figures<'a>(w: &'static Words, p: &'a Page) -> Figures<'a> {
    let figure = |label: &str, value: String, detail: &str| Figure {
        label: label.to_owned(),
        value,
        detail: detail.to_owned(),
    };
    let view = |label: &str, current| View {
        label: label.to_owned(),
        href: "/studio/figures".to_owned(),
        current,
        waiting: 0,
    };
    let bars: String = (0..14)
        .map(|day: u32| {
            let height = 20 + (day * 37) % 120;
            format!(
                "<rect class=\"s1\" x=\"{}\" y=\"{}\" width=\"28\" height=\"{height}\" rx=\"3\"/>",
                44 + day * 40,
                168 - height
            )
        })
        .collect();
    let svg = format!(
        "<svg viewBox=\"0 0 620 200\" role=\"img\" aria-label=\"{0}\"><path class=\"grid\" d=\"M40 48h570M40 108h570\"/><path class=\"axis\" d=\"M40 168h570\"/>{bars}<text x=\"40\" y=\"190\" font-size=\"12\">9 nov.</text><text x=\"572\" y=\"190\" font-size=\"12\">22 nov.</text></svg>",
        w.text("figures-by-day")
    );
    let days = Table {
        caption: w.text("figures-by-day").to_owned(),
        columns: vec![Column::words(w.text("col-date")), Column::numbers(w.text("figures-net"))],
        rows: vec![row(vec![Cell::lead("22 nov.", ""), Cell::number(&money(w, "1,204.00", "1 204,00"))])],
        ..Table::default()
    };
    let posts = Table {
        caption: w.text("figures-by-post").to_owned(),
        columns: vec![
            Column::words(w.text("studio-posts")),
            Column::numbers(w.text("figures-seen")),
            Column::numbers(w.text("figures-paid")),
            Column::numbers(w.text("figures-net")),
        ],
        rows: vec![row(vec![
            lead("Lac du matin", "22 nov.", Some("dawn")),
            Cell::number("4 812"),
            Cell::number("97"),
            Cell::number(&money(w, "1,868.24", "1 868,24")),
        ])],
        foot: vec![
            Cell::text(w.text("sum-total")),
            Cell::number("4 812"),
            Cell::number("97"),
            Cell::number(&money(w, "1,868.24", "1 868,24")),
        ],
        ..Table::default()
    };
    Figures {
        p,
        text: w.with(
            "figures-zone",
            &[
                (
                    "range",
                    w.date_range(jiff::civil::date(2026, 11, 1), jiff::civil::date(2026, 11, 30))
                        .as_str()
                        .into(),
                ),
                ("zone", "Europe/Paris".into()),
            ],
        ),
        periods: vec![
            view(w.text("figures-last-7"), false),
            view(w.text("figures-last-30"), true),
            view(w.text("figures-last-90"), false),
        ],
        currencies: Vec::new(),
        figures: vec![
            figure(
                w.text("figures-net"),
                money(w, "1,868.24", "1 868,24"),
                &say(w, "+18 % on the 30 days before", "+18 % par rapport aux 30 jours précédents"),
            ),
            figure(w.text("figures-gross"), money(w, "2,890.60", "2 890,60"), ""),
            figure(w.text("figures-refunds"), money(w, "24.90", "24,90"), "1 %"),
            figure(w.text("figures-fees"), money(w, "88.40", "88,40"), ""),
        ],
        funnel: Some(funnel(w)),
        charts: vec![Chart {
            title: w.text("figures-by-day").to_owned(),
            unit: w.fill("figures-per-currency", "currency", "EUR"),
            svg: Html::trusted(svg),
            table: days,
        }],
        tables: vec![FigureTable {
            title: w.text("figures-by-post").to_owned(),
            table: posts,
            csv: "/studio/figures/posts.csv".to_owned(),
        }],
        definitions: vec![(w.text("figures-net").to_owned(), w.text("sposts-earned").to_owned())],
    }
}

fn settings_nav(w: &'static Words, at: usize) -> Vec<View> {
    [
        "settings-shop",
        "settings-shipping",
        "settings-tax",
        "settings-payments",
        "settings-policies",
        "settings-staff",
        "settings-keys",
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

fn shipping<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
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

fn payments<'a>(w: &'static Words, p: &'a Page) -> Payments<'a> {
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
    }
}

fn staff<'a>(w: &'static Words, p: &'a Page) -> Settings<'a> {
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

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

fn packing_slip<'a>(w: &'static Words, p: &'a Page) -> PackingSlip<'a> {
    PackingSlip {
        p,
        number: "BL-7K3Q-71".to_owned(),
        date: say(w, "22 November 2025", "22 novembre 2025"),
        from: lines(&["Atelier Nord", "4 quai Lamennais", "35000 Rennes"]),
        to: lines(&["Camille Renard", "12 rue des Lilas", "35000 Rennes", "France"]),
        delivery: "Colissimo".to_owned(),
        lines: vec![goods::line(w)],
        parcel: w.with("track-parcel", &[("number", 1_i64.into()), ("total", 2_i64.into())]),
        follows: vec![goods::line(w)],
        back: "/studio/orders/1".to_owned(),
    }
}

fn invoice<'a>(w: &'static Words, p: &'a Page) -> Invoice<'a> {
    Invoice {
        p,
        title: w.fill("invoice-title", "number", "000042"),
        facts: vec![
            (w.text("invoice-number").to_owned(), "000042".to_owned()),
            (w.text("invoice-date").to_owned(), say(w, "22 November 2025", "22 novembre 2025")),
            (w.text("order-number").to_owned(), "BL-7K3Q-71".to_owned()),
        ],
        from: lines(&[
            "Atelier Nord SARL",
            "4 quai Lamennais",
            "35000 Rennes",
            &w.fill("invoice-vat-number", "number", "FR 12 345678901"),
        ]),
        to: lines(&["Camille Renard", "12 rue des Lilas", "35000 Rennes", "France"]),
        table: Table {
            caption: w.text("order-items").to_owned(),
            columns: vec![
                Column::words(w.text("col-product")),
                Column::numbers(w.text("field-quantity")),
                Column::numbers(w.text("invoice-rate")),
                Column::numbers(w.text("col-total")),
            ],
            rows: vec![row(vec![
                Cell::lead("Lac du matin", ""),
                Cell::number("1"),
                Cell::number("20 %"),
                Cell::number(&money(w, "24.90", "24,90")),
            ])],
            ..Table::default()
        },
        sums: sums(w),
        rates: Some(Table {
            caption: w.text("invoice-by-rate").to_owned(),
            columns: vec![
                Column::words(w.text("invoice-rate")),
                Column::numbers(w.text("invoice-net")),
                Column::numbers(w.text("sum-tax")),
                Column::numbers(w.text("invoice-gross")),
            ],
            rows: vec![row(vec![
                Cell::text("20 %"),
                Cell::number(&money(w, "24.83", "24,83")),
                Cell::number(&money(w, "4.97", "4,97")),
                Cell::number(&money(w, "29.80", "29,80")),
            ])],
            ..Table::default()
        }),
        fine_print: vec![say(w, "Paid by card on 22 November 2025.", "Payée par carte le 22 novembre 2025.")],
        back: "/studio/orders/1".to_owned(),
    }
}
