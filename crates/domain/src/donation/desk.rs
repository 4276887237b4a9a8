//! What a nonprofit reads of its gifts.

use jiff::Timestamp;

use crate::ids::{CampaignId, DonationId};
use crate::money::Money;

/// What one campaign was given in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignSum {
    /// Which campaign.
    pub campaign: CampaignId,
    /// No real money was moved.
    pub is_test: bool,
    /// In how many gifts, those that were given back included.
    pub gifts: i64,
    /// What was meant to arrive.
    pub amount: Money,
    /// What donors added for the provider's fee.
    pub cover: Money,
    /// What was given back of both.
    pub refunded: Money,
}

impl CampaignSum {
    /// What is left of gifts and covers.
    #[must_use]
    pub fn kept(&self) -> Money {
        Money::new(self.amount.amount + self.cover.amount - self.refunded.amount, self.amount.currency)
    }
}

/// A donor who lets the nonprofit write to them. Personal data: never in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptedIn {
    /// Their newest gift.
    pub newest: DonationId,
    /// Where they are written to.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// The language they gave in.
    pub locale: String,
    /// When the newest gift was given.
    pub given_at: Timestamp,
    /// How many gifts they gave.
    pub gifts: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    #[test]
    fn what_is_kept_is_what_was_given_less_what_went_back() {
        let eur = |amount| Money::new(amount, Currency::EUR);
        let sum = CampaignSum {
            campaign: CampaignId(1),
            is_test: false,
            gifts: 2,
            amount: eur(3_000),
            cover: eur(90),
            refunded: eur(1_030),
        };
        assert_eq!(sum.kept(), eur(2_060));
    }
}
