//! What a buyer does with an order: look at it, undo it.

use app::orders::{self, OpenOrderError, UndoError, open_by_link, undo as undo_order};
use axum::extract::State;
use axum::response::Response;
use domain::access::Actor;
use domain::order::OrderState;
use http::StatusCode;

use super::merchant::find;
use super::wire::Order;
use crate::Web;
use crate::rest::auth::Secret;
use crate::rest::body::{At, answer};
use crate::rest::keys::Caller;
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::OrderId;

/// When an undo that is under way is done.
const UNDO_RETRY_S: u32 = 2;

/// Look at an order
///
/// The buyer sees it from the moment it is begun, the merchant once it is paid.
#[utoipa::path(get, path = "/commerce/v1/orders/{order}", tag = "orders", params(("order" = OrderId, Path)),
    responses((status = 200, description = "The order.", body = Order)))]
pub(crate) async fn get(
    State(web): State<Web>,
    At(id): At<OrderId>,
    caller: Caller,
) -> Result<Response, Problem> {
    let token = match caller {
        Caller::Key(key) => {
            let story = find(&web, &key, id).await?;
            return Ok(answer(StatusCode::OK, &Order::from(&story)));
        }
        Caller::Secret(token) => token,
    };
    let (order, _) = open_by_link(web.ctx(), id.0, &token).await.map_err(not_open)?;
    match order.state {
        // Nothing has happened to it yet, and most orders are looked at just now.
        OrderState::Pending | OrderState::Placed => Ok(answer(StatusCode::OK, &Order::from(&order))),
        OrderState::Confirmed | OrderState::Canceled => {
            let own = orders::open(web.ctx(), &Actor::Anonymous, Some(&token), id.0).await;
            Ok(answer(StatusCode::OK, &Order::from(&own.map_err(not_open)?.story)))
        }
    }
}

/// Undo an order
///
/// Possible until `undo_until`: the hold on the money is let go, the stock is free, the merchant was never told.
/// Undoing twice is fine.
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/undo", tag = "orders", params(("order" = OrderId, Path)),
    responses((status = 200, description = "The order, canceled.", body = Order)))]
pub(crate) async fn undo(
    State(web): State<Web>,
    At(id): At<OrderId>,
    secret: Secret,
) -> Result<Response, Problem> {
    let (order, permit) = open_by_link(web.ctx(), id.0, &secret.0).await.map_err(not_open)?;
    undo_order(web.ctx(), &permit, order.merchant).await.map_err(|error| match error {
        UndoError::TooLate => Problem::new(Kind::UndoOver, "This order can no longer be undone.")
            .with("state", order.state.as_str()),
        UndoError::Underway => {
            Problem::new(Kind::InProgress, "The order is being undone.").retry_after(UNDO_RETRY_S)
        }
        UndoError::Db(error) => error.into(),
    })?;
    let (order, _) = open_by_link(web.ctx(), id.0, &secret.0).await.map_err(not_open)?;
    Ok(answer(StatusCode::OK, &Order::from(&order)))
}

pub(super) fn not_open(error: OpenOrderError) -> Problem {
    match error {
        OpenOrderError::NotFound => Problem::not_found(),
        OpenOrderError::Db(error) => error.into(),
    }
}
