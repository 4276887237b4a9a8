//! What a buyer asks after the undo window, and what the merchant's programs answer.

use app::orders::{self, Answer, AnswerError, AskError, open_by_link};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use domain::order::RequestKind;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;

use super::buyer::not_open;
use super::merchant::{not_canceled, present, reached};
use super::wire::{self, ActedOn, BuyerRequest};
use crate::Web;
use crate::rest::auth::Secret;
use crate::rest::body::{At, Body, answer};
use crate::rest::idempotency::{MoneyKey, OnceKey, needed, once};
use crate::rest::keys::Key;
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::{OrderId, RequestId};

/// What a buyer asks for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRequest {
    /// `cancel` (before it is shipped; the merchant decides), `return` (as the merchant's policy allows; the merchant
    /// decides) or `withdrawal` (as the law allows; nobody decides, and it is final).
    #[schema(example = "return")]
    kind: String,
    /// In the buyer's words.
    #[serde(default)]
    reason: String,
}

/// What the merchant answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestAnswer {
    /// Yes or no. A withdrawal can only be accepted.
    accept: bool,
    /// For the buyer.
    #[serde(default)]
    answer: String,
}

/// Ask to cancel, to return, or withdraw
///
/// Open after the undo window. The buyer gets a receipt by mail, the merchant a notice.
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/requests", tag = "orders",
    params(("order" = OrderId, Path), OnceKey), request_body = NewRequest,
    responses((status = 201, description = "The request.", body = BuyerRequest)))]
pub(crate) async fn ask(
    State(web): State<Web>,
    At(id): At<OrderId>,
    secret: Secret,
    headers: HeaderMap,
    body: Body<NewRequest>,
) -> Result<Response, Problem> {
    let (order, permit) = open_by_link(web.ctx(), id.0, &secret.0).await.map_err(not_open)?;
    once(&web, &headers, format!("{} requests", id.0), &body.raw, async {
        let kind = RequestKind::from_word(&body.value.kind)
            .ok_or_else(|| Problem::field("kind", "must be cancel, return or withdrawal"))?;
        let asked = orders::ask(web.ctx(), &permit, order.merchant, kind, &body.value.reason).await;
        let request = asked.map_err(|error| match error {
            AskError::Refused(_) | AskError::AskedAlready => {
                Problem::new(Kind::StateConflict, error.to_string()).with("state", order.state.as_str())
            }
            AskError::NotFound => Problem::not_found(),
            AskError::Db(error) => error.into(),
        })?;
        Ok(answer(StatusCode::CREATED, &wire::request(&request)))
    })
    .await
}

/// Answer a request
///
/// Accepting a cancellation cancels the order and gives the money back; so does accepting a withdrawal before anything
/// was shipped. What must come back first is refunded when it is there.
#[utoipa::path(post, path = "/commerce/v1/orders/{order}/requests/{request}/answer", tag = "orders",
    params(("order" = OrderId, Path), ("request" = RequestId, Path), MoneyKey), request_body = RequestAnswer,
    responses((status = 200, description = "The order with its requests.", body = ActedOn)))]
pub(crate) async fn decide(
    State(web): State<Web>,
    key: Key,
    At((id, request)): At<(OrderId, RequestId)>,
    headers: HeaderMap,
    body: Body<RequestAnswer>,
) -> Result<Response, Problem> {
    let permit = key.may(MerchantAct::FulfillOrders)?;
    needed(&headers)?;
    reached(&web, &key, id).await?;
    once(&web, &headers, format!("{} requests {}", id.0, request.0), &body.raw, async {
        let said = if body.value.accept { Answer::Accept } else { Answer::Refuse };
        let done = orders::answer(web.ctx(), &permit, id.0, request.0, said, &body.value.answer).await;
        done.map_err(not_answered)?;
        present(&web, &key, id, StatusCode::OK).await
    })
    .await
}

fn not_answered(error: AnswerError) -> Problem {
    let reason = error.to_string();
    match error {
        AnswerError::Unknown => Problem::not_found(),
        AnswerError::NotWaiting => Problem::new(Kind::StateConflict, reason).with("state", "answered"),
        AnswerError::MustAccept => Problem::field("accept", reason),
        AnswerError::Cancel(error) => not_canceled(error),
        AnswerError::Db(error) => error.into(),
    }
}
