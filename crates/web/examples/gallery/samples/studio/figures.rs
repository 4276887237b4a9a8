//! What the shop earned, and by which posts.

use buyline_web::html::page::Page;
use buyline_web::html::pages::desk::View;
use buyline_web::html::pages::studio::*;
use buyline_web::html::safe::Html;
use buyline_web::html::table::{Cell, Column, Table};
use words::Words;

use super::super::frame::{money, say};
use super::{lead, row};

pub(super) fn funnel(w: &'static Words) -> Funnel {
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

pub(super) fn figures<'a>(w: &'static Words, p: &'a Page) -> Figures<'a> {
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
