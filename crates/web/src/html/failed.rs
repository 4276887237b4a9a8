//! The page that says what went wrong, why, and what now.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use words::Words;

use super::page::Section;
use super::pages::plain::ErrorPage;
use super::parts::Link;
use super::view::page;
use super::{Failure, Visit};
use crate::Web;

/// The page of `failure`.
pub(super) fn page_of(failure: &Failure, visit: &Visit, web: &Web) -> Response {
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let (title, text) = failure.word();
    let shown = ErrorPage {
        icon: icon(failure),
        title: w.text(title).to_owned(),
        text: text_of(w, failure, text),
        reference: String::new(),
        links: links(w, failure, visit),
        p: &p,
    };
    match shown.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of a failure cannot be rendered");
            w.text(title).to_owned().into_response()
        }
    }
}

const fn icon(failure: &Failure) -> &'static str {
    match failure {
        Failure::NotFound | Failure::Gone | Failure::Method => "search",
        Failure::SignIn | Failure::Forbidden | Failure::ForeignForm | Failure::ReadOnly => "lock",
        Failure::TooMany(_) | Failure::Busy | Failure::Conflict | Failure::Ended => "clock",
        Failure::BadRequest
        | Failure::TooLarge
        | Failure::Unprocessable
        | Failure::Wrong(_)
        | Failure::Ours(_) => "warning",
    }
}

fn text_of(w: &Words, failure: &Failure, key: &'static str) -> String {
    match failure {
        Failure::TooMany(seconds) => w.fill(key, "duration", &w.duration(i64::from(*seconds))),
        Failure::Wrong(reason) => reason.clone(),
        Failure::BadRequest
        | Failure::ForeignForm
        | Failure::SignIn
        | Failure::Forbidden
        | Failure::NotFound
        | Failure::Method
        | Failure::Conflict
        | Failure::ReadOnly
        | Failure::Ended
        | Failure::Gone
        | Failure::TooLarge
        | Failure::Unprocessable
        | Failure::Busy
        | Failure::Ours(_) => w.text(key).to_owned(),
    }
}

fn links(w: &Words, failure: &Failure, visit: &Visit) -> Vec<Link> {
    let home = Link { label: w.text("error-back-home").to_owned(), href: "/".to_owned() };
    if matches!(failure, Failure::SignIn) {
        let href = format!("/sign-in?back={}", super::encode(&visit.path));
        return vec![Link { label: w.text("nav-sign-in").to_owned(), href }, home];
    }
    vec![home]
}
