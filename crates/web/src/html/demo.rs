//! The demo's switch of roles, and the mails it shows instead of sending them.

use app::accounts::sessions::Token;
use app::{DbError, demo};
use axum::extract::{Form, Path, Query, State};
use axum::response::{Html as Page, IntoResponse, Response};
use domain::ids::MailId;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::account::{agent_of, enter};
use super::page::Section;
use super::pages::plain::{Mail, MailRow, Mails};
use super::parts::When;
use super::view::{linked, page};
use super::{Failure, Visit, back_or, render};
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
    #[serde(default)]
    back: String,
}

/// Signs in as one of the demo's roles.
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
    Ok(enter(&web, &session.token, back_or(&wanted.back, "/")))
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
    let found = demo::mails(web.ctx(), None).await?;
    let wanted: Option<MailId> = opened.id.and_then(|id| id.parse().ok());
    let open = match wanted {
        Some(id) => demo::mail(web.ctx(), id).await?,
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
        p: &page(&web, &visit, Section::Elsewhere),
    })
}

/// The HTML part of one mail, by itself.
pub async fn mail_html(web: State<Web>, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::NotFound)?;
    let mail = demo::mail(web.ctx(), id).await?.ok_or(Failure::NotFound)?;
    let mut response = Page(mail.html).into_response();
    let policy = HeaderValue::from_static(MAIL_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
