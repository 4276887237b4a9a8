//! What a merchant sells: products by hand, offers, stock, pictures. Files are taken in by [`crate::imports`].

pub mod html;
pub mod offers;
pub mod pictures;
pub mod products;
pub mod sales;
pub mod stock;

use domain::catalog::draft::DraftStatus;
use domain::ids::{MerchantId, OfferId, ProductId};
use domain::view::goods::{Goods, OfferGoods};
use store::DbError;
pub use store::products::Filter;

use crate::Ctx;

/// A product with pictures and variants, whatever its status.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn goods(ctx: &Ctx, merchant: MerchantId, product: ProductId) -> Result<Option<Goods>, DbError> {
    ctx.db().read(move |conn| store::products::goods(conn, merchant, product)).await
}

/// An offer with its product.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn offer_goods(ctx: &Ctx, offer: OfferId) -> Result<Option<OfferGoods>, DbError> {
    ctx.db().read(move |conn| store::offers::goods(conn, offer)).await
}

/// What a merchant's shop page shows: pinned products first, then the newest, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn shop(ctx: &Ctx, merchant: MerchantId, limit: u32) -> Result<Vec<Goods>, DbError> {
    ctx.db()
        .read(move |conn| {
            let mut shown = Vec::new();
            for product in store::products::shop(conn, merchant, limit)? {
                shown.extend(store::products::goods(conn, merchant, product)?);
            }
            Ok(shown)
        })
        .await
}

/// A merchant's products on sale, newest first, before the id `before`, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn on_sale(
    ctx: &Ctx,
    merchant: MerchantId,
    before: Option<ProductId>,
    limit: u32,
) -> Result<Vec<Goods>, DbError> {
    let filter = Filter { status: Some(DraftStatus::Active), ..Filter::default() };
    ctx.db()
        .read(move |conn| {
            let mut shown = Vec::new();
            for line in store::products::list(conn, merchant, &filter, before, limit)? {
                shown.extend(store::products::goods(conn, merchant, line.id)?);
            }
            Ok(shown)
        })
        .await
}
