//! Use cases, one file each: a command, its errors and the function that does it.
//!
//! Lives here: what the house does, the ports it needs peers for, jobs, reconcilers.
//! Never here: SQL text, a word of any protocol, a peer's JSON.
//!
//! The first argument is [`Ctx`], the second who acts; what is sensitive takes a `domain::access::Permit`.

pub mod accounts;
pub mod archives;
pub mod asked;
pub mod callbacks;
pub mod carts;
pub mod catalog;
pub mod channel;
pub mod channel_check;
pub mod checkout;
pub mod connections;
mod ctx;
pub mod customers;
pub mod demo;
pub mod disputes;
pub mod donations;
pub mod erasure;
pub mod feed;
pub mod figures;
pub mod gates;
pub mod idempotency;
pub mod imports;
pub mod jobs;
pub mod limits;
pub mod mails;
pub mod matching;
pub mod memory;
pub mod merchants;
pub mod money;
pub mod nonprofits;
pub mod orders;
pub mod paid;
pub mod payees;
pub mod payments;
pub mod people;
pub mod pictures;
pub mod pledges;
pub mod ports;
pub mod posts;
pub mod quota;
mod sealer;
pub mod settings;
pub mod staff_log;
pub mod status;
pub mod sunsets;
pub mod switches;
pub mod timeline;
pub mod upkeep;
pub mod webhooks;

pub use ctx::{
    CHECKOUT_TTL_DEFAULT, Clock, Ctx, CtxParts, Ids, Random, SystemClock, SystemRandom, Tuning,
    UNDO_WINDOW_DEFAULT,
};
/// The database, for those who wire or read it in tests; handlers go through use cases.
pub use sealer::{Sealer, Secret};
pub use store::{Db, DbError};
