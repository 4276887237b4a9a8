//! What a shop's own program pushes of its goods (docs/protocols/channel.md): whole products, stock, prices.
//!
//! A product goes the way a product file's goes ([`crate::imports`]): the same comparison, the same writing. What is wrong is
//! answered by its field and stops nothing else; what is pushed again changes nothing.

mod draft;
mod health;
mod named;
mod note;
mod prices;
mod products;
mod remove;
mod stock;

pub use draft::{NewImage, NewProduct, NewVariant, Wrong};
pub use health::{Health, REFUSALS_SHOWN_MAX, health};
pub use named::Name;
pub(crate) use note::forget_old;
pub use prices::{PriceRow, push_prices};
pub use products::{ProductResult, ProductsPush, Status, push_products};
pub use remove::{RemoveError, remove_product};
pub use stock::{RowResult, RowStatus, StockRow, push_stock};

use store::DbError;

/// Something in a push that could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What the shop calls it, as far as that could be read.
    pub name: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// Why a push was not taken at all.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    /// There is nothing in it, or more than is taken at once.
    #[error("must have from 1 to {0} entries")]
    Count(usize),
    /// The time as of which stock is said has not come yet.
    #[error("is in the future; check this program's clock")]
    Ahead,
    /// There is no such merchant.
    #[error("there is no such merchant")]
    Unknown,
    /// The database refused. What was written before stays, and pushing all of it again changes nothing of that.
    #[error(transparent)]
    Db(#[from] DbError),
}
