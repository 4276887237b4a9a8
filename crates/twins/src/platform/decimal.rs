//! Amounts as platforms write them, counted in ten-thousandths so that every currency's smallest part is a whole number.

use serde_json::{Number, Value};

/// Ten-thousandths in one.
pub const ONE: i64 = 10_000;
/// Decimals that are counted.
const DECIMALS: usize = 4;

/// Reads `19.9`, `"19.9000"` or `12`; nothing where it is no amount or has more decimals than are counted.
#[must_use]
pub fn read(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => parse(&number.to_string()),
        Value::String(text) => parse(text),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The same of a text.
#[must_use]
pub fn parse(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !plain(whole) || !plain(part) || part.len() > DECIMALS {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let part: i64 = format!("{part:0<DECIMALS$}").parse().ok()?;
    Some(sign * whole.checked_mul(ONE)?.checked_add(part)?)
}

/// With four decimals, as `"19.9000"`.
#[must_use]
pub fn text(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    let size = amount.unsigned_abs();
    let one = ONE.unsigned_abs();
    format!("{sign}{}.{:04}", size / one, size % one)
}

/// As a number of JSON.
///
/// # Panics
/// Never: what [`text`] writes is a number.
#[must_use]
pub fn number(amount: i64) -> Value {
    let text = text(amount);
    let short = text.trim_end_matches('0').trim_end_matches('.');
    Value::Number(short.parse::<Number>().expect("a decimal is a number"))
}

/// Rounded to a currency's decimals, half of one away from zero.
#[must_use]
pub fn rounded(amount: i64, decimals: u32) -> i64 {
    let step = 10_i64.pow(4_u32.saturating_sub(decimals));
    let half = if amount < 0 { -step / 2 } else { step / 2 };
    (amount + half) / step * step
}

/// How many decimals a currency has.
///
/// Source: ISO 4217, as far as a test sells in it.
#[must_use]
pub fn decimals(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "CLP" | "VND" | "ISK" | "XAF" | "XOF" | "UGX" => 0,
        "KWD" | "BHD" | "OMR" | "TND" | "JOD" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        for (given, expected) in [
            ("19.9", Some(199_000)),
            ("19.9000", Some(199_000)),
            ("-0.0001", Some(-1)),
            ("12", Some(120_000)),
            ("1.23450000", Some(12_345)),
            ("1.23451", None),
            ("1e3", None),
            ("", None),
            (".5", None),
        ] {
            assert_eq!(parse(given), expected, "{given}");
        }
        assert_eq!(text(-1), "-0.0001");
        assert_eq!(number(199_000).to_string(), "19.9");
        assert_eq!(number(120_000).to_string(), "12");
        assert_eq!((rounded(12_350, 2), rounded(12_349, 2), rounded(15_000, 0)), (12_400, 12_300, 20_000));
        assert_eq!(rounded(-12_350, 2), -12_400);
    }
}
