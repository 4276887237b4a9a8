//! Orders, for the buyer who holds the checkout's token and for programs of the merchant.

pub(crate) mod buyer;
pub(crate) mod merchant;
pub(crate) mod requests;
pub(crate) mod wire;
