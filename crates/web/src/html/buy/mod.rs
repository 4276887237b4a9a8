//! The Buy sheet: a page by itself for everyone, a dialog for those with scripts. Every step is a form; what is
//! shown is decided by the purchase, so back, reload and a second tab always find the truth.

mod address;
pub(super) mod details;
mod ended;
pub(super) mod form;
pub(in crate::html) mod method;
pub(super) mod quantity;
mod refusal;
mod review;
mod story;
pub(super) mod summary;

pub use details::{change, save_change, save_details};
pub use story::{answer_challenge, pay, quantity, returned, round_up, show, step_again, tap, undo};

use app::checkout::{self, OpenError, PurchaseView};
use domain::ids::PurchaseId;

use super::{Failure, Visit};
use crate::Web;

/// The purchase and the secret of its link, as every path here begins.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Key {
    purchase: String,
    token: String,
}

impl Key {
    /// Of these parts of a path.
    pub(super) fn new(purchase: &str, token: &str) -> Self {
        Self { purchase: purchase.to_owned(), token: token.to_owned() }
    }
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

/// Opens the purchase of a path for whoever holds its secret; an account's, for that account.
pub(super) async fn open(web: &Web, visit: &Visit, key: &Key) -> Result<PurchaseView, Failure> {
    let id: PurchaseId = key.purchase.parse().map_err(|_| Failure::NotFound)?;
    Ok(checkout::open_by_link(web.ctx(), &visit.actor, id, &key.token).await?)
}

/// The path of a purchase; its steps hang below it.
pub(super) fn href(view: &PurchaseView) -> String {
    format!("/checkout/{}/{}", view.purchase.id, view.token)
}

/// Where "keep reading" leads.
pub(super) fn back(view: &PurchaseView) -> String {
    super::back_or(&view.purchase.back, "/").to_owned()
}

/// Either the whole page or the part the dialog shows.
macro_rules! step {
    ($visit:expr, $page:expr) => {{
        let page = $page;
        if $visit.fragment == Some("sheet") {
            $crate::html::render(&page.as_sheet())
        } else {
            $crate::html::render(&page)
        }
    }};
}
pub(super) use step;
