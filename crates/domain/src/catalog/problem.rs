//! Why a row of a merchant's file cannot be taken in, in words that let the merchant mend it.

use crate::money::{Currency, CurrencyError, ParseMoneyError};

/// Characters of the offending value that are repeated to the merchant; enough to find it, too few to fill a page.
pub const VALUE_CHARS_MAX: usize = 80;

/// Most units a file may claim; a larger number is a slip of the keyboard.
pub const UNITS_MAX: i64 = 1_000_000_000;

/// Highest price of one unit, in minor units: ten thousand millions of most currencies. A hundred lines of 999 units
/// each still add up in 64 bits, so that no sum of a cart can fail.
pub const PRICE_MAX: i64 = 1_000_000_000_000;

/// One row that was refused: where, what, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Line of the file, counted from 1.
    pub line: u64,
    /// The column or element as the file names it; empty when the row as a whole is at fault.
    pub column: String,
    /// What stands there, cut to [`VALUE_CHARS_MAX`] characters.
    pub value: String,
    /// Why it cannot be taken.
    pub reason: Problem,
}

impl RowProblem {
    /// A problem whose value is cut to a length that can be shown.
    pub fn new(line: u64, column: &str, value: &str, reason: Problem) -> RowProblem {
        RowProblem { line, column: clipped(column), value: clipped(value), reason }
    }
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(VALUE_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is wrong with a value. Each variant reads as a sentence and says what to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A required value is empty or its column is absent.
    #[error("This is required, but it is empty.")]
    Missing,
    /// Longer than any honest value.
    #[error("This is too long; at most {bytes_max} bytes are read.")]
    TooLong {
        /// The limit that was passed.
        bytes_max: usize,
    },
    /// Bytes that are not text in the encoding of the file.
    #[error("This holds characters that could not be read; save the file as UTF-8.")]
    Unreadable,
    /// Invisible characters that no text needs.
    #[error("This holds control characters; remove them.")]
    ControlCharacter,
    /// More values than columns.
    #[error(
        "The row has {found} values, but there are {columns} columns; a value with a comma needs quotes."
    )]
    TooManyValues {
        /// Columns in the header.
        columns: usize,
        /// Values in the row.
        found: usize,
    },
    /// A quotation mark opens a value and nothing closes it.
    #[error("A quotation mark in this line is not closed; write a mark inside a value twice.")]
    OpenQuote,
    /// Elements are not closed in the order they were opened.
    #[error("The elements of this entry are not closed properly.")]
    Malformed,
    /// `&nbsp;` and the like, which XML does not know.
    #[error("&{name}; is not an XML entity; write the character itself.")]
    UnknownEntity {
        /// The name between `&` and `;`.
        name: String,
    },
    /// An amount that cannot be read.
    #[error("The price is not readable: {0}.")]
    Price(#[from] ParseMoneyError),
    /// An amount without a currency where the file must name it.
    #[error("The price needs its currency, for example 19.90 EUR.")]
    NoCurrency,
    /// A currency that does not exist.
    #[error("The currency is not readable: {0}.")]
    Currency(#[from] CurrencyError),
    /// Another currency than the merchant's prices are in.
    #[error("The prices of this shop are in {expected}.")]
    ForeignCurrency {
        /// The merchant's currency.
        expected: Currency,
    },
    /// Less than nothing.
    #[error("A price cannot be below zero.")]
    PriceNegative,
    /// The sale price is not a reduction of the price, or is in another currency.
    #[error("The sale price must be lower than the price and in the same currency.")]
    SaleNotLower,
    /// The time of a sale cannot be read, or ends before it begins.
    #[error(
        "Write the time of the sale as start/end, for example 2026-11-01T00:00+0100/2026-12-01T00:00+0100."
    )]
    SaleWindow,
    /// Not a word for stock that we know.
    #[error("This must be in_stock, out_of_stock, preorder or backorder.")]
    Availability,
    /// Not a number of units.
    #[error("The quantity must be a whole number.")]
    QuantityNotWhole,
    /// Fewer than none.
    #[error("The quantity is below zero; write 0 when nothing is left.")]
    QuantityNegative,
    /// More than [`UNITS_MAX`].
    #[error("The quantity is larger than {UNITS_MAX}.")]
    QuantityTooLarge,
    /// Not a weight.
    #[error(
        "The weight is not readable; write it as a number of grams, or as 1.5 kg where a unit is expected."
    )]
    Weight,
    /// Not 8, 12, 13 or 14 digits.
    #[error("A GTIN has 8, 12, 13 or 14 digits.")]
    GtinLength,
    /// The last digit does not follow from the others.
    #[error("The last digit of this GTIN should be {expected}; a digit is mistyped.")]
    GtinCheckDigit {
        /// The digit that the others lead to.
        expected: u8,
    },
    /// Not an absolute web address.
    #[error("This must be a web address that begins with https:// or http://.")]
    Address,
    /// Neither true nor false.
    #[error("This must be TRUE or FALSE.")]
    Flag,
    /// Not a status that we know.
    #[error("The status must be active, draft or archived.")]
    Status,
    /// Not a way to go on when nothing is left.
    #[error("This must be DENY or CONTINUE.")]
    StockPolicy,
    /// A picture's place in the order is not a positive number.
    #[error("The position must be a whole number from 1.")]
    Position,
    /// The name was given to another product or variant before.
    #[error("Line {line} has the same name; names must be unique.")]
    Duplicate {
        /// Where it was used first.
        line: u64,
    },
    /// A product's rows are interrupted by another product.
    #[error("The rows of this product must stand together; they began in line {line}.")]
    Scattered {
        /// Where the product began.
        line: u64,
    },
    /// The row belongs to a product that was refused.
    #[error("The product of this row was refused in line {line}.")]
    ProductRefused {
        /// Where the refusal stands.
        line: u64,
    },
    /// A value for an option that has no name.
    #[error("This value belongs to an option without a name; name it in the first row of the product.")]
    OptionUnnamed,
    /// More variants than a product may have.
    #[error("A product may have at most {max} variants.")]
    TooManyVariants {
        /// The limit.
        max: usize,
    },
    /// A connected shop, or whatever else brought the product first, owns it.
    #[error("A product of this name comes from another source; take it off sale there first.")]
    OtherSource,
    /// More pictures than a product may have.
    #[error("A product may have at most {max} images.")]
    TooManyImages {
        /// The limit.
        max: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let problem = RowProblem::new(2, "title", &"ä".repeat(200), Problem::Missing);
        assert_eq!(problem.value, format!("{}…", "ä".repeat(80)));
        assert_eq!(RowProblem::new(2, "title", "ä", Problem::Missing).value, "ä");
    }
}
