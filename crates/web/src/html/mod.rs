//! Pages for people: forms and links that work without scripts, and better with them.

pub mod account;
pub mod archives;
pub mod assets;
mod basket;
mod buy;
pub mod closing;
pub mod composer;
pub mod console;
mod cookies;
pub mod currency;
pub mod demo;
mod donate;
mod erase;
pub mod explore;
mod failed;
mod failure;
pub mod field;
mod forms;
pub mod fragment;
mod frame;
mod headers;
mod held;
pub mod language;
pub mod live;
pub mod media;
pub mod mistakes;
mod nonprofits;
pub mod notify;
pub mod orders;
pub mod page;
pub mod pages;
pub mod parts;
pub mod people;
pub mod percent;
pub mod posts;
pub mod products;
pub mod prose;
pub mod redirect;
mod render;
pub mod routes;
pub mod safe;
pub mod said;
pub mod sell;
pub mod settings;
pub mod status;
mod story;
pub mod studio;
pub mod table;
pub mod timeline;
pub mod typed;
pub mod ui;
mod unfit;
pub mod view;
mod visit;
pub mod wallet;
mod workplaces;

pub use failure::Failure;
pub use redirect::{back_or, encode, see_other};
pub use render::render;
pub use visit::Visit;

use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use axum::{Router, middleware};

use crate::Web;

/// Bytes of a request's body: four pictures and their words.
const BODY_BYTES_MAX: usize = 56 * 1024 * 1024;

/// The pages.
pub(crate) fn router(web: &Web) -> Router<Web> {
    let mut router = Router::new();
    for route in routes::ROUTES {
        let mut handler = (route.handler)();
        if route.path == studio::import::UPLOAD_PATH {
            handler = handler.layer(DefaultBodyLimit::max(studio::import::UPLOAD_BODY_BYTES_MAX));
        }
        router = router.route(route.path, handler);
    }
    router
        .fallback(frame::nothing_here)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(middleware::from_fn_with_state(web.clone(), frame::frame))
        // The same for everybody: neither visitor nor language.
        .route(assets::ROUTE, assets::serve())
        .route("/media/{*key}", get(media::show))
}
