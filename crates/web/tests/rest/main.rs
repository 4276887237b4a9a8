//! The API over its own router: a request and its answer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod api;
mod attacks;
mod bad_input;
mod buying;
mod carts;
mod channel;
mod closing;
mod description;
#[path = "../support/everything.rs"]
mod everything;
mod hangups;
mod merchant;
mod offers;
mod quotes;
mod races;
mod sales;
mod schema;
mod unseen;
mod walkthrough;
mod webhooks;
