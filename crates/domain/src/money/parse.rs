//! Reading an amount that a person typed or a file holds.

use super::{Currency, Money};

/// Longest text that is looked at; 64 bits need 20 digits, so this leaves room for separators.
const TEXT_BYTES_MAX: usize = 64;

/// Why a text is not an amount. Each variant says what the writer can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// There are no digits.
    #[error("an amount is missing")]
    Empty,
    /// Something other than digits, one decimal sign and separators of thousands.
    #[error("this is not a plain amount such as 19.90")]
    NotANumber,
    /// `1,234` or `1.000`: a thousand to one reader, about one to another. Nobody's price is guessed.
    #[error("this reads as thousands or as decimals; write it without separators of thousands")]
    Ambiguous,
    /// More decimals than the currency has, and they are not zero.
    #[error("{currency} has {} decimals, this has more", .currency.exponent())]
    TooManyDecimals {
        /// The currency whose exponent was exceeded.
        currency: Currency,
    },
    /// Beyond 64 bits of minor units.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// Reads `19.90`, `24,90`, `1,234.5`, `1.234,50`, `1 234,50`, `1'234.50`, `-0.05`; never through a float.
    ///
    /// With two kinds of separators the last one is the decimal sign. A single one is the decimal sign too,
    /// unless exactly three digits follow where thousands could stand. Then the text is refused as ambiguous,
    /// with two exceptions: `1.234` in a currency with three decimals is what programs write, and `1,234` in
    /// one without decimals cannot be anything but thousands.
    /// Decimals beyond the exponent are accepted when they are zero (`1990.00` yen).
    ///
    /// # Errors
    /// See [`ParseMoneyError`].
    pub fn parse(text: &str, currency: Currency) -> Result<Money, ParseMoneyError> {
        Self::parse_typed(text, currency, '.')
    }

    /// The same for what people type in a language whose decimal sign is `decimal`: where that is a comma, `1,234` in a
    /// currency with three decimals is what its forms show, and not ambiguous.
    ///
    /// # Errors
    /// See [`ParseMoneyError`].
    pub fn parse_typed(text: &str, currency: Currency, decimal: char) -> Result<Money, ParseMoneyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ParseMoneyError::Empty);
        }
        if text.len() > TEXT_BYTES_MAX {
            return Err(ParseMoneyError::TooLarge);
        }
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, decimals) = split(digits, currency, decimal)?;
        let magnitude = minor_units(&ungrouped(whole)?, decimals, currency)?;
        let signed = if negative { -magnitude } else { magnitude };
        Money::from_wide(signed, currency).map_err(|_| ParseMoneyError::TooLarge)
    }
}

/// Cuts the text at its decimal sign, if it has one.
fn split(text: &str, currency: Currency, decimal: char) -> Result<(&str, &str), ParseMoneyError> {
    let Some(at) = text.rfind(['.', ',']) else { return Ok((text, "")) };
    let (whole, sign, rest) = (&text[..at], &text[at..=at], &text[at + 1..]);
    if rest.is_empty() {
        return Err(ParseMoneyError::NotANumber);
    }
    if whole.contains(sign) {
        // The same sign twice separates thousands: 1,234,567.
        return Ok((text, ""));
    }
    let only_digits_before = whole.bytes().all(|byte| byte.is_ascii_digit());
    let could_be_thousands =
        only_digits_before && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3;
    match (could_be_thousands, sign, currency.exponent()) {
        (false, _, _) => Ok((whole, rest)),
        (true, sign, 3) if sign.starts_with(decimal) => Ok((whole, rest)),
        (true, ",", 0) => Ok((text, "")),
        (true, _, _) => Err(ParseMoneyError::Ambiguous),
    }
}

/// The digits of the whole part, with separators of thousands taken out: all alike and each before three digits.
fn ungrouped(whole: &str) -> Result<String, ParseMoneyError> {
    let mut groups = whole.split(|c: char| !c.is_ascii_digit());
    let mut separators = whole.chars().filter(|c| !c.is_ascii_digit());
    let mut digits = groups.next().unwrap_or_default().to_owned();
    if let Some(separator) = separators.next() {
        let known = matches!(separator, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’');
        if !known || !separators.all(|other| other == separator) || !(1..=3).contains(&digits.len()) {
            return Err(ParseMoneyError::NotANumber);
        }
        for group in groups {
            if group.len() != 3 {
                return Err(ParseMoneyError::NotANumber);
            }
            digits.push_str(group);
        }
    }
    Ok(digits)
}

fn minor_units(whole: &str, decimals: &str, currency: Currency) -> Result<i128, ParseMoneyError> {
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) || (whole.is_empty() && decimals.is_empty()) {
        return Err(ParseMoneyError::NotANumber);
    }
    let exponent = currency.exponent() as usize;
    let (kept, excess) = decimals.split_at(decimals.len().min(exponent));
    if excess.bytes().any(|byte| byte != b'0') {
        return Err(ParseMoneyError::TooManyDecimals { currency });
    }
    format!("{whole}{kept:0<exponent$}").parse().or(match whole {
        // ".00" in a currency without decimals leaves no digits at all.
        "" => Ok(0),
        _ => Err(ParseMoneyError::TooLarge),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const EUR: Currency = Currency::EUR;
    const JPY: Currency = Currency::JPY;
    const KWD: Currency = Currency::KWD;

    #[test]
    fn amounts_are_read_as_people_and_programs_write_them() {
        let cases = [
            ("19.90", EUR, 1_990),
            ("24,90", EUR, 2_490),
            ("1,234.5", EUR, 123_450),
            ("1.234,50", EUR, 123_450),
            ("1 234,50", EUR, 123_450),
            ("1\u{202f}234,50", EUR, 123_450),
            ("1'234.50", EUR, 123_450),
            ("1,234,567", EUR, 123_456_700),
            ("1.234.567,8", EUR, 123_456_780),
            ("7", EUR, 700),
            (" 0 ", EUR, 0),
            (".5", EUR, 50),
            ("-0.05", EUR, -5),
            ("−3", EUR, -300),
            ("0.500", EUR, 50),
            ("1234.500", EUR, 123_450),
            ("19.9000", EUR, 1_990),
            ("1990", JPY, 1_990),
            ("1990.00", JPY, 1_990),
            ("1,990", JPY, 1_990),
            (".00", JPY, 0),
            ("1.234", KWD, 1_234),
            ("1,5", KWD, 1_500),
            ("92233720368547758.07", EUR, i64::MAX),
            ("-92233720368547758.08", EUR, i64::MIN),
        ];
        for (text, currency, amount) in cases {
            assert_eq!(Money::parse(text, currency), Ok(Money::new(amount, currency)), "{text}");
        }
    }

    #[test]
    fn what_is_not_plainly_an_amount_is_refused_with_the_reason() {
        use ParseMoneyError::{Ambiguous, Empty, NotANumber, TooLarge, TooManyDecimals};
        let cases = [
            ("", EUR, Empty),
            ("  ", EUR, Empty),
            ("free", EUR, NotANumber),
            ("€5", EUR, NotANumber),
            ("5 EUR", EUR, NotANumber),
            ("1e3", EUR, NotANumber),
            ("--5", EUR, NotANumber),
            ("+5", EUR, NotANumber),
            ("5.", EUR, NotANumber),
            (".", EUR, NotANumber),
            ("-", EUR, NotANumber),
            ("1,23,4.5", EUR, NotANumber),
            ("1,234 567.5", EUR, NotANumber),
            (",234,567", EUR, NotANumber),
            ("1..5", EUR, NotANumber),
            ("٣", EUR, NotANumber),
            ("1,234", EUR, Ambiguous),
            ("1.000", EUR, Ambiguous),
            ("1.990", JPY, Ambiguous),
            ("1,234", KWD, Ambiguous),
            ("19.905", EUR, Ambiguous),
            ("0.005", EUR, TooManyDecimals { currency: EUR }),
            ("19.9001", EUR, TooManyDecimals { currency: EUR }),
            ("19.5", JPY, TooManyDecimals { currency: JPY }),
            ("1.2345", KWD, TooManyDecimals { currency: KWD }),
            ("92233720368547758.08", EUR, TooLarge),
            ("99999999999999999999999999999999999999999", EUR, TooLarge),
            ("0.00000000000000000000000000000000000000000000000000000000000000000000", EUR, TooLarge),
        ];
        for (text, currency, error) in cases {
            assert_eq!(Money::parse(text, currency), Err(error), "{text}");
        }
    }

    #[test]
    fn a_comma_is_decimal_where_people_write_it_so() {
        use ParseMoneyError::Ambiguous;
        assert_eq!(Money::parse("8,275", KWD), Err(Ambiguous));
        assert_eq!(Money::parse_typed("8,275", KWD, ','), Ok(Money::new(8_275, KWD)));
        assert_eq!(Money::parse_typed("8.275", KWD, ','), Err(Ambiguous));
        assert_eq!(Money::parse_typed("1,234", EUR, ','), Err(Ambiguous));
        assert_eq!(Money::parse_typed("24,90", EUR, ','), Ok(Money::new(2_490, EUR)));
    }

    proptest! {
        #[test]
        fn what_we_write_we_read_back(amount: i64, index in 0_usize..160) {
            let currency = Currency::all().nth(index).unwrap();
            let money = Money::new(amount, currency);
            prop_assert_eq!(Money::parse(&money.to_decimal(), currency), Ok(money));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[-−0-9., '€x\u{a0}]{0,24}") {
            for currency in [EUR, JPY, KWD] {
                let _ = Money::parse(&text, currency);
            }
        }
    }
}
