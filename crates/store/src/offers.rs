//! Offers: products made buyable from posts.

use domain::ids::{MerchantId, OfferId, ProductId};
use domain::view::goods::{Offer, OfferGoods};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx, products};

/// The offer with this id. Its merchant is looked up too: a card knows only the offer.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn by_id(read: &mut impl Read, offer: OfferId) -> Result<Option<Offer>, DbError> {
    read.first(
        "SELECT id, merchant_id, product_id, state, starts_at, ends_at, limit_per_buyer FROM offers WHERE id = $1",
        &[Param::id(offer)],
        to_offer,
    )
}

/// The offer with its product, pictures and active variants.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn goods(read: &mut impl Read, offer: OfferId) -> Result<Option<OfferGoods>, DbError> {
    let Some(offer) = by_id(read, offer)? else { return Ok(None) };
    let goods = products::goods(read, offer.merchant, offer.product)?;
    Ok(goods.map(|goods| OfferGoods { offer, goods }))
}

/// The offers of a product, newest first.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_product(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
    limit: u32,
) -> Result<Vec<Offer>, DbError> {
    read.rows(
        "SELECT id, merchant_id, product_id, state, starts_at, ends_at, limit_per_buyer
           FROM offers
          WHERE merchant_id = $1
            AND product_id = $2
          ORDER BY id DESC
          LIMIT $3",
        &[Param::id(merchant), Param::id(product), limit.into()],
        to_offer,
    )
}

/// The product's plain offer: open, without a time or a limit. What a simple card points at.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn plain_of_product(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Option<OfferId>, DbError> {
    read.first(
        "SELECT id
           FROM offers
          WHERE merchant_id = $1
            AND product_id = $2
            AND state = 'open'
            AND starts_at IS NULL AND ends_at IS NULL AND limit_per_buyer IS NULL
          ORDER BY id
          LIMIT 1",
        &[Param::id(merchant), Param::id(product)],
        |row| row.id(0),
    )
}

/// The offer by which a product is sold where no post carries it, on its own page and in its shop: the plain one, else
/// the newest that is open, else the newest.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn shown_of_product(
    read: &mut impl Read,
    merchant: MerchantId,
    product: ProductId,
) -> Result<Option<OfferId>, DbError> {
    if let Some(plain) = plain_of_product(read, merchant, product)? {
        return Ok(Some(plain));
    }
    read.first(
        "SELECT id
           FROM offers
          WHERE merchant_id = $1
            AND product_id = $2
          ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, id DESC
          LIMIT 1",
        &[Param::id(merchant), Param::id(product)],
        |row| row.id(0),
    )
}

/// Gives the product its plain offer when it is for sale and was never offered before: whoever puts something on sale
/// expects it in the shop, also before a post carries it. That offer has the product's own number, so that it is made
/// once whoever asks. One that was closed, or a limit that was set, is left alone.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn ensure(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    products: &[ProductId],
    now: Timestamp,
) -> Result<(), DbError> {
    const ENSURE: Sql = Sql {
        sqlite: "INSERT INTO offers (id, merchant_id, product_id, created_at)
                 SELECT p.id, p.merchant_id, p.id, $1
                   FROM products p
                  WHERE p.merchant_id = $2 AND p.id = $3 AND p.status = 'active'
                    AND NOT EXISTS (SELECT 1 FROM offers o
                                     WHERE o.merchant_id = p.merchant_id AND o.product_id = p.id)",
        postgres: "INSERT INTO offers (id, merchant_id, product_id, created_at)
                   SELECT p.id, p.merchant_id, p.id, u.at
                     FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[]) AS u (at, merchant_id, product_id)
                     JOIN products p ON p.merchant_id = u.merchant_id AND p.id = u.product_id
                    WHERE p.status = 'active'
                      AND NOT EXISTS (SELECT 1 FROM offers o
                                       WHERE o.merchant_id = p.merchant_id AND o.product_id = p.id)
                   ON CONFLICT (merchant_id, id) DO NOTHING",
    };
    let rows: Vec<[Param<'_>; 3]> =
        products.iter().map(|product| [now.into(), Param::id(merchant), Param::id(*product)]).collect();
    tx.execute_rows(ENSURE, [Column::Int; 3], &rows)?;
    Ok(())
}

/// Keeps a new offer.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn insert(tx: &mut Tx<'_>, offer: &Offer, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO offers (id, merchant_id, product_id, state, starts_at, ends_at, limit_per_buyer, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(offer.id),
            Param::id(offer.merchant),
            Param::id(offer.product),
            (if offer.open { "open" } else { "closed" }).into(),
            offer.starts_at.into(),
            offer.ends_at.into(),
            offer.limit_per_buyer.into(),
            now.into(),
        ],
    )?;
    Ok(())
}

/// Closes or opens an offer again. Says whether anything changed.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_open(tx: &mut Tx<'_>, merchant: MerchantId, offer: OfferId, open: bool) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE offers SET state = $1 WHERE merchant_id = $2 AND id = $3 AND state <> $1",
        &[(if open { "open" } else { "closed" }).into(), Param::id(merchant), Param::id(offer)],
    )?;
    Ok(changed > 0)
}

fn to_offer(row: &Row<'_>) -> Result<Offer, DbError> {
    Ok(Offer {
        id: row.id(0)?,
        merchant: row.id(1)?,
        product: row.id(2)?,
        open: row.str(3)? == "open",
        starts_at: row.opt_time(4)?,
        ends_at: row.opt_time(5)?,
        limit_per_buyer: row.opt_int(6)?.and_then(|limit| u32::try_from(limit).ok()),
    })
}
