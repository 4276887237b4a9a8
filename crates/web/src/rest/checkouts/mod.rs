//! Buying: create, say who and where to, choose the shipping, complete.

pub(crate) mod complete;
pub(crate) mod orders;
pub(crate) mod show;
pub(crate) mod update;
pub(crate) mod wire;

use app::checkout::{self, OpenError, PurchaseView, Start, StartError};
use app::limits::{Act, TooMany};
use axum::extract::State;
use axum::response::Response;
use domain::access::Actor;
use domain::ids::PurchaseId;
use http::{HeaderMap, StatusCode, header};
use words::Locale;

use super::auth::Secret;
use super::body::{At, Body, answer};
use super::problem::{Kind, Problem};
use super::wire as common;
use crate::Web;
use crate::limits::Remote;
use wire::{Checkout, NewCheckout};

/// Items one checkout may begin with. Source: the quote contract takes as many lines.
const ITEMS_MAX: usize = 100;

/// Begin to buy
///
/// Nothing is held and nothing is charged. The answer carries the token that opens this checkout and its orders.
#[utoipa::path(post, path = "/commerce/v1/checkouts", tag = "checkouts", request_body = NewCheckout,
    responses((status = 201, description = "The checkout, with its token and its price so far.", body = Checkout)))]
pub(crate) async fn create(
    State(web): State<Web>,
    remote: Remote,
    headers: HeaderMap,
    body: Body<NewCheckout>,
) -> Result<Response, Problem> {
    remote.takes(Act::Checkout, &web).map_err(too_many)?;
    let new = body.value;
    if new.items.len() > ITEMS_MAX {
        return Err(Problem::field("items", format!("at most {ITEMS_MAX}")));
    }
    let start = Start {
        items: new.items.into_iter().map(Into::into).collect(),
        cart: None,
        back: String::new(),
        locale: locale(&headers, new.locale.as_deref()).to_owned(),
        country: new.country.map(|country| country.0),
        currency: new.currency.map(|currency| currency.0),
    };
    let started = checkout::start(web.ctx(), &Actor::Anonymous, start).await.map_err(not_started)?;
    Ok(answer(StatusCode::CREATED, &show::checkout(&started.view, Some(&started.token))))
}

/// Look at a checkout
///
/// Priced afresh: `changed_from` says what was shown before, when it was something else.
#[utoipa::path(get, path = "/commerce/v1/checkouts/{checkout}", tag = "checkouts",
    params(("checkout" = common::PurchaseId, Path)),
    responses((status = 200, description = "The checkout.", body = Checkout)))]
pub(crate) async fn get(
    State(web): State<Web>,
    At(id): At<common::PurchaseId>,
    secret: Secret,
) -> Result<Response, Problem> {
    let view = open(&web, id.0, &secret).await?;
    Ok(answer(StatusCode::OK, &show::checkout(&view, None)))
}

/// Opens a checkout for whoever holds its token.
pub(crate) async fn open(web: &Web, id: PurchaseId, secret: &Secret) -> Result<PurchaseView, Problem> {
    checkout::open_by_link(web.ctx(), &Actor::Anonymous, id, &secret.0).await.map_err(not_open)
}

pub(crate) fn not_open(error: OpenError) -> Problem {
    match error {
        // Programs buy as guests: an account's purchase is for its owner's browser.
        OpenError::NotFound | OpenError::SignIn => Problem::not_found(),
        OpenError::Db(error) => error.into(),
    }
}

pub(crate) fn not_started(error: StartError) -> Problem {
    match error {
        StartError::Empty => Problem::field("items", "must not be empty"),
        StartError::NotFound => {
            Problem::field("items", "an offer or variant is not known, or the variant is not the offer's")
        }
        StartError::Ended => Problem::new(Kind::Ended, "Buying here has ended."),
        StartError::TooManyMerchants => Problem::field("items", error.to_string()),
        StartError::Db(error) => error.into(),
    }
}

pub(crate) fn too_many(error: TooMany) -> Problem {
    Problem::new(Kind::TooManyRequests, "Too many checkouts from this address.").retry_after(error.wait_s)
}

/// The language to write to the buyer in: the one named, else what the caller's headers ask for.
pub(crate) fn locale(headers: &HeaderMap, named: Option<&str>) -> &'static str {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(accepted, named).tag()
}
