//! The list of one's orders, and finding one again without an account.

use app::orders::LinksError;
use axum::extract::{Form, Query, State};
use axum::response::Response;
use domain::ids::OrderId;
use domain::order::Order;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use crate::Web;
use crate::html::page::Section;
use crate::html::pages::account::FormPage;
use crate::html::pages::orders::{OrderRow, Orders};
use crate::html::pages::timeline::Empty;
use crate::html::parts::{Link, Pager};
use crate::html::redirect::encode;
use crate::html::said::say;
use crate::html::studio::orders::tags;
use crate::html::typed::Typed;
use crate::html::view::{page, picture};
use crate::html::{Failure, Visit, render};

/// What the list is asked.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    before: String,
}

/// Everything one bought.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn list(web: State<Web>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let before = match asked.before.as_str() {
        "" => None,
        text => Some(text.parse::<OrderId>().map_err(|_| Failure::NotFound)?),
    };
    let (orders, next) = app::orders::mine(web.ctx(), &visit.actor, asked.q.clone(), before).await?;
    let p = page(&web, &visit, Section::Orders);
    let w = visit.words();
    let mut rows = Vec::with_capacity(orders.len());
    for order in &orders {
        rows.push(row(&web, w, order).await?);
    }
    let is_search = !asked.q.trim().is_empty();
    let query = format!("/orders?q={}", encode(&asked.q));
    render(&Orders {
        p: &p,
        orders: rows,
        empty: if is_search {
            nothing_found(w, &asked.q)
        } else {
            Empty {
                icon: "parcel",
                title: w.text("orders-empty-title").to_owned(),
                text: w.text("orders-empty-text").to_owned(),
                action: Some(Link {
                    label: w.text("guest-lookup-title").to_owned(),
                    href: "/orders/find".to_owned(),
                }),
            }
        },
        pager: Pager {
            newer: if before.is_some() { query.clone() } else { String::new() },
            older: next.map_or_else(String::new, |next| format!("{query}&before={next}")),
        },
        query: asked.q,
    })
}

/// There may be orders, but none like this.
fn nothing_found(w: &Words, query: &str) -> Empty {
    Empty {
        icon: "search",
        title: w.fill("state-no-results", "query", query),
        text: String::new(),
        action: Some(Link { label: w.text("orders-title").to_owned(), href: "/orders".to_owned() }),
    }
}

async fn row(web: &Web, w: &Words, order: &Order) -> Result<OrderRow, Failure> {
    let shop = app::merchants::find(web.ctx(), order.merchant).await?;
    let images = app::orders::pictures(web.ctx(), order).await?;
    let first = order.lines.first();
    let more = order.lines.len().saturating_sub(1);
    let title = first.map(|line| line.title.clone()).unwrap_or_default();
    let title = if more == 0 {
        title
    } else {
        w.with("orders-row-more", &[("title", Arg::Text(&title)), ("count", Arg::from(more))])
    };
    let zone = shop.as_ref().map_or(TimeZone::UTC, |shop| shop.profile.time_zone.clone());
    let at = w.date(order.placed_at.unwrap_or(order.created_at), &zone);
    let shop = shop.map(|shop| shop.display_name).unwrap_or_default();
    Ok(OrderRow {
        href: format!("/orders/{}", order.id),
        picture: first.and_then(|line| {
            images.iter().find(|image| Some(image.id) == line.image).map(|image| picture(image, &line.title))
        }),
        title,
        meta: format!("{} · {shop} · {at}", order.number),
        total: w.money(order.total),
        states: tags(w, order),
    })
}

/// The form for whoever lost the link.
pub async fn find(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let p = page(&web, &visit, Section::Orders);
    render(&FormPage::guest_lookup(&p))
}

/// Sends the links to the address they were ordered with. The answer is the same for every address.
pub async fn send_links(
    web: State<Web>,
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    match app::orders::send_links(web.ctx(), typed.get("email"), visit.ip).await {
        Ok(()) => Ok(say(&web, "guest-lookup-done", "/orders/find")),
        Err(LinksError::TooMany(many)) => Err(Failure::TooMany(many.wait_s)),
        Err(LinksError::Db(error)) => Err(error.into()),
    }
}
