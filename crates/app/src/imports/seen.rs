//! What a file named so far: 100,000 products in a few megabytes.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use domain::view::imports::ImportCounts;

use super::compare::Outcome;

/// Products by a hash of what the file calls them. Two names with one hash would be counted as one product, once
/// in some hundred million files of the largest size.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hasher: RandomState,
    outcomes: HashMap<u64, Outcome>,
}

impl Seen {
    /// Notes what happens to a product; a second part of one only ever makes "same" a change. Says whether the
    /// product is seen for the first time.
    pub(super) fn note(&mut self, external_id: &str, outcome: Outcome) -> bool {
        let key = self.hasher.hash_one(external_id);
        let Some(before) = self.outcomes.get_mut(&key) else {
            self.outcomes.insert(key, outcome);
            return true;
        };
        if *before == Outcome::Same && outcome != Outcome::Same {
            *before = Outcome::Change;
        }
        false
    }

    /// Whether the file named this product before.
    pub(super) fn has(&self, external_id: &str) -> bool {
        self.outcomes.contains_key(&self.hasher.hash_one(external_id))
    }

    /// Products by what happens to them.
    pub(super) fn counts(&self) -> ImportCounts {
        let mut counts = ImportCounts::default();
        for outcome in self.outcomes.values() {
            match outcome {
                Outcome::Create => counts.created += 1,
                Outcome::Change => counts.changed += 1,
                Outcome::Same => counts.same += 1,
                Outcome::Foreign => {}
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_in_two_parts_counts_once() {
        let mut seen = Seen::default();
        assert!(seen.note("shirt", Outcome::Same));
        assert!(!seen.note("shirt", Outcome::Create));
        assert!(seen.note("mug", Outcome::Create));
        assert!(!seen.note("mug", Outcome::Change));
        assert!(seen.has("mug") && !seen.has("cap"));
        assert_eq!(seen.counts(), ImportCounts { created: 1, changed: 1, ..ImportCounts::default() });
    }
}
