//! The connectors of open shops against the real programs, run by Node beside the test and killed where that hurts.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/carts.rs"]
mod carts;
#[path = "../common/load.rs"]
mod load;

mod medusa;
mod program;
mod vendure;
mod wire;

/// Where carts look for their time.
mod line {
    /// When every cart was placed.
    pub const BEGAN_MS: i64 = 1_796_000_000_000;
}

/// An order of one line, so many minor units of the currency each, with a fifth of tax in every price.
fn usual(
    (number, currency): (u64, domain::money::Currency),
    goods: carts::Goods<'_>,
    (quantity, price, shipping): (u32, i64, i64),
) -> app::ports::OrderOut {
    use domain::money::Money;
    let mut order = carts::cart(number, currency, &goods[..1]);
    let included = |amount: i64| Money::new(amount - (amount * 10 + 6) / 12, currency);
    order.lines.truncate(1);
    let line = &mut order.lines[0];
    line.quantity = quantity;
    line.unit_price = Money::new(price, currency);
    line.subtotal = line.unit_price.times(quantity).unwrap();
    line.tax = included(line.subtotal.amount);
    order.shipping = Money::new(shipping, currency);
    order.shipping_tax = included(shipping);
    order.tax_included = true;
    order.tax = line.tax.checked_add(order.shipping_tax).unwrap();
    order.total = line.subtotal.checked_add(order.shipping).unwrap();
    order
}
