//! Ids out of one seed.

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A stream of numbers that one seed determines (splitmix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// The stream of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Chance(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// `length` letters and digits.
    pub fn letters(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(LETTERS[usize::try_from(self.next() % 62).expect("a small number")]))
            .collect()
    }

    /// An id: prefix, underscore, 24 letters and digits.
    pub fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{}", self.letters(24))
    }
}

impl Chance {
    /// A whole number from 0 up to, not including, `bound`.
    pub fn below(&mut self, bound: u32) -> i64 {
        i64::try_from(self.next() % u64::from(bound)).expect("less than a 32-bit number")
    }
}
