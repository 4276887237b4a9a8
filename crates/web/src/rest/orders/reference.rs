//! The number of an order in its merchant's own books.

use app::orders::{self, ReferenceError};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::merchant::{present, reached};
use super::wire::ActedOn;
use crate::Web;
use crate::rest::body::{At, Body};
use crate::rest::keys::Key;
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::OrderId;

/// What a merchant calls an order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReferenceWritten {
    /// Its number in your books: one line of at most 100 bytes, unique among your orders.
    #[schema(example = "1001")]
    reference: String,
    /// The number that it has and that this one replaces. Without it an order that has another number is left as it is.
    instead_of: Option<String>,
}

/// Say what you call an order
///
/// So that you find it by `GET /commerce/v1/orders?reference=…` before you make it a second time. Saying it twice is fine.
#[utoipa::path(put, path = "/commerce/v1/orders/{order}/reference", tag = "orders",
    params(("order" = OrderId, Path)), request_body = ReferenceWritten,
    responses((status = 200, description = "The order.", body = ActedOn)))]
pub(crate) async fn refer(
    State(web): State<Web>,
    key: Key,
    At(id): At<OrderId>,
    body: Body<ReferenceWritten>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::FulfillOrders)?;
    reached(&web, &key, id).await?;
    let ReferenceWritten { reference, instead_of } = body.value;
    let done = orders::refer(web.ctx(), &permit, id.0, &reference, instead_of).await;
    done.map_err(refused)?;
    present(&web, &key, id, StatusCode::OK).await
}

fn refused(error: ReferenceError) -> Problem {
    let reason = error.to_string();
    match error {
        ReferenceError::NotFound => Problem::not_found(),
        ReferenceError::Form(_) => Problem::field("reference", reason),
        ReferenceError::Named(known) => Problem::new(Kind::StateConflict, reason).with("reference", known),
        ReferenceError::Taken(other) => {
            let problem = Problem::new(Kind::StateConflict, reason);
            match other {
                Some(other) => problem.with("order", other.to_string()),
                None => problem,
            }
        }
        ReferenceError::Db(error) => error.into(),
    }
}
