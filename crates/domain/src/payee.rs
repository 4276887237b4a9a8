//! Whose account at the payment provider takes a merchant's money, and what keeps it from doing so.

use jiff::Timestamp;

/// The account that takes a merchant's money, as far as a sale must know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payee {
    /// The provider's name of it; empty where none is connected.
    pub account: String,
    /// It may be paid now.
    pub takes: bool,
}

/// How an account was connected. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Opened from here, by the provider's own pages; the operator's key reaches it.
    Onboarded,
    /// By a key of its own, which its owner brought.
    Key,
}

impl Way {
    /// All ways, for tables.
    pub const ALL: [Self; 2] = [Self::Onboarded, Self::Key];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Onboarded => "onboarded",
            Self::Key => "key",
        }
    }

    /// The way with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }
}

/// What the provider says of an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Buyers can pay it.
    pub charges_enabled: bool,
    /// What it took reaches a bank.
    pub payouts_enabled: bool,
    /// What the provider asks for, in its own words: `external_account`.
    pub due: Vec<String>,
    /// What it asked for and did not get in time.
    pub overdue: Vec<String>,
    /// Why it is not paid, in the provider's word, or empty.
    pub disabled_reason: String,
    /// When it stops being paid, unless what is due came.
    pub deadline: Option<Timestamp>,
}

impl Standing {
    /// What an account is like whose owner took our access away: it cannot be paid, and nothing can be asked of it.
    #[must_use]
    pub fn gone() -> Self {
        Self { disabled_reason: ACCESS_GONE.to_owned(), ..Self::default() }
    }

    /// What its owner has to bring, each thing once, what is late first.
    #[must_use]
    pub fn wanted(&self) -> Vec<&str> {
        let mut wanted: Vec<&str> = Vec::new();
        for word in self.overdue.iter().chain(&self.due) {
            if !wanted.contains(&word.as_str()) {
                wanted.push(word);
            }
        }
        wanted
    }

    /// Somebody has to do something about it.
    #[must_use]
    pub fn wants_something(&self) -> bool {
        !self.charges_enabled || !self.payouts_enabled || !self.due.is_empty() || !self.overdue.is_empty()
    }
}

/// Our own word among the provider's for why an account is not paid.
pub const ACCESS_GONE: &str = "access_gone";

/// A merchant's account as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The provider's name of it.
    pub account: String,
    /// How it was connected.
    pub way: Way,
    /// What the provider said last.
    pub standing: Standing,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// When the provider was asked last.
    pub looked_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_is_late_comes_first_and_nothing_comes_twice() {
        let standing = Standing {
            due: words(&["external_account", "tos_acceptance.date"]),
            overdue: words(&["tos_acceptance.date"]),
            ..Standing::default()
        };
        assert_eq!(standing.wanted(), ["tos_acceptance.date", "external_account"]);
    }

    #[test]
    fn an_account_in_order_wants_nothing() {
        let fine = Standing { charges_enabled: true, payouts_enabled: true, ..Standing::default() };
        assert!(!fine.wants_something());
        assert!(Standing { due: words(&["external_account"]), ..fine.clone() }.wants_something());
        assert!(Standing { payouts_enabled: false, ..fine }.wants_something());
        assert!(Standing::gone().wants_something() && Standing::gone().wanted().is_empty());
    }

    #[test]
    fn ways_have_their_words() {
        for way in Way::ALL {
            assert_eq!(Way::from_word(way.as_str()), Some(way));
        }
        assert_eq!(Way::from_word("post"), None);
    }
}
