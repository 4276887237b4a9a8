//! The part of an order that is sold from one connected shop.

use crate::ids::ProductId;
use crate::money::Money;
use crate::order::{Order, OrderLine};

/// Some lines of an order, with what belongs to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'o> {
    /// Its lines, in the order of the order.
    pub lines: Vec<&'o OrderLine>,
    /// The shipping, where it goes with this part; else zero.
    pub shipping: Money,
    /// The tax in, or on, that.
    pub shipping_tax: Money,
    /// All tax of the part.
    pub tax: Money,
    /// What was paid for the part.
    pub total: Money,
}

impl Part<'_> {
    /// It is all of its order.
    #[must_use]
    pub fn is_whole(&self, order: &Order) -> bool {
        self.lines.len() == order.lines.len()
    }
}

/// The lines of `order` whose products are `owned` by one shop; none when there are none. Shipping is paid once: it goes with
/// the shop that sells the first line, so that the parts of an order add up to it to the cent.
#[must_use]
pub fn part(order: &Order, owned: impl Fn(ProductId) -> bool) -> Option<Part<'_>> {
    let lines: Vec<&OrderLine> = order.lines.iter().filter(|line| owned(line.product)).collect();
    let has_shipping = order.lines.first().is_some_and(|first| owned(first.product));
    if lines.is_empty() {
        return None;
    }
    let currency = order.total.currency;
    let sum = |amounts: &mut dyn Iterator<Item = i64>| Money::new(amounts.sum(), currency);
    let lines_tax = sum(&mut lines.iter().map(|line| line.tax.amount));
    let all_lines_tax: i64 = order.lines.iter().map(|line| line.tax.amount).sum();
    let (shipping, shipping_tax) = if has_shipping {
        (order.shipping, Money::new(order.tax.amount - all_lines_tax, currency))
    } else {
        (Money::zero(currency), Money::zero(currency))
    };
    let tax = Money::new(lines_tax.amount + shipping_tax.amount, currency);
    let goods = sum(&mut lines.iter().map(|line| line.subtotal.amount));
    let on_top = if order.tax_included { 0 } else { tax.amount };
    let total = Money::new(goods.amount + shipping.amount + on_top, currency);
    Some(Part { lines, shipping, shipping_tax, tax, total })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::samples::order_of;

    fn halves(order: &Order) -> (i64, i64) {
        let first = order.lines[0].product;
        let one = part(order, |product| product == first).expect("the first line is one's");
        let rest = part(order, |product| product != first);
        (one.total.amount, rest.map_or(0, |part| part.total.amount))
    }

    #[test]
    fn parts_add_up_to_the_order_and_shipping_goes_with_the_first_line() {
        for tax_included in [true, false] {
            let mut order = order_of(&[2, 1]);
            let eur = |amount: i64| Money::new(amount, order.total.currency);
            let (shipping, tax) = (eur(490), eur(167 + 64 + 78));
            let total = eur(3_000 + 490 + if tax_included { 0 } else { tax.amount });
            let line_taxes = [eur(167), eur(64)];
            for (line, tax) in order.lines.iter_mut().zip(line_taxes) {
                line.tax = tax;
            }
            order = Order { tax_included, shipping, tax, total, ..order };
            let (one, rest) = halves(&order);
            assert_eq!(one + rest, order.total.amount, "tax included: {tax_included}");
            assert_eq!(one, 2_000 + 490 + if tax_included { 0 } else { 167 + 78 });
        }
    }

    #[test]
    fn what_a_shop_does_not_sell_is_no_part_of_it() {
        let order = order_of(&[1]);
        assert_eq!(part(&order, |_| false), None);
        let all = part(&order, |_| true).expect("all of it");
        assert!(all.is_whole(&order));
        assert_eq!(all.total, order.total);
    }
}
