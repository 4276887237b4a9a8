//! The one source of chance. Whatever a run decides comes from here, so that a seed is the whole run.

use std::time::Duration;

use app::Random;
use parking_lot::Mutex;

/// Numbers from a seed: splitmix64, whose sequence is the same on every machine.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed; `stream` tells apart what must not disturb each other.
    #[must_use]
    pub fn new(seed: u64, stream: &str) -> Self {
        let mut state = seed ^ 0x6a09_e667_f3bc_c908;
        for byte in stream.bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(state)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is above zero.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    /// Whether something happens that happens so often in a thousand times.
    pub fn happens(&mut self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    /// A place in a list of so many.
    pub fn place(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).expect("lists here are short");
        usize::try_from(self.below(count)).expect("below a length")
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.place(list.len())]
    }

    /// Up to so many milliseconds, in whole ones.
    pub fn up_to_ms(&mut self, most: u64) -> Duration {
        Duration::from_millis(self.below(most + 1))
    }

    /// Another order of the same things.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.place(last + 1));
        }
    }
}

/// Randomness for the application, from the seed.
pub(crate) struct SeededRandom(Mutex<Dice>);

impl SeededRandom {
    pub(crate) fn new(dice: Dice) -> Self {
        Self(Mutex::new(dice))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut dice = self.0.lock();
        for chunk in bytes.chunks_mut(8) {
            let rolled = dice.roll().to_le_bytes();
            chunk.copy_from_slice(&rolled[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_stream_name_one_sequence() {
        let rolls = |seed, stream| {
            let mut dice = Dice::new(seed, stream);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(rolls(1, "world"), rolls(1, "world"));
        assert_ne!(rolls(1, "world"), rolls(2, "world"));
        assert_ne!(rolls(1, "world"), rolls(1, "app"));
    }

    #[test]
    fn every_place_is_hit_and_none_outside() {
        let mut dice = Dice::new(7, "places");
        let mut hit = [0_u32; 5];
        for _ in 0..1_000 {
            hit[dice.place(5)] += 1;
        }
        assert!(hit.iter().all(|times| *times > 100), "{hit:?}");
        assert!((0..1_000).all(|_| dice.up_to_ms(3) <= Duration::from_millis(3)));
    }
}
