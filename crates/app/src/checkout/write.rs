//! What a paying tap writes: the order as it was agreed, and the first attempt to pay it.

use domain::checkout::{Agreed, Checkout, Purchase};
use domain::country::Country;
use domain::ids::{OrderId, OrderLineId};
use domain::money::Money;
use domain::order::{Order, OrderLine, OrderState, order_number};
use domain::payment::PaymentState;
use store::payments::Payment;

use super::view::{PartView, payee_of};
use crate::Ctx;

pub(super) fn first_attempt(ctx: &Ctx, part: &PartView, order: &Order, method: &str) -> Payment {
    let checkout = &part.checkout;
    Payment {
        id: ctx.id(),
        merchant: order.merchant,
        order: order.id,
        // Of the checkout and the try, never of the request: however often this try is repeated, it is one charge.
        key: format!("{}-{}", checkout.id, checkout.attempt),
        provider: ctx.ports().payments.name().to_owned(),
        method: method.to_owned(),
        state: PaymentState::Started,
        amount: order.total,
        captured: Money::zero(order.total.currency),
        refunded: Money::zero(order.total.currency),
        reference: String::new(),
        action_url: String::new(),
        decline: None,
        payee: payee_of(ctx, &part.pricing).to_owned(),
        created_at: order.created_at,
    }
}

pub(super) fn write_order(
    ctx: &Ctx,
    purchase: &Purchase,
    checkout: &Checkout,
    agreed: &Agreed,
    country: Country,
) -> Order {
    let id: OrderId = ctx.id();
    Order {
        id,
        merchant: checkout.merchant,
        number: order_number(id),
        reference: String::new(),
        purchase: purchase.id,
        checkout: checkout.id,
        account: purchase.account,
        state: OrderState::Pending,
        cancel: None,
        subtotal: agreed.subtotal,
        shipping: agreed.shipping,
        tax: agreed.tax,
        tax_included: agreed.tax_included,
        total: agreed.total,
        refunded: Money::zero(agreed.total.currency),
        email: purchase.email.clone(),
        buyer_name: purchase.address.as_ref().map_or_else(String::new, |address| address.name.clone()),
        address: purchase.address.clone(),
        country,
        locale: purchase.locale.clone(),
        rate_name: agreed.rate_name.clone(),
        days_min: agreed.days_min,
        days_max: agreed.days_max,
        post: checkout.lines.iter().find_map(|line| line.post),
        marketing_opt_in: purchase.marketing_opt_in,
        is_test: purchase.is_test,
        undo_until: None,
        created_at: ctx.now(),
        placed_at: None,
        confirmed_at: None,
        canceled_at: None,
        fulfilled_at: None,
        delivered_at: None,
        ending: None,
        lines: checkout
            .lines
            .iter()
            .zip(&agreed.line_taxes)
            .enumerate()
            .map(|(index, (line, tax))| {
                let quantity = line.quantity.get();
                let currency = line.unit_price.currency;
                let off = agreed.discount_of(index);
                let discount = off.map_or(Money::zero(currency), |off| off.amount);
                let unit_price = agreed.unit_price_of(index, line.unit_price);
                OrderLine {
                    id: ctx.id::<OrderLineId>(),
                    product: line.product,
                    variant: line.variant,
                    post: line.post,
                    title: line.title.clone(),
                    variant_title: line.variant_title.clone(),
                    sku: line.sku.clone(),
                    image: line.image,
                    quantity,
                    unit_price,
                    discount,
                    discount_title: off.map_or_else(String::new, |off| off.title.clone()),
                    subtotal: Money::new(unit_price.amount * i64::from(quantity), currency),
                    tax: *tax,
                    tracked: line.tracked,
                    requires_shipping: line.requires_shipping,
                    shipped: 0,
                    refunded: 0,
                    restocked: 0,
                }
            })
            .collect(),
    }
}
