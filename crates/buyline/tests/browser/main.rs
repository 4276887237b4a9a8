//! What people see and do, in a real browser on a real server with the demo's world. Tests named `browser` share
//! the machine with one other at most; without Chromium they say so and return, under `cargo xtask test` they fail.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking")]

#[path = "../support/seeded.rs"]
mod seeded;

mod buyer;
mod shop;
mod world;

mod buying;
mod connect;
mod giving;
mod jump;
mod keyboard;
mod live;
mod looks;
mod media;
mod once;
mod promises;
mod stripe;
mod trouble;
