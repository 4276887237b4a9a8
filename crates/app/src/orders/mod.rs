//! What happens to an order after it was placed.

mod ask;
mod cancel;
mod fulfill;
mod invoice;
mod links;
mod list;
mod mine;
mod notes;
mod open;
mod reference;
mod refund;
mod undo;

pub use ask::{Answer, AnswerError, AskError, answer, ask, waiting};
pub use cancel::{CancelError, REASON_CHARS_MAX, cancel};
pub(crate) use fulfill::fulfill_once;
pub use fulfill::{
    FulfillError, Parcel, TRACKING_CHARS_MAX, TRACKING_URL_CHARS_MAX, fulfill, mark_delivered,
};
pub use invoice::{invoice, own_invoice};
pub use links::{LinksError, send_links};
pub(crate) use list::story;
pub use list::{ORDERS_PER_PAGE, find, list, todo};
pub use mine::{OwnStory, mine, open};
pub use notes::{booked, note, notes, pictures};
pub use open::{OpenOrderError, is_test, open_by_link};
pub use reference::{ReferenceError, refer, referred};
pub(crate) use refund::{Once, refund_once};
pub use refund::{RefundError, refund};
pub use undo::{UndoError, undo};
