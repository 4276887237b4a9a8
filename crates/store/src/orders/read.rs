//! Reading orders.

use domain::ids::{AccountId, MerchantId, OrderId, PurchaseId};
use domain::money::{Currency, Money};
use domain::order::{CancelReason, Order, OrderLine, OrderState};

use jiff::Timestamp;

use crate::checkouts::read_address;
use crate::{DbError, Param, Read, Row};

/// An order's full key, with who may see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderRef {
    /// The order.
    pub id: OrderId,
    /// Who sells.
    pub merchant: MerchantId,
    /// The purchase it came from.
    pub purchase: PurchaseId,
    /// Who bought it.
    pub account: Option<AccountId>,
}

/// The full key of the order with this id.
///
/// # Errors
/// What the engine refused.
pub fn key_of(read: &mut impl Read, id: OrderId) -> Result<Option<OrderRef>, DbError> {
    read.first(
        "SELECT id, merchant_id, purchase_id, account_id FROM orders WHERE id = $1",
        &[Param::id(id)],
        |row| {
            Ok(OrderRef {
                id: row.id(0)?,
                merchant: row.id(1)?,
                purchase: row.id(2)?,
                account: row.opt_id(3)?,
            })
        },
    )
}

/// All that [`with_line`] reads, of the orders and lines that the condition names.
macro_rules! orders_where {
    ($condition:literal) => {
        concat!(
            "SELECT o.id, o.merchant_id, o.number, o.purchase_id, o.checkout_id, o.account_id, o.state,
                    o.cancel_reason, o.currency, o.subtotal, o.shipping, o.tax, o.tax_included, o.total, o.refunded,
                    o.email, o.buyer_name, o.destination, o.country, o.locale, o.rate_name, o.days_min, o.days_max,
                    o.post_id, o.marketing_opt_in, o.is_test, o.undo_until, o.created_at, o.placed_at,
                    o.confirmed_at, o.canceled_at, o.fulfilled_at, o.delivered_at,
                    l.id, l.product_id, l.variant_id, l.post_id, l.title, l.variant_title, l.sku, l.image_id,
                    l.quantity, l.unit_price, l.subtotal, l.tax, l.tracked, l.requires_shipping, l.shipped,
                    l.refunded, l.restocked, o.cancel_wish, o.reference, l.discount, l.discount_title
               FROM orders o JOIN order_lines l ON l.merchant_id = o.merchant_id AND l.order_id = o.id
              WHERE ",
            $condition
        )
    };
}
pub(super) use orders_where;

/// What people call an order; empty when there is none.
///
/// # Errors
/// What the engine refused.
pub fn number(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<String, DbError> {
    let found = read.first(
        "SELECT number FROM orders WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(order)],
        |row| row.text(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// The order with this key.
///
/// # Errors
/// What the engine refused.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: OrderId) -> Result<Option<Order>, DbError> {
    let rows = read.rows(
        orders_where!("o.merchant_id = $1 AND o.id = $2 ORDER BY o.id, l.id"),
        &[Param::id(merchant), Param::id(id)],
        with_line,
    )?;
    Ok(fold(rows).pop())
}

/// The order with this id, whoever sells it.
///
/// # Errors
/// What the engine refused.
pub fn by_id(read: &mut impl Read, id: OrderId) -> Result<Option<Order>, DbError> {
    let rows = read.rows(orders_where!("o.id = $1 ORDER BY o.id, l.id"), &[Param::id(id)], with_line)?;
    Ok(fold(rows).pop())
}

/// The orders of a purchase, in the order they were made.
///
/// # Errors
/// What the engine refused.
pub fn of_purchase(read: &mut impl Read, purchase: PurchaseId) -> Result<Vec<Order>, DbError> {
    let rows = read.rows(
        orders_where!("o.purchase_id = $1 ORDER BY o.id, l.id"),
        &[Param::id(purchase)],
        with_line,
    )?;
    Ok(fold(rows))
}

/// The orders a merchant got from `from` on and before `until`, oldest first, at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn confirmed_between(
    read: &mut impl Read,
    merchant: MerchantId,
    from: Timestamp,
    until: Timestamp,
    count: u32,
) -> Result<Vec<Order>, DbError> {
    let rows = read.rows(
        orders_where!(
            "o.merchant_id = $1 AND o.id IN (
                 SELECT id FROM orders WHERE merchant_id = $1 AND confirmed_at >= $2 AND confirmed_at < $3
                  ORDER BY id LIMIT $4)
              ORDER BY o.id, l.id"
        ),
        &[Param::id(merchant), from.into(), until.into(), count.into()],
        with_line,
    )?;
    Ok(fold(rows))
}

/// Joins the rows of an answer ordered by order.
pub(crate) fn fold(rows: Vec<Order>) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for row in rows {
        match orders.last_mut().filter(|last| last.id == row.id) {
            Some(last) => last.lines.extend(row.lines),
            None => orders.push(row),
        }
    }
    orders
}

/// An order with the one line of this row.
pub(crate) fn with_line(row: &Row<'_>) -> Result<Order, DbError> {
    let currency: Currency = row.word(8, "currency", |word| word.parse().ok())?;
    let money = |column| row.int(column).map(|amount| Money::new(amount, currency));
    let days = |column| {
        row.int(column).and_then(|days| {
            u16::try_from(days).map_err(|_| DbError::Value {
                column,
                value: days.to_string(),
                wanted: "days",
            })
        })
    };
    Ok(Order {
        id: row.id(0)?,
        merchant: row.id(1)?,
        number: row.text(2)?,
        reference: row.text(51)?,
        purchase: row.id(3)?,
        checkout: row.id(4)?,
        account: row.opt_id(5)?,
        state: row.word(6, "order state", OrderState::from_word)?,
        cancel: CancelReason::from_word(row.str(7)?),
        subtotal: money(9)?,
        shipping: money(10)?,
        tax: money(11)?,
        tax_included: row.flag(12)?,
        total: money(13)?,
        refunded: money(14)?,
        email: row.text(15)?,
        buyer_name: row.text(16)?,
        address: read_address(row.str(17)?)?,
        country: row.word(18, "country", |word| word.parse().ok())?,
        locale: row.text(19)?,
        rate_name: row.text(20)?,
        days_min: days(21)?,
        days_max: days(22)?,
        post: row.opt_id(23)?,
        marketing_opt_in: row.flag(24)?,
        is_test: row.flag(25)?,
        undo_until: row.opt_time(26)?,
        created_at: row.time(27)?,
        placed_at: row.opt_time(28)?,
        confirmed_at: row.opt_time(29)?,
        canceled_at: row.opt_time(30)?,
        fulfilled_at: row.opt_time(31)?,
        delivered_at: row.opt_time(32)?,
        ending: CancelReason::from_word(row.str(50)?),
        lines: vec![OrderLine {
            id: row.id(33)?,
            product: row.id(34)?,
            variant: row.id(35)?,
            post: row.opt_id(36)?,
            title: row.text(37)?,
            variant_title: row.text(38)?,
            sku: row.text(39)?,
            image: row.opt_id(40)?,
            quantity: row.count(41)?,
            unit_price: money(42)?,
            discount: money(52)?,
            discount_title: row.text(53)?,
            subtotal: money(43)?,
            tax: money(44)?,
            tracked: row.flag(45)?,
            requires_shipping: row.flag(46)?,
            shipped: row.count(47)?,
            refunded: row.count(48)?,
            restocked: row.count(49)?,
        }],
    })
}

/// What the next step of an order is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Driven {
    /// Where it stands.
    pub state: OrderState,
    /// Why it is to end, when someone wished so.
    pub cancel_wish: Option<CancelReason>,
    /// Until when it can be undone.
    pub undo_until: Option<Timestamp>,
    /// When it was begun.
    pub created_at: Timestamp,
}

/// What the next step of the order with this key is decided on.
///
/// # Errors
/// What the engine refused.
pub fn driven(read: &mut impl Read, merchant: MerchantId, id: OrderId) -> Result<Option<Driven>, DbError> {
    read.first(
        "SELECT state, cancel_wish, undo_until, created_at FROM orders WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        |row| {
            Ok(Driven {
                state: row.word(0, "order state", OrderState::from_word)?,
                cancel_wish: CancelReason::from_word(row.str(1)?),
                undo_until: row.opt_time(2)?,
                created_at: row.time(3)?,
            })
        },
    )
}

/// What staff told the buyer about the end of an order, or nothing.
///
/// # Errors
/// What the engine refused.
pub fn cancel_note(read: &mut impl Read, merchant: MerchantId, id: OrderId) -> Result<String, DbError> {
    let note = read.first(
        "SELECT cancel_note FROM orders WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        |row| row.text(0),
    )?;
    Ok(note.unwrap_or_default())
}
