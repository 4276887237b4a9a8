//! The connector against the twin, which judges every document by Shopify's official contract.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/carts.rs"]
mod carts;
#[path = "../common/line.rs"]
mod line;
#[path = "../common/load.rs"]
mod load;
#[path = "../common/storm.rs"]
mod storm;

mod bulk;
mod contract;
mod desk;
mod goods;
mod lost;
mod messages;
mod orders;
mod refunds;
mod sums;
mod tokens;
