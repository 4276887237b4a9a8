//! Stored pictures, and product pictures that are still to be fetched.

use domain::ids::{AccountId, ImageId, MerchantId, ProductId};
use domain::view::goods::Image;
use jiff::Timestamp;

use crate::{DbError, Param, Read, Tx};

/// A picture whose files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImage {
    /// The picture.
    pub image: Image,
    /// What all its sizes take.
    pub bytes: u64,
    /// Who uploaded it; none when it was fetched for a product.
    pub account: Option<AccountId>,
    /// For whose product; none for a person's own.
    pub merchant: Option<MerchantId>,
}

/// Keeps a stored picture.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, new: &NewImage, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO images (id, account_id, file_key, width, height, created_at, bytes, merchant_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(new.image.id),
            Param::opt_id(new.account),
            (&new.image.file_key).into(),
            new.image.width.into(),
            new.image.height.into(),
            now.into(),
            i64::try_from(new.bytes).unwrap_or(i64::MAX).into(),
            new.merchant.map_or(0, |merchant| merchant.0).into(),
        ],
    )?;
    Ok(())
}

/// Bytes that the files of a merchant take: pictures of products, those that were removed from one too, and product
/// files of imports that are not over.
pub fn bytes_of(read: &mut impl Read, merchant: MerchantId) -> Result<u64, DbError> {
    let bytes = read.one(
        "a sum",
        "SELECT CAST((SELECT coalesce(sum(bytes), 0) FROM images WHERE merchant_id = $1)
                   + (SELECT coalesce(sum(bytes_total), 0) FROM imports
                      WHERE merchant_id = $1 AND state IN ('preview', 'held', 'running') AND file_key <> '')
                AS BIGINT)",
        &[Param::id(merchant)],
        |row| row.int(0),
    )?;
    Ok(u64::try_from(bytes).unwrap_or_default())
}

/// The pictures with these ids that `account` uploaded, in no order: only they may go into its posts.
pub fn uploaded_by(
    read: &mut impl Read,
    account: AccountId,
    image: ImageId,
) -> Result<Option<Image>, DbError> {
    read.first(
        "SELECT id, file_key, width, height FROM images WHERE id = $1 AND account_id = $2",
        &[Param::id(image), Param::id(account)],
        |row| {
            Ok(Image { id: row.id(0)?, file_key: row.text(1)?, width: row.count(2)?, height: row.count(3)? })
        },
    )
}

/// A product picture that is still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which product.
    pub product: ProductId,
    /// Its place there.
    pub position: i64,
    /// Where it lies.
    pub source_url: String,
    /// How often fetching failed.
    pub tries: u32,
}

/// Up to `limit` pictures of active products of `merchant` that are to be fetched and failed fewer than
/// `tries_max` times.
pub fn wanted(
    read: &mut impl Read,
    merchant: MerchantId,
    tries_max: u32,
    limit: u32,
) -> Result<Vec<Wanted>, DbError> {
    read.rows(
        "SELECT i.product_id, i.position, i.source_url, i.tries
           FROM product_images i
           JOIN products p ON p.merchant_id = i.merchant_id AND p.id = i.product_id
          WHERE i.merchant_id = $1
            AND i.image_id IS NULL
            AND i.source_url <> ''
            AND i.tries < $2
            AND p.status <> 'archived'
          ORDER BY i.tries, i.product_id, i.position
          LIMIT $3",
        &[Param::id(merchant), tries_max.into(), limit.into()],
        |row| {
            Ok(Wanted {
                product: row.id(0)?,
                position: row.int(1)?,
                source_url: row.text(2)?,
                tries: row.count(3)?,
            })
        },
    )
}

/// Merchants with pictures that are to be fetched and failed fewer than `tries_max` times.
pub fn merchants_wanting(
    read: &mut impl Read,
    tries_max: u32,
    limit: u32,
) -> Result<Vec<MerchantId>, DbError> {
    read.rows(
        "SELECT DISTINCT i.merchant_id
           FROM product_images i
           JOIN products p ON p.merchant_id = i.merchant_id AND p.id = i.product_id
          WHERE i.image_id IS NULL
            AND i.source_url <> ''
            AND i.tries < $1
            AND p.status <> 'archived'
          ORDER BY i.merchant_id
          LIMIT $2",
        &[tries_max.into(), limit.into()],
        |row| row.id(0),
    )
}

/// Puts a fetched picture wherever the merchant's products use its address. Says which products.
pub fn fill_in(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    source_url: &str,
    image: ImageId,
) -> Result<Vec<ProductId>, DbError> {
    tx.rows(
        "UPDATE product_images
            SET image_id = $1
          WHERE merchant_id = $2
            AND source_url = $3
            AND image_id IS NULL
        RETURNING product_id",
        &[Param::id(image), Param::id(merchant), source_url.into()],
        |row| row.id(0),
    )
}

/// Notes that fetching failed.
pub fn failed(tx: &mut Tx<'_>, merchant: MerchantId, source_url: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE product_images SET tries = tries + 1 WHERE merchant_id = $1 AND source_url = $2 AND image_id IS NULL",
        &[Param::id(merchant), source_url.into()],
    )?;
    Ok(())
}

/// Puts a picture at the end of a product's pictures, of which there are at most `count_max` then. The product must be
/// locked.
pub fn append(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    image: ImageId,
    alt: &str,
    count_max: u32,
) -> Result<bool, DbError> {
    let appended = tx.execute(
        "INSERT INTO product_images (merchant_id, product_id, position, image_id, alt)
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), coalesce(max(position), 0) + 1, CAST($3 AS BIGINT),
                CAST($4 AS TEXT)
           FROM product_images
          WHERE merchant_id = $1
            AND product_id = $2
         HAVING count(*) < $5",
        &[Param::id(merchant), Param::id(product), Param::id(image), alt.into(), count_max.into()],
    )?;
    Ok(appended > 0)
}

/// Removes a picture from a product; the file itself stays, orders may show it.
pub fn remove(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    position: u32,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "DELETE FROM product_images WHERE merchant_id = $1 AND product_id = $2 AND position = $3",
        &[Param::id(merchant), Param::id(product), position.into()],
    )?;
    Ok(changed > 0)
}

/// Says what a product's picture shows, and whether that is anything new.
pub fn set_alt(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    position: u32,
    alt: &str,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE product_images
            SET alt = $1
          WHERE merchant_id = $2
            AND product_id = $3
            AND position = $4
            AND alt <> $1",
        &[alt.into(), Param::id(merchant), Param::id(product), position.into()],
    )?;
    Ok(changed > 0)
}
