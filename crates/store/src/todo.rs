//! What waits for a merchant's staff, counted.

use domain::ids::{MerchantId, ProductId, VariantId};
use domain::view::orders::Todo;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Counts what waits.
///
/// # Errors
/// What the engine refused.
pub fn count(read: &mut impl Read, merchant: MerchantId) -> Result<Todo, DbError> {
    read.one(
        "what waits for a merchant",
        "SELECT (SELECT count(*) FROM orders o
                  WHERE o.merchant_id = $1 AND o.state = 'confirmed' AND o.fulfilled_at IS NULL
                    AND EXISTS (SELECT 1 FROM order_lines l
                                 WHERE l.merchant_id = o.merchant_id AND l.order_id = o.id
                                   AND l.requires_shipping = 1 AND l.shipped + l.refunded < l.quantity)),
                (SELECT count(*) FROM buyer_requests r WHERE r.merchant_id = $1 AND r.state = 'waiting'),
                (SELECT count(*) FROM variants v JOIN products p ON p.merchant_id = v.merchant_id
                                                                AND p.id = v.product_id
                  WHERE v.merchant_id = $1 AND v.tracked = 1 AND v.status = 'active' AND p.status = 'active'
                    AND v.on_hand <= v.reserved),
                (SELECT count(*) FROM variants v JOIN products p ON p.merchant_id = v.merchant_id
                                                                AND p.id = v.product_id
                                                JOIN merchants m ON m.id = v.merchant_id
                  WHERE v.merchant_id = $1 AND v.tracked = 1 AND v.status = 'active' AND p.status = 'active'
                    AND v.on_hand > v.reserved AND v.on_hand - v.reserved <= m.low_stock_at),
                (SELECT count(*) FROM jobs j WHERE j.merchant_id = $1 AND j.state = 'dead'),
                (SELECT count(*) FROM disputes d WHERE d.merchant_id = $1 AND d.state = 'waiting'),
                (SELECT count(*) FROM payees p
                  WHERE p.merchant_id = $1
                    AND (p.charges_enabled = 0 OR p.payouts_enabled = 0 OR p.due <> '' OR p.overdue <> '')),
                (SELECT count(*) FROM connection_sends s WHERE s.merchant_id = $1 AND s.state = 'stuck'),
                (SELECT count(*) FROM connections c WHERE c.merchant_id = $1 AND c.state = 'broken')",
        &[Param::id(merchant)],
        |row| {
            Ok(Todo {
                to_ship: row.int(0)?,
                requests: row.int(1)?,
                sold_out: row.int(2)?,
                low_stock: row.int(3)?,
                errors: row.int(4)?,
                disputes: row.int(5)?,
                payee: row.int(6)?,
                shops: row.int(7)? + row.int(8)?,
            })
        },
    )
}

/// Merchants that wait to be verified.
///
/// # Errors
/// What the engine refused.
pub fn merchants_waiting(read: &mut impl Read) -> Result<i64, DbError> {
    read.one(
        "merchants waiting",
        "SELECT count(*) FROM merchants WHERE state = 'new' AND kind = 'shop'",
        &[],
        |row| row.int(0),
    )
}

/// Nonprofits that wait for a decision.
///
/// # Errors
/// What the engine refused.
pub fn nonprofits_waiting(read: &mut impl Read) -> Result<i64, DbError> {
    let waiting = "SELECT count(*) FROM nonprofits WHERE state = 'applied'";
    read.one("nonprofits waiting", waiting, &[], |row| row.int(0))
}

/// A variant whose stock has just become low.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningLow {
    /// Which.
    pub variant: VariantId,
    /// What it is called, with its options.
    pub title: String,
    /// How many can still be bought.
    pub left: i64,
}

/// Takes the variants of a merchant that crossed the merchant's mark since the last time, each once per crossing;
/// those that were stocked up again count anew.
///
/// # Errors
/// What the engine refused.
pub fn take_running_low(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    now: Timestamp,
) -> Result<Vec<VariantId>, DbError> {
    tx.execute(
        "UPDATE variants SET low_since = NULL
          WHERE merchant_id = $1 AND low_since IS NOT NULL
            AND on_hand - reserved > (SELECT m.low_stock_at FROM merchants m WHERE m.id = $1)",
        &[Param::id(merchant)],
    )?;
    tx.rows(
        "UPDATE variants SET low_since = $1
          WHERE merchant_id = $2 AND low_since IS NULL AND tracked = 1 AND status = 'active'
            AND on_hand - reserved <= (SELECT m.low_stock_at FROM merchants m WHERE m.id = $2)
          RETURNING id",
        &[now.into(), Param::id(merchant)],
        |row| row.id(0),
    )
}

/// What these variants are called and how many are left.
///
/// # Errors
/// What the engine refused.
pub fn running_low(
    read: &mut impl Read,
    merchant: MerchantId,
    variants: &[VariantId],
) -> Result<Vec<RunningLow>, DbError> {
    let mut found = Vec::with_capacity(variants.len());
    for variant in variants {
        let row = read.first(
            "SELECT v.id, p.title, v.option1, v.option2, v.option3, v.on_hand - v.reserved
               FROM variants v JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
              WHERE v.merchant_id = $1 AND v.id = $2",
            &[Param::id(merchant), Param::id(*variant)],
            |row| {
                let mut title = row.text(1)?;
                for option in 2..5 {
                    let option = row.str(option)?;
                    if !option.is_empty() {
                        title.push_str(", ");
                        title.push_str(option);
                    }
                }
                Ok(RunningLow { variant: row.id(0)?, title, left: row.int(5)? })
            },
        )?;
        found.extend(row);
    }
    Ok(found)
}

/// How many of a variant can be bought, and what its shop calls it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantStock {
    /// Of which product.
    pub product: ProductId,
    /// What the shop calls the product.
    pub product_external_id: String,
    /// What the shop calls the variant.
    pub external_id: String,
    /// Its stock-keeping unit.
    pub sku: String,
    /// The product's name.
    pub title: String,
    /// How many can be bought.
    pub available: i64,
    /// From how many on its shop wants to hear of it.
    pub low_at: i64,
}

/// How many of a variant can be bought now; none when it is gone.
///
/// # Errors
/// What the engine refused.
pub fn stock_of(
    read: &mut impl Read,
    merchant: MerchantId,
    variant: VariantId,
) -> Result<Option<VariantStock>, DbError> {
    read.first(
        "SELECT p.id, p.external_id, v.external_id, v.sku, p.title, v.on_hand - v.reserved, m.low_stock_at
           FROM variants v
           JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
           JOIN merchants m ON m.id = v.merchant_id
          WHERE v.merchant_id = $1 AND v.id = $2",
        &[Param::id(merchant), Param::id(variant)],
        |row| {
            Ok(VariantStock {
                product: row.id(0)?,
                product_external_id: row.text(1)?,
                external_id: row.text(2)?,
                sku: row.text(3)?,
                title: row.text(4)?,
                available: row.int(5)?,
                low_at: row.int(6)?,
            })
        },
    )
}
