//! How many of a variant a buyer takes in one line.

use std::fmt;
use std::num::IntErrorKind;
use std::str::FromStr;

/// Most units in one line: far above what one household buys, far below what makes a price overflow.
pub const QUANTITY_MAX: u32 = 999;

/// A count of units, from 1 to [`QUANTITY_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u32);

/// Why a number is no [`Quantity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// None at all: the line should be removed instead.
    #[error("the quantity is zero")]
    Zero,
    /// Less than none.
    #[error("the quantity is negative")]
    Negative,
    /// More than [`QUANTITY_MAX`].
    #[error("at most {QUANTITY_MAX} at once")]
    TooMany,
    /// Part of a unit.
    #[error("the quantity must be a whole number")]
    Fractional,
    /// Not a number at all.
    #[error("the quantity is not a number")]
    NotANumber,
}

impl Quantity {
    /// One unit, what a tap on Buy takes.
    pub const ONE: Quantity = Quantity(1);

    /// The count.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<i64> for Quantity {
    type Error = QuantityError;

    fn try_from(count: i64) -> Result<Quantity, QuantityError> {
        match u32::try_from(count) {
            Ok(0) => Err(QuantityError::Zero),
            Ok(count @ 1..=QUANTITY_MAX) => Ok(Quantity(count)),
            Ok(_) => Err(QuantityError::TooMany),
            Err(_) if count < 0 => Err(QuantityError::Negative),
            Err(_) => Err(QuantityError::TooMany),
        }
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads plain digits; `2.0` is refused like `2.5`, because whoever sends it counts something else.
    fn from_str(text: &str) -> Result<Quantity, QuantityError> {
        let text = text.trim();
        match text.parse::<i64>() {
            Ok(count) => Quantity::try_from(count),
            Err(error) => Err(match error.kind() {
                IntErrorKind::PosOverflow => QuantityError::TooMany,
                IntErrorKind::NegOverflow => QuantityError::Negative,
                _ if is_fractional(text) => QuantityError::Fractional,
                _ => QuantityError::NotANumber,
            }),
        }
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn is_fractional(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('-').unwrap_or(text).split_once(['.', ',']).is_some_and(|(a, b)| digits(a) && digits(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_quantity_is_from_1_to_999() {
        let cases = [
            (i64::MIN, Err(QuantityError::Negative)),
            (-1, Err(QuantityError::Negative)),
            (0, Err(QuantityError::Zero)),
            (1, Ok(Quantity::ONE)),
            (999, Ok(Quantity(999))),
            (1_000, Err(QuantityError::TooMany)),
            (i64::MAX, Err(QuantityError::TooMany)),
        ];
        for (count, expected) in cases {
            assert_eq!(Quantity::try_from(count), expected, "{count}");
        }
    }

    #[test]
    fn a_text_is_refused_with_the_reason() {
        let cases = [
            ("0", QuantityError::Zero),
            ("-3", QuantityError::Negative),
            ("-99999999999999999999", QuantityError::Negative),
            ("1000", QuantityError::TooMany),
            ("99999999999999999999", QuantityError::TooMany),
            ("2.5", QuantityError::Fractional),
            ("2,5", QuantityError::Fractional),
            ("2.0", QuantityError::Fractional),
            ("", QuantityError::NotANumber),
            ("two", QuantityError::NotANumber),
            ("1e2", QuantityError::NotANumber),
            ("1.", QuantityError::NotANumber),
        ];
        for (text, error) in cases {
            assert_eq!(text.parse::<Quantity>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_quantity_reads_back(count in 1_i64..=999) {
            let quantity = Quantity::try_from(count).unwrap();
            prop_assert_eq!(i64::from(quantity.get()), count);
            prop_assert_eq!(quantity.to_string().parse(), Ok(quantity));
        }
    }
}
