//! The one quote contract: what a cart costs, sent there. Our own tables answer it here; where a shop's own program says
//! what shipping, tax or discounts come to, its [`Answer`] takes their place, and the [`Quote`] is the same.

mod answer;
mod compute;
mod contract;
mod fingerprint;
mod unpayable;

pub use answer::{
    ANSWERED_LINES_MAX, ANSWERED_RATES_MAX, Answer, AnsweredLine, AnsweredRate, AnsweredTax, Source,
    UnitDiscount,
};
pub use compute::{QuoteError, quote, quote_answered, quote_without_answer};
pub use contract::{
    Destination, QUOTE_LINES_MAX, Quote, QuoteLine, QuoteRequest, QuotedDiscount, QuotedLine,
};
pub use unpayable::Unpayable;
