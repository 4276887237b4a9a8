//! Every protocol spoken to us, one folder each.
//!
//! Lives here: routes, wire formats, pages. A handler does four things: wire → command, prove the actor, call one use
//! case, render.
//! Never here: SQL, a decision about money or stock, one protocol calling another.

mod csv;
mod hooks;
pub mod html;
mod limits;
mod network;
mod ranges;
pub mod rest;
mod routes;
mod state;
mod undisturbed;
mod uploads;

pub use network::{Network, NotANetwork};
pub use routes::{Route, Who};
pub use state::{Later, OtherDay, Peer, Web, WebConfig};

use axum::{Router, middleware};

/// Everything this server answers.
pub fn router(web: Web) -> Router {
    let routes = Router::new().merge(rest::router(&web)).merge(hooks::router()).merge(html::router(&web));
    routes.with_state(web).layer(middleware::from_fn(undisturbed::finish))
}
