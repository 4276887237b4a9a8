//! Salesforce B2C Commerce: a site as a channel, by its Commerce API.
//!
//! Lives here: Salesforce's words, tokens and sums. Never here: when to ask, and what an answer means to an order or to goods.
//! The site tells nothing by itself, so it is asked by the clock. It neither checks nor takes stock when an order is pushed,
//! and adds up every sum again. `twins` holds each request against Salesforce's own OpenAPI files.

mod api;
mod goods;
mod order_in;
mod order_out;
mod shop;
mod stock;
mod tokens;
mod wire;

pub use api::{ACCOUNT, API};
pub use shop::Salesforce;
