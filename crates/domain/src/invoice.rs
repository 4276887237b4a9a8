//! Invoices: a number of their own, and what stood on them when it was given.

use jiff::Timestamp;

use crate::ids::{MerchantId, OrderId};
use crate::merchant::MerchantProfile;
use crate::money::BasisPoints;
use crate::tax::TaxPart;

/// The invoice of an order. Once issued it stays as it is, whatever the shop changes about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoice {
    /// Who sells.
    pub merchant: MerchantId,
    /// For what.
    pub order: OrderId,
    /// Its number: 1 for the merchant's first, and no gap after it.
    pub number: i64,
    /// Of an order made with a test key: these are counted apart, so that they leave no gap.
    pub is_test: bool,
    /// The seller as it was.
    pub seller: InvoiceSeller,
    /// The tax rate of each line of the order. Empty for an order made before rates were kept.
    pub line_rates: Vec<BasisPoints>,
    /// Net and tax by rate. Empty for an order made before rates were kept.
    pub parts: Vec<TaxPart>,
    /// When the number was given: the date of the invoice.
    pub issued_at: Timestamp,
}

/// The seller of record, as an invoice names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceSeller {
    /// The seller of record.
    pub legal_name: String,
    /// Where it sits, on several lines.
    pub postal_address: String,
    /// Where buyers write to.
    pub contact_email: String,
    /// For VAT, or empty.
    pub vat_number: String,
    /// In the trade register, or empty.
    pub register_number: String,
}

impl From<&MerchantProfile> for InvoiceSeller {
    fn from(profile: &MerchantProfile) -> Self {
        Self {
            legal_name: profile.legal_name.clone(),
            postal_address: profile.postal_address.clone(),
            contact_email: profile.contact_email.clone(),
            vat_number: profile.vat_number.clone(),
            register_number: profile.register_number.clone(),
        }
    }
}

impl Invoice {
    /// Its number as it is written: `000042`, and `TEST-000042` where nothing was sold.
    #[must_use]
    pub fn label(&self) -> String {
        let prefix = if self.is_test { "TEST-" } else { "" };
        format!("{prefix}{:06}", self.number)
    }
}
