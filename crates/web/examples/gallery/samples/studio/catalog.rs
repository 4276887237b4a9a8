//! Products, and the files they come from.

use buyline_web::html::field::{Field, Kind, Width};
use buyline_web::html::page::Page;
use buyline_web::html::pages::desk::*;
use buyline_web::html::pages::studio::*;
use buyline_web::html::parts::{Level, Link, Notice, Pager, Tag};
use buyline_web::html::table::{Cell, Column, Table};
use words::Words;

use super::super::frame::{money, say};
use super::super::goods;
use super::orders::orders;
use super::{action, crumbs, empty, lead, row, state};

pub(super) fn products<'a>(w: &'static Words, p: &'a Page) -> List<'a> {
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

pub(super) fn product<'a>(w: &'static Words, p: &'a Page) -> ProductEdit<'a> {
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

pub(super) fn preview<'a>(w: &'static Words, p: &'a Page) -> ImportRun<'a> {
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
