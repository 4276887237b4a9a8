//! The buyer's side of the pages: what anybody may type, tap and follow, with plain forms.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod again;
mod bad_input;
mod basket;
mod codes;
mod held;
mod limits;
mod links;
mod notify;
mod refused;
mod town;
mod truth;
mod wallet;
