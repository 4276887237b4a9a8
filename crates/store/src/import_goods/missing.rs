//! What a file or a program no longer names.

use domain::ids::{ConnectionId, ImportId, MerchantId, ProductId, VariantId};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

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

/// Hides these variants: their product was pushed without them.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive_variants(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variants: &[VariantId],
) -> Result<(), DbError> {
    const ARCHIVE: Sql = Sql {
        sqlite: "UPDATE variants SET status = 'archived', import_hash = 0 WHERE merchant_id = $1 AND id = $2",
        postgres: "UPDATE variants SET status = 'archived', import_hash = 0
                     FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, id)
                    WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
    };
    let rows: Vec<[Param<'_>; 2]> =
        variants.iter().map(|variant| [Param::id(merchant), Param::id(*variant)]).collect();
    tx.execute_rows(ARCHIVE, [Column::Int; 2], &rows)?;
    Ok(())
}

/// Hides the products that came by a file and that `import` did not name. Says which. What a program pushed (import 0) is
/// that program's to remove, and what belongs to a connected shop, that shop's.
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
            AND import_id <> 0
            AND connection_id IS NULL
        RETURNING id",
        &[now.into(), Param::id(merchant), Param::id(import)],
        |row| row.id(0),
    )
}

/// Hides the products of a connected shop that `run`, which read all of it, did not meet. Says which.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive_missing_there(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    run: ImportId,
    now: Timestamp,
) -> Result<Vec<ProductId>, DbError> {
    tx.rows(
        "UPDATE products
            SET status = 'archived', import_hash = 0, updated_at = $1
          WHERE connection_id = $2 AND status <> 'archived' AND import_id <> $3
        RETURNING id",
        &[now.into(), Param::id(connection), Param::id(run)],
        |row| row.id(0),
    )
}

/// Hides these products of a connected shop, by what it calls them; all of them where none is named. Says which.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn archive_there(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    names: Option<&[&str]>,
    now: Timestamp,
) -> Result<Vec<ProductId>, DbError> {
    const NAMED: Sql = Sql {
        sqlite: "UPDATE products SET status = 'archived', import_hash = 0, updated_at = $1
                  WHERE connection_id = $2 AND status <> 'archived'
                    AND external_id IN (SELECT value FROM json_each($3))
              RETURNING id",
        postgres: "UPDATE products SET status = 'archived', import_hash = 0, updated_at = $1
                    WHERE connection_id = $2 AND status <> 'archived'
                      AND external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($3 AS TEXT) AS JSONB)))
                RETURNING id",
    };
    match names {
        Some(names) => {
            let names = serde_json::to_string(names).expect("a list of texts is JSON");
            tx.rows(NAMED, &[now.into(), Param::id(connection), (&names).into()], |row| row.id(0))
        }
        None => tx.rows(
            "UPDATE products SET status = 'archived', import_hash = 0, updated_at = $1
              WHERE connection_id = $2 AND status <> 'archived' RETURNING id",
            &[now.into(), Param::id(connection)],
            |row| row.id(0),
        ),
    }
}

/// How many active products of a merchant came by a file.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn imported_active_count(read: &mut impl Read, merchant: MerchantId) -> Result<u64, DbError> {
    let count = read.one(
        "a count",
        "SELECT count(*) FROM products WHERE merchant_id = $1 AND status = 'active' AND import_id <> 0
            AND connection_id IS NULL",
        &[Param::id(merchant)],
        |row| row.int(0),
    )?;
    Ok(u64::try_from(count).unwrap_or_default())
}
