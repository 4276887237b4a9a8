//! What posts and products earned: counted in memory, written a second later, read as one report.

mod count;
mod report;

pub(crate) use count::Tally;
pub use count::{Card, flush, seen, started, tapped};
pub use report::{DAYS_MAX, Named, Span, report};
