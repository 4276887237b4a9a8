//! What becomes of money after it was taken, against Stripe's twin, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod disputes;
mod fees;
mod gift_disputes;
mod gifts;
mod keys;
mod payouts;
mod refunds;
mod statement;
mod sweep;
mod town;
