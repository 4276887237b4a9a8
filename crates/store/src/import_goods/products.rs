//! Products.

use domain::catalog::draft::DraftStatus;
use domain::ids::{ConnectionId, ImportId, MerchantId, ProductId};
use jiff::Timestamp;

use super::Source;
use crate::{Column, DbError, Param, Read, Sql, Tx};

/// What is stored of a product that a file names again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownProduct {
    /// Its id.
    pub id: ProductId,
    /// What the file calls it.
    pub external_id: String,
    /// What the last import said of it; 0 after a change by hand.
    pub import_hash: i64,
    /// The import that named it last.
    pub import: Option<ImportId>,
    /// The connected shop that it belongs to.
    pub connection: Option<ConnectionId>,
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// Its options, empty ones at the end.
    pub option_names: [String; 3],
}

/// The products of `merchant` that `external_ids` name, locked when a transaction asks.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn known_products(
    read: &mut impl Read,
    merchant: MerchantId,
    external_ids: &[&str],
) -> Result<Vec<KnownProduct>, DbError> {
    const KNOWN: Sql = Sql {
        sqlite:
            "SELECT id, external_id, import_hash, import_id, status, option1_name, option2_name, option3_name,
                        connection_id
                   FROM products
                  WHERE merchant_id = $1
                    AND external_id IN (SELECT value FROM json_each($2))
                  ORDER BY id",
        postgres: "SELECT id, external_id, import_hash, import_id, status, option1_name, option2_name,
                          option3_name, connection_id
                     FROM products
                    WHERE merchant_id = $1
                      AND external_id IN (SELECT jsonb_array_elements_text(CAST(CAST($2 AS TEXT) AS JSONB)))
                    ORDER BY id",
    };
    let names = serde_json::to_string(external_ids).expect("a list of texts is JSON");
    read.rows(KNOWN, &[Param::id(merchant), (&names).into()], |row| {
        Ok(KnownProduct {
            id: row.id(0)?,
            external_id: row.text(1)?,
            import_hash: row.int(2)?,
            import: row.opt_id(3)?,
            status: row.word(4, "product status", DraftStatus::from_word)?,
            option_names: [row.text(5)?, row.text(6)?, row.text(7)?],
            connection: row.opt_id(8)?,
        })
    })
}

/// A product as an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Its id, new or known.
    pub id: ProductId,
    /// What the file calls it.
    pub external_id: String,
    /// What buyers read first.
    pub title: String,
    /// HTML that went through the allow-list.
    pub description_html: String,
    /// The brand or maker.
    pub brand: String,
    /// The merchant's own category.
    pub product_type: String,
    /// Keywords, joined by commas.
    pub tags: String,
    /// The page in the merchant's own shop.
    pub link: String,
    /// What variants differ in.
    pub option_names: [String; 3],
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// What this import says of it.
    pub import_hash: i64,
}

const WRITE_PRODUCTS: Sql = Sql {
    sqlite: "INSERT INTO products (id, merchant_id, external_id, title, description_html, brand, product_type, tags,
                                   link, option1_name, option2_name, option3_name, status, import_hash, import_id,
                                   connection_id, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
             ON CONFLICT (merchant_id, external_id) DO UPDATE
                SET title = excluded.title, description_html = excluded.description_html, brand = excluded.brand,
                    product_type = excluded.product_type, tags = excluded.tags, link = excluded.link,
                    option1_name = excluded.option1_name, option2_name = excluded.option2_name,
                    option3_name = excluded.option3_name, status = excluded.status,
                    import_hash = excluded.import_hash, import_id = excluded.import_id,
                    connection_id = excluded.connection_id, updated_at = excluded.updated_at",
    postgres: "INSERT INTO products (id, merchant_id, external_id, title, description_html, brand, product_type,
                                     tags, link, option1_name, option2_name, option3_name, status, import_hash,
                                     import_id, connection_id, created_at, updated_at)
               SELECT u.id, u.merchant_id, u.external_id, u.title, u.description_html, u.brand, u.product_type,
                      u.tags, u.link, u.option1, u.option2, u.option3, u.status, u.hash, u.import_id, u.connection_id, u.at,
                      u.at
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::TEXT[],
                             $8::TEXT[], $9::TEXT[], $10::TEXT[], $11::TEXT[], $12::TEXT[], $13::TEXT[],
                             $14::BIGINT[], $15::BIGINT[], $16::BIGINT[], $17::BIGINT[])
                   AS u (id, merchant_id, external_id, title, description_html, brand, product_type, tags, link,
                         option1, option2, option3, status, hash, import_id, connection_id, at)
               ON CONFLICT (merchant_id, external_id) DO UPDATE
                  SET title = excluded.title, description_html = excluded.description_html, brand = excluded.brand,
                      product_type = excluded.product_type, tags = excluded.tags, link = excluded.link,
                      option1_name = excluded.option1_name, option2_name = excluded.option2_name,
                      option3_name = excluded.option3_name, status = excluded.status,
                      import_hash = excluded.import_hash, import_id = excluded.import_id,
                      connection_id = excluded.connection_id, updated_at = excluded.updated_at",
};

/// Writes new and changed products of one source, whose they are from then on. No two rows may have the same external id.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn write_products(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    source: Source,
    products: &[ProductRow],
    now: Timestamp,
) -> Result<(), DbError> {
    use Column::{Int, Text};
    let rows: Vec<[Param<'_>; 17]> = products
        .iter()
        .map(|product| {
            [
                Param::id(product.id),
                Param::id(merchant),
                (&product.external_id).into(),
                (&product.title).into(),
                (&product.description_html).into(),
                (&product.brand).into(),
                (&product.product_type).into(),
                (&product.tags).into(),
                (&product.link).into(),
                (&product.option_names[0]).into(),
                (&product.option_names[1]).into(),
                (&product.option_names[2]).into(),
                product.status.as_str().into(),
                product.import_hash.into(),
                Param::id(source.run),
                Param::opt_id(source.connection),
                now.into(),
            ]
        })
        .collect();
    tx.execute_rows(
        WRITE_PRODUCTS,
        [Int, Int, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Int, Int, Int, Int],
        &rows,
    )?;
    Ok(())
}

const SEE_PRODUCTS: Sql = Sql {
    sqlite: "UPDATE products SET import_id = $1 WHERE merchant_id = $2 AND id = $3",
    postgres: "UPDATE products SET import_id = u.import_id
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (import_id, merchant_id, id)
                WHERE products.merchant_id = u.merchant_id AND products.id = u.id",
};

/// Notes that `import` named these products, which are as the file says already.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn see_products(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    products: &[ProductId],
) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 3]> = products
        .iter()
        .map(|product| [Param::id(import), Param::id(merchant), Param::id(*product)])
        .collect();
    tx.execute_rows(SEE_PRODUCTS, [Column::Int; 3], &rows)?;
    Ok(())
}
