//! Money as whole minor units of one ISO 4217 currency: never a float, never a sum of two currencies.

mod allocate;
mod amount;
mod currency;
mod parse;
mod rate;

pub use amount::{Money, MoneyError};
pub use currency::{Currency, CurrencyError};
pub use parse::ParseMoneyError;
pub use rate::{BasisPoints, Rounding};
