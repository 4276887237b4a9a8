//! Products and their pictures.

use domain::catalog::draft::DraftStatus;
use domain::ids::{MerchantId, ProductId};
use domain::view::goods::{Goods, Image, Product, ProductImage};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx, variants};

/// The product `product` of `merchant`, whatever its status.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn by_id(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Option<Product>, DbError> {
    read.first(
        "SELECT id, merchant_id, external_id, title, description_html, brand, product_type, tags, link,
                option1_name, option2_name, option3_name, status, updated_at
           FROM products
          WHERE merchant_id = $1
            AND id = $2",
        &[Param::id(merchant), Param::id(product)],
        to_product,
    )
}

/// The product with its pictures and its active variants.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn goods(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Option<Goods>, DbError> {
    let Some(product) = by_id(read, merchant, product)? else { return Ok(None) };
    let images = images(read, merchant, product.id)?;
    let variants = variants::of_product(read, &product)?;
    Ok(Some(Goods { product, images, variants }))
}

/// The pictures of a product, by position.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn images(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Vec<ProductImage>, DbError> {
    read.rows(
        "SELECT p.position, p.source_url, p.alt, i.id, i.file_key, i.width, i.height
           FROM product_images p
           LEFT JOIN images i ON i.id = p.image_id
          WHERE p.merchant_id = $1
            AND p.product_id = $2
          ORDER BY p.position",
        &[Param::id(merchant), Param::id(product)],
        |row| {
            let image = match row.opt_id(3)? {
                Some(id) => {
                    Some(Image { id, file_key: row.text(4)?, width: row.count(5)?, height: row.count(6)? })
                }
                None => None,
            };
            Ok(ProductImage { position: row.count(0)?, image, source_url: row.text(1)?, alt: row.text(2)? })
        },
    )
}

/// One line of a merchant's product list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: ProductId,
    /// What buyers read first.
    pub title: String,
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// How many variants are sold.
    pub variant_count: u32,
    /// The lowest price, in minor units of `currency`; none without variants.
    pub price_min: Option<i64>,
    /// The currency's code, or empty without variants.
    pub currency: String,
    /// Units that can be bought, of the variants that are counted; none when no variant is counted.
    pub available: Option<i64>,
    /// Counted variants of which nothing is left.
    pub sold_out_count: u32,
    /// The first picture, when it was fetched.
    pub image: Option<Image>,
}

/// Which products a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only this status.
    pub status: Option<DraftStatus>,
    /// Only with this in title, external id or a variant's SKU; empty for all.
    pub text: String,
    /// Only with a counted variant of which nothing is left.
    pub sold_out: bool,
}

/// A merchant's products for the studio, newest first, before the id `before`, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn list(
    read: &mut impl Read,
    merchant: MerchantId,
    filter: &Filter,
    before: Option<ProductId>,
    limit: u32,
) -> Result<Vec<Listed>, DbError> {
    let pattern = format!("%{}%", escape_like(&filter.text.trim().to_lowercase()));
    read.rows(
        "WITH page AS (
            SELECT p.id, p.title, p.status
              FROM products p
             WHERE p.merchant_id = $1
               AND p.id < $2
               AND (CAST($3 AS TEXT) IS NULL OR p.status = $3)
               AND ($4 = '%%'
                    OR lower(p.title) LIKE $4 ESCAPE '\\'
                    OR lower(p.external_id) LIKE $4 ESCAPE '\\'
                    OR EXISTS (SELECT 1 FROM variants s
                                WHERE s.merchant_id = $1 AND s.product_id = p.id
                                  AND lower(s.sku) LIKE $4 ESCAPE '\\'))
               AND ($5 = 0
                    OR EXISTS (SELECT 1 FROM variants s
                                WHERE s.merchant_id = $1 AND s.product_id = p.id AND s.status = 'active'
                                  AND s.tracked = 1 AND s.on_hand <= s.reserved))
             ORDER BY p.id DESC
             LIMIT $6)
         SELECT page.id, page.title, page.status,
                (SELECT count(*) FROM variants v
                  WHERE v.merchant_id = $1 AND v.product_id = page.id AND v.status = 'active'),
                (SELECT min(v.price) FROM variants v
                  WHERE v.merchant_id = $1 AND v.product_id = page.id AND v.status = 'active'),
                coalesce((SELECT min(v.currency) FROM variants v
                  WHERE v.merchant_id = $1 AND v.product_id = page.id AND v.status = 'active'), ''),
                (SELECT CAST(sum(v.on_hand - v.reserved) AS BIGINT) FROM variants v
                  WHERE v.merchant_id = $1 AND v.product_id = page.id AND v.status = 'active' AND v.tracked = 1),
                (SELECT count(*) FROM variants v
                  WHERE v.merchant_id = $1 AND v.product_id = page.id AND v.status = 'active' AND v.tracked = 1
                    AND v.on_hand <= v.reserved),
                i.id, i.file_key, i.width, i.height
           FROM page
           LEFT JOIN product_images m ON m.merchant_id = $1 AND m.product_id = page.id
                AND m.position = (SELECT min(f.position) FROM product_images f
                                   WHERE f.merchant_id = $1 AND f.product_id = page.id
                                     AND f.image_id IS NOT NULL)
           LEFT JOIN images i ON i.id = m.image_id
          ORDER BY page.id DESC",
        &[
            Param::id(merchant),
            before.map_or(Param::Int(i64::MAX), Param::id),
            filter.status.map(DraftStatus::as_str).into(),
            (&pattern).into(),
            filter.sold_out.into(),
            limit.into(),
        ],
        |row| {
            Ok(Listed {
                id: row.id(0)?,
                title: row.text(1)?,
                status: row.word(2, "product status", DraftStatus::from_word)?,
                variant_count: row.count(3)?,
                price_min: row.opt_int(4)?,
                currency: row.text(5)?,
                available: row.opt_int(6)?,
                sold_out_count: row.count(7)?,
                image: match row.opt_id(8)? {
                    Some(id) => {
                        Some(Image { id, file_key: row.text(9)?, width: row.count(10)?, height: row.count(11)? })
                    }
                    None => None,
                },
            })
        },
    )
}

/// `%`, `_` and `\` stand for themselves.
fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// How many products a merchant has in each status: active, draft, archived.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn counts(read: &mut impl Read, merchant: MerchantId) -> Result<[u32; 3], DbError> {
    let mut counts = [0; 3];
    let found = read.rows(
        "SELECT status, count(*) FROM products WHERE merchant_id = $1 GROUP BY status",
        &[Param::id(merchant)],
        |row| Ok((row.word(0, "product status", DraftStatus::from_word)?, row.count(1)?)),
    )?;
    for (status, count) in found {
        counts[match status {
            DraftStatus::Active => 0,
            DraftStatus::Draft => 1,
            DraftStatus::Archived => 2,
        }] = count;
    }
    Ok(counts)
}

/// What is written of a product that a person makes or edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductText<'a> {
    /// What buyers read first.
    pub title: &'a str,
    /// HTML that went through the allow-list.
    pub description_html: &'a str,
    /// The brand or maker.
    pub brand: &'a str,
    /// The merchant's own category.
    pub product_type: &'a str,
    /// Keywords, joined by commas.
    pub tags: &'a str,
    /// What variants differ in.
    pub option_names: [&'a str; 3],
    /// Whether buyers may see it.
    pub status: DraftStatus,
}

/// Keeps a product made by hand. Its external id is its own id.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn insert(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    text: &ProductText<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    let external_id = product.to_string();
    tx.execute(
        "INSERT INTO products (id, merchant_id, external_id, title, description_html, brand, product_type, tags,
                               option1_name, option2_name, option3_name, status, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
        &[
            Param::id(product),
            Param::id(merchant),
            (&external_id).into(),
            text.title.into(),
            text.description_html.into(),
            text.brand.into(),
            text.product_type.into(),
            text.tags.into(),
            text.option_names[0].into(),
            text.option_names[1].into(),
            text.option_names[2].into(),
            text.status.as_str().into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Changes what a product says. The next import of a file that names it writes it anew. Says whether it exists.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn update(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    text: &ProductText<'_>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE products
            SET title = $1, description_html = $2, brand = $3, product_type = $4, tags = $5, option1_name = $6,
                option2_name = $7, option3_name = $8, status = $9, import_hash = 0, updated_at = $10
          WHERE merchant_id = $11
            AND id = $12",
        &[
            text.title.into(),
            text.description_html.into(),
            text.brand.into(),
            text.product_type.into(),
            text.tags.into(),
            text.option_names[0].into(),
            text.option_names[1].into(),
            text.option_names[2].into(),
            text.status.as_str().into(),
            now.into(),
            Param::id(merchant),
            Param::id(product),
        ],
    )?;
    Ok(changed > 0)
}

/// Shows or hides a product. Says whether it exists and had another status.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_status(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    product: ProductId,
    status: DraftStatus,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE products
            SET status = $1, import_hash = 0, updated_at = $2
          WHERE merchant_id = $3
            AND id = $4
            AND status <> $1",
        &[status.as_str().into(), now.into(), Param::id(merchant), Param::id(product)],
    )?;
    Ok(changed > 0)
}

/// Whose product this is.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn merchant_of(read: &mut impl Read, product: ProductId) -> Result<Option<MerchantId>, DbError> {
    read.first("SELECT merchant_id FROM products WHERE id = $1", &[Param::id(product)], |row| row.id(0))
}

/// The active products on a merchant's shop page, pinned ones first, then the newest.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn shop(read: &mut impl Read, merchant: MerchantId, limit: u32) -> Result<Vec<ProductId>, DbError> {
    read.rows(
        "SELECT p.id
           FROM products p
           LEFT JOIN pinned_products n ON n.merchant_id = p.merchant_id AND n.product_id = p.id
          WHERE p.merchant_id = $1
            AND p.status = 'active'
          ORDER BY coalesce(n.position, 1000000), p.id DESC
          LIMIT $2",
        &[Param::id(merchant), limit.into()],
        |row| row.id(0),
    )
}

/// The pinned products, in their order.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn pinned(read: &mut impl Read, merchant: MerchantId) -> Result<Vec<ProductId>, DbError> {
    read.rows(
        "SELECT product_id FROM pinned_products WHERE merchant_id = $1 ORDER BY position, product_id",
        &[Param::id(merchant)],
        |row| row.id(0),
    )
}

/// Pins a product after those already pinned; pinning twice is fine.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn pin(tx: &mut Tx<'_>, merchant: MerchantId, product: ProductId) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO pinned_products (merchant_id, product_id, position)
         SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), coalesce(max(position), 0) + 1
           FROM pinned_products
          WHERE merchant_id = $1
         ON CONFLICT (merchant_id, product_id) DO NOTHING",
        &[Param::id(merchant), Param::id(product)],
    )?;
    Ok(())
}

/// Unpins a product; unpinning twice is fine.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn unpin(tx: &mut Tx<'_>, merchant: MerchantId, product: ProductId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM pinned_products WHERE merchant_id = $1 AND product_id = $2",
        &[Param::id(merchant), Param::id(product)],
    )?;
    Ok(())
}

/// Locks a product for a change that reads first; says whether it exists. SQLite has one writer anyway.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn lock(tx: &mut Tx<'_>, merchant: MerchantId, product: ProductId) -> Result<bool, DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT id FROM products WHERE merchant_id = $1 AND id = $2",
        postgres: "SELECT id FROM products WHERE merchant_id = $1 AND id = $2 FOR UPDATE",
    };
    Ok(tx.first(LOCK, &[Param::id(merchant), Param::id(product)], |row| row.int(0))?.is_some())
}

fn to_product(row: &Row<'_>) -> Result<Product, DbError> {
    let mut option_names = Vec::new();
    for column in 9..12 {
        let name = row.str(column)?;
        if !name.is_empty() {
            option_names.push(name.to_owned());
        }
    }
    Ok(Product {
        id: row.id(0)?,
        merchant: row.id(1)?,
        external_id: row.text(2)?,
        title: row.text(3)?,
        description_html: row.text(4)?,
        brand: row.text(5)?,
        product_type: row.text(6)?,
        tags: row.str(7)?.split(',').filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
        link: row.text(8)?,
        option_names,
        status: row.word(12, "product status", DraftStatus::from_word)?,
        updated_at: row.time(13)?,
    })
}
