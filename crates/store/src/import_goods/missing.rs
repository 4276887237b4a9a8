//! What a file no longer names.

use domain::ids::{ImportId, MerchantId, ProductId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Hides the variants that `import` did not name, of the products it did name.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive_missing_variants(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE variants
            SET status = 'archived', import_hash = 0
          WHERE merchant_id = $1
            AND status = 'active'
            AND import_id <> $2
            AND product_id IN (SELECT id FROM products WHERE merchant_id = $1 AND import_id = $2)",
        &[Param::id(merchant), Param::id(import)],
    )
}

/// Hides the products that came by an import and that `import` did not name. Says which.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive_missing_products(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    now: Timestamp,
) -> Result<Vec<ProductId>, DbError> {
    tx.rows(
        "UPDATE products
            SET status = 'archived', import_hash = 0, updated_at = $1
          WHERE merchant_id = $2
            AND status <> 'archived'
            AND import_id <> $3
        RETURNING id",
        &[now.into(), Param::id(merchant), Param::id(import)],
        |row| row.id(0),
    )
}

/// How many active products of a merchant came by an import.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn imported_active_count(read: &mut impl Read, merchant: MerchantId) -> Result<u64, DbError> {
    let count = read.one(
        "a count",
        "SELECT count(*) FROM products WHERE merchant_id = $1 AND status = 'active' AND import_id IS NOT NULL",
        &[Param::id(merchant)],
        |row| row.int(0),
    )?;
    Ok(u64::try_from(count).unwrap_or_default())
}
