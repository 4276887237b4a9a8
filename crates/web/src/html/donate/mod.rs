//! Giving, as a donor sees it: the campaign's page, and a gift at whatever step it is. Every step is a form; what is shown
//! is decided by the gift, so back, reload and a second tab always find the truth.

pub(in crate::html) mod asked;
mod campaign;
mod details;
mod embed;
mod gift;
pub(in crate::html) mod gift_aid;
pub mod later;
mod paper;
pub mod pledge;
pub mod statements;
mod tribute;

pub(in crate::html) use campaign::too_much_or_little;
pub use campaign::{begin, show as campaign};
pub use details::save;
pub use embed::show as card;
pub(in crate::html) use embed::snippet;
pub use gift::{answer_challenge, give, returned, show, step_again};
pub use gift_aid::withdraw;
pub use paper::{AskedPaper, receipt, void};

use app::donations::{self, DonationView, OpenError};
use domain::ids::DonationId;

use super::{Failure, Visit};
use crate::Web;

/// The gift and the secret of its link, as every path here begins.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Key {
    donation: String,
    token: String,
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::NotFound => Self::NotFound,
            OpenError::SignIn => Self::SignIn,
            OpenError::Db(error) => error.into(),
        }
    }
}

/// Opens the gift of a path for whoever holds its secret; an account's, for that account.
async fn open(web: &Web, visit: &Visit, key: &Key) -> Result<DonationView, Failure> {
    let id: DonationId = key.donation.parse().map_err(|_| Failure::NotFound)?;
    Ok(donations::open_by_link(web.ctx(), &visit.actor, id, &key.token).await?)
}

/// The path of a gift; its steps hang below it.
fn href(view: &DonationView) -> String {
    format!("/gifts/{}/{}", view.donation.id, view.token)
}

/// The path of the campaign it is for.
fn campaign_href(view: &DonationView) -> String {
    format!("/donate/{}", view.campaign.id)
}

/// Where "keep reading" leads.
fn back(view: &DonationView) -> String {
    super::back_or(&view.donation.back, &campaign_href(view)).to_owned()
}
