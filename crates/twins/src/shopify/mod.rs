//! The twin of one Shopify shop: its Admin GraphQL API 2026-10 and its OAuth, as far as a sales channel calls them.
//!
//! [`Twin`] is the model; it does no I/O. Every document is judged by the official contract ([`contract`]) and executed over
//! JSON in the contract's own shape ([`graph`]): what was not asked is not answered, and what the twin does not know is an
//! error that says so.

pub mod catalog;
pub mod contract;

mod acts;
mod arguments;
mod bulk;
mod cancel;
mod cost;
mod documents;
mod error;
mod graph;
mod hooks;
mod lists;
mod mutations;
mod oauth;
mod order_create;
mod orders;
mod queries;
mod refunds;
mod search;
mod totals;
mod twin;

pub use acts::Act;
pub use catalog::{Product, Variant};
pub use hooks::{Hook, RETRIES_S, signature};
pub use oauth::signed_query;
pub use orders::Order;
pub use twin::{Settings, Twin};

/// The shop's name in full.
pub const SHOP: &str = "twin.myshopify.com";
/// The token of its one custom app.
pub const TOKEN: &str = "shpat_twin_token";
/// That app's name.
pub const CLIENT: &str = "twin_client_id";
/// That app's secret, which messages are signed with.
pub const CLIENT_SECRET: &str = "twin_client_secret";
