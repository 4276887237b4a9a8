//! Variants by the names that a shop's own program knows them by, and what it says of them: how many there are, what they
//! cost.

use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::Money;
use domain::view::goods::Price;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// Variants that the names of one batch may find: many may have one name, which then says nothing.
const FOUND_MAX: u32 = 10_000;

/// A variant that a program may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedVariant {
    /// Its id.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// What the shop calls the product.
    pub product_external_id: String,
    /// What the shop calls the variant.
    pub external_id: String,
    /// The merchant's stock-keeping unit.
    pub sku: String,
    /// Whether it is sold.
    pub active: bool,
    /// Whether its units are counted.
    pub tracked: bool,
    /// Units on the shelf.
    pub on_hand: i64,
    /// Units promised to open orders.
    pub reserved: i64,
    /// What it costs when it is not on sale.
    pub price: Price,
    /// It is on sale, or will be.
    pub has_sale: bool,
    /// As of when its stock was said last.
    pub stock_at: Option<Timestamp>,
    /// As of when its price was said last.
    pub price_at: Option<Timestamp>,
}

/// The numbers of a merchant's variants that have one of these external ids or SKUs, each once.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn find(
    read: &mut impl Read,
    merchant: MerchantId,
    external_ids: &[&str],
    skus: &[&str],
) -> Result<Vec<VariantId>, DbError> {
    const BY_ID: Sql = Sql {
        sqlite: "SELECT id FROM variants
                  WHERE merchant_id = $1 AND external_id IN (SELECT value FROM json_each($2)) LIMIT $3",
        postgres: "SELECT id FROM variants
                    WHERE merchant_id = $1
                      AND external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)))
                    LIMIT $3",
    };
    const BY_SKU: Sql = Sql {
        sqlite: "SELECT id FROM variants
                  WHERE merchant_id = $1 AND sku IN (SELECT value FROM json_each($2)) LIMIT $3",
        postgres: "SELECT id FROM variants
                    WHERE merchant_id = $1
                      AND sku IN (SELECT jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)))
                    LIMIT $3",
    };
    let mut found = Vec::new();
    for (sql, names) in [(BY_ID, external_ids), (BY_SKU, skus)] {
        if names.is_empty() {
            continue;
        }
        let names = serde_json::to_string(names).expect("a list of texts is JSON");
        found.extend(read.rows(sql, &[Param::id(merchant), (&names).into(), FOUND_MAX.into()], |row| {
            row.id::<VariantId>(0)
        })?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// These variants, locked until the commit in the order of their ids. SQLite has one writer anyway.
pub fn lock(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variants: &[VariantId],
) -> Result<Vec<NamedVariant>, DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT v.id, v.product_id, p.external_id, v.external_id, v.sku, v.status, v.tracked, v.on_hand,
                        v.reserved, v.currency, coalesce(s.usual_price, v.price),
                        CASE WHEN s.variant_id IS NULL THEN v.compare_at ELSE s.usual_compare_at END,
                        CASE WHEN s.variant_id IS NULL THEN 0 ELSE 1 END, v.stock_at, v.price_at
                   FROM variants v
                   JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                   LEFT JOIN variant_sales s ON s.merchant_id = v.merchant_id AND s.variant_id = v.id
                  WHERE v.merchant_id = $1 AND v.id IN (SELECT value FROM json_each($2))",
        postgres: "SELECT v.id, v.product_id, p.external_id, v.external_id, v.sku, v.status, v.tracked, v.on_hand,
                          v.reserved, v.currency, coalesce(s.usual_price, v.price),
                          CASE WHEN s.variant_id IS NULL THEN v.compare_at ELSE s.usual_compare_at END,
                          CAST(CASE WHEN s.variant_id IS NULL THEN 0 ELSE 1 END AS BIGINT), v.stock_at, v.price_at
                     FROM variants v
                     JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
                     LEFT JOIN variant_sales s ON s.merchant_id = v.merchant_id AND s.variant_id = v.id
                    WHERE v.merchant_id = $1 AND v.id = ANY($2)
                    ORDER BY v.id FOR UPDATE OF v",
    };
    let ids: Vec<i64> = variants.iter().map(|variant| variant.0).collect();
    tx.rows(LOCK, &[Param::id(merchant), Param::Ints(&ids)], |row| {
        let currency = row.word(9, "currency", |code| code.parse().ok())?;
        Ok(NamedVariant {
            id: row.id(0)?,
            product: row.id(1)?,
            product_external_id: row.text(2)?,
            external_id: row.text(3)?,
            sku: row.text(4)?,
            active: row.str(5)? == "active",
            tracked: row.flag(6)?,
            on_hand: row.int(7)?,
            reserved: row.int(8)?,
            price: Price {
                price: Money::new(row.int(10)?, currency),
                compare_at: row.opt_int(11)?.map(|amount| Money::new(amount, currency)),
            },
            has_sale: row.flag(12)?,
            stock_at: row.opt_time(13)?,
            price_at: row.opt_time(14)?,
        })
    })
}

const STOCK_AT: Sql = Sql {
    sqlite: "UPDATE variants SET stock_at = $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE variants SET stock_at = u.at
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (at, merchant_id, id)
                WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
};

/// Notes as of when the stock of these variants was said.
pub fn set_stock_at(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    said: &[(VariantId, Timestamp)],
) -> Result<(), DbError> {
    set_at(tx, STOCK_AT, merchant, said)
}

const PRICE_AT: Sql = Sql {
    sqlite: "UPDATE variants SET price_at = $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE variants SET price_at = u.at
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (at, merchant_id, id)
                WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
};

/// Notes as of when the prices of these variants were said.
pub fn set_price_at(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    said: &[(VariantId, Timestamp)],
) -> Result<(), DbError> {
    set_at(tx, PRICE_AT, merchant, said)
}

fn set_at(
    tx: &mut Tx<'_>,
    sql: Sql,
    merchant: MerchantId,
    said: &[(VariantId, Timestamp)],
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 3]> =
        said.iter().map(|(id, at)| [(*at).into(), Param::id(merchant), Param::id(*id)]).collect();
    tx.execute_rows(sql, [Column::Int; 3], &rows)?;
    Ok(())
}

/// Writes what variants cost in their own currency. A product that is pushed whole afterwards is compared anew.
pub fn set_prices(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    prices: &[(VariantId, Price)],
) -> Result<(), DbError> {
    const PRICE: Sql = Sql {
        sqlite: "UPDATE variants SET price = $1, compare_at = $2, import_hash = 0
                  WHERE merchant_id = $3 AND id = $4",
        postgres: "UPDATE variants SET price = u.price, compare_at = u.compare_at, import_hash = 0
                     FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[])
                       AS u (price, compare_at, merchant_id, id)
                    WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
    };
    let rows: Vec<[Param<'_>; 4]> = prices
        .iter()
        .map(|(id, price)| {
            [
                price.price.amount.into(),
                price.compare_at.map(|money| money.amount).into(),
                Param::id(merchant),
                Param::id(*id),
            ]
        })
        .collect();
    tx.execute_rows(PRICE, [Column::Int; 4], &rows)?;
    Ok(())
}
