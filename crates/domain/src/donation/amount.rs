//! How much a donor may give, and how much more covers the provider's fee.

use crate::country::Country;
use crate::money::{BasisPoints, Currency, Money, MoneyError, Rounding};

/// Major units that one gift may be at most. Larger gifts are welcome by bank transfer: a card for them is a mistake, or
/// stolen.
pub const GIFT_MAJOR_MAX: i64 = 100_000;
/// Major units that a gift must be at least, unless the nonprofit asks for more. Thieves try cards with the smallest
/// amounts; a floor takes most of the use out of that (E15).
pub const GIFT_MAJOR_MIN: i64 = 2;
/// Amounts that a card offers at most; more are a list that nobody reads.
pub const PRESETS_MAX: usize = 6;

/// Why a gift of this size is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountProblem {
    /// Less than a gift must be.
    #[error("the least gift is {}", .0.to_decimal())]
    TooSmall(Money),
    /// More than a gift may be.
    #[error("the largest gift is {}", .0.to_decimal())]
    TooLarge(Money),
}

/// What a provider keeps of a charge, as it publishes it: a share of the whole, and a fixed part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeRule {
    /// Of the whole charge.
    pub rate: BasisPoints,
    /// In the charge's currency, in minor units.
    pub fixed: i64,
}

/// A share of half and more is no fee, and the sum that covers it grows beyond all bounds.
const RATE_MAX: BasisPoints = BasisPoints(5_000);

/// The gift as it may be: at least `least` (the floor of the house where that is more), and not too much.
///
/// # Errors
/// [`AmountProblem`], with the amount that would do.
pub fn check(gift: Money, least: Option<Money>) -> Result<(), AmountProblem> {
    check_between(gift, least, None)
}

/// The same where not more than `most` may be given; the ceiling of the house holds where that is lower.
///
/// # Errors
/// [`AmountProblem`], with the amount that would do.
pub fn check_between(gift: Money, least: Option<Money>, most: Option<Money>) -> Result<(), AmountProblem> {
    let per_major = gift.currency.minor_per_major();
    let floor = Money::new(GIFT_MAJOR_MIN * per_major, gift.currency);
    let least = least.filter(|least| least.currency == gift.currency && least.amount > floor.amount);
    let least = least.unwrap_or(floor);
    let ceiling = Money::new(GIFT_MAJOR_MAX * per_major, gift.currency);
    let most = most.filter(|most| most.currency == gift.currency && most.amount < ceiling.amount);
    let most = most.unwrap_or(ceiling);
    if gift.amount < least.amount {
        Err(AmountProblem::TooSmall(least))
    } else if gift.amount > most.amount {
        Err(AmountProblem::TooLarge(most))
    } else {
        Ok(())
    }
}

impl FeeRule {
    /// What Stripe publishes for cards of the nonprofit's own region, which most donors have; the exact fee is known only
    /// afterwards, and stands on the nonprofit's statement. Source: stripe.com/pricing for each country, 2026.
    #[must_use]
    pub fn published(country: Country, currency: Currency) -> Self {
        // The fixed part is published in the country's own currency; in others it is taken as the same number of units.
        let unit = currency.minor_per_major();
        let (rate, hundredths) = match country.code() {
            "GB" => (150, 20),
            "US" | "CA" => (290, 30),
            "AU" => (170, 30),
            "NZ" => (265, 30),
            "JP" => (360, 0),
            "CH" => (290, 30),
            _ if country.is_eu() => (150, 25),
            _ => (290, 30),
        };
        Self { rate: BasisPoints(rate), fixed: unit * hundredths / 100 }
    }

    /// What the provider keeps of a charge of `whole`, rounded as providers do, to the nearest.
    ///
    /// # Errors
    /// [`MoneyError`] when the numbers are beyond 64 bits.
    pub fn fee_of(self, whole: Money) -> Result<Money, MoneyError> {
        whole.share(self.rate, Rounding::HalfUp)?.checked_add(Money::new(self.fixed, whole.currency))
    }

    /// What is added to `gift` so that all of it arrives: the fee is taken of the whole charge, what was added included,
    /// so adding the fee of the gift alone would fall short (a true gross-up, E4). The smallest that does.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the numbers are beyond 64 bits, or the rate is no fee's.
    pub fn cover(self, gift: Money) -> Result<Money, MoneyError> {
        if self.rate > RATE_MAX {
            return Err(MoneyError::Overflow);
        }
        // whole − whole·rate − fixed = gift, so whole = (gift + fixed) / (1 − rate), and then the rounding of the
        // provider decides about the last minor unit.
        let kept = i128::from(BasisPoints::WHOLE.0 - self.rate.0);
        let needed = (i128::from(gift.amount) + i128::from(self.fixed)) * i128::from(BasisPoints::WHOLE.0);
        let estimate = i64::try_from(needed / kept).map_err(|_| MoneyError::Overflow)?;
        let arrives = |whole: i64| -> Result<bool, MoneyError> {
            let whole = Money::new(whole, gift.currency);
            Ok(whole.checked_sub(self.fee_of(whole)?)?.amount >= gift.amount)
        };
        // The estimate is at most one minor unit from the answer on either side.
        let mut whole = estimate.saturating_sub(2).max(gift.amount);
        while !arrives(whole)? {
            whole = whole.checked_add(1).ok_or(MoneyError::Overflow)?;
        }
        Money::new(whole, gift.currency).checked_sub(gift)
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
    fn a_gift_is_neither_too_small_nor_too_large() {
        assert_eq!(check(eur(200), None), Ok(()));
        assert_eq!(check(eur(199), None), Err(AmountProblem::TooSmall(eur(200))));
        for amount in [0, -1, -500, i64::MIN] {
            assert_eq!(check(eur(amount), None), Err(AmountProblem::TooSmall(eur(200))));
        }
        assert_eq!(check(eur(499), Some(eur(500))), Err(AmountProblem::TooSmall(eur(500))));
        // Nobody goes below the floor of the house.
        assert_eq!(check(eur(150), Some(eur(100))), Err(AmountProblem::TooSmall(eur(200))));
        assert_eq!(check(eur(10_000_000), None), Ok(()));
        for amount in [10_000_001, i64::MAX] {
            assert_eq!(check(eur(amount), None), Err(AmountProblem::TooLarge(eur(10_000_000))));
        }
        // Currencies without decimals and with three.
        assert_eq!(check(Money::new(2, Currency::JPY), None), Ok(()));
        let dinar = |amount| Money::new(amount, Currency::KWD);
        assert_eq!(check(dinar(1_999), None), Err(AmountProblem::TooSmall(dinar(2_000))));
    }

    #[test]
    fn the_cover_of_well_known_fees() {
        // Rate, fixed, gift, what is added. 10.00 at 2.9 % + 0.30: the whole is 10.61, its fee 0.61.
        let table = [
            (290, 30, 1_000, 61),
            (150, 25, 1_000, 41),
            (0, 0, 1_000, 0),
            (0, 30, 1_000, 30),
            (290, 30, 200, 37),
        ];
        for (rate, fixed, gift, added) in table {
            let rule = FeeRule { rate: BasisPoints(rate), fixed };
            assert_eq!(rule.cover(eur(gift)), Ok(eur(added)), "{rate} {fixed} {gift}");
        }
        let greedy = FeeRule { rate: BasisPoints(9_999), fixed: 0 };
        assert_eq!(greedy.cover(eur(1_000)), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn all_of_the_gift_arrives_and_one_unit_less_would_not_do(
            gift in 1_i64..=10_000_000, rate in 0_u32..=1_000, fixed in 0_i64..=100
        ) {
            let rule = FeeRule { rate: BasisPoints(rate), fixed };
            let added = rule.cover(eur(gift)).unwrap();
            let arrives = |whole: Money| whole.amount - rule.fee_of(whole).unwrap().amount;
            let whole = eur(gift + added.amount);
            prop_assert!(arrives(whole) >= gift);
            prop_assert!(added.amount == 0 || arrives(eur(whole.amount - 1)) < gift);
        }
    }
}
