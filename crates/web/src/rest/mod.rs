//! The API: JSON over HTTP under `/commerce/v1`, for shops' own programs and for buyers without our pages.
//!
//! It knows no cookies and no forms: whoever calls shows a merchant's key or the secret of the one thing they may
//! touch. What may change in it, and how, is written in `docs/protocols/rest.md`.

#![allow(unused_qualifications, reason = "utoipa writes the paths of `params(…)` whole")]

mod auth;
mod body;
mod callbacks;
mod carts;
mod catalog;
mod channel;
mod checkouts;
mod closing;
mod docs;
mod docs_page;
mod each;
mod idempotency;
mod images;
mod imports;
mod keys;
mod offers;
pub mod openapi;
mod orders;
mod paging;
mod posts;
pub mod problem;
mod products;
mod reasons;
mod reports;
pub mod routes;
mod sales;
mod strict;
mod variants;
mod webhooks;
mod wire;

use axum::{Router, middleware};

use crate::Web;
pub use orders::RestOrders;
use problem::{Kind, Problem};

/// The endpoints. One layer, which says what ends; beside it each request pays for what it uses.
pub(crate) fn router(web: &Web) -> Router<Web> {
    let mut router = Router::new();
    for route in routes::ROUTES {
        router = router.route(route.path, (route.handler)());
    }
    router
        .route("/commerce/v1/{*rest}", axum::routing::any(nothing_here))
        .method_not_allowed_fallback(other_method)
        .layer(middleware::from_fn_with_state(web.clone(), closing::tell))
}

async fn nothing_here() -> Problem {
    Problem::new(Kind::NotFound, "The API has no such address.")
}

async fn other_method() -> Problem {
    Problem::new(Kind::MethodNotAllowed, "This address takes other methods, listed in the Allow header.")
}
