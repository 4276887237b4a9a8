//! The console, and the pages that stand for themselves.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::{Desk, DeskLink, Page, Section};
use buyline_web::html::pages::console::*;
use buyline_web::html::pages::desk::OtherForm;
use buyline_web::html::pages::plain::*;
use buyline_web::html::pages::studio::{Figure, Todo};
use buyline_web::html::parts::{Avatar, Crumbs, Level, Link, Notice, Pager, Tag, When};
use buyline_web::html::safe::Html;
use buyline_web::html::table::{Action, Cell, Column, Row, Table};
use domain::gate::Feature;
use domain::sunset::Scope;
use domain::sunset::calendar::Step;
use words::{Locale, Words};

use super::frame::{buyer, guest, money, say};
use super::{Sample, show};

fn frame(locale: Locale, at: usize) -> Page {
    let w = Words::of(locale);
    let links = [
        ("console-overview", "today", 0),
        ("console-merchants", "shop", 2),
        ("console-reports", "flag", 3),
        ("console-money", "chart", 0),
        ("console-switches", "power", 0),
        ("console-queue", "queue", 1),
        ("console-settings", "settings", 0),
    ];
    let links = links.into_iter().enumerate().map(|(n, (key, icon, waiting))| DeskLink {
        label: w.lookup(key).unwrap_or(key).to_owned(),
        href: "/console".to_owned(),
        icon,
        waiting,
        current: n == at,
        keys: "",
    });
    Page {
        desk: Some(Desk {
            title: "Buyline".to_owned(),
            subtitle: w.text("console-title").to_owned(),
            avatar: Avatar::of("Sam Operator", ""),
            links: links.collect(),
            others: Vec::new(),
        }),
        ..buyer(locale, Section::Elsewhere, "/console")
    }
}

/// Every page of the console, then errors and documents.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let [p0, p1, p2, p3, p4, p5] = std::array::from_fn(|at| frame(locale, at));
    let g = guest(locale, Section::Elsewhere, "/nowhere");
    let mut pages = vec![
        ("console", show(&overview(w, &p0))),
        ("console-merchant", show(&merchant(w, &p1))),
        ("console-reports", show(&reports(w, &p2))),
        ("console-reports-empty", show(&Reports { p: &p2, reports: Vec::new() })),
        ("console-money", show(&money_page(w, &p3))),
        (
            "console-money-empty",
            show(&Money { p: &p3, disputes: Table::default(), orphans: Table::default() }),
        ),
        ("console-switches", show(&switches(w, &p4))),
        ("console-gates", show(&Gates { p: &p4, table: gates(w) })),
        ("console-gate", show(&gate(w, &p4))),
        ("console-sunset", show(&sunset(w, &p4))),
        ("console-queue", show(&queue(w, &p5))),
        ("mails", show(&mails(w, &p0))),
        ("api", show(&api(w, &g))),
        ("problem", show(&Problem { p: &g, name: "/problems/out-of-stock".to_owned(), status: "409 Conflict".to_owned(), title: w.text("card-sold-out").to_owned(), text: say(w, "Fewer units are free than were asked for. Nothing was reserved.", "Moins d’unités sont libres que demandé. Rien n’a été réservé."), advice: say(w, "Ask for at most “available” units.", "Demandez au plus « available » unités."), example: "{\n  \"type\": \"/problems/out-of-stock\",\n  \"title\": \"Out of stock\",\n  \"status\": 409,\n  \"available\": 2\n}".to_owned() })),
        ("about", show(&Prose { p: &g, title: w.text("foot-about").to_owned(), body: Html::trusted(format!("<p>{}</p>", w.text("tagline"))) })),
        ("status", show(&status(w, &g, true))),
        ("status-empty", show(&status(w, &g, false))),
    ];
    let home = || Link { label: w.text("error-back-home").to_owned(), href: "/".to_owned() };
    let error = |icon, title: &str, text: &str| ErrorPage {
        p: &g,
        icon,
        title: title.to_owned(),
        text: text.to_owned(),
        reference: String::new(),
        links: vec![home()],
    };
    pages.push(("error-404", show(&error("search", w.text("error-404-title"), w.text("error-404-text")))));
    pages.push(("error-403", show(&error("lock", w.text("error-403-title"), w.text("error-403-text")))));
    pages.push((
        "error-429",
        show(&error(
            "clock",
            w.text("error-429-title"),
            &w.fill("error-429-text", "duration", w.duration(30).as_str()),
        )),
    ));
    pages.push((
        "error-500",
        show(&ErrorPage {
            reference: w.fill("error-reference", "id", "7K3Q92"),
            ..error("warning", w.text("error-500-title"), w.text("error-500-text"))
        }),
    ));
    pages.push(("error-503", show(&error("clock", w.text("error-503-title"), w.text("error-503-text")))));
    pages
}

fn status<'a>(w: &Words, p: &'a Page, has_changed: bool) -> Status<'a> {
    let (buying, giving) = (w.text("gate-buy"), w.text("gate-donate"));
    let steps = if has_changed { ("status-in-steps", Level::Info) } else { ("gate-open", Level::Good) };
    let standing = |feature: &str, (key, level)| {
        row(vec![Cell::lead(feature, ""), Cell::State(tag(w.lookup(key).unwrap_or_default(), level))])
    };
    let change = |id: &str, text: String, href: &str| StatusChange {
        id: id.to_owned(),
        text,
        href: href.to_owned(),
        at: When {
            iso: "2026-11-22T14:32:00Z".to_owned(),
            words: say(w, "22 November 2026, 14:32 UTC", "22 novembre 2026, 14:32 UTC"),
            full: say(w, "22 November 2026, 14:32", "22 novembre 2026, 14:32"),
        },
    };
    let changes = vec![
        change(
            "sun_1-2-announced",
            say(w, "Buying ends on 1 February 2027", "L’achat prend fin le 1 février 2027"),
            "/closing/sun_1",
        ),
        change("aud_2", w.fill("status-resumed", "feature", giving), ""),
        change("aud_1", w.fill("status-restricted", "feature", buying), ""),
    ];
    Status {
        p,
        now: Table {
            caption: w.text("status-now").to_owned(),
            columns: vec![Column::words(w.text("gate-feature")), Column::words(w.text("gate-state"))],
            rows: vec![standing(buying, steps), standing(giving, ("gate-open", Level::Good))],
            ..Table::default()
        },
        changes: if has_changed { changes } else { Vec::new() },
        pager: Pager::default(),
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, fresh: false }
}

fn figure(label: &str, value: String) -> Figure {
    Figure { label: label.to_owned(), value, detail: String::new() }
}

fn tag(text: &str, level: Level) -> Tag {
    Tag { text: text.to_owned(), level }
}

fn log(w: &'static Words) -> Table {
    Table {
        caption: w.text("console-log").to_owned(),
        columns: vec![
            Column::words(w.text("col-what")),
            Column::words(w.text("col-who")),
            Column::numbers(w.text("col-when")),
        ],
        rows: vec![row(vec![
            Cell::lead(&w.fill("merchant-verified", "merchant", "Terre & Sel"), ""),
            Cell::text("Sam"),
            Cell::number(&w.ago(7200)),
        ])],
        ..Table::default()
    }
}

fn overview<'a>(w: &'static Words, p: &'a Page) -> Overview<'a> {
    let todo = |count: &str, label: String, level| Todo {
        count: count.to_owned(),
        label,
        href: "/console".to_owned(),
        level,
    };
    Overview {
        p,
        text: w.count("console-needs-you", 3_i64),
        todos: vec![
            todo("2", w.text("console-merchants").to_owned(), Level::Warn),
            todo("3", w.text("console-reports").to_owned(), Level::Warn),
            todo("1", w.text("queue-dead").to_owned(), Level::Bad),
            todo("0", w.text("console-switches").to_owned(), Level::Plain),
        ],
        figures: vec![
            figure(w.text("sorders-title"), "214".to_owned()),
            figure(w.text("figures-gross"), money(w, "8,214.60", "8 214,60")),
        ],
        health: vec![
            ("SQLite".to_owned(), tag(w.text("live-connected"), Level::Good)),
            ("SMTP".to_owned(), tag(w.text("live-connected"), Level::Good)),
        ],
        log: log(w),
    }
}

fn merchant<'a>(w: &'static Words, p: &'a Page) -> Merchant<'a> {
    let act = |label: &str, risky| Action {
        label: label.to_owned(),
        href: "/console/merchants/1/verify".to_owned(),
        is_link: true,
        risky,
    };
    Merchant {
        p,
        crumbs: Crumbs(vec![Link {
            label: w.text("console-merchants").to_owned(),
            href: "/console/merchants".to_owned(),
        }]),
        title: "Terre & Sel".to_owned(),
        state: tag(w.text("merchant-state-waiting"), Level::Warn),
        facts: vec![
            (w.text("settings-legal-name").to_owned(), "Terre & Sel EURL".to_owned()),
            (w.text("field-country").to_owned(), "France".to_owned()),
        ],
        figures: vec![
            figure(w.text("merchant-sales-30"), money(w, "0.00", "0,00")),
            figure(w.text("merchant-refund-rate"), "0 %".to_owned()),
        ],
        notice: Some(Notice {
            level: Level::Info,
            title: w.fill("merchant-verify-ask", "merchant", "Terre & Sel"),
            text: String::new(),
            links: Vec::new(),
        }),
        actions: vec![
            act(w.text("merchant-verify"), false),
            act(w.text("merchant-limit"), false),
            act(w.text("merchant-suspend"), true),
        ],
        log: log(w),
        pager: Pager::default(),
    }
}

fn reports<'a>(w: &'static Words, p: &'a Page) -> Reports<'a> {
    let act = |label: &str, risky| Action {
        label: label.to_owned(),
        href: "/console/reports/1/dismiss".to_owned(),
        is_link: false,
        risky,
    };
    Reports {
        p,
        reports: vec![ReportCase {
            reason: tag(w.text("report-scam"), Level::Warn),
            about: w.fill("post-by", "author", "Studio Ohm"),
            href: "/posts/7".to_owned(),
            excerpt: say(w, "A lamp for short days.", "Une lampe pour les jours courts."),
            comment: say(w, "The picture is from another shop.", "La photo vient d’une autre boutique."),
            from: w.fill("report-from", "name", "Lou"),
            actions: vec![
                act(w.text("report-dismiss"), false),
                act(w.text("report-remove-post"), true),
                act(w.text("report-suspend-author"), true),
            ],
        }],
    }
}

fn money_page<'a>(w: &'static Words, p: &'a Page) -> Money<'a> {
    let dispute = |order: &str, shop: &str, reason: &str, amount: String, due: &str, state: Tag| {
        row(vec![
            Cell::Lead {
                title: shop.to_owned(),
                detail: order.to_owned(),
                href: String::new(),
                picture: None,
            },
            Cell::text(w.text(reason)),
            Cell::number(&amount),
            Cell::text(due),
            Cell::State(state),
        ])
    };
    let orphan = |reference: &str, payee: &str, amount: String, state: Tag| {
        row(vec![
            Cell::Lead {
                title: reference.to_owned(),
                detail: payee.to_owned(),
                href: String::new(),
                picture: None,
            },
            Cell::number(&amount),
            Cell::text(&say(w, "24 Nov 2026, 10:12", "24 nov. 2026, 10:12")),
            Cell::State(state),
        ])
    };
    Money {
        p,
        disputes: Table {
            caption: w.text("dispute-title").to_owned(),
            columns: vec![
                Column::words(w.text("col-order")),
                Column::words(w.text("dispute-fact-reason")),
                Column::numbers(w.text("dispute-fact-amount")),
                Column::words(w.text("dispute-col-due")),
                Column::words(w.text("col-state")),
            ],
            rows: vec![
                dispute(
                    "BL-7K2M-08",
                    "Atelier Nord",
                    "dispute-reason-not-received",
                    money(w, "54.00", "54,00"),
                    &say(w, "4 Dec 2026, 23:59", "4 déc. 2026, 23:59"),
                    tag(w.text("dispute-state-waiting"), Level::Bad),
                ),
                dispute(
                    "BL-7J9X-31",
                    "Studio Ohm",
                    "dispute-reason-fraudulent",
                    money(w, "129.00", "129,00"),
                    "",
                    tag(w.text("dispute-state-under-review"), Level::Warn),
                ),
            ],
            ..Table::default()
        },
        orphans: Table {
            caption: w.text("orphans-title").to_owned(),
            columns: vec![
                Column::words(w.text("sorder-payment")),
                Column::numbers(w.text("dispute-fact-amount")),
                Column::words(w.text("col-date")),
                Column::words(w.text("col-state")),
            ],
            rows: vec![
                orphan(
                    "pi_3R2aBcDeFgHiJkLmNoPqRsTu",
                    "acct_1R2aBcDeFgHiJkLm",
                    money(w, "29.80", "29,80"),
                    tag(w.text("orphan-found"), Level::Bad),
                ),
                orphan(
                    "pi_3R1zYxWvUtSrQpOnMlKjIhGf",
                    "",
                    money(w, "32.00", "32,00"),
                    tag(w.text("orphan-refunded"), Level::Good),
                ),
            ],
            ..Table::default()
        },
    }
}

fn switches<'a>(w: &'static Words, p: &'a Page) -> Switches<'a> {
    Switches {
        p,
        switches: vec![
            Switch {
                title: w.text("switch-server").to_owned(),
                detail: String::new(),
                state: tag(w.text("switch-on"), Level::Good),
                action: "/console/switches/server".to_owned(),
                button: w.text("switch-close").to_owned(),
                is_open: true,
            },
            Switch {
                title: "Studio Ohm".to_owned(),
                detail: say(
                    w,
                    "Reports of counterfeits, since 21 November",
                    "Signalements de contrefaçons, depuis le 21 novembre",
                ),
                state: tag(w.text("switch-off"), Level::Bad),
                action: "/console/switches/m/1".to_owned(),
                button: w.text("switch-open").to_owned(),
                is_open: false,
            },
        ],
        fields: vec![
            Field::new("kind", w.text("col-what"))
                .kind(Kind::Select(vec![
                    ("merchant".to_owned(), w.text("switch-merchant").to_owned()),
                    ("offer".to_owned(), w.text("switch-offer").to_owned()),
                ]))
                .width(Width::Third),
            Field::new("id", w.text("col-name")).width(Width::TwoThirds),
            Field::new("reason", w.text("switch-reason")),
        ],
    }
}

fn gates(w: &'static Words) -> Table {
    let row = |key: &str, state: &str, level, rules: &str| Row {
        cells: vec![
            Cell::lead(w.lookup(key).unwrap_or(key), "/console/gates/buy"),
            Cell::State(tag(w.lookup(state).unwrap_or(state), level)),
            Cell::number(rules),
        ],
        fresh: false,
    };
    Table {
        caption: w.text("gates-title").to_owned(),
        columns: vec![
            Column::words(w.text("gate-feature")),
            Column::words(w.text("gate-state")),
            Column::numbers(w.text("gate-rules")),
        ],
        rows: vec![
            row("gate-buy", "gate-by-rules", Level::Info, "2"),
            row("gate-donate", "gate-open", Level::Good, "0"),
            row("gate-pledges", "gate-stopped", Level::Bad, "1"),
            row("gate-round-up", "gate-closed", Level::Warn, "0"),
        ],
        ..Table::default()
    }
}

fn gate<'a>(w: &'static Words, p: &'a Page) -> Gate<'a> {
    let words = |texts: [&str; 3]| texts.map(Cell::text).to_vec();
    let rule = |number: &str, share: &str, rest: [&str; 3]| Row {
        cells: [vec![Cell::lead(number, ""), Cell::number(share)], words(rest)].concat(),
        fresh: false,
    };
    let when = say(w, "from 1 December 2026, 09:00 UTC", "dès le 1 décembre 2026 à 09:00 UTC");
    Gate {
        p,
        crumbs: Crumbs(vec![
            Link { label: w.text("gates-title").to_owned(), href: "/console/gates".to_owned() },
            Link { label: w.text("gate-buy").to_owned(), href: String::new() },
        ]),
        title: w.text("gate-buy").to_owned(),
        state: tag(w.text("gate-by-rules"), Level::Info),
        rules: Table {
            caption: w.text("gate-rules").to_owned(),
            columns: vec![
                Column::words(w.text("gate-rule-number")),
                Column::numbers(w.text("gate-share")),
                Column::words(w.text("gate-merchants")),
                Column::words(w.text("gate-people")),
                Column::words(w.text("gate-when")),
            ],
            rows: vec![
                rule("1", "100", ["@ateliernord", "@camille, @lou", w.text("gate-always")]),
                rule("2", "5", [w.text("gate-all"), w.text("gate-all"), &when]),
            ],
            ..Table::default()
        },
        cohorts: Table {
            caption: w.count("gate-cohorts", 7_i64),
            columns: vec![
                Column::words(w.text("gate-who")),
                Column::numbers(w.text("gate-tried")),
                Column::numbers(w.text("gate-done")),
                Column::numbers(w.text("gate-refunded")),
            ],
            rows: vec![Row {
                cells: vec![
                    Cell::lead(w.text("gate-picked"), ""),
                    Cell::number("212"),
                    Cell::number("198"),
                    Cell::number("1.5"),
                ],
                fresh: false,
            }],
            ..Table::default()
        },
        forms: vec![OtherForm {
            title: w.text("gate-restrict").to_owned(),
            action: "/console/gates/buy/restrict".to_owned(),
            fields: vec![Field::new("reason", w.text("switch-reason"))],
            button: w.text("gate-restrict").to_owned(),
        }],
        errors: Vec::new(),
    }
}

fn sunset<'a>(w: &'static Words, p: &'a Page) -> Sunset<'a> {
    let scope = Scope::Feature(Feature::Buy);
    let day = |date: &str, step| Row {
        cells: vec![Cell::lead(date, ""), Cell::text(w.sunset_step(scope, step))],
        fresh: false,
    };
    let field = |name: &str, key: &str| Field::new(name, w.lookup(key).unwrap_or(key));
    Sunset {
        p,
        crumbs: Crumbs(vec![
            Link { label: w.text("sunsets-title").to_owned(), href: "/console/sunsets".to_owned() },
            Link { label: w.sunset_subject(scope, None), href: String::new() },
        ]),
        title: w.sunset_subject(scope, None),
        state: tag(w.text("sunset-running"), Level::Warn),
        text: w.text("sunset-erasure-may").to_owned(),
        tables: vec![Table {
            caption: w.text("closing-caption").to_owned(),
            columns: vec![Column::words(w.text("closing-day")), Column::words(w.text("closing-event"))],
            rows: vec![
                day("1 December 2026", Step::Notice),
                day("1 February 2027", Step::NoSales),
                day("1 June 2027", Step::Erasure),
            ],
            ..Table::default()
        }],
        forms: vec![OtherForm {
            title: w.text("sunset-change").to_owned(),
            action: "/console/sunsets/sun_0000000000001/change".to_owned(),
            fields: vec![
                field("no-sales", "sunset-field-no-sales")
                    .kind(Kind::Date)
                    .value("2027-02-01")
                    .width(Width::Third),
                field("zone", "sunset-zone").value("Europe/Paris").width(Width::Third),
                field("why", "sunset-why").hint(w.text("sunset-change-hint")),
            ],
            button: w.text("sunset-change").to_owned(),
        }],
        errors: Vec::new(),
    }
}

fn queue<'a>(w: &'static Words, p: &'a Page) -> Queue<'a> {
    let act = |label: &str, risky| Action {
        label: label.to_owned(),
        href: "/console/queue/1/resend".to_owned(),
        is_link: false,
        risky,
    };
    Queue {
        p,
        text: format!(
            "{} · {}",
            w.count("queue-waiting", 12_i64),
            w.fill("queue-oldest", "duration", w.duration(3).as_str())
        ),
        waiting: Table {
            caption: w.text("queue-kinds").to_owned(),
            columns: vec![
                Column::words(w.text("queue-job")),
                Column::numbers(w.text("queue-attempts")),
                Column::numbers(w.text("col-when")),
            ],
            rows: vec![row(vec![Cell::lead("confirm_by_mail", ""), Cell::number("11"), Cell::number("3 s")])],
            ..Table::default()
        },
        dead: Table {
            caption: w.text("queue-dead").to_owned(),
            columns: vec![
                Column::words(w.text("queue-job")),
                Column::numbers(w.text("queue-attempts")),
                Column::words(w.text("queue-last-error")),
                Column::words(""),
            ],
            rows: vec![row(vec![
                Cell::Lead {
                    title: "push_order".to_owned(),
                    detail: "ord_01J9… · Atelier Nord".to_owned(),
                    href: String::new(),
                    picture: None,
                },
                Cell::number("8"),
                Cell::Code("422: unknown location 7".to_owned()),
                Cell::Actions(vec![act(w.text("queue-resend"), false), act(w.text("queue-discard"), true)]),
            ])],
            foot: Vec::new(),
            csrf: "t0k3n".to_owned(),
        },
        resend_all: "/console/queue/resend".to_owned(),
    }
}

fn mails<'a>(w: &'static Words, p: &'a Page) -> Mails<'a> {
    let subject = say(w, "Order BL-7K3Q-92 is placed", "Commande BL-7K3Q-92 : c’est commandé");
    let at = || When {
        iso: "2025-11-22T14:30:00Z".to_owned(),
        words: "12 min".to_owned(),
        full: "22 November 2025, 14:30".to_owned(),
    };
    let row = |subject: &str, current| MailRow {
        href: "/demo/mails/1".to_owned(),
        to: "camille@example.org".to_owned(),
        subject: subject.to_owned(),
        at: at(),
        current,
    };
    Mails {
        p,
        mails: vec![
            row(&subject, true),
            row(&say(w, "New order BL-7K3Q-92", "Nouvelle commande BL-7K3Q-92"), false),
        ],
        chosen: true,
        open: Some(Mail {
            subject: subject.clone(),
            to: "camille@example.org".to_owned(),
            from: "Buyline <orders@buyline.example>".to_owned(),
            at: "14:30".to_owned(),
            text: Html::trusted(say(
                w,
                "Hello Camille,\n\nyour order is placed. You can undo it until 14:32:\n<a href=\"/o/secret\">https://buyline.example/o/secret</a>",
                "Bonjour Camille,\n\nvotre commande est passée. Vous pouvez l’annuler jusqu’à 14:32 :\n<a href=\"/o/secret\">https://buyline.example/o/secret</a>",
            )),
            html_href: String::new(),
        }),
    }
}

fn api<'a>(w: &'static Words, p: &'a Page) -> ApiDocs<'a> {
    let operation = |id: &str, verb: &str, path: &str, summary: &str| ApiOperation {
        id: id.to_owned(),
        verb: verb.to_owned(),
        path: path.to_owned(),
        summary: summary.to_owned(),
        description: say(
            w,
            "Every POST that costs money takes an Idempotency-Key.",
            "Chaque POST qui coûte de l’argent prend une Idempotency-Key.",
        ),
        scope: "checkout:write".to_owned(),
        parameters: vec![("id".to_owned(), "string".to_owned(), "chk_…".to_owned())],
        request: "{\n  \"items\": [{ \"offer\": \"off_01\", \"quantity\": 1 }]\n}".to_owned(),
        answers: vec![
            ("201".to_owned(), "Created".to_owned()),
            ("409".to_owned(), "/problems/out-of-stock".to_owned()),
        ],
        response: String::new(),
    };
    ApiDocs {
        p,
        version: "0.1.0".to_owned(),
        intro: vec![(
            "Idempotency-Key".to_owned(),
            Html::trusted("<p>The same key and body return the first answer.</p>".to_owned()),
        )],
        groups: vec![ApiGroup {
            title: "Checkout".to_owned(),
            operations: vec![
                operation("create-checkout", "POST", "/commerce/v1/checkouts", "Create a checkout"),
                operation("get-checkout", "GET", "/commerce/v1/checkouts/{id}", "Read a checkout"),
            ],
        }],
        openapi_href: "/commerce/v1/openapi.json".to_owned(),
    }
}
