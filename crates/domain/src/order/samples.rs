//! Orders for the tests of this folder.

use jiff::Timestamp;

use super::{Order, OrderLine, OrderState};
use crate::ids::{CheckoutId, MerchantId, OrderId, OrderLineId, ProductId, PurchaseId, VariantId};
use crate::money::{Currency, Money};

/// A confirmed order with a line of 10.00 EUR a piece for each quantity; line ids count from 1.
pub(crate) fn order_of(quantities: &[u32]) -> Order {
    let eur = |amount: i64| Money::new(amount, Currency::EUR);
    let lines: Vec<OrderLine> = (1..)
        .zip(quantities)
        .map(|(id, quantity)| OrderLine {
            id: OrderLineId(id),
            product: ProductId(id),
            variant: VariantId(id),
            post: None,
            title: "Mug".to_owned(),
            variant_title: String::new(),
            sku: String::new(),
            image: None,
            quantity: *quantity,
            unit_price: eur(1_000),
            discount: eur(0),
            discount_title: String::new(),
            subtotal: eur(1_000 * i64::from(*quantity)),
            tax: eur(0),
            tracked: true,
            requires_shipping: true,
            shipped: 0,
            refunded: 0,
            restocked: 0,
        })
        .collect();
    let subtotal: i64 = lines.iter().map(|line| line.subtotal.amount).sum();
    Order {
        id: OrderId(1),
        merchant: MerchantId(1),
        number: "BL-00000-00001".to_owned(),
        reference: String::new(),
        purchase: PurchaseId(1),
        checkout: CheckoutId(1),
        account: None,
        state: OrderState::Confirmed,
        cancel: None,
        subtotal: eur(subtotal),
        shipping: eur(0),
        tax: eur(0),
        tax_included: true,
        total: eur(subtotal),
        refunded: eur(0),
        email: "ana@example.org".to_owned(),
        buyer_name: "Ana".to_owned(),
        address: None,
        country: "FR".parse().expect("a country"),
        locale: "en".to_owned(),
        rate_name: String::new(),
        days_min: 2,
        days_max: 4,
        post: None,
        marketing_opt_in: false,
        is_test: false,
        undo_until: None,
        created_at: Timestamp::UNIX_EPOCH,
        placed_at: Some(Timestamp::UNIX_EPOCH),
        confirmed_at: Some(Timestamp::UNIX_EPOCH),
        canceled_at: None,
        fulfilled_at: None,
        delivered_at: None,
        ending: None,
        lines,
    }
}
