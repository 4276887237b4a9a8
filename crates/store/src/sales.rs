//! Lower prices for a time. While a sale runs, the variant's own price is the lower one, and so are its prices in those
//! further currencies that the sale names.

use std::collections::BTreeMap;

use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::view::goods::Price;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx, merchants};

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

/// What a variant on sale costs in a further currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FurtherSale {
    /// Of which variant.
    pub variant: VariantId,
    /// The lower price.
    pub price: Money,
    /// What it costs in this currency before and after.
    pub usual: Price,
}

/// The sale of one variant in every currency that it lowers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantSale {
    /// What is sold for less.
    pub variant: VariantId,
    /// The lower prices with what is paid before and after, the variant's own currency first.
    pub prices: Vec<(Money, Price)>,
    /// First instant.
    pub starts_at: Timestamp,
    /// First instant after.
    pub ends_at: Timestamp,
    /// The prices are the lower ones already.
    pub running: bool,
}

const FORGET: Sql = Sql {
    sqlite: "DELETE FROM variant_sales WHERE merchant_id = $1 AND variant_id = $2",
    postgres: "DELETE FROM variant_sales
                WHERE (merchant_id, variant_id) IN (
                      SELECT u.merchant_id, u.variant_id
                        FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, variant_id))",
};

const FORGET_FURTHER: Sql = Sql {
    sqlite: "DELETE FROM variant_sale_prices WHERE merchant_id = $1 AND variant_id = $2",
    postgres: "DELETE FROM variant_sale_prices
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

/// Replaces the sales of `variants`, whose own prices were just written, by `sales`. Prices in further currencies that
/// an ended sale had lowered are the usual ones again.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variants: &[VariantId],
    sales: &[Sale],
) -> Result<(), DbError> {
    let on_sale = tx.rows(
        "SELECT DISTINCT variant_id FROM variant_sale_prices WHERE merchant_id = $1 ORDER BY variant_id",
        &[Param::id(merchant)],
        |row| row.id::<VariantId>(0),
    )?;
    let lowered: Vec<_> =
        on_sale.into_iter().filter(|id| variants.contains(id)).map(|id| (merchant, id)).collect();
    restore_further(tx, &lowered)?;
    let gone: Vec<(MerchantId, VariantId)> = variants.iter().map(|variant| (merchant, *variant)).collect();
    forget(tx, &gone)?;
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

fn forget(tx: &mut Tx<'_>, variants: &[(MerchantId, VariantId)]) -> Result<(), DbError> {
    let gone: Vec<[Param<'_>; 2]> =
        variants.iter().map(|(merchant, variant)| [Param::id(*merchant), Param::id(*variant)]).collect();
    tx.execute_rows(FORGET, [Column::Int; 2], &gone)?;
    tx.execute_rows(FORGET_FURTHER, [Column::Int; 2], &gone)?;
    Ok(())
}

/// Keeps what sales cost in further currencies; the sales themselves are kept by [`replace`].
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn insert_further(tx: &mut Tx<'_>, merchant: MerchantId, prices: &[FurtherSale]) -> Result<(), DbError> {
    for FurtherSale { variant, price, usual } in prices {
        tx.execute(
            "INSERT INTO variant_sale_prices (merchant_id, variant_id, currency, price, usual_price, usual_compare_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &[
                Param::id(merchant),
                Param::id(*variant),
                price.currency.code().into(),
                price.amount.into(),
                usual.price.amount.into(),
                usual.compare_at.map(|money| money.amount).into(),
            ],
        )?;
    }
    Ok(())
}

/// Forgets what a sale costs in `currency`: the price there was changed by hand.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn forget_further(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variant: VariantId,
    currency: Currency,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM variant_sale_prices WHERE merchant_id = $1 AND variant_id = $2 AND currency = $3",
        &[Param::id(merchant), Param::id(variant), currency.code().into()],
    )?;
    Ok(())
}

/// The sales of a product's variants, in the order of their ids. `own`: the currency of the variants' own prices.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_product(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
    own: Currency,
) -> Result<Vec<VariantSale>, DbError> {
    let priced = |row: &crate::Row<'_>, currency, first: usize| {
        let money = |amount| Money::new(amount, currency);
        let usual =
            Price { price: money(row.int(first + 1)?), compare_at: row.opt_int(first + 2)?.map(money) };
        Ok::<_, DbError>((money(row.int(first)?), usual))
    };
    let mut sales: BTreeMap<VariantId, VariantSale> = read
        .rows(
            "SELECT s.variant_id, s.price, s.usual_price, s.usual_compare_at, s.starts_at, s.ends_at, s.running
               FROM variants v
               JOIN variant_sales s ON s.merchant_id = v.merchant_id AND s.variant_id = v.id
              WHERE v.merchant_id = $1
                AND v.product_id = $2",
            &[Param::id(merchant), Param::id(product)],
            |row| {
                let variant = row.id(0)?;
                let prices = vec![priced(row, own, 1)?];
                let (starts_at, ends_at, running) = (row.time(4)?, row.time(5)?, row.flag(6)?);
                Ok((variant, VariantSale { variant, prices, starts_at, ends_at, running }))
            },
        )?
        .into_iter()
        .collect();
    let further = read.rows(
        "SELECT f.variant_id, f.currency, f.price, f.usual_price, f.usual_compare_at
           FROM variants v
           JOIN variant_sale_prices f ON f.merchant_id = v.merchant_id AND f.variant_id = v.id
          WHERE v.merchant_id = $1
            AND v.product_id = $2",
        &[Param::id(merchant), Param::id(product)],
        |row| {
            let currency = row.word(1, "currency", |code| code.parse().ok())?;
            Ok((row.id::<VariantId>(0)?, priced(row, currency, 2)?))
        },
    )?;
    for (variant, price) in further {
        sales.entry(variant).and_modify(|sale| sale.prices.push(price));
    }
    let mut sales: Vec<VariantSale> = sales.into_values().collect();
    sales.iter_mut().for_each(|sale| sale.prices[1..].sort_by_key(|(price, _)| price.currency.code()));
    Ok(sales)
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
    let further = "UPDATE variant_prices
            SET price = s.price, compare_at = s.usual_price
           FROM (SELECT merchant_id, variant_id, currency, price, usual_price FROM variant_sale_prices) AS s
          WHERE s.merchant_id = variant_prices.merchant_id AND s.variant_id = variant_prices.variant_id
            AND s.currency = variant_prices.currency
            AND variant_prices.merchant_id = $1 AND variant_prices.variant_id = $2";
    set_further(tx, &due, further)?;
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
    stop(tx, &due)
}

/// Ends sales before their time, or takes back those that have not begun, and says which products changed their price.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn stop(
    tx: &mut Tx<'_>,
    variants: &[(MerchantId, VariantId)],
) -> Result<Vec<(MerchantId, ProductId)>, DbError> {
    restore_further(tx, variants)?;
    let changed = set_prices(
        tx,
        variants,
        "UPDATE variants
            SET price = s.usual_price, compare_at = s.usual_compare_at
           FROM (SELECT merchant_id, variant_id, usual_price, usual_compare_at FROM variant_sales WHERE running = 1) AS s
          WHERE s.merchant_id = variants.merchant_id AND s.variant_id = variants.id
            AND variants.merchant_id = $1 AND variants.id = $2
        RETURNING variants.merchant_id, variants.product_id",
    )?;
    forget(tx, variants)?;
    Ok(changed)
}

/// Puts the usual prices in further currencies back where a running sale has lowered them.
fn restore_further(tx: &mut Tx<'_>, variants: &[(MerchantId, VariantId)]) -> Result<(), DbError> {
    let further = "UPDATE variant_prices
            SET price = s.usual_price, compare_at = s.usual_compare_at
           FROM (SELECT f.merchant_id, f.variant_id, f.currency, f.usual_price, f.usual_compare_at
                   FROM variant_sale_prices f
                   JOIN variant_sales v ON v.merchant_id = f.merchant_id AND v.variant_id = f.variant_id
                  WHERE v.running = 1) AS s
          WHERE s.merchant_id = variant_prices.merchant_id AND s.variant_id = variant_prices.variant_id
            AND s.currency = variant_prices.currency
            AND variant_prices.merchant_id = $1 AND variant_prices.variant_id = $2";
    set_further(tx, variants, further)
}

/// A checkout in a further currency is guarded by the pricing version alone (I7).
fn set_further(
    tx: &mut Tx<'_>,
    variants: &[(MerchantId, VariantId)],
    sql: &'static str,
) -> Result<(), DbError> {
    let mut repriced: Vec<MerchantId> = Vec::new();
    for (merchant, variant) in variants {
        if tx.execute(sql, &[Param::id(*merchant), Param::id(*variant)])? > 0 && !repriced.contains(merchant)
        {
            repriced.push(*merchant);
        }
    }
    repriced.into_iter().try_for_each(|merchant| merchants::bump_pricing(tx, merchant))
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
