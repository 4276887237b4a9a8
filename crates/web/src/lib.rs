//! Every protocol spoken to us, one folder each.
//!
//! Lives here: routes, wire formats, pages. A handler does four things: wire → command, prove the actor, call one use
//! case, render.
//! Never here: SQL, a decision about money or stock, one protocol calling another.

mod csv;
pub mod html;
mod limits;
mod network;
pub mod rest;
mod routes;
mod state;

pub use network::{Network, NotANetwork};
pub use routes::{Route, Who};
pub use state::{Peer, Web, WebConfig};

use axum::Router;

/// Everything this server answers.
pub fn router(web: Web) -> Router {
    Router::new().merge(rest::router()).merge(html::router(&web)).with_state(web)
}
