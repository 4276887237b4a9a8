//! Pages for people: forms and links that work without scripts, and better with them.

pub mod assets;
mod cookies;
mod failure;
pub mod field;
mod forms;
pub mod fragment;
mod frame;
mod headers;
mod language;
pub mod page;
pub mod pages;
pub mod parts;
mod redirect;
pub mod routes;
pub mod safe;
pub mod ui;
mod visit;

pub use failure::Failure;
pub use headers::MoreSources;
pub use redirect::{back_or, encode, see_other};
pub use visit::Visit;

use axum::{Router, middleware};

use crate::Web;

/// The pages.
pub(crate) fn router(web: &Web) -> Router<Web> {
    let mut router = Router::new();
    for route in routes::ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    router.fallback(frame::nothing_here).layer(middleware::from_fn_with_state(web.clone(), frame::frame))
}

/// The page that says what went wrong. Plain, until the pages of the house are there.
fn failure_page(failure: &Failure, visit: &Visit, web: &Web) -> String {
    let words = visit.words();
    let key = failure.word();
    let title = words.text(key.0);
    let text = words.lookup(key.1).unwrap_or_default();
    format!(
        "<!doctype html><html lang=\"{}\"><title>{title} · {}</title><h1>{title}</h1><p>{text}</p><p><a href=\"/\">{}</a></p>",
        visit.locale.tag(),
        web.config().server_name,
        words.text("error-back-home"),
    )
}
