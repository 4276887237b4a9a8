//! The steps of buying, with their failures.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::{Page, Section};
use buyline_web::html::pages::buy::*;
use buyline_web::html::parts::{Choice, FormError, Level, Link, Notice, Sum, SumKind};
use words::{Arg, Locale, Words};

use super::frame::{buyer, guest, in_seconds, money, say};
use super::{Sample, goods, show};

/// Every step.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let new = Page { test_mode: true, ..guest(locale, Section::Elsewhere, "/checkout/chk_1") };
    let p = buyer(locale, Section::Elsewhere, "/checkout/chk_1");
    let review = review(w, &p);
    let changed = Review {
        notice: Some(Notice {
            level: Level::Warn,
            title: w.text("card-price-changed").to_owned(),
            text: w.with(
                "review-price-changed",
                &[
                    ("old", money(w, "27.80", "27,80").as_str().into()),
                    ("new", money(w, "29.80", "29,80").as_str().into()),
                ],
            ),
            links: Vec::new(),
        }),
        ..review.clone()
    };
    let declined = Review {
        notice: Some(Notice {
            level: Level::Bad,
            title: w.text("declined-title").to_owned(),
            text: format!("{} {}", w.text("declined-insufficient-funds"), w.text("declined-nothing-charged")),
            links: Vec::new(),
        }),
        ..review.clone()
    };
    let details_wrong = Details {
        errors: vec![FormError {
            field: "f-postal_code".to_owned(),
            label: w.text("field-postal-code").to_owned(),
            message: say(
                w,
                "Enter a postal code of 5 digits, such as 35000",
                "Indiquez un code postal à 5 chiffres, par exemple 35000",
            ),
        }],
        address: address(w, true),
        ..details(w, &new)
    };
    let back = "/".to_owned();
    vec![
        ("buy-details", show(&details(w, &new))),
        ("buy-details-wrong", show(&details_wrong)),
        ("buy-change-delivery", show(&change(w, &p))),
        ("buy-review", show(&review)),
        ("buy-review-changed", show(&changed)),
        ("buy-review-declined", show(&declined)),
        ("buy-challenge", show(&challenge(w, &p))),
        ("buy-asked-first", show(&asked_first(w, &p))),
        (
            "buy-pending",
            show(&Pending {
                p: &p,
                href: "/checkout/chk_1".to_owned(),
                every_s: 2,
                total: money(w, "29.80", "29,80"),
                merchant: "Atelier Nord".to_owned(),
                order_href: "/orders/1".to_owned(),
            }),
        ),
        ("buy-placed", show(&placed(w, &p))),
        (
            "buy-expired",
            show(&Ended {
                order_href: String::new(),
                p: &p,
                sign: EndSign::Late,
                title: w.text("buy-expired-title").to_owned(),
                text: w.text("buy-expired-text").to_owned(),
                details: Vec::new(),
                action: Link { label: w.text("buy-start-over").to_owned(), href: "/".to_owned() },
                in_sheet: false,
                back: back.clone(),
            }),
        ),
        (
            "buy-failed",
            show(&Ended {
                order_href: String::new(),
                p: &p,
                sign: EndSign::Failed,
                title: w.text("declined-title").to_owned(),
                text: w.text("declined-provider-down").to_owned(),
                details: Vec::new(),
                action: Link { label: w.text("declined-try-again").to_owned(), href: "/".to_owned() },
                in_sheet: true,
                back: back.clone(),
            }),
        ),
        (
            "buy-undone",
            show(&Ended {
                order_href: String::new(),
                p: &p,
                sign: EndSign::Undone,
                title: w.text("placed-undone-title").to_owned(),
                text: w.fill("placed-undone", "merchant", "Atelier Nord"),
                details: Vec::new(),
                action: Link { label: w.text("order-buy-again").to_owned(), href: "/".to_owned() },
                in_sheet: true,
                back,
            }),
        ),
    ]
}

fn choice(value: &str, title: &str, detail: &str, aside: &str, selected: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        title: title.to_owned(),
        detail: detail.to_owned(),
        aside: aside.to_owned(),
        selected,
        disabled: false,
    }
}

/// The fields of an address.
pub fn address(w: &'static Words, wrong: bool) -> Vec<Field> {
    let countries = w
        .countries()
        .iter()
        .filter(|c| ["BE", "CH", "DE", "FR", "GB", "JP"].contains(&c.country.code()))
        .map(|c| (c.country.to_string(), c.name.to_string()))
        .collect();
    let code = Field::new("postal_code", w.text("field-postal-code"))
        .autocomplete("postal-code")
        .width(Width::Third)
        .limit(12);
    vec![
        Field::new("name", w.text("field-name")).autocomplete("name").value("Camille Renard"),
        Field::new("line1", w.text("field-address-line1"))
            .autocomplete("address-line1")
            .value("12 rue des Lilas"),
        Field::new("line2", w.text("field-address-line2"))
            .autocomplete("address-line2")
            .optional(w.text("state-optional")),
        if wrong {
            code.value("3500").error(&say(
                w,
                "Enter a postal code of 5 digits, such as 35000",
                "Indiquez un code postal à 5 chiffres, par exemple 35000",
            ))
        } else {
            code.value("35000")
        },
        Field::new("city", w.text("field-city"))
            .autocomplete("address-level2")
            .width(Width::TwoThirds)
            .value("Rennes"),
        Field::new("country", w.text("field-country"))
            .autocomplete("country")
            .kind(Kind::Select(countries))
            .value("FR"),
    ]
}

fn deliveries(w: &'static Words) -> Vec<Choice> {
    vec![
        choice(
            "std",
            w.text("buy-delivery-standard"),
            &say(
                w,
                "Arrives Tuesday 25 to Thursday 27 November, tracked",
                "Arrive entre mardi 25 et jeudi 27 novembre, suivi",
            ),
            &money(w, "4.90", "4,90"),
            true,
        ),
        choice(
            "exp",
            w.text("buy-delivery-express"),
            &say(w, "Arrives Monday 24 November, tracked", "Arrive lundi 24 novembre, suivi"),
            &money(w, "9.90", "9,90"),
            false,
        ),
        choice(
            "pick",
            w.text("buy-delivery-pickup"),
            "4 quai Lamennais, Rennes",
            w.text("sum-shipping-free"),
            false,
        ),
    ]
}

fn details<'a>(w: &'static Words, p: &'a Page) -> Details<'a> {
    Details {
        p,
        action: "/checkout/chk_1/details".to_owned(),
        back: "/posts/1".to_owned(),
        lines: vec![goods::line(w)],
        total: money(w, "29.80", "29,80"),
        sign_in: "/sign-in?back=/checkout/chk_1".to_owned(),
        contact: vec![
            Field::new("email", w.text("field-email"))
                .kind(Kind::Email)
                .autocomplete("email")
                .hint(w.text("buy-email-hint")),
        ],
        addresses: Vec::new(),
        address: address(w, false),
        deliveries: deliveries(w),
        payments: vec![
            choice(
                "4242",
                "Visa •••• 4242",
                &say(w, "Test card: the payment succeeds", "Carte d’essai : le paiement réussit"),
                "",
                true,
            ),
            choice(
                "0002",
                "Visa •••• 0002",
                &say(w, "Test card: declined", "Carte d’essai : refusée"),
                "",
                false,
            ),
            choice(
                "3155",
                "Visa •••• 3155",
                &say(
                    w,
                    "Test card: the bank asks to confirm",
                    "Carte d’essai : la banque demande une confirmation",
                ),
                "",
                false,
            ),
        ],
        new_method: None,
        keep: Some(
            Field::new("keep", w.text("placed-save-details")).kind(Kind::Check).optional("").value("on"),
        ),
        marketing: Some(
            Field::new("marketing", &w.fill("buy-marketing", "merchant", "Atelier Nord"))
                .kind(Kind::Check)
                .optional("")
                .hint(w.text("buy-marketing-hint")),
        ),
        errors: Vec::new(),
        notice: None,
    }
}

fn change<'a>(w: &'static Words, p: &'a Page) -> Change<'a> {
    Change {
        p,
        step: "delivery",
        title: w.text("buy-delivery-title").to_owned(),
        action: "/checkout/chk_1/delivery".to_owned(),
        hidden: Vec::new(),
        back: "/checkout/chk_1".to_owned(),
        choice_name: "delivery",
        choices: deliveries(w),
        new_method: None,
        fields: Vec::new(),
        button: w.text("action-save").to_owned(),
        errors: Vec::new(),
        notice: None,
    }
}

/// The sums of the sample order.
pub fn sums(w: &'static Words) -> Vec<Sum> {
    let sum = |label: &str, amount: String, kind| Sum { label: label.to_owned(), amount, kind };
    vec![
        sum(w.text("sum-subtotal"), money(w, "24.90", "24,90"), SumKind::Part),
        sum(w.text("sum-shipping"), money(w, "4.90", "4,90"), SumKind::Part),
        sum(&w.fill("sum-tax-included", "rate", "20 %"), money(w, "4.97", "4,97"), SumKind::Part),
        sum(w.text("sum-total"), money(w, "29.80", "29,80"), SumKind::Total),
    ]
}

fn review<'a>(w: &'static Words, p: &'a Page) -> Review<'a> {
    let row = |label: &str, value: &str| ReviewRow {
        label: label.to_owned(),
        value: value.to_owned(),
        change: "/checkout/chk_1/change".to_owned(),
    };
    let total = money(w, "29.80", "29,80");
    Review {
        is_gift: false,
        p,
        back: "/posts/1".to_owned(),
        errors: Vec::new(),
        lines: vec![goods::line(w)],
        quantity_action: "/checkout/chk_1/quantity".to_owned(),
        rows: vec![
            row(w.text("review-delivery-to"), "Camille Renard, 12 rue des Lilas, 35000 Rennes"),
            row(
                w.text("review-arrives"),
                &say(
                    w,
                    "between Tuesday 25 and Thursday 27 November, tracked",
                    "entre mardi 25 et jeudi 27 novembre, suivi",
                ),
            ),
            row(w.text("review-payment"), "Visa •••• 4242"),
        ],
        sums: sums(w),
        total: total.clone(),
        pay: Pay {
            action: "/checkout/chk_1/pay".to_owned(),
            key: "k1".to_owned(),
            seen: "2980 EUR".to_owned(),
            label: w.fill("pay-button", "total", total.as_str()),
            refused: String::new(),
        },
        law: vec![
            w.text("pay-obligation").to_owned(),
            w.count("review-returns-days", 14_i64) + ".",
            w.fill("review-undo", "duration", "2 min"),
        ],
        policies: vec![Link {
            label: w.fill("review-policies", "merchant", "Atelier Nord"),
            href: "/terms".to_owned(),
        }],
        notice: None,
    }
}

fn challenge<'a>(w: &'static Words, p: &'a Page) -> Challenge<'a> {
    let total = money(w, "29.80", "29,80");
    Challenge {
        p,
        action: "/checkout/chk_1/challenge".to_owned(),
        back: "/checkout/chk_1".to_owned(),
        bank: Bank::Played,
        returned: String::new(),
        bank_name: say(w, "Sandbox Bank", "Banque d’essai"),
        text: w
            .with("challenge-text", &[("total", total.as_str().into()), ("merchant", "Atelier Nord".into())]),
        total,
        merchant: "Atelier Nord".to_owned(),
        code: None,
        errors: Vec::new(),
        key: "k1".to_owned(),
    }
}

fn asked_first<'a>(w: &'static Words, p: &'a Page) -> AskedFirst<'a> {
    AskedFirst {
        p,
        action: "/checkout/chk_1/pay".to_owned(),
        back: "/checkout/chk_1".to_owned(),
        text: w.count("challenge-first-text", 2_i64),
        shops: vec![
            ("Atelier Nord".to_owned(), money(w, "29.80", "29,80")),
            ("Terre & Sel".to_owned(), money(w, "38.90", "38,90")),
        ],
        secret: "seti_1_secret_1".to_owned(),
        seen: "chk_1:0".to_owned(),
    }
}

/// The time to undo, a third of it gone.
pub fn undo(w: &'static Words) -> Undo {
    let sentence = w.fill("placed-undo-left", "duration", "\u{1}");
    let (before, after) = sentence.split_once('\u{1}').unwrap_or((&sentence, ""));
    Undo {
        url: String::new(),
        seconds: 84,
        action: "/orders/BL-7K3Q-92/undo".to_owned(),
        order: "ord_1".to_owned(),
        from: in_seconds(-36),
        until: in_seconds(84),
        before: before.to_owned(),
        left: w.duration(84),
        after: after.to_owned(),
        until_words: say(w, "until 14:32:10", "jusqu’à 14:32:10"),
        over: w.fill("placed-undo-over", "merchant", "Atelier Nord"),
        gone_percent: 30,
    }
}

fn placed<'a>(w: &'static Words, p: &'a Page) -> Placed<'a> {
    let step = |icon, text: String, detail: &str, href: &str| NextStep {
        icon,
        text,
        detail: detail.to_owned(),
        href: href.to_owned(),
    };
    Placed {
        passing: None,
        p,
        number: "BL-7K3Q-92".to_owned(),
        total: money(w, "29.80", "29,80"),
        merchant: "Atelier Nord".to_owned(),
        lines: vec![goods::line(w)],
        already: String::new(),
        undo: Some(undo(w)),
        round_up: Some(RoundUp {
            action: "/checkout/1/2/round-up".to_owned(),
            title: w.fill("round-up-title", "whole", &*money(w, "30.00", "30,00")),
            text: w.with(
                "round-up-text",
                &[
                    (
                        "campaign",
                        Arg::Text(&say(w, "Fish for forty seals", "Du poisson pour quarante phoques")),
                    ),
                    ("nonprofit", Arg::Text("Refuge de la Mer")),
                ],
            ),
            button: w.fill("round-up-give", "gift", &*money(w, "1.20", "1,20")),
        }),
        next: vec![
            step(
                "mail",
                w.fill("placed-next-mail", "email", "camille@example.org"),
                w.text("placed-next-mail-detail"),
                "",
            ),
            step(
                "parcel",
                w.fill("placed-next-pack", "merchant", "Atelier Nord"),
                &say(
                    w,
                    "Arrives between Tuesday 25 and Thursday 27 November",
                    "Arrive entre mardi 25 et jeudi 27 novembre",
                ),
                "",
            ),
            step(
                "reply",
                w.text("placed-next-question").to_owned(),
                &w.fill("placed-next-reply-time", "duration", "40 min"),
                "mailto:bonjour@atelier-nord.example",
            ),
        ],
        order_href: "/orders/BL-7K3Q-92".to_owned(),
        back: "/".to_owned(),
        keep_href: String::new(),
    }
}
