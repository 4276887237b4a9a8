//! Orders that never were, for messages about them.

use domain::ids::{CheckoutId, MerchantId, OrderId, OrderLineId, ProductId, PurchaseId, RefundId, VariantId};
use domain::money::{Currency, Money};
use domain::order::{CancelReason, Order, OrderLine, OrderState, Refund, RefundState};
use domain::payment::PaymentState;
use domain::view::orders::{OrderStory, PaymentFacts};
use domain::webhook::HookEvent;

use super::drive::{Drive, Message};
use crate::webhooks::ToldOrder;

/// An order of one line.
pub(super) fn order(drive: &Drive<'_>, currency: Currency, price: i64, quantity: u32) -> OrderStory {
    let money = |amount| Money::new(amount, currency);
    let (now, sum) = (drive.now(), price * i64::from(quantity));
    let id = OrderId(drive.fresh());
    let order = Order {
        id,
        merchant: MerchantId(1),
        number: format!("BL-CHECK-{}", id.0 % 1_000_000),
        reference: String::new(),
        purchase: PurchaseId(drive.fresh()),
        checkout: CheckoutId(drive.fresh()),
        account: None,
        state: OrderState::Confirmed,
        cancel: None,
        subtotal: money(sum),
        shipping: money(0),
        tax: money(0),
        tax_included: true,
        total: money(sum),
        refunded: money(0),
        email: "check@example.org".to_owned(),
        buyer_name: "Check".to_owned(),
        address: None,
        country: "FR".parse().expect("France is a country"),
        locale: "en".to_owned(),
        rate_name: String::new(),
        days_min: 0,
        days_max: 0,
        post: None,
        marketing_opt_in: false,
        is_test: true,
        undo_until: None,
        created_at: now,
        placed_at: Some(now),
        confirmed_at: Some(now),
        canceled_at: None,
        fulfilled_at: None,
        delivered_at: None,
        ending: None,
        lines: vec![line(drive, money(price), quantity, "CHECK-1")],
    };
    OrderStory {
        payment: Some(PaymentFacts {
            state: PaymentState::Captured,
            captured: order.total,
            refunded: order.refunded,
        }),
        order,
        fulfillments: Vec::new(),
        refunds: Vec::new(),
        requests: Vec::new(),
        disputes: Vec::new(),
        is_invoiced: false,
    }
}

/// An order in euros.
pub(super) fn usual(drive: &Drive<'_>) -> OrderStory {
    order(drive, Currency::EUR, 2_000, 2)
}

/// An order of so many lines, each of one unit.
pub(super) fn long(drive: &Drive<'_>, lines: usize) -> OrderStory {
    let price = Money::new(100, Currency::EUR);
    let mut story = order(drive, Currency::EUR, 100, 1);
    story.order.lines = (0..lines).map(|_| line(drive, price, 1, "CHECK-1")).collect();
    let sum = Money::new(100 * i64::try_from(lines).unwrap_or(1), Currency::EUR);
    (story.order.subtotal, story.order.total) = (sum, sum);
    story
}

/// An order of something that is not there.
pub(super) fn gone(drive: &Drive<'_>) -> OrderStory {
    let mut story = order(drive, Currency::EUR, 100, 999);
    for line in &mut story.order.lines {
        line.sku = "CHECK-NOT-THERE".to_owned();
    }
    story
}

fn line(drive: &Drive<'_>, price: Money, quantity: u32, sku: &str) -> OrderLine {
    OrderLine {
        id: OrderLineId(drive.fresh()),
        product: ProductId(1),
        variant: VariantId(1),
        post: None,
        title: "Check".to_owned(),
        variant_title: String::new(),
        sku: sku.to_owned(),
        image: None,
        quantity,
        unit_price: price,
        discount: Money::new(0, price.currency),
        discount_title: String::new(),
        subtotal: Money::new(price.amount * i64::from(quantity), price.currency),
        tax: Money::new(0, price.currency),
        tracked: true,
        requires_shipping: true,
        shipped: 0,
        refunded: 0,
        restocked: 0,
    }
}

/// The order after so much was given back.
pub(super) fn give_back(drive: &Drive<'_>, story: &mut OrderStory, amount: i64) -> RefundId {
    let (id, now) = (RefundId(drive.fresh()), drive.now());
    let currency = story.order.total.currency;
    story.refunds.push(Refund {
        id,
        state: RefundState::Done,
        amount: Money::new(amount, currency),
        reason: "Check".to_owned(),
        created_at: now,
        settled_at: Some(now),
    });
    story.order.refunded = Money::new(story.order.refunded.amount + amount, currency);
    id
}

/// The order after it was canceled.
pub(super) fn cancel(drive: &Drive<'_>, story: &mut OrderStory) {
    story.order.state = OrderState::Canceled;
    story.order.cancel = Some(CancelReason::Merchant);
    story.order.canceled_at = Some(drive.now());
}

/// The message that `event` happened to the order, made as real ones are.
pub(super) fn told(drive: &Drive<'_>, event: HookEvent, story: &OrderStory, about: i64) -> Message {
    let told = ToldOrder { event, about, post: None, creator: None, at: drive.now() };
    drive.message(told.message(drive.partner.orders, story))
}
