//! Peers: what speaks to the world outside, one folder each.
//!
//! Lives here: a peer's own forms and words, turned into ours at the border, and what a peer may cost us (time, bytes,
//! connections). Never here: a decision about money or stock, a database, a page.

pub mod bigcommerce;
pub mod feed;
pub mod files;
pub mod mail;
pub mod medusa;
pub mod papers;
pub mod pictures;
mod platform;
mod registry;
pub mod safe_client;
pub mod salesforce;
pub mod sandbox;
pub mod shopify;
pub mod stripe;
pub mod vendure;

pub use registry::platforms;
