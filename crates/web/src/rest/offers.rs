//! A merchant's offers: products made buyable, for its programs.

use app::catalog::offers::{self, OfferError, Terms};
use app::switches;
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{At, Body, answer};
use super::catalog::{OfferTerms, terms};
use super::idempotency::{OnceKey, once};
use super::keys::Key;
use super::paging::Listed;
use super::problem::{Kind, Problem};
use super::wire::{Instant, OfferId, ProductId};
use crate::Web;

/// An offer to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOffer {
    /// Of what.
    product: ProductId,
    /// Not before.
    starts_at: Option<Instant>,
    /// Not from then on.
    ends_at: Option<Instant>,
    /// Units that one buyer may have in all.
    limit_per_buyer: Option<u32>,
}

/// An offer that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfferMade {
    id: OfferId,
}

/// What to change about an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfferChange {
    /// Whether it can be bought. A closed offer takes no orders, wherever its card stands.
    open: bool,
}

/// List the offers of one of your products
#[utoipa::path(get, path = "/commerce/v1/products/{product}/offers", tag = "products",
    params(("product" = ProductId, Path)),
    responses((status = 200, description = "The last fifty, newest first, closed ones too.",
               body = Listed<OfferTerms>)))]
pub(crate) async fn of_product(
    State(web): State<Web>,
    key: Key,
    At(product): At<ProductId>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewCatalog)?;
    app::catalog::products::view(web.ctx(), &permit, product.0).await?.ok_or_else(Problem::not_found)?;
    let found = offers::of_product(web.ctx(), &permit, product.0).await?;
    let now = web.ctx().now();
    let data: Vec<OfferTerms> = found.iter().map(|offer| terms(offer, now)).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}

/// Make an offer
///
/// An offer without terms is made once per product and used again.
#[utoipa::path(post, path = "/commerce/v1/offers", tag = "products", params(OnceKey), request_body = NewOffer,
    responses((status = 201, description = "The offer.", body = OfferMade)))]
pub(crate) async fn make(
    State(web): State<Web>,
    key: Key,
    headers: HeaderMap,
    body: Body<NewOffer>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    once(&web, &headers, format!("{} offers", key.merchant), &body.raw, async {
        let NewOffer { product, starts_at, ends_at, limit_per_buyer } = body.value;
        let terms =
            Terms { starts_at: starts_at.map(|at| at.0), ends_at: ends_at.map(|at| at.0), limit_per_buyer };
        let made = offers::make(web.ctx(), &permit, product.0, terms).await.map_err(|error| match error {
            OfferError::NotOnSale => Problem::field("product", error.to_string()),
            OfferError::NotVerified(_) => {
                Problem::new(Kind::MerchantNotVerified, "The merchant is not verified.")
            }
            OfferError::Times => Problem::field("ends_at", error.to_string()),
            OfferError::Limit => Problem::field("limit_per_buyer", error.to_string()),
            OfferError::Db(error) => error.into(),
        })?;
        Ok(answer(StatusCode::CREATED, &OfferMade { id: made.into() }))
    })
    .await
}

/// Close an offer, or open it again
#[utoipa::path(patch, path = "/commerce/v1/offers/{offer}", tag = "products", params(("offer" = OfferId, Path)),
    request_body = OfferChange,
    responses((status = 200, description = "The offer as it is now.", body = OfferTerms)))]
pub(crate) async fn change(
    State(web): State<Web>,
    key: Key,
    At(id): At<OfferId>,
    body: Body<OfferChange>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    switches::set_offer_open(web.ctx(), &permit, id.0, body.value.open).await?;
    let found = app::catalog::offer_goods(web.ctx(), id.0).await?.map(|found| found.offer);
    let found = found.filter(|offer| offer.merchant == key.merchant).ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &terms(&found, web.ctx().now())))
}
