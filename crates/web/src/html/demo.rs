//! The demo's switch of roles, its shop opposite the timeline, its other day, and the mails it shows instead of sending them.

pub mod jump;

use app::accounts::sessions::Token;
use app::demo::RoleKind;
use app::orders::FulfillError;
use app::{DbError, demo};
use askama::Template;
use axum::extract::{Form, Path, Query, State};
use axum::response::{Html as Page, IntoResponse, Response};
use domain::ids::MailId;
use domain::order::{Order, OrderState};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::{Arg, Words};

use super::account::{agent_of, enter};
use super::page::Section;
use super::pages::card::Deadline;
use super::pages::plain::{Mail, MailRow, Mails, Opposite, OppositeOrder};
use super::parts::When;
use super::safe::Html;
use super::studio::orders::{items, tags};
use super::view::{avatar, excerpt, href_of_post, linked, page};
use super::{Failure, Visit, back_or, render, see_other};
use crate::Web;

/// What a mail may do in its frame: show itself, and lead to us when a link is pressed.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; \
                           sandbox allow-popups allow-top-navigation-by-user-activation";

/// Signs a newcomer's browser in as the first of the roles, so that the first tap can be a purchase. Programs, and
/// whoever comes to sign in or up, stay who they are; so does everybody from the second request on.
///
/// # Errors
/// [`DbError`] when the session cannot be kept.
pub(crate) async fn first_visit(web: &Web, parts: &Parts) -> Result<Option<Token>, DbError> {
    let wants_page = parts
        .headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")));
    let path = parts.uri.path();
    let is_door = ["/sign-in", "/sign-up", "/forgot", "/reset"].contains(&path);
    if parts.method != Method::GET || !wants_page || is_door {
        return Ok(None);
    }
    let roles = demo::roles(web.ctx()).await?;
    let Some(first) = roles.first() else { return Ok(None) };
    let entered = demo::slip_into(web.ctx(), &first.face.handle, agent_of(&parts.headers)).await?;
    Ok(entered.map(|session| session.token))
}

/// What the switch sends.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    role: String,
    /// Where to go as them; empty: where they are at home.
    #[serde(default)]
    to: String,
}

/// Signs in as one of the demo's roles and leads to where that role is at home.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn slip_into(
    web: State<Web>,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Failure> {
    let session =
        demo::slip_into(web.ctx(), &wanted.role, agent_of(&headers)).await?.ok_or(Failure::NotFound)?;
    let roles = demo::roles(web.ctx()).await?;
    let kind = roles.iter().find(|role| role.face.handle == wanted.role).map(|role| role.kind);
    let home = match kind.unwrap_or(RoleKind::Buyer) {
        RoleKind::Buyer => "/",
        RoleKind::Merchant => "/studio",
        RoleKind::Nonprofit => "/nonprofits",
        RoleKind::Operator => "/console",
    };
    Ok(enter(&web, &session.token, back_or(&wanted.to, home)))
}

/// Letters of a post that are shown beside an order.
const POST_LETTERS: usize = 60;
/// An order is new for so long: its place lights up.
const NEW_SECONDS: i64 = 6;

/// The shop's side of a buyer's timeline. Nothing outside the demo, and nothing for those who have a desk of their own.
///
/// # Errors
/// [`Failure`] when it cannot be read.
pub(super) async fn beside(web: &Web, visit: &Visit) -> Result<Option<Html>, Failure> {
    let has_desk = visit.signed_in.as_ref().is_some_and(|known| known.operator || !known.staff_of.is_empty());
    if !web.config().demo || has_desk {
        return Ok(None);
    }
    let Some(found) = demo::opposite(web.ctx()).await? else { return Ok(None) };
    let now = web.ctx().now();
    let shown = Opposite {
        w: visit.words(),
        csrf: visit.csrf.clone(),
        role: found.role.handle.clone(),
        avatar: avatar(&found.shop.display_name, found.face.as_ref().and_then(|face| face.avatar.as_ref())),
        // What was undone, the shop was never told.
        orders: found
            .orders
            .iter()
            .filter(|order| order.state != OrderState::Canceled || order.confirmed_at.is_some())
            .map(|order| order_opposite(visit.words(), &found, order, now))
            .collect(),
        shop: found.shop.display_name.clone(),
    };
    Ok(Some(Html::trusted(shown.render().map_err(Failure::ours)?)))
}

fn order_opposite(w: &Words, found: &demo::Opposite, order: &Order, now: Timestamp) -> OppositeOrder {
    let words = order.post.and_then(|post| found.earned.posts.get(&post));
    let post = words.map(|words| excerpt(words, POST_LETTERS)).unwrap_or_default();
    let sum = order
        .post
        .filter(|_| order.fulfilled_at.is_some())
        .and_then(|post| found.earned.report.by_post.get(&Some(post)))
        .map(|figures| figures.in_currency(order.total.currency).net());
    OppositeOrder {
        id: order.id.to_string(),
        number: order.number.clone(),
        total: w.money(order.total),
        buyer: order.buyer_name.clone(),
        items: items(order),
        post_href: order.post.map(href_of_post).unwrap_or_default(),
        undo: undo(w, order, now),
        states: tags(w, order),
        can_ship: order.state == OrderState::Confirmed && order.units_to_ship() > 0,
        earned: sum
            .filter(|sum| !post.is_empty() && sum.amount > 0)
            .map(|sum| w.fill("opposite-earned", "amount", sum))
            .unwrap_or_default(),
        fresh: order.placed_at.is_some_and(|at| now.duration_since(at).as_secs() < NEW_SECONDS),
        post,
    }
}

/// How long the buyer can still undo it.
fn undo(w: &Words, order: &Order, now: Timestamp) -> Option<Deadline> {
    /// Stands where the time goes; no sentence holds it.
    const PLACE: &str = "\u{1}";
    let until = order.undo_until.filter(|until| order.state == OrderState::Placed && *until > now)?;
    let sentence = w.with("opposite-undo", &[("duration", Arg::Text(PLACE))]);
    let (before, after) = sentence.split_once(PLACE).unwrap_or((&sentence, ""));
    Some(Deadline {
        iso: until.to_string(),
        words: w.duration(until.duration_since(now).as_secs()),
        before: before.to_owned(),
        after: after.to_owned(),
        over: w.text("opposite-taking").to_owned(),
    })
}

/// The shop's side by itself, for pages that are open.
pub async fn opposite(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let shown = beside(&web, &visit).await?.ok_or(Failure::NotFound)?;
    Ok(Page(shown.to_string()).into_response())
}

/// The order to ship.
#[derive(Debug, Deserialize)]
pub struct ToShip {
    order: String,
    /// Where to go afterwards; empty: home.
    #[serde(default)]
    back: String,
}

/// Ships an order of the shop opposite. A second tap finds it shipped.
pub async fn ship(web: State<Web>, visit: Visit, Form(sent): Form<ToShip>) -> Result<Response, Failure> {
    let order = sent.order.parse().map_err(|_| Failure::NotFound)?;
    match demo::ship_opposite(web.ctx(), order).await {
        Ok(()) | Err(FulfillError::Refused(_) | FulfillError::Ending) => {}
        Err(FulfillError::NotFound | FulfillError::Field(_)) => return Err(Failure::NotFound),
        Err(FulfillError::Db(error)) => return Err(error.into()),
    }
    if visit.fragment == Some("inline") {
        opposite(web, visit).await
    } else {
        Ok(see_other(back_or(&sent.back, "/")))
    }
}

/// Which mail is open, and where the list goes on.
#[derive(Debug, Deserialize)]
pub struct Opened {
    id: Option<String>,
}

/// The mails that would have been sent, newest first, one of them open.
pub async fn mails(web: State<Web>, visit: Visit, Query(opened): Query<Opened>) -> Result<Response, Failure> {
    let w = visit.words();
    let now = web.ctx().now();
    let found = app::mails::newest(web.ctx(), None).await?;
    let wanted: Option<MailId> = opened.id.and_then(|id| id.parse().ok());
    let open = match wanted {
        Some(id) => app::mails::kept(web.ctx(), id).await?,
        None => found.first().cloned(),
    };
    let rows = found.iter().map(|mail| MailRow {
        href: format!("/demo/mails?id={}", mail.id),
        to: mail.recipient.clone(),
        subject: mail.subject.clone(),
        at: When {
            iso: mail.created_at.to_string(),
            words: w.relative(now.duration_since(mail.created_at).as_secs()),
            full: w.date_time(mail.created_at, &TimeZone::UTC),
        },
        current: open.as_ref().is_some_and(|open| open.id == mail.id),
    });
    render(&Mails {
        mails: rows.collect(),
        open: open.as_ref().map(|mail| Mail {
            subject: mail.subject.clone(),
            to: mail.recipient.clone(),
            from: web.config().server_name.clone(),
            at: w.date_time(mail.created_at, &TimeZone::UTC),
            text: linked(&mail.text),
            html_href: format!("/demo/mails/{}/html", mail.id),
        }),
        chosen: wanted.is_some(),
        p: &page(&web, &visit, Section::Elsewhere),
    })
}

/// The HTML part of one mail, by itself.
pub async fn mail_html(web: State<Web>, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let mail = app::mails::kept(web.ctx(), id).await?.ok_or(Failure::NotFound)?;
    let mut response = Page(mail.html).into_response();
    let policy = HeaderValue::from_static(MAIL_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
