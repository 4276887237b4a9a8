//! Forms and the pages of an account.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::Section;
use buyline_web::html::pages::account::*;
use buyline_web::html::parts::Link;
use words::{Locale, Words};

use super::buy::address;
use super::frame::{buyer, guest, person, say};
use super::{Sample, show};

/// Every form and page.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let p = guest(locale, Section::Account, "/sign-in");
    let b = buyer(locale, Section::Account, "/account");
    let pairs = |all: &[(&str, &str)]| {
        all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
    };
    let mut wrong = FormPage::sign_up(&p, "/");
    wrong = wrong.wrong(
        "handle",
        &say(
            w,
            "“camille” is taken. Choose another handle.",
            "« camille » est déjà pris. Choisissez un autre nom.",
        ),
    );
    let mut new_address =
        FormPage::new(&b, w.text("account-address-add"), "/account/addresses", w.text("action-save"));
    new_address.fields = address(w, false);
    let entry = |icon, title: &str, detail: &str, mark: &str| SavedEntry {
        open: String::new(),
        icon,
        title: title.to_owned(),
        detail: detail.to_owned(),
        mark: mark.to_owned(),
        edit: "/account/addresses/1".to_owned(),
        delete: "/account/addresses/1/delete".to_owned(),
        prefer: if mark.is_empty() { "/account/addresses/1/prefer".to_owned() } else { String::new() },
    };
    let addresses = Saved {
        p: &b,
        tab: AccountTab::Addresses,
        title: w.text("account-addresses").to_owned(),
        entries: vec![
            entry(
                "map",
                "Camille Renard",
                "12 rue des Lilas, 35000 Rennes, France",
                w.text("account-address-default"),
            ),
            entry("map", "Camille Renard", "7 Brunnenstraße, 10119 Berlin, Germany", ""),
        ],
        empty: w.text("account-addresses-empty").to_owned(),
        add: Some(Link {
            label: w.text("account-address-add").to_owned(),
            href: "/account/addresses/new".to_owned(),
        }),
    };
    let cards = Saved {
        tab: AccountTab::Cards,
        title: w.text("account-cards").to_owned(),
        entries: Vec::new(),
        empty: w.text("account-cards-empty").to_owned(),
        add: None,
        ..addresses.clone()
    };
    let session = |device: &str, current| Session {
        id: "1".to_owned(),
        device: device.to_owned(),
        seen: w.fill("account-session-last", "ago", w.ago(7200).as_str()),
        current,
    };
    let countries = Kind::Select(pairs(&[("", w.text("field-country-choose")), ("FR", "France")]));
    vec![
        ("sign-in", show(&FormPage::sign_in(&p, "", "/"))),
        ("sign-up", show(&wrong)),
        ("sell", show(&FormPage::merchant_sign_up(&p, countries, pairs(&[("EUR", "Euro")])))),
        ("confirm", show(&FormPage::confirm(&p, "camille@example.org", "/"))),
        ("forgot", show(&FormPage::forgot(&p, ""))),
        ("reset", show(&FormPage::reset(&p, "token"))),
        ("order-find", show(&FormPage::guest_lookup(&p))),
        ("address-new", show(&new_address)),
        (
            "account",
            show(&AccountProfile {
                p: &b,
                tab: AccountTab::Profile,
                fields: vec![
                    Field::new("display_name", w.text("sign-up-display-name")).value("Camille Renard"),
                    Field::new("bio", w.text("account-bio"))
                        .kind(Kind::Area)
                        .optional(w.text("state-optional")),
                    Field::new("avatar", w.text("account-avatar"))
                        .kind(Kind::File("image/*"))
                        .optional(w.text("state-optional")),
                    Field::new("language", w.text("account-language"))
                        .kind(Kind::Select(pairs(&[("en", "English"), ("fr", "Français")])))
                        .value(w.locale().tag()),
                ],
                errors: Vec::new(),
            }),
        ),
        ("account-addresses", show(&addresses)),
        ("account-cards", show(&cards)),
        (
            "account-security",
            show(&Security {
                p: &b,
                tab: AccountTab::Security,
                fields: vec![
                    Field::new("current", w.text("account-current-password"))
                        .kind(Kind::Password)
                        .autocomplete("current-password"),
                    Field::new("new", w.text("account-new-password"))
                        .kind(Kind::Password)
                        .autocomplete("new-password")
                        .hint(w.text("sign-up-password-hint")),
                ],
                sessions: vec![session("Firefox, Linux", true), session("Safari, iPhone", false)],
                errors: Vec::new(),
            }),
        ),
        (
            "account-blocks",
            show(&Blocks {
                p: &b,
                tab: AccountTab::Blocks,
                blocked: vec![person("Spam Bot", "@spam", "")],
                muted: vec![person("Loud", "@loud", "")],
            }),
        ),
    ]
}
