//! The rules of Buyline as pure functions over plain types.
//!
//! Lives here: money, ids, what may happen to an order and a payment, who may do what, how a total is made.
//! Never here: input or output, a clock, randomness, serialization, SQL, a word of any protocol.

pub mod access;
pub mod account;
pub mod archive;
pub mod callback;
pub mod catalog;
pub mod channel;
pub mod checkout;
pub mod connection;
pub mod country;
pub mod csv;
pub mod dispute;
pub mod donation;
pub mod drive;
pub mod erasure;
pub mod figures;
mod fnv;
pub mod gate;
pub mod hex;
pub mod ids;
pub mod invoice;
pub mod ledger;
pub mod merchant;
pub mod money;
pub mod nonprofit;
pub mod order;
pub mod partner;
pub mod payee;
pub mod payment;
pub mod payout;
pub mod place;
pub mod policy;
pub mod post;
pub mod quantity;
pub mod quote;
pub mod shipping;
pub mod sunset;
pub mod tax;
pub mod view;
pub mod webhook;
