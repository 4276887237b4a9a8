//! How many there are now, over all places that sell.

use app::ports::{Link, PlatformError};
use domain::catalog::draft::StockDraft;
use serde::Deserialize;
use serde_json::json;

use super::shop::Vendure;
use super::wire::{Counting, List, Shelf};
use crate::platform::goods::units;

const STOCK: &str = "query ($ids: [String!], $take: Int) {
  globalSettings { trackInventory outOfStockThreshold }
  productVariants(options: { filter: { id: { in: $ids } }, take: $take }) {
    items {
      id trackInventory outOfStockThreshold useGlobalOutOfStockThreshold
      stockLevels { stockOnHand stockAllocated }
    }
  }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stock {
    global_settings: Counting,
    product_variants: List<Shelved>,
}

#[derive(Deserialize)]
struct Shelved {
    id: String,
    #[serde(flatten)]
    shelf: Shelf,
}

impl Vendure {
    pub(super) async fn stock_of(
        &self,
        link: &Link,
        variants: &[String],
    ) -> Result<Vec<(String, StockDraft)>, PlatformError> {
        if variants.is_empty() {
            return Ok(Vec::new());
        }
        let variables = json!({ "ids": variants, "take": variants.len() });
        let stock: Stock = self.ask(&link.keys, STOCK, variables).await?;
        let known = stock.product_variants.items.into_iter();
        Ok(known.map(|one| (one.id, counted(&one.shelf, &stock.global_settings))).collect())
    }
}

/// Units that may still be sold: what lies there and is nobody's yet, down to where the shop stops selling.
pub(super) fn counted(shelf: &Shelf, usual: &Counting) -> StockDraft {
    let is_counted = match shelf.track_inventory.as_str() {
        "TRUE" => true,
        "FALSE" => false,
        "INHERIT" => usual.track_inventory,
        // A way of counting that did not exist when this was written: what is known stays.
        _ => return StockDraft::Unsaid,
    };
    if !is_counted {
        return StockDraft::NotTracked;
    }
    let stop = if shelf.use_global_out_of_stock_threshold {
        usual.out_of_stock_threshold
    } else {
        shelf.out_of_stock_threshold
    };
    let free =
        shelf.stock_levels.iter().map(|level| level.stock_on_hand.saturating_sub(level.stock_allocated));
    StockDraft::Units(units(free.fold(0, i64::saturating_add).saturating_sub(stop)))
}

#[cfg(test)]
mod tests {
    use super::super::wire::Level;
    use super::*;

    fn shelf(tracking: &str, own_stop: Option<i64>) -> Shelf {
        Shelf {
            track_inventory: tracking.to_owned(),
            out_of_stock_threshold: own_stop.unwrap_or(0),
            use_global_out_of_stock_threshold: own_stop.is_none(),
            stock_levels: vec![
                Level { stock_on_hand: 10, stock_allocated: 3 },
                Level { stock_on_hand: 0, stock_allocated: 1 },
            ],
        }
    }

    #[test]
    fn what_is_promised_and_what_is_kept_back_cannot_be_sold() {
        let usual = Counting { track_inventory: true, out_of_stock_threshold: 2 };
        for (tracking, own_stop, stock) in [
            ("TRUE", None, StockDraft::Units(4)),
            ("TRUE", Some(0), StockDraft::Units(6)),
            ("TRUE", Some(-5), StockDraft::Units(11)),
            ("TRUE", Some(50), StockDraft::Units(0)),
            ("INHERIT", Some(0), StockDraft::Units(6)),
            ("FALSE", None, StockDraft::NotTracked),
            ("LATER", None, StockDraft::Unsaid),
        ] {
            assert_eq!(counted(&shelf(tracking, own_stop), &usual), stock, "{tracking} {own_stop:?}");
        }
        let not_counted = Counting { track_inventory: false, out_of_stock_threshold: 0 };
        assert_eq!(counted(&shelf("INHERIT", None), &not_counted), StockDraft::NotTracked);
    }
}
