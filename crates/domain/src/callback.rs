//! A shop's own program that is asked at checkout: what of, how long it is waited for, what holds without its answer, and when
//! it is left alone.

use jiff::{SignedDuration, Timestamp};

use crate::ids::MerchantId;

/// How long an answer is waited for when nobody says.
pub const DEADLINE_MS: u32 = 1_000;
/// Shorter than a round trip around the world is no deadline.
pub const DEADLINE_MS_MIN: u32 = 300;
/// Longer than this no buyer waits.
pub const DEADLINE_MS_MAX: u32 = 3_000;
/// For so long at most an answer is used again.
pub const VALID_MAX: SignedDuration = SignedDuration::from_hours(1);
/// A wrong answer counts for its own cart for so long, so that a price does not change from tap to tap.
pub const WRONG_KEPT: SignedDuration = SignedDuration::from_secs(30);
/// Questions under way to one program; what comes beyond them goes without its answer.
pub const UNDER_WAY_MAX: u32 = 64;
/// First pause after a program did not answer; it doubles, up to [`PAUSE_MAX`].
const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(15);
/// A program that is away is tried this often at least.
const PAUSE_MAX: SignedDuration = SignedDuration::from_mins(5);

/// What a program may answer. Stored as text, and the word of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// How many units it can deliver.
    Stock,
    /// The ways to ship, and what they cost.
    Shipping,
    /// The tax on goods and shipping.
    Tax,
    /// What it takes off.
    Discounts,
}

impl Topic {
    /// All topics, for tables and forms.
    pub const ALL: [Self; 4] = [Self::Stock, Self::Shipping, Self::Tax, Self::Discounts];

    /// The stored word, also the word of the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stock => "stock",
            Self::Shipping => "shipping",
            Self::Tax => "tax",
            Self::Discounts => "discounts",
        }
    }

    /// The topic with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.as_str() == word)
    }
}

/// What holds without a right answer in time. Stored as text, and the word of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnFailure {
    /// The tables and the stock that are kept here.
    UseOurs,
    /// Nothing is sold.
    Refuse,
}

impl OnFailure {
    /// Both, for tables and forms.
    pub const ALL: [Self; 2] = [Self::UseOurs, Self::Refuse];

    /// The stored word, also the word of the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UseOurs => "use-ours",
            Self::Refuse => "refuse",
        }
    }

    /// The choice with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.as_str() == word)
    }
}

/// How a merchant's program is asked, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Whose it is.
    pub merchant: MerchantId,
    /// Where it listens.
    pub url: String,
    /// What it answers, each once and in their order.
    pub topics: Vec<Topic>,
    /// How long it is waited for.
    pub deadline_ms: u32,
    /// What holds without its answer.
    pub on_failure: OnFailure,
    /// Whether it is asked.
    pub is_on: bool,
    /// When it was set up.
    pub created_at: Timestamp,
    /// Until when the secret before the newest signs beside it.
    pub old_secret_until: Option<Timestamp>,
    /// When it last did not answer rightly.
    pub last_failure_at: Option<Timestamp>,
    /// What was wrong: our own words, never its answer.
    pub last_failure: String,
}

impl Callback {
    /// Whether it answers `topic`.
    #[must_use]
    pub fn answers(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }
}

/// How questions went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Questions that were sent.
    pub asked: i64,
    /// Those that were answered rightly.
    pub answered: i64,
    /// Those without an answer in time.
    pub late: i64,
    /// Those that were answered wrongly.
    pub wrong: i64,
    /// Quotes that were made, or refused, without an answer: the program was late, wrong, or left alone.
    pub fell_back: i64,
}

/// Whether a program may be asked now. One that did not answer is left alone for a while, and then tried by one buyer at a
/// time, so that a program that is away costs its deadline once and not each buyer's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Breaker {
    /// Failures in a row.
    failures: u32,
    /// It is left alone until then.
    until: Option<Timestamp>,
    /// Questions under way.
    under_way: u32,
}

impl Breaker {
    /// Whether the program is asked now; if so, [`heard`](Self::heard) or [`let_go`](Self::let_go) must follow.
    pub fn ask(&mut self, now: Timestamp) -> bool {
        let most = match self.until {
            None => UNDER_WAY_MAX,
            Some(until) if until <= now || until > now + PAUSE_MAX => 1,
            Some(_) => 0,
        };
        if self.under_way >= most {
            return false;
        }
        self.under_way += 1;
        true
    }

    /// Notes that a question ended: the program answered, however wrongly, or it did not.
    pub fn heard(&mut self, is_there: bool, now: Timestamp) {
        self.let_go();
        if is_there {
            (self.failures, self.until) = (0, None);
            return;
        }
        // Of many that waited at the same moment the first is the failure; the others say nothing new.
        if self.until.is_some_and(|until| until > now) {
            return;
        }
        let pause = PAUSE_FIRST.saturating_mul(1 << self.failures.min(10)).min(PAUSE_MAX);
        self.failures += 1;
        self.until = Some(now + pause);
    }

    /// Notes that nobody waits for the answer any more.
    pub fn let_go(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Nothing is known against the program, and nothing is asked of it.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn stored_words_are_read_back() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_word(topic.as_str()), Some(topic));
        }
        for choice in OnFailure::ALL {
            assert_eq!(OnFailure::from_word(choice.as_str()), Some(choice));
        }
    }

    #[test]
    fn a_program_that_is_away_is_tried_by_one_at_a_time_and_ever_more_seldom() {
        let mut breaker = Breaker::default();
        assert!(breaker.ask(at(0)) && breaker.ask(at(0)));
        breaker.heard(false, at(1));
        breaker.heard(false, at(1));
        assert!(!breaker.ask(at(15)));
        // Fifteen seconds later one tries; whoever comes meanwhile does not wait.
        assert!(breaker.ask(at(16)));
        assert!(!breaker.ask(at(16)));
        breaker.heard(false, at(17));
        assert!(!breaker.ask(at(46)));
        assert!(breaker.ask(at(47)));
        breaker.heard(true, at(48));
        assert!(breaker.is_idle());
    }

    #[test]
    fn the_pause_ends_at_five_minutes_and_no_clock_makes_it_longer() {
        let mut breaker = Breaker::default();
        let mut now = 0;
        for _ in 0..40 {
            assert!(breaker.ask(at(now)));
            breaker.heard(false, at(now));
            now += 300;
        }
        // The clock was ahead when it failed, and was set back.
        let mut ahead = Breaker::default();
        assert!(ahead.ask(at(1_000_000)));
        ahead.heard(false, at(1_000_000));
        assert!(ahead.ask(at(0)));
    }

    #[test]
    fn one_that_was_let_go_leaves_its_place() {
        let mut breaker = Breaker::default();
        for _ in 0..UNDER_WAY_MAX {
            assert!(breaker.ask(at(0)));
        }
        assert!(!breaker.ask(at(0)));
        breaker.let_go();
        assert!(breaker.ask(at(0)));
    }
}
