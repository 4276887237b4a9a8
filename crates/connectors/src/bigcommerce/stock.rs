//! How many there are now, over all places that sell.

use app::ports::{Link, PlatformError};
use domain::catalog::draft::StockDraft;

use super::goods::counted;
use super::shop::BigCommerce;
use super::wire::{Counted, Inventory, Paged};

/// As many as are asked about at once.
const LIMIT: &str = "250";

impl BigCommerce {
    pub(super) async fn stock_of(
        &self,
        link: &Link,
        variants: &[String],
    ) -> Result<Vec<(String, StockDraft)>, PlatformError> {
        let wanted = variants.join(",");
        let fields = [("variant_id:in", wanted.as_str()), ("limit", LIMIT)];
        let shelves: Paged<Inventory> = self.get(&link.keys, "/v3/inventory/items", &fields).await?.read()?;
        let mut products: Vec<String> =
            shelves.data.iter().map(|shelf| shelf.identity.product_id.to_string()).collect();
        products.sort_unstable();
        products.dedup();
        if products.is_empty() {
            return Ok(Vec::new());
        }
        // The inventory says units also where the store does not count; how it counts stands with the product.
        let wanted = products.join(",");
        let fields = [
            ("id:in", wanted.as_str()),
            ("include_fields", "inventory_tracking,inventory_level"),
            ("limit", LIMIT),
        ];
        let ways: Paged<Counted> = self.get(&link.keys, "/v3/catalog/products", &fields).await?.read()?;
        let known = shelves.data.iter().filter_map(|shelf| {
            let way = ways.data.iter().find(|way| way.id == shelf.identity.product_id)?;
            let places = shelf.locations.iter().filter(|place| place.location_enabled);
            let units = places.map(|place| place.available_to_sell).sum();
            let stock = counted(&way.inventory_tracking, way.inventory_level, units);
            Some((shelf.identity.variant_id.to_string(), stock))
        });
        Ok(known.collect())
    }
}
