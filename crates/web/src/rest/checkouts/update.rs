//! Saying who, where to, which way of shipping and in which currency.

use app::checkout::{
    Details, DetailsError, FieldIssue, Missing, PurchaseView, change_details, choose_currency, choose_rate,
    takes_currency,
};
use axum::extract::State;
use axum::response::Response;
use domain::checkout::{CheckoutState, PostalAddress};
use http::StatusCode;

use super::wire::{Address, Checkout, CheckoutUpdate};
use super::{open, show};
use crate::Web;
use crate::rest::auth::Secret;
use crate::rest::body::{At, Body, answer};
use crate::rest::problem::{Kind, Problem};
use crate::rest::wire::PurchaseId;

/// Say who, where to, which way of shipping, in which currency
///
/// Every part is priced again; the answer carries the new price. Say the mail address and the destination together
/// the first time.
#[utoipa::path(patch, path = "/commerce/v1/checkouts/{checkout}", tag = "checkouts",
    params(("checkout" = PurchaseId, Path)), request_body = CheckoutUpdate,
    responses((status = 200, description = "The checkout with its new price.", body = Checkout)))]
pub(crate) async fn update(
    State(web): State<Web>,
    At(id): At<PurchaseId>,
    secret: Secret,
    body: Body<CheckoutUpdate>,
) -> Result<Response, Problem> {
    let mut view = open(&web, id.0, &secret).await?;
    if let Some(order) = order_of(&view) {
        let detail = "This checkout is an order already and can no longer be changed.";
        return Err(Problem::new(Kind::CheckoutCompleted, detail).with("order", order));
    }
    let update = body.value;
    if let Some(currency) = update.currency
        && !takes_currency(web.ctx(), &view, currency.0).await?
    {
        return Err(Problem::field(
            "currency",
            "is one that no merchant of this checkout sells all of it in",
        ));
    }
    if update.email.is_some() || update.address.is_some() || update.marketing_opt_in.is_some() {
        let (email, address) = (update.email, update.address.map(address));
        change_details(web.ctx(), &mut view, |purchase| Details {
            email: email.clone().unwrap_or_else(|| purchase.email.clone()),
            address: address.clone().or_else(|| purchase.address.clone()),
            marketing_opt_in: update.marketing_opt_in.unwrap_or(purchase.marketing_opt_in),
            remember: false,
        })
        .await
        .map_err(not_taken)?;
    }
    // Before the way of shipping: its rates are those of the currency.
    if let Some(currency) = update.currency {
        choose_currency(web.ctx(), &mut view, currency.0).await.map_err(not_taken)?;
    }
    for (at, choice) in update.shipping.iter().enumerate() {
        choose_rate(web.ctx(), &mut view, choice.part.0, choice.rate.0).await.map_err(
            |error| match error {
                DetailsError::RateNotOffered => Problem::field(
                    format!("shipping[{at}].rate"),
                    "is not one of the part's shipping_options",
                ),
                DetailsError::Closed => {
                    Problem::field(format!("shipping[{at}].part"), "is not an open part of this checkout")
                }
                other => not_taken(other),
            },
        )?;
    }
    Ok(answer(StatusCode::OK, &show::checkout(&view, None)))
}

/// The order that everything became; `None` while something is open.
fn order_of(view: &PurchaseView) -> Option<String> {
    if view.parts.iter().any(|part| part.checkout.state == CheckoutState::Open) {
        return None;
    }
    view.parts.iter().find_map(|part| part.checkout.order).map(|order| order.to_string())
}

fn address(wire: Address) -> PostalAddress {
    PostalAddress {
        name: wire.name,
        line1: wire.line1,
        line2: wire.line2,
        city: wire.city,
        region: wire.region,
        postal_code: wire.postal_code,
        country: wire.country.0,
        phone: wire.phone,
    }
}

fn not_taken(error: DetailsError) -> Problem {
    match error {
        DetailsError::Fields(issues) => Problem::fields(issues.iter().map(field).collect()),
        DetailsError::Closed => {
            Problem::new(Kind::CheckoutCompleted, "This checkout can no longer be changed.")
        }
        DetailsError::RateNotOffered => Problem::field("shipping", "is not offered"),
        DetailsError::Stale => Problem::new(
            Kind::StateConflict,
            "Another request changed this checkout at the same moment; read it and try again.",
        ),
        DetailsError::Db(error) => error.into(),
    }
}

fn field(issue: &FieldIssue) -> (String, String) {
    let name = match issue.field {
        "email" => "email".to_owned(),
        inside => format!("address.{inside}"),
    };
    let reason = match issue.missing {
        Missing::Empty => "must be filled in",
        Missing::NotAnEmail => "is not a mail address",
        Missing::TooLong => "is too long",
    };
    (name, reason.to_owned())
}
