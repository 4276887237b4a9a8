//! BigCommerce: a store as a channel of type marketplace, by a token that the merchant makes in the control panel.
//!
//! Lives here: BigCommerce's words, decimals and ways to page. Never here: when to ask, and what an answer means to an order
//! or to goods. Stock is never adjusted: the store takes units off by its own setting when an order is pushed, and whoever
//! did so as well would count twice. `twins` behaves as the store does and refuses whatever our closed schema does not know.

mod api;
mod channel;
mod events;
mod goods;
mod hooks;
mod order_in;
mod order_out;
mod refunds;
mod shop;
mod stock;
mod wire;

pub use api::BASE;
pub use shop::BigCommerce;
