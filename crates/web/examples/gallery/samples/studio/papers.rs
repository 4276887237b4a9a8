//! What is printed.

use buyline_web::html::page::Page;
use buyline_web::html::pages::papers::{Invoice, PackingSlip};
use buyline_web::html::table::{Cell, Column, Table};
use words::Words;

use super::super::buy::sums;
use super::super::frame::{money, say};
use super::super::goods;
use super::row;

pub(super) fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

pub(super) fn packing_slip<'a>(w: &'static Words, p: &'a Page) -> PackingSlip<'a> {
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

pub(super) fn invoice<'a>(w: &'static Words, p: &'a Page) -> Invoice<'a> {
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
