//! Peers: what speaks to the world outside, one folder each.
//!
//! Lives here: a peer's own forms and words, turned into ours at the border, and what a peer may cost us (time, bytes,
//! connections). Never here: a decision about money or stock, a database, a page.

pub mod feed;
pub mod files;
pub mod mail;
pub mod papers;
pub mod pictures;
pub mod safe_client;
pub mod sandbox;
pub mod stripe;
