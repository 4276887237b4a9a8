//! What the preview of an import lists: the first products it creates and changes, the first rows it refuses, and how
//! many more there are.

use app::imports::{PREVIEWS_MAX, REMARKS_MAX, Seen};
use domain::view::imports::{PreviewDetail, PreviewKind, ProductPreview, Remark, RemarkKind};
use words::Words;

use crate::html::pages::studio::ImportList;
use crate::html::table::{Cell, Column, Row, Table};

/// Rows that are shown of each kind of remark: as many as products of each kind.
const REMARKS_SHOWN_MAX: usize = PREVIEWS_MAX;

/// Everything that is listed, in the order people read it: what is refused first, as it wants something of them.
pub(super) fn all(w: &Words, seen: &Seen, href: &str) -> Vec<ImportList> {
    let lists = [
        refused(w, seen, href),
        products(w, seen, PreviewKind::Create),
        products(w, seen, PreviewKind::Change),
        notes(w, seen),
    ];
    lists.into_iter().filter(|list| !list.table.rows.is_empty()).collect()
}

fn refused(w: &Words, seen: &Seen, href: &str) -> ImportList {
    let rows = seen.remarks.iter().filter(|remark| remark.kind == RemarkKind::Refused);
    let kept = rows.clone().count();
    let shown: Vec<Row> = rows.take(REMARKS_SHOWN_MAX).map(|remark| remark_row(w, remark)).collect();
    // While the file is being looked at, only what is kept so far is known.
    let all = seen.import.counts.refused.max(u64::try_from(kept).unwrap_or(u64::MAX));
    let mut more = more(w, all, shown.len());
    if all > u64::from(REMARKS_MAX) {
        more = format!("{more} {}", w.count("import-refused-first", REMARKS_MAX));
    }
    ImportList {
        more,
        file: if kept > 0 { format!("{href}/refused.csv") } else { String::new() },
        table: remark_table(w, w.text("import-refused-rows"), shown),
    }
}

fn notes(w: &Words, seen: &Seen) -> ImportList {
    let rows = seen.remarks.iter().filter(|remark| remark.kind == RemarkKind::Note);
    let all = u64::try_from(rows.clone().count()).unwrap_or(u64::MAX);
    let shown: Vec<Row> = rows.take(REMARKS_SHOWN_MAX).map(|remark| remark_row(w, remark)).collect();
    ImportList {
        more: more(w, all, shown.len()),
        file: String::new(),
        table: remark_table(w, w.text("import-notes"), shown),
    }
}

fn products(w: &Words, seen: &Seen, kind: PreviewKind) -> ImportList {
    let products: Vec<&ProductPreview> =
        seen.previews.iter().filter(|preview| preview.kind == kind).collect();
    let (caption, columns, all) = match kind {
        PreviewKind::Create => (
            w.text("import-created"),
            vec![
                Column::words(w.text("col-product")),
                Column::words(w.text("import-col-variant")),
                Column::numbers(w.text("field-price")),
                Column::numbers(w.text("import-what-stock")),
            ],
            seen.import.counts.created,
        ),
        PreviewKind::Change => (
            w.text("import-changed"),
            vec![
                Column::words(w.text("col-product")),
                Column::words(w.text("col-what")),
                Column::words(w.text("import-col-before")),
                Column::words(w.text("import-col-after")),
            ],
            seen.import.counts.changed,
        ),
    };
    let rows = products.iter().flat_map(|product| product_rows(w, product, kind)).collect();
    ImportList {
        more: more(w, all, products.len()),
        file: String::new(),
        table: Table { caption: caption.to_owned(), columns, rows, ..Table::default() },
    }
}

/// A row per detail; the name stands in each, for phones show each as a card of its own.
fn product_rows(w: &Words, product: &ProductPreview, kind: PreviewKind) -> Vec<Row> {
    let row = |cells: [Cell; 3]| Row { cells: [vec![lead(product)], cells.into()].concat(), fresh: false };
    let mut rows: Vec<Row> = product
        .details
        .iter()
        .map(|detail| match (kind, detail) {
            (PreviewKind::Create, PreviewDetail::Variant { variant, price, compare_at, stock }) => {
                let price = match compare_at {
                    Some(before) => w.with(
                        "import-price-instead",
                        &[("price", (*price).into()), ("before", (*before).into())],
                    ),
                    None => w.money(*price),
                };
                row([Cell::text(variant), Cell::Number(price), Cell::Number(w.import_stock(*stock))])
            }
            (PreviewKind::Create | PreviewKind::Change, detail) => {
                let told = w.import_detail(detail);
                row([told.what, told.before, told.after].map(|text| Cell::text(&text)))
            }
        })
        .collect();
    if product.left_out > 0 {
        let more = w.count("import-more-details", product.left_out);
        rows.push(row([Cell::text(&more), Cell::text(""), Cell::text("")]));
    }
    rows
}

fn lead(product: &ProductPreview) -> Cell {
    Cell::Lead {
        title: product.title.clone(),
        detail: product.external_id.clone(),
        href: String::new(),
        picture: None,
    }
}

/// "and 1,234 more"; empty when all are shown.
fn more(w: &Words, all: u64, shown: usize) -> String {
    let left = all.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    if left == 0 || shown == 0 {
        return String::new();
    }
    w.count("import-more", i64::try_from(left).unwrap_or(i64::MAX))
}

fn remark_row(w: &Words, remark: &Remark) -> Row {
    Row {
        cells: vec![
            Cell::number(&remark.line.to_string()),
            Cell::text(&remark.field),
            Cell::Code(remark.value.clone()),
            Cell::text(&w.import_reason(&remark.reason)),
        ],
        fresh: false,
    }
}

fn remark_table(w: &Words, caption: &str, rows: Vec<Row>) -> Table {
    Table {
        caption: caption.to_owned(),
        columns: vec![
            Column::numbers(w.text("import-col-line")),
            Column::words(w.text("import-col-column")),
            Column::words(w.text("import-col-value")),
            Column::words(w.text("field-reason")),
        ],
        rows,
        ..Table::default()
    }
}
