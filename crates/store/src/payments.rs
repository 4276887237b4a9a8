//! Attempts to collect money, and money given back.

use domain::ids::{MerchantId, OrderId, PaymentId};
use domain::money::{Currency, Money};
use domain::payment::{Decline, PaymentState};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

/// One attempt to collect an order's money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Who is paid.
    pub merchant: MerchantId,
    /// For which order.
    pub order: OrderId,
    /// What the provider knows it by.
    pub key: String,
    /// Which provider.
    pub provider: String,
    /// The provider's token of the method.
    pub method: String,
    /// Where it stands.
    pub state: PaymentState,
    /// How much is to be collected.
    pub amount: Money,
    /// How much was taken.
    pub captured: Money,
    /// How much was given back.
    pub refunded: Money,
    /// The provider's own name of it.
    pub reference: String,
    /// Where the buyer must go first, or empty.
    pub action_url: String,
    /// Why the provider refused.
    pub decline: Option<Decline>,
    /// Whose account at the provider takes the money; empty: the operator's own.
    pub payee: String,
    /// When it was written, before the provider was asked.
    pub created_at: Timestamp,
}

impl Payment {
    /// Money is held, asked for, or was taken and is not all given back.
    #[must_use]
    pub fn holds_money(&self) -> bool {
        match self.state {
            PaymentState::Started | PaymentState::RequiresAction | PaymentState::Authorized => true,
            PaymentState::Captured => self.captured.amount > self.refunded.amount,
            PaymentState::Voided | PaymentState::Failed => false,
        }
    }
}

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO payments (id, merchant_id, order_id, attempt_key, provider, method, state, currency, amount,
                                   payee, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    postgres: "INSERT INTO payments (id, merchant_id, order_id, attempt_key, provider, method, state, currency,
                                     amount, payee, created_at, updated_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, u.k, u.l
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::TEXT[], $6::TEXT[],
                             $7::TEXT[], $8::TEXT[], $9::BIGINT[], $10::TEXT[], $11::BIGINT[], $12::BIGINT[])
                   AS u (a, b, c, d, e, f, g, h, i, j, k, l)",
};

/// Writes attempts, before their provider is asked.
///
/// # Errors
/// What the engine refused.
pub fn insert(tx: &mut Tx<'_>, payments: &[&Payment], now: Timestamp) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 12]> = payments
        .iter()
        .map(|payment| {
            [
                Param::id(payment.id),
                Param::id(payment.merchant),
                Param::id(payment.order),
                (&payment.key).into(),
                (&payment.provider).into(),
                (&payment.method).into(),
                payment.state.as_str().into(),
                payment.amount.currency.code().into(),
                payment.amount.amount.into(),
                (&payment.payee).into(),
                now.into(),
                now.into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    let columns = [Int, Int, Int, Text, Text, Text, Text, Text, Int, Text, Int, Int];
    tx.execute_rows(INSERT, columns, &rows)?;
    Ok(())
}

const LOCK: Sql = Sql {
    sqlite:
        "SELECT id, merchant_id, order_id, attempt_key, provider, method, state, currency, amount, captured,
                    refunded, provider_ref, action_url, decline, payee, created_at
               FROM payments WHERE merchant_id = $1 AND id = $2",
    postgres:
        "SELECT p.id, p.merchant_id, p.order_id, p.attempt_key, p.provider, p.method, p.state, p.currency,
                      p.amount, p.captured, p.refunded, p.provider_ref, p.action_url, p.decline, p.payee,
                      p.created_at
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                 JOIN payments p ON p.merchant_id = u.merchant_id AND p.id = u.id
                ORDER BY p.id FOR UPDATE OF p",
};

/// Loads attempts, locked until the commit. Keys must be sorted by payment.
///
/// # Errors
/// What the engine refused.
pub fn lock(tx: &mut Tx<'_>, keys: &[(MerchantId, PaymentId)]) -> Result<Vec<Payment>, DbError> {
    let keys: Vec<(i64, i64)> = keys.iter().map(|(merchant, id)| (merchant.0, id.0)).collect();
    tx.load_rows(LOCK, &keys, from_row)
}

/// The attempts of an order, newest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Payment>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, attempt_key, provider, method, state, currency, amount, captured,
                refunded, provider_ref, action_url, decline, payee, created_at
           FROM payments WHERE merchant_id = $1 AND order_id = $2 ORDER BY id DESC",
        &[Param::id(merchant), Param::id(order)],
        from_row,
    )
}

/// The attempt a provider knows by `key`.
///
/// # Errors
/// What the engine refused.
pub fn by_key(read: &mut impl Read, key: &str) -> Result<Option<Payment>, DbError> {
    read.first(
        "SELECT id, merchant_id, order_id, attempt_key, provider, method, state, currency, amount, captured,
                refunded, provider_ref, action_url, decline, payee, created_at
           FROM payments WHERE attempt_key = $1",
        &[key.into()],
        from_row,
    )
}

fn from_row(row: &Row<'_>) -> Result<Payment, DbError> {
    let currency: Currency = row.word(7, "currency", |word| word.parse().ok())?;
    Ok(Payment {
        id: row.id(0)?,
        merchant: row.id(1)?,
        order: row.id(2)?,
        key: row.text(3)?,
        provider: row.text(4)?,
        method: row.text(5)?,
        state: row.word(6, "payment state", PaymentState::from_word)?,
        amount: Money::new(row.int(8)?, currency),
        captured: Money::new(row.int(9)?, currency),
        refunded: Money::new(row.int(10)?, currency),
        reference: row.text(11)?,
        action_url: row.text(12)?,
        decline: Decline::from_word(row.str(13)?),
        payee: row.text(14)?,
        created_at: row.time(15)?,
    })
}

const UPDATE: Sql = Sql {
    sqlite: "UPDATE payments SET state = $1, captured = $2, provider_ref = $3, action_url = $4, decline = $5,
                    updated_at = $6
              WHERE merchant_id = $7 AND id = $8",
    postgres: "UPDATE payments SET state = u.state, captured = u.captured, provider_ref = u.provider_ref,
                      action_url = u.action_url, decline = u.decline, updated_at = u.updated_at
                 FROM UNNEST($1::TEXT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[],
                             $7::BIGINT[], $8::BIGINT[])
                   AS u (state, captured, provider_ref, action_url, decline, updated_at, merchant_id, id)
                WHERE payments.merchant_id = u.merchant_id AND payments.id = u.id",
};

/// Writes what was learned of attempts.
///
/// # Errors
/// What the engine refused.
pub fn update(tx: &mut Tx<'_>, payments: &[&Payment], now: Timestamp) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 8]> = payments
        .iter()
        .map(|payment| {
            [
                payment.state.as_str().into(),
                payment.captured.amount.into(),
                (&payment.reference).into(),
                (&payment.action_url).into(),
                Param::Text(payment.decline.map_or("", Decline::as_str)),
                now.into(),
                Param::id(payment.merchant),
                Param::id(payment.id),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(UPDATE, [Text, Int, Text, Text, Text, Int, Int, Int], &rows)?;
    Ok(())
}
