//! A business that sells: what it may do, and what buyers must be able to read about it.

use jiff::tz::TimeZone;

use crate::callback::Callback;
use crate::country::Country;
use crate::ids::{AccountId, MerchantId};
use crate::money::Currency;
use crate::payee::Payee;
use crate::policy::SellerPolicies;
use crate::shipping::ShippingTable;
use crate::tax::TaxTable;

/// How far a merchant is trusted. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MerchantState {
    /// Signed up; prepares products, sells nothing yet.
    New,
    /// Sells.
    Verified,
    /// Sells up to a number of orders a day and adds no new cards.
    Limited,
    /// Sells nothing; open orders are still fulfilled and paid back.
    Suspended,
}

impl MerchantState {
    /// All states, for tables and forms.
    pub const ALL: [Self; 4] = [Self::New, Self::Verified, Self::Limited, Self::Suspended];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Verified => "verified",
            Self::Limited => "limited",
            Self::Suspended => "suspended",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// New orders are taken.
    #[must_use]
    pub const fn sells(self) -> bool {
        match self {
            Self::Verified | Self::Limited => true,
            Self::New | Self::Suspended => false,
        }
    }

    /// New orders are taken from somebody who works there (`is_own`) or does not: before somebody vouched for a shop, its
    /// own people try it, and nobody else (W4).
    #[must_use]
    pub const fn sells_to(self, is_own: bool) -> bool {
        self.sells() || (is_own && matches!(self, Self::New))
    }

    /// Everybody may look at its goods. Before somebody vouched for it, only its own people and the operator may.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Verified | Self::Limited | Self::Suspended => true,
            Self::New => false,
        }
    }

    /// New posts may carry a Buy card (D3).
    #[must_use]
    pub const fn may_attach_cards(self) -> bool {
        match self {
            Self::Verified => true,
            Self::New | Self::Limited | Self::Suspended => false,
        }
    }
}

/// Orders that the people of a shop may place there in a day before somebody vouched for it: enough to try everything,
/// too few to sell by, or to try other people's cards.
pub const TEST_ORDERS_PER_DAY: i64 = 5;

/// What a merchant says about itself. Buyers see all of it (D5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerchantProfile {
    /// The seller of record.
    pub legal_name: String,
    /// Where buyers write to.
    pub contact_email: String,
    /// A phone number, or empty.
    pub phone: String,
    /// The postal address, on several lines.
    pub postal_address: String,
    /// Its number in the trade register, or empty.
    pub register_number: String,
    /// Its number for VAT, or empty.
    pub vat_number: String,
    /// Where the merchant is established.
    pub country: Country,
    /// What its prices are in.
    pub currency: Currency,
    /// Further currencies that its goods and rates may be priced in.
    pub more_currencies: Vec<Currency>,
    /// Where its clock hangs: the times it types and reads.
    pub time_zone: TimeZone,
    /// The shop's colour as `#rrggbb`, or empty.
    pub accent: String,
    /// What buyers are promised.
    pub policies: SellerPolicies,
    /// Whether the merchant thinks of its prices with tax (EU) or without (US); the default for new tax rates.
    pub prices_include_tax: bool,
    /// A variant with so many units or fewer is low on stock.
    pub low_stock_at: u32,
}

/// A merchant as the house knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merchant {
    /// Its id.
    pub id: MerchantId,
    /// The account that posts in its name.
    pub account: AccountId,
    /// The account's handle.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// An owner typed the code that was sent to their mail address.
    pub contact_confirmed: bool,
    /// How far it is trusted.
    pub state: MerchantState,
    /// Why the operator limited or suspended it, or empty.
    pub state_reason: String,
    /// Orders taken in a day while limited.
    pub orders_per_day_max: Option<u32>,
    /// Whose account takes its money, where each merchant has one.
    pub payee: Payee,
    /// Grows whenever prices, shipping, tax, policies or the payee change.
    pub pricing_version: i64,
    /// What it says about itself.
    pub profile: MerchantProfile,
}

/// Everything of a merchant that goes into a price and onto the review step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pricing {
    /// The seller.
    pub merchant: Merchant,
    /// Where it ships, for how much.
    pub shipping: ShippingTable,
    /// What it collects for the state.
    pub tax: TaxTable,
    /// The program of its own that is asked at checkout; none where none is, or it is not on.
    pub callback: Option<Callback>,
}

impl Pricing {
    /// What buyers may pay in: the main currency, and each further one that every zone has a rate in.
    #[must_use]
    pub fn currencies(&self) -> Vec<Currency> {
        let profile = &self.merchant.profile;
        let more = profile.more_currencies.iter().copied().filter(|more| self.shipping.ships_in(*more));
        std::iter::once(profile.currency).chain(more).collect()
    }

    /// Whether buyers may pay in `currency`.
    #[must_use]
    pub fn sells_in(&self, currency: Currency) -> bool {
        let profile = &self.merchant.profile;
        currency == profile.currency
            || (profile.more_currencies.contains(&currency) && self.shipping.ships_in(currency))
    }
}

/// What is still missing before a merchant can be verified, in the order in which the pages ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missing {
    /// The name of the business.
    LegalName,
    /// Its postal address.
    PostalAddress,
    /// A mail address for buyers.
    ContactEmail,
    /// The code sent to an owner's mail address.
    ContactConfirmed,
    /// Somewhere to ship to.
    Shipping,
    /// What happens to returned goods.
    ReturnsPolicy,
}

impl Missing {
    /// Everything that can be missing, in the order of the pages.
    pub const ALL: [Self; 6] = [
        Self::LegalName,
        Self::PostalAddress,
        Self::ContactEmail,
        Self::ContactConfirmed,
        Self::Shipping,
        Self::ReturnsPolicy,
    ];

    /// Its stable word, for messages and forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LegalName => "legal-name",
            Self::PostalAddress => "postal-address",
            Self::ContactEmail => "contact-email",
            Self::ContactConfirmed => "contact-confirmed",
            Self::Shipping => "shipping",
            Self::ReturnsPolicy => "returns-policy",
        }
    }
}

/// What `merchant` lacks before a buyer could trust it. Country and currency are asked for at sign-up already.
#[must_use]
pub fn missing(merchant: &Merchant, shipping: &ShippingTable) -> Vec<Missing> {
    let profile = &merchant.profile;
    Missing::ALL
        .into_iter()
        .filter(|wanted| match wanted {
            Missing::LegalName => profile.legal_name.trim().is_empty(),
            Missing::PostalAddress => profile.postal_address.trim().is_empty(),
            Missing::ContactEmail => profile.contact_email.trim().is_empty(),
            Missing::ContactConfirmed => !merchant.contact_confirmed,
            Missing::Shipping => shipping.is_empty(),
            Missing::ReturnsPolicy => profile.policies.returns_text.trim().is_empty(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_merchant_may_do_follows_its_state() {
        // state, sells, may attach cards
        let table = [
            (MerchantState::New, false, false),
            (MerchantState::Verified, true, true),
            (MerchantState::Limited, true, false),
            (MerchantState::Suspended, false, false),
        ];
        assert_eq!(table.len(), MerchantState::ALL.len());
        for (state, sells, attaches) in table {
            assert_eq!((state.sells(), state.may_attach_cards()), (sells, attaches), "{state:?}");
            assert_eq!(MerchantState::from_word(state.as_str()), Some(state));
        }
        assert_eq!(MerchantState::from_word("trusted"), None);
    }

    fn blank() -> Merchant {
        Merchant {
            id: MerchantId(1),
            account: AccountId(1),
            handle: "lumen".to_owned(),
            display_name: "Lumen".to_owned(),
            contact_confirmed: false,
            state: MerchantState::New,
            state_reason: String::new(),
            orders_per_day_max: None,
            payee: Payee::default(),
            pricing_version: 1,
            profile: MerchantProfile {
                legal_name: " ".to_owned(),
                contact_email: String::new(),
                phone: String::new(),
                postal_address: String::new(),
                register_number: String::new(),
                vat_number: String::new(),
                country: "FR".parse().unwrap(),
                currency: Currency::EUR,
                more_currencies: Vec::new(),
                time_zone: TimeZone::UTC,
                accent: String::new(),
                policies: SellerPolicies::default(),
                prices_include_tax: true,
                low_stock_at: 2,
            },
        }
    }

    #[test]
    fn each_thing_that_is_missing_is_named() {
        let mut merchant = blank();
        assert_eq!(missing(&merchant, &ShippingTable::default()), Missing::ALL);
        merchant.profile.legal_name = "Lumen SARL".to_owned();
        merchant.profile.postal_address = "1 rue du Lac, Annecy".to_owned();
        merchant.contact_confirmed = true;
        assert_eq!(
            missing(&merchant, &ShippingTable::default()),
            [Missing::ContactEmail, Missing::Shipping, Missing::ReturnsPolicy]
        );
    }
}
