//! What a value of a product may be, the same for a product file and for a program that pushes.

use super::problem::{PRICE_MAX, Problem, UNITS_MAX};
use crate::money::{Money, ParseMoneyError};

/// A text without the blanks around it. Line breaks and tabs are fine, other control characters are not.
///
/// # Errors
/// [`Problem::TooLong`], [`Problem::Unreadable`], [`Problem::ControlCharacter`].
pub fn text(value: &str, bytes_max: usize) -> Result<&str, Problem> {
    let value = value.trim();
    if value.len() > bytes_max {
        return Err(Problem::TooLong { bytes_max });
    }
    if value.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Problem::Unreadable);
    }
    if value.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\r' | '\t')) {
        return Err(Problem::ControlCharacter);
    }
    Ok(value)
}

/// A price that may be asked: neither below zero nor beyond [`PRICE_MAX`].
///
/// # Errors
/// [`Problem::PriceNegative`], [`Problem::Price`].
pub fn price(money: Money) -> Result<Money, Problem> {
    if money.is_negative() {
        return Err(Problem::PriceNegative);
    }
    if money.amount > PRICE_MAX { Err(Problem::Price(ParseMoneyError::TooLarge)) } else { Ok(money) }
}

/// A number of units, from 0 to [`UNITS_MAX`].
///
/// # Errors
/// [`Problem::QuantityNegative`], [`Problem::QuantityTooLarge`].
pub const fn units(units: i64) -> Result<i64, Problem> {
    match units {
        0..=UNITS_MAX => Ok(units),
        ..0 => Err(Problem::QuantityNegative),
        _ => Err(Problem::QuantityTooLarge),
    }
}

/// A GTIN whose check digit is right, as digits only.
///
/// Source: GS1 General Specifications, 7.9: weights 3 and 1 alternate from the right.
///
/// # Errors
/// [`Problem::GtinLength`], [`Problem::GtinCheckDigit`].
///
/// # Panics
/// Never: a remainder of ten is a digit.
pub fn gtin(text: &str) -> Result<String, Problem> {
    let gtin: String = text.chars().filter(|sign| !matches!(sign, ' ' | '-')).collect();
    if !matches!(gtin.len(), 8 | 12 | 13 | 14) || !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Problem::GtinLength);
    }
    let mut digits = gtin.bytes().rev().map(|byte| byte - b'0');
    let given = digits.next();
    let sum: u32 =
        digits.zip([3, 1].into_iter().cycle()).map(|(digit, weight)| u32::from(digit) * weight).sum();
    let expected = u8::try_from((10 - sum % 10) % 10).expect("a remainder of ten is a digit");
    if given == Some(expected) { Ok(gtin) } else { Err(Problem::GtinCheckDigit { expected }) }
}
