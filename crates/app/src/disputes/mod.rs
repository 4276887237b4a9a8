//! Payments that payers' banks take back, of orders and of gifts: heard of, shown, answered, booked.

mod answer;
mod hear;
mod list;

pub use answer::{ANSWER_CHARS_MAX, AnswerDisputeError, accept, answer};
pub(crate) use hear::{look_at, look_at_dispute};
pub use list::{
    Case, DisputePage, Gift, PaidFor, find, gifts_waiting, list, of_gifts, open_everywhere, page_of,
};
