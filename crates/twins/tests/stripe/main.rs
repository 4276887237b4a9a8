//! The twin of Stripe, held against the contract and against what Stripe's documentation says of each thing.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod browser;
mod connect;
mod contract;
mod desk;
mod disputes;
mod faults;
mod idempotency;
mod lists;
mod money;
mod payments;
mod refunds;
mod restricted;
mod served;
mod setups;
mod storm;
mod subscriptions;
mod webhooks;
