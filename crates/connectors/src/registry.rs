//! The platforms whose shops can be connected: one line each.

use std::sync::Arc;

use app::ports::Platform;

use crate::bigcommerce::{self, BigCommerce};
use crate::medusa::Medusa;
use crate::safe_client::Exchange;
use crate::salesforce::Salesforce;
use crate::shopify::{self, Shopify};
use crate::vendure::Vendure;

/// All of them, in the order in which merchants are offered them. `twin`: where a platform's twin stands in for it.
#[must_use]
pub fn platforms<'t>(
    http: &Arc<dyn Exchange>,
    twin: impl Fn(&str) -> Option<&'t str>,
) -> Arc<[Arc<dyn Platform>]> {
    let http = || Arc::clone(http);
    let salesforce = match twin("salesforce") {
        Some(base) => Salesforce::at(http(), base, base),
        None => Salesforce::new(http()),
    };
    Arc::new([
        Arc::new(Shopify::new(http(), twin("shopify").unwrap_or(shopify::BASE))),
        Arc::new(BigCommerce::new(http(), twin("bigcommerce").unwrap_or(bigcommerce::BASE))),
        Arc::new(salesforce),
        Arc::new(Vendure::new(http())),
        Arc::new(Medusa::new(http())),
    ])
}
