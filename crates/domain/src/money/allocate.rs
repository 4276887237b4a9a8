//! Dividing an amount without losing or inventing a minor unit.

use std::cmp::Reverse;
use std::num::NonZeroU32;

use super::Money;

impl Money {
    /// Divides the amount in proportion to `weights`, by largest remainder: each part is its exact share
    /// rounded towards zero, and the minor units left over go one each to the parts that lost most,
    /// the earlier one on a tie. The parts always sum to the whole; a zero weight gets nothing, unless all
    /// are zero: then the parts are even.
    ///
    /// # Panics
    /// When `weights` is empty and the amount is not zero: the money would vanish.
    pub fn allocate(self, weights: &[u64]) -> Vec<Money> {
        assert!(!weights.is_empty() || self.is_zero(), "{self} cannot be divided among nobody");
        let weight_total: u128 = weights.iter().copied().map(u128::from).sum();
        if weight_total == 0 {
            return self.shares(weights.iter().map(|_| 1), weights.len() as u128);
        }
        self.shares(weights.iter().copied(), weight_total)
    }

    /// Divides the amount into `parts` that differ by one minor unit at most, the larger ones first.
    pub fn allocate_evenly(self, parts: NonZeroU32) -> Vec<Money> {
        self.shares((0..parts.get()).map(|_| 1), u128::from(parts.get()))
    }

    fn shares(self, weights: impl Iterator<Item = u64>, weight_total: u128) -> Vec<Money> {
        // At most 2^63 times 2^64, which u128 holds.
        let whole = u128::from(self.amount.unsigned_abs());
        let (mut parts, remainders): (Vec<u128>, Vec<u128>) = weights
            .map(|weight| whole * u128::from(weight))
            .map(|share| (share / weight_total, share % weight_total))
            .unzip();
        let left_over =
            usize::try_from(whole - parts.iter().sum::<u128>()).expect("fewer units than parts are left");

        let mut by_loss: Vec<usize> = (0..parts.len()).collect();
        by_loss.sort_by_key(|&index| Reverse(remainders[index]));
        for &index in &by_loss[..left_over] {
            parts[index] += 1;
        }
        parts.into_iter().map(|part| self.with_sign(part)).collect()
    }

    fn with_sign(self, magnitude: u128) -> Money {
        let magnitude = i128::try_from(magnitude).expect("a part is no larger than the whole");
        let signed = if self.is_negative() { -magnitude } else { magnitude };
        Money::from_wide(signed, self.currency).expect("a part is no larger than the whole")
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::Currency;
    use super::*;

    fn amounts(parts: &[Money]) -> Vec<i64> {
        parts.iter().map(|part| part.amount).collect()
    }

    #[test]
    fn what_is_left_over_goes_to_the_largest_remainders() {
        let cases: [(i64, &[u64], &[i64]); 9] = [
            (100, &[1, 1, 1], &[34, 33, 33]),
            (-100, &[1, 1, 1], &[-34, -33, -33]),
            (5, &[3, 7], &[2, 3]),
            (10, &[1, 0, 1], &[5, 0, 5]),
            (3, &[0, 0], &[2, 1]),
            (0, &[1, 2], &[0, 0]),
            (0, &[], &[]),
            (i64::MIN, &[u64::MAX], &[i64::MIN]),
            (100, &[664, 333, 3], &[67, 33, 0]),
        ];
        for (whole, weights, parts) in cases {
            assert_eq!(
                amounts(&Money::new(whole, Currency::EUR).allocate(weights)),
                parts,
                "{whole} by {weights:?}"
            );
        }
    }

    #[test]
    #[should_panic(expected = "0.01 EUR cannot be divided among nobody")]
    fn money_is_not_divided_among_nobody() {
        let _ = Money::new(1, Currency::EUR).allocate(&[]);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_are_less_than_one_unit_off(whole: i64, weights in vec(any::<u64>(), 1..12)) {
            let parts = Money::new(whole, Currency::JPY).allocate(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.iter().map(|p| i128::from(p.amount)).sum::<i128>(), i128::from(whole));
            let weight_total: u128 = weights.iter().copied().map(u128::from).sum();
            for (part, weight) in parts.iter().zip(&weights).filter(|_| weight_total > 0) {
                let floor = u128::from(whole.unsigned_abs()) * u128::from(*weight) / weight_total;
                let off = u128::from(part.amount.unsigned_abs()) - floor;
                prop_assert!(off <= 1);
                prop_assert!(part.amount == 0 || part.amount.signum() == whole.signum());
            }
        }

        #[test]
        fn even_parts_differ_by_one_at_most(whole: i64, count in 1_u32..60) {
            let parts = amounts(&Money::new(whole, Currency::KWD).allocate_evenly(NonZeroU32::new(count).unwrap()));
            prop_assert_eq!(parts.iter().map(|p| i128::from(*p)).sum::<i128>(), i128::from(whole));
            let (least, most) = (parts.iter().min().unwrap(), parts.iter().max().unwrap());
            prop_assert!(most - least <= 1);
        }
    }
}
