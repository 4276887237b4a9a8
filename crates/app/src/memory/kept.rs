//! A cache that a slow reader cannot fill with what has changed meanwhile.

use std::collections::VecDeque;
use std::hash::Hash;

use moka::sync::Cache;
use parking_lot::Mutex;

/// Touched keys that are remembered. A fill that overlaps with more of them is not kept, only used.
const TOUCHED_REMEMBERED_MAX: usize = 4_096;

/// What changed lately, so that a fill can tell whether it was overtaken.
///
/// Reading the database and keeping what was read is not one step: a change may be committed, and its entry
/// forgotten, in between. So a fill takes a [`Mark`] before it reads, and is kept only when its key was not touched
/// since.
pub struct Touched<K> {
    /// How often something was touched.
    count: u64,
    /// Everything was touched at this count, or the list below no longer reaches further back.
    floor: u64,
    keys: VecDeque<(u64, K)>,
}

/// A point in time of a [`Touched`].
#[derive(Debug, Clone, Copy)]
pub struct Mark(u64);

impl<K> Default for Touched<K> {
    fn default() -> Self {
        Self { count: 0, floor: 0, keys: VecDeque::new() }
    }
}

impl<K: Eq> Touched<K> {
    /// Now.
    pub fn mark(&self) -> Mark {
        Mark(self.count)
    }

    /// `key` was touched after `mark`, or may have been.
    pub fn since(&self, mark: Mark, key: &K) -> bool {
        self.floor > mark.0
            || self.keys.iter().rev().take_while(|(count, _)| *count > mark.0).any(|(_, gone)| gone == key)
    }

    /// Touches one key.
    pub fn touch(&mut self, key: K) {
        self.count += 1;
        self.keys.push_back((self.count, key));
        if self.keys.len() > TOUCHED_REMEMBERED_MAX
            && let Some((oldest, _)) = self.keys.pop_front()
        {
            self.floor = oldest;
        }
    }

    /// Touches every key.
    pub fn touch_all(&mut self) {
        self.count += 1;
        self.floor = self.count;
        self.keys.clear();
    }
}

/// Entries by key, bounded, forgotten by the change feed.
pub struct Kept<K: Hash + Eq + Clone + Send + Sync + 'static, V: Clone + Send + Sync + 'static> {
    entries: Cache<K, V>,
    touched: Mutex<Touched<K>>,
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static, V: Clone + Send + Sync + 'static> Kept<K, V> {
    /// A cache of at most `entries_max` entries.
    #[must_use]
    pub fn new(entries_max: u64) -> Self {
        Self { entries: Cache::new(entries_max), touched: Mutex::default() }
    }

    /// What is kept under `key`.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<V> {
        self.entries.get(key)
    }

    /// Take it before reading what will be [`put`](Self::put).
    #[must_use]
    pub fn mark(&self) -> Mark {
        self.touched.lock().mark()
    }

    /// Keeps what was read after `mark`, unless its key was forgotten since.
    pub fn put(&self, mark: Mark, key: K, value: V) {
        let touched = self.touched.lock();
        if !touched.since(mark, &key) {
            self.entries.insert(key, value);
        }
    }

    /// Forgets one entry.
    pub fn forget(&self, key: &K) {
        let mut touched = self.touched.lock();
        touched.touch(key.clone());
        self.entries.invalidate(key);
    }

    /// Forgets every entry that `gone` names; walks through all of them.
    pub fn forget_where(&self, mut gone: impl FnMut(&K, &V) -> bool) {
        let mut touched = self.touched.lock();
        touched.touch_all();
        for (key, value) in &self.entries {
            if gone(&key, &value) {
                self.entries.invalidate(&*key);
            }
        }
    }

    /// Forgets everything.
    pub fn forget_all(&self) {
        let mut touched = self.touched.lock();
        touched.touch_all();
        self.entries.invalidate_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fill_that_was_overtaken_by_a_change_is_not_kept() {
        let kept = Kept::new(10);
        let mark = kept.mark();
        kept.forget(&1);
        kept.put(mark, 1, "old");
        kept.put(mark, 2, "other");
        assert_eq!(kept.get(&1), None);
        assert_eq!(kept.get(&2), Some("other"));
        kept.put(kept.mark(), 1, "new");
        assert_eq!(kept.get(&1), Some("new"));
    }

    #[test]
    fn a_fill_that_began_before_everything_was_forgotten_is_not_kept() {
        let kept = Kept::new(10);
        let mark = kept.mark();
        kept.forget_all();
        kept.put(mark, 1, "old");
        assert_eq!(kept.get(&1), None);
    }

    #[test]
    fn a_fill_that_slept_through_more_than_is_remembered_is_not_kept() {
        let kept = Kept::new(10);
        let mark = kept.mark();
        for key in 0..=TOUCHED_REMEMBERED_MAX + 1 {
            kept.forget(&(key + 100));
        }
        kept.put(mark, 1, "old");
        assert_eq!(kept.get(&1), None);
    }
}
