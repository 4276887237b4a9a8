//! Who works for a merchant, with which keys, and what they did.

use jiff::Timestamp;

use crate::access::{Role, Scope};
use crate::gate::Feature;
use crate::ids::{AccountId, AuditId, KeyId, MerchantId, OfferId};

/// One member of a merchant's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffMember {
    /// The person's account.
    pub account: AccountId,
    /// The account's handle.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// What the person is there for.
    pub role: Role,
    /// Since when.
    pub since: Timestamp,
}

/// A place on the staff that was offered by mail and not taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its number among the merchant's.
    pub number: i64,
    /// Where the mail went.
    pub email: String,
    /// What the place is for.
    pub role: Role,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
}

/// An API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: KeyId,
    /// Whose.
    pub merchant: MerchantId,
    /// What the merchant calls it.
    pub name: String,
    /// What it may touch.
    pub scopes: Vec<Scope>,
    /// It reaches test orders only.
    pub is_test: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// One line in the log of staff actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAction {
    /// Its id.
    pub id: AuditId,
    /// Who: an account's handle, a key's id, or `system`.
    pub actor: String,
    /// What was done, as a stable word such as `product.edit`.
    pub action: String,
    /// To what: an id in its text form, or empty.
    pub subject: String,
    /// What else is worth knowing.
    pub detail: String,
    /// When.
    pub created_at: Timestamp,
}

/// What a kill switch stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Switch {
    /// Buying anything on this server.
    Server,
    /// Buying from one merchant.
    Merchant(MerchantId),
    /// Buying by one offer.
    Offer(OfferId),
    /// Anything new of one feature; of buying it is [`Self::Server`].
    Feature(Feature),
}

impl Switch {
    /// Its stored words: kind and subject.
    #[must_use]
    pub const fn words(self) -> (&'static str, i64) {
        match self {
            Self::Server => ("server", 0),
            Self::Merchant(merchant) => ("merchant", merchant.0),
            Self::Offer(offer) => ("offer", offer.0),
            Self::Feature(Feature::Buy) => Self::Server.words(),
            Self::Feature(feature) => ("feature", feature.number()),
        }
    }

    /// The switch with these stored words.
    #[must_use]
    pub fn from_words(kind: &str, subject: i64) -> Option<Self> {
        match kind {
            "server" => Some(Self::Server),
            "merchant" => Some(Self::Merchant(MerchantId(subject))),
            "offer" => Some(Self::Offer(OfferId(subject))),
            "feature" => {
                Feature::ALL.iter().find(|it| it.number() == subject).map(|feature| Self::Feature(*feature))
            }
            _ => None,
        }
    }
}

/// A kill switch that was thrown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thrown {
    /// What it stops.
    pub switch: Switch,
    /// Why, for the log and for staff.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}
