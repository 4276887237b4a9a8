//! What a shop's own platform pushes: products, stock, prices; and how all of it stands.

pub(crate) mod wire;

use app::channel::{self, ProductsPush, PushError, RemoveError};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::StatusCode;

use crate::Web;
use crate::rest::body::{At, Body, answer, nothing};
use crate::rest::keys::Key;
use crate::rest::problem::Problem;
use wire::{ChannelHealth, PricesPushed, ProductsPushed, ProductsTaken, RowsTaken, StockPushed};

/// Largest push: 250 products with long descriptions fit.
pub(crate) const PUSH_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Push products
///
/// Each is all of its product: variants that it does not name are no longer sold. The answer has one result for each, in their
/// order; what is wrong with one stops no other. The same push again changes nothing, so that a push whose answer was lost is
/// sent again as it is.
#[utoipa::path(put, path = "/commerce/v1/channel/products", tag = "channel", request_body = ProductsPushed,
    responses((status = 200, description = "What became of each.", body = ProductsTaken)))]
pub(crate) async fn push_products(
    State(web): State<Web>,
    key: Key,
    body: Body<ProductsPushed, PUSH_BYTES_MAX>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let ProductsPushed { products, stock_at } = body.value;
    let push = ProductsPush {
        products: products.into_iter().map(|each| each.map(Into::into)).collect(),
        stock_at: stock_at.map(|at| at.0),
    };
    let results = channel::push_products(web.ctx(), &permit, push).await;
    let results = results.map_err(|error| refused(error, "products", "stock_at"))?;
    Ok(answer(StatusCode::OK, &ProductsTaken::from(results)))
}

/// Take a product off sale
///
/// One that was pushed; orders keep it. Doing it twice is fine, and pushing it again puts it back on sale.
#[utoipa::path(delete, path = "/commerce/v1/channel/products/{external_id}", tag = "channel",
    params(("external_id" = String, Path, description = "What you call it, escaped as addresses are.")),
    responses((status = 204, description = "It is off sale.")))]
pub(crate) async fn remove_product(
    State(web): State<Web>,
    key: Key,
    At(external_id): At<String>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    // The one character that no database text holds.
    if external_id.contains('\0') {
        return Err(Problem::not_found());
    }
    channel::remove_product(web.ctx(), &permit, &external_id).await.map_err(|error| match error {
        RemoveError::Unknown => Problem::not_found(),
        RemoveError::Db(error) => error.into(),
    })?;
    Ok(nothing())
}

/// Push stock
///
/// How many there are, absolute, each row for itself. A row that is older than what is known is answered as stale and changes
/// nothing, so that pushes may arrive in any order.
#[utoipa::path(patch, path = "/commerce/v1/channel/stock", tag = "channel", request_body = StockPushed,
    responses((status = 200, description = "What became of each row.", body = RowsTaken)))]
pub(crate) async fn push_stock(
    State(web): State<Web>,
    key: Key,
    body: Body<StockPushed, PUSH_BYTES_MAX>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let rows = body.value.rows.into_iter().map(|each| each.map(Into::into)).collect();
    let results = channel::push_stock(web.ctx(), &permit, rows).await;
    let results = results.map_err(|error| refused(error, "rows", "at"))?;
    Ok(answer(StatusCode::OK, &RowsTaken::from(results)))
}

/// Push prices
///
/// Each row for itself; one that is older than what is known changes nothing.
#[utoipa::path(patch, path = "/commerce/v1/channel/prices", tag = "channel", request_body = PricesPushed,
    responses((status = 200, description = "What became of each row.", body = RowsTaken)))]
pub(crate) async fn push_prices(
    State(web): State<Web>,
    key: Key,
    body: Body<PricesPushed, PUSH_BYTES_MAX>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditCatalog)?;
    let rows = body.value.rows.into_iter().map(|each| each.map(Into::into)).collect();
    let results = channel::push_prices(web.ctx(), &permit, rows).await;
    let results = results.map_err(|error| refused(error, "rows", "at"))?;
    Ok(answer(StatusCode::OK, &RowsTaken::from(results)))
}

/// See how it stands
///
/// When each kind was pushed last, what of it was refused or came too late, how orders reach you, and what to do where
/// something is wrong. Webhooks are shown to a key with the scope `webhooks:read`.
#[utoipa::path(get, path = "/commerce/v1/channel/health", tag = "channel",
    responses((status = 200, description = "How everything stands.", body = ChannelHealth)))]
pub(crate) async fn health(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::ViewCatalog)?;
    // A test key sees no webhooks where payments are real.
    let hooks = key.may_change(&web, MerchantAct::ViewWebhooks).ok();
    let health = channel::health(web.ctx(), &permit, hooks.as_ref()).await?;
    Ok(answer(StatusCode::OK, &ChannelHealth::from(health)))
}

fn refused(error: PushError, list: &'static str, at: &'static str) -> Problem {
    let reason = error.to_string();
    match error {
        PushError::Count(_) => Problem::field(list, reason),
        PushError::Ahead => Problem::field(at, reason),
        PushError::Unknown => Problem::not_found(),
        PushError::Db(error) => error.into(),
    }
}
