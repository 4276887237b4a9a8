//! The ledger: what moved, to the cent, only ever added to. Amounts that pages and reports show are read from here.

use domain::ids::{MerchantId, OrderId};
use domain::ledger::{Booked, Entry, Movement};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

const POST: Sql = Sql {
    sqlite: "INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    postgres: "INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount,
                                   happened_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                             $7::TEXT[], $8::BIGINT[], $9::BIGINT[]) AS u (a, b, c, d, e, f, g, h, i)",
};

/// Books movements. Where nothing moved (an order that costs nothing) nothing is booked.
///
/// # Errors
/// What the engine refused; the same movement of the same source a second time is refused by the table's key.
pub fn post(tx: &mut Tx<'_>, entries: &[Entry], at: Timestamp) -> Result<(), DbError> {
    write(tx, POST, entries, at).map(|_| ())
}

const POST_NEW: Sql = Sql {
    sqlite: "INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
    postgres: "INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount,
                                   happened_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[],
                             $7::TEXT[], $8::BIGINT[], $9::BIGINT[]) AS u (a, b, c, d, e, f, g, h, i)
               ON CONFLICT DO NOTHING",
};

/// Books those of the movements that were not booked yet, and says how many that were: for what is learned late, and
/// perhaps twice.
///
/// # Errors
/// What the engine refused.
pub fn post_new(tx: &mut Tx<'_>, entries: &[Entry], at: Timestamp) -> Result<u64, DbError> {
    write(tx, POST_NEW, entries, at)
}

fn write(tx: &mut Tx<'_>, sql: Sql, entries: &[Entry], at: Timestamp) -> Result<u64, DbError> {
    let rows: Vec<[Param<'_>; 9]> = entries
        .iter()
        .filter(|entry| entry.amount.amount != 0)
        .map(|entry| {
            [
                Param::id(entry.merchant),
                Param::Int(entry.order.map_or(0, |order| order.0)),
                entry.movement.as_str().into(),
                entry.source.into(),
                entry.movement.debit().as_str().into(),
                entry.movement.credit().as_str().into(),
                entry.amount.currency.code().into(),
                entry.amount.amount.into(),
                at.into(),
            ]
        })
        .collect();
    use Column::{Int, Text};
    tx.execute_rows(sql, [Int, Int, Text, Int, Text, Text, Text, Int, Int], &rows)
}

/// The lines of one order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(read: &mut impl Read, merchant: MerchantId, order: OrderId) -> Result<Vec<Booked>, DbError> {
    read.rows(
        "SELECT merchant_id, order_id, kind, source_id, currency, amount, happened_at
           FROM ledger WHERE merchant_id = $1 AND order_id = $2 ORDER BY happened_at, kind, source_id",
        &[Param::id(merchant), Param::id(order)],
        booked,
    )
}

/// The lines of something that belongs to no order (a gift, what was given back of it, a dispute about it), by the kinds of
/// movement that it can have. Movements of one kind have a number each, so that a kind is asked for by itself.
///
/// # Errors
/// What the engine refused.
pub fn of_source(
    read: &mut impl Read,
    merchant: MerchantId,
    source: i64,
    movements: &[Movement],
) -> Result<Vec<Booked>, DbError> {
    let mut lines = Vec::new();
    for movement in movements {
        lines.extend(read.first(
            "SELECT merchant_id, order_id, kind, source_id, currency, amount, happened_at
               FROM ledger WHERE merchant_id = $1 AND order_id = 0 AND kind = $2 AND source_id = $3",
            &[Param::id(merchant), movement.as_str().into(), source.into()],
            booked,
        )?);
    }
    Ok(lines)
}

/// Where a page of the ledger goes on: after this line, which is the last of the page before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// When it was booked.
    pub at: Timestamp,
    /// Its order; 0 for none.
    pub order: i64,
    /// What moved.
    pub movement: Movement,
    /// The row it happened to.
    pub source: i64,
}

/// The lines of a merchant from `from` on and before `until`, newest first. Orders of test keys are among them only
/// `with_tests`.
///
/// # Errors
/// What the engine refused.
pub fn of_merchant(
    read: &mut impl Read,
    merchant: MerchantId,
    (from, until): (Timestamp, Timestamp),
    with_tests: bool,
    after: Option<After>,
    count: u32,
) -> Result<Vec<Booked>, DbError> {
    let start = After { at: until, order: 0, movement: Movement::Charge, source: 0 };
    let after = after.unwrap_or(start);
    let kind = if after == start { "" } else { after.movement.as_str() };
    read.rows(
        "SELECT merchant_id, order_id, kind, source_id, currency, amount, happened_at
           FROM ledger l
          WHERE merchant_id = $1 AND happened_at >= $2
            AND (happened_at, order_id, kind, source_id) < ($3, $4, $5, $6)
            AND ($7 = 1 OR NOT EXISTS (SELECT 1 FROM orders o
                                        WHERE o.merchant_id = l.merchant_id AND o.id = l.order_id AND o.is_test = 1))
          ORDER BY happened_at DESC, order_id DESC, kind DESC, source_id DESC LIMIT $8",
        &[
            Param::id(merchant),
            from.into(),
            after.at.into(),
            after.order.into(),
            kind.into(),
            after.source.into(),
            with_tests.into(),
            count.into(),
        ],
        booked,
    )
}

/// What moved for a merchant from `from` on and before `until`, summed by movement and currency.
///
/// # Errors
/// What the engine refused.
pub fn sums(
    read: &mut impl Read,
    merchant: MerchantId,
    (from, until): (Timestamp, Timestamp),
    with_tests: bool,
) -> Result<Vec<(Movement, Money)>, DbError> {
    read.rows(
        "SELECT kind, currency, CAST(sum(amount) AS BIGINT)
           FROM ledger l
          WHERE merchant_id = $1 AND happened_at >= $2 AND happened_at < $3
            AND ($4 = 1 OR NOT EXISTS (SELECT 1 FROM orders o
                                        WHERE o.merchant_id = l.merchant_id AND o.id = l.order_id AND o.is_test = 1))
          GROUP BY kind, currency ORDER BY currency, kind",
        &[Param::id(merchant), from.into(), until.into(), with_tests.into()],
        |row| {
            let currency: Currency = row.word(1, "currency", |word| word.parse().ok())?;
            Ok((row.word(0, "movement", Movement::from_word)?, Money::new(row.int(2)?, currency)))
        },
    )
}

fn booked(row: &Row<'_>) -> Result<Booked, DbError> {
    let currency: Currency = row.word(4, "currency", |word| word.parse().ok())?;
    Ok(Booked {
        entry: Entry {
            merchant: row.id(0)?,
            order: row.opt_id::<OrderId>(1)?.filter(|order| order.0 != 0),
            movement: row.word(2, "movement", Movement::from_word)?,
            source: row.int(3)?,
            amount: Money::new(row.int(5)?, currency),
        },
        at: row.time(6)?,
    })
}
