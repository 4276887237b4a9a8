//! How often something may be tried: token buckets in memory, per account and per address.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use jiff::Timestamp;
use moka::sync::Cache;
use parking_lot::Mutex;

/// Buckets remembered; beyond it the least used are full again.
const BUCKETS_MAX: u64 = 100_000;

/// A rule: so many at once, then one more each `refill_s` seconds.
#[derive(Debug, Clone, Copy)]
pub struct Limit {
    /// Its name: the same key under two rules is two buckets.
    pub name: &'static str,
    /// So many at once.
    pub burst: u32,
    /// Seconds until one more.
    pub refill_s: u32,
}

/// Too many; the next may come in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; wait {wait_s} seconds")]
pub struct TooMany {
    /// Seconds to wait.
    pub wait_s: u32,
}

/// What is left of each bucket.
pub struct Limits {
    buckets: Cache<(&'static str, u64), Arc<Mutex<Bucket>>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    /// When the bucket is full again, in microseconds.
    full_at: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { buckets: Cache::new(BUCKETS_MAX) }
    }
}

impl Limits {
    /// Takes one from the bucket of `key` under `limit`.
    ///
    /// # Errors
    /// [`TooMany`] when it is empty; nothing was taken then.
    pub fn take(&self, limit: &Limit, key: impl Hash, now: Timestamp) -> Result<(), TooMany> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let bucket = self
            .buckets
            .get_with((limit.name, hasher.finish()), || Arc::new(Mutex::new(Bucket { full_at: 0 })));
        let mut bucket = bucket.lock();
        let now = now.as_microsecond();
        let one = i64::from(limit.refill_s) * 1_000_000;
        let full_at = bucket.full_at.max(now) + one;
        let wait = full_at - now - one * i64::from(limit.burst);
        if wait > 0 {
            return Err(TooMany { wait_s: u32::try_from(wait / 1_000_000 + 1).unwrap_or(u32::MAX) });
        }
        bucket.full_at = full_at;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_gives_its_burst_and_then_one_by_one() {
        const LIMIT: Limit = Limit { name: "test", burst: 3, refill_s: 10 };
        let limits = Limits::default();
        let at = |second: i64| Timestamp::from_second(1_000_000 + second).unwrap();
        for _ in 0..3 {
            assert_eq!(limits.take(&LIMIT, "a", at(0)), Ok(()));
        }
        assert!(limits.take(&LIMIT, "a", at(0)).is_err());
        assert_eq!(limits.take(&LIMIT, "b", at(0)), Ok(()));
        let TooMany { wait_s } = limits.take(&LIMIT, "a", at(4)).unwrap_err();
        assert!((6..=7).contains(&wait_s), "{wait_s}");
        assert_eq!(limits.take(&LIMIT, "a", at(10)), Ok(()));
        assert!(limits.take(&LIMIT, "a", at(10)).is_err());
    }
}
