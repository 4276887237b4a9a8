//! Who does what for a nonprofit. Its people are not a shop's: nobody sells for it, and who thanks donors need not see
//! where the money goes.

use jiff::Timestamp;

use crate::access::{Actor, Ask};
use crate::ids::{AccountId, NonprofitId};

/// What somebody is there for. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NonprofitRole {
    /// Everything, staff and the account that takes the money included.
    Owner,
    /// Campaigns, posts and figures.
    Fundraiser,
    /// Donors: thanks, questions, gifts given back.
    DonorCare,
    /// Looks at gifts, receipts and payouts, and claims the tax on gifts.
    Treasurer,
}

/// What its people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NonprofitAct {
    /// See campaigns, figures and the application.
    View,
    /// Make and change campaigns, and post in its name.
    Campaign,
    /// See who gave what, with names and addresses, and take it away as a file.
    ViewDonors,
    /// Write to a donor in its name.
    WriteDonor,
    /// Give a gift back.
    ReturnGift,
    /// Close a claim of the tax on gifts.
    Claim,
    /// Change what it says about itself, and answer the operator.
    EditProfile,
    /// Invite people and change roles.
    EditStaff,
    /// Say whose account takes its money.
    EditPayee,
}

impl NonprofitRole {
    /// All roles, for tables and forms.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Fundraiser, Self::DonorCare, Self::Treasurer];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Fundraiser => "fundraiser",
            Self::DonorCare => "donor_care",
            Self::Treasurer => "treasurer",
        }
    }

    /// The role with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }
}

impl NonprofitAct {
    /// All acts, for tables.
    pub const ALL: [Self; 9] = [
        Self::View,
        Self::Campaign,
        Self::ViewDonors,
        Self::WriteDonor,
        Self::ReturnGift,
        Self::Claim,
        Self::EditProfile,
        Self::EditStaff,
        Self::EditPayee,
    ];

    /// People in this role may do it.
    #[must_use]
    pub const fn role_may(self, role: NonprofitRole) -> bool {
        match role {
            NonprofitRole::Owner => true,
            NonprofitRole::Fundraiser => matches!(self, Self::View | Self::Campaign | Self::EditProfile),
            NonprofitRole::DonorCare => {
                matches!(self, Self::View | Self::ViewDonors | Self::WriteDonor | Self::ReturnGift)
            }
            NonprofitRole::Treasurer => matches!(self, Self::View | Self::ViewDonors | Self::Claim),
        }
    }
}

/// One of a nonprofit's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonprofitMember {
    /// Their account.
    pub account: AccountId,
    /// The account's handle.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// What they are there for.
    pub role: NonprofitRole,
    /// Since when.
    pub since: Timestamp,
}

/// A place among a nonprofit's people that was offered by mail and not taken yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonprofitInvitation {
    /// Its number among the nonprofit's.
    pub number: i64,
    /// Where the mail went.
    pub email: String,
    /// What the place is for.
    pub role: NonprofitRole,
    /// Until when it can be taken.
    pub expires_at: Timestamp,
}

/// An act for one nonprofit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtNonprofit {
    /// Which.
    pub nonprofit: NonprofitId,
    /// What.
    pub act: NonprofitAct,
}

impl Ask for AtNonprofit {
    fn allows(&self, actor: &Actor) -> bool {
        match actor {
            Actor::Person(person) => {
                let role = person.nonprofits.iter().find(|(of, _)| *of == self.nonprofit);
                role.is_some_and(|(_, role)| self.act.role_may(*role))
            }
            Actor::System => true,
            Actor::Anonymous | Actor::Guest(_) | Actor::Key { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AtMerchant, MerchantAct, Person, Role};
    use crate::ids::AccountId;

    fn person(nonprofits: &[(NonprofitId, NonprofitRole)]) -> Actor {
        Actor::Person(Person {
            account: AccountId(7),
            staff_of: [].into(),
            nonprofits: nonprofits.into(),
            operator: true,
        })
    }

    #[test]
    fn the_table_of_role_and_act() {
        // Columns: owner, fundraiser, donor care, treasurer.
        let table = [
            (NonprofitAct::View, "yyyy"),
            (NonprofitAct::Campaign, "yy--"),
            (NonprofitAct::ViewDonors, "y-yy"),
            (NonprofitAct::WriteDonor, "y-y-"),
            (NonprofitAct::ReturnGift, "y-y-"),
            (NonprofitAct::Claim, "y--y"),
            (NonprofitAct::EditProfile, "yy--"),
            (NonprofitAct::EditStaff, "y---"),
            (NonprofitAct::EditPayee, "y---"),
        ];
        assert_eq!(table.len(), NonprofitAct::ALL.len());
        let (ours, theirs) = (NonprofitId(1), NonprofitId(2));
        for (act, row) in table {
            for (role, wanted) in NonprofitRole::ALL.into_iter().zip(row.chars()) {
                let actor = person(&[(ours, role)]);
                let may = |nonprofit| actor.may(AtNonprofit { nonprofit, act }).is_ok();
                assert_eq!((may(ours), may(theirs)), (wanted == 'y', false), "{role:?} {act:?}");
                assert_eq!(NonprofitRole::from_word(role.as_str()), Some(role));
            }
            // An operator vouches for nonprofits and does not work for them.
            assert!(person(&[]).may(AtNonprofit { nonprofit: ours, act }).is_err());
        }
    }

    /// A nonprofit is paid as a shop is; that makes nobody a shop's staff.
    #[test]
    fn whoever_works_for_a_nonprofit_sells_nothing_for_it() {
        let ours = NonprofitId(1);
        let owner = person(&[(ours, NonprofitRole::Owner)]);
        for act in MerchantAct::ALL {
            assert!(owner.may(AtMerchant { merchant: ours.party(), act }).is_err(), "{act:?}");
        }
        let shop = Actor::Person(Person {
            account: AccountId(8),
            staff_of: [(ours.party(), Role::Owner)].into(),
            nonprofits: [].into(),
            operator: false,
        });
        for act in NonprofitAct::ALL {
            assert!(shop.may(AtNonprofit { nonprofit: ours, act }).is_err(), "{act:?}");
        }
    }
}
