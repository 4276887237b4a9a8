//! SQL, migrations and transactions: the only crate that knows how a row looks.
//!
//! Lives here: one [`Db`] over two engines, plain-text queries (one per function), row to domain.
//! Never here: a decision that is not a `WHERE` or a `CHECK`, a network call, a clock.
//!
//! Reading order: [`Db`] (the two doors to a write), [`Tx`] and [`Read`] (what a query sees), then the queries,
//! one module per word of the house.

mod batch;
mod db;
pub mod disputes;
pub mod donations;
mod engine;
mod error;
mod faults;
mod migrate;
mod patterns;
mod row;
mod sql;
mod tx;
mod writer;

pub mod api_keys;
pub mod gates;
pub mod images;
pub mod import_goods;
pub mod import_previews;
pub mod imports;
pub mod invoices;
pub mod kill_switches;
pub mod ledger;
pub mod merchants;
pub mod offers;
pub mod products;
pub mod provider_events;
pub mod restock_alerts;
pub mod sales;
pub mod settings;
pub mod shipping;
pub mod staff;
pub mod staff_actions;
pub mod sweeps;
pub mod taxes;
pub mod variants;

pub use batch::Command;
pub use db::{Db, DbOptions, count_open_work};
pub use engine::{DatabaseUrl, Engine};
pub use error::DbError;
pub use faults::Faults;
pub use migrate::{MIGRATIONS, Migration, migrate, schema_fingerprint};
pub use row::Row;
pub use sql::{Column, Param, Sql};
pub use tx::{Conn, Read, Tx};

pub mod accounts;
pub mod archive;
pub mod archives;
pub mod callbacks;
pub mod campaigns;
pub mod carts;
pub mod changes;
pub mod channel_pushes;
pub mod channel_rows;
pub mod checkouts;
pub mod codes;
pub mod connections;
pub mod customers;
pub mod erasures;
pub mod existing;
pub mod export;
pub mod figures;
pub mod fulfillments;
pub mod idempotency;
pub mod jobs;
pub mod mails;
pub mod matching;
pub mod nodes;
pub mod nonprofit_staff;
pub mod nonprofits;
pub mod orders;
pub mod payees;
pub mod payments;
pub mod payouts;
pub mod people;
pub mod pledges;
pub mod posts;
pub mod refunds;
pub mod reports;
pub mod requests;
pub mod round_ups;
pub mod selling;
pub mod sessions;
pub mod stock;
pub mod sunsets;
pub mod todo;
pub mod transfer;
pub mod wallet;
pub mod webhook_deliveries;
pub mod webhooks;
