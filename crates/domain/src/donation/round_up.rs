//! What rounds a purchase up (E13).

use crate::money::Money;

/// In currencies without smaller units people round to hundreds.
const WITHOUT_MINOR: i64 = 100;
/// Units that are tried: what a provider charges at least is a few of them at most.
const UNITS_MAX: i64 = 100;

/// The smallest amount of half a unit at least by which `paid` becomes whole units and that `takes` allows: of a few cents
/// the fee would leave nothing, and some providers charge none. `None`: no sensible amount is allowed.
#[must_use]
pub fn round_up(paid: Money, takes: impl Fn(Money) -> bool) -> Option<Money> {
    let unit = match paid.currency.minor_per_major() {
        1 => WITHOUT_MINOR,
        minor => minor,
    };
    if paid.amount < 0 {
        return None;
    }
    let first = unit - paid.amount % unit;
    let worth_it = |gift: &Money| gift.amount >= unit / 2 && takes(*gift);
    (0..UNITS_MAX).map(|units| Money::new(first + units * unit, paid.currency)).find(worth_it)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::money::Currency;

    fn of(paid: i64, least: i64, currency: Currency) -> Option<i64> {
        round_up(Money::new(paid, currency), |gift| gift.amount >= least).map(|gift| gift.amount)
    }

    #[test]
    fn a_purchase_is_rounded_up_to_whole_units_by_what_can_be_charged() {
        assert_eq!(of(2_530, 50, Currency::EUR), Some(70));
        assert_eq!(of(2_580, 50, Currency::EUR), Some(120), "20 cents are no charge");
        assert_eq!(of(2_500, 50, Currency::EUR), Some(100));
        assert_eq!(of(2_570, 0, Currency::EUR), Some(130), "less than half a unit is not worth its fee");
        assert_eq!(of(0, 50, Currency::EUR), Some(100));
        assert_eq!(of(1_234, 50, Currency::JPY), Some(66));
        assert_eq!(of(1_250, 100, Currency::KWD), Some(750));
        assert_eq!(of(2_530, i64::MAX, Currency::EUR), None);
        assert_eq!(of(-1, 0, Currency::EUR), None);
    }

    proptest! {
        #[test]
        fn the_sum_is_whole_and_no_smaller_one_would_do(paid in 0_i64..10_000_000, least in 1_i64..500) {
            let gift = of(paid, least, Currency::EUR).unwrap();
            prop_assert_eq!((paid + gift) % 100, 0);
            prop_assert!(gift >= least.max(50) && gift - 100 < least.max(50));
        }
    }
}
