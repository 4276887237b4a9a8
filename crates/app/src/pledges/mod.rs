//! Gifts that come again. A pledge begins when its first gift arrives; from then on its own row says when it is looked at
//! next, and nothing else does: no job waits for months, and a clock that was wrong is noticed by the row.
//!
//! What is missed is not made up for: the newest due date alone is charged, while it is nearer than the next and a month
//! old at most. A refused gift is tried again after one, three and seven days, then waits for its donor; the next due date
//! lets it go. Three due dates in a row without money end the pledge. Nothing here asks whether anything may be sold (W11).

mod card;
mod change;
mod due;
mod hear;
mod held;
mod later;
mod mail;
mod promise;
mod saving;
mod view;

pub use card::{Paying, answer as answer_bank, pay_with, returned as returned_from_bank};
pub use change::{Act, ActError, Change, act, change, confirm};
pub(crate) use due::drive_pledge;
pub use due::look_over;
pub(crate) use hear::{gift_disputed, gift_moved, keep_pledge_method};
pub(crate) use held::{hold_all, hold_pledges};
pub use later::{answer as answer_promise, returned as returned_to_promise};
pub(crate) use later::{later, put_off};
pub(crate) use mail::send_pledge_mail;
pub use promise::{PromiseError, Wish, WishIssue, may_promise, of_gift, promise};
pub(crate) use view::link_of;
pub use view::{AtRisk, PledgeView, at_risk, link_token, of_account, open_by_link};
