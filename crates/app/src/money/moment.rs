//! When something moved, as the books have it.

use jiff::{SignedDuration, Timestamp};

/// What providers' clocks round to.
const WHOLE_SECOND: SignedDuration = SignedDuration::from_secs(1);

/// When the books say that something moved which the provider dates `told`: then, but never later than now, since the
/// books are read up to now and a provider's clock may be ahead; and what moved within the second moved now.
pub(crate) fn moved_at(told: Timestamp, now: Timestamp) -> Timestamp {
    if now.duration_since(told) < WHOLE_SECOND { now } else { told }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_moves_when_the_provider_says_and_never_in_the_future() {
        let at = |ms: i64| Timestamp::from_millisecond(1_795_000_000_000 + ms).unwrap();
        assert_eq!(moved_at(at(-1_000), at(0)), at(-1_000));
        assert_eq!(moved_at(at(-999), at(0)), at(0));
        assert_eq!(moved_at(at(86_400_000), at(0)), at(0));
    }
}
