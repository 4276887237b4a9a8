//! Nonprofits: who vouches for them, by which register they are known, what they ask for.

pub mod campaign;
pub mod lookalike;
pub mod registry;
pub mod staff;
pub mod standing;
pub mod state;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::country::Country;
use crate::ids::{AccountId, MerchantId, NonprofitId};
use crate::money::Currency;
use crate::payee::Payee;
use crate::view::goods::Image;

use registry::RegistryNumber;
use standing::Standing;
use state::NonprofitState;

impl NonprofitId {
    /// The same party where it is paid: payees, payouts and books are kept by whom a provider pays, and do not ask for
    /// what.
    #[must_use]
    pub const fn party(self) -> MerchantId {
        MerchantId(self.0)
    }
}

/// What a nonprofit says about itself. Donors see all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonprofitProfile {
    /// Its name in the register.
    pub legal_name: String,
    /// What it is there for, in a sentence or two.
    pub mission: String,
    /// Where donors write to.
    pub contact_email: String,
    /// The postal address, on several lines.
    pub postal_address: String,
    /// Where it is established.
    pub country: Country,
    /// What its books are kept in.
    pub currency: Currency,
    /// Where its clock hangs: the year of a receipt is its own.
    pub time_zone: TimeZone,
    /// Its number, and in which register.
    pub number: RegistryNumber,
}

/// A nonprofit as the house knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonprofit {
    /// Its id.
    pub id: NonprofitId,
    /// The account that posts in its name.
    pub account: AccountId,
    /// The account's handle.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// Whether the operator vouches for it.
    pub state: NonprofitState,
    /// Why it was refused or suspended, or empty.
    pub state_reason: String,
    /// What it says about itself.
    pub profile: NonprofitProfile,
    /// What a tax office wants to read on a receipt, in its own words; may be empty.
    pub receipt_note: String,
    /// What its signed consent is called, where one was brought.
    pub consent: Option<String>,
    /// When the operator last saw it in good standing.
    pub standing_at: Option<Timestamp>,
    /// Whether that look is good still, as far as it was told.
    pub standing: Standing,
    /// Whose account takes its money, where each party has one.
    pub payee: Payee,
    /// Its account was suspended.
    pub suspended: bool,
    /// When it applied.
    pub applied_at: Timestamp,
    /// Its mark, for the head of its receipts.
    pub logo: Option<Image>,
    /// What HMRC knows it by, where it claims Gift Aid; else empty.
    pub gift_aid_ref: String,
}

impl Nonprofit {
    /// New donations can be taken: somebody vouches for it and looked lately, and nobody stopped it.
    #[must_use]
    pub const fn takes_donations(&self) -> bool {
        self.is_vouched_for() && !self.is_lapsed()
    }

    /// Somebody vouches for it, and nobody stopped it: what was begun can be ended, however long ago somebody looked.
    #[must_use]
    pub const fn is_vouched_for(&self) -> bool {
        self.state.takes_donations() && !self.suspended
    }

    /// The last look into its register is too old: nothing new is taken until somebody has looked again.
    #[must_use]
    pub const fn is_lapsed(&self) -> bool {
        matches!(self.standing, Standing::Over)
    }
}
