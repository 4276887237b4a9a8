//! What providers pay out, line by line.

use domain::ids::{MerchantId, OrderId, PayoutId};
use domain::money::{Currency, Money};
use domain::payout::{LineKind, Payout, PayoutLine, PayoutState};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

fn from_row(row: &Row<'_>) -> Result<Payout, DbError> {
    let currency: Currency = row.word(5, "currency", |word| word.parse().ok())?;
    Ok(Payout {
        id: row.id(0)?,
        merchant: row.id(1)?,
        payee: row.text(2)?,
        reference: row.text(3)?,
        state: row.word(4, "payout state", PayoutState::from_word)?,
        total: Money::new(row.int(6)?, currency),
        amount: Money::new(row.int(7)?, currency),
        is_itemized: row.flag(8)?,
        failure: row.text(9)?,
        created_at: row.time(10)?,
        arrives_at: row.time(11)?,
    })
}

/// Writes a shop's part of a payout as it is told now, new or known. What is booked of a known one, its amounts, stays as
/// it was booked; and a payout that came back stays so, in whatever order two looks at it are written.
///
/// # Errors
/// What the engine refused.
pub fn put(tx: &mut Tx<'_>, payout: &Payout) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO payouts (id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, failure,
                              created_at, arrives_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (merchant_id, provider_ref) DO UPDATE
            SET failure = CASE WHEN excluded.failure = '' THEN payouts.failure ELSE excluded.failure END,
                state = CASE WHEN payouts.state IN ('failed', 'canceled') THEN payouts.state ELSE excluded.state END,
                arrives_at = excluded.arrives_at",
        &[
            Param::id(payout.id),
            Param::id(payout.merchant),
            (&payout.payee).into(),
            (&payout.reference).into(),
            payout.state.as_str().into(),
            payout.total.currency.code().into(),
            payout.total.amount.into(),
            payout.amount.amount.into(),
            payout.is_itemized.into(),
            (&payout.failure).into(),
            payout.created_at.into(),
            payout.arrives_at.into(),
        ],
    )?;
    Ok(())
}

const INSERT_LINES: Sql = Sql {
    sqlite:
        "INSERT INTO payout_lines (merchant_id, payout_id, provider_ref, kind, order_id, told, booked, source,
                                       happened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    postgres:
        "INSERT INTO payout_lines (merchant_id, payout_id, provider_ref, kind, order_id, told, booked, source,
                                         happened_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::BIGINT[], $6::BIGINT[],
                             $7::BIGINT[], $8::TEXT[], $9::BIGINT[]) AS u (a, b, c, d, e, f, g, h, i)",
};

/// Writes what a payout is made of, in place of what was written before.
///
/// # Errors
/// What the engine refused.
pub fn put_lines(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    payout: PayoutId,
    lines: &[PayoutLine],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM payout_lines WHERE merchant_id = $1 AND payout_id = $2",
        &[Param::id(merchant), Param::id(payout)],
    )?;
    let rows: Vec<[Param<'_>; 9]> = lines
        .iter()
        .map(|line| {
            [
                Param::id(merchant),
                Param::id(payout),
                (&line.reference).into(),
                line.kind.as_str().into(),
                Param::Int(line.order.map_or(0, |order| order.0)),
                line.told.amount.into(),
                line.booked.amount.into(),
                (&line.source).into(),
                line.at.into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(INSERT_LINES, [Int, Int, Text, Text, Int, Int, Int, Text, Int], &rows)?;
    Ok(())
}

/// One payout of a merchant.
///
/// # Errors
/// What the engine refused.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: PayoutId) -> Result<Option<Payout>, DbError> {
    read.first(
        "SELECT id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, failure, created_at,
                arrives_at
           FROM payouts WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        from_row,
    )
}

/// The merchant's part of what the provider calls `reference`.
///
/// # Errors
/// What the engine refused.
pub fn by_reference(
    read: &mut impl Read,
    merchant: MerchantId,
    reference: &str,
) -> Result<Option<Payout>, DbError> {
    read.first(
        "SELECT id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, failure, created_at,
                arrives_at
           FROM payouts WHERE merchant_id = $1 AND provider_ref = $2",
        &[Param::id(merchant), reference.into()],
        from_row,
    )
}

/// Every shop's part of what the provider calls `reference`, of the account `payee`.
///
/// # Errors
/// What the engine refused.
pub fn parts(read: &mut impl Read, payee: &str, reference: &str) -> Result<Vec<Payout>, DbError> {
    read.rows(
        "SELECT id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, failure, created_at,
                arrives_at
           FROM payouts WHERE provider_ref = $1 AND payee = $2",
        &[reference.into(), payee.into()],
        from_row,
    )
}

/// The newest payouts of a merchant, at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn newest(read: &mut impl Read, merchant: MerchantId, count: u32) -> Result<Vec<Payout>, DbError> {
    read.rows(
        "SELECT id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, failure, created_at,
                arrives_at
           FROM payouts WHERE merchant_id = $1 ORDER BY arrives_at DESC, id DESC LIMIT $2",
        &[Param::id(merchant), count.into()],
        from_row,
    )
}

/// What a payout is made of, in the order it moved.
///
/// # Errors
/// What the engine refused.
pub fn lines(
    read: &mut impl Read,
    merchant: MerchantId,
    payout: PayoutId,
    currency: Currency,
) -> Result<Vec<PayoutLine>, DbError> {
    read.rows(
        "SELECT provider_ref, kind, order_id, told, booked, source, happened_at
           FROM payout_lines WHERE merchant_id = $1 AND payout_id = $2 ORDER BY happened_at, provider_ref",
        &[Param::id(merchant), Param::id(payout)],
        |row| {
            Ok(PayoutLine {
                reference: row.text(0)?,
                kind: LineKind::from_word(row.str(1)?),
                order: row.opt_id::<OrderId>(2)?.filter(|order| order.0 != 0),
                told: Money::new(row.int(3)?, currency),
                booked: Money::new(row.int(4)?, currency),
                source: row.text(5)?,
                at: row.time(6)?,
            })
        },
    )
}

/// What of a payout was booked as moved beside orders so far, and in how many lines.
///
/// # Errors
/// What the engine refused.
pub fn others(read: &mut impl Read, merchant: MerchantId, payout: PayoutId) -> Result<(i64, i64), DbError> {
    let found = read.first(
        "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT), count(*)
           FROM payout_others WHERE merchant_id = $1 AND payout_id = $2",
        &[Param::id(merchant), Param::id(payout)],
        |row| Ok((row.int(0)?, row.int(1)?)),
    )?;
    Ok(found.unwrap_or_default())
}

/// Writes down that a payout holds `amount` (not zero) beside its orders. The ledger has it under the same id.
///
/// # Errors
/// What the engine refused.
pub fn put_other(
    tx: &mut Tx<'_>,
    id: i64,
    payout: (MerchantId, PayoutId),
    amount: Money,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO payout_others (id, merchant_id, payout_id, amount, found_at) VALUES ($1, $2, $3, $4, $5)",
        &[id.into(), Param::id(payout.0), Param::id(payout.1), amount.amount.into(), now.into()],
    )?;
    Ok(())
}

/// Whose money is on an account at a provider, where only one party was ever paid on it, for orders or with gifts.
///
/// # Errors
/// What the engine refused.
pub fn sole_owner(read: &mut impl Read, provider: &str, payee: &str) -> Result<Option<MerchantId>, DbError> {
    let ends = read.first(
        "SELECT (SELECT min(merchant_id) FROM payments WHERE provider = $1 AND payee = $2),
                (SELECT max(merchant_id) FROM payments WHERE provider = $1 AND payee = $2),
                (SELECT min(merchant_id) FROM donation_payments WHERE provider = $1 AND payee = $2),
                (SELECT max(merchant_id) FROM donation_payments WHERE provider = $1 AND payee = $2)",
        &[provider.into(), payee.into()],
        |row| Ok([row.opt_id::<MerchantId>(0)?, row.opt_id(1)?, row.opt_id(2)?, row.opt_id(3)?]),
    )?;
    let paid: Vec<MerchantId> = ends.into_iter().flatten().flatten().collect();
    Ok(paid.first().copied().filter(|first| paid.iter().all(|one| one == first)))
}

/// Who was paid on each account lately: party and account of the newest payments of orders, and of the newest of gifts, the
/// newest of each first.
///
/// # Errors
/// What the engine refused.
pub fn lately_paid(read: &mut impl Read, count: u32) -> Result<Vec<(MerchantId, String)>, DbError> {
    let paid = |row: &Row<'_>| Ok((row.id(0)?, row.text(1)?));
    let mut all = read.rows(
        "SELECT merchant_id, payee FROM payments ORDER BY id DESC LIMIT $1",
        &[count.into()],
        paid,
    )?;
    all.extend(read.rows(
        "SELECT merchant_id, payee FROM donation_payments ORDER BY id DESC LIMIT $1",
        &[count.into()],
        paid,
    )?);
    Ok(all)
}
