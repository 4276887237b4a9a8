//! How many there are now, over all places that sell online.

use app::ports::{Link, PlatformError};
use domain::catalog::draft::StockDraft;
use serde::Deserialize;
use serde_json::json;

use super::operations::STOCK;
use super::product::counted;
use super::shop::Shopify;
use super::wire::{Connection, global, number};

/// What stands before the number that a message names stock by, which is not its variant's.
pub(super) const SHELF: &str = "item-";

#[derive(Deserialize)]
struct Nodes {
    nodes: Vec<Option<Node>>,
}

#[derive(Deserialize)]
#[serde(tag = "__typename")]
enum Node {
    #[serde(rename_all = "camelCase")]
    ProductVariant {
        id: String,
        sellable_online_quantity: i64,
        inventory_item: Tracked,
    },
    InventoryItem {
        tracked: bool,
        variants: Option<Connection<OnShelf>>,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Tracked {
    tracked: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OnShelf {
    id: String,
    sellable_online_quantity: i64,
}

impl Shopify {
    pub(super) async fn stock_of(
        &self,
        link: &Link,
        names: &[String],
    ) -> Result<Vec<(String, StockDraft)>, PlatformError> {
        let ids: Vec<String> = names
            .iter()
            .filter_map(|name| match name.strip_prefix(SHELF) {
                Some(item) => global("InventoryItem", item),
                None => global("ProductVariant", name),
            })
            .collect();
        let found: Nodes = self.ask(&link.keys, STOCK, json!({ "ids": ids })).await?.data;
        let mut known = Vec::new();
        for node in found.nodes.into_iter().flatten() {
            let said = |id: &str, tracked, units| (number(id).to_owned(), counted(tracked, units));
            match node {
                Node::ProductVariant { id, sellable_online_quantity, inventory_item } => {
                    known.push(said(&id, inventory_item.tracked, sellable_online_quantity));
                }
                Node::InventoryItem { tracked, variants } => {
                    let on_it = variants.map(|variants| variants.nodes).unwrap_or_default();
                    known
                        .extend(on_it.iter().map(|one| said(&one.id, tracked, one.sellable_online_quantity)));
                }
                Node::Other => {}
            }
        }
        Ok(known)
    }
}
