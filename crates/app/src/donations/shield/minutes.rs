//! How much happened in the last hour, counted by the minute: a try costs as much as the hour has minutes, however many came
//! before it.

use std::collections::VecDeque;

use jiff::Timestamp;

/// Minutes that are remembered, the present one among them.
const REMEMBERED: i64 = 60;

/// Counts by the minute, oldest first; minutes in which nothing happened have none.
#[derive(Debug, Clone, Default)]
pub(super) struct Minutes {
    counts: VecDeque<(i64, u32)>,
    sum: u32,
}

impl Minutes {
    /// One more at `now`.
    pub(super) fn add(&mut self, now: Timestamp) {
        let minute = minute_of(now);
        self.sum = self.sum.saturating_add(1);
        // A clock that was set back finds its minute, or a place for it.
        let at = self.counts.iter().rposition(|(of, _)| *of <= minute);
        match at {
            Some(at) if self.counts[at].0 == minute => {
                self.counts[at].1 = self.counts[at].1.saturating_add(1);
            }
            Some(at) => self.counts.insert(at + 1, (minute, 1)),
            None => self.counts.push_front((minute, 1)),
        }
    }

    /// Forgets what was more than an hour ago.
    pub(super) fn forget_old(&mut self, now: Timestamp) {
        let oldest = minute_of(now) - REMEMBERED;
        while let Some((_, count)) = self.counts.pop_front_if(|(minute, _)| *minute <= oldest) {
            self.sum -= count.min(self.sum);
        }
    }

    /// How many there are.
    pub(super) const fn sum(&self) -> u32 {
        self.sum
    }
}

fn minute_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same rule, written as it is said: every instant is kept, and looked at each time.
    #[derive(Default)]
    struct Naive(Vec<Timestamp>);

    impl Naive {
        fn forget_old(&mut self, now: Timestamp) {
            self.0.retain(|at| minute_of(*at) + REMEMBERED > minute_of(now));
        }
    }

    #[test]
    fn counts_by_the_minute_are_what_every_instant_says() {
        for seed in 0..200_u64 {
            let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            let mut below = |below: u64| {
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (chance >> 33) % below
            };
            let (mut minutes, mut naive) = (Minutes::default(), Naive::default());
            let mut second = 1_767_225_600_i64;
            for step in 0..400 {
                // Bursts, pauses of hours, and clocks that are set back.
                let pace = [1, 30, 400, 5_000][usize::try_from(below(4)).unwrap()];
                let moved = i64::try_from(below(pace)).unwrap();
                second += if below(20) == 0 { -moved } else { moved };
                let now = Timestamp::from_second(second).unwrap();
                if below(3) > 0 {
                    minutes.add(now);
                    naive.0.push(now);
                }
                minutes.forget_old(now);
                naive.forget_old(now);
                assert_eq!(minutes.sum() as usize, naive.0.len(), "seed {seed}, step {step}");
                assert!(minutes.counts.len() <= 200, "seed {seed}: {}", minutes.counts.len());
            }
        }
    }
}
