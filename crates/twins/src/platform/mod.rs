//! What the twins of shop platforms have in common: requests and answers as HTTP has them, faults, and decimals.
//!
//! Each platform is a [`Model`]: state without I/O, its clock handed in. [`crate::server::platform`] puts HTTP around one.

pub mod decimal;
pub mod faults;
pub mod wire;

pub use faults::{Fault, Faults, What};
pub use wire::{Answer, Delivery, Logged, Reply, Request};

use serde_json::Value;

use crate::post::Post;

/// A platform as a state machine. Every time is in milliseconds since 1970.
pub trait Model: Send + 'static {
    /// Lets time pass.
    fn pass(&mut self, now_ms: i64);

    /// Answers one request.
    fn call(&mut self, now_ms: i64, request: &Request) -> Reply;

    /// The webhooks that are due.
    fn due(&mut self, now_ms: i64) -> Vec<Delivery>;

    /// Says what an endpoint answered to a delivery; nothing if nobody did.
    fn delivered(&mut self, now_ms: i64, delivery: u64, status: Option<u16>);

    /// The webhooks on their way.
    fn post(&mut self) -> &mut Post;

    /// What goes wrong.
    fn faults(&mut self) -> &mut Faults;

    /// Every call that was made, oldest first.
    fn log(&self) -> &[Logged];

    /// Lets something happen that nobody asked for through the API, such as a parcel that leaves.
    ///
    /// # Errors
    /// A sentence that says what was not understood, or what names nothing.
    fn act(&mut self, now_ms: i64, act: &Value) -> Result<Value, String>;

    /// Changes what may be set.
    ///
    /// # Errors
    /// A sentence that says what was not understood.
    fn set(&mut self, change: &Value) -> Result<(), String>;
}
