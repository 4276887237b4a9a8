//! Money given back. A payment's `refunded` counts what was given back or is on its way, so two refunds at the
//! same moment cannot together exceed what was taken (F23): its `CHECK` refuses the second.

use domain::ids::{AccountId, MerchantId, OrderId, OrderLineId, PaymentId, RefundId};
use domain::money::{Currency, Money};
use domain::order::{Refund, RefundState};
use jiff::Timestamp;

use crate::payments::{self, Payment};
use crate::{Column, DbError, Param, Read, Sql, Tx};

/// A refund to be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRefund {
    /// Its id, and with its text form the provider's key.
    pub id: RefundId,
    /// Who gives back.
    pub merchant: MerchantId,
    /// For which order.
    pub order: OrderId,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// Who decided; `None` for the server itself.
    pub created_by: Option<AccountId>,
}

/// A refund with what a provider must be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRefund {
    /// The refund.
    pub refund: Refund,
    /// For which order.
    pub order: OrderId,
    /// The payment it is given back from.
    pub payment: Payment,
}

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO refunds (id, merchant_id, order_id, payment_id, refund_key, state, amount, currency, reason,
                                  created_by, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    postgres: "INSERT INTO refunds (id, merchant_id, order_id, payment_id, refund_key, state, amount, currency,
                                    reason, created_by, created_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                             $7::BIGINT[], $8::TEXT[], $9::TEXT[], $10::BIGINT[], $11::BIGINT[])
                   AS u (a, b, c, d, e, f, g, h, i, j, k)",
};

const PROMISE: Sql = Sql {
    sqlite: "UPDATE payments SET refunded = refunded + $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE payments SET refunded = payments.refunded + u.amount
                 FROM (SELECT v.merchant_id, v.id, CAST(sum(v.amount) AS BIGINT) AS amount
                         FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS v (amount, merchant_id, id)
                        GROUP BY v.merchant_id, v.id) AS u
                WHERE payments.merchant_id = u.merchant_id AND payments.id = u.id",
};

/// Writes refunds as started and promises their amounts.
///
/// # Errors
/// What the engine refused; more than was taken is refused by the payment's `CHECK`.
pub fn insert(tx: &mut Tx<'_>, refunds: &[NewRefund], now: Timestamp) -> Result<(), DbError> {
    if refunds.is_empty() {
        return Ok(());
    }
    let keys: Vec<String> = refunds.iter().map(|refund| refund.id.to_string()).collect();
    let rows: Vec<[Param<'_>; 11]> = refunds
        .iter()
        .zip(&keys)
        .map(|(refund, key)| {
            [
                Param::id(refund.id),
                Param::id(refund.merchant),
                Param::id(refund.order),
                Param::id(refund.payment),
                key.into(),
                RefundState::Started.as_str().into(),
                refund.amount.amount.into(),
                refund.amount.currency.code().into(),
                (&refund.reason).into(),
                Param::opt_id(refund.created_by),
                now.into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(INSERT, [Int, Int, Int, Int, Text, Text, Int, Text, Text, Int, Int], &rows)?;
    let promises: Vec<[Param<'_>; 3]> = refunds
        .iter()
        .map(|refund| [refund.amount.amount.into(), Param::id(refund.merchant), Param::id(refund.payment)])
        .collect();
    tx.execute_rows(PROMISE, [Int; 3], &promises)?;
    Ok(())
}

/// A refund with the payment it is given back from.
///
/// # Errors
/// What the engine refused.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: RefundId) -> Result<Option<OpenRefund>, DbError> {
    let found = read.first(
        "SELECT id, state, amount, currency, reason, created_at, order_id, payment_id
           FROM refunds WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        |row| {
            let currency: Currency = row.word(3, "currency", |word| word.parse().ok())?;
            let refund = Refund {
                id: row.id(0)?,
                state: row.word(1, "refund state", RefundState::from_word)?,
                amount: Money::new(row.int(2)?, currency),
                reason: row.text(4)?,
                created_at: row.time(5)?,
            };
            Ok((refund, row.id::<OrderId>(6)?, row.id::<PaymentId>(7)?))
        },
    )?;
    let Some((refund, order, payment)) = found else { return Ok(None) };
    let payments = payments::of_order(read, merchant, order)?;
    let payment = payments.into_iter().find(|it| it.id == payment);
    Ok(payment.map(|payment| OpenRefund { refund, order, payment }))
}

/// The refunds of an order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Refund>, DbError> {
    read.rows(
        "SELECT id, state, amount, currency, reason, created_at
           FROM refunds WHERE merchant_id = $1 AND order_id = $2 ORDER BY id",
        &[Param::id(merchant), Param::id(order)],
        |row| {
            let currency: Currency = row.word(3, "currency", |word| word.parse().ok())?;
            Ok(Refund {
                id: row.id(0)?,
                state: row.word(1, "refund state", RefundState::from_word)?,
                amount: Money::new(row.int(2)?, currency),
                reason: row.text(4)?,
                created_at: row.time(5)?,
            })
        },
    )
}

/// Settles a started refund: given back (the order's figure follows) or refused (the promise is taken back).
/// `false`: it was settled before, nothing has changed.
///
/// # Errors
/// What the engine refused.
pub fn settle(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: RefundId,
    state: RefundState,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE refunds SET state = $1, settled_at = $2 WHERE merchant_id = $3 AND id = $4 AND state = 'started'",
        &[state.as_str().into(), now.into(), Param::id(merchant), Param::id(id)],
    )?;
    if changed == 0 {
        return Ok(false);
    }
    let key = [Param::id(merchant), Param::id(id)];
    match state {
        RefundState::Done => {
            tx.execute(
                "UPDATE orders SET refunded = orders.refunded + r.amount FROM refunds r
                  WHERE r.merchant_id = $1 AND r.id = $2
                    AND orders.merchant_id = r.merchant_id AND orders.id = r.order_id",
                &key,
            )?;
        }
        RefundState::Failed => {
            tx.execute(
                "UPDATE payments SET refunded = payments.refunded - r.amount FROM refunds r
                  WHERE r.merchant_id = $1 AND r.id = $2
                    AND payments.merchant_id = r.merchant_id AND payments.id = r.payment_id",
                &key,
            )?;
        }
        RefundState::Started => {}
    }
    Ok(true)
}

/// Units of one line that money is given back for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundedUnits {
    /// Which line.
    pub line: OrderLineId,
    /// How many.
    pub quantity: u32,
    /// How many of them go back on the shelf.
    pub restocked: u32,
}

const COUNT_LINES: Sql = Sql {
    sqlite: "UPDATE order_lines SET refunded = refunded + $1, restocked = restocked + $2
              WHERE merchant_id = $3 AND order_id = $4 AND id = $5 AND refunded + $1 <= quantity",
    postgres: "UPDATE order_lines SET refunded = order_lines.refunded + u.refunded,
                                       restocked = order_lines.restocked + u.restocked
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[])
                   AS u (refunded, restocked, merchant_id, order_id, id)
                WHERE order_lines.merchant_id = u.merchant_id AND order_lines.order_id = u.order_id
                  AND order_lines.id = u.id AND order_lines.refunded + u.refunded <= quantity",
};

/// Counts units as given back for. `false`: more than were bought, and nothing may stay.
///
/// # Errors
/// What the engine refused.
pub fn count_units(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    units: &[RefundedUnits],
) -> Result<bool, DbError> {
    let rows: Vec<[Param<'_>; 5]> = units
        .iter()
        .map(|each| {
            [
                each.quantity.into(),
                each.restocked.into(),
                Param::id(merchant),
                Param::id(order),
                Param::id(each.line),
            ]
        })
        .collect();
    let counted = tx.execute_rows(COUNT_LINES, [Column::Int; 5], &rows)?;
    Ok(usize::try_from(counted).ok() == Some(units.len()))
}

/// Promises a refund again that the provider had refused. One that is under way or done stays as it is.
///
/// # Errors
/// What the engine refused; more than is left of what was taken is refused by the payment's `CHECK`.
pub fn reopen(tx: &mut Tx<'_>, merchant: MerchantId, id: RefundId) -> Result<(), DbError> {
    let key = [Param::id(merchant), Param::id(id)];
    let changed = tx.execute(
        "UPDATE refunds SET state = 'started', settled_at = NULL
          WHERE merchant_id = $1 AND id = $2 AND state = 'failed'",
        &key,
    )?;
    if changed == 1 {
        tx.execute(
            "UPDATE payments SET refunded = payments.refunded + r.amount FROM refunds r
              WHERE r.merchant_id = $1 AND r.id = $2
                AND payments.merchant_id = r.merchant_id AND payments.id = r.payment_id",
            &key,
        )?;
    }
    Ok(())
}
