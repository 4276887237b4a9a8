//! The connector against the twin, which holds every request against Salesforce's own OpenAPI files.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/carts.rs"]
mod carts;
#[path = "../common/line.rs"]
mod line;
#[path = "../common/load.rs"]
mod load;
#[path = "../common/storm.rs"]
mod storm;

mod contract;
mod desk;
mod goods;
mod orders;
mod sums;
