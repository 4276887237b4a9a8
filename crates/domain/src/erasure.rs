//! Erasing somebody: what stands against it, and how far it is.

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
