//! Erasing somebody, or what a plan ended: what stands against it, and how far it is.

use crate::ids::AccountId;
use crate::sunset::Scope;

/// What is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErasureOf {
    /// A person.
    Person(AccountId),
    /// What a plan ended.
    End(Scope),
}

impl ErasureOf {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::End(scope) => scope.words().0,
        }
    }

    /// The stored number: whose account, or which shop, nonprofit or feature; 0 for the server and product files.
    #[must_use]
    pub const fn subject(self) -> i64 {
        match self {
            Self::Person(account) => account.0,
            Self::End(scope) => scope.words().1,
        }
    }

    /// From word and number, as they are stored.
    #[must_use]
    pub fn from_stored(word: &str, subject: i64) -> Option<Self> {
        if word == "person" {
            return Some(Self::Person(AccountId(subject)));
        }
        Scope::from_words(word, subject).map(Self::End)
    }
}

/// Why somebody cannot be erased yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// Orders that are not paid, or not shipped.
    OpenOrders,
    /// Wishes to cancel or return that nobody answered.
    OpenRequests,
    /// Money that is on its way back, disputed, or being given.
    MoneyUnderway,
    /// Regular gifts that go on.
    RunningPledges,
    /// A shop that would have no owner any more.
    OwnShop,
    /// A nonprofit that would have no owner any more.
    OwnNonprofit,
    /// Operators, and the faces of shops and nonprofits, are no persons to erase.
    Operator,
}

/// How far an erasure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErasureState {
    /// Asked for; the account opens to nobody any more.
    Erasing,
    /// The rows are gone; files, pages and copies are being looked through.
    Proving,
    /// Proven.
    Done,
}

impl ErasureState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Erasing, Self::Proving, Self::Done];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Erasing => "erasing",
            Self::Proving => "proving",
            Self::Done => "done",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::Feature;
    use crate::ids::{MerchantId, NonprofitId};

    #[test]
    fn what_is_erased_comes_back_from_what_is_stored() {
        for of in [
            ErasureOf::Person(AccountId(7)),
            ErasureOf::End(Scope::Shop(MerchantId(8))),
            ErasureOf::End(Scope::Nonprofit(NonprofitId(9))),
            ErasureOf::End(Scope::Feature(Feature::Buy)),
            ErasureOf::End(Scope::Feature(Feature::Imports)),
            ErasureOf::End(Scope::Server),
        ] {
            assert_eq!(ErasureOf::from_stored(of.word(), of.subject()), Some(of));
        }
        assert_eq!(ErasureOf::from_stored("crowd", 1), None);
    }
}
