//! Orders, for the buyer who holds the checkout's token and for programs of the merchant.

pub(crate) mod buyer;
mod form;
pub(crate) mod merchant;
pub(crate) mod reference;
pub(crate) mod requests;
pub(crate) mod wire;

pub use form::RestOrders;
