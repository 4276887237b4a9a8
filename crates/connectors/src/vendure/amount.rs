//! Amounts of a shop: whole numbers with so many decimals, whatever the currency. Yen have two by default, dinars too.

use app::ports::{Keys, PlatformError};
use domain::money::{Currency, Money, ParseMoneyError};

use super::api::key;
use crate::platform::goods::decimal;

/// Decimals of a shop that does not say.
///
/// Source: `DefaultMoneyStrategy.precision`.
const DECIMALS: u32 = 2;
/// More than any shop keeps; a power of ten of them fits an amount.
const DECIMALS_MAX: u32 = 9;

/// How a shop writes its amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    decimals: u32,
    pub(super) currency: Currency,
}

impl Scale {
    pub(super) fn of(keys: &Keys, currency: Currency) -> Self {
        let decimals = keys.get(key::DECIMALS).parse().unwrap_or(DECIMALS);
        Self { decimals: decimals.min(DECIMALS_MAX), currency }
    }

    /// An amount of the shop's as people write it.
    pub(super) fn text(self, amount: i64) -> String {
        let one = 10_u64.pow(self.decimals);
        let sign = if amount < 0 { "-" } else { "" };
        let (whole, part) = (amount.unsigned_abs() / one, amount.unsigned_abs() % one);
        if self.decimals == 0 {
            return format!("{sign}{whole}");
        }
        format!("{sign}{whole}.{part:0width$}", width = self.decimals as usize)
    }

    pub(super) fn money(self, amount: i64) -> Result<Money, ParseMoneyError> {
        decimal(&self.text(amount), self.currency)
    }

    /// An amount of an order, which is ours only when it can be said exactly.
    pub(super) fn paid(self, amount: i64) -> Result<Money, PlatformError> {
        self.money(amount)
            .map_err(|error| PlatformError::Down(format!("an amount that does not read: {error}")))
    }

    /// Our amount as the shop writes it.
    ///
    /// # Errors
    /// `Refused` when the shop keeps fewer decimals than the amount needs.
    pub(super) fn amount(self, money: Money) -> Result<i64, PlatformError> {
        let exponent = money.currency.exponent();
        let refused = || {
            PlatformError::Refused(format!(
                "{money} cannot be written down in this shop: it keeps {} decimals.",
                self.decimals
            ))
        };
        if money.currency != self.currency {
            return Err(PlatformError::Refused(format!("The shop sells in {}.", self.currency)));
        }
        if exponent <= self.decimals {
            let step = 10_i64.pow(self.decimals - exponent);
            return money.amount.checked_mul(step).ok_or_else(refused);
        }
        let step = 10_i64.pow(exponent - self.decimals);
        if money.amount % step == 0 { Ok(money.amount / step) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(decimals: u32, currency: Currency) -> Scale {
        Scale { decimals, currency }
    }

    #[test]
    fn a_shop_has_its_own_decimals_and_every_currency_comes_through_exactly() {
        for (decimals, currency, theirs, ours) in [
            (2, Currency::EUR, 1_999, 1_999),
            (2, Currency::JPY, 50_000, 500),
            (0, Currency::JPY, 500, 500),
            (2, Currency::KWD, 1_234, 12_340),
            (3, Currency::KWD, 1_234, 1_234),
            (3, Currency::EUR, 19_990, 1_999),
            (2, Currency::EUR, -5, -5),
        ] {
            let scale = scale(decimals, currency);
            assert_eq!(scale.money(theirs), Ok(Money::new(ours, currency)));
            assert_eq!(scale.amount(Money::new(ours, currency)), Ok(theirs));
        }
    }

    #[test]
    fn what_cannot_be_said_exactly_is_not_said() {
        assert!(scale(2, Currency::JPY).money(50_033).is_err());
        assert!(scale(3, Currency::EUR).money(19_999).is_err());
        let fils = scale(2, Currency::KWD).amount(Money::new(1_234, Currency::KWD));
        assert!(matches!(fils, Err(PlatformError::Refused(why)) if why.contains("2 decimals")));
        let other = scale(2, Currency::EUR).amount(Money::new(1, Currency::USD));
        assert!(matches!(other, Err(PlatformError::Refused(_))));
        assert!(scale(9, Currency::JPY).amount(Money::new(i64::MAX / 2, Currency::JPY)).is_err());
    }
}
