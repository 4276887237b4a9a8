//! The one quote contract: what a cart costs, sent there. Our own tables answer it here; a partner that computes
//! tax or shipping answers the same [`QuoteRequest`] with the same [`Quote`].

mod compute;
mod contract;
mod fingerprint;
mod unpayable;

pub use compute::{QuoteError, quote};
pub use contract::{Destination, QUOTE_LINES_MAX, Quote, QuoteLine, QuoteRequest, QuotedLine};
pub use unpayable::Unpayable;
