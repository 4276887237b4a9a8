//! The basket, its review and its result.

use buyline_web::html::page::{Page, Section};
use buyline_web::html::pages::basket::*;
use buyline_web::html::pages::buy::{NextStep, Pay, ReviewRow};
use buyline_web::html::pages::card::Seller;
use buyline_web::html::parts::{Level, Line, Tag};
use words::{Locale, Words};

use super::buy::{sums, undo};
use super::frame::{buyer, money, say};
use super::{Sample, goods, show};

/// Every state of the basket.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let p = buyer(locale, Section::Basket, "/basket");
    let basket = Basket {
        p: &p,
        groups: groups(w),
        totals: vec![money(w, "56.90", "56,90")],
        refused: String::new(),
        errors: Vec::new(),
    };
    let empty = Basket { groups: Vec::new(), totals: Vec::new(), ..basket.clone() };
    vec![
        ("basket", show(&basket)),
        ("basket-empty", show(&empty)),
        ("basket-review", show(&review(w, &p))),
        ("basket-result", show(&result(w, &p))),
    ]
}

fn seller(name: &str) -> Seller {
    Seller { name: name.to_owned(), href: "/@atelier-nord".to_owned(), verified: true }
}

fn mug(w: &'static Words) -> Line {
    Line {
        id: "lin_2".to_owned(),
        picture: Some(goods::picture("mug", "")),
        title: say(w, "Wood-fired stoneware mug", "Mug en grès cuit au bois"),
        meta: say(w, "Atlantique, 30 cl", "Atlantique, 30 cl"),
        total: money(w, "32.00", "32,00"),
        note: Some(Tag {
            text: w.with(
                "basket-line-changed",
                &[
                    ("old", money(w, "30.00", "30,00").as_str().into()),
                    ("new", money(w, "32.00", "32,00").as_str().into()),
                ],
            ),
            level: Level::Warn,
        }),
        ..goods::line(w)
    }
}

fn groups(w: &'static Words) -> Vec<BasketGroup> {
    vec![
        BasketGroup {
            merchant: seller("Atelier Nord"),
            lines: vec![goods::line(w)],
            subtotal: money(w, "24.90", "24,90"),
        },
        BasketGroup {
            merchant: seller("Terre & Sel"),
            lines: vec![mug(w)],
            subtotal: money(w, "32.00", "32,00"),
        },
    ]
}

fn review<'a>(w: &'static Words, p: &'a Page) -> BasketReview<'a> {
    let row = |label: &str, value: &str| ReviewRow {
        label: label.to_owned(),
        value: value.to_owned(),
        change: "/checkout/1/address".to_owned(),
    };
    let part = |name: &str, line: Line| ReviewGroup {
        merchant: seller(name),
        lines: vec![line],
        rows: vec![row(
            w.text("review-arrives"),
            &say(w, "between 25 and 27 November", "entre le 25 et le 27 novembre"),
        )],
        sums: sums(w),
        policies: Vec::new(),
        refused: String::new(),
    };
    let total = money(w, "66.70", "66,70");
    BasketReview {
        p,
        back: "/basket".to_owned(),
        groups: vec![part("Atelier Nord", goods::line(w)), part("Terre & Sel", mug(w))],
        rows: vec![
            row(w.text("review-delivery-to"), "12 rue des Lilas, 35000 Rennes"),
            row(w.text("review-payment"), "Visa •••• 4242"),
        ],
        explained: w.count("review-multi-merchant", 2_i64),
        totals: vec![total.clone()],
        pay: Pay {
            action: "/basket/pay".to_owned(),
            key: "k2".to_owned(),
            seen: "6670 EUR".to_owned(),
            label: w.fill("pay-button", "total", total.as_str()),
            refused: String::new(),
        },
        law: vec![w.text("pay-obligation").to_owned(), w.fill("review-undo", "duration", "2 min")],
        notice: None,
    }
}

fn result<'a>(w: &'static Words, p: &'a Page) -> BasketResult<'a> {
    BasketResult {
        p,
        title: w.text("basket-some-placed-title").to_owned(),
        text: w.with(
            "basket-some-placed",
            &[("placed", "Atelier Nord".into()), ("failed", "Terre & Sel".into())],
        ),
        round_up: None,
        placed: vec![PlacedPart {
            passing: None,
            merchant: "Atelier Nord".to_owned(),
            number: "BL-7K3Q-92".to_owned(),
            total: money(w, "29.80", "29,80"),
            href: "/orders/1".to_owned(),
            undo: Some(undo(w)),
        }],
        failed: vec![FailedPart {
            merchant: "Terre & Sel".to_owned(),
            total: money(w, "36.90", "36,90"),
            why: format!("{} {}", w.text("declined-insufficient-funds"), w.text("basket-line-sold-out")),
            elsewhere: true,
            lines: vec!["var_1".to_owned()],
        }],
        undone: Vec::new(),
        notice: None,
        next: vec![NextStep {
            icon: "mail",
            text: w.fill("placed-next-mail", "email", "camille@example.org"),
            detail: String::new(),
            href: String::new(),
        }],
        retry: "/basket".to_owned(),
        back: "/".to_owned(),
    }
}
