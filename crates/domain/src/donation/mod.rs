//! Gifts to nonprofits: how much, how often, what becomes of one, and the paper that says so.

pub mod amount;
pub mod asked;
pub mod desk;
pub mod gift_aid;
pub mod interval;
pub mod matching;
pub mod plan;
pub mod pledge;
pub mod receipt;
pub mod receipt_law;
pub mod round_up;
pub mod state;
pub mod tribute;

use jiff::Timestamp;

use crate::ids::{AccountId, CampaignId, DonationId, MethodId, NonprofitId, PledgeId, PostId};
use crate::money::{Currency, Money};

use asked::Answers;
use state::DonationState;
use tribute::Tribute;

/// Who gives, and what may be shown of it. Personal data: never in a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Donor {
    /// Their account, if they have one.
    pub account: Option<AccountId>,
    /// Where the receipt goes.
    pub email: String,
    /// Their name, as the receipt has it.
    pub name: String,
    /// Their postal address on several lines, where a receipt needs one; may be empty.
    pub address: String,
    /// Nobody but the nonprofit reads the name.
    pub hide_name: bool,
    /// Nobody but the nonprofit reads the amount.
    pub hide_amount: bool,
    /// The nonprofit may write to them about other things.
    pub contact_opt_in: bool,
}

/// A gift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Donation {
    /// Its id.
    pub id: DonationId,
    /// To whom.
    pub nonprofit: NonprofitId,
    /// What for.
    pub campaign: CampaignId,
    /// What its link is made from.
    pub link_seed: [u8; 16],
    /// Where it stands.
    pub state: DonationState,
    /// What is meant to arrive.
    pub amount: Money,
    /// What the donor adds for the provider's fee.
    pub cover: Money,
    /// What was given back of both.
    pub refunded: Money,
    /// The purpose the donor chose, or empty.
    pub designation: String,
    /// Who gives.
    pub donor: Donor,
    /// In whose honour or memory, if in somebody's.
    pub tribute: Option<Tribute>,
    /// What the law of the nonprofit's country wants to know.
    pub answers: Answers,
    /// The language of its pages and mails.
    pub locale: String,
    /// The pledge it belongs to, and which of its gifts it is; zero is the first.
    pub pledge: Option<(PledgeId, u32)>,
    /// The post whose card was tapped.
    pub post: Option<PostId>,
    /// A saved way to pay.
    pub method: Option<MethodId>,
    /// The provider's token of one typed now; never a card number.
    pub method_token: String,
    /// Keep it for the next time.
    pub remember: bool,
    /// How often it was paid for and refused.
    pub attempt: i64,
    /// It moves no real money.
    pub is_test: bool,
    /// Where it was begun, to go back to.
    pub back: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// Until when it can be paid.
    pub expires_at: Timestamp,
    /// When the money was taken.
    pub settled_at: Option<Timestamp>,
}

impl Donation {
    /// What it is counted in.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.amount.currency
    }

    /// What the donor is charged: the gift and what covers the fee.
    #[must_use]
    pub fn total(&self) -> Money {
        self.amount.checked_add(self.cover).expect("a gift is far below what 64 bits hold")
    }

    /// What of it was not given back.
    #[must_use]
    pub const fn left(&self) -> Money {
        let left = self.amount.amount + self.cover.amount - self.refunded.amount;
        Money::new(left, self.amount.currency)
    }

    /// What of the gift itself was not given back: what goes back is taken from it first, and from what covers the
    /// provider's fee at the end, since the provider keeps that in any case.
    #[must_use]
    pub const fn kept(&self) -> Money {
        let kept = self.amount.amount - self.refunded.amount;
        Money::new(if kept > 0 { kept } else { 0 }, self.amount.currency)
    }

    /// All of it was given back, or taken back by the donor's bank.
    #[must_use]
    pub const fn is_all_back(&self) -> bool {
        self.refunded.amount > 0 && self.left().amount <= 0
    }

    /// It can be changed and paid at `now`.
    #[must_use]
    pub fn is_payable(&self, now: Timestamp) -> bool {
        self.state == DonationState::Open && now < self.expires_at
    }
}
