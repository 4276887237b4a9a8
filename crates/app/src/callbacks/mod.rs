//! A shop's own program that is asked at checkout for stock, shipping, tax and discounts (docs/protocols/channel.md).
//!
//! It is asked before anything is priced, never inside a transaction ([`ask`]); what it answered goes into the quote beside
//! our own tables ([`crate::checkout`]). A shop without one pays for none of it: whether there is one stands in its prices,
//! which are in memory.

mod answer;
mod ask;
mod question;
mod setup;
mod tally;

pub use answer::Wrong;
pub(crate) use answer::read;
pub(crate) use ask::{Heard, Quoted, State, ask_all};
pub(crate) use question::{Line, data};
pub use setup::{Made, SetUp, SetUpError, Standing, find, remove, rotate, set_up};
pub use tally::flush;
pub(crate) use tally::forget_old;

/// Longest answer that is read: a hundred lines and twenty ways to ship are a quarter of it.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// What a question says that it is.
pub const ASKED: &str = "quote.requested";
