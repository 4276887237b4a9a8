//! Stripe as a payment provider: direct charges on the merchant's connected account, or on the operator's own.
//!
//! Lives here: Stripe's words, amounts, errors and idempotency. Never here: what a payment means to an order; that is
//! decided by whoever asked. The version of the API is pinned; `twins` behaves as it does, and checks every request of
//! ours against Stripe's own contract.

mod amount;
mod api;
mod books;
mod client;
mod decline;
mod disputes;
mod event;
mod find;
mod form;
mod intent;
mod lists;
mod methods;
mod own_keys;
mod payees;
mod payouts;
mod places;
mod provider;
mod refunds;
mod signature;
mod walks;

pub use amount::{AmountError, chargeable, exponent, from_stripe, to_stripe};
pub use api::{Api, VERSION};
pub use client::Stripe;
pub use provider::TAKES_DAYS;
pub use signature::{SignatureError, sign, verify};
