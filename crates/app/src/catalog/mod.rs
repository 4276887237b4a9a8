//! What a merchant sells: products by hand, which of them come first, offers, stock, pictures. Files are taken in by [`crate::imports`].

mod address;
pub mod html;
pub mod offers;
pub mod pictures;
pub mod pins;
pub mod prices;
pub mod products;
pub mod sales;
mod shelf;
pub mod stock;
mod unchanged;

use domain::catalog::draft::DraftStatus;
use domain::ids::{MerchantId, OfferId, ProductId};
use domain::view::goods::{Goods, Offer, OfferGoods, OfferPause};
use store::DbError;
pub use store::products::Filter;

pub use address::web_address;

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

/// A product on sale, for everybody to look at.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn on_show(ctx: &Ctx, merchant: MerchantId, product: ProductId) -> Result<Option<Goods>, DbError> {
    ctx.db()
        .read(move |conn| {
            let goods = store::products::goods(conn, merchant, product)?;
            let goods = goods.filter(|goods| goods.product.status == DraftStatus::Active);
            Ok(if is_public(conn, merchant)? { goods } else { None })
        })
        .await
}

/// Everybody may look at what the merchant sells.
fn is_public(conn: &mut store::Conn, merchant: MerchantId) -> Result<bool, DbError> {
    Ok(store::merchants::by_id(conn, merchant)?.is_some_and(|merchant| merchant.state.is_public()))
}

/// Offers that are shown with one product.
const OFFERS_SHOWN_MAX: u32 = 50;

/// By which offers each of these products can be bought, now or later: those that are neither closed nor over, newest
/// first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn open_offers(
    ctx: &Ctx,
    products: Vec<(MerchantId, ProductId)>,
) -> Result<Vec<Vec<Offer>>, DbError> {
    let now = ctx.now();
    ctx.db()
        .read(move |conn| {
            let mut all = Vec::with_capacity(products.len());
            for (merchant, product) in products {
                let mut offers = store::offers::of_product(conn, merchant, product, OFFERS_SHOWN_MAX)?;
                offers.retain(|offer| matches!(offer.pause(now), None | Some(OfferPause::NotYet)));
                all.push(offers);
            }
            Ok(all)
        })
        .await
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
            if !is_public(conn, merchant)? {
                return Ok(shown);
            }
            for line in store::products::list(conn, merchant, &filter, before, limit)? {
                shown.extend(store::products::goods(conn, merchant, line.id)?);
            }
            Ok(shown)
        })
        .await
}
