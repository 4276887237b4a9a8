//! Vendure: a shop that its merchant runs, by its Admin API and an API key or an administrator's name and password.
//!
//! Lives here: Vendure's GraphQL, its amounts and its ways to page. Never here: when to ask, and what an answer means to an
//! order or to goods. Nothing has to be installed in the shop: an order becomes a draft there, is paid by hand, and what the
//! buyer agreed to beyond the shop's own sum is added as surcharges, so that the shop's total is what was paid.

mod amount;
mod api;
mod changed;
mod goods;
mod open;
mod order_in;
mod order_out;
mod refunds;
mod settle;
mod shop;
mod stock;
mod wire;

pub use shop::Vendure;
