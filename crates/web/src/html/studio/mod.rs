//! The studio: where a merchant works. Every address names the shop: `/studio/{merchant}/…`.

pub mod act;
mod chart;
pub mod customers;
mod deeds;
pub mod desk;
pub mod disputes;
pub mod errors;
pub mod figures;
pub mod import;
mod import_lists;
pub mod log;
pub mod money;
pub mod offers;
pub mod order;
pub mod orders;
pub mod papers;
pub mod payouts;
pub mod product;
mod product_form;
pub mod products;
pub mod refund;
pub mod sale;
pub mod settings;
pub mod start;
pub mod today;

use axum::extract::State;
use axum::response::Response;

use super::{Failure, Visit, see_other};
use crate::Web;

/// Leads to the visitor's shop, else to the nonprofit they work for, else to opening a shop.
///
/// # Errors
/// [`Failure::SignIn`] for strangers.
pub async fn enter(_web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    Ok(match (signed_in.staff_of.first(), signed_in.nonprofits.first()) {
        (Some((merchant, _)), _) => see_other(&format!("/studio/{merchant}")),
        (None, Some((nonprofit, _))) => see_other(&format!("/nonprofits/{nonprofit}")),
        (None, None) => see_other("/sell"),
    })
}
