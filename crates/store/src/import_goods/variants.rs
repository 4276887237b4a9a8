//! Variants and their units.

use domain::ids::{ImportId, MerchantId, ProductId, VariantId};
use domain::tax::TaxClass;
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// What is stored of a variant that a file may name again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownVariant {
    /// Its id.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// What the file calls it.
    pub external_id: String,
    /// What the last import said of it, stock apart; 0 after a change by hand.
    pub import_hash: i64,
    /// Whether it is sold.
    pub active: bool,
    /// Whether its units are counted.
    pub tracked: bool,
    /// Units on the shelf.
    pub on_hand: i64,
    /// Units promised to open orders.
    pub reserved: i64,
    /// As of when a program of the shop's said its stock last.
    pub stock_at: Option<Timestamp>,
}

/// All variants of these products, in id order.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn known_variants(
    read: &mut impl Read,
    merchant: MerchantId,
    products: &[ProductId],
) -> Result<Vec<KnownVariant>, DbError> {
    const KNOWN: Sql = Sql {
        sqlite:
            "SELECT id, product_id, external_id, import_hash, status, tracked, on_hand, reserved, stock_at
                   FROM variants
                  WHERE merchant_id = $1
                    AND product_id IN (SELECT value FROM json_each($2))
                  ORDER BY id",
        postgres:
            "SELECT id, product_id, external_id, import_hash, status, tracked, on_hand, reserved, stock_at
                     FROM variants
                    WHERE merchant_id = $1
                      AND product_id = ANY($2)
                    ORDER BY id",
    };
    let ids: Vec<i64> = products.iter().map(|product| product.0).collect();
    read.rows(KNOWN, &[Param::id(merchant), Param::Ints(&ids)], |row| {
        Ok(KnownVariant {
            id: row.id(0)?,
            product: row.id(1)?,
            external_id: row.text(2)?,
            import_hash: row.int(3)?,
            active: row.str(4)? == "active",
            tracked: row.flag(5)?,
            on_hand: row.int(6)?,
            reserved: row.int(7)?,
            stock_at: row.opt_time(8)?,
        })
    })
}

/// Locks the variants of these products in id order, before [`known_variants`] is trusted. SQLite has one writer
/// anyway.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn lock_variants(tx: &mut Tx<'_>, merchant: MerchantId, products: &[ProductId]) -> Result<(), DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT 1 WHERE $1 = 0 AND $2 = ''",
        postgres: "SELECT id FROM variants WHERE merchant_id = $1 AND product_id = ANY($2) ORDER BY id FOR UPDATE",
    };
    let ids: Vec<i64> = products.iter().map(|product| product.0).collect();
    tx.rows(LOCK, &[Param::id(merchant), Param::Ints(&ids)], |_| Ok(()))?;
    Ok(())
}

/// A variant as an import writes it. Units are set apart, by [`set_units`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantRow {
    /// Its id, new or known.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// What the file calls it.
    pub external_id: String,
    /// Its place among its siblings.
    pub position: i64,
    /// Its value for each option.
    pub options: [String; 3],
    /// The merchant's stock-keeping unit.
    pub sku: String,
    /// GTIN or the like.
    pub barcode: String,
    /// The price's currency.
    pub currency: &'static str,
    /// What it costs now, in minor units.
    pub price: i64,
    /// A higher price it was sold at before.
    pub compare_at: Option<i64>,
    /// What kind of goods.
    pub tax_class: TaxClass,
    /// Weight with packing.
    pub weight_grams: i64,
    /// Whether it travels.
    pub requires_shipping: bool,
    /// Position of its picture among the product's.
    pub image_position: Option<i64>,
    /// What this import says of it, stock apart.
    pub import_hash: i64,
}

const WRITE_VARIANTS: Sql = Sql {
    sqlite: "INSERT INTO variants (id, merchant_id, product_id, external_id, position, option1, option2, option3,
                                   sku, barcode, currency, price, compare_at, tax_class, weight_grams,
                                   requires_shipping, image_position, import_hash, import_id, tracked, on_hand)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, 0)
             ON CONFLICT (merchant_id, product_id, external_id) DO UPDATE
                SET position = excluded.position, option1 = excluded.option1, option2 = excluded.option2,
                    option3 = excluded.option3, sku = excluded.sku, barcode = excluded.barcode,
                    currency = excluded.currency, price = excluded.price, compare_at = excluded.compare_at,
                    tax_class = excluded.tax_class, weight_grams = excluded.weight_grams,
                    requires_shipping = excluded.requires_shipping, image_position = excluded.image_position,
                    import_hash = excluded.import_hash, import_id = excluded.import_id, status = 'active'",
    postgres: "INSERT INTO variants (id, merchant_id, product_id, external_id, position, option1, option2, option3,
                                     sku, barcode, currency, price, compare_at, tax_class, weight_grams,
                                     requires_shipping, image_position, import_hash, import_id, tracked, on_hand)
               SELECT u.id, u.merchant_id, u.product_id, u.external_id, u.position, u.option1, u.option2, u.option3,
                      u.sku, u.barcode, u.currency, u.price, u.compare_at, u.tax_class, u.grams, u.shipped, u.image,
                      u.hash, u.import_id, 1, 0
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[],
                             $7::TEXT[], $8::TEXT[], $9::TEXT[], $10::TEXT[], $11::TEXT[], $12::BIGINT[],
                             $13::BIGINT[], $14::TEXT[], $15::BIGINT[], $16::BIGINT[], $17::BIGINT[],
                             $18::BIGINT[], $19::BIGINT[])
                   AS u (id, merchant_id, product_id, external_id, position, option1, option2, option3, sku, barcode,
                         currency, price, compare_at, tax_class, grams, shipped, image, hash, import_id)
               ON CONFLICT (merchant_id, product_id, external_id) DO UPDATE
                  SET position = excluded.position, option1 = excluded.option1, option2 = excluded.option2,
                      option3 = excluded.option3, sku = excluded.sku, barcode = excluded.barcode,
                      currency = excluded.currency, price = excluded.price, compare_at = excluded.compare_at,
                      tax_class = excluded.tax_class, weight_grams = excluded.weight_grams,
                      requires_shipping = excluded.requires_shipping, image_position = excluded.image_position,
                      import_hash = excluded.import_hash, import_id = excluded.import_id, status = 'active'",
};

/// Writes new and changed variants of one import. A new one has nothing on the shelf yet.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn write_variants(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    variants: &[VariantRow],
) -> Result<(), DbError> {
    use Column::{Int, Text};
    let rows: Vec<[Param<'_>; 19]> = variants
        .iter()
        .map(|variant| {
            [
                Param::id(variant.id),
                Param::id(merchant),
                Param::id(variant.product),
                (&variant.external_id).into(),
                variant.position.into(),
                (&variant.options[0]).into(),
                (&variant.options[1]).into(),
                (&variant.options[2]).into(),
                (&variant.sku).into(),
                (&variant.barcode).into(),
                variant.currency.into(),
                variant.price.into(),
                variant.compare_at.into(),
                variant.tax_class.as_str().into(),
                variant.weight_grams.into(),
                variant.requires_shipping.into(),
                variant.image_position.into(),
                variant.import_hash.into(),
                Param::id(import),
            ]
        })
        .collect();
    tx.execute_rows(
        WRITE_VARIANTS,
        [
            Int, Int, Int, Text, Int, Text, Text, Text, Text, Text, Text, Int, Int, Text, Int, Int, Int, Int,
            Int,
        ],
        &rows,
    )?;
    Ok(())
}

const SEE_VARIANTS: Sql = Sql {
    sqlite: "UPDATE variants SET import_id = $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE variants SET import_id = u.import_id
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (import_id, merchant_id, id)
                WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
};

/// Notes that `import` named these variants, which are as the file says already.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn see_variants(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    variants: &[VariantId],
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 3]> = variants
        .iter()
        .map(|variant| [Param::id(import), Param::id(merchant), Param::id(*variant)])
        .collect();
    tx.execute_rows(SEE_VARIANTS, [Column::Int; 3], &rows)?;
    Ok(())
}

const SET_UNITS: Sql = Sql {
    sqlite: "UPDATE variants SET tracked = $1, on_hand = CASE WHEN $2 < reserved THEN reserved ELSE $2 END
              WHERE merchant_id = $3 AND id = $4",
    postgres: "UPDATE variants
                  SET tracked = u.tracked,
                      on_hand = CASE WHEN u.units < reserved THEN reserved ELSE u.units END
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[])
                   AS u (tracked, units, merchant_id, id)
                WHERE variants.merchant_id = u.merchant_id AND variants.id = u.id",
};

/// Sets the units on the shelf, never below what is promised to open orders; `None` stops counting.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_units(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    units: &[(VariantId, Option<i64>)],
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 4]> = units
        .iter()
        .map(|(variant, units)| {
            [
                units.is_some().into(),
                units.unwrap_or_default().into(),
                Param::id(merchant),
                Param::id(*variant),
            ]
        })
        .collect();
    tx.execute_rows(SET_UNITS, [Column::Int; 4], &rows)?;
    Ok(())
}
