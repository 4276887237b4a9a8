//! The desk of a nonprofit: where its people work. Every address names it: `/nonprofits/{nonprofit}/…`.

pub mod application;
pub mod apply;
pub mod at_risk;
mod campaign_form;
pub mod campaigns;
pub mod desk;
pub mod disputes;
pub mod donors;
pub mod gift;
pub mod gift_aid;
pub mod gifts;
pub mod log;
pub mod logo;
pub mod match_form;
pub mod matches;
pub mod overview;
pub mod payments;
pub mod payouts;
pub mod people;
pub mod profile;

use axum::extract::State;
use axum::response::Response;

use super::{Failure, Visit, see_other};
use crate::Web;

/// Leads to the nonprofit that the visitor works for, or to applying for one.
///
/// # Errors
/// [`Failure::SignIn`] for strangers.
pub async fn enter(_web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    Ok(match signed_in.nonprofits.first() {
        Some((nonprofit, _)) => see_other(&format!("/nonprofits/{nonprofit}")),
        None => see_other("/nonprofits/apply"),
    })
}
