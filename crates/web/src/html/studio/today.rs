//! The studio's first page: what waits, what came, what the best post did.

use app::figures::{Named, report};
use app::merchants::trust;
use app::sunsets;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::{AtMerchant, MerchantAct};
use domain::ids::MerchantId;
use domain::merchant::{Merchant, MerchantState};
use domain::sunset::Party;
use domain::view::orders::{OrderFilter, OrderPage, Todo};
use words::Words;

use super::desk::{Place, desk, id, may};
use super::figures::{date, steps};
use super::orders::table;
use super::start;
use crate::Web;
use crate::html::pages::studio::{self, Figure, Funnel, Today};
use crate::html::parts::Level;
use crate::html::view::{closing, excerpt, href_of_post};
use crate::html::{Failure, Visit, render};

/// The days that the best post is looked for in.
const BEST_POST_DAYS: i64 = 7;
/// Orders shown; the list has the others.
const ORDERS_SHOWN: usize = 8;
/// Letters of the post in its heading.
const POST_LETTERS: usize = 48;

/// The page. Each part is there for those whose role may see it.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let todo = app::orders::todo(web.ctx(), &may(&visit, merchant, MerchantAct::ViewCatalog)?).await?;
    let ask = |act| visit.actor.may(AtMerchant { merchant, act }).ok();
    let orders = match ask(MerchantAct::ViewOrders) {
        Some(permit) => {
            let mut page =
                app::orders::list(web.ctx(), &permit, OrderFilter::All, String::new(), None).await?;
            page.orders.truncate(ORDERS_SHOWN);
            Some(page)
        }
        None => None,
    };
    let week = match ask(MerchantAct::ViewFigures) {
        Some(permit) => Some(report(web.ctx(), &permit, BEST_POST_DAYS).await?),
        None => None,
    };
    let (mut p, shop) = desk(&web, &visit, merchant, Place::Today).await?;
    let w = visit.words();
    let mut first_steps = Vec::new();
    if shop.state == MerchantState::New {
        let lacks = trust::lacks(web.ctx(), merchant).await?;
        p.notice = p.notice.take().or_else(|| Some(start::waiting(w, &lacks)));
        first_steps = start::steps(&web, &visit, merchant, &lacks).await?;
    }
    let today = web.ctx().now().to_zoned(shop.profile.time_zone.clone()).date();
    let nothing = todo == Todo::default();
    let stands = sunsets::standing_of(web.ctx(), Party::Shop(merchant)).await?.ok_or(Failure::NotFound)?;
    if stands.state.is_ending() {
        p.notice = p.notice.take().or_else(|| Some(closing::standing_notice(w, &stands)));
    }
    render(&Today {
        p: &p,
        title: w.date_of(today),
        standing: closing::standing_line(w, &stands),
        text: if nothing && first_steps.is_empty() {
            w.text("today-nothing").to_owned()
        } else {
            String::new()
        },
        todos: todos(w, merchant, &todo, web.ctx().needs_payees()),
        first_steps,
        orders: table(
            w,
            &shop,
            &orders.unwrap_or(OrderPage { orders: Vec::new(), waiting: Vec::new(), next: None }),
        ),
        funnel: week.as_ref().and_then(|week| best_post(w, week, &shop)),
        figures: week.as_ref().map(|week| figures(w, week, &shop)).unwrap_or_default(),
    })
}

fn todos(w: &Words, merchant: MerchantId, todo: &Todo, needs_payee: bool) -> Vec<studio::Todo> {
    let one = |count: i64, label: String, path: &str, level: Level| studio::Todo {
        count: w.number(count),
        label,
        href: format!("/studio/{merchant}/{path}"),
        level: if count > 0 { level } else { Level::Plain },
    };
    let mut todos = vec![
        one(todo.to_ship, w.text("todo-to-ship").to_owned(), "orders?view=to-ship", Level::Warn),
        one(todo.requests, w.count("todo-requests", todo.requests), "orders?view=requests", Level::Warn),
        one(todo.sold_out, w.count("todo-sold-out", todo.sold_out), "products", Level::Warn),
        one(todo.disputes, w.count("todo-disputes", todo.disputes), "disputes", Level::Bad),
        one(todo.errors, w.count("todo-failed", todo.errors), "errors", Level::Bad),
    ];
    // Whoever connected no shop has nothing to do with it.
    if todo.shops > 0 {
        let label = w.count("todo-shops", todo.shops);
        todos.push(one(todo.shops, label, "settings/channels", Level::Bad));
    }
    if needs_payee {
        let label = w.text("todo-payee").to_owned();
        todos.push(one(todo.payee, label, "settings/payments", Level::Bad));
    }
    todos
}

fn figures(w: &Words, week: &Named, shop: &Merchant) -> Vec<Figure> {
    let today = week.report.by_day.get(&week.span.until).cloned().unwrap_or_default();
    let currency = shop.profile.currency;
    let figure =
        |label: &str, value: String, detail: String| Figure { label: label.to_owned(), value, detail };
    vec![
        figure(
            w.text("today-sales"),
            w.money(today.in_currency(currency).net()),
            w.date_of(date(week.span.until)),
        ),
        figure(
            w.text("figures-net"),
            w.money(week.report.total.in_currency(currency).net()),
            w.text("figures-last-7").to_owned(),
        ),
        figure(w.text("col-orders"), w.number(week.report.total.orders), w.text("figures-last-7").to_owned()),
    ]
}

/// The post with the most orders of the week; of equals the one with more taps.
fn best_post(w: &Words, week: &Named, shop: &Merchant) -> Option<Funnel> {
    let (post, figures) = week
        .report
        .by_post
        .iter()
        .filter_map(|(post, figures)| post.map(|post| (post, figures)))
        .max_by_key(|(_, figures)| {
            (figures.funnel.orders, figures.funnel.taps, figures.funnel.impressions)
        })?;
    let title = week.posts.get(&post).map(|text| excerpt(text, POST_LETTERS)).unwrap_or_default();
    Some(Funnel {
        title: if title.is_empty() { w.text("today-best-post").to_owned() } else { title },
        href: href_of_post(post),
        meta: w.text("today-best-post").to_owned(),
        steps: steps(w, &figures.funnel),
        earned: w.money(figures.in_currency(shop.profile.currency).net()),
        earned_text: w.text("sposts-earned").to_owned(),
        unit: w.text("figures-unit").to_owned(),
    })
}
