//! People, shops and charities, as their pages and sessions show them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::access::{Actor, Person, Role};
use crate::ids::{AccountId, MerchantId, SessionId};

/// What an account is for. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// Somebody who reads, writes and buys.
    Person,
    /// The public face of a merchant.
    Merchant,
    /// The public face of a charity.
    Charity,
}

impl AccountKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Person, Self::Merchant, Self::Charity];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Merchant => "merchant",
            Self::Charity => "charity",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Who is behind a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: SessionId,
    /// The account.
    pub account: AccountId,
    /// Its handle, without the `@`.
    pub handle: String,
    /// Its name as shown.
    pub display_name: String,
    /// Tag of the language it chose.
    pub locale: String,
    /// Its mail address; empty when it has none.
    pub email: String,
    /// A code sent to that address was typed.
    pub email_confirmed: bool,
    /// The file key of its picture.
    pub avatar: Option<String>,
    /// It runs the server.
    pub operator: bool,
    /// The merchants it works for, and as what.
    pub staff_of: Arc<[(MerchantId, Role)]>,
    /// When the session was last used, to the hour.
    pub seen_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

impl SignedIn {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Person(Person {
            account: self.account,
            staff_of: Arc::clone(&self.staff_of),
            operator: self.operator,
        })
    }
}

/// A session in its owner's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// The session.
    pub id: SessionId,
    /// What the browser calls itself.
    pub user_agent: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}
