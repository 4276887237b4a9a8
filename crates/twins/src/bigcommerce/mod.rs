//! The twin of one BigCommerce store: its v2 and v3 REST APIs, as far as a sales channel calls them.
//!
//! [`Twin`] is the model; it does no I/O. Every request is held against closed schemas of our own (BigCommerce's OpenAPI
//! files carry no licence), so that a field the store does not know is refused here, where the real API would ignore it.

pub mod catalog;
pub mod contract;
pub mod orders;

mod acts;
mod catalog_api;
mod channels;
mod error;
mod hooks;
mod inventory;
mod order_api;
mod pages;
mod quota;
mod refunds;
mod routes;
mod totals;
mod twin;

pub use acts::Act;
pub use catalog::{Product, Tracking, Variant};
pub use hooks::{Hook, RETRIES_S, signature};
pub use orders::{Line, Order, Refund, Shipment};
pub use twin::{Settings, Twin};

/// The store's name in every path.
pub const STORE: &str = "twin0store";
/// The access token of its one API account.
pub const TOKEN: &str = "bc_twin_token";
/// The client secret of that account, which webhooks are signed with.
pub const CLIENT_SECRET: &str = "bc_twin_client_secret";
