//! Money given back. A payment's `refunded` counts what was given back or is on its way, so two refunds at the
//! same moment cannot together exceed what was taken (F23): its `CHECK` refuses the second.

use domain::ids::{AccountId, MerchantId, OrderId, OrderLineId, PaymentId, RefundId};
use domain::money::{Currency, Money};
use domain::order::{Refund, RefundState};
use jiff::Timestamp;

use crate::payments::{self, Payment};
use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

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
        "SELECT id, state, amount, currency, reason, created_at, settled_at, order_id, payment_id, merchant_id
           FROM refunds WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        placed,
    )?;
    open(read, found)
}

/// The refund that its provider knows by our `key`.
///
/// # Errors
/// What the engine refused.
pub fn by_key(read: &mut impl Read, key: &str) -> Result<Option<OpenRefund>, DbError> {
    let found = read.first(
        "SELECT id, state, amount, currency, reason, created_at, settled_at, order_id, payment_id, merchant_id
           FROM refunds WHERE refund_key = $1",
        &[key.into()],
        placed,
    )?;
    open(read, found)
}

/// The refund that its provider calls `reference`.
///
/// # Errors
/// What the engine refused.
pub fn by_reference(read: &mut impl Read, reference: &str) -> Result<Option<OpenRefund>, DbError> {
    let found = read.first(
        "SELECT id, state, amount, currency, reason, created_at, settled_at, order_id, payment_id, merchant_id
           FROM refunds WHERE provider_ref = $1 AND provider_ref <> ''",
        &[reference.into()],
        placed,
    )?;
    open(read, found)
}

/// A refund, and the order and payment it belongs to.
type Placed = (Refund, OrderId, PaymentId, MerchantId);

fn placed(row: &Row<'_>) -> Result<Placed, DbError> {
    Ok((from_row(row)?, row.id(7)?, row.id(8)?, row.id(9)?))
}

fn open(read: &mut impl Read, found: Option<Placed>) -> Result<Option<OpenRefund>, DbError> {
    let Some((refund, order, payment, merchant)) = found else { return Ok(None) };
    let payments = payments::of_order(read, merchant, order)?;
    let payment = payments.into_iter().find(|it| it.id == payment);
    Ok(payment.map(|payment| OpenRefund { refund, order, payment }))
}

fn from_row(row: &Row<'_>) -> Result<Refund, DbError> {
    let currency: Currency = row.word(3, "currency", |word| word.parse().ok())?;
    Ok(Refund {
        id: row.id(0)?,
        state: row.word(1, "refund state", RefundState::from_word)?,
        amount: Money::new(row.int(2)?, currency),
        reason: row.text(4)?,
        created_at: row.time(5)?,
        settled_at: row.opt_time(6)?,
    })
}

/// The refunds of an order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Refund>, DbError> {
    read.rows(
        "SELECT id, state, amount, currency, reason, created_at, settled_at
           FROM refunds WHERE merchant_id = $1 AND order_id = $2 ORDER BY id",
        &[Param::id(merchant), Param::id(order)],
        from_row,
    )
}

/// Notes that a started refund was given back, as what its provider calls `reference`; the order's figure follows.
/// `false`: it was settled before, nothing has changed.
///
/// # Errors
/// What the engine refused.
pub fn give_back(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: RefundId,
    reference: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE refunds SET state = 'done', settled_at = $1, provider_ref = $2
          WHERE merchant_id = $3 AND id = $4 AND state = 'started'",
        &[now.into(), reference.into(), Param::id(merchant), Param::id(id)],
    )?;
    if changed == 1 {
        tx.execute(
            "UPDATE orders SET refunded = orders.refunded + r.amount FROM refunds r
              WHERE r.merchant_id = $1 AND r.id = $2
                AND orders.merchant_id = r.merchant_id AND orders.id = r.order_id",
            &[Param::id(merchant), Param::id(id)],
        )?;
    }
    Ok(changed == 1)
}

/// Notes what its provider calls a refund.
///
/// # Errors
/// What the engine refused.
pub fn name(tx: &mut Tx<'_>, merchant: MerchantId, id: RefundId, reference: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE refunds SET provider_ref = $1 WHERE merchant_id = $2 AND id = $3",
        &[reference.into(), Param::id(merchant), Param::id(id)],
    )?;
    Ok(())
}

/// What a refund that failed had been before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedFrom {
    /// Under way: nothing was booked.
    Started,
    /// Given back, as far as anybody knew.
    Done,
}

impl FailedFrom {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Started, Self::Done];

    /// The state of such a refund.
    #[must_use]
    pub const fn state(self) -> RefundState {
        match self {
            Self::Started => RefundState::Started,
            Self::Done => RefundState::Done,
        }
    }
}

/// Notes that a refund failed for good: its promise is taken back, and so is the order's figure where it was given
/// back already. `None`: it had failed before, nothing has changed.
///
/// # Errors
/// What the engine refused.
pub fn fail(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: RefundId,
    now: Timestamp,
) -> Result<Option<FailedFrom>, DbError> {
    let mut from = None;
    for state in FailedFrom::ALL {
        let changed = tx.execute(
            "UPDATE refunds SET state = 'failed', settled_at = $1
              WHERE merchant_id = $2 AND id = $3 AND state = $4",
            &[now.into(), Param::id(merchant), Param::id(id), state.state().as_str().into()],
        )?;
        if changed == 1 {
            from = Some(state);
            break;
        }
    }
    let Some(was) = from else { return Ok(None) };
    let key = [Param::id(merchant), Param::id(id)];
    if was == FailedFrom::Done {
        tx.execute(
            "UPDATE orders SET refunded = orders.refunded - r.amount FROM refunds r
              WHERE r.merchant_id = $1 AND r.id = $2
                AND orders.merchant_id = r.merchant_id AND orders.id = r.order_id",
            &key,
        )?;
    }
    tx.execute(
        "UPDATE payments SET refunded = payments.refunded - r.amount FROM refunds r
          WHERE r.merchant_id = $1 AND r.id = $2
            AND payments.merchant_id = r.merchant_id AND payments.id = r.payment_id",
        &key,
    )?;
    Ok(from)
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

/// Keeps which units a refund was given for.
///
/// # Errors
/// What the engine refused.
pub fn keep_units(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    refund: RefundId,
    units: &[RefundedUnits],
) -> Result<(), DbError> {
    for each in units {
        tx.execute(
            "INSERT INTO refund_lines (merchant_id, refund_id, order_line_id, quantity, restocked)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                Param::id(merchant),
                Param::id(refund),
                Param::id(each.line),
                each.quantity.into(),
                each.restocked.into(),
            ],
        )?;
    }
    Ok(())
}

/// The units that a refund was given for.
///
/// # Errors
/// What the engine refused.
pub fn units_of(
    read: &mut impl Read,
    merchant: MerchantId,
    refund: RefundId,
) -> Result<Vec<RefundedUnits>, DbError> {
    read.rows(
        "SELECT order_line_id, quantity, restocked FROM refund_lines WHERE merchant_id = $1 AND refund_id = $2",
        &[Param::id(merchant), Param::id(refund)],
        |row| Ok(RefundedUnits { line: row.id(0)?, quantity: row.count(1)?, restocked: row.count(2)? }),
    )
}

/// Takes back that units were given back for: their refund has failed.
///
/// # Errors
/// What the engine refused.
pub fn uncount_units(tx: &mut Tx<'_>, merchant: MerchantId, units: &[RefundedUnits]) -> Result<(), DbError> {
    for each in units {
        tx.execute(
            "UPDATE order_lines SET refunded = refunded - $1, restocked = restocked - $2
              WHERE merchant_id = $3 AND id = $4",
            &[each.quantity.into(), each.restocked.into(), Param::id(merchant), Param::id(each.line)],
        )?;
    }
    Ok(())
}

/// Strikes off what staff was asked to look at about refunds of an order that failed: they gave back otherwise.
///
/// # Errors
/// What the engine refused.
pub fn forget_failed(tx: &mut Tx<'_>, merchant: MerchantId, order: OrderId) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM jobs WHERE merchant_id = $1 AND state = 'dead' AND kind = 'refund'
            AND subject IN (SELECT r.id FROM refunds r
                             WHERE r.merchant_id = $1 AND r.order_id = $2 AND r.state = 'failed')",
        &[Param::id(merchant), Param::id(order)],
    )
}
