//! The number people read to each other: short, without look-alikes, and silent about how much is sold.

use crate::ids::OrderId;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 50 bits: a merchant with a million orders meets a twin once in some thousand years of chance, and the
/// unique index refuses even that one.
const CHARACTERS: usize = 10;

/// The number of an order, `BL-7K3Q9-2MXKT`. The id is scrambled by a bijection, so that two numbers do not tell
/// what lies between them.
#[must_use]
pub fn order_number(id: OrderId) -> String {
    let mut bits = id.0.cast_unsigned();
    // splitmix64's finalizer: every bit of the id moves every bit of the number.
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let mut number = String::with_capacity(CHARACTERS + 4);
    number.push_str("BL-");
    for place in 0..CHARACTERS {
        if place == CHARACTERS / 2 {
            number.push('-');
        }
        let index = usize::try_from(bits & 31).expect("five bits fit in usize");
        number.push(char::from(ALPHABET[index]));
        bits >>= 5;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn neighbours_look_nothing_alike() {
        let (one, two) = (order_number(OrderId(1_000_001)), order_number(OrderId(1_000_002)));
        let same = one.chars().zip(two.chars()).skip(3).filter(|(a, b)| a == b).count();
        assert!(same < 5, "{one} {two}");
        assert_eq!(one.len(), 14);
    }

    #[test]
    fn numbers_do_not_meet() {
        let numbers: BTreeSet<String> = (0..50_000).map(|n| order_number(OrderId(n << 11))).collect();
        assert_eq!(numbers.len(), 50_000);
    }
}
