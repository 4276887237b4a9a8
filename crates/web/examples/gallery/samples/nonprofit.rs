//! A nonprofit: applying, its desk in several states, a gift, and the operator's page of it.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::{Desk, DeskLink, Page, Section};
use buyline_web::html::pages::desk::{Group, OtherForm};
use buyline_web::html::pages::nonprofit::*;
use buyline_web::html::pages::studio::{Figure, FirstStep};
use buyline_web::html::parts::{Avatar, Crumbs, FormError, Level, Link, Notice, Tag};
use buyline_web::html::table::{Action, Cell, Column, Row, Table};
use words::{Locale, Words};

use super::frame::{buyer, money, say};
use super::{Sample, show};

const HOME: &str = "/nonprofits/npo_1";

fn frame(locale: Locale, at: usize) -> Page {
    let w = Words::of(locale);
    let links = [
        ("desk-overview", "today", 0),
        ("desk-campaigns", "heart", 0),
        ("desk-gifts", "gift", 0),
        ("desk-donors", "users", 0),
        ("payouts-title", "receipt", 0),
        ("desk-application", "verified", 1),
        ("settings-title", "settings", 0),
        ("log-title", "list", 0),
    ];
    let links = links.into_iter().enumerate().map(|(n, (key, icon, waiting))| DeskLink {
        label: w.lookup(key).unwrap_or(key).to_owned(),
        href: HOME.to_owned(),
        icon,
        waiting,
        current: n == at,
        keys: "",
    });
    Page {
        desk: Some(Desk {
            title: "Sauveteurs du Port".to_owned(),
            subtitle: w.text("nonprofit-role-owner").to_owned(),
            avatar: Avatar::of("Sauveteurs du Port", ""),
            links: links.collect(),
            others: vec![("Atelier Nord".to_owned(), "/studio/mer_1".to_owned())],
        }),
        ..buyer(locale, Section::Elsewhere, HOME)
    }
}

/// Every page of a nonprofit's desk that has a shape of its own.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let bare = buyer(locale, Section::Elsewhere, "/nonprofits/apply");
    let [p0, p2, p5] = [0, 2, 5].map(|at| frame(locale, at));
    vec![
        ("nonprofit-apply", show(&apply(w, &bare, false))),
        ("nonprofit-apply-wrong", show(&apply(w, &bare, true))),
        ("nonprofit-new", show(&overview(w, &p0, false))),
        ("nonprofit-overview", show(&overview(w, &p0, true))),
        ("nonprofit-application", show(&application(w, &p5))),
        ("nonprofit-gift", show(&gift(w, &p2))),
    ]
}

fn apply<'a>(w: &'static Words, p: &'a Page, wrong: bool) -> Apply<'a> {
    let problem = say(
        w,
        "The check digit does not agree with the others: one digit is wrong, or two were swapped.",
        "Le chiffre de contrôle ne s’accorde pas avec les autres\u{a0}: un chiffre est faux, ou deux ont été échangés.",
    );
    let number =
        Field::new("number", w.text("apply-number")).hint(w.text("apply-number-hint")).value("775 672 273");
    let number = if wrong { number.error(&problem) } else { number };
    let registers = vec![
        (String::new(), w.text("apply-registry-choose").to_owned()),
        ("fr_siren".to_owned(), "France · Répertoire Sirene (SIREN)".to_owned()),
        ("other".to_owned(), w.text("apply-registry-other").to_owned()),
    ];
    let error = FormError {
        field: "f-number".to_owned(),
        label: w.text("apply-number").to_owned(),
        message: problem,
    };
    Apply {
        p,
        groups: vec![
            Group {
                title: w.text("apply-public").to_owned(),
                text: String::new(),
                fields: vec![
                    Field::new("display_name", w.text("apply-name")).value("Sauveteurs du Port"),
                    Field::new("mission", w.text("apply-mission"))
                        .kind(Kind::Area)
                        .hint(w.text("apply-mission-hint")),
                ],
            },
            Group {
                title: w.text("apply-register").to_owned(),
                text: w.text("apply-register-text").to_owned(),
                fields: vec![
                    Field::new("registry", w.text("apply-registry"))
                        .kind(Kind::Select(registers))
                        .value("fr_siren"),
                    number,
                ],
            },
        ],
        registers: vec![(
            "France · Répertoire Sirene".to_owned(),
            format!("SIREN 775 672 272. {}", w.text("registry-rule-fr-siren")),
        )],
        open: wrong,
        errors: if wrong { vec![error] } else { Vec::new() },
    }
}

fn overview<'a>(w: &'static Words, p: &'a Page, given: bool) -> Overview<'a> {
    let link = |key: &str, path: &str| Link { label: w.text(key).to_owned(), href: format!("{HOME}/{path}") };
    let step = |title: &str, text: &str, action: Option<Link>, done: bool, next: bool| FirstStep {
        title: w.text(title).to_owned(),
        text: w.text(text).to_owned(),
        action,
        done,
        next,
    };
    let steps = vec![
        step("desk-step-consent", "desk-step-consent-text", None, true, false),
        step("desk-step-verify", "desk-step-verify-text", None, false, false),
        step(
            "desk-step-payee",
            "desk-step-payee-text",
            Some(link("payments-connect", "settings/payments")),
            false,
            true,
        ),
        step(
            "desk-step-campaign",
            "desk-step-campaign-text",
            Some(link("campaign-new", "campaigns/new")),
            false,
            false,
        ),
    ];
    let figure =
        |key: &str, value: String| Figure { label: w.text(key).to_owned(), value, detail: String::new() };
    let sums = vec![(
        "EUR".to_owned(),
        vec![
            figure("desk-gifts", "12".to_owned()),
            figure("desk-given", money(w, "333.90", "333,90")),
            figure("desk-kept", money(w, "308.90", "308,90")),
        ],
    )];
    Overview {
        p,
        title: "Sauveteurs du Port".to_owned(),
        state: Tag {
            text: w
                .text(if given { "nonprofit-state-verified" } else { "nonprofit-state-applied" })
                .to_owned(),
            level: if given { Level::Good } else { Level::Info },
        },
        standing: say(
            w,
            "Where you stand: Open. Nothing is missing.",
            "Où vous en êtes : Ouvert. Rien ne manque.",
        ),
        text: say(
            w,
            "Boats and people for those in trouble at sea.",
            "Des bateaux et des gens pour ceux qui sont en danger en mer.",
        ),
        primary: Some(link("campaign-new", "campaigns/new")),
        notice: (!given).then(|| Notice {
            level: Level::Info,
            title: w.text("desk-applied-title").to_owned(),
            text: w.text("desk-applied-text").to_owned(),
            links: Vec::new(),
        }),
        steps: if given { Vec::new() } else { steps },
        sums: if given { sums } else { Vec::new() },
        tables: if given { vec![(w.text("desk-sums").to_owned(), sums_table(w))] } else { Vec::new() },
    }
}

fn sums_table(w: &'static Words) -> Table {
    Table {
        caption: w.text("desk-sums").to_owned(),
        columns: vec![
            Column::words(w.text("receipt-campaign")),
            Column::numbers(w.text("desk-gifts")),
            Column::numbers(w.text("desk-given")),
        ],
        rows: vec![Row {
            cells: vec![
                Cell::lead(&say(w, "A new boat", "Un nouveau bateau"), "/nonprofits/npo_1/campaigns/cmp_1"),
                Cell::number("12"),
                Cell::number(&money(w, "333.90", "333,90")),
            ],
            fresh: false,
        }],
        ..Table::default()
    }
}

fn application<'a>(w: &'static Words, p: &'a Page) -> Record<'a> {
    let reason = say(w, "Please bring the signed consent.", "Merci d’apporter l’accord signé.");
    let said = |who: &str, at: &str, line: String| Said {
        who: who.to_owned(),
        at: at.to_owned(),
        lines: vec![line],
    };
    Record {
        states: vec![Tag { text: w.text("nonprofit-state-refused").to_owned(), level: Level::Warn }],
        text: w.text("desk-application-text").to_owned(),
        notices: vec![Notice {
            level: Level::Warn,
            title: w.text("desk-refused-title").to_owned(),
            text: format!("{} {}", w.fill("desk-reason", "reason", &*reason), w.text("desk-refused-text")),
            links: Vec::new(),
        }],
        facts: vec![(
            w.text("apply-register").to_owned(),
            vec![
                Fact::new(w.text("apply-legal-name"), "Association des sauveteurs du port"),
                Fact::new(w.text("apply-number"), "SIREN 775 672 272"),
                Fact::new(w.text("desk-look-up"), "https://annuaire-entreprises.data.gouv.fr/")
                    .to("https://annuaire-entreprises.data.gouv.fr/"),
            ],
        )],
        talk: Some(Talk {
            title: w.text("desk-talk").to_owned(),
            said: vec![
                said(
                    w.text("role-operator"),
                    &say(w, "22 November 2025, 14:30", "22 novembre 2025, 14:30"),
                    reason,
                ),
                said(
                    "Sauveteurs du Port",
                    &say(w, "22 November 2025, 15:10", "22 novembre 2025, 15:10"),
                    say(w, "It is on its way.", "Il est en route."),
                ),
            ],
            empty: w.text("desk-talk-empty").to_owned(),
            form: Some(OtherForm {
                title: w.text("desk-answer").to_owned(),
                action: format!("{HOME}/application"),
                fields: vec![
                    Field::new("words", w.text("desk-answer-words"))
                        .kind(Kind::Area)
                        .optional(w.text("state-optional")),
                    Field::new("consent", w.text("desk-consent"))
                        .kind(Kind::File("application/pdf,image/png,image/jpeg"))
                        .hint(&w.count("desk-consent-hint", 10_i64))
                        .optional(w.text("state-optional")),
                ],
                button: w.text("desk-answer-send").to_owned(),
            }),
            has_files: true,
        }),
        ..Record::new(p, w.text("desk-application"))
    }
}

fn gift<'a>(w: &'static Words, p: &'a Page) -> Record<'a> {
    let amount = money(w, "25.63", "25,63");
    let title = w.with("gift-title", &[("amount", (&amount).into()), ("donor", "Camille Renard".into())]);
    let action = |key: &str, what: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{HOME}/gifts/don_1/{what}"),
        is_link: true,
        risky,
    };
    Record {
        crumbs: Crumbs(vec![
            Link { label: w.text("desk-gifts").to_owned(), href: format!("{HOME}/gifts") },
            Link { label: title.clone(), href: String::new() },
        ]),
        states: vec![
            Tag { text: w.text("gift-arrived").to_owned(), level: Level::Good },
            Tag { text: w.text("gift-contact").to_owned(), level: Level::Info },
        ],
        actions: vec![action("gift-thank", "thank", false), action("gift-return", "return", true)],
        facts: vec![
            (
                w.text("desk-donor").to_owned(),
                vec![
                    Fact::new(w.text("col-name"), "Camille Renard"),
                    Fact::new(w.text("field-email"), "camille@example.com"),
                    Fact::new(w.text("gift-may-contact"), w.text("action-yes")),
                ],
            ),
            (
                w.text("gift-papers").to_owned(),
                vec![
                    Fact::new(w.text("receipt-title"), "2025-1")
                        .to("/nonprofits/npo_1/gifts/don_1/receipt.pdf"),
                ],
            ),
        ],
        ..Record::new(p, &title)
    }
}
