//! How many there are now, at the places that the sales channel sells from.

use app::ports::{Keys, Link, OrderOut, PlatformError};
use domain::catalog::draft::StockDraft;
use serde::Deserialize;

use super::api::key;
use super::shop::Medusa;
use super::wire::{Id, Item, Shelf, Shelved, ShelvedVariant};
use crate::platform::goods::units;
use crate::platform::short::{short, wanted};

/// What is asked about variants.
const FIELDS: &str = "id,manage_inventory,allow_backorder,inventory_items.required_quantity,\
                      inventory_items.inventory.requires_shipping,*inventory_items.inventory.location_levels";
/// Places and variants in one answer.
const LISTED_MAX: &str = "1000";

#[derive(Deserialize)]
struct Places {
    stock_locations: Vec<Id>,
}

impl Medusa {
    pub(super) async fn stock_of(
        &self,
        link: &Link,
        variants: &[String],
    ) -> Result<Vec<(String, StockDraft)>, PlatformError> {
        let places = self.places(&link.keys).await?;
        let known = self.shelves(&link.keys, variants).await?.into_iter();
        Ok(known.map(|one| (one.id, counted(&one.shelf, &places))).collect())
    }

    /// Of these variants, those of which there are fewer than an order wants. What may be back-ordered is never short.
    pub(super) async fn sold_out(&self, link: &Link, order: &OrderOut) -> Result<Vec<String>, PlatformError> {
        let wanted = wanted(order);
        let variants: Vec<String> = wanted.keys().map(|id| (*id).to_owned()).collect();
        let places = self.places(&link.keys).await?;
        let shelves = self.shelves(&link.keys, &variants).await?.into_iter();
        let counted = shelves
            .filter(|one| !one.shelf.allow_backorder)
            .map(|one| (one.id, counted(&one.shelf, &places)))
            .collect();
        Ok(short(&wanted, counted))
    }

    async fn shelves(&self, keys: &Keys, variants: &[String]) -> Result<Vec<ShelvedVariant>, PlatformError> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        let mut fields = vec![("fields", FIELDS), ("limit", LISTED_MAX)];
        fields.extend(variants.iter().map(|id| ("id[]", id.as_str())));
        Ok(self.get(keys, "/admin/product-variants", &fields).await?.read::<Shelved>()?.variants)
    }

    /// Where the sales channel sells from.
    pub(super) async fn places(&self, keys: &Keys) -> Result<Vec<String>, PlatformError> {
        let fields =
            [("sales_channel_id", keys.get(key::CHANNEL_ID)), ("fields", "id"), ("limit", LISTED_MAX)];
        let places: Places = self.get(keys, "/admin/stock-locations", &fields).await?.read()?;
        Ok(places.stock_locations.into_iter().map(|place| place.id).collect())
    }
}

/// As many as can be put together of what is there and is nobody's yet.
pub(super) fn counted(shelf: &Shelf, places: &[String]) -> StockDraft {
    if !shelf.manage_inventory {
        return StockDraft::NotTracked;
    }
    let of_item = |item: &Item| {
        let levels = item.inventory.iter().flat_map(|inventory| &inventory.location_levels);
        let here = levels.filter(|level| places.contains(&level.location_id));
        let free = here.map(|level| level.available_quantity).fold(0, i64::saturating_add);
        free / item.required_quantity.unwrap_or(1).max(1)
    };
    StockDraft::Units(units(shelf.inventory_items.iter().map(of_item).min().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::super::wire::{Inventory, Level};
    use super::*;

    fn item(required: i64, levels: &[(&str, i64)]) -> Item {
        let levels = levels.iter();
        let location_levels = levels
            .map(|(place, free)| Level { location_id: (*place).to_owned(), available_quantity: *free })
            .collect();
        let inventory = Inventory { requires_shipping: Some(true), location_levels };
        Item { required_quantity: Some(required), inventory: Some(inventory) }
    }

    #[test]
    fn as_many_as_the_scarcest_part_allows_where_the_channel_sells_from() {
        let places = ["a".to_owned(), "b".to_owned()];
        let shelf = |items| Shelf { manage_inventory: true, allow_backorder: false, inventory_items: items };
        for (items, units) in [
            (vec![], 0),
            (vec![item(1, &[("a", 3), ("b", 4), ("elsewhere", 90)])], 7),
            (vec![item(1, &[("a", 9)]), item(4, &[("a", 7), ("b", 2)])], 2),
            (vec![item(1, &[("a", -3)])], 0),
            (vec![item(0, &[("a", 5)])], 5),
        ] {
            assert_eq!(counted(&shelf(items), &places), StockDraft::Units(units));
        }
        let free = Shelf { manage_inventory: false, allow_backorder: false, inventory_items: Vec::new() };
        assert_eq!(counted(&free, &places), StockDraft::NotTracked);
    }
}
