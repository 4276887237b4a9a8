//! What happens around every page: the memory is brought up to date, the visitor recognised, the form checked, the
//! list of routes asked who may; afterwards headers and, where something failed, the page that says so.

use std::collections::HashMap;
use std::sync::LazyLock;

use app::sunsets;
use axum::body::Body;
use axum::extract::{MatchedPath, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::access::AtMerchant;
use domain::nonprofit::staff::AtNonprofit;
use http::{HeaderValue, Method, Request, header};

use super::cookies::Cookie;
use super::headers::secure;
use super::held::{self, Taken};
use super::routes::ROUTES;
use super::{Failure, Visit, forms, see_other};
use crate::routes::{Denied, Who};
use crate::{Web, WebConfig};

static WHO: LazyLock<HashMap<(&'static str, &'static str), Who>> =
    LazyLock::new(|| ROUTES.iter().map(|route| ((route.method, route.path), route.who)).collect());

/// Where the account of a merchant or a nonprofit is connected: the only forms that may lead elsewhere.
const PAYMENTS_PAGE: &str = "/settings/payments";

/// Marks an answer that is the same for everybody and sets no cookie: what other pages frame, and what programs fetch.
#[derive(Debug, Clone, Copy)]
pub(super) struct WithoutCookies;

/// The layer around all pages.
pub(crate) async fn frame(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let visit = match recognise(&web, &parts).await {
        Ok(visit) => visit,
        Err(failure) => return failure.into_response(),
    };
    let request = Request::from_parts(parts, body);
    let is_personal = visit.signed_in.is_some() || opens_by_secret(&request);
    let response = match answer(&web, &visit, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    };
    finish(response, &visit, &web, is_personal)
}

/// The address is of what only its holder may see: an order, a purchase, a link from a mail.
fn opens_by_secret(request: &Request<Body>) -> bool {
    let Some(path) = request.extensions().get::<MatchedPath>() else { return false };
    let who = WHO.get(&("GET", path.as_str())).or_else(|| WHO.get(&("POST", path.as_str())));
    who == Some(&Who::Holder) || path.as_str().contains("{token}")
}

async fn recognise(web: &Web, parts: &http::request::Parts) -> Result<Visit, Failure> {
    app::feed::catch_up(web.ctx()).await?;
    Ok(Visit::of(web, parts).await?)
}

async fn answer(web: &Web, visit: &Visit, request: Request<Body>, next: Next) -> Result<Response, Failure> {
    let admitted = admit(web.config(), visit, &request);
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let mut request = if is_safe {
        admitted?;
        request
    } else {
        let needs = matches!(admitted, Err(Failure::SignIn));
        let request = match held::take(web, visit, request, needs).await? {
            Taken::Held(form) => return held::ask(web, visit, &form),
            Taken::Through(request) => request,
        };
        admitted?;
        still_may(web, desk_of(&request)).await?;
        match forms::check(request, visit, web.config()).await {
            // A script sends the form once more as a page, where it is held.
            Err(Failure::ForeignForm) if visit.ended.is_some() && visit.fragment.is_some() => {
                return Err(Failure::SignIn);
            }
            checked => checked?,
        }
    };
    request.extensions_mut().insert(visit.clone());
    Ok(next.run(request).await)
}

fn admit(config: &WebConfig, visit: &Visit, request: &Request<Body>) -> Result<(), Failure> {
    let Some(path) = request.extensions().get::<MatchedPath>() else { return Ok(()) };
    let method = if *request.method() == Method::HEAD { "GET" } else { request.method().as_str() };
    let Some(who) = WHO.get(&(method, path.as_str())) else { return Ok(()) };
    let (route, asked) = (path.as_str(), request.uri().path());
    let places = (named(route, asked, "{merchant}"), named(route, asked, "{nonprofit}"));
    who.admits(&visit.actor, places, config.demo).map_err(|denied| match denied {
        Denied::SignIn => Failure::SignIn,
        Denied::Hidden => Failure::NotFound,
    })
}

/// What is asked to be done at a desk.
enum AtDesk {
    Shop(AtMerchant),
    Nonprofit(AtNonprofit),
}

/// The desk that a form is sent to, and what it does there.
fn desk_of(request: &Request<Body>) -> Option<AtDesk> {
    let path = request.extensions().get::<MatchedPath>()?;
    let (route, asked) = (path.as_str(), request.uri().path());
    match WHO.get(&(request.method().as_str(), route))? {
        Who::Staff(act) => {
            let merchant = named(route, asked, "{merchant}")?;
            Some(AtDesk::Shop(AtMerchant { merchant, act: *act }))
        }
        Who::Team(act) => {
            let nonprofit = named(route, asked, "{nonprofit}")?;
            Some(AtDesk::Nonprofit(AtNonprofit { nonprofit, act: *act }))
        }
        Who::Anyone
        | Who::Holder
        | Who::Person
        | Who::AnyStaff
        | Who::Operator
        | Who::Key(_)
        | Who::HolderOrKey(_)
        | Who::Demo => None,
    }
}

/// Nothing new is made at a desk that ends: what is owed to buyers and donors still is.
async fn still_may(web: &Web, desk: Option<AtDesk>) -> Result<(), Failure> {
    let may = match desk {
        Some(AtDesk::Shop(what)) => sunsets::shop_still_may(web.ctx(), what).await?,
        Some(AtDesk::Nonprofit(what)) => sunsets::nonprofit_still_may(web.ctx(), what).await?,
        None => true,
    };
    if may { Ok(()) } else { Err(Failure::ReadOnly) }
}

/// The id that stands in the path where the route says `part`.
fn named<T: std::str::FromStr>(route: &str, path: &str, part: &str) -> Option<T> {
    let at = route.split('/').position(|known| known == part)?;
    path.split('/').nth(at)?.parse().ok()
}

fn finish(response: Response, visit: &Visit, web: &Web, is_personal: bool) -> Response {
    let failure = response.extensions().get::<Failure>().cloned().or_else(|| bare_failure(&response));
    let mut response = match failure {
        Some(failure) => failed(&failure, response, visit, web),
        None => response,
    };
    let form = web.ctx().ports().payments.method_form();
    let leads_to = match &web.ctx().ports().payees {
        Some(payees) if visit.path.contains(PAYMENTS_PAGE) => payees.pages(),
        Some(_) | None => &[],
    };
    secure(response.headers_mut(), visit, web.config(), form, leads_to, is_personal);
    let shown = response.status().is_success() && visit.fragment.is_none();
    if visit.said.is_some() && shown {
        response.headers_mut().append(header::SET_COOKIE, Cookie::Said.clear(web.config()));
    }
    if let Some(session) = &visit.entered {
        let cookie = Cookie::Session.set(&super::cookies::to_hex(session), web.config());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if visit.is_new && response.extensions().get::<WithoutCookies>().is_none() {
        let cookie = Cookie::Visitor.set(&super::cookies::to_hex(&visit.visitor), web.config());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The framework's own refusals carry a line of plain text, in English; people get a page.
fn bare_failure(response: &Response) -> Option<Failure> {
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_bare = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    if is_bare { Failure::of_status(response.status()) } else { None }
}

fn failed(failure: &Failure, response: Response, visit: &Visit, web: &Web) -> Response {
    if matches!(failure, Failure::SignIn) && visit.fragment.is_none() {
        // A form that was sent comes back as the page it stood on.
        return see_other(&format!("/sign-in?back={}", super::redirect::encode(&visit.path)));
    }
    let mut page = super::failed::page_of(failure, visit, web).into_response();
    *page.status_mut() = failure.status();
    if let Some(after) = response.headers().get(header::RETRY_AFTER) {
        page.headers_mut().insert(header::RETRY_AFTER, after.clone());
    }
    page.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    page
}

/// Addresses that no route knows.
pub(crate) async fn nothing_here() -> Failure {
    Failure::NotFound
}
