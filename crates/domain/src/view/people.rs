//! People, shops and charities, as their pages and sessions show them.

use std::sync::Arc;

use jiff::Timestamp;

use crate::access::{Actor, Person, Role};
use crate::ids::{AccountId, MerchantId, NonprofitId, SessionId};
use crate::nonprofit::staff::NonprofitRole;
use crate::view::goods::Image;

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

/// An account as it stands beside its posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    /// The account.
    pub id: AccountId,
    /// Its handle, without the `@`.
    pub handle: String,
    /// Its name as shown.
    pub name: String,
    /// What it is for.
    pub kind: AccountKind,
    /// Its picture.
    pub avatar: Option<Image>,
    /// The merchant whose face it is.
    pub merchant: Option<MerchantId>,
    /// The nonprofit whose face it is.
    pub nonprofit: Option<NonprofitId>,
    /// A merchant or charity that the operator checked.
    pub verified: bool,
    /// It may neither write nor be read.
    pub suspended: bool,
}

/// A profile: a face, what it says about itself, and its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Who.
    pub face: Face,
    /// About themselves, plain.
    pub bio: String,
    /// The picture above.
    pub banner: Option<Image>,
    /// Since when.
    pub joined_at: Timestamp,
    /// How many follow it.
    pub followers: u32,
    /// How many it follows.
    pub follows: u32,
    /// How many posts it wrote.
    pub posts: u32,
}

/// What a reader is to a profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Relation {
    /// It is the reader.
    pub own: bool,
    /// The reader follows it.
    pub follows: bool,
    /// The reader muted it.
    pub muted: bool,
    /// The reader blocked it.
    pub blocked: bool,
}

/// What somebody changes about their account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountSettings {
    /// The handle; it stays.
    pub handle: String,
    /// The name as shown.
    pub display_name: String,
    /// About themselves.
    pub bio: String,
    /// Tag of the language.
    pub locale: String,
    /// The mail address.
    pub email: String,
    /// A code sent there was typed.
    pub email_confirmed: bool,
    /// The picture.
    pub avatar: Option<Image>,
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
    /// Its picture.
    pub avatar: Option<Image>,
    /// It runs the server.
    pub operator: bool,
    /// The merchants it works for, and as what.
    pub staff_of: Arc<[(MerchantId, Role)]>,
    /// The nonprofits it works for, and as what.
    pub nonprofits: Arc<[(NonprofitId, NonprofitRole)]>,
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
            nonprofits: Arc::clone(&self.nonprofits),
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
