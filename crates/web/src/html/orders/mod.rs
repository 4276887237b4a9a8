//! A buyer's orders: signed in, or by the link of a mail, `/orders/{order}?key=…`.

mod ask;
mod list;
mod one;

pub use ask::{ask, receipt, send};
pub use list::{find, list, send_links};
pub use one::{invoice, show, undo};

use app::orders::{OpenOrderError, OwnStory};
use domain::ids::OrderId;

use super::{Failure, Visit, encode};
use crate::Web;

/// The secret that opens an order without an account.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Key {
    key: String,
}

impl From<OpenOrderError> for Failure {
    fn from(error: OpenOrderError) -> Self {
        match error {
            OpenOrderError::NotFound => Self::NotFound,
            OpenOrderError::Db(error) => error.into(),
        }
    }
}

/// Opens the order of a path for its buyer.
async fn open(web: &Web, visit: &Visit, order: &str, key: &Key) -> Result<OwnStory, Failure> {
    let id: OrderId = order.parse().map_err(|_| Failure::NotFound)?;
    let given = Some(key.key.as_str()).filter(|key| !key.is_empty());
    Ok(app::orders::open(web.ctx(), &visit.actor, given, id).await?)
}

/// The address of something about the order, which keeps the key when it was opened with one.
fn href(own: &OwnStory, key: &Key, path: &str) -> String {
    let id = own.story.order.id;
    if key.key.is_empty() {
        format!("/orders/{id}{path}")
    } else {
        format!("/orders/{id}{path}?key={}", encode(&key.key))
    }
}
