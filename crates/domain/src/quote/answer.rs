//! What a shop's own program answered, and how it goes into a quote.

use super::compute::QuoteError;
use super::{QUOTE_LINES_MAX, QuoteRequest};
use crate::ids::VariantId;
use crate::money::{BasisPoints, Money};
use crate::shipping::{OfferedRate, ShippingError, ZONE_RATES_MAX};
use crate::tax::{Tax, TaxedLine};

/// Ways to ship in one answer: as many as a zone of ours may have.
pub const ANSWERED_RATES_MAX: usize = ZONE_RATES_MAX;
/// Lines in one answer: as many as a cart has.
pub const ANSWERED_LINES_MAX: usize = QUOTE_LINES_MAX;

/// Who made a quote. A part of what the buyer agrees to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Source {
    /// The tables that are kept here; nobody else was to be asked.
    #[default]
    Ours,
    /// The shop's program.
    Answered,
    /// The tables that are kept here: the shop's program did not answer rightly.
    FellBack,
}

impl Source {
    /// All of them, for tables.
    pub const ALL: [Self; 3] = [Self::Ours, Self::Answered, Self::FellBack];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Answered => "answered",
            Self::FellBack => "fell-back",
        }
    }

    /// The source with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

/// What a shop's program answered. What it was not asked is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Per line, in the order asked.
    pub lines: Vec<AnsweredLine>,
    /// The ways to ship; none where our own table says.
    pub shipping: Option<Vec<AnsweredRate>>,
    /// Whether the tax is contained in the prices; none where our own table taxes.
    pub tax_included: Option<bool>,
}

/// What was answered of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredLine {
    /// Units that can be delivered; none when they are not counted.
    pub available: Option<u32>,
    /// What is taken off.
    pub discount: Option<UnitDiscount>,
    /// In or on the whole line, after the discount.
    pub tax: AnsweredTax,
}

/// What is taken off one unit, so that what goes back for it is always exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitDiscount {
    /// How much, off one.
    pub amount: Money,
    /// What buyers read beside it.
    pub title: String,
}

/// A tax, and the rate it is said to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnsweredTax {
    /// How much.
    pub amount: Money,
    /// At which rate.
    pub rate: BasisPoints,
}

/// A way to ship, and the tax on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredRate {
    /// The way.
    pub rate: OfferedRate,
    /// The tax in or on its price.
    pub tax: AnsweredTax,
}

impl Answer {
    /// Whether it can deliver what is wanted; lines of one variant are wanted together.
    pub(super) fn check_stock(&self, request: &QuoteRequest) -> Result<(), QuoteError> {
        for (line, answered) in request.lines.iter().zip(&self.lines) {
            let Some(left) = answered.available else { continue };
            if wanted(request, line.variant_id) > u64::from(left) {
                return Err(QuoteError::SoldOut { variant: line.variant_id, left });
            }
        }
        Ok(())
    }

    /// The ways to ship, the cheapest first; none where our own table says.
    pub(super) fn shipping_options(
        &self,
        request: &QuoteRequest,
    ) -> Option<Result<Vec<OfferedRate>, ShippingError>> {
        let answered = self.shipping.as_ref()?;
        let Some(destination) = &request.destination else { return Some(Ok(Vec::new())) };
        if !request.lines.iter().any(|line| line.requires_shipping) {
            return Some(Ok(Vec::new()));
        }
        if answered.is_empty() {
            let (country, region) = (destination.country, destination.region.clone());
            return Some(Err(ShippingError::RegionNotServed { country, region }));
        }
        let mut offered: Vec<OfferedRate> = answered.iter().map(|each| each.rate.clone()).collect();
        offered.sort_by_key(|rate| (rate.price.amount, rate.days_max, rate.days_min, rate.id));
        Some(Ok(offered))
    }

    /// The tax of the lines and of the way of shipping that was chosen; none where our own table taxes.
    pub(super) fn tax(
        &self,
        lines: &[TaxedLine],
        chosen: Option<&OfferedRate>,
        shipping: Money,
    ) -> Option<Tax> {
        let included = self.tax_included?;
        let of_shipping = chosen.and_then(|chosen| {
            let known = self.shipping.as_ref()?.iter().find(|each| each.rate.id == chosen.id)?;
            Some((known.tax.rate, known.tax.amount))
        });
        let of_shipping = of_shipping.unwrap_or((BasisPoints::ZERO, Money::zero(shipping.currency)));
        let of_lines: Vec<(BasisPoints, Money)> =
            self.lines.iter().map(|line| (line.tax.rate, line.tax.amount)).collect();
        Some(Tax::told(lines, &of_lines, (shipping, of_shipping), included))
    }
}

fn wanted(request: &QuoteRequest, variant: VariantId) -> u64 {
    let same = request.lines.iter().filter(|line| line.variant_id == variant);
    same.map(|line| u64::from(line.quantity.get())).sum()
}
