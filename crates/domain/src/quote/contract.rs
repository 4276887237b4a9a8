//! What is asked and what is answered.

use super::{Source, UnitDiscount};
use crate::country::Country;
use crate::ids::{MerchantId, RateId, VariantId};
use crate::money::{BasisPoints, Currency, Money};
use crate::quantity::Quantity;
use crate::shipping::OfferedRate;
use crate::tax::{TaxClass, TaxPart};

/// Most lines of one cart; a bound on the work one request can ask for.
pub const QUOTE_LINES_MAX: usize = 100;

/// What does this cart cost, sent there?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRequest {
    /// Whose goods, rates and tax.
    pub merchant: MerchantId,
    /// What the buyer pays in; every unit price is in it.
    pub currency: Currency,
    /// Where the goods go, once the buyer has said so.
    pub destination: Option<Destination>,
    /// The goods; the same variant may appear twice (a gift, and one to keep).
    pub lines: Vec<QuoteLine>,
    /// The way of shipping the buyer chose; without a choice the first offered is taken, which is the cheapest.
    pub chosen_rate: Option<RateId>,
}

/// As much of an address as decides a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The country.
    pub country: Country,
    /// State, province or county, where the country has them.
    pub region: Option<String>,
    /// Postal code, as written; our own tables do not look at it, a partner's may.
    pub postal_code: Option<String>,
}

/// One line of the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteLine {
    /// What.
    pub variant_id: VariantId,
    /// How many.
    pub quantity: Quantity,
    /// The price of one, as shown to the buyer: with tax where tax is included.
    pub unit_price: Money,
    /// What kind of goods, for tax.
    pub tax_class: TaxClass,
    /// Weight of one, in grams.
    pub weight_grams: u32,
    /// Whether it travels; a download does not.
    pub requires_shipping: bool,
}

/// What the cart costs. All amounts are in `currency`, and
/// `total = subtotal + shipping_total + (tax_total, unless tax_included)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// What the buyer pays in.
    pub currency: Currency,
    /// The lines, in the order asked.
    pub lines: Vec<QuotedLine>,
    /// The ways to ship, the cheapest first. Empty when nothing travels, or before the destination is known.
    pub shipping_options: Vec<OfferedRate>,
    /// The way that `shipping_total` pays for, one of the options.
    pub shipping: Option<OfferedRate>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Price of `shipping`, or zero.
    pub shipping_total: Money,
    /// Tax in or on `shipping_total`.
    pub shipping_tax: Money,
    /// Sum of the lines' tax and of `shipping_tax`.
    pub tax_total: Money,
    /// Whether `tax_total` is contained in the other amounts, rather than added to them.
    pub tax_included: bool,
    /// What the buyer pays, by tax rate.
    pub tax_parts: Vec<TaxPart>,
    /// What the buyer pays.
    pub total: Money,
    /// What a shop's program takes off, by line.
    pub discounts: Vec<QuotedDiscount>,
    /// Who made it.
    pub source: Source,
    /// The total is provisional: something must be shipped or may be taxed, and nobody has said where.
    /// Such a quote is shown, never paid.
    pub destination_missing: bool,
}

/// What is taken off each unit of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotedDiscount {
    /// Which line, counted from zero.
    pub line: usize,
    /// What.
    pub discount: UnitDiscount,
}

/// What one line costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotedLine {
    /// What.
    pub variant_id: VariantId,
    /// How many.
    pub quantity: Quantity,
    /// The price of one, after what is taken off.
    pub unit_price: Money,
    /// `unit_price` times `quantity`.
    pub subtotal: Money,
    /// Tax in or on `subtotal`.
    pub tax: Money,
    /// At which rate; zero where it is not taxed.
    pub tax_rate: BasisPoints,
}
