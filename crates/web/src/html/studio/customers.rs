//! Who bought from the shop, and who of them wants news.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OrderId};
use domain::merchant::Merchant;
use domain::view::orders::Customer;
use words::Words;

use super::desk::{Place, clock, desk, id, may};
use crate::Web;
use crate::csv::Csv;
use crate::html::pages::desk::List;
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Level, Link, Pager, Tag};
use crate::html::redirect::encode;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::{Failure, Visit, render};

/// Where the list goes on.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
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
    let permit = may(&visit, merchant, MerchantAct::ViewCustomers)?;
    let before = if asked.before.is_empty() { None } else { Some(id::<OrderId>(&asked.before)?) };
    let (customers, next) = app::customers::list(web.ctx(), &permit, before).await?;
    let (p, shop) = desk(&web, &visit, merchant, Place::Customers).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/customers");
    render(&List {
        p: &p,
        title: w.text("customers-title").to_owned(),
        text: clock(w, &shop.profile.time_zone, !customers.is_empty()),
        primary: None,
        others: vec![Link { label: w.text("customers-export").to_owned(), href: format!("{home}.csv") }],
        views: Vec::new(),
        search_action: String::new(),
        query: String::new(),
        search_hint: String::new(),
        table: table(w, &shop, &customers),
        empty: Empty {
            icon: "users",
            title: w.text("customers-title").to_owned(),
            text: w.text("customers-empty-text").to_owned(),
            action: None,
        },
        pager: Pager {
            newer: if before.is_some() { home.clone() } else { String::new() },
            older: next.map_or_else(String::new, |next| format!("{home}?before={next}")),
        },
    })
}

fn table(w: &Words, shop: &Merchant, customers: &[Customer]) -> Table {
    let rows = customers.iter().map(|customer| {
        let news = if customer.opted_in {
            Tag { text: w.text("customers-marketing-yes").to_owned(), level: Level::Good }
        } else {
            Tag { text: w.text("customers-marketing-no").to_owned(), level: Level::Plain }
        };
        Row {
            cells: vec![
                Cell::Lead {
                    title: customer.name.clone(),
                    detail: customer.email.clone(),
                    href: format!("/studio/{}/orders?q={}", shop.id, encode(&customer.email)),
                    picture: None,
                },
                Cell::number(&w.number(customer.orders)),
                Cell::number(&w.money(customer.spent)),
                Cell::text(&w.date(customer.since, &shop.profile.time_zone)),
                Cell::State(news),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("customers-title").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::numbers(w.text("col-orders")),
            Column::numbers(w.text("col-spent")),
            Column::words(w.text("col-since")),
            Column::words(w.text("col-status")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Those who want news, as a file. Nobody else is in it.
pub async fn export(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let permit = may(&visit, id(&merchant)?, MerchantAct::ViewCustomers)?;
    let customers = app::customers::export_opted_in(web.ctx(), &permit).await?;
    let mut csv = Csv::new(&["email", "name", "orders", "spent", "currency", "customer_since"]);
    for customer in &customers {
        csv.row(&[
            customer.email.clone(),
            customer.name.clone(),
            customer.orders.to_string(),
            customer.spent.to_decimal(),
            customer.spent.currency.code().to_owned(),
            customer.since.to_string(),
        ]);
    }
    Ok(csv.into_answer("customers.csv"))
}
