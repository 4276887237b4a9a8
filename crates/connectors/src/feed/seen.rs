//! Which names a file has used already, in bounded memory.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// Remembers a 64-bit hash and a line per name: 8 MiB for half a million names, however long they are. The hash is
/// keyed afresh for each file, so nobody can prepare two names that collide, and for chance half a million names
/// collide once in a hundred million files.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hasher: RandomState,
    lines: HashMap<u64, u64>,
}

impl Seen {
    /// Notes that `name` stands in `line`. Where it stood before, if it did.
    pub(super) fn note(&mut self, name: &str, line: u64) -> Option<u64> {
        let hash = self.hasher.hash_one(name);
        if let Some(first) = self.lines.get(&hash) {
            return Some(*first);
        }
        self.lines.insert(hash, line);
        None
    }
}
