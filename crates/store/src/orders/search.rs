//! Finding orders: a merchant's list, and what was ordered with an address.

use domain::ids::{AccountId, MerchantId, OrderId};
use domain::order::Order;
use domain::view::orders::OrderFilter;

use super::read::{fold, orders_where, with_line};
use crate::{DbError, Param, Read};

/// Letters of a search that are looked at; no number, name or address is longer.
pub const SEARCH_CHARS_MAX: usize = 100;

/// The orders a merchant has, newest first, older than `before`, at most `count`: those that were confirmed,
/// whatever became of them. `text` is looked for in number, reference, name, address and SKUs; empty finds all.
///
/// # Errors
/// What the engine refused.
pub fn of_merchant(
    read: &mut impl Read,
    merchant: MerchantId,
    filter: OrderFilter,
    text: &str,
    before: OrderId,
    count: u32,
) -> Result<Vec<Order>, DbError> {
    let pattern = pattern_of(text);
    let rows = read.rows(
        orders_where!(
            "o.merchant_id = $1 AND o.id IN (
              SELECT f.id FROM orders f
               WHERE f.merchant_id = $1 AND f.id < $2 AND f.confirmed_at IS NOT NULL
                 AND ($3 = '' OR lower(f.number) LIKE $3 ESCAPE '!' OR lower(f.buyer_name) LIKE $3 ESCAPE '!'
                      OR f.email LIKE $3 ESCAPE '!' OR lower(f.reference) LIKE $3 ESCAPE '!'
                      OR EXISTS (SELECT 1 FROM order_lines s
                                  WHERE s.merchant_id = f.merchant_id AND s.order_id = f.id
                                    AND lower(s.sku) LIKE $3 ESCAPE '!'))
                 AND ($4 <> 'to-ship' OR (f.state = 'confirmed' AND f.fulfilled_at IS NULL
                      AND EXISTS (SELECT 1 FROM order_lines s
                                   WHERE s.merchant_id = f.merchant_id AND s.order_id = f.id
                                     AND s.requires_shipping = 1 AND s.shipped + s.refunded < s.quantity)))
                 AND ($4 <> 'requests' OR EXISTS (SELECT 1 FROM buyer_requests r
                       WHERE r.merchant_id = f.merchant_id AND r.order_id = f.id AND r.state = 'waiting'))
                 AND ($4 <> 'shipped' OR (f.state = 'confirmed' AND f.fulfilled_at IS NOT NULL))
                 AND ($4 <> 'canceled' OR f.state = 'canceled')
                 AND ($4 <> 'errors' OR EXISTS (SELECT 1 FROM jobs j
                       WHERE j.merchant_id = f.merchant_id AND j.state = 'dead'
                         AND (j.subject = f.id
                              OR j.subject IN (SELECT d.id FROM refunds d
                                                WHERE d.merchant_id = f.merchant_id AND d.order_id = f.id))))
               ORDER BY f.id DESC LIMIT $5)
             ORDER BY o.id DESC, l.id"
        ),
        &[Param::id(merchant), Param::id(before), (&pattern).into(), filter.as_str().into(), count.into()],
        with_line,
    )?;
    Ok(fold(rows))
}

/// The newest orders that were placed with a merchant, at most `count`, whether or not they are the merchant's yet:
/// buyers may still undo some of them. For who looks at both sides at once, as the demo does.
///
/// # Errors
/// What the engine refused.
pub fn placed_with_merchant(
    read: &mut impl Read,
    merchant: MerchantId,
    count: u32,
) -> Result<Vec<Order>, DbError> {
    let rows = read.rows(
        orders_where!(
            "o.merchant_id = $1 AND o.id IN (SELECT f.id FROM orders f
                                              WHERE f.merchant_id = $1 AND f.placed_at IS NOT NULL
                                              ORDER BY f.id DESC LIMIT $2)
             ORDER BY o.id DESC, l.id"
        ),
        &[Param::id(merchant), count.into()],
        with_line,
    )?;
    Ok(fold(rows))
}

/// The orders an account bought, newest first, older than `before`, at most `count`. Those that never were placed
/// are left out. `text` is looked for in numbers and in what was bought; empty finds all.
///
/// # Errors
/// What the engine refused.
pub fn of_account(
    read: &mut impl Read,
    account: AccountId,
    text: &str,
    before: OrderId,
    count: u32,
) -> Result<Vec<Order>, DbError> {
    let pattern = pattern_of(text);
    let rows = read.rows(
        orders_where!(
            "o.id IN (SELECT f.id FROM orders f
                       WHERE f.account_id = $1 AND f.id < $2 AND f.placed_at IS NOT NULL
                         AND ($3 = '' OR lower(f.number) LIKE $3 ESCAPE '!'
                              OR EXISTS (SELECT 1 FROM order_lines s
                                          WHERE s.merchant_id = f.merchant_id AND s.order_id = f.id
                                            AND lower(s.title) LIKE $3 ESCAPE '!'))
                       ORDER BY f.id DESC LIMIT $4)
              ORDER BY o.id DESC, l.id"
        ),
        &[Param::id(account), Param::id(before), (&pattern).into(), count.into()],
        with_line,
    )?;
    Ok(fold(rows))
}

/// The newest orders that were placed with an address, at most `count`. Addresses are stored in small letters.
///
/// # Errors
/// What the engine refused.
pub fn of_email(read: &mut impl Read, email: &str, count: u32) -> Result<Vec<Order>, DbError> {
    let rows = read.rows(
        orders_where!(
            "o.id IN (SELECT id FROM orders WHERE email = $1 AND placed_at IS NOT NULL
                       ORDER BY id DESC LIMIT $2)
              ORDER BY o.id DESC, l.id"
        ),
        &[email.into(), count.into()],
        with_line,
    )?;
    Ok(fold(rows))
}

/// `%text%` with the pattern's own signs made plain, in small letters; empty for an empty text.
fn pattern_of(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for letter in text.chars().take(SEARCH_CHARS_MAX).flat_map(char::to_lowercase) {
        if matches!(letter, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_the_pattern_are_searched_as_they_are() {
        assert_eq!(pattern_of("  50%_Off! "), "%50!%!_off!!%");
        assert_eq!(pattern_of(" "), "");
    }
}
