//! Orders and their lines.

mod read;
mod write;

pub use read::{OrderRef, by_id, find, key_of, of_account, of_purchase};
pub use write::{Standing, insert, lock, note_cancel_wish, update};
