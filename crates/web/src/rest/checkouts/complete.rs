//! Paying.

use app::checkout::{MethodChoice, Part, Pay, PayError, PayOnceError, PayResult, PurchaseView, pay_once};
use app::limits::Act;
use app::ports::PaymentError;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::ids::{CheckoutId, OrderId};
use domain::place::Refusal;
use domain::quote::QuoteError;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::wire::{Completed, CompletedPart, Completion, PaymentMeans};
use super::{open, show, too_many};
use crate::Web;
use crate::limits::Remote;
use crate::rest::auth::Secret;
use crate::rest::body::{At, Body, answer};
use crate::rest::idempotency::{MoneyKey, needed, request_hash, reused, still_running};
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::{PurchaseId, VariantId};

/// Longest token a provider's form gives.
const TOKEN_CHARS_MAX: usize = 500;
/// Longest address to come back to.
const URL_CHARS_MAX: usize = 2_000;
/// When to try a provider again that could not be reached.
const PROVIDER_RETRY_S: u32 = 5;

/// Pay
///
/// Every part that is not ordered yet is paid; each becomes an order. Where at least one part is ordered the answer is
/// 200 and says so for each; where none is, it is the problem of the first, with the checkout as it stands now.
/// Repeating is safe: there is one order and one charge per part, whatever is retried.
#[utoipa::path(post, path = "/commerce/v1/checkouts/{checkout}/complete", tag = "checkouts",
    params(("checkout" = PurchaseId, Path), MoneyKey),
    request_body = Completion,
    responses((status = 200, description = "What became of each part.", body = Completed),
              (status = 202, description = "Nothing is certain yet: look at the orders again.", body = Completed)))]
pub(crate) async fn complete(
    State(web): State<Web>,
    At(id): At<PurchaseId>,
    remote: Remote,
    secret: Secret,
    headers: HeaderMap,
    body: Body<Completion>,
) -> Result<Response, Problem> {
    let key = needed(&headers)?;
    remote.takes(Act::Payment, &web).map_err(too_many)?;
    let view = open(&web, id.0, &secret).await?;
    if body.value.parts.is_empty() {
        return Err(Problem::field("parts", "must not be empty"));
    }
    let pay = Pay {
        method: method(body.value.payment)?,
        seen: body.value.parts.iter().map(|part| (part.id.0, part.fingerprint.0)).collect(),
        return_url: return_url(&web, &view, body.value.return_url)?,
    };
    if let Some((unknown, _)) =
        pay.seen.iter().find(|(id, _)| !view.parts.iter().any(|it| it.checkout.id == *id))
    {
        return Err(Problem::field("parts", format!("{unknown} is not a part of this checkout")));
    }
    let hash = request_hash(&[&body.raw]);
    let result = pay_once(web.ctx(), &view, pay, key, hash).await.map_err(not_tried)?;
    told(&web, &view, &secret, result).await
}

fn method(means: PaymentMeans) -> Result<MethodChoice, Problem> {
    match (means.token, means.method) {
        (Some(token), None) if token.is_empty() || token.chars().count() > TOKEN_CHARS_MAX => {
            Err(Problem::field("payment.token", format!("must have 1 to {TOKEN_CHARS_MAX} characters")))
        }
        (Some(token), None) => Ok(MethodChoice::New { token, remember: false }),
        (None, Some(method)) => Ok(MethodChoice::Saved(method.0)),
        (None, None) | (Some(_), Some(_)) => {
            Err(Problem::field("payment", "needs a token or a method, not both"))
        }
    }
}

fn return_url(web: &Web, view: &PurchaseView, named: Option<String>) -> Result<String, Problem> {
    let base = &web.config().base_url;
    let Some(url) = named else { return Ok(format!("{base}/checkout/{}/{}", view.purchase.id, view.token)) };
    let ours = url.strip_prefix(base.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let printable = url.bytes().all(|byte| byte.is_ascii_graphic());
    if !(ours || url.starts_with("https://")) || !printable || url.len() > URL_CHARS_MAX {
        return Err(Problem::field("return_url", "must be an https address"));
    }
    Ok(url)
}

fn not_tried(error: PayOnceError) -> Problem {
    let error = match error {
        PayOnceError::KeyReused => return reused(),
        PayOnceError::StillRunning => return still_running(),
        PayOnceError::Pay(error) => error,
    };
    match error {
        PayError::NoSuchMethod => Problem::field("payment.method", "there is no such saved method"),
        PayError::Method(PaymentError::Refused(_)) => {
            Problem::field("payment.token", "the payment provider does not know this token")
        }
        PayError::Method(
            PaymentError::Unknown | PaymentError::Down | PaymentError::Busy | PaymentError::NotNow(_),
        ) => provider_down(),
        PayError::Db(error) => error.into(),
    }
}

async fn told(
    web: &Web,
    view: &PurchaseView,
    secret: &Secret,
    result: PayResult,
) -> Result<Response, Problem> {
    let mut parts = Vec::with_capacity(result.len());
    let mut first: Option<Problem> = None;
    for (id, part) in result {
        let (told, problem) = part_told(view, id, part);
        parts.push(told);
        if first.is_none() {
            first = problem;
        }
    }
    match first {
        Some(problem) if parts.iter().all(|part| part.outcome == "failed") => {
            failed(web, view, secret, problem, parts).await
        }
        Some(_) | None => {
            let certain = parts.iter().any(|part| part.outcome != "checking");
            let status = if certain { StatusCode::OK } else { StatusCode::ACCEPTED };
            Ok(answer(status, &Completed { id: view.purchase.id.into(), parts }))
        }
    }
}

/// Nothing was ordered: the problem, with what became of each part and the checkout at its present price, so that it
/// can be shown and asked again.
async fn failed(
    web: &Web,
    view: &PurchaseView,
    secret: &Secret,
    problem: Problem,
    parts: Vec<CompletedPart>,
) -> Result<Response, Problem> {
    let mut now = open(web, view.purchase.id, secret).await?;
    // What was another price when this request came is so still, though it has been written meanwhile.
    for (part, before) in now.parts.iter_mut().zip(&view.parts) {
        part.changed_from = part.changed_from.or(before.changed_from);
    }
    let checkout = serde_json::to_value(show::checkout(&now, None));
    let mut problem = problem.with("checkout", checkout.unwrap_or(Value::Null));
    if parts.len() > 1 {
        problem = problem.with("parts", json!(parts));
    }
    Ok(problem.into_response())
}

fn part_told(view: &PurchaseView, id: CheckoutId, part: Part) -> (CompletedPart, Option<Problem>) {
    let told = |outcome, order: Option<OrderId>, url| CompletedPart {
        id: id.into(),
        outcome,
        order: order.map(Into::into),
        url,
        problem: None,
    };
    let problem = match part {
        Part::Placed(order) => return (told("placed", Some(order), None), None),
        Part::Action { order, url } => return (told("action_required", Some(order), Some(url)), None),
        Part::Asked { url } => return (told("action_required", None, Some(url)), None),
        Part::Checking(order) => return (told("checking", Some(order), None), None),
        Part::Declined(decline) => {
            Problem::new(Kind::PaymentDeclined, "The payment was declined. Nothing was charged.")
                .with("reason", decline.as_str())
        }
        Part::ProviderDown => provider_down(),
        Part::Refused(refusal) => refused(view, id, refusal),
    };
    let object = problem.clone().into_value();
    (CompletedPart { problem: Some(object), ..told("failed", None, None) }, Some(problem))
}

fn provider_down() -> Problem {
    Problem::new(Kind::ProviderUnavailable, "The payment provider cannot be reached. Nothing was charged.")
        .retry_after(PROVIDER_RETRY_S)
}

fn refused(view: &PurchaseView, id: CheckoutId, refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Changed => Problem::new(Kind::PriceChanged, "The price is not the one that was named."),
        Refusal::SoldOut { variant, left } => {
            Problem::new(Kind::OutOfStock, "Fewer are left than wanted. Nothing was charged.")
                .with("available", left)
                .with("variant", json!(VariantId(variant)))
        }
        Refusal::OverLimit { limit, .. } => {
            Problem::new(Kind::LimitPerBuyer, "One buyer may have fewer. Nothing was charged.")
                .with("limit", limit)
        }
        Refusal::Expired => Problem::new(Kind::CheckoutExpired, "The time for this checkout is over."),
        Refusal::OfferClosed => Problem::new(Kind::OfferClosed, "This is not sold now."),
        Refusal::MerchantClosed => Problem::new(Kind::Closed, "The merchant takes no orders now."),
        Refusal::ServerClosed => Problem::new(Kind::Closed, "This server takes no orders now."),
        Refusal::Gated => Problem::new(
            Kind::Closed,
            "Buying here is not open to this buyer, this merchant or this country yet. Nothing was charged.",
        ),
        Refusal::Ended => Problem::new(
            Kind::Ended,
            "Buying here has ended. Nothing was charged; orders that were placed before go on.",
        ),
        Refusal::PaidAlone => Problem::new(
            Kind::NotChargeable,
            "This merchant is paid on its own: its goods take a checkout of their own. Nothing was charged.",
        ),
        Refusal::Incomplete => incomplete(view, id),
    }
}

/// Why a part cannot be paid yet: the goods are not sent there, or something was not said.
fn incomplete(view: &PurchaseView, id: CheckoutId) -> Problem {
    let part = view.parts.iter().find(|part| part.checkout.id == id);
    let unsold = part.and_then(|part| part.priced.as_ref().err());
    match unsold {
        Some(error @ QuoteError::NotAnswered) => Problem::new(Kind::Closed, error.to_string()),
        Some(error @ QuoteError::Unpayable(_)) => Problem::new(Kind::NotChargeable, error.to_string()),
        Some(error) => Problem::new(Kind::NotShippable, error.to_string()),
        None if view.purchase.email.is_empty() => Problem::field("email", "must be filled in first"),
        None => Problem::field("address", "must be filled in first"),
    }
}
