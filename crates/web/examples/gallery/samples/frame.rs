//! The frame around the samples: a signed-in buyer in the demo.

use buyline_web::html::page::{DemoRole, Page, Person, Section, Side, SideRow, Viewer};
use buyline_web::html::parts::Avatar;
use words::{Locale, Words};

/// One sentence of sample content in the reader's language.
pub fn say(w: &Words, en: &str, fr: &str) -> String {
    match w.locale() {
        Locale::En => en.to_owned(),
        Locale::Fr => fr.to_owned(),
    }
}

/// The frame of a page for guests.
pub fn guest(locale: Locale, section: Section, path: &str) -> Page {
    Page {
        w: Words::of(locale),
        nonce: "gallery".to_owned(),
        csrf: "t0k3n".to_owned(),
        viewer: None,
        base: "https://buyline.example".to_owned(),
        path: path.to_owned(),
        server_name: "Buyline".to_owned(),
        test_mode: false,
        method_form: None,
        section,
        notice: None,
        closing: None,
        roles: Vec::new(),
        other_day: None,
        basket_count: 0,
        refresh_s: None,
        side: Side::default(),
        opposite: None,
        desk: None,
    }
}

/// The frame of a page for Camille, who buys in the demo.
pub fn buyer(locale: Locale, section: Section, path: &str) -> Page {
    let w = Words::of(locale);
    Page {
        viewer: Some(Viewer {
            name: "Camille Renard".to_owned(),
            handle: "@camille".to_owned(),
            href: "/@camille".to_owned(),
            avatar: Avatar::of("Camille Renard", ""),
            has_studio: false,
            is_operator: false,
        }),
        test_mode: true,
        method_form: None,
        roles: vec![
            role("buyer", &say(w, "Camille, a buyer", "Camille, acheteuse"), true),
            role("merchant", &say(w, "Nora, Atelier Nord", "Nora, Atelier Nord"), false),
            role("operator", &say(w, "Sam, operator", "Sam, opérateur"), false),
        ],
        basket_count: 2,
        opposite: None,
        side: Side {
            basket: vec![
                row(
                    &say(w, "Atelier Nord · 1 item", "Atelier Nord · 1 article"),
                    &money(w, "24.90", "24,90"),
                ),
                row(&say(w, "Terre & Sel · 1 item", "Terre & Sel · 1 article"), &money(w, "32.00", "32,00")),
            ],
            soon: vec![
                row(
                    &say(w, "Marées, orange vinyl", "Marées, vinyle orange"),
                    &say(w, "Fri 18:00", "ven. 18 h"),
                ),
                row(&say(w, "Christmas loaves", "Pains de Noël"), &say(w, "1 Dec", "1 déc.")),
            ],
            orders: Vec::new(),
            suggestions: vec![
                person(
                    "Disques du Port",
                    "@disques-du-port",
                    &say(w, "Records pressed in Brest", "Disques pressés à Brest"),
                ),
                person("Terre & Sel", "@terre-et-sel", &say(w, "Stoneware, wood-fired", "Grès cuit au bois")),
            ],
        },
        ..guest(locale, section, path)
    }
}

/// An amount in euros as each language writes it.
pub fn money(w: &Words, en: &str, fr: &str) -> String {
    say(w, &format!("€{en}"), &format!("{fr}\u{a0}€"))
}

/// A person of the side column.
pub fn person(name: &str, handle: &str, about: &str) -> Person {
    Person {
        id: "acc_01".to_owned(),
        name: name.to_owned(),
        handle: handle.to_owned(),
        href: format!("/{handle}"),
        avatar: Avatar::of(name, ""),
        verified: true,
        about: about.to_owned(),
        following: false,
    }
}

fn role(key: &str, label: &str, current: bool) -> DemoRole {
    let icon = match key {
        "merchant" => "shop",
        "operator" => "settings",
        _ => "user",
    };
    let short = label.split(',').next().unwrap_or(label).to_owned();
    DemoRole { key: key.to_owned(), label: label.to_owned(), short, icon, current }
}

fn row(label: &str, value: &str) -> SideRow {
    SideRow { label: label.to_owned(), value: value.to_owned(), href: "/basket".to_owned() }
}

/// The moment so many seconds from now, RFC 3339: what counts down is seen counting down.
pub fn in_seconds(seconds: i64) -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds)).to_string()
}
