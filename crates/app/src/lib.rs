//! Use cases, one file each: a command, its errors and the function that does it.
//!
//! Lives here: what the house does, the ports it needs peers for, jobs, reconcilers.
//! Never here: SQL text, a word of any protocol, a peer's JSON.
//!
//! The first argument is [`Ctx`], the second who acts; what is sensitive takes a `domain::access::Permit`.

pub mod accounts;
mod ctx;
pub mod feed;
pub mod memory;
pub mod ports;

pub use ctx::{Clock, Ctx, CtxParts, Ids, Random, SystemClock, SystemRandom};
/// The database, for those who wire or read it in tests; handlers go through use cases.
pub use store::{Db, DbError};
