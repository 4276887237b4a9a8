//! What anybody may read: merchants, their products on sale, offers.

use app::catalog;
use axum::extract::State;
use axum::response::Response;
use domain::merchant::Merchant as StoredMerchant;
use domain::view::goods::{
    Goods, Offer as StoredOffer, OfferPause, Price, ProductImage, Variant as StoredVariant,
};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{At, Query, answer};
use super::paging::{Listed, Page};
use super::problem::Problem;
use super::wire::{CountryCode, CurrencyCode, Instant, MerchantId, Money, OfferId, ProductId, VariantId};
use crate::Web;

/// The width pictures are linked in.
const IMAGE_EDGE: u32 = 1_600;

/// Who sells, as every buyer may know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Merchant {
    id: MerchantId,
    /// Its handle, without the `@`.
    handle: String,
    /// What people call it.
    name: String,
    /// The seller of record.
    legal_name: String,
    /// Where buyers write to.
    contact_email: String,
    /// On several lines.
    postal_address: String,
    /// Where it is established.
    country: CountryCode,
    /// What its prices are in.
    currency: CurrencyCode,
    /// It takes orders: it is verified, and was not suspended.
    sells: bool,
}

/// A product with its variants.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Product {
    id: ProductId,
    merchant: MerchantId,
    /// What the merchant's own file calls it.
    external_id: String,
    /// What buyers read first.
    title: String,
    /// HTML of an allow-list: no scripts, no styles.
    description_html: String,
    /// The brand or maker, or empty.
    brand: String,
    /// The merchant's own category, or empty.
    product_type: String,
    /// The merchant's own keywords.
    tags: Vec<String>,
    /// What variants differ in, up to three.
    option_names: Vec<String>,
    /// `active`, `draft` or `archived`.
    #[schema(example = "active")]
    status: &'static str,
    images: Vec<Image>,
    variants: Vec<Variant>,
    /// By which it can be bought, now or later, newest first; empty when nothing offers it yet.
    offers: Vec<OfferTerms>,
    updated_at: Instant,
}

/// A picture.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Image {
    /// Its place among the product's pictures, from 1; places may be missing.
    position: u32,
    /// Where it lies.
    url: String,
    /// What it shows, for those who cannot see it.
    alt: String,
}

/// What is stocked and bought.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Variant {
    id: VariantId,
    /// What tells it from its siblings, "Navy / M", or empty.
    title: String,
    /// Its value for each option of the product, in their order.
    options: Vec<String>,
    /// The merchant's stock-keeping unit, or empty.
    sku: String,
    /// GTIN or the like, or empty.
    barcode: String,
    /// What a buyer pays for one.
    price: Money,
    /// A higher price it was sold at before.
    compare_at: Option<Money>,
    /// Prices in further currencies. A checkout takes one where the merchant also ships in it.
    prices: Vec<VariantPrice>,
    /// `standard`, `reduced` or `exempt`.
    #[schema(example = "standard")]
    tax_class: &'static str,
    /// Weight with packing, in grams.
    weight_grams: u32,
    /// Whether it travels.
    requires_shipping: bool,
    /// How many can be bought now; `null` when it is not counted and never runs out.
    available: Option<i64>,
}

/// A price in one currency.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantPrice {
    /// What a buyer pays for one.
    pub price: Money,
    /// A higher price it was sold at before, in the same currency.
    pub compare_at: Option<Money>,
}

/// What an offer says.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferTerms {
    id: OfferId,
    /// It can be bought now, as far as the offer is concerned.
    open: bool,
    /// Why not: `closed`, `not_yet` or `over`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "not_yet")]
    pause: Option<&'static str>,
    /// Not before.
    starts_at: Option<Instant>,
    /// Not from then on.
    ends_at: Option<Instant>,
    /// Units that one buyer may have in all.
    limit_per_buyer: Option<u32>,
}

/// A product made buyable.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Offer {
    id: OfferId,
    merchant: MerchantId,
    product: Product,
    /// It can be bought now, as far as the offer is concerned.
    open: bool,
    /// Why not: `closed`, `not_yet` or `over`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pause: Option<&'static str>,
    /// Not before.
    starts_at: Option<Instant>,
    /// Not from then on.
    ends_at: Option<Instant>,
    /// Units that one buyer may have in all.
    limit_per_buyer: Option<u32>,
}

/// Whom to look for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Called {
    /// The merchant's handle, with or without the `@`.
    #[param(example = "ateliernord")]
    handle: String,
}

/// Find a merchant by its handle
#[utoipa::path(get, path = "/commerce/v1/merchants", tag = "catalog", params(Called),
    responses((status = 200, description = "The merchant of that handle, or nobody.", body = Listed<Merchant>)))]
pub(crate) async fn merchants(
    State(web): State<Web>,
    Query(called): Query<Called>,
) -> Result<Response, Problem> {
    let found = app::merchants::find_by_handle(web.ctx(), &called.handle).await?;
    let data: Vec<Merchant> = found.into_iter().map(Merchant::from).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}

/// Look at a merchant
#[utoipa::path(get, path = "/commerce/v1/merchants/{merchant}", tag = "catalog",
    params(("merchant" = MerchantId, Path)),
    responses((status = 200, description = "The merchant.", body = Merchant)))]
pub(crate) async fn merchant(State(web): State<Web>, At(id): At<MerchantId>) -> Result<Response, Problem> {
    let found = app::merchants::find(web.ctx(), id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &Merchant::from(found)))
}

impl From<StoredMerchant> for Merchant {
    fn from(found: StoredMerchant) -> Self {
        let sells = found.state.sells();
        let profile = found.profile;
        Self {
            id: found.id.into(),
            handle: found.handle,
            name: found.display_name,
            legal_name: profile.legal_name,
            contact_email: profile.contact_email,
            postal_address: profile.postal_address,
            country: CountryCode(profile.country),
            currency: CurrencyCode(profile.currency),
            sells,
        }
    }
}

/// List what a merchant sells
#[utoipa::path(get, path = "/commerce/v1/merchants/{merchant}/products", tag = "catalog",
    params(("merchant" = MerchantId, Path), Page),
    responses((status = 200, description = "Products on sale, newest first.", body = Listed<Product>)))]
pub(crate) async fn products(
    State(web): State<Web>,
    At(merchant): At<MerchantId>,
    Query(page): Query<Page>,
) -> Result<Response, Problem> {
    let (limit, before) = (page.limit()?, page.before()?);
    let found = catalog::on_sale(web.ctx(), merchant.0, before, limit + 1).await?;
    let keys = found.iter().map(|goods| (merchant.0, goods.product.id)).collect();
    let offers = catalog::open_offers(web.ctx(), keys).await?;
    let found: Vec<_> = found.into_iter().zip(offers).collect();
    let listed = Listed::cut(
        found,
        limit,
        |(goods, _)| goods.product.id.to_string(),
        |(goods, offers)| shown(goods, &offers, &web),
    );
    Ok(answer(StatusCode::OK, &listed))
}

/// Look at a product on sale
#[utoipa::path(get, path = "/commerce/v1/merchants/{merchant}/products/{product}", tag = "catalog",
    params(("merchant" = MerchantId, Path), ("product" = ProductId, Path)),
    responses((status = 200, description = "The product.", body = Product)))]
pub(crate) async fn product(
    State(web): State<Web>,
    At((merchant, product)): At<(MerchantId, ProductId)>,
) -> Result<Response, Problem> {
    let found = catalog::on_show(web.ctx(), merchant.0, product.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &with_offers(&web, found).await?))
}

/// Look at an offer
#[utoipa::path(get, path = "/commerce/v1/offers/{offer}", tag = "catalog", params(("offer" = OfferId, Path)),
    responses((status = 200, description = "The offer with its product.", body = Offer)))]
pub(crate) async fn offer(State(web): State<Web>, At(id): At<OfferId>) -> Result<Response, Problem> {
    let offer = catalog::offer_goods(web.ctx(), id.0).await?.ok_or_else(Problem::not_found)?.offer;
    let goods =
        catalog::on_show(web.ctx(), offer.merchant, offer.product).await?.ok_or_else(Problem::not_found)?;
    let pause = offer.pause(web.ctx().now());
    let product = with_offers(&web, goods).await?;
    Ok(answer(StatusCode::OK, &offered(&offer, pause, product)))
}

fn word(pause: OfferPause) -> &'static str {
    match pause {
        OfferPause::Closed => "closed",
        OfferPause::NotYet => "not_yet",
        OfferPause::Over => "over",
    }
}

/// What an offer says, on the wire.
pub(crate) fn terms(offer: &StoredOffer, now: Timestamp) -> OfferTerms {
    let pause = offer.pause(now);
    OfferTerms {
        id: offer.id.into(),
        open: pause.is_none(),
        pause: pause.map(word),
        starts_at: offer.starts_at.map(Instant),
        ends_at: offer.ends_at.map(Instant),
        limit_per_buyer: offer.limit_per_buyer,
    }
}

fn offered(offer: &StoredOffer, pause: Option<OfferPause>, product: Product) -> Offer {
    Offer {
        id: offer.id.into(),
        merchant: offer.merchant.into(),
        product,
        open: pause.is_none(),
        pause: pause.map(word),
        starts_at: offer.starts_at.map(Instant),
        ends_at: offer.ends_at.map(Instant),
        limit_per_buyer: offer.limit_per_buyer,
    }
}

/// A product on the wire, with the offers by which it can be bought.
pub(crate) async fn with_offers(web: &Web, goods: Goods) -> Result<Product, Problem> {
    let key = (goods.product.merchant, goods.product.id);
    let offers = catalog::open_offers(web.ctx(), vec![key]).await?.pop().unwrap_or_default();
    Ok(shown(goods, &offers, web))
}

fn shown(goods: Goods, offers: &[StoredOffer], web: &Web) -> Product {
    let (base_url, now) = (&web.config().base_url, web.ctx().now());
    let Goods { product, images, variants } = goods;
    Product {
        id: product.id.into(),
        merchant: product.merchant.into(),
        external_id: product.external_id,
        title: product.title,
        description_html: product.description_html,
        brand: product.brand,
        product_type: product.product_type,
        tags: product.tags,
        option_names: product.option_names,
        status: product.status.as_str(),
        images: images.into_iter().filter_map(|picture| image(picture, base_url)).collect(),
        variants: variants.into_iter().map(variant).collect(),
        offers: offers.iter().map(|offer| terms(offer, now)).collect(),
        updated_at: product.updated_at.into(),
    }
}

impl From<Price> for VariantPrice {
    fn from(price: Price) -> Self {
        Self { price: price.price.into(), compare_at: price.compare_at.map(Into::into) }
    }
}

fn image(picture: ProductImage, base_url: &str) -> Option<Image> {
    let stored = picture.image?;
    Some(Image {
        position: picture.position,
        url: format!("{base_url}{}", stored.path(IMAGE_EDGE)),
        alt: picture.alt,
    })
}

fn variant(variant: StoredVariant) -> Variant {
    Variant {
        id: variant.id.into(),
        title: variant.title(),
        price: variant.price.price.into(),
        compare_at: variant.price.compare_at.map(Into::into),
        prices: variant.more_prices.iter().copied().map(Into::into).collect(),
        tax_class: variant.tax_class.as_str(),
        weight_grams: variant.weight_grams,
        requires_shipping: variant.requires_shipping,
        available: variant.stock.available(),
        options: variant.options,
        sku: variant.sku,
        barcode: variant.barcode,
    }
}
