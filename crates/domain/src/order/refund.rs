//! How much a refund is.

use super::{Order, OrderLine};
use crate::ids::OrderLineId;
use crate::money::Money;

/// Units of one line to give back for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundLine {
    /// Which line.
    pub line: OrderLineId,
    /// How many units.
    pub quantity: u32,
    /// They go back on the shelf.
    pub restock: bool,
}

/// What to give back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundWish {
    /// Units given back for; none together with no shipping and no amount means everything that is left.
    pub lines: Vec<RefundLine>,
    /// The shipping too.
    pub shipping: bool,
    /// Another amount than the lines and the shipping are worth.
    pub amount: Option<Money>,
}

/// Why this cannot be given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefundRefusal {
    /// Nothing was chosen, or nothing is left.
    #[error("there is nothing to refund")]
    Nothing,
    /// The order has no such line.
    #[error("the order has no line {0}")]
    UnknownLine(OrderLineId),
    /// More units than were not refunded yet.
    #[error("only {left} of line {line} can still be refunded")]
    TooMany {
        /// Which line.
        line: OrderLineId,
        /// How many are left.
        left: u32,
    },
    /// More than is left of what was taken.
    #[error("at most {left} can still be refunded")]
    TooMuch {
        /// How much is left.
        left: Money,
    },
    /// The buyer's bank holds or keeps a part of it: that goes back by the dispute.
    #[error("{held} is held by the buyer's bank in a dispute; at most {left} can still be refunded")]
    Disputed {
        /// How much the bank holds.
        held: Money,
        /// How much is left.
        left: Money,
    },
    /// The provider moves whole steps of this much in the currency.
    #[error("only multiples of {amount} {currency} can be refunded", amount = .step.to_decimal(), currency = .step.currency)]
    Step {
        /// The least that it moves.
        step: Money,
    },
    /// Another currency than the order's.
    #[error("the order was paid in another currency")]
    Currency,
}

/// The amount of a refund of which `left` is the most.
///
/// # Errors
/// [`RefundRefusal`], which says what is left.
pub fn plan_refund(order: &Order, wish: &RefundWish, left: Money) -> Result<Money, RefundRefusal> {
    let mut worth: i64 = 0;
    for (at, each) in wish.lines.iter().enumerate() {
        let line = order
            .lines
            .iter()
            .find(|line| line.id == each.line)
            .ok_or(RefundRefusal::UnknownLine(each.line))?;
        let free = line.quantity - line.refunded;
        let named_twice = wish.lines[..at].iter().any(|before| before.line == each.line);
        if named_twice || each.quantity > free {
            return Err(RefundRefusal::TooMany { line: line.id, left: free });
        }
        worth += worth_of(order, line, line.refunded + each.quantity) - worth_of(order, line, line.refunded);
    }
    if wish.shipping {
        worth += shipping_worth(order);
    }
    let units: u32 = wish.lines.iter().map(|line| line.quantity).sum();
    let amount = match wish.amount {
        Some(amount) if amount.currency != left.currency => return Err(RefundRefusal::Currency),
        Some(amount) => amount,
        None if units == 0 && !wish.shipping => left,
        None => Money::new(worth, left.currency),
    };
    if amount.amount > left.amount {
        return Err(RefundRefusal::TooMuch { left });
    }
    if amount.amount <= 0 { Err(RefundRefusal::Nothing) } else { Ok(amount) }
}

/// [`plan_refund`] where the buyer's bank holds or keeps `held` of what is `left`.
///
/// # Errors
/// [`RefundRefusal`]; [`RefundRefusal::Disputed`] where more than the bank left was wished.
pub fn plan_disputed_refund(
    order: &Order,
    wish: &RefundWish,
    left: Money,
    held: Money,
) -> Result<Money, RefundRefusal> {
    let free = Money::new((left.amount - held.amount).max(0), left.currency);
    let planned = plan_refund(order, wish, free);
    if held.amount <= 0 {
        return planned;
    }
    planned.map_err(|refusal| match refusal {
        RefundRefusal::TooMuch { .. } => RefundRefusal::Disputed { held, left: free },
        RefundRefusal::Nothing if free.is_zero() => RefundRefusal::Disputed { held, left: free },
        other => other,
    })
}

/// What the first `units` of a line cost with their tax. Rounded down on the running total, so that giving back
/// unit by unit ends at exactly the line's worth.
fn worth_of(order: &Order, line: &OrderLine, units: u32) -> i64 {
    let whole =
        i128::from(line.subtotal.amount) + if order.tax_included { 0 } else { i128::from(line.tax.amount) };
    i64::try_from(whole * i128::from(units) / i128::from(line.quantity))
        .expect("a part is no larger than the line")
}

/// What shipping cost with its tax.
fn shipping_worth(order: &Order) -> i64 {
    let line_tax: i64 = order.lines.iter().map(|line| line.tax.amount).sum();
    order.shipping.amount + if order.tax_included { 0 } else { order.tax.amount - line_tax }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use crate::order::samples::order_of;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn lines(line: i64, quantity: u32) -> RefundWish {
        let line = RefundLine { line: OrderLineId(line), quantity, restock: false };
        RefundWish { lines: vec![line], ..RefundWish::default() }
    }

    #[test]
    fn a_wish_without_words_is_everything_left() {
        assert_eq!(plan_refund(&order_of(&[2]), &RefundWish::default(), eur(700)), Ok(eur(700)));
        assert_eq!(plan_refund(&order_of(&[2]), &RefundWish::default(), eur(0)), Err(RefundRefusal::Nothing));
    }

    #[test]
    fn units_are_worth_their_part_and_the_parts_sum_to_the_line() {
        let mut order = order_of(&[3]);
        order.tax_included = false;
        order.lines[0].tax = eur(100);
        let mut given = 0;
        for _ in 0..3 {
            given += plan_refund(&order, &lines(1, 1), eur(10_000)).unwrap().amount;
            order.lines[0].refunded += 1;
        }
        assert_eq!(given, order.lines[0].subtotal.amount + 100);
    }

    #[test]
    fn shipping_comes_with_its_tax() {
        let mut order = order_of(&[1]);
        order.tax_included = false;
        order.shipping = eur(500);
        order.lines[0].tax = eur(200);
        order.tax = eur(300);
        let wish = RefundWish { shipping: true, ..RefundWish::default() };
        assert_eq!(plan_refund(&order, &wish, eur(10_000)), Ok(eur(600)));
    }

    #[test]
    fn what_the_bank_holds_is_not_given_back_as_well() {
        let order = order_of(&[2]);
        let amount =
            |amount| RefundWish { amount: Some(Money::new(amount, Currency::EUR)), ..RefundWish::default() };
        let plan = |wish: &RefundWish, held| plan_disputed_refund(&order, wish, eur(2_000), eur(held));
        let disputed = |held, left| Err(RefundRefusal::Disputed { held: eur(held), left: eur(left) });
        assert_eq!(plan(&RefundWish::default(), 2_000), disputed(2_000, 0));
        assert_eq!(plan(&amount(1), 2_000), disputed(2_000, 0));
        assert_eq!(plan(&amount(501), 1_500), disputed(1_500, 500));
        assert_eq!(plan(&amount(500), 1_500), Ok(eur(500)));
        assert_eq!(plan(&RefundWish::default(), 1_500), Ok(eur(500)), "everything that is left");
        assert_eq!(plan(&amount(2_001), 0), Err(RefundRefusal::TooMuch { left: eur(2_000) }));
    }

    #[test]
    fn refusals_say_what_is_left() {
        let mut order = order_of(&[2]);
        order.lines[0].refunded = 1;
        let amount =
            |amount| RefundWish { amount: Some(Money::new(amount, Currency::EUR)), ..RefundWish::default() };
        let yen = RefundWish { amount: Some(Money::new(1, Currency::JPY)), ..RefundWish::default() };
        let cases = [
            (lines(1, 2), RefundRefusal::TooMany { line: OrderLineId(1), left: 1 }),
            (lines(7, 1), RefundRefusal::UnknownLine(OrderLineId(7))),
            (amount(501), RefundRefusal::TooMuch { left: eur(500) }),
            (amount(0), RefundRefusal::Nothing),
            (amount(-5), RefundRefusal::Nothing),
            (yen, RefundRefusal::Currency),
        ];
        for (wish, refusal) in cases {
            assert_eq!(plan_refund(&order, &wish, eur(500)), Err(refusal), "{wish:?}");
        }
    }
}
