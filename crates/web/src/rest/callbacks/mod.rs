//! The program of a merchant's that is asked for quotes at checkout.

pub(crate) mod wire;

use app::callbacks::{self, SetUpError};
use axum::extract::State;
use axum::response::Response;
use domain::access::MerchantAct;
use http::StatusCode;

use crate::Web;
use crate::rest::body::{Body, answer, nothing};
use crate::rest::keys::Key;
use crate::rest::problem::Problem;
use crate::rest::webhooks;
use wire::{Quotes, QuotesMade, QuotesSetUp};

/// See how quotes are asked
///
/// Which program is asked at checkout, what it answers, and how the last day went.
#[utoipa::path(get, path = "/commerce/v1/channel/quotes", tag = "channel",
    responses((status = 200, description = "How it is set up.", body = Quotes)))]
pub(crate) async fn get(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::ViewWebhooks)?;
    let found = callbacks::find(web.ctx(), &permit).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(StatusCode::OK, &Quotes::from(found)))
}

/// Set up how quotes are asked
///
/// The whole of it: what is left out is as it is by itself. The first time the answer holds the secret that questions are
/// signed with, once.
#[utoipa::path(put, path = "/commerce/v1/channel/quotes", tag = "channel", request_body = QuotesSetUp,
    responses((status = 200, description = "How it is set up now.", body = QuotesMade)))]
pub(crate) async fn set_up(
    State(web): State<Web>,
    key: Key,
    body: Body<QuotesSetUp>,
) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditWebhooks)?;
    let made = callbacks::set_up(web.ctx(), &permit, body.value.read()?).await.map_err(refused)?;
    Ok(said(made))
}

fn said(made: callbacks::Made) -> Response {
    let quotes = Quotes::from(made.callback);
    let secret = made.secret.map(|secret| secret.reveal().to_owned());
    answer(StatusCode::OK, &QuotesMade { quotes, secret })
}

/// Give the questions a new secret
///
/// The one before signs beside it for 24 hours.
#[utoipa::path(post, path = "/commerce/v1/channel/quotes/rotate", tag = "channel",
    responses((status = 200, description = "How it is set up, and the new secret.", body = QuotesMade)))]
pub(crate) async fn rotate(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditWebhooks)?;
    let made = callbacks::rotate(web.ctx(), &permit).await.map_err(refused)?;
    Ok(said(made))
}

/// Ask nobody for quotes any more
///
/// Prices come from the studio's tables from then on.
#[utoipa::path(delete, path = "/commerce/v1/channel/quotes", tag = "channel",
    responses((status = 204, description = "Nobody is asked.")))]
pub(crate) async fn remove(State(web): State<Web>, key: Key) -> Result<Response, Problem> {
    let permit = key.may_change(&web, MerchantAct::EditWebhooks)?;
    callbacks::remove(web.ctx(), &permit).await.map_err(refused)?;
    Ok(nothing())
}

fn refused(error: SetUpError) -> Problem {
    let reason = error.to_string();
    match error {
        SetUpError::NotFound => Problem::not_found(),
        SetUpError::NoTopic | SetUpError::TaxAlone => Problem::field("answers", reason),
        SetUpError::Deadline => Problem::field("deadline_ms", reason),
        SetUpError::Url(error) => webhooks::refused(error),
        SetUpError::Db(error) => error.into(),
    }
}
