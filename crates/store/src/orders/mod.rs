//! Orders and their lines.

mod read;
mod write;

pub use read::{Driven, OrderRef, by_id, confirmed_between, driven, find, key_of, of_account, of_purchase};
pub use write::{Standing, Units, insert, lock, note_cancel_wish, update};
