//! Lower prices for a time. While a sale runs, the variant's own price is the lower one.

use domain::ids::{MerchantId, ProductId, VariantId};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// A sale of one variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sale {
    /// What is sold for less.
    pub variant: VariantId,
    /// The lower price, in minor units of the variant's currency.
    pub price: i64,
    /// The price before and after.
    pub usual_price: i64,
    /// The compare-at price before and after.
    pub usual_compare_at: Option<i64>,
    /// First instant.
    pub starts_at: Timestamp,
    /// First instant after.
    pub ends_at: Timestamp,
    /// The variant's price is the lower one already.
    pub running: bool,
}

const FORGET: Sql = Sql {
    sqlite: "DELETE FROM variant_sales WHERE merchant_id = $1 AND variant_id = $2",
    postgres: "DELETE FROM variant_sales
                WHERE (merchant_id, variant_id) IN (
                      SELECT u.merchant_id, u.variant_id
                        FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, variant_id))",
};

const INSERT: Sql = Sql {
    sqlite: "INSERT INTO variant_sales (merchant_id, variant_id, price, usual_price, usual_compare_at, starts_at,
                                        ends_at, running)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    postgres: "INSERT INTO variant_sales (merchant_id, variant_id, price, usual_price, usual_compare_at, starts_at,
                                          ends_at, running)
               SELECT u.merchant_id, u.variant_id, u.price, u.usual_price, u.usual_compare_at, u.starts_at,
                      u.ends_at, u.running
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                             $7::BIGINT[], $8::BIGINT[])
                   AS u (merchant_id, variant_id, price, usual_price, usual_compare_at, starts_at, ends_at, running)",
};

/// Replaces the sales of `variants` by `sales`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variants: &[VariantId],
    sales: &[Sale],
) -> Result<(), DbError> {
    let gone: Vec<[Param<'_>; 2]> =
        variants.iter().map(|variant| [Param::id(merchant), Param::id(*variant)]).collect();
    tx.execute_rows(FORGET, [Column::Int; 2], &gone)?;
    let rows: Vec<[Param<'_>; 8]> = sales
        .iter()
        .map(|sale| {
            [
                Param::id(merchant),
                Param::id(sale.variant),
                sale.price.into(),
                sale.usual_price.into(),
                sale.usual_compare_at.into(),
                sale.starts_at.into(),
                sale.ends_at.into(),
                sale.running.into(),
            ]
        })
        .collect();
    tx.execute_rows(INSERT, [Column::Int; 8], &rows)?;
    Ok(())
}

/// Whether a price is another one at `now`: asked before a transaction is opened in vain.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn any_due(read: &mut impl Read, now: Timestamp) -> Result<bool, DbError> {
    let due = read.one(
        "a flag",
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM variant_sales WHERE running = 0 AND starts_at <= $1)
                       OR EXISTS (SELECT 1 FROM variant_sales WHERE running = 1 AND ends_at <= $1)
                     THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END",
        &[now.into()],
        |row| row.flag(0),
    )?;
    Ok(due)
}

/// Starts up to `limit` sales whose time has come and says which products changed their price. Call it until
/// nothing is left.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn start_due(
    tx: &mut Tx<'_>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<(MerchantId, ProductId)>, DbError> {
    let due: Vec<(MerchantId, VariantId)> = tx.rows(
        "UPDATE variant_sales
            SET running = 1
          WHERE (merchant_id, variant_id) IN (
                SELECT merchant_id, variant_id FROM variant_sales WHERE running = 0 AND starts_at <= $1
                 ORDER BY starts_at LIMIT $2)
        RETURNING merchant_id, variant_id",
        &[now.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )?;
    set_prices(
        tx,
        &due,
        "UPDATE variants
            SET price = s.price, compare_at = s.usual_price
           FROM (SELECT merchant_id, variant_id, price, usual_price FROM variant_sales) AS s
          WHERE s.merchant_id = variants.merchant_id AND s.variant_id = variants.id
            AND variants.merchant_id = $1 AND variants.id = $2
        RETURNING variants.merchant_id, variants.product_id",
    )
}

/// Ends up to `limit` sales whose time is over and says which products changed their price.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn end_due(tx: &mut Tx<'_>, now: Timestamp, limit: u32) -> Result<Vec<(MerchantId, ProductId)>, DbError> {
    let due: Vec<(MerchantId, VariantId)> = tx.rows(
        "SELECT merchant_id, variant_id FROM variant_sales WHERE running = 1 AND ends_at <= $1
          ORDER BY ends_at LIMIT $2",
        &[now.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )?;
    let changed = set_prices(
        tx,
        &due,
        "UPDATE variants
            SET price = s.usual_price, compare_at = s.usual_compare_at
           FROM (SELECT merchant_id, variant_id, usual_price, usual_compare_at FROM variant_sales) AS s
          WHERE s.merchant_id = variants.merchant_id AND s.variant_id = variants.id
            AND variants.merchant_id = $1 AND variants.id = $2
        RETURNING variants.merchant_id, variants.product_id",
    )?;
    let gone: Vec<[Param<'_>; 2]> =
        due.iter().map(|(merchant, variant)| [Param::id(*merchant), Param::id(*variant)]).collect();
    tx.execute_rows(FORGET, [Column::Int; 2], &gone)?;
    Ok(changed)
}

fn set_prices(
    tx: &mut Tx<'_>,
    variants: &[(MerchantId, VariantId)],
    sql: &'static str,
) -> Result<Vec<(MerchantId, ProductId)>, DbError> {
    let mut changed = Vec::with_capacity(variants.len());
    for (merchant, variant) in variants {
        changed.extend(
            tx.rows(sql, &[Param::id(*merchant), Param::id(*variant)], |row| Ok((row.id(0)?, row.id(1)?)))?,
        );
    }
    changed.sort_unstable();
    changed.dedup();
    Ok(changed)
}
