//! A merchant's own products, for its programs.

use app::catalog::Filter;
use app::catalog::products::{self, ProductError, ProductForm, Shelf, VariantForm};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::catalog::draft::DraftStatus;
use domain::ids::ProductId as Id;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{At, Body, Query, answer};
use super::catalog::{Product, with_offers};
use super::idempotency::{OnceKey, once};
use super::keys::Key;
use super::paging::{Listed, Page};
use super::problem::{Kind, Problem};
use super::wire::{Money, ProductId, VariantId};
use crate::Web;

/// Which products.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only this status: `active`, `draft` or `archived`.
    status: Option<String>,
    /// Only with this in title, external id or a SKU.
    q: Option<String>,
    /// `next_cursor` of the page before; the first page without it.
    cursor: Option<String>,
    /// How many, from 1 to 40.
    #[param(minimum = 1, maximum = 40)]
    limit: Option<u32>,
}

/// A product, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProductLine {
    id: ProductId,
    title: String,
    /// `active`, `draft` or `archived`.
    #[schema(example = "active")]
    status: &'static str,
    variant_count: u32,
    /// Units that can be bought, of the variants that are counted; `null` when none is.
    available: Option<i64>,
}

/// A product as a merchant writes it. Replacing one replaces all of it but what is named here as staying.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductWritten {
    /// What buyers read first.
    title: String,
    /// Text or simple HTML; what is not on the allow-list is taken out. Left out, a description that is there stays.
    description: Option<String>,
    #[serde(default)]
    brand: String,
    /// The merchant's own category.
    #[serde(default)]
    product_type: String,
    #[serde(default)]
    tags: Vec<String>,
    /// What variants differ in, up to three.
    #[serde(default)]
    option_names: Vec<String>,
    /// `active` or `draft` or `archived`; a draft when not said.
    #[schema(example = "active")]
    status: Option<String>,
    /// From 1 to 100.
    #[schema(min_items = 1, max_items = 100)]
    variants: Vec<VariantWritten>,
}

/// A variant as a merchant writes it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VariantWritten {
    /// The variant that is replaced; a new one without it. One that is left out is no longer sold.
    id: Option<VariantId>,
    /// A value for each option of the product.
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    sku: String,
    #[serde(default)]
    barcode: String,
    /// In the merchant's own currency.
    price: Money,
    /// A higher price it was sold at before.
    compare_at: Option<Money>,
    /// `standard`, `reduced` or `exempt`; standard when not said.
    #[schema(example = "standard")]
    tax_class: Option<String>,
    /// Weight with packing, in grams.
    #[serde(default)]
    weight_grams: u32,
    /// Whether it travels; yes when not said.
    #[serde(default = "yes")]
    requires_shipping: bool,
    /// Units on the shelf; `null`: not counted. Left out, the units of a variant that is there stay, and those of a new one
    /// are not counted.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<i64>)]
    units: Option<Option<i64>>,
}

/// Tells `null` from what was left out.
pub(crate) fn said<'de, D: serde::Deserializer<'de>>(value: D) -> Result<Option<Option<i64>>, D::Error> {
    Option::deserialize(value).map(Some)
}

pub(crate) fn yes() -> bool {
    true
}

/// List your products
#[utoipa::path(get, path = "/commerce/v1/products", tag = "products", params(Which),
    responses((status = 200, description = "Products, newest first.", body = Listed<ProductLine>)))]
pub(crate) async fn list(
    State(web): State<Web>,
    key: Key,
    Query(which): Query<Which>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewCatalog)?;
    let page = Page { cursor: which.cursor, limit: which.limit };
    let (limit, before): (u32, Option<Id>) = (page.limit()?, page.before()?);
    let filter = Filter {
        status: which.status.as_deref().map(|word| status(word, "status")).transpose()?,
        text: which.q.unwrap_or_default(),
        sold_out: false,
    };
    // The use case's page is as long as ours may be at most.
    let (found, _) = products::list(web.ctx(), &permit, filter, before).await?;
    let listed = Listed::cut(
        found,
        limit,
        |line| line.id.to_string(),
        |line| ProductLine {
            id: line.id.into(),
            title: line.title,
            status: line.status.as_str(),
            variant_count: line.variant_count,
            available: line.available,
        },
    );
    Ok(answer(StatusCode::OK, &listed))
}

/// Look at one of your products
#[utoipa::path(get, path = "/commerce/v1/products/{product}", tag = "products", params(("product" = ProductId, Path)),
    responses((status = 200, description = "The product, whatever its status.", body = Product)))]
pub(crate) async fn get(
    State(web): State<Web>,
    key: Key,
    At(id): At<ProductId>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewCatalog)?;
    let found = products::view(web.ctx(), &permit, id.0).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &with_offers(&web, found).await?))
}

/// Create a product
#[utoipa::path(post, path = "/commerce/v1/products", tag = "products", params(OnceKey),
    request_body = ProductWritten,
    responses((status = 201, description = "The product.", body = Product)))]
pub(crate) async fn create(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    body: Body<ProductWritten>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    once(&web, &headers, format!("{} products", key.merchant), &body.raw, async {
        let product = products::create(web.ctx(), &permit, form(body.value)?).await.map_err(refused)?;
        present(&web, &key, product, StatusCode::CREATED).await
    })
    .await
}

/// Replace a product
#[utoipa::path(put, path = "/commerce/v1/products/{product}", tag = "products",
    params(("product" = ProductId, Path)), request_body = ProductWritten,
    responses((status = 200, description = "The product.", body = Product)))]
pub(crate) async fn replace(
    State(web): State<Web>,
    key: Key,
    At(id): At<ProductId>,
    body: Body<ProductWritten>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    products::edit(web.ctx(), &permit, id.0, form(body.value)?).await.map_err(refused)?;
    present(&web, &key, id.0, StatusCode::OK).await
}

pub(super) async fn present(
    web: &Web,
    key: &Key,
    product: Id,
    status: StatusCode,
) -> Result<Response, Problem> {
    let found =
        app::catalog::goods(web.ctx(), key.merchant, product).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(status, &with_offers(web, found).await?))
}

fn status(word: &str, field: &str) -> Result<DraftStatus, Problem> {
    DraftStatus::from_word(word).ok_or_else(|| Problem::field(field, "must be active, draft or archived"))
}

fn form(written: ProductWritten) -> Result<ProductForm, Problem> {
    let variants = written.variants.into_iter().enumerate().map(|(at, variant)| {
        let tax_class = variant.tax_class.as_deref().unwrap_or("standard").parse();
        Ok(VariantForm {
            id: variant.id.map(|id| id.0),
            options: variant.options,
            sku: variant.sku,
            barcode: variant.barcode,
            price: variant.price.into(),
            compare_at: variant.compare_at.map(Into::into),
            more_prices: None,
            tax_class: tax_class.map_err(|_| {
                Problem::field(format!("variants[{at}].tax_class"), "must be standard, reduced or exempt")
            })?,
            weight_grams: variant.weight_grams,
            requires_shipping: variant.requires_shipping,
            units: variant.units.map_or(Shelf::AsItIs, Shelf::from),
        })
    });
    Ok(ProductForm {
        title: written.title,
        description: written.description,
        brand: written.brand,
        product_type: written.product_type,
        tags: written.tags,
        option_names: written.option_names,
        status: written.status.as_deref().map_or(Ok(DraftStatus::Draft), |word| status(word, "status"))?,
        variants: variants.collect::<Result<_, Problem>>()?,
    })
}

fn refused(error: ProductError) -> Problem {
    let reason = error.to_string();
    // The use case counts variants from 1, as people do.
    let variant = |number: usize, field: &str| format!("variants[{}].{field}", number.saturating_sub(1));
    match error {
        ProductError::Unknown => Problem::not_found(),
        ProductError::NoTitle => Problem::field("title", reason),
        ProductError::TooLong { field, variant: None } => Problem::field(field, reason),
        ProductError::TooLong { field, variant: Some(at) } => Problem::field(variant(at, field), reason),
        ProductError::VariantCount => Problem::field("variants", reason),
        ProductError::Price { variant: at } => Problem::field(variant(at, "price"), reason),
        ProductError::CompareAt { variant: at } => Problem::field(variant(at, "compare_at"), reason),
        ProductError::MorePrice { variant: at, .. } => Problem::field(variant(at, "more_prices"), reason),
        ProductError::Options { variant: at } => Problem::field(variant(at, "options"), reason),
        ProductError::Units { variant: at } => Problem::field(variant(at, "units"), reason),
        ProductError::Weight { variant: at } => Problem::field(variant(at, "weight_grams"), reason),
        ProductError::PinnedMax => Problem::new(Kind::StateConflict, reason),
        ProductError::Db(error) => error.into(),
    }
}
