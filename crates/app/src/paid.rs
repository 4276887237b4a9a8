//! Who is paid: a merchant's staff and a nonprofit's people ask for the same things about the account that takes the
//! money and about what was paid out of it. Both are kept under the party that a provider pays.

use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};

use crate::{nonprofits, staff_log};

/// A permit about the money of one party. A permit for another act in its place is a mistake of ours.
pub trait Paid: Sync {
    /// The party, for those who may see its account.
    fn sees_account(&self) -> MerchantId;
    /// The party, for those who may connect its account or let it go.
    fn changes_account(&self) -> MerchantId;
    /// The party, for those who may see what was paid out.
    fn sees_payouts(&self) -> MerchantId;
    /// The party, for those who may see what banks take back.
    fn sees_disputes(&self) -> MerchantId;
    /// The party, for those who may answer the bank, or accept what it does.
    fn answers_disputes(&self) -> MerchantId;
    /// Who asked.
    fn asked_by(&self) -> &Actor;
}

impl Paid for Permit<AtMerchant> {
    fn sees_account(&self) -> MerchantId {
        staff_log::permitted(self, MerchantAct::EditSettings)
    }

    fn changes_account(&self) -> MerchantId {
        staff_log::permitted(self, MerchantAct::EditPayee)
    }

    fn sees_payouts(&self) -> MerchantId {
        staff_log::permitted(self, MerchantAct::ViewFigures)
    }

    fn sees_disputes(&self) -> MerchantId {
        staff_log::permitted(self, MerchantAct::ViewOrders)
    }

    fn answers_disputes(&self) -> MerchantId {
        staff_log::permitted(self, MerchantAct::ReturnMoney)
    }

    fn asked_by(&self) -> &Actor {
        self.by()
    }
}

impl Paid for Permit<AtNonprofit> {
    fn sees_account(&self) -> MerchantId {
        nonprofits::permitted(self, NonprofitAct::EditPayee).party()
    }

    fn changes_account(&self) -> MerchantId {
        nonprofits::permitted(self, NonprofitAct::EditPayee).party()
    }

    fn sees_payouts(&self) -> MerchantId {
        nonprofits::permitted(self, NonprofitAct::ViewDonors).party()
    }

    fn sees_disputes(&self) -> MerchantId {
        nonprofits::permitted(self, NonprofitAct::ViewDonors).party()
    }

    fn answers_disputes(&self) -> MerchantId {
        nonprofits::permitted(self, NonprofitAct::ReturnGift).party()
    }

    fn asked_by(&self) -> &Actor {
        self.by()
    }
}
