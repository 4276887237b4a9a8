//! Orders and their lines.

mod read;
mod reference;
mod search;
mod write;

pub use read::{
    Driven, OrderRef, by_id, cancel_note, confirmed_between, driven, find, key_of, number, of_purchase,
};
pub use reference::{lock_reference, of_reference, set_reference};
pub use search::{SEARCH_CHARS_MAX, of_account, of_email, of_merchant, placed_with_merchant};
pub use write::{
    Standing, Units, insert, lock, note_cancel_wish, note_staff_cancel_wish, set_cancel_note, shorten_window,
    update,
};
