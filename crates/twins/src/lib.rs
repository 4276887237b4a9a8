//! Twins of the peers: servers that keep state and behave as the real ones do for every call we make.
//!
//! A twin checks each request against the peer's contract and each of its own answers against its schema, so
//! that a call the real API would refuse fails here too. It misbehaves on demand.
//!
//! The model ([`stripe::Twin`]) does no I/O: clock and randomness come from outside, webhooks that are due are
//! handed out. A simulator drives it in process; [`server`] puts HTTP around it.
//!
//! Nothing here knows the rest of the house, and nothing of it ever ships.

// The objects of the contract have many fields, and `json!` counts each.
#![recursion_limit = "256"]

pub mod bigcommerce;
pub mod form;
pub mod platform;
pub mod post;
pub mod salesforce;
pub mod server;
pub mod shopify;
pub mod stripe;

mod chance;
mod fits;
