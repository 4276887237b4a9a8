//! What a payment provider pays out to a shop's bank, line by line, beside what the shop's own books say.

use jiff::Timestamp;

use crate::ids::{MerchantId, OrderId, PayoutId};
use crate::money::Money;

/// Where a payout stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PayoutState {
    /// On its way to the bank.
    Pending,
    /// At the bank.
    Paid,
    /// The bank sent it back.
    Failed,
    /// Called off before it left.
    Canceled,
}

impl PayoutState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Paid, Self::Failed, Self::Canceled];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// The money came back.
    #[must_use]
    pub const fn came_back(self) -> bool {
        matches!(self, Self::Failed | Self::Canceled)
    }
}

/// What a line of a payout is. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// A payment, less its fees.
    Charge,
    /// A refund.
    Refund,
    /// A refund that came back.
    RefundFailed,
    /// What a bank took back, with the fee for it.
    Dispute,
    /// What came back from a dispute.
    DisputeWon,
    /// An earlier payout that came back, and goes out again with this one.
    PayoutReturned,
    /// A fee of the provider's that belongs to no payment.
    Fee,
    /// Anything else.
    Other,
}

impl LineKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Charge,
        Self::Refund,
        Self::RefundFailed,
        Self::Dispute,
        Self::DisputeWon,
        Self::PayoutReturned,
        Self::Fee,
        Self::Other,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::RefundFailed => "refund_failed",
            Self::Dispute => "dispute",
            Self::DisputeWon => "dispute_won",
            Self::PayoutReturned => "payout_returned",
            Self::Fee => "fee",
            Self::Other => "other",
        }
    }

    /// The kind with this stored word; a newer binary's is something else.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word).unwrap_or(Self::Other)
    }
}

/// Why a bank sent a payout back, as far as anybody can do something about it. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Returned {
    /// The account is closed.
    AccountClosed,
    /// The account is frozen.
    AccountFrozen,
    /// The account does not take such transfers.
    AccountRestricted,
    /// The account is no longer its owner's.
    OwnerChanged,
    /// There is no such account.
    NoAccount,
    /// The number of the account is wrong.
    WrongNumber,
    /// The name on the account is another one.
    WrongHolder,
    /// The account does not take this currency.
    WrongCurrency,
    /// The bank does not let the provider take from the account.
    NotAuthorized,
    /// There was too little money for it.
    TooLittle,
    /// The bank refused and does not say more.
    Declined,
}

impl Returned {
    /// Every reason.
    pub const ALL: [Self; 11] = [
        Self::AccountClosed,
        Self::AccountFrozen,
        Self::AccountRestricted,
        Self::OwnerChanged,
        Self::NoAccount,
        Self::WrongNumber,
        Self::WrongHolder,
        Self::WrongCurrency,
        Self::NotAuthorized,
        Self::TooLittle,
        Self::Declined,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountClosed => "account_closed",
            Self::AccountFrozen => "account_frozen",
            Self::AccountRestricted => "account_restricted",
            Self::OwnerChanged => "owner_changed",
            Self::NoAccount => "no_account",
            Self::WrongNumber => "wrong_number",
            Self::WrongHolder => "wrong_holder",
            Self::WrongCurrency => "wrong_currency",
            Self::NotAuthorized => "not_authorized",
            Self::TooLittle => "too_little",
            Self::Declined => "declined",
        }
    }

    /// The reason with this stored word; none for words of the provider's own.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == word)
    }
}

/// A shop's part of a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    /// Its id.
    pub id: PayoutId,
    /// Whose part.
    pub merchant: MerchantId,
    /// Whose account at the provider; empty: the operator's own.
    pub payee: String,
    /// The provider's own name of it.
    pub reference: String,
    /// Where it stands.
    pub state: PayoutState,
    /// What the provider pays out in all, to everybody whose money is on that account.
    pub total: Money,
    /// What of it is this shop's.
    pub amount: Money,
    /// The provider named what it is made of.
    pub is_itemized: bool,
    /// Why it came back: a word of [`Returned`], the provider's own words where it has none for it, or empty.
    pub failure: String,
    /// When it left.
    pub created_at: Timestamp,
    /// When it is at the bank, or should be.
    pub arrives_at: Timestamp,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutLine {
    /// The provider's own name of the movement.
    pub reference: String,
    /// What it is.
    pub kind: LineKind,
    /// The order it belongs to.
    pub order: Option<OrderId>,
    /// What the provider's books say, fees deducted.
    pub told: Money,
    /// What the shop's own books say for the same.
    pub booked: Money,
    /// What moved, as the provider names it.
    pub source: String,
    /// When it moved.
    pub at: Timestamp,
}

impl PayoutLine {
    /// What the provider's books have more than the shop's.
    #[must_use]
    pub const fn difference(&self) -> Money {
        Money::new(self.told.amount - self.booked.amount, self.told.currency)
    }
}

/// What a payout and the books differ by.
#[must_use]
pub fn difference(payout: &Payout, lines: &[PayoutLine]) -> Money {
    let booked: i64 = lines.iter().map(|line| line.booked.amount).sum();
    let compared = if payout.is_itemized { payout.amount.amount - booked } else { 0 };
    Money::new(compared, payout.amount.currency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for state in PayoutState::ALL {
            assert_eq!(PayoutState::from_word(state.as_str()), Some(state));
        }
        for kind in LineKind::ALL {
            assert_eq!(LineKind::from_word(kind.as_str()), kind);
        }
        assert_eq!(LineKind::from_word("of_tomorrow"), LineKind::Other);
        for why in Returned::ALL {
            assert_eq!(Returned::from_word(why.as_str()), Some(why));
        }
        assert_eq!(Returned::from_word("The bank account has been closed"), None);
        assert_eq!(PayoutState::ALL.map(PayoutState::came_back), [false, false, true, true]);
    }
}
