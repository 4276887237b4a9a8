//! A payer's bank takes a payment back: how such a dispute stands, and what that means for the money. An order's and a
//! gift's are the same to banks.

use jiff::Timestamp;

use crate::fnv::Fnv;
use crate::ids::{DisputeId, DonationId, MerchantId, OrderId, PaymentId};
use crate::money::Money;

/// Where a dispute stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisputeState {
    /// The merchant may answer until a deadline.
    Waiting,
    /// The bank looks at the answer.
    UnderReview,
    /// The bank decided for the merchant.
    Won,
    /// The bank decided for the buyer, or the merchant accepted, or let the deadline pass.
    Lost,
    /// It ended without a decision: an inquiry that led to nothing.
    Closed,
}

impl DisputeState {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::UnderReview, Self::Won, Self::Lost, Self::Closed];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::UnderReview => "under_review",
            Self::Won => "won",
            Self::Lost => "lost",
            Self::Closed => "closed",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Nothing more happens by itself.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Closed)
    }
}

/// Why a bank takes a payment back, as far as a merchant answers differently to it. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisputeReason {
    /// The owner of the card says that it was not they who paid.
    Fraudulent,
    /// The buyer does not recognize the payment.
    Unrecognized,
    /// The goods did not arrive.
    NotReceived,
    /// The goods are not what was described.
    NotAsDescribed,
    /// A refund was promised and did not come.
    CreditNotProcessed,
    /// The same was paid twice.
    Duplicate,
    /// It was canceled and charged all the same.
    Canceled,
    /// Another reason, or none that was told.
    Other,
}

impl DisputeReason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Fraudulent,
        Self::Unrecognized,
        Self::NotReceived,
        Self::NotAsDescribed,
        Self::CreditNotProcessed,
        Self::Duplicate,
        Self::Canceled,
        Self::Other,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fraudulent => "fraudulent",
            Self::Unrecognized => "unrecognized",
            Self::NotReceived => "not_received",
            Self::NotAsDescribed => "not_as_described",
            Self::CreditNotProcessed => "credit_not_processed",
            Self::Duplicate => "duplicate",
            Self::Canceled => "canceled",
            Self::Other => "other",
        }
    }

    /// The reason with this stored word; what is unknown is another reason.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word).unwrap_or(Self::Other)
    }
}

/// What was paid for with the money that a bank takes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Disputed {
    /// An order.
    Order(OrderId),
    /// A gift.
    Gift(DonationId),
}

impl Disputed {
    /// The order, as the ledger names it; none for a gift.
    #[must_use]
    pub const fn order(self) -> Option<OrderId> {
        match self {
            Self::Order(order) => Some(order),
            Self::Gift(_) => None,
        }
    }
}

/// A dispute about a payment of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Whose money.
    pub merchant: MerchantId,
    /// What was paid for.
    pub about: Disputed,
    /// Of which payment.
    pub payment: PaymentId,
    /// The provider's own name of it.
    pub reference: String,
    /// Whose account at the provider it is on; empty: the operator's own.
    pub payee: String,
    /// Where it stands.
    pub state: DisputeState,
    /// The bank only asks: no money was taken yet.
    pub is_inquiry: bool,
    /// Why.
    pub reason: DisputeReason,
    /// How much the bank takes back, or may take.
    pub amount: Money,
    /// Until when an answer counts.
    pub due_at: Option<Timestamp>,
    /// What the merchant answered; empty before.
    pub answer: String,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When the bank began it.
    pub opened_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

/// How far a dispute has come: an inquiry before a dispute, a question before an answer, an answer before the end. What
/// is told late never takes it back.
#[must_use]
pub const fn stage(state: DisputeState, is_inquiry: bool) -> u8 {
    match (is_inquiry, state) {
        (true, DisputeState::Waiting) => 0,
        (true, DisputeState::UnderReview) => 1,
        (true, DisputeState::Won | DisputeState::Lost | DisputeState::Closed) => 2,
        (false, DisputeState::Waiting) => 3,
        (false, DisputeState::UnderReview) => 4,
        (false, DisputeState::Won | DisputeState::Lost | DisputeState::Closed) => 5,
    }
}

/// The bank holds the amount, or keeps it: it cannot be given back a second time.
#[must_use]
pub const fn holds_money(state: DisputeState, is_inquiry: bool) -> bool {
    !is_inquiry && matches!(state, DisputeState::Waiting | DisputeState::UnderReview | DisputeState::Lost)
}

impl Dispute {
    /// What the bank holds or keeps of it.
    #[must_use]
    pub fn held(&self) -> Money {
        if holds_money(self.state, self.is_inquiry) { self.amount } else { Money::zero(self.amount.currency) }
    }

    /// It can be answered at `now`.
    #[must_use]
    pub fn can_answer(&self, now: Timestamp) -> bool {
        self.state == DisputeState::Waiting && self.due_at.is_none_or(|due| now < due)
    }
}

/// The facts of an order that an answer is sent with, beside the merchant's own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The merchant's own words.
    pub text: String,
    /// The buyer's name.
    pub buyer_name: String,
    /// The buyer's address for mail.
    pub buyer_email: String,
    /// What was bought.
    pub goods: String,
    /// Where it was sent.
    pub shipped_to: String,
    /// Who carried it.
    pub carrier: String,
    /// The carrier's number.
    pub tracking_number: String,
    /// The day it left, as `2026-11-30`.
    pub shipped_on: String,
}

impl Evidence {
    /// The same for the same evidence, and another one for other evidence.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let parts = [
            &self.text,
            &self.buyer_name,
            &self.buyer_email,
            &self.goods,
            &self.shipped_to,
            &self.carrier,
            &self.tracking_number,
            &self.shipped_on,
        ];
        let hash = parts.into_iter().fold(Fnv::new(), |hash, part| {
            hash.number(i64::try_from(part.len()).unwrap_or(i64::MAX)).bytes(part.as_bytes())
        });
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for state in DisputeState::ALL {
            assert_eq!(DisputeState::from_word(state.as_str()), Some(state));
        }
        for reason in DisputeReason::ALL {
            assert_eq!(DisputeReason::from_word(reason.as_str()), reason);
        }
        assert_eq!(DisputeReason::from_word("of_tomorrow"), DisputeReason::Other);
    }

    #[test]
    fn which_disputes_hold_money_and_how_far_each_has_come() {
        let table: Vec<String> = [true, false]
            .into_iter()
            .flat_map(|inquiry| DisputeState::ALL.into_iter().map(move |state| (inquiry, state)))
            .map(|(inquiry, state)| {
                let kind = if inquiry { "inquiry" } else { "dispute" };
                let holds = if holds_money(state, inquiry) { "holds" } else { "-" };
                format!("{kind} {}: {holds} {}", state.as_str(), stage(state, inquiry))
            })
            .collect();
        assert_eq!(
            table,
            [
                "inquiry waiting: - 0",
                "inquiry under_review: - 1",
                "inquiry won: - 2",
                "inquiry lost: - 2",
                "inquiry closed: - 2",
                "dispute waiting: holds 3",
                "dispute under_review: holds 4",
                "dispute won: - 5",
                "dispute lost: holds 5",
                "dispute closed: - 5",
            ]
        );
    }
}
