//! The parts of an order before and after tax, which every platform wants, and prices of one unit that come to exactly the
//! sum of a line.

use std::num::NonZeroU32;

use app::ports::{LineOut, OrderOut, PlatformError};
use domain::money::{Money, MoneyError};

/// An amount before and after tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taxed {
    pub(crate) before: Money,
    pub(crate) after: Money,
}

/// So many units at one price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) quantity: u32,
    /// Of one unit, with up to four decimals.
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The amounts of an order that was looked at: its parts come to what was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub(crate) lines: Vec<Taxed>,
    pub(crate) subtotal: Taxed,
    pub(crate) shipping: Taxed,
    pub(crate) total: Taxed,
}

impl Taxed {
    fn of(amount: Money, tax: Money, tax_included: bool) -> Result<Taxed, MoneyError> {
        if tax_included {
            Ok(Taxed { before: amount.checked_sub(tax)?, after: amount })
        } else {
            Ok(Taxed { before: amount, after: amount.checked_add(tax)? })
        }
    }

    fn plus(self, other: Taxed) -> Result<Taxed, MoneyError> {
        Ok(Taxed {
            before: self.before.checked_add(other.before)?,
            after: self.after.checked_add(other.after)?,
        })
    }

    pub(crate) fn tax(self) -> Result<Money, MoneyError> {
        self.after.checked_sub(self.before)
    }
}

/// The parts of an order.
///
/// # Errors
/// `Refused` when they do not come to what was paid: such an order would be wrong by that much in the merchant's books.
pub(crate) fn parts(order: &OrderOut) -> Result<Parts, PlatformError> {
    let added =
        added(order).map_err(|error| PlatformError::Refused(format!("The amounts do not fit: {error}.")))?;
    let tax = added.total.tax().ok();
    if added.total.after != order.total || tax != Some(order.tax) {
        return Err(PlatformError::Refused(format!(
            "The parts of this order come to {} with {} of tax, and {} with {} were paid. Nothing was sent.",
            added.total.after,
            tax.unwrap_or(order.tax),
            order.total,
            order.tax
        )));
    }
    Ok(added)
}

fn added(order: &OrderOut) -> Result<Parts, MoneyError> {
    let of_line = |line: &LineOut| Taxed::of(line.subtotal, line.tax, order.tax_included);
    let lines = order.lines.iter().map(of_line).collect::<Result<Vec<_>, _>>()?;
    let nothing = Money::zero(order.total.currency);
    let subtotal =
        lines.iter().try_fold(Taxed { before: nothing, after: nothing }, |sum, line| sum.plus(*line))?;
    let shipping = Taxed::of(order.shipping, order.shipping_tax, order.tax_included)?;
    Ok(Parts { lines, subtotal, shipping, total: subtotal.plus(shipping)? })
}

/// Decimals of a unit's price.
const DECIMALS: u32 = 4;

/// Prices of one unit that come to `sum` when they are multiplied and rounded to the currency: one price where four decimals
/// allow it, otherwise two or three that differ by the smallest coin.
pub(crate) fn pieces(sum: Taxed, quantity: u32) -> Vec<Piece> {
    let Some(count) = NonZeroU32::new(quantity) else { return Vec::new() };
    if let (Some(before), Some(after)) = (each(sum.before, count), each(sum.after, count)) {
        return vec![Piece { quantity, before, after }];
    }
    let (before, after) = (sum.before.allocate_evenly(count), sum.after.allocate_evenly(count));
    let mut pieces: Vec<Piece> = Vec::new();
    for (before, after) in before.into_iter().zip(after) {
        let (before, after) = (before.to_decimal(), after.to_decimal());
        match pieces.last_mut() {
            Some(last) if last.before == before && last.after == after => last.quantity += 1,
            Some(_) | None => pieces.push(Piece { quantity: 1, before, after }),
        }
    }
    pieces
}

/// Prices of one unit in whole coins that come to `sum`: one, or two that differ by the smallest coin. A part of them has so
/// many units.
pub(crate) fn coins(sum: Money, quantity: u32) -> Vec<(u32, Money)> {
    let mut parts: Vec<(u32, Money)> = Vec::new();
    for each in NonZeroU32::new(quantity).map(|count| sum.allocate_evenly(count)).unwrap_or_default() {
        match parts.last_mut() {
            Some((units, price)) if *price == each => *units += 1,
            Some(_) | None => parts.push((1, each)),
        }
    }
    parts
}

/// The price of one with four decimals, where so many of them come to `sum` once they are rounded.
fn each(sum: Money, count: NonZeroU32) -> Option<String> {
    let scale = 10_i128.pow(DECIMALS.checked_sub(sum.currency.exponent())?);
    let (whole, count) = (i128::from(sum.amount) * scale, i128::from(count.get()));
    let each = (whole + count / 2) / count;
    // Half of the smallest coin off, and somebody rounds it away.
    let off = (each * count - whole).abs() * 2;
    if sum.is_negative() || off >= scale {
        return None;
    }
    let one = 10_i128.pow(DECIMALS);
    Some(format!("{}.{:04}", each / one, each % one))
}

#[cfg(test)]
mod tests {
    use domain::money::Currency;
    use proptest::prelude::*;

    use super::*;

    fn taxed(before: i64, after: i64, currency: Currency) -> Taxed {
        Taxed { before: Money::new(before, currency), after: Money::new(after, currency) }
    }

    #[test]
    fn four_decimals_are_enough_for_what_people_buy() {
        let pieces = pieces(taxed(5_039, 5_997, Currency::EUR), 3);
        assert_eq!(
            pieces,
            [Piece { quantity: 3, before: "16.7967".to_owned(), after: "19.9900".to_owned() }]
        );
    }

    #[test]
    fn what_they_cannot_say_is_said_in_coins() {
        let pieces = pieces(taxed(10_001, 12_001, Currency::EUR), 700);
        let said: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.quantity, piece.before.as_str(), piece.after.as_str()))
            .collect();
        assert_eq!(said, [(101, "0.15", "0.18"), (100, "0.15", "0.17"), (499, "0.14", "0.17")]);
    }

    #[test]
    fn whole_coins_come_to_the_sum_in_two_parts_at_most() {
        let eur = |amount| Money::new(amount, Currency::EUR);
        assert_eq!(coins(eur(1_000), 3), [(1, eur(334)), (2, eur(333))]);
        assert_eq!(coins(eur(999), 3), [(3, eur(333))]);
        assert_eq!(coins(eur(2), 5), [(2, eur(1)), (3, eur(0))]);
        assert_eq!(coins(eur(2), 0), []);
    }

    proptest! {
        #[test]
        fn the_pieces_come_to_the_sum(
            before in 0_i64..10_000_000, tax in 0_i64..1_000_000, quantity in 1_u32..2_000, place in 0_usize..3,
        ) {
            let currency = [Currency::EUR, Currency::JPY, Currency::KWD][place];
            let sum = taxed(before, before + tax, currency);
            let exponent = currency.exponent();
            let step = 10_i128.pow(DECIMALS - exponent);
            let mut total = (0_i128, 0_i128);
            let pieces = pieces(sum, quantity);
            prop_assert!(pieces.len() <= 3);
            for piece in &pieces {
                let fine = |text: &str| {
                    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
                    format!("{whole}{part:0<4}").parse::<i128>().unwrap()
                };
                let rounded = |amount: i128| (amount + step / 2) / step;
                total.0 += rounded(fine(&piece.before) * i128::from(piece.quantity));
                total.1 += rounded(fine(&piece.after) * i128::from(piece.quantity));
            }
            prop_assert_eq!(total, (i128::from(before), i128::from(before + tax)));
            prop_assert_eq!(pieces.iter().map(|piece| piece.quantity).sum::<u32>(), quantity);
        }
    }
}
