//! The orders a checkout became.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::open;
use crate::Web;
use crate::rest::auth::Secret;
use crate::rest::body::{At, answer};
use crate::rest::orders::wire::Order;
use crate::rest::paging::Listed;
use crate::rest::problem::Problem;
use crate::rest::wire::PurchaseId;

/// List the orders of a checkout
///
/// One for each part that was ordered, as a buyer's own list; look at one for its parcels, refunds and requests.
#[utoipa::path(get, path = "/commerce/v1/checkouts/{checkout}/orders", tag = "checkouts",
    params(("checkout" = PurchaseId, Path)),
    responses((status = 200, description = "Its orders, in the order of its parts.", body = Listed<Order>)))]
pub(crate) async fn list(
    State(web): State<Web>,
    At(id): At<PurchaseId>,
    secret: Secret,
) -> Result<Response, Problem> {
    let view = open(&web, id.0, &secret).await?;
    let data: Vec<Order<'_>> =
        view.parts.iter().filter_map(|part| part.order.as_ref()).map(Order::from).collect();
    Ok(answer(StatusCode::OK, &Listed { data, next_cursor: None }))
}
