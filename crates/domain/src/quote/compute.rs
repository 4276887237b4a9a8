//! Our own answer to the quote contract, from a merchant's shipping and tax tables.

use super::unpayable::Unpayable;
use super::{Answer, Destination, QUOTE_LINES_MAX, Quote, QuoteRequest, QuotedDiscount, QuotedLine, Source};
use crate::ids::{RateId, VariantId};
use crate::money::{Money, MoneyError};
use crate::shipping::{OfferedRate, ShippingError, ShippingTable};
use crate::tax::{Tax, TaxClass, TaxTable, TaxedLine};

/// Why the cart has no price.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuoteError {
    /// There is nothing in the cart.
    #[error("the cart is empty")]
    NoLines,
    /// More than [`QUOTE_LINES_MAX`] lines.
    #[error("at most {QUOTE_LINES_MAX} lines can be bought at once")]
    TooManyLines,
    /// A variant is not priced in the currency of the cart.
    #[error("one of the goods has no price in this currency")]
    WrongCurrency(VariantId),
    /// A variant's price is negative.
    #[error("one of the goods has a negative price")]
    NegativePrice(VariantId),
    /// The goods cannot be sent there.
    #[error(transparent)]
    Shipping(#[from] ShippingError),
    /// The chosen way of shipping is not offered for this cart and destination (any more).
    #[error("the chosen way of shipping is not offered for this destination")]
    RateNotOffered(RateId),
    /// The shop's program cannot deliver as many.
    #[error("the shop has {left} left")]
    SoldOut {
        /// Of what.
        variant: VariantId,
        /// How many are left.
        left: u32,
    },
    /// The shop's program did not answer rightly, and the shop sells nothing without its answer.
    #[error("the shop cannot say now what this costs; it can be asked again in a minute")]
    NotAnswered,
    /// The payment provider cannot charge the total.
    #[error(transparent)]
    Unpayable(#[from] Unpayable),
    /// The amounts cannot be added up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Prices the cart. Without a destination the goods alone are priced and the quote says so. A choice of shipping
/// is ignored while there is nothing to choose: before the destination is known, and when nothing travels.
///
/// # Errors
/// See [`QuoteError`].
pub fn quote(request: &QuoteRequest, shipping: &ShippingTable, tax: &TaxTable) -> Result<Quote, QuoteError> {
    compute(request, shipping, tax, (None, Source::Ours))
}

/// Prices the cart as the shop's own program answered; what it was not asked comes from the tables.
///
/// # Errors
/// See [`QuoteError`].
pub fn quote_answered(
    request: &QuoteRequest,
    shipping: &ShippingTable,
    tax: &TaxTable,
    answer: &Answer,
) -> Result<Quote, QuoteError> {
    compute(request, shipping, tax, (Some(answer), Source::Answered))
}

/// Prices the cart by the tables alone, because the shop's own program did not answer rightly.
///
/// # Errors
/// See [`QuoteError`].
pub fn quote_without_answer(
    request: &QuoteRequest,
    shipping: &ShippingTable,
    tax: &TaxTable,
) -> Result<Quote, QuoteError> {
    compute(request, shipping, tax, (None, Source::FellBack))
}

fn compute(
    request: &QuoteRequest,
    shipping: &ShippingTable,
    tax: &TaxTable,
    (answer, source): (Option<&Answer>, Source),
) -> Result<Quote, QuoteError> {
    check(request)?;
    let currency = request.currency;
    if let Some(answer) = answer {
        answer.check_stock(request)?;
    }
    let discounts = discounts(answer);
    let taxed_lines = taxed_lines(request, &discounts)?;
    let subtotal = Money::sum(currency, taxed_lines.iter().map(|line| line.subtotal))?;

    let shipping_options = match answer.and_then(|answer| answer.shipping_options(request)) {
        Some(answered) => answered?,
        None => shipping_options(request, shipping, subtotal)?,
    };
    let chosen = chosen(request.chosen_rate, &shipping_options)?;
    let shipping_total = chosen.as_ref().map_or(Money::zero(currency), |rate| rate.price);

    let tax_of_cart = match &request.destination {
        Some(Destination { country, region, .. }) => {
            match answer.and_then(|answer| answer.tax(&taxed_lines, chosen.as_ref(), shipping_total)) {
                Some(answered) => answered,
                None => tax.tax(*country, region.as_deref(), &taxed_lines, shipping_total)?,
            }
        }
        None => Tax::none(&taxed_lines, shipping_total),
    };
    let tax_total = Money::sum(currency, tax_of_cart.lines.iter().copied().chain([tax_of_cart.shipping]))?;
    let tax_added = if tax_of_cart.included { Money::zero(currency) } else { tax_total };

    Ok(Quote {
        currency,
        lines: quoted_lines(request, &discounts, &taxed_lines, &tax_of_cart),
        shipping_options,
        shipping: chosen,
        subtotal,
        shipping_total,
        shipping_tax: tax_of_cart.shipping,
        tax_total,
        tax_included: tax_of_cart.included,
        tax_parts: tax_of_cart.parts,
        total: Money::sum(currency, [subtotal, shipping_total, tax_added])?,
        discounts,
        source,
        destination_missing: request.destination.is_none() && depends_on_destination(request, tax, answer),
    })
}

fn discounts(answer: Option<&Answer>) -> Vec<QuotedDiscount> {
    let lines = answer.map_or(&[][..], |answer| &answer.lines).iter().enumerate();
    let of = |(line, answered): (usize, &super::AnsweredLine)| {
        Some(QuotedDiscount { line, discount: answered.discount.clone()? })
    };
    lines.filter_map(of).collect()
}

/// What one unit of each line costs after what is taken off.
fn unit_price(line: &super::QuoteLine, index: usize, discounts: &[QuotedDiscount]) -> Money {
    let off = discounts.iter().find(|each| each.line == index).map_or(0, |each| each.discount.amount.amount);
    Money::new(line.unit_price.amount - off, line.unit_price.currency)
}

fn check(request: &QuoteRequest) -> Result<(), QuoteError> {
    if request.lines.is_empty() {
        return Err(QuoteError::NoLines);
    }
    if request.lines.len() > QUOTE_LINES_MAX {
        return Err(QuoteError::TooManyLines);
    }
    for line in &request.lines {
        if line.unit_price.currency != request.currency {
            return Err(QuoteError::WrongCurrency(line.variant_id));
        }
        if line.unit_price.is_negative() {
            return Err(QuoteError::NegativePrice(line.variant_id));
        }
    }
    Ok(())
}

fn taxed_lines(request: &QuoteRequest, discounts: &[QuotedDiscount]) -> Result<Vec<TaxedLine>, MoneyError> {
    let line_of = |(index, line): (usize, &super::QuoteLine)| {
        unit_price(line, index, discounts).times(line.quantity.get()).map(|subtotal| TaxedLine {
            class: line.tax_class,
            subtotal,
            requires_shipping: line.requires_shipping,
        })
    };
    request.lines.iter().enumerate().map(line_of).collect()
}

fn quoted_lines(
    request: &QuoteRequest,
    discounts: &[QuotedDiscount],
    taxed: &[TaxedLine],
    tax: &Tax,
) -> Vec<QuotedLine> {
    let lines = request.lines.iter().enumerate().zip(taxed).zip(tax.lines.iter().zip(&tax.line_rates));
    lines
        .map(|(((index, line), taxed), (tax, rate))| QuotedLine {
            variant_id: line.variant_id,
            quantity: line.quantity,
            unit_price: unit_price(line, index, discounts),
            subtotal: taxed.subtotal,
            tax: *tax,
            tax_rate: *rate,
        })
        .collect()
}

/// The ways to ship what travels. A threshold for free shipping counts downloads too: it is promised for the order.
fn shipping_options(
    request: &QuoteRequest,
    shipping: &ShippingTable,
    subtotal: Money,
) -> Result<Vec<OfferedRate>, ShippingError> {
    let shipped = || request.lines.iter().filter(|line| line.requires_shipping);
    let Some(destination) = &request.destination else { return Ok(Vec::new()) };
    if shipped().next().is_none() {
        return Ok(Vec::new());
    }
    // At most 100 lines of 999 units of 2^32 g: far from the end of 64 bits.
    let grams = shipped().map(|line| u64::from(line.weight_grams) * u64::from(line.quantity.get())).sum();
    shipping.offered(destination.country, destination.region.as_deref(), subtotal, grams)
}

fn chosen(choice: Option<RateId>, options: &[OfferedRate]) -> Result<Option<OfferedRate>, QuoteError> {
    match (choice, options) {
        (_, []) => Ok(None),
        (None, [cheapest, ..]) => Ok(Some(cheapest.clone())),
        (Some(id), options) => {
            let chosen = options.iter().find(|rate| rate.id == id).ok_or(QuoteError::RateNotOffered(id))?;
            Ok(Some(chosen.clone()))
        }
    }
}

fn depends_on_destination(request: &QuoteRequest, tax: &TaxTable, answer: Option<&Answer>) -> bool {
    let is_told = answer.is_some_and(|answer| answer.tax_included.is_some());
    let may_be_taxed = |class: TaxClass| match class {
        TaxClass::Standard | TaxClass::Reduced => is_told || !tax.is_empty(),
        TaxClass::Exempt => is_told,
    };
    request.lines.iter().any(|line| line.requires_shipping || may_be_taxed(line.tax_class))
}

#[cfg(test)]
mod tests;
