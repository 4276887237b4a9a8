//! Medusa 2: a shop that its merchant runs, by its admin API and a secret API key.
//!
//! Lives here: Medusa's forms, its ways to page and its steps from a draft to a paid order. Never here: when to ask, and what
//! an answer means to an order or to goods. Orders go to a region of our own in which the shop adds no tax, so that its total
//! is what was paid.

mod api;
mod goods;
mod open;
mod order_in;
mod order_out;
mod refunds;
mod shop;
mod stock;
mod wire;

pub use shop::Medusa;
