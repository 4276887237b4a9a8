//! The twin of a Shopify shop, by itself and served.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod ask;
mod bulk;
mod documents;
mod faults;
mod orders;
mod served;
