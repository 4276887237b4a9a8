//! The one binary, as a library: settings, wiring, the server, the commands.
//!
//! Lives here: what an operator sets, which connector is chosen, how a process starts and stops. Never here: a
//! decision about money or stock, a query, a page. The demo's world lives here too, because no other crate may
//! know that it exists.

pub mod cli;
mod copy;
pub mod demo;
mod failure;
pub mod scripts;
mod server;
mod settings;
mod wiring;

pub use failure::Failure;
pub use server::{Running, Server};
pub use settings::{Config, LogFormat, SETTINGS, Scope, Setting, StripeKeys};
pub use wiring::SANDBOX_RECORD;

/// Checkouts are thousands of small allocations on several threads, where the C library's allocator spends a tenth
/// of the processor.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
