//! The twin of one Salesforce B2C Commerce site: its Commerce API, as far as a sales channel calls it.
//!
//! [`Twin`] is the model; it does no I/O. Every request is held against Salesforce's own OpenAPI files, closed: a field that
//! they do not name is refused unless it is a custom attribute (`c_…`). Orders and goods that it answers are held against
//! their schemas too. There are no webhooks, as there are none at Salesforce.

pub mod contract;
pub mod orders;

mod acts;
mod catalog_api;
mod error;
mod order_api;
mod tokens;
mod totals;
mod twin;

pub use acts::Act;
pub use orders::Order;
pub use totals::Policy;
pub use twin::{Product, Settings, Twin, Variant};

/// The organization in every path.
pub const ORGANIZATION: &str = "f_ecom_twin_001";
/// The site.
pub const SITE: &str = "TwinSite";
/// The API client at Account Manager, and the private client for shoppers' tokens.
pub const CLIENT: &str = "twin-client";
/// The secret of both.
pub const SECRET: &str = "twin-secret";
