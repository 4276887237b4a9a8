//! An amount in one currency, with arithmetic that refuses what it cannot do exactly.

use std::cmp::Ordering;
use std::fmt;

use super::Currency;

/// An amount of money: `amount` minor units of `currency` (19.90 EUR is 1990, 1 JPY is 1).
/// May be negative, as a difference or a correction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// Minor units, as many per major unit as [`Currency::minor_per_major`] says.
    pub amount: i64,
    /// What the minor units are units of.
    pub currency: Currency,
}

/// Why two amounts have no exact result. The operands are unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Amounts of different currencies do not add up to anything.
    #[error("{left} and {right} cannot be combined")]
    CurrencyMismatch {
        /// Currency of the left operand.
        left: Currency,
        /// Currency of the right operand.
        right: Currency,
    },
    /// The result does not fit in 64 bits of minor units.
    #[error("the amount is too large")]
    Overflow,
}

impl Money {
    /// `amount` minor units of `currency`.
    pub const fn new(amount: i64, currency: Currency) -> Money {
        Money { amount, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Money {
        Money { amount: 0, currency }
    }

    /// Whether there is nothing to pay.
    pub const fn is_zero(self) -> bool {
        self.amount == 0
    }

    /// Whether the amount is owed the other way round.
    pub const fn is_negative(self) -> bool {
        self.amount < 0
    }

    /// The sum.
    ///
    /// # Errors
    /// `CurrencyMismatch` for two currencies, `Overflow` beyond 64 bits.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        self.amount
            .checked_add(other.amount)
            .map(|amount| Money { amount, ..self })
            .ok_or(MoneyError::Overflow)
    }

    /// The difference; negative when `other` is larger.
    ///
    /// # Errors
    /// `CurrencyMismatch` for two currencies, `Overflow` beyond 64 bits.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        self.amount
            .checked_sub(other.amount)
            .map(|amount| Money { amount, ..self })
            .ok_or(MoneyError::Overflow)
    }

    /// Which is more.
    ///
    /// # Errors
    /// `CurrencyMismatch` for two currencies: neither is more.
    pub fn checked_cmp(self, other: Money) -> Result<Ordering, MoneyError> {
        self.same_currency(other)?;
        Ok(self.amount.cmp(&other.amount))
    }

    /// `count` times the amount, a unit price into a line's subtotal.
    ///
    /// # Errors
    /// `Overflow` beyond 64 bits.
    pub fn times(self, count: u32) -> Result<Money, MoneyError> {
        self.amount
            .checked_mul(i64::from(count))
            .map(|amount| Money { amount, ..self })
            .ok_or(MoneyError::Overflow)
    }

    /// The sum of all `parts`; zero `currency` for none. Exact whenever the sum fits, whatever the order.
    ///
    /// # Errors
    /// `CurrencyMismatch` when a part is not in `currency`, `Overflow` when the sum exceeds 64 bits.
    pub fn sum(currency: Currency, parts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        let zero = Money::zero(currency);
        let total = parts.into_iter().try_fold(0_i128, |total, part| {
            zero.same_currency(part)?;
            Ok(total + i128::from(part.amount))
        })?;
        Money::from_wide(total, currency)
    }

    /// The digits for machines, with as many decimals as the currency has: `19.90`, `-0.05`, `1990` for yen.
    /// Reads back with [`Money::parse`]. What people read is formatted by the `words` crate.
    pub fn to_decimal(self) -> String {
        let sign = if self.amount < 0 { "-" } else { "" };
        let magnitude = self.amount.unsigned_abs();
        let per_major = self.currency.minor_per_major().unsigned_abs();
        let (major, minor) = (magnitude / per_major, magnitude % per_major);
        match self.currency.exponent() {
            0 => format!("{sign}{major}"),
            exponent => format!("{sign}{major}.{minor:0width$}", width = exponent as usize),
        }
    }

    pub(super) fn from_wide(amount: i128, currency: Currency) -> Result<Money, MoneyError> {
        i64::try_from(amount).map(|amount| Money { amount, currency }).map_err(|_| MoneyError::Overflow)
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch { left: self.currency, right: other.currency })
        }
    }
}

/// For logs: `19.90 EUR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    #[test]
    fn two_currencies_never_add_up() {
        let yen = Money::new(5, Currency::JPY);
        let refused = MoneyError::CurrencyMismatch { left: Currency::EUR, right: Currency::JPY };
        assert_eq!(eur(5).checked_add(yen), Err(refused));
        assert_eq!(eur(5).checked_sub(yen), Err(refused));
        assert_eq!(eur(5).checked_cmp(yen), Err(refused));
        assert_eq!(Money::sum(Currency::EUR, [eur(1), yen]), Err(refused));
    }

    #[test]
    fn an_amount_beyond_64_bits_is_refused() {
        assert_eq!(eur(i64::MAX).checked_add(eur(1)), Err(MoneyError::Overflow));
        assert_eq!(eur(i64::MIN).checked_sub(eur(1)), Err(MoneyError::Overflow));
        assert_eq!(eur(i64::MAX / 2).times(3), Err(MoneyError::Overflow));
        assert_eq!(Money::sum(Currency::EUR, [eur(i64::MAX), eur(1)]), Err(MoneyError::Overflow));
    }

    #[test]
    fn a_sum_that_fits_does_not_depend_on_the_order() {
        assert_eq!(Money::sum(Currency::EUR, [eur(i64::MAX), eur(1), eur(-1)]), Ok(eur(i64::MAX)));
        assert_eq!(Money::sum(Currency::EUR, []), Ok(eur(0)));
    }

    #[test]
    fn decimals_follow_the_currency() {
        let cases = [
            (Currency::EUR, 1990, "19.90"),
            (Currency::EUR, -5, "-0.05"),
            (Currency::EUR, i64::MIN, "-92233720368547758.08"),
            (Currency::JPY, 1990, "1990"),
            (Currency::KWD, 1990, "1.990"),
        ];
        for (currency, amount, text) in cases {
            assert_eq!(Money::new(amount, currency).to_decimal(), text);
        }
        assert_eq!(eur(1990).to_string(), "19.90 EUR");
    }

    proptest! {
        #[test]
        fn subtracting_undoes_adding(a: i32, b: i32) {
            let (a, b) = (eur(a.into()), eur(b.into()));
            prop_assert_eq!(a.checked_add(b).unwrap().checked_sub(b).unwrap(), a);
        }

        #[test]
        fn times_is_repeated_adding(a: i32, count in 0_u32..50) {
            let parts = (0..count).map(|_| eur(a.into()));
            prop_assert_eq!(eur(a.into()).times(count), Money::sum(Currency::EUR, parts));
        }
    }
}
