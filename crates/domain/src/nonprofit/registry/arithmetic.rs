//! The sums behind check digits. All take text of ASCII digits.

/// The digits as numbers.
fn values(digits: &str) -> impl DoubleEndedIterator<Item = u32> {
    digits.bytes().map(|byte| u32::from(byte - b'0'))
}

/// The sum of the digits times their weights, from the left.
pub(super) fn weighted(digits: &str, weights: &[u32]) -> u32 {
    values(digits).zip(weights).map(|(value, weight)| value * weight).sum()
}

/// Whether the weighted sum, check digit and all, is divisible by eleven. Every weight is prime to eleven, so
/// that no single wrong digit passes.
pub(super) fn divides_by_eleven(digits: &str, weights: &[u32]) -> bool {
    weighted(digits, weights).is_multiple_of(11)
}

/// Whether the last digit is the check digit of the others. Source: ISO/IEC 7812-1 Annex B.
pub(super) fn luhn(digits: &str) -> bool {
    luhn_sum(digits).is_multiple_of(10)
}

/// The check digit that goes behind these digits.
pub(super) fn luhn_digit(digits: &str) -> u32 {
    (10 - luhn_sum(&format!("{digits}0")) % 10) % 10
}

fn luhn_sum(digits: &str) -> u32 {
    let doubled = |value: u32| if value < 5 { value * 2 } else { value * 2 - 9 };
    let places = values(digits).rev().enumerate();
    places.map(|(place, value)| if place.is_multiple_of(2) { value } else { doubled(value) }).sum()
}

/// What is left of the number when divided.
pub(super) fn remainder(digits: &str, divisor: u32) -> u32 {
    values(digits).fold(0, |left, value| (left * 10 + value) % divisor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_are_those_of_the_standards() {
        // The example of ISO/IEC 7812-1.
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398710"));
        assert_eq!(luhn_digit("7992739871"), 3);
        assert_eq!(weighted("1234", &[4, 3, 2, 1]), 20);
        assert_eq!(remainder("98765432198765432198", 97), 47);
    }
}
