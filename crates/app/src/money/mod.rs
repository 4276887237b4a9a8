//! A shop's money over all its orders: what the ledger says, and what the provider paid out beside it.

mod book;
mod moment;
mod payouts;

pub use book::{Book, LINES_PER_PAGE, Line, PERIODS, Sums, all_lines, book};
pub(crate) use moment::moved_at;
pub(crate) use payouts::look_at_payout;
pub use payouts::{PayoutStory, find, newest};
pub use store::ledger::After;
