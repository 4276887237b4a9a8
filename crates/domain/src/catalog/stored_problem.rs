//! A problem as it is stored: a word and what belongs to it, so that it can be said later in any language.

use super::problem::Problem;
use crate::money::{Currency, CurrencyError, ParseMoneyError};

impl Problem {
    /// The stable word of this kind of problem, for the database and for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong { .. } => "too-long",
            Self::Unreadable => "unreadable",
            Self::ControlCharacter => "control-character",
            Self::TooManyValues { .. } => "too-many-values",
            Self::OpenQuote => "open-quote",
            Self::Malformed => "malformed",
            Self::UnknownEntity { .. } => "unknown-entity",
            Self::Price(ParseMoneyError::Empty) => "price-empty",
            Self::Price(ParseMoneyError::NotANumber) => "price-not-a-number",
            Self::Price(ParseMoneyError::Ambiguous) => "price-ambiguous",
            Self::Price(ParseMoneyError::TooManyDecimals { .. }) => "price-decimals",
            Self::Price(ParseMoneyError::TooLarge) => "price-too-large",
            Self::NoCurrency => "no-currency",
            Self::Currency(_) => "currency",
            Self::ForeignCurrency { .. } => "foreign-currency",
            Self::PriceNegative => "price-negative",
            Self::SaleNotLower => "sale-not-lower",
            Self::SaleWindow => "sale-window",
            Self::Availability => "availability",
            Self::QuantityNotWhole => "quantity-not-whole",
            Self::QuantityNegative => "quantity-negative",
            Self::QuantityTooLarge => "quantity-too-large",
            Self::Weight => "weight",
            Self::GtinLength => "gtin-length",
            Self::GtinCheckDigit { .. } => "gtin-check-digit",
            Self::Address => "address",
            Self::Flag => "flag",
            Self::Status => "status",
            Self::StockPolicy => "stock-policy",
            Self::Position => "position",
            Self::Duplicate { .. } => "duplicate",
            Self::Scattered { .. } => "scattered",
            Self::ProductRefused { .. } => "product-refused",
            Self::OptionUnnamed => "option-unnamed",
            Self::TooManyVariants { .. } => "too-many-variants",
            Self::TooManyImages { .. } => "too-many-images",
            Self::OtherSource => "other-source",
        }
    }

    /// What belongs to the word; two numbers are parted by a space. Empty for most.
    #[must_use]
    pub fn argument(&self) -> String {
        match self {
            Self::TooLong { bytes_max: number }
            | Self::TooManyVariants { max: number }
            | Self::TooManyImages { max: number } => number.to_string(),
            Self::TooManyValues { columns, found } => format!("{columns} {found}"),
            Self::UnknownEntity { name } => name.clone(),
            Self::Price(ParseMoneyError::TooManyDecimals { currency })
            | Self::ForeignCurrency { expected: currency } => currency.code().to_owned(),
            Self::Currency(CurrencyError::Unknown(code)) => code.clone(),
            Self::Currency(CurrencyError::NotMoney(code)) => (*code).to_owned(),
            Self::GtinCheckDigit { expected } => expected.to_string(),
            Self::Duplicate { line } | Self::Scattered { line } | Self::ProductRefused { line } => {
                line.to_string()
            }
            Self::Missing
            | Self::OtherSource
            | Self::Unreadable
            | Self::ControlCharacter
            | Self::OpenQuote
            | Self::Malformed
            | Self::Price(
                ParseMoneyError::Empty
                | ParseMoneyError::NotANumber
                | ParseMoneyError::Ambiguous
                | ParseMoneyError::TooLarge,
            )
            | Self::NoCurrency
            | Self::PriceNegative
            | Self::SaleNotLower
            | Self::SaleWindow
            | Self::Availability
            | Self::QuantityNotWhole
            | Self::QuantityNegative
            | Self::QuantityTooLarge
            | Self::Weight
            | Self::GtinLength
            | Self::Address
            | Self::Flag
            | Self::Status
            | Self::StockPolicy
            | Self::Position
            | Self::OptionUnnamed => String::new(),
        }
    }

    /// The problem with this word and what belongs to it; none for what no version of ours wrote.
    #[must_use]
    pub fn from_stored(code: &str, argument: &str) -> Option<Self> {
        let currency = || argument.parse::<Currency>().ok();
        let count = || argument.parse::<usize>().ok();
        let line = || argument.parse::<u64>().ok();
        Some(match code {
            "missing" => Self::Missing,
            "too-long" => Self::TooLong { bytes_max: count()? },
            "unreadable" => Self::Unreadable,
            "control-character" => Self::ControlCharacter,
            "too-many-values" => {
                let (columns, found) = argument.split_once(' ')?;
                Self::TooManyValues { columns: columns.parse().ok()?, found: found.parse().ok()? }
            }
            "open-quote" => Self::OpenQuote,
            "malformed" => Self::Malformed,
            "unknown-entity" => Self::UnknownEntity { name: argument.to_owned() },
            "price-empty" => Self::Price(ParseMoneyError::Empty),
            "price-not-a-number" => Self::Price(ParseMoneyError::NotANumber),
            "price-ambiguous" => Self::Price(ParseMoneyError::Ambiguous),
            "price-decimals" => Self::Price(ParseMoneyError::TooManyDecimals { currency: currency()? }),
            "price-too-large" => Self::Price(ParseMoneyError::TooLarge),
            "no-currency" => Self::NoCurrency,
            "currency" => Self::Currency(match argument.parse::<Currency>() {
                Err(error) => error,
                // It became one since.
                Ok(_) => CurrencyError::Unknown(argument.to_owned()),
            }),
            "foreign-currency" => Self::ForeignCurrency { expected: currency()? },
            "price-negative" => Self::PriceNegative,
            "sale-not-lower" => Self::SaleNotLower,
            "sale-window" => Self::SaleWindow,
            "availability" => Self::Availability,
            "quantity-not-whole" => Self::QuantityNotWhole,
            "quantity-negative" => Self::QuantityNegative,
            "quantity-too-large" => Self::QuantityTooLarge,
            "weight" => Self::Weight,
            "gtin-length" => Self::GtinLength,
            "gtin-check-digit" => Self::GtinCheckDigit { expected: argument.parse().ok()? },
            "address" => Self::Address,
            "flag" => Self::Flag,
            "status" => Self::Status,
            "stock-policy" => Self::StockPolicy,
            "position" => Self::Position,
            "duplicate" => Self::Duplicate { line: line()? },
            "scattered" => Self::Scattered { line: line()? },
            "product-refused" => Self::ProductRefused { line: line()? },
            "option-unnamed" => Self::OptionUnnamed,
            "too-many-variants" => Self::TooManyVariants { max: count()? },
            "too-many-images" => Self::TooManyImages { max: count()? },
            "other-source" => Self::OtherSource,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_comes_back_from_its_word_and_argument() {
        let all = [
            Problem::Missing,
            Problem::TooLong { bytes_max: 65_536 },
            Problem::Unreadable,
            Problem::ControlCharacter,
            Problem::TooManyValues { columns: 12, found: 14 },
            Problem::OpenQuote,
            Problem::Malformed,
            Problem::UnknownEntity { name: "nbsp".to_owned() },
            Problem::Price(ParseMoneyError::Empty),
            Problem::Price(ParseMoneyError::NotANumber),
            Problem::Price(ParseMoneyError::Ambiguous),
            Problem::Price(ParseMoneyError::TooManyDecimals { currency: Currency::EUR }),
            Problem::Price(ParseMoneyError::TooLarge),
            Problem::NoCurrency,
            Problem::Currency("zloty".parse::<Currency>().unwrap_err()),
            Problem::Currency("xau".parse::<Currency>().unwrap_err()),
            Problem::ForeignCurrency { expected: Currency::USD },
            Problem::PriceNegative,
            Problem::SaleNotLower,
            Problem::SaleWindow,
            Problem::Availability,
            Problem::QuantityNotWhole,
            Problem::QuantityNegative,
            Problem::QuantityTooLarge,
            Problem::Weight,
            Problem::GtinLength,
            Problem::GtinCheckDigit { expected: 7 },
            Problem::Address,
            Problem::Flag,
            Problem::Status,
            Problem::StockPolicy,
            Problem::Position,
            Problem::Duplicate { line: 3 },
            Problem::Scattered { line: 1_200 },
            Problem::ProductRefused { line: 9 },
            Problem::OptionUnnamed,
            Problem::TooManyVariants { max: 2_000 },
            Problem::TooManyImages { max: 250 },
            Problem::OtherSource,
        ];
        for problem in all {
            let stored = Problem::from_stored(problem.code(), &problem.argument());
            assert_eq!(stored.as_ref(), Some(&problem), "{}", problem.code());
        }
        for (code, argument) in [("", ""), ("no such word", ""), ("scattered", "x"), ("too-many-values", "1")]
        {
            assert_eq!(Problem::from_stored(code, argument), None, "{code} {argument}");
        }
    }
}
