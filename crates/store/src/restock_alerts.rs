//! Who wants to hear when a sold-out variant is there again.

use domain::ids::{MerchantId, VariantId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// Notes the wish; wishing twice is fine.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    variant: VariantId,
    email: &str,
    locale: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO restock_alerts (merchant_id, variant_id, email, locale, created_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (merchant_id, variant_id, email) DO NOTHING",
        &[Param::id(merchant), Param::id(variant), email.into(), locale.into(), now.into()],
    )?;
    Ok(())
}

/// Takes up to `limit` wishes for variants of `merchant` that can be bought again: address, language, variant.
/// Whoever was told once must wish again.
pub fn take_due(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    limit: u32,
) -> Result<Vec<(String, String, VariantId)>, DbError> {
    tx.rows(
        "DELETE FROM restock_alerts
          WHERE (merchant_id, variant_id, email) IN (
                SELECT r.merchant_id, r.variant_id, r.email
                  FROM restock_alerts r
                  JOIN variants v ON v.merchant_id = r.merchant_id AND v.id = r.variant_id
                 WHERE r.merchant_id = $1
                   AND v.status = 'active'
                   AND (v.tracked = 0 OR v.on_hand > v.reserved)
                 ORDER BY r.created_at, r.email
                 LIMIT $2)
        RETURNING email, locale, variant_id",
        &[Param::id(merchant), limit.into()],
        |row| Ok((row.text(0)?, row.text(1)?, row.id(2)?)),
    )
}

/// Merchants with wishes for something that can be bought again.
pub fn merchants_due(read: &mut impl Read, limit: u32) -> Result<Vec<MerchantId>, DbError> {
    read.rows(
        "SELECT DISTINCT r.merchant_id
           FROM restock_alerts r
           JOIN variants v ON v.merchant_id = r.merchant_id AND v.id = r.variant_id
          WHERE v.status = 'active'
            AND (v.tracked = 0 OR v.on_hand > v.reserved)
          ORDER BY r.merchant_id
          LIMIT $1",
        &[limit.into()],
        |row| row.id(0),
    )
}
