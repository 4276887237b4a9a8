//! Lower prices for a time, for a merchant's programs.

use app::catalog::sales::{self, SaleError, SalePrices, SaleTerms, VariantSale};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Body, answer, nothing};
use super::keys::Key;
use super::problem::Problem;
use super::wire::{Instant, Money, ProductId, VariantId};
use crate::Web;

/// A sale of a product: either a percentage or prices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SaleWritten {
    /// First instant; at once when left out.
    starts_at: Option<Instant>,
    /// First instant after.
    ends_at: Instant,
    /// So many percent less, of every variant and in every currency it has a price in.
    #[schema(minimum = 1, maximum = 99, example = 20)]
    percent_off: Option<u32>,
    /// What each variant costs: in the shop's currency, and in further ones. A currency that is left out is sold at its
    /// normal price.
    #[serde(default)]
    prices: Vec<SalePrice>,
}

/// What a variant costs on sale in one currency.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SalePrice {
    variant: VariantId,
    price: Money,
}

/// The sale of a product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SaleShown {
    /// One per variant on sale; empty without a sale.
    variants: Vec<VariantOnSale>,
}

/// The sale of one variant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VariantOnSale {
    variant: VariantId,
    starts_at: Instant,
    ends_at: Instant,
    /// The prices are the lower ones already.
    running: bool,
    /// The shop's own currency first. In a currency that is not here the variant is sold at its normal price.
    prices: Vec<LoweredPrice>,
}

/// A price before and during a sale.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LoweredPrice {
    price: Money,
    /// What is paid before and after.
    usual_price: Money,
}

/// Look at a product's sale
#[utoipa::path(get, path = "/commerce/v1/products/{product}/sale", tag = "products",
    params(("product" = ProductId, Path)),
    responses((status = 200, description = "The sale; without variants where there is none.", body = SaleShown)))]
pub(crate) async fn sale_of(
    State(web): State<Web>,
    key: Key,
    At(product): At<ProductId>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewCatalog)?;
    app::catalog::products::view(web.ctx(), &permit, product.0).await?.ok_or_else(Problem::not_found)?;
    Ok(shown(sales::view(web.ctx(), &permit, product.0).await?))
}

/// Put a product on sale
///
/// In place of any sale that it has. Prices are the lower ones from the start to the end, by themselves.
#[utoipa::path(put, path = "/commerce/v1/products/{product}/sale", tag = "products",
    params(("product" = ProductId, Path)), request_body = SaleWritten,
    responses((status = 200, description = "The sale as it is now.", body = SaleShown)))]
pub(crate) async fn put_on_sale(
    State(web): State<Web>,
    key: Key,
    At(product): At<ProductId>,
    body: Body<SaleWritten>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let SaleWritten { starts_at, ends_at, percent_off, prices } = body.value;
    let given: Vec<(VariantId, domain::money::Money)> =
        prices.into_iter().map(|sale| (sale.variant, sale.price.into())).collect();
    let prices = match percent_off {
        Some(_) if !given.is_empty() => {
            return Err(Problem::field("percent_off", "either a percentage or prices"));
        }
        Some(percent) => SalePrices::PercentOff(percent),
        None => SalePrices::Each(given.iter().map(|(variant, price)| (variant.0, *price)).collect()),
    };
    let terms = SaleTerms { starts_at: starts_at.map(|at| at.0), ends_at: ends_at.0, prices };
    let place = |variant: domain::ids::VariantId, currency: Option<domain::money::Currency>| {
        let index = given.iter().position(|(known, price)| {
            known.0 == variant && currency.is_none_or(|currency| price.currency == currency)
        });
        format!("prices[{}].price", index.unwrap_or_default())
    };
    let set = sales::set(web.ctx(), &permit, product.0, terms).await.map_err(|error| {
        let reason = error.to_string();
        match error {
            SaleError::Unknown => Problem::not_found(),
            SaleError::Percent => Problem::field("percent_off", reason),
            SaleError::Times => Problem::field("ends_at", reason),
            SaleError::Empty => Problem::field("prices", reason),
            SaleError::Price { variant, currency } => Problem::field(place(variant, Some(currency)), reason),
            SaleError::OwnMissing { variant } => Problem::field(place(variant, None), reason),
            SaleError::Db(error) => error.into(),
        }
    })?;
    Ok(shown(set))
}

/// End a product's sale
///
/// Or take it back before it begins. Prices are the normal ones at once.
#[utoipa::path(delete, path = "/commerce/v1/products/{product}/sale", tag = "products",
    params(("product" = ProductId, Path)),
    responses((status = 204, description = "There is no sale any more.")))]
pub(crate) async fn end_sale(
    State(web): State<Web>,
    key: Key,
    At(product): At<ProductId>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    match sales::end(web.ctx(), &permit, product.0).await {
        Ok(_) => Ok(nothing()),
        Err(SaleError::Db(error)) => Err(error.into()),
        Err(_) => Err(Problem::not_found()),
    }
}

fn shown(sales: Vec<VariantSale>) -> Response {
    answer(StatusCode::OK, &SaleShown { variants: sales.into_iter().map(on_sale).collect() })
}

fn on_sale(sale: VariantSale) -> VariantOnSale {
    let prices = sale
        .prices
        .into_iter()
        .map(|(price, usual)| LoweredPrice { price: price.into(), usual_price: usual.price.into() });
    VariantOnSale {
        variant: sale.variant.into(),
        starts_at: sale.starts_at.into(),
        ends_at: sale.ends_at.into(),
        running: sale.running,
        prices: prices.collect(),
    }
}
