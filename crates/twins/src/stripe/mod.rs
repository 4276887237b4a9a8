//! The twin of Stripe, API version `2026-10-28.endive`.
//!
//! [`Twin`] is the model: state, clock and randomness are its own or handed in, and it does no I/O. A call is
//! [`Twin::call`]; what a buyer's browser does is [`Twin::tokenize`], [`Twin::confirm_in_browser`] and
//! [`Twin::challenge`]; what happens at Stripe and at banks is [`Twin::act`]; webhooks are taken with
//! [`Twin::due`] and answered for with [`Twin::delivered`].

pub mod amounts;
pub mod cards;
pub mod contract;
pub mod error;
pub mod faults;
pub mod keys;
pub mod params;
pub mod post;
pub mod report;
pub mod wire;

mod accounts;
mod acts;
mod balance;
mod browser;
mod capture;
mod charges;
mod confirm;
mod customers;
mod disputes;
mod doc;
mod domains;
mod endpoints;
mod events;
mod expand;
mod intents;
mod invoices;
mod list;
mod methods;
mod payouts;
mod prices;
mod refunds;
mod restricted;
mod routes;
mod search;
mod setups;
mod subscriptions;
mod timers;
mod tokens;
mod twin;

pub use accounts::Onboarding;
pub use acts::Act;
pub use browser::Paper;
pub use error::Refusal;
pub use faults::{EventFault, EventWhat, Fault, What};
pub use report::{ChargeLine, Totals};
pub use twin::{Logged, Settings, Twin};
pub use wire::{Answer, Delivery, Reply, Request};
