//! Payments that buyers' banks take back: heard of, shown, answered, booked.

mod answer;
mod hear;
mod list;

pub use answer::{ANSWER_CHARS_MAX, AnswerDisputeError, accept, answer};
pub(crate) use hear::{look_at, look_at_dispute};
pub use list::{Case, DisputePage, find, list, open_everywhere};
