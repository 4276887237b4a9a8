//! The shop's products as a list.

use app::catalog::products::{self, Filter, Listed, PAGE_PRODUCTS};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct};
use domain::catalog::draft::DraftStatus;
use domain::ids::MerchantId;
use domain::money::Money;
use serde::Deserialize;
use words::{Arg, Words};

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::pages::desk::{List, View};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Pager, Tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::view::picture;
use crate::html::{Failure, Visit, encode, render};

/// What the list shows.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    status: String,
    before: Option<String>,
}

/// The list.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewCatalog)?;
    let filter = Filter {
        status: DraftStatus::from_word(&asked.status),
        text: asked.q.clone(),
        sold_out: asked.status == SOLD_OUT,
    };
    let before = asked.before.as_deref().map(id).transpose()?;
    let (listed, counts) = products::list(web.ctx(), &permit, filter, before).await?;
    let (p, _) = desk(&web, &visit, merchant, Place::Products).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/products");
    let may_edit = visit.actor.may(AtMerchant { merchant, act: MerchantAct::EditCatalog }).is_ok();
    let link = |key: &str, path: &str| Link {
        label: w.text(key).to_owned(),
        href: format!("/studio/{merchant}/{path}"),
    };
    let older = match listed.last() {
        Some(last) if listed.len() == PAGE_PRODUCTS as usize => {
            format!("{home}?status={}&q={}&before={}", encode(&asked.status), encode(&asked.q), last.id)
        }
        Some(_) | None => String::new(),
    };
    render(&List {
        p: &p,
        title: w.text("products-title").to_owned(),
        text: String::new(),
        primary: may_edit.then(|| link(words::key!("products-add"), "products/new")),
        others: if may_edit { vec![link(words::key!("studio-import"), "import")] } else { Vec::new() },
        views: views(w, &home, &asked.status, counts),
        search_action: home.clone(),
        query: asked.q.clone(),
        search_hint: w.text("products-search").to_owned(),
        table: table(w, merchant, &listed),
        empty: Empty {
            icon: "tag",
            title: w.text("products-empty-title").to_owned(),
            text: w.text("products-empty-text").to_owned(),
            action: may_edit.then(|| link(words::key!("studio-import"), "import")),
        }
        .of_view(w, !asked.status.is_empty()),
        pager: Pager { newer: String::new(), older },
    })
}

/// The view of products of which a variant is sold out.
const SOLD_OUT: &str = "sold-out";

fn views(w: &Words, home: &str, current: &str, counts: [u32; 3]) -> Vec<View> {
    let all = [
        ("", words::key!("sorders-filter-all"), 0),
        ("active", words::key!("product-status-active"), counts[0]),
        ("draft", words::key!("product-status-draft"), counts[1]),
        ("archived", words::key!("product-status-archived"), counts[2]),
        (SOLD_OUT, words::key!("studio-sold-out"), 0),
    ];
    all.into_iter()
        .map(|(status, key, waiting)| View {
            label: w.text(key).to_owned(),
            href: format!("{home}?status={status}"),
            current: status == current,
            waiting,
        })
        .collect()
}

fn table(w: &Words, merchant: MerchantId, listed: &[Listed]) -> Table {
    Table {
        caption: w.text("products-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-product")),
            Column::words(w.text("col-status")),
            Column::numbers(w.text("col-price")),
            Column::numbers(w.text("col-stock")),
        ],
        rows: listed.iter().map(|product| row(w, merchant, product)).collect(),
        ..Table::default()
    }
}

fn row(w: &Words, merchant: MerchantId, product: &Listed) -> Row {
    let price = product.price_min.zip(product.currency.parse().ok());
    let stock = product
        .available
        .map_or_else(|| w.text("product-stock-untracked").to_owned(), |available| w.number(available));
    Row {
        cells: vec![
            Cell::Lead {
                title: product.title.clone(),
                detail: w.count("product-variants-count", product.variant_count),
                href: format!("/studio/{merchant}/products/{}", product.id),
                picture: product.image.as_ref().map(|image| picture(image, "")),
            },
            Cell::State(status_tag(w, product.status)),
            Cell::Number(
                price.map(|(amount, currency)| w.money(Money::new(amount, currency))).unwrap_or_default(),
            ),
            if product.sold_out_count > 0 {
                let (count, stock) = (Arg::from(product.sold_out_count), Arg::Text(&stock));
                let text = w.with("product-stock-gaps", &[("stock", stock), ("count", count)]);
                Cell::State(Tag { text, level: Level::Warn })
            } else {
                Cell::Number(stock)
            },
        ],
        fresh: false,
    }
}

/// A product's status as a tag.
#[must_use]
pub fn status_tag(w: &Words, status: DraftStatus) -> Tag {
    let (key, level) = match status {
        DraftStatus::Active => (words::key!("product-status-active"), Level::Good),
        DraftStatus::Draft => (words::key!("product-status-draft"), Level::Plain),
        DraftStatus::Archived => (words::key!("product-status-archived"), Level::Plain),
    };
    Tag { text: w.text(key).to_owned(), level }
}
