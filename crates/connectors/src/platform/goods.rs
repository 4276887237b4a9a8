//! A platform's values become those of a draft, or say what is wrong with them.

use app::catalog::web_address;
use domain::catalog::limits::{ADDRESS_BYTES_MAX, NAME_BYTES_MAX, TAGS_MAX};
use domain::catalog::problem::{Problem, RowProblem};
use domain::catalog::values;
use domain::money::{Currency, Money, ParseMoneyError};
use serde_json::Number;

type Taken<T> = Result<T, RowProblem>;

/// The product that is being taken in; problems name it by the platform's id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The platform's id of the product.
    pub(crate) product: &'a str,
}

impl Source<'_> {
    pub(crate) fn problem(&self, field: &str, value: &str, reason: impl Into<Problem>) -> RowProblem {
        RowProblem::new(0, &format!("{}: {field}", self.product), value, reason.into())
    }

    pub(crate) fn text(&self, field: &str, value: &str, bytes_max: usize) -> Taken<Option<String>> {
        let text = values::text(value, bytes_max).map_err(|reason| self.problem(field, value, reason))?;
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    pub(crate) fn name(&self, field: &str, value: &str) -> Taken<Option<String>> {
        self.text(field, value, NAME_BYTES_MAX)
    }

    pub(crate) fn required(&self, field: &str, value: &str, bytes_max: usize) -> Taken<String> {
        self.text(field, value, bytes_max)?.ok_or_else(|| self.problem(field, value, Problem::Missing))
    }

    /// Keywords, each once.
    pub(crate) fn tags<'t>(&self, field: &str, words: impl Iterator<Item = &'t str>) -> Taken<Vec<String>> {
        let mut tags: Vec<String> = Vec::new();
        for word in words.take(TAGS_MAX) {
            if let Some(tag) = self.name(field, word)?
                && !tags.contains(&tag)
            {
                tags.push(tag);
            }
        }
        Ok(tags)
    }

    /// A number that is an amount.
    pub(crate) fn price(&self, field: &str, number: &Number, currency: Currency) -> Taken<Money> {
        self.amount(field, &number.to_string(), currency)
    }

    /// The same from a program's text.
    pub(crate) fn amount(&self, field: &str, text: &str, currency: Currency) -> Taken<Money> {
        let money = decimal(text, currency).map_err(|reason| self.problem(field, text, reason))?;
        values::price(money).map_err(|reason| self.problem(field, text, reason))
    }

    /// A web address; none where it is none, for a picture that cannot be fetched is no reason to refuse a product.
    pub(crate) fn address(&self, value: &str) -> Option<String> {
        let text = values::text(value, ADDRESS_BYTES_MAX).ok().filter(|text| !text.is_empty())?;
        web_address(text).ok()
    }
}

/// An amount as programs write it: the point is always the decimal sign. [`Money::parse`] asks people whether `1.234` is a
/// thousand; a program that writes so means one and a part.
pub(crate) fn decimal(text: &str, currency: Currency) -> Result<Money, ParseMoneyError> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-')) {
        return Err(ParseMoneyError::NotANumber);
    }
    match text.split_once('.') {
        Some((whole, part)) => {
            let part = part.trim_end_matches('0');
            Money::parse(&format!("{whole}.{part:0<4}"), currency)
        }
        None => Money::parse(text, currency),
    }
}

/// An amount as a number of JSON.
///
/// # Panics
/// Never: a decimal is a number.
pub(crate) fn number(money: Money) -> Number {
    money.to_decimal().parse().expect("a decimal is a number")
}

/// Units as a platform counts them: it may be owed some, and may claim more than anybody has.
pub(crate) fn units(count: i64) -> i64 {
    count.clamp(0, domain::catalog::problem::UNITS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_the_decimal_sign_whatever_follows() {
        let kwd = Currency::KWD;
        assert_eq!(decimal("1.234", kwd), Ok(Money::new(1_234, kwd)));
        assert_eq!(decimal("12.3450", kwd), Ok(Money::new(12_345, kwd)));
        assert_eq!(decimal("19.9000", Currency::EUR), Ok(Money::new(1_990, Currency::EUR)));
        assert_eq!(decimal("-0.05", Currency::EUR), Ok(Money::new(-5, Currency::EUR)));
        assert_eq!(decimal("500.0", Currency::JPY), Ok(Money::new(500, Currency::JPY)));
        assert_eq!(
            decimal("1.234", Currency::EUR),
            Err(ParseMoneyError::TooManyDecimals { currency: Currency::EUR })
        );
        for text in ["1e3", "1,5", "", "NaN"] {
            assert!(decimal(text, Currency::EUR).is_err(), "{text}");
        }
        assert_eq!(number(Money::new(1_990, Currency::EUR)).to_string(), "19.9");
        assert_eq!(number(Money::new(500, Currency::JPY)).to_string(), "500");
    }
}
