//! The shop's orders as a list, and as a file.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OrderId};
use domain::merchant::Merchant;
use domain::order::{BuyerRequest, GivenBack, Order, OrderState, RequestKind, Shipped, Standing};
use domain::view::orders::{OrderFilter, OrderPage, Todo};
use words::Words;

use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::{List, View};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Pager, Tag};
use crate::html::redirect::encode;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Orders in one file; older ones are in the file of another search.
const EXPORTED_MAX: usize = 10_000;

/// What the list is asked.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    view: String,
    q: String,
    before: String,
}

impl Asked {
    fn filter(&self) -> OrderFilter {
        OrderFilter::from_word(&self.view).unwrap_or_default()
    }
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
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let before = if asked.before.is_empty() { None } else { Some(id::<OrderId>(&asked.before)?) };
    let filter = asked.filter();
    let found = app::orders::list(web.ctx(), &permit, filter, asked.q.clone(), before).await?;
    let todo = app::orders::todo(web.ctx(), &may(&visit, merchant, MerchantAct::ViewCatalog)?).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Orders).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/orders");
    let query = format!("view={}&q={}", filter.as_str(), encode(&asked.q));
    render(&List {
        p: &p,
        title: w.text("sorders-title").to_owned(),
        text: clock(w, &shop.profile.time_zone, !found.orders.is_empty()),
        primary: None,
        others: vec![Link {
            label: w.text("action-download-csv").to_owned(),
            href: format!("{home}.csv?{query}"),
        }],
        views: views(w, &home, filter, &todo),
        search_action: home.clone(),
        query: asked.q.clone(),
        search_hint: w.text("sorders-search").to_owned(),
        table: table(w, &shop, &found),
        empty: Empty {
            icon: "parcel",
            title: w.text("sorders-empty-title").to_owned(),
            text: w.text("sorders-empty-text").to_owned(),
            action: None,
        }
        .of_view(w, filter != OrderFilter::All),
        pager: Pager {
            newer: if before.is_some() { format!("{home}?{query}") } else { String::new() },
            older: found.next.map_or_else(String::new, |next| format!("{home}?{query}&before={next}")),
        },
    })
}

fn views(w: &Words, home: &str, current: OrderFilter, todo: &Todo) -> Vec<View> {
    OrderFilter::ALL
        .into_iter()
        .map(|filter| {
            let (label, waiting) = match filter {
                OrderFilter::All => (w.text("sorders-filter-all"), 0),
                OrderFilter::ToShip => (w.text("sorders-filter-to-ship"), todo.to_ship),
                OrderFilter::Requests => (w.text("sorders-filter-returns"), todo.requests),
                OrderFilter::Shipped => (w.text("order-state-shipped"), 0),
                OrderFilter::Canceled => (w.text("order-state-canceled"), 0),
                OrderFilter::Errors => (w.text("sorders-filter-errors"), todo.errors),
            };
            View {
                label: label.to_owned(),
                href: format!("{home}?view={}", filter.as_str()),
                current: filter == current,
                waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            }
        })
        .collect()
}

/// Orders as a table, newest first, with times by the shop's clock.
pub(super) fn table(w: &Words, shop: &Merchant, found: &OrderPage) -> Table {
    let rows = found.orders.iter().map(|order| {
        let asks = found.waiting.iter().find(|request| request.order == order.id);
        Row {
            cells: vec![
                Cell::Lead {
                    title: order.number.clone(),
                    detail: order.buyer_name.clone(),
                    href: format!("/studio/{}/orders/{}", shop.id, order.id),
                    picture: None,
                },
                Cell::text(&items(order)),
                Cell::text(
                    &w.date_time(order.confirmed_at.unwrap_or(order.created_at), &shop.profile.time_zone),
                ),
                Cell::number(&w.money(order.total)),
                Cell::States(states(w, order, asks)),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("sorders-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-order")),
            Column::words(w.text("col-items")),
            Column::words(w.text("col-date")),
            Column::numbers(w.text("col-total")),
            Column::words(w.text("col-state")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// "2 × Lac du matin, 1 × Mug".
pub(in crate::html) fn items(order: &Order) -> String {
    let lines: Vec<String> =
        order.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
    lines.join(", ")
}

/// Where an order stands, as its merchant sees it: what was asked comes first.
fn states(w: &Words, order: &Order, asks: Option<&BuyerRequest>) -> Vec<Tag> {
    let Some(request) = asks else { return tags(w, order) };
    let text = match request.kind {
        RequestKind::Cancel => w.text("tag-cancel-asked"),
        RequestKind::Return | RequestKind::Withdrawal => w.text("tag-return-asked"),
    };
    let asked = Tag { text: text.to_owned(), level: Level::Warn };
    match order.given_back() {
        GivenBack::Partly => vec![asked, partly_refunded(w)],
        GivenBack::Nothing | GivenBack::Wholly => vec![asked],
    }
}

fn partly_refunded(w: &Words) -> Tag {
    Tag { text: w.text("order-state-partially-refunded").to_owned(), level: Level::Warn }
}

/// Where an order stands, and beside it that a part of its money went back.
pub(in crate::html) fn tags(w: &Words, order: &Order) -> Vec<Tag> {
    let standing = order.standing();
    let level = match standing {
        Standing::Pending | Standing::Placed | Standing::Confirmed | Standing::PartlyShipped => Level::Info,
        Standing::Shipped | Standing::Delivered => Level::Good,
        Standing::NothingToShip | Standing::Refunded | Standing::Canceled | Standing::Undone => Level::Plain,
    };
    let how_far = Tag { text: w.standing(standing).to_owned(), level };
    match (standing, order.given_back()) {
        (Standing::NothingToShip, GivenBack::Partly) => vec![partly_refunded(w)],
        (Standing::Canceled | Standing::Undone, _) | (_, GivenBack::Nothing | GivenBack::Wholly) => {
            vec![how_far]
        }
        (_, GivenBack::Partly) => vec![how_far, partly_refunded(w)],
    }
}

/// How far an order is on its way, in words for programs.
fn fulfillment(order: &Order) -> &'static str {
    match (order.state, order.shipped()) {
        (OrderState::Pending | OrderState::Placed | OrderState::Canceled, _) => "",
        (OrderState::Confirmed, Shipped::Partly | Shipped::Fully) if order.delivered_at.is_some() => {
            "delivered"
        }
        (OrderState::Confirmed, Shipped::None) => "unshipped",
        (OrderState::Confirmed, Shipped::Partly) => "partly_shipped",
        (OrderState::Confirmed, Shipped::Fully) => "shipped",
        (OrderState::Confirmed, Shipped::GivenBack) => "given_back",
    }
}

/// The same orders as a file.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewOrders)?;
    let mut csv = Csv::new(&[
        "number",
        "confirmed_at",
        "state",
        "customer",
        "email",
        "country",
        "items",
        "currency",
        "subtotal",
        "shipping",
        "tax",
        "total",
        "refunded",
        "fulfillment",
    ]);
    let (mut before, mut written) = (None, 0);
    loop {
        let page = app::orders::list(web.ctx(), &permit, asked.filter(), asked.q.clone(), before).await?;
        for order in &page.orders {
            csv.row(&[
                order.number.clone(),
                order.confirmed_at.map_or_else(String::new, |at| at.to_string()),
                order.state.as_str().to_owned(),
                order.buyer_name.clone(),
                order.email.clone(),
                order.country.code().to_owned(),
                items(order),
                order.total.currency.code().to_owned(),
                order.subtotal.to_decimal(),
                order.shipping.to_decimal(),
                order.tax.to_decimal(),
                order.total.to_decimal(),
                order.refunded.to_decimal(),
                fulfillment(order).to_owned(),
            ]);
        }
        written += page.orders.len();
        before = page.next;
        if before.is_none() || written >= EXPORTED_MAX {
            return Ok(csv.into_answer("orders.csv"));
        }
    }
}
