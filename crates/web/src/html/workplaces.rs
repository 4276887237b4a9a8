//! Everywhere somebody works: shops and nonprofits, one tap from each other.

use domain::ids::MerchantId;

use super::{Failure, Visit};
use crate::Web;

/// The visitor's other workplaces, shops first: name and address. `here` is the party whose desk is shown.
///
/// # Errors
/// [`Failure`] when they cannot be read.
pub async fn others(web: &Web, visit: &Visit, here: MerchantId) -> Result<Vec<(String, String)>, Failure> {
    let mut others = Vec::new();
    let Some(signed_in) = visit.signed_in.as_ref() else { return Ok(others) };
    for (shop, _) in signed_in.staff_of.iter().filter(|(shop, _)| *shop != here) {
        if let Some(found) = app::merchants::find(web.ctx(), *shop).await? {
            others.push((found.display_name, format!("/studio/{shop}/products")));
        }
    }
    for (nonprofit, _) in signed_in.nonprofits.iter().filter(|(nonprofit, _)| nonprofit.party() != here) {
        if let Some(found) = app::nonprofits::find(web.ctx(), *nonprofit).await? {
            others.push((found.display_name, format!("/nonprofits/{nonprofit}")));
        }
    }
    Ok(others)
}
