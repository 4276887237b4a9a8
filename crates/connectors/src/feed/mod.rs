//! Reads a merchant's product file, whichever of the common formats it is in.
//!
//! [`Feed::open`] recognises the format by content; iterating yields one [`FeedItem`] at a time, a product or a
//! refused row, and never holds more than one product. A row at fault is refused with its line, column, value and
//! reason, and reading goes on; [`FeedError`] ends the file, and only where nothing after it could be trusted.
//!
//! | Format | Recognised by | A draft is |
//! |---|---|---|
//! | Shopify CSV, classic headers | `Handle`, `Title` | all rows of a handle |
//! | Shopify CSV, headers since 2025 | `URL handle`, `Title` | all rows of a handle |
//! | Google and Meta CSV or TSV | `id`, `title` and `price` or `availability` | one row, one variant |
//! | Google RSS 2.0, RSS 1.0, Atom | root element `rss`, `RDF`, `feed` | one entry, one variant |
//!
//! Text is UTF-8 with or without a byte order mark, UTF-16 with one, or what an XML declaration names. Bytes that
//! do not fit (a Windows-1252 file, say) are not guessed at: the rows that hold them are refused one by one.

pub mod format;
pub mod limits;

mod cell;
mod error;
mod google;
mod header;
mod item;
mod port;
mod reader;
mod records;
mod seen;
mod shopify;
mod shopify_group;
mod text;
mod xml;
mod xml_names;

pub(crate) use cell::grams;
pub use domain::catalog::draft::FeedItem;
pub use error::FeedError;
pub use google::{ATTRIBUTES, Attribute};
pub use port::FeedReader;
pub use reader::{Feed, FeedDefaults, Progress};
