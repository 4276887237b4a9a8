//! Pictures.

use domain::ids::{ImageId, MerchantId, ProductId};

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// A picture as an import writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageRow {
    /// Of which product.
    pub product: ProductId,
    /// Order on the page, from 1.
    pub position: i64,
    /// The stored picture, when it was fetched before.
    pub image: Option<ImageId>,
    /// Where it comes from.
    pub source_url: String,
    /// What it shows.
    pub alt: String,
}

/// The pictures of these products, by product and position.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn known_images(
    read: &mut impl Read,
    merchant: MerchantId,
    products: &[ProductId],
) -> Result<Vec<ImageRow>, DbError> {
    const KNOWN: Sql = Sql {
        sqlite: "SELECT product_id, position, image_id, source_url, alt
                   FROM product_images
                  WHERE merchant_id = $1
                    AND product_id IN (SELECT value FROM json_each($2))
                  ORDER BY product_id, position",
        postgres: "SELECT product_id, position, image_id, source_url, alt
                     FROM product_images
                    WHERE merchant_id = $1
                      AND product_id = ANY($2)
                    ORDER BY product_id, position",
    };
    let ids: Vec<i64> = products.iter().map(|product| product.0).collect();
    read.rows(KNOWN, &[Param::id(merchant), Param::Ints(&ids)], |row| {
        Ok(ImageRow {
            product: row.id(0)?,
            position: row.int(1)?,
            image: row.opt_id(2)?,
            source_url: row.text(3)?,
            alt: row.text(4)?,
        })
    })
}

const FORGET_IMAGES: Sql = Sql {
    sqlite: "DELETE FROM product_images WHERE merchant_id = $1 AND product_id = $2",
    postgres: "DELETE FROM product_images
                WHERE (merchant_id, product_id) IN (
                      SELECT u.merchant_id, u.product_id
                        FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (merchant_id, product_id))",
};

const WRITE_IMAGES: Sql = Sql {
    sqlite: "INSERT INTO product_images (merchant_id, product_id, position, image_id, source_url, alt)
             VALUES ($1, $2, $3, $4, $5, $6)",
    postgres: "INSERT INTO product_images (merchant_id, product_id, position, image_id, source_url, alt)
               SELECT u.merchant_id, u.product_id, u.position, u.image_id, u.source_url, u.alt
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::TEXT[], $6::TEXT[])
                   AS u (merchant_id, product_id, position, image_id, source_url, alt)",
};

/// Replaces the pictures of `products` by `images`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace_images(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    products: &[ProductId],
    images: &[ImageRow],
) -> Result<(), DbError> {
    use Column::{Int, Text};
    let gone: Vec<[Param<'_>; 2]> =
        products.iter().map(|product| [Param::id(merchant), Param::id(*product)]).collect();
    tx.execute_rows(FORGET_IMAGES, [Int, Int], &gone)?;
    let rows: Vec<[Param<'_>; 6]> = images
        .iter()
        .map(|image| {
            [
                Param::id(merchant),
                Param::id(image.product),
                image.position.into(),
                Param::opt_id(image.image),
                (&image.source_url).into(),
                (&image.alt).into(),
            ]
        })
        .collect();
    tx.execute_rows(WRITE_IMAGES, [Int, Int, Int, Int, Text, Text], &rows)?;
    Ok(())
}
