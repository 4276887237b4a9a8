//! What changes often about a merchant's variants: stock, and prices in further currencies.

use app::catalog::prices::{self, PricesError};
use app::catalog::stock::{self, StockError, StockSet};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::view::goods::Price;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Body, answer};
use super::catalog::VariantPrice;
use super::keys::Key;
use super::problem::Problem;
use super::wire::VariantId;
use crate::Web;

/// How many there are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct StockWritten {
    /// Units on the shelf; `null`: not counted.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required = true)]
    units: Option<i64>,
}

/// How many there are now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StockShown {
    variant: VariantId,
    /// Units on the shelf: more than was asked for when more are promised to open orders.
    units: Option<i64>,
}

/// Prices in further currencies.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PricesWritten {
    /// All of them: those left out are gone. The price in the merchant's own currency is the product's to say.
    #[schema(max_items = 50)]
    prices: Vec<VariantPrice>,
}

/// Prices in further currencies, as they are now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PricesShown {
    variant: VariantId,
    prices: Vec<VariantPrice>,
}

/// Say how many there are
#[utoipa::path(put, path = "/commerce/v1/variants/{variant}/stock", tag = "products",
    params(("variant" = VariantId, Path)), request_body = StockWritten,
    responses((status = 200, description = "How many there are now.", body = StockShown)))]
pub(crate) async fn set_stock(
    State(web): State<Web>,
    key: Key,
    At(id): At<VariantId>,
    body: Body<StockWritten>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let set = stock::set(web.ctx(), &permit, id.0, body.value.units).await.map_err(|error| match error {
        StockError::Unknown => Problem::not_found(),
        StockError::Units => Problem::field("units", error.to_string()),
        StockError::Db(error) => error.into(),
    })?;
    let units = match set {
        StockSet::AsAsked => body.value.units,
        StockSet::RaisedTo(units) => Some(units),
    };
    Ok(answer(StatusCode::OK, &StockShown { variant: id, units }))
}

/// Price a variant in further currencies
///
/// For catalogs that show them. A checkout on this server is in the merchant's own currency.
#[utoipa::path(put, path = "/commerce/v1/variants/{variant}/prices", tag = "products",
    params(("variant" = VariantId, Path)), request_body = PricesWritten,
    responses((status = 200, description = "The prices as they are now.", body = PricesShown)))]
pub(crate) async fn set_prices(
    State(web): State<Web>,
    key: Key,
    At(id): At<VariantId>,
    body: Body<PricesWritten>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let prices: Vec<Price> = body.value.prices.into_iter().map(Into::into).collect();
    prices::set(web.ctx(), &permit, id.0, prices.clone()).await.map_err(refused)?;
    let prices = prices.into_iter().map(Into::into).collect();
    Ok(answer(StatusCode::OK, &PricesShown { variant: id, prices }))
}

impl From<VariantPrice> for Price {
    fn from(written: VariantPrice) -> Self {
        Self { price: written.price.into(), compare_at: written.compare_at.map(Into::into) }
    }
}

fn refused(error: PricesError) -> Problem {
    let reason = error.to_string();
    match error {
        PricesError::Unknown => Problem::not_found(),
        PricesError::TooMany => Problem::field("prices", reason),
        PricesError::Range { index } => Problem::field(format!("prices[{index}].price"), reason),
        PricesError::CompareAt { index } => Problem::field(format!("prices[{index}].compare_at"), reason),
        PricesError::Currency { index } => Problem::field(format!("prices[{index}].price.currency"), reason),
        PricesError::Db(error) => error.into(),
    }
}
