//! One value of a file, and the ways to read it.

use std::borrow::Cow;
use std::num::IntErrorKind;

use app::catalog::web_address;
use domain::catalog::problem::{Problem, RowProblem};
use domain::catalog::values;
use domain::money::{Currency, Money};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::limits::ADDRESS_BYTES_MAX;

/// Amounts, counts and words of a vocabulary are short.
const WORD_BYTES_MAX: usize = 128;

/// Decimals that are looked at in a weight.
const WEIGHT_DECIMALS: usize = 6;

/// A value with the place it came from.
#[derive(Debug, Clone)]
pub(super) struct Cell<'a> {
    pub(super) line: u64,
    pub(super) column: Cow<'a, str>,
    pub(super) value: Cow<'a, str>,
}

type Read<T> = Result<T, RowProblem>;

impl<'a> Cell<'a> {
    pub(super) fn new(line: u64, column: &'a str, value: Cow<'a, str>) -> Cell<'a> {
        Cell { line, column: Cow::Borrowed(column), value }
    }

    pub(super) fn refuse(&self, reason: impl Into<Problem>) -> RowProblem {
        RowProblem::new(self.line, &self.column, self.value.trim(), reason.into())
    }

    pub(super) fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }

    /// Text that may be absent. Line breaks and tabs are fine, other control characters are not.
    pub(super) fn text(&self, bytes_max: usize) -> Read<Option<String>> {
        Ok(self.trimmed(bytes_max)?.map(str::to_owned))
    }

    pub(super) fn required(&self, bytes_max: usize) -> Read<String> {
        self.text(bytes_max)?.ok_or_else(|| self.refuse(Problem::Missing))
    }

    fn trimmed(&self, bytes_max: usize) -> Read<Option<&str>> {
        let value = values::text(&self.value, bytes_max).map_err(|reason| self.refuse(reason))?;
        Ok((!value.is_empty()).then_some(value))
    }

    /// A word of a vocabulary, in the one spelling `lower_case`.
    pub(super) fn word(&self) -> Read<Option<String>> {
        let word = self.trimmed(WORD_BYTES_MAX)?;
        Ok(word.map(|word| word.to_lowercase().replace([' ', '-'], "_")))
    }

    pub(super) fn flag(&self, default: bool) -> Read<bool> {
        match self.word()?.as_deref() {
            None => Ok(default),
            Some("true" | "yes" | "1") => Ok(true),
            Some("false" | "no" | "0") => Ok(false),
            Some(_) => Err(self.refuse(Problem::Flag)),
        }
    }

    /// An amount without a currency, in the merchant's own.
    pub(super) fn price(&self, currency: Currency) -> Read<Option<Money>> {
        self.trimmed(WORD_BYTES_MAX)?.map(|amount| self.amount(amount, currency)).transpose()
    }

    /// An amount with its ISO 4217 code: `19.90 EUR`, or `EUR 19.90` as some shops write it.
    pub(super) fn price_with_currency(&self) -> Read<Option<Money>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let (amount, code) = match text.trim_end_matches(is_letter) {
            amount if amount.len() < text.len() => (amount, &text[amount.len()..]),
            _ => {
                let amount = text.trim_start_matches(is_letter);
                (amount, &text[..text.len() - amount.len()])
            }
        };
        if code.is_empty() {
            return Err(self.refuse(Problem::NoCurrency));
        }
        let currency = code.parse::<Currency>().map_err(|error| self.refuse(error))?;
        self.amount(amount, currency).map(Some)
    }

    fn amount(&self, text: &str, currency: Currency) -> Read<Money> {
        let money = Money::parse(text, currency).map_err(|error| self.refuse(error))?;
        values::price(money).map_err(|reason| self.refuse(reason))
    }

    /// A number of units, from 0 on.
    pub(super) fn units(&self) -> Read<Option<i64>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        let units = match text.parse::<i64>() {
            Ok(units) => values::units(units),
            Err(error) => Err(match error.kind() {
                IntErrorKind::PosOverflow => Problem::QuantityTooLarge,
                IntErrorKind::NegOverflow => Problem::QuantityNegative,
                _ => Problem::QuantityNotWhole,
            }),
        };
        units.map(Some).map_err(|reason| self.refuse(reason))
    }

    pub(super) fn position(&self) -> Read<Option<u32>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        match text.parse() {
            Ok(position @ 1..) => Ok(Some(position)),
            Ok(0) | Err(_) => Err(self.refuse(Problem::Position)),
        }
    }

    /// A weight without a unit, in grams.
    pub(super) fn grams(&self) -> Read<Option<u32>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        grams(text, "g").map(Some).ok_or_else(|| self.refuse(Problem::Weight))
    }

    /// A weight with its unit: `1.5 kg`, `12 oz`.
    pub(super) fn weight(&self) -> Read<Option<u32>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text[number.len()..].to_ascii_lowercase();
        grams(number.trim_end(), &unit).map(Some).ok_or_else(|| self.refuse(Problem::Weight))
    }

    /// An absolute `http` or `https` address without a password in it.
    pub(super) fn address(&self) -> Read<Option<String>> {
        let Some(text) = self.trimmed(ADDRESS_BYTES_MAX)? else { return Ok(None) };
        web_address(text).map(Some).map_err(|reason| self.refuse(reason))
    }

    /// A GTIN whose check digit is right, as digits only.
    pub(super) fn gtin(&self) -> Read<Option<String>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        values::gtin(text).map(Some).map_err(|reason| self.refuse(reason))
    }

    /// Two instants as ISO 8601, `start/end`; without an offset they are UTC.
    pub(super) fn window(&self) -> Read<Option<(Timestamp, Timestamp)>> {
        let Some(text) = self.trimmed(WORD_BYTES_MAX)? else { return Ok(None) };
        text.split_once('/')
            .and_then(|(start, end)| Some((instant(start)?, instant(end)?)))
            .filter(|(start, end)| start < end)
            .map(Some)
            .ok_or_else(|| self.refuse(Problem::SaleWindow))
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .or_else(|_| text.parse::<DateTime>()?.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()))
        .ok()
}

/// Whole grams, half a gram rounded up.
pub(crate) fn grams(number: &str, unit: &str) -> Option<u32> {
    let micrograms_per_unit: u64 = match unit {
        "mg" => 1_000,
        "g" | "gram" | "grams" => 1_000_000,
        "kg" => 1_000_000_000,
        "oz" => 28_349_523,
        "lb" | "lbs" => 453_592_370,
        _ => return None,
    };
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 9 || !is_number(whole) || !is_number(decimals) {
        return None;
    }
    let decimals = &decimals[..decimals.len().min(WEIGHT_DECIMALS)];
    let millionths: u64 = format!("{whole}{decimals:0<WEIGHT_DECIMALS$}").parse().ok()?;
    let scaled = u128::from(millionths) * u128::from(micrograms_per_unit);
    u32::try_from((scaled + 500_000_000_000) / 1_000_000_000_000).ok()
}

#[cfg(test)]
mod tests {
    use domain::catalog::problem::UNITS_MAX;
    use domain::money::ParseMoneyError;

    use super::*;

    fn cell(value: &str) -> Cell<'_> {
        Cell::new(7, "column", Cow::Borrowed(value))
    }

    fn reason<T: std::fmt::Debug>(outcome: Read<T>) -> Problem {
        outcome.unwrap_err().reason
    }

    #[test]
    fn a_price_names_its_currency_on_either_side() {
        let price = Money::new(1_990, Currency::EUR);
        for text in ["19.90 EUR", "EUR 19.90", "19.90EUR", "19,90 eur", " 19.9 EUR "] {
            assert_eq!(cell(text).price_with_currency(), Ok(Some(price)), "{text}");
        }
        assert_eq!(cell("1990 JPY").price_with_currency(), Ok(Some(Money::new(1_990, Currency::JPY))));
        assert_eq!(cell(" ").price_with_currency(), Ok(None));
        for text in ["19.90", "€19.90", "19.90 €"] {
            assert_eq!(reason(cell(text).price_with_currency()), Problem::NoCurrency, "{text}");
        }
        assert!(matches!(reason(cell("19.90 EURO").price_with_currency()), Problem::Currency(_)));
        assert!(matches!(reason(cell("1.005.0 EUR").price_with_currency()), Problem::Price(_)));
        assert_eq!(reason(cell("-1 EUR").price_with_currency()), Problem::PriceNegative);
        assert_eq!(reason(cell("-0.01").price(Currency::EUR)), Problem::PriceNegative);
        assert!(cell("10000000000.00").price(Currency::EUR).is_ok());
        let dear = reason(cell("10000000000.01").price(Currency::EUR));
        assert_eq!(dear, Problem::Price(ParseMoneyError::TooLarge));
    }

    #[test]
    fn units_are_whole_and_bounded() {
        assert_eq!(cell("0").units(), Ok(Some(0)));
        assert_eq!(cell("1000000000").units(), Ok(Some(UNITS_MAX)));
        let cases = [
            ("-1", Problem::QuantityNegative),
            ("-99999999999999999999", Problem::QuantityNegative),
            ("1000000001", Problem::QuantityTooLarge),
            ("99999999999999999999", Problem::QuantityTooLarge),
            ("2.5", Problem::QuantityNotWhole),
            ("1e3", Problem::QuantityNotWhole),
            ("many", Problem::QuantityNotWhole),
        ];
        for (text, expected) in cases {
            assert_eq!(reason(cell(text).units()), expected, "{text}");
        }
    }

    #[test]
    fn a_gtin_is_checked_by_its_last_digit() {
        for gtin in ["4006381333931", "96385074", "036000291452", "10614141000415", "400-6381 333931"] {
            assert!(cell(gtin).gtin().is_ok(), "{gtin}");
        }
        assert_eq!(reason(cell("4006381333930").gtin()), Problem::GtinCheckDigit { expected: 1 });
        for text in ["123", "400638133393X", "123456789"] {
            assert_eq!(reason(cell(text).gtin()), Problem::GtinLength, "{text}");
        }
    }

    #[test]
    fn weights_become_whole_grams() {
        let cases =
            [("1.5 kg", 1_500), ("500g", 500), ("1 lb", 454), ("16 oz", 454), ("900 mg", 1), ("0 g", 0)];
        for (text, grams) in cases {
            assert_eq!(cell(text).weight(), Ok(Some(grams)), "{text}");
        }
        assert_eq!(cell("150.0").grams(), Ok(Some(150)));
        for text in ["1,5 kg", "kg", "5", "5 stone", "-1 kg", "9999999999 kg", "5000000 kg", "1.2.3 kg"] {
            assert_eq!(reason(cell(text).weight()), Problem::Weight, "{text}");
        }
    }

    #[test]
    fn the_time_of_a_sale_is_read_with_and_without_offset() {
        let instant = |text: &str| text.parse::<Timestamp>().unwrap();
        let cases = [
            ("2026-11-01T00:00+0100/2026-12-01T00:00+0100", "2026-10-31T23:00Z", "2026-11-30T23:00Z"),
            ("2026-11-01T13:00:00Z / 2026-11-02T13:00:00Z", "2026-11-01T13:00Z", "2026-11-02T13:00Z"),
            ("2026-11-01/2026-11-02", "2026-11-01T00:00Z", "2026-11-02T00:00Z"),
        ];
        for (text, start, end) in cases {
            assert_eq!(cell(text).window(), Ok(Some((instant(start), instant(end)))), "{text}");
        }
        for text in ["2026-11-01", "2026-12-01/2026-11-01", "2026-11-01/2026-11-01", "soon/later"] {
            assert_eq!(reason(cell(text).window()), Problem::SaleWindow, "{text}");
        }
    }

    #[test]
    fn an_address_is_absolute_and_carries_no_password() {
        assert_eq!(
            cell("https://a.example/ü x").address(),
            Ok(Some("https://a.example/%C3%BC%20x".to_owned()))
        );
        for text in [
            "/i.jpg",
            "//a.example/i.jpg",
            "ftp://a.example",
            "javascript:1",
            "https://u:p@a.example",
            "https://",
        ] {
            assert_eq!(reason(cell(text).address()), Problem::Address, "{text}");
        }
    }

    #[test]
    fn text_is_bounded_readable_and_free_of_control_characters() {
        assert_eq!(cell(" two\nlines ").text(20), Ok(Some("two\nlines".to_owned())));
        assert_eq!(reason(cell("abc").text(2)), Problem::TooLong { bytes_max: 2 });
        assert_eq!(reason(cell("a\u{fffd}").text(9)), Problem::Unreadable);
        assert_eq!(reason(cell("a\0b").text(9)), Problem::ControlCharacter);
        assert_eq!(reason(cell("").required(9)), Problem::Missing);
        assert_eq!(reason(cell("maybe").flag(true)), Problem::Flag);
        assert_eq!(reason(cell("0").position()), Problem::Position);
    }
}
