//! Every operation × caller × own and other (I13), made from the route lists of pages and API: whoever may not is
//! turned away with an exact status, and nothing has changed afterwards. What forms, headers and redirects must keep
//! is asked of every route, too.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod api;
mod bad_bodies;
mod beside;
mod elsewhere;
#[path = "../support/everything.rs"]
mod everything;
mod forms;
mod headers;
mod live_keys;
mod pages;
mod team;
mod town;
mod watch;
