//! Double-entry: every movement of money takes an amount from one account and puts it on another, so that the sum over
//! all accounts is zero whatever happens. What moved says which accounts; nobody chooses them by hand.

use jiff::Timestamp;

use crate::ids::{DisputeId, Id, MerchantId, OrderId, PaymentId, PayoutId, RefundId};
use crate::money::Money;

/// An account in a merchant's books. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// What the payment provider holds for the merchant. An asset: debits raise it.
    Balance,
    /// The merchant's bank account, as far as the provider has paid out to it. An asset.
    Bank,
    /// What buyers paid. An income: credits raise it.
    Sales,
    /// What buyers got back.
    Refunds,
    /// What the provider keeps for its work.
    ProviderFees,
    /// What the operator of the server keeps of a sale.
    ApplicationFees,
    /// What buyers' banks took back.
    Disputes,
    /// What moved at the provider beside orders: a charge made elsewhere, a fee for the account.
    Other,
    /// What donors gave. An income, apart from sales in every report.
    Donations,
    /// What donors got back.
    DonationRefunds,
}

impl Account {
    /// Every account.
    pub const ALL: [Self; 10] = [
        Self::Balance,
        Self::Bank,
        Self::Sales,
        Self::Refunds,
        Self::ProviderFees,
        Self::ApplicationFees,
        Self::Disputes,
        Self::Other,
        Self::Donations,
        Self::DonationRefunds,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Balance => "balance",
            Self::Bank => "bank",
            Self::Sales => "sales",
            Self::Refunds => "refunds",
            Self::ProviderFees => "provider_fees",
            Self::ApplicationFees => "application_fees",
            Self::Disputes => "disputes",
            Self::Other => "other",
            Self::Donations => "donations",
            Self::DonationRefunds => "donation_refunds",
        }
    }

    /// The account with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.as_str() == word)
    }
}

/// What moved. Stored as text; the source is the row it happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Movement {
    /// A payment was captured. Source: the payment.
    Charge,
    /// Money was given back. Source: the refund.
    Refund,
    /// The buyer's bank would not take a refund: it came back. Source: the refund.
    RefundFailed,
    /// The provider's fee for a charge. Source: the payment.
    ProviderFee,
    /// The operator's fee for a charge. Source: the payment.
    ApplicationFee,
    /// The operator gave back its fee, or a part of it. Source: the refund that made it.
    ApplicationFeeRefund,
    /// A buyer's bank took a charge back. Source: the dispute.
    Dispute,
    /// What the provider asks for a dispute. Source: the dispute.
    DisputeFee,
    /// The dispute was won: the money is back. Source: the dispute.
    DisputeWon,
    /// The provider gave back what it had asked for a dispute. Source: the dispute.
    DisputeFeeBack,
    /// The provider paid out to the bank. Source: the payout.
    Payout,
    /// The bank would not take a payout: it came back. Source: the payout.
    PayoutFailed,
    /// The provider took from the bank what the balance was short of. Source: the payout.
    PayoutTaken,
    /// A payout held more than its orders explain: it came in beside them. Source: what was found of the payout.
    OtherIn,
    /// A payout held less than its orders explain: it went out beside them. Source: what was found of the payout.
    OtherOut,
    /// A gift was captured. Source: the payment of the donation.
    Donation,
    /// A gift was given back. Source: the refund of the donation.
    DonationRefund,
    /// The donor's bank would not take a refund: it came back. Source: the refund of the donation.
    DonationRefundFailed,
}

impl Movement {
    /// Every movement.
    pub const ALL: [Self; 18] = [
        Self::Charge,
        Self::Refund,
        Self::RefundFailed,
        Self::ProviderFee,
        Self::ApplicationFee,
        Self::ApplicationFeeRefund,
        Self::Dispute,
        Self::DisputeFee,
        Self::DisputeWon,
        Self::DisputeFeeBack,
        Self::Payout,
        Self::PayoutFailed,
        Self::PayoutTaken,
        Self::OtherIn,
        Self::OtherOut,
        Self::Donation,
        Self::DonationRefund,
        Self::DonationRefundFailed,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::RefundFailed => "refund_failed",
            Self::ProviderFee => "provider_fee",
            Self::ApplicationFee => "application_fee",
            Self::ApplicationFeeRefund => "application_fee_refund",
            Self::Dispute => "dispute",
            Self::DisputeFee => "dispute_fee",
            Self::DisputeWon => "dispute_won",
            Self::DisputeFeeBack => "dispute_fee_back",
            Self::Payout => "payout",
            Self::PayoutFailed => "payout_failed",
            Self::PayoutTaken => "payout_taken",
            Self::OtherIn => "other_in",
            Self::OtherOut => "other_out",
            Self::Donation => "donation",
            Self::DonationRefund => "donation_refund",
            Self::DonationRefundFailed => "donation_refund_failed",
        }
    }

    /// The movement with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|movement| movement.as_str() == word)
    }

    /// The prefix of ids of its source.
    #[must_use]
    pub const fn source_prefix(self) -> &'static str {
        match self {
            Self::Charge | Self::ProviderFee | Self::ApplicationFee | Self::Donation => PaymentId::PREFIX,
            Self::Refund
            | Self::RefundFailed
            | Self::ApplicationFeeRefund
            | Self::DonationRefund
            | Self::DonationRefundFailed => RefundId::PREFIX,
            Self::Dispute | Self::DisputeFee | Self::DisputeWon | Self::DisputeFeeBack => DisputeId::PREFIX,
            Self::Payout | Self::PayoutFailed | Self::PayoutTaken | Self::OtherIn | Self::OtherOut => {
                PayoutId::PREFIX
            }
        }
    }

    /// The account that is debited.
    #[must_use]
    pub const fn debit(self) -> Account {
        match self {
            Self::Charge
            | Self::Donation
            | Self::RefundFailed
            | Self::DonationRefundFailed
            | Self::ApplicationFeeRefund
            | Self::DisputeWon
            | Self::DisputeFeeBack
            | Self::OtherIn => Account::Balance,
            Self::Refund => Account::Refunds,
            Self::DonationRefund => Account::DonationRefunds,
            Self::ProviderFee | Self::DisputeFee => Account::ProviderFees,
            Self::ApplicationFee => Account::ApplicationFees,
            Self::Dispute => Account::Disputes,
            Self::Payout => Account::Bank,
            Self::OtherOut => Account::Other,
            Self::PayoutFailed | Self::PayoutTaken => Account::Balance,
        }
    }

    /// The account that is credited.
    #[must_use]
    pub const fn credit(self) -> Account {
        match self {
            Self::Charge => Account::Sales,
            Self::Donation => Account::Donations,
            Self::RefundFailed => Account::Refunds,
            Self::DonationRefundFailed => Account::DonationRefunds,
            Self::ApplicationFeeRefund => Account::ApplicationFees,
            Self::DisputeWon => Account::Disputes,
            Self::DisputeFeeBack => Account::ProviderFees,
            Self::PayoutFailed | Self::PayoutTaken => Account::Bank,
            Self::OtherIn => Account::Other,
            Self::Refund
            | Self::DonationRefund
            | Self::ProviderFee
            | Self::ApplicationFee
            | Self::Dispute
            | Self::DisputeFee
            | Self::Payout
            | Self::OtherOut => Account::Balance,
        }
    }
}

/// One line of the ledger, before it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Whose books.
    pub merchant: MerchantId,
    /// The order it belongs to; payouts belong to none.
    pub order: Option<OrderId>,
    /// What moved.
    pub movement: Movement,
    /// The id of the row it happened to.
    pub source: i64,
    /// How much; always above zero.
    pub amount: Money,
}

/// A line of the ledger, as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked {
    /// What moved, whose, how much.
    pub entry: Entry,
    /// When.
    pub at: Timestamp,
}

impl Entry {
    /// What it does to the merchant's balance: above zero where it raises it.
    #[must_use]
    pub const fn on_balance(&self) -> Money {
        match (self.movement.debit(), self.movement.credit()) {
            (Account::Balance, _) => self.amount,
            (_, Account::Balance) => Money::new(-self.amount.amount, self.amount.currency),
            (_, _) => Money::zero(self.amount.currency),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chart_of_accounts() {
        let table: Vec<String> = Movement::ALL
            .into_iter()
            .map(|it| format!("{}: {} from {}", it.as_str(), it.debit().as_str(), it.credit().as_str()))
            .collect();
        assert_eq!(
            table,
            [
                "charge: balance from sales",
                "refund: refunds from balance",
                "refund_failed: balance from refunds",
                "provider_fee: provider_fees from balance",
                "application_fee: application_fees from balance",
                "application_fee_refund: balance from application_fees",
                "dispute: disputes from balance",
                "dispute_fee: provider_fees from balance",
                "dispute_won: balance from disputes",
                "dispute_fee_back: balance from provider_fees",
                "payout: bank from balance",
                "payout_failed: balance from bank",
                "payout_taken: balance from bank",
                "other_in: balance from other",
                "other_out: other from balance",
                "donation: balance from donations",
                "donation_refund: donation_refunds from balance",
                "donation_refund_failed: balance from donation_refunds",
            ]
        );
    }

    #[test]
    fn a_sale_raises_what_is_left_and_everything_else_says_which_way_it_goes() {
        let on_balance = |movement| {
            let amount = Money::new(7, crate::money::Currency::EUR);
            Entry { merchant: MerchantId(1), order: None, movement, source: 1, amount }.on_balance().amount
        };
        let raised: Vec<Movement> = Movement::ALL.into_iter().filter(|it| on_balance(*it) == 7).collect();
        assert_eq!(
            raised,
            [
                Movement::Charge,
                Movement::RefundFailed,
                Movement::ApplicationFeeRefund,
                Movement::DisputeWon,
                Movement::DisputeFeeBack,
                Movement::PayoutFailed,
                Movement::PayoutTaken,
                Movement::OtherIn,
                Movement::Donation,
                Movement::DonationRefundFailed,
            ]
        );
        assert!(Movement::ALL.into_iter().all(|it| on_balance(it).abs() == 7), "each touches the balance");
    }

    #[test]
    fn every_word_reads_back_and_nothing_moves_in_place() {
        for movement in Movement::ALL {
            assert_eq!(Movement::from_word(movement.as_str()), Some(movement));
            assert_ne!(movement.debit(), movement.credit());
        }
        for account in Account::ALL {
            assert_eq!(Account::from_word(account.as_str()), Some(account));
        }
        assert_eq!((Movement::from_word("gift"), Account::from_word("")), (None, None));
    }
}
