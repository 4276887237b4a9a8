//! Shopify: a shop by the app that its merchant made for it, over the Admin GraphQL API.
//!
//! Lives here: Shopify's words, costs and ways to page. Never here: when to ask, and what an answer means to an order or to
//! goods. Units are claimed by Shopify when an order is pushed; whoever took them off as well would count twice. `twins`
//! behaves as a shop does and refuses whatever the official contract does not know.

pub mod grant;
pub mod operations;

mod api;
mod bulk;
mod events;
mod goods;
mod hooks;
mod named;
mod order_in;
mod order_out;
mod parts;
mod product;
mod refunds;
mod shop;
mod stock;
mod tokens;
mod wire;

pub use api::{BASE, VERSION};
pub use shop::Shopify;
