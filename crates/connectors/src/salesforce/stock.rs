//! How many there are to sell, as the shop window says.

use app::ports::{Link, PlatformError};
use domain::catalog::draft::StockDraft;
use serde_json::Number;

use super::api::key;
use super::shop::Salesforce;
use super::wire::{Availability, Listed};
use crate::platform::goods::units;

/// Products that one request may name.
///
/// Source: `productIds` of getAvailability and `ids` of getProducts.
pub(super) const IDS_MAX: usize = 24;
/// What stands for units that never run out.
///
/// Source: `ats` of getAvailability.
const INFINITE: i64 = 999_999;

impl Salesforce {
    pub(super) async fn stock_of(
        &self,
        link: &Link,
        variants: &[String],
    ) -> Result<Vec<(String, StockDraft)>, PlatformError> {
        let mut known = Vec::with_capacity(variants.len());
        for some in variants.chunks(IDS_MAX) {
            let ids = some.join(",");
            let address = self.address(&link.keys, "/product/shopper-availability/v1", "/availability")?;
            let fields = [("productIds", ids.as_str())];
            let listed: Listed<Availability> =
                self.get(&link.keys, (address, key::SHOPPER), &fields).await?.read()?;
            // The first list is the site's own.
            known.extend(listed.data.into_iter().filter_map(|one| {
                let ats = one.inventories.first()?.ats.as_ref()?;
                Some((one.id, counted(ats)))
            }));
        }
        Ok(known)
    }
}

/// Units are whole here; a part of one cannot be sold.
fn counted(ats: &Number) -> StockDraft {
    let text = ats.to_string();
    let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
    match whole.parse::<i64>() {
        Ok(INFINITE) => StockDraft::NotTracked,
        Ok(count) => StockDraft::Units(units(count)),
        Err(_) => StockDraft::Unsaid,
    }
}
