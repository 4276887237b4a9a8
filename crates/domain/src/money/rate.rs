//! Rates in basis points, and how a share is rounded to whole minor units.

use std::fmt;

use super::{Money, MoneyError};

/// A rate in hundredths of a percent: 1900 is 19 %, 10 000 is the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BasisPoints(pub u32);

/// What happens to the part of a minor unit that nobody can pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// To the nearest; a tie goes to the even neighbour. Unbiased over many lines, so tax uses it.
    HalfEven,
    /// To the nearest; a tie goes away from zero, so a correction mirrors what it corrects.
    HalfUp,
    /// Towards negative infinity, so that a fee is never rounded against the one who pays it.
    Floor,
}

/// Ten thousand basis points are the whole.
const WHOLE: i128 = 10_000;

impl BasisPoints {
    /// No share at all.
    pub const ZERO: BasisPoints = BasisPoints(0);
    /// The whole, 100 %.
    pub const WHOLE: BasisPoints = BasisPoints(10_000);
}

/// For logs: `19.00%`.
impl fmt::Display for BasisPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

impl Money {
    /// `rate` of the amount: 19 % of 10.00 is 1.90.
    ///
    /// # Errors
    /// `Overflow` when a rate above the whole takes the result beyond 64 bits.
    pub fn share(self, rate: BasisPoints, rounding: Rounding) -> Result<Money, MoneyError> {
        let exact = i128::from(self.amount) * i128::from(rate.0);
        Money::from_wide(divide(exact, WHOLE, rounding), self.currency)
    }

    /// The part of the amount that was added to it at `rate`: of 11.90 at 19 %, 1.90.
    pub fn share_included(self, rate: BasisPoints, rounding: Rounding) -> Money {
        let exact = i128::from(self.amount) * i128::from(rate.0);
        Money::from_wide(divide(exact, WHOLE + i128::from(rate.0), rounding), self.currency)
            .expect("a part is no larger than the whole")
    }
}

/// `exact / divisor` for a positive divisor.
fn divide(exact: i128, divisor: i128, rounding: Rounding) -> i128 {
    let (floor, rest) = (exact.div_euclid(divisor), exact.rem_euclid(divisor));
    let up = match rounding {
        Rounding::Floor => false,
        Rounding::HalfEven => 2 * rest > divisor || (2 * rest == divisor && floor % 2 != 0),
        Rounding::HalfUp => 2 * rest > divisor || (2 * rest == divisor && exact > 0),
    };
    floor + i128::from(up)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Currency;
    use super::*;

    #[test]
    fn ties_go_where_the_rounding_says() {
        // exact value in halves: amount × 50 %.
        let cases = [
            // amount, half even, half up, floor
            (1, 0, 1, 0),
            (2, 1, 1, 1),
            (3, 2, 2, 1),
            (5, 2, 3, 2),
            (-1, 0, -1, -1),
            (-3, -2, -2, -2),
            (-5, -2, -3, -3),
            (0, 0, 0, 0),
        ];
        for (amount, even, up, floor) in cases {
            let money = Money::new(amount, Currency::EUR);
            let half = |rounding| money.share(BasisPoints(5_000), rounding).unwrap().amount;
            assert_eq!(half(Rounding::HalfEven), even, "{amount} half even");
            assert_eq!(half(Rounding::HalfUp), up, "{amount} half up");
            assert_eq!(half(Rounding::Floor), floor, "{amount} floor");
        }
    }

    #[test]
    fn a_rate_is_read_in_hundredths_of_a_percent() {
        let ten = Money::new(1_000, Currency::EUR);
        assert_eq!(ten.share(BasisPoints(1_900), Rounding::HalfEven), Ok(Money::new(190, Currency::EUR)));
        assert_eq!(
            Money::new(1_190, Currency::EUR).share_included(BasisPoints(1_900), Rounding::HalfEven).amount,
            190
        );
        assert_eq!(BasisPoints(725).to_string(), "7.25%");
        let most = Money::new(i64::MAX, Currency::EUR);
        assert_eq!(most.share(BasisPoints::WHOLE, Rounding::Floor), Ok(most));
        assert_eq!(most.share(BasisPoints(10_001), Rounding::Floor), Err(MoneyError::Overflow));
    }

    proptest! {
        #[test]
        fn half_even_is_at_most_half_a_unit_off(amount: i64, rate in 0_u32..=10_000) {
            let share = Money::new(amount, Currency::EUR).share(BasisPoints(rate), Rounding::HalfEven).unwrap();
            let off = i128::from(share.amount) * WHOLE - i128::from(amount) * i128::from(rate);
            prop_assert!(off.abs() * 2 <= WHOLE);
        }

        #[test]
        fn half_up_of_a_refund_mirrors_the_sale(amount in -1_000_000_000_i64..1_000_000_000, rate in 0_u32..=10_000) {
            let share = |amount| Money::new(amount, Currency::EUR).share(BasisPoints(rate), Rounding::HalfUp).unwrap();
            prop_assert_eq!(share(amount).amount, -share(-amount).amount);
        }

        #[test]
        fn tax_included_is_the_tax_that_was_added(net in 0_i64..1_000_000_000, rate in 0_u32..=10_000) {
            let rate = BasisPoints(rate);
            let net = Money::new(net, Currency::EUR);
            let tax = net.share(rate, Rounding::HalfEven).unwrap();
            let gross = net.checked_add(tax).unwrap();
            // The first rounding is at most half a unit off, and taking the tax out shrinks that error.
            prop_assert_eq!(gross.share_included(rate, Rounding::HalfEven), tax);
        }
    }
}
