//! Archives: everything of somebody, to take away; and whose it is.

use crate::ids::{AccountId, MerchantId, NonprofitId};

/// Whose everything it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArchiveOf {
    /// One person's: profile, posts, orders, gifts.
    Person(AccountId),
    /// One shop's: goods, orders, money, posts.
    Merchant(MerchantId),
    /// One nonprofit's: campaigns, gifts, receipts, money, posts.
    Nonprofit(NonprofitId),
    /// The whole server's, for its operator.
    Server,
}

impl ArchiveOf {
    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Merchant(_) => "shop",
            Self::Nonprofit(_) => "nonprofit",
            Self::Server => "server",
        }
    }

    /// The number of whom it is about; 0 for the server.
    #[must_use]
    pub const fn subject(self) -> i64 {
        match self {
            Self::Person(account) => account.0,
            Self::Merchant(merchant) => merchant.0,
            Self::Nonprofit(nonprofit) => nonprofit.0,
            Self::Server => 0,
        }
    }

    /// From word and number, as they are stored.
    #[must_use]
    pub fn from_stored(word: &str, subject: i64) -> Option<Self> {
        match word {
            "person" => Some(Self::Person(AccountId(subject))),
            "shop" => Some(Self::Merchant(MerchantId(subject))),
            "nonprofit" => Some(Self::Nonprofit(NonprofitId(subject))),
            "server" => Some(Self::Server),
            _ => None,
        }
    }

    /// Its id as people read it; the word for the server.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Person(account) => account.to_string(),
            Self::Merchant(merchant) => merchant.to_string(),
            Self::Nonprofit(nonprofit) => nonprofit.to_string(),
            Self::Server => "server".to_owned(),
        }
    }
}

/// Where an archive stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveState {
    /// A job writes it.
    Making,
    /// It can be downloaded.
    Ready,
    /// It could not be made.
    Failed,
    /// Its time is over and its file gone.
    Gone,
}

impl ArchiveState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Making, Self::Ready, Self::Failed, Self::Gone];

    /// The stored word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Making => "making",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Gone => "gone",
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

    #[test]
    fn whose_it_is_comes_back_from_what_is_stored() {
        for of in [
            ArchiveOf::Person(AccountId(7)),
            ArchiveOf::Merchant(MerchantId(8)),
            ArchiveOf::Nonprofit(NonprofitId(9)),
            ArchiveOf::Server,
        ] {
            assert_eq!(ArchiveOf::from_stored(of.word(), of.subject()), Some(of));
        }
        assert_eq!(ArchiveOf::from_stored("crowd", 1), None);
    }
}
