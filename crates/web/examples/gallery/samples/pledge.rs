//! A gift that comes again, as its donor finds it.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::page::Section;
use buyline_web::html::pages::donate::PledgePage;
use buyline_web::html::parts::{Choice, FormError, Link};
use words::{Locale, Words};

use super::frame::{buyer, money};
use super::{Sample, show};

const PATH: &str = "/pledges/plg_1/00";

/// The page, and the page with a mistake.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let p = buyer(locale, Section::Elsewhere, PATH);
    let page = |is_wrong: bool| {
        let wrong = if is_wrong { w.text("pledge-wrong-rhythm") } else { "" };
        let rhythms = ["pledge-weekly", "pledge-monthly", "pledge-quarterly", "pledge-yearly"];
        let rhythms = rhythms.into_iter().map(|key| (key.to_owned(), w.text(key).to_owned())).collect();
        let act =
            |key: &str, act: &str| Link { label: w.text(key).to_owned(), href: format!("{PATH}?do={act}") };
        let card = |value: &str, title: &str, selected| Choice {
            value: value.to_owned(),
            title: title.to_owned(),
            selected,
            ..Choice::default()
        };
        show(&PledgePage {
            p: &p,
            each: w.fill("pledge-each-monthly", "amount", &*money(w, "10.00", "10,00")),
            nonprofit: "Sauveteurs du Port".to_owned(),
            campaign: "A new boat".to_owned(),
            campaign_href: "/donate/cpn_1".to_owned(),
            state: w.fill("pledge-state-active", "date", "22 December 2026"),
            facts: vec![
                (w.text("pledge-since").to_owned(), "22 November 2026".to_owned()),
                (w.text("pledge-row").to_owned(), w.text("pledge-until-stopped").to_owned()),
                (w.text("pledge-method").to_owned(), "Visa 4242".to_owned()),
            ],
            acts: vec![act("pledge-pause", "pause"), act("pledge-cancel", "cancel")],
            is_open: true,
            action: PATH.to_owned(),
            fields: vec![
                Field::new("amount", w.text("donate-amount")).kind(Kind::Amount).hint("EUR").value("10.00"),
                Field::new("every", w.text("pledge-how-often"))
                    .kind(Kind::Select(rhythms))
                    .value("pledge-monthly")
                    .error(wrong),
                Field::new("cover", &w.fill("donate-cover", "cover", &*money(w, "0.41", "0,41")))
                    .kind(Kind::Check),
            ],
            payments: vec![card("mth_1", "Visa 4242", true), card("mth_2", "Mastercard 4444", false)],
            new_method: None,
            gifts: vec![(
                Link { label: "22 November 2026".to_owned(), href: "/gifts/don_1/00".to_owned() },
                money(w, "10.00", "10,00"),
            )],
            errors: if is_wrong {
                vec![FormError {
                    field: "f-every".to_owned(),
                    label: w.text("pledge-how-often").to_owned(),
                    message: wrong.to_owned(),
                }]
            } else {
                Vec::new()
            },
        })
    };
    vec![("pledge", page(false)), ("pledge-wrong", page(true))]
}
