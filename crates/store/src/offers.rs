//! Offers: products made buyable from posts.

use domain::ids::{MerchantId, OfferId, ProductId};
use domain::view::goods::{Offer, OfferGoods};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx, products};

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

/// The product's plain offer: open, without a time or a limit. What a shop page and a simple card point at.
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
