//! Who wants to hear when a sold-out product is there again.

use domain::ids::{MerchantId, ProductId, VariantId};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// What one reader wishes to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Who sells it.
    pub merchant: MerchantId,
    /// What.
    pub product: ProductId,
    /// Where to write.
    pub email: String,
    /// In which language.
    pub locale: String,
    /// Stands for the address in the link that ends its wishes.
    pub reader: String,
}

/// Notes the wish for every variant of the product that is sold. `false`: it was noted before.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, wish: &Wish, now: Timestamp) -> Result<bool, DbError> {
    let noted = tx.execute(
        "INSERT INTO restock_alerts (merchant_id, variant_id, email, locale, reader, created_at)
         SELECT v.merchant_id, v.id, $1, $2, $3, $4
           FROM variants v
          WHERE v.merchant_id = $5 AND v.product_id = $6 AND v.status = 'active'
         ON CONFLICT (merchant_id, variant_id, email) DO NOTHING",
        &[
            (&wish.email).into(),
            (&wish.locale).into(),
            (&wish.reader).into(),
            now.into(),
            Param::id(wish.merchant),
            Param::id(wish.product),
        ],
    )?;
    Ok(noted > 0)
}

/// Wishes for a variant that is there again: it and its product are on sale, units are free, an offer runs, and the
/// merchant may sell. `$1` is now.
macro_rules! due {
    () => {
        "restock_alerts r
           JOIN variants v ON v.merchant_id = r.merchant_id AND v.id = r.variant_id
           JOIN products p ON p.merchant_id = v.merchant_id AND p.id = v.product_id
           JOIN merchants m ON m.id = r.merchant_id
          WHERE v.status = 'active' AND (v.tracked = 0 OR v.on_hand > v.reserved)
            AND p.status = 'active' AND m.state IN ('verified', 'limited')
            AND EXISTS (SELECT 1 FROM offers o
                         WHERE o.merchant_id = v.merchant_id AND o.product_id = v.product_id
                           AND o.state = 'open' AND (o.starts_at IS NULL OR o.starts_at <= $1)
                           AND (o.ends_at IS NULL OR o.ends_at > $1))"
    };
}

/// Takes up to `limit` wishes for products of `merchant` that can be bought again, each whole: whoever is told once
/// must wish again. With the variant that is there again.
pub fn take_due(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    limit: u32,
    now: Timestamp,
) -> Result<Vec<(Wish, VariantId)>, DbError> {
    let found = tx.rows(
        concat!(
            "SELECT r.email, r.locale, r.reader, v.product_id, MIN(v.id) FROM ",
            due!(),
            " AND r.merchant_id = $2
              GROUP BY r.email, r.locale, r.reader, v.product_id
              ORDER BY MIN(r.created_at), r.email
              LIMIT $3"
        ),
        &[now.into(), Param::id(merchant), limit.into()],
        |row| {
            let (email, locale, reader) = (row.text(0)?, row.text(1)?, row.text(2)?);
            Ok((Wish { merchant, product: row.id(3)?, email, locale, reader }, row.id(4)?))
        },
    )?;
    let mut taken = Vec::with_capacity(found.len());
    for (wish, variant) in found {
        // The wish as a whole, in all its variants; another node may have taken it first.
        let gone = tx.execute(
            "DELETE FROM restock_alerts
              WHERE merchant_id = $1 AND email = $2
                AND variant_id IN (SELECT v.id FROM variants v WHERE v.merchant_id = $1 AND v.product_id = $3)",
            &[Param::id(merchant), (&wish.email).into(), Param::id(wish.product)],
        )?;
        if gone > 0 {
            taken.push((wish, variant));
        }
    }
    Ok(taken)
}

/// Merchants with wishes for something that can be bought again.
pub fn merchants_due(read: &mut impl Read, limit: u32, now: Timestamp) -> Result<Vec<MerchantId>, DbError> {
    read.rows(
        concat!("SELECT DISTINCT r.merchant_id FROM ", due!(), " ORDER BY r.merchant_id LIMIT $2"),
        &[now.into(), limit.into()],
        |row| row.id(0),
    )
}

/// Forgets every wish of a reader. Says how many rows that were.
pub fn forget(tx: &mut Tx<'_>, reader: &str) -> Result<u64, DbError> {
    tx.execute("DELETE FROM restock_alerts WHERE reader = $1", &[reader.into()])
}
