//! Connected shops: goods come in and stay as they are there, each order goes there once, and what happens to it there happens
//! here; whatever dies, is lost, is late or is told twice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod back;
mod deaths;
mod goods;
mod kit;
mod orders;
mod standing;
