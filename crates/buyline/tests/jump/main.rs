//! "Jump to 1 February": the demo's other day, by HTTP as a newcomer's browser meets it.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking")]

#[path = "../support/seeded.rs"]
mod seeded;
#[path = "../support/mod.rs"]
mod support;

mod newcomer;

mod broken;
mod february;
