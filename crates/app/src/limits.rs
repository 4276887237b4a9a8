//! How often something may be tried: token buckets in memory, per place (an operator sets those) and per target, which
//! are fixed: they keep passwords and inboxes from those who try.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use moka::sync::Cache;
use parking_lot::Mutex;

/// Buckets remembered; beyond it the least used are full again.
const BUCKETS_MAX: u64 = 100_000;

/// What one place may do only so often: it costs us, or somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Passwords tried.
    SignIn,
    /// Accounts opened.
    SignUp,
    /// Mails asked for: with codes, links to a new password, links to orders.
    Letter,
    /// Checkouts and baskets begun.
    Checkout,
    /// Payments tried: each asks a bank.
    Payment,
    /// Reminders asked for by guests.
    Notify,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::SignIn, Self::SignUp, Self::Letter, Self::Checkout, Self::Payment, Self::Notify];

    /// Its bucket's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignUp => "sign-up",
            Self::Letter => "letter",
            Self::Checkout => "checkout",
            Self::Payment => "payment",
            Self::Notify => "notify",
        }
    }
}

/// So many at once, and so many in each span in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many; at least one.
    pub count: u32,
    /// In how long.
    pub per: SignedDuration,
}

/// What an operator lets one place do; `None` without a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates([Option<Rate>; Act::ALL.len()]);

impl Rates {
    /// No limits, as a load driver on this machine needs it.
    pub const OFF: Self = Self([None; Act::ALL.len()]);

    /// The limit of `act`.
    #[must_use]
    pub const fn of(&self, act: Act) -> Option<Rate> {
        self.0[act as usize]
    }

    /// With another limit of `act`.
    #[must_use]
    pub const fn with(mut self, act: Act, rate: Option<Rate>) -> Self {
        self.0[act as usize] = rate;
        self
    }
}

impl Default for Rates {
    /// Generous: an office behind one address must be able to shop.
    fn default() -> Self {
        let rate = |count, per| Some(Rate { count, per });
        Self::OFF
            .with(Act::SignIn, rate(50, SignedDuration::from_mins(10)))
            .with(Act::SignUp, rate(10, SignedDuration::from_hours(1)))
            .with(Act::Letter, rate(10, SignedDuration::from_mins(15)))
            .with(Act::Checkout, rate(120, SignedDuration::from_mins(1)))
            .with(Act::Payment, rate(60, SignedDuration::from_mins(1)))
            .with(Act::Notify, rate(20, SignedDuration::from_mins(10)))
    }
}

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
        let one = i64::from(limit.refill_s) * 1_000_000;
        self.take_one(limit.name, key, limit.burst, one, now)
    }

    /// Puts back what [`Limits::take`] took: it turned out not to count.
    pub fn give_back(&self, limit: &Limit, key: impl Hash) {
        if let Some(bucket) = self.buckets.get(&key_of(limit.name, key)) {
            bucket.lock().full_at -= i64::from(limit.refill_s) * 1_000_000;
        }
    }

    /// Takes one from the bucket of `act` of the place `ip` is in.
    ///
    /// # Errors
    /// [`TooMany`] when it is empty; nothing was taken then.
    pub fn take_at(&self, rates: &Rates, act: Act, ip: IpAddr, now: Timestamp) -> Result<(), TooMany> {
        let Some(rate) = rates.of(act) else { return Ok(()) };
        let per = i64::try_from(rate.per.as_micros()).unwrap_or(i64::MAX);
        let one = (per / i64::from(rate.count.max(1))).max(1);
        self.take_one(act.as_str(), place_of(ip), rate.count, one, now)
    }

    /// `one`: microseconds until one more.
    fn take_one(
        &self,
        name: &'static str,
        key: impl Hash,
        burst: u32,
        one: i64,
        now: Timestamp,
    ) -> Result<(), TooMany> {
        let bucket = self.buckets.get_with(key_of(name, key), || Arc::new(Mutex::new(Bucket { full_at: 0 })));
        let mut bucket = bucket.lock();
        let now = now.as_microsecond();
        let full_at = bucket.full_at.max(now) + one;
        let wait = full_at - now - one * i64::from(burst);
        if wait > 0 {
            return Err(TooMany { wait_s: u32::try_from(wait / 1_000_000 + 1).unwrap_or(u32::MAX) });
        }
        bucket.full_at = full_at;
        Ok(())
    }
}

fn key_of(name: &'static str, key: impl Hash) -> (&'static str, u64) {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    (name, hasher.finish())
}

/// A household has one IPv4 address, but 2^64 IPv6 addresses.
pub(crate) fn place_of(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(
            || {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            },
            IpAddr::V4,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket() {
        let limits = Limits::default();
        let rate = Rate { count: 1, per: SignedDuration::from_mins(1) };
        let rates = Rates::OFF.with(Act::Payment, Some(rate));
        let take = |ip: &str, act| limits.take_at(&rates, act, ip.parse().unwrap(), at(0));
        assert_eq!(take("2001:db8::1", Act::Payment), Ok(()));
        assert_eq!(take("2001:db8::2", Act::Payment), Err(TooMany { wait_s: 61 }));
        assert_eq!(take("2001:db8:0:1::1", Act::Payment), Ok(()), "another network");
        assert_eq!(take("192.0.2.1", Act::Payment), Ok(()));
        assert!(take("::ffff:192.0.2.1", Act::Payment).is_err(), "the same address, written otherwise");
        assert_eq!(take("2001:db8::1", Act::Checkout), Ok(()), "another act has no limit here");
    }

    #[test]
    fn a_rate_lets_its_count_through_at_once_and_in_each_span() {
        let limits = Limits::default();
        let rate = Rate { count: 60, per: SignedDuration::from_mins(1) };
        let rates = Rates::OFF.with(Act::Checkout, Some(rate));
        let take =
            |second| limits.take_at(&rates, Act::Checkout, IpAddr::from([192, 0, 2, 1]), at(second)).is_ok();
        assert_eq!((0..100).filter(|_| take(0)).count(), 60);
        assert_eq!((0..100).filter(|_| take(5)).count(), 5);
    }

    #[test]
    fn without_limits_everything_is_let_through() {
        let limits = Limits::default();
        for act in Act::ALL {
            for _ in 0..1_000 {
                assert_eq!(limits.take_at(&Rates::OFF, act, IpAddr::from([192, 0, 2, 1]), at(0)), Ok(()));
            }
        }
    }

    #[test]
    fn every_act_has_a_name_and_a_limit_of_its_own() {
        for (index, act) in Act::ALL.into_iter().enumerate() {
            assert_eq!(act as usize, index, "{act:?}");
            assert!(Rates::default().of(act).is_some(), "{act:?}");
            assert!(Act::ALL[..index].iter().all(|other| other.as_str() != act.as_str()), "{act:?}");
        }
    }

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
