//! Products that changed: themselves, a variant of theirs, or because somebody bought them, for an order in the shop moves
//! no date of what it takes units from.

use app::ports::{GoodsPage, Link, PlatformError};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::Told;
use super::goods::PRODUCTS_MAX;
use super::shop::Vendure;
use super::wire::{Id, List};
use crate::platform::instant;
use crate::platform::place::Place;

const PRODUCTS: &str = "query ($options: ProductListOptions) {
  seen: products(options: $options) { items { at: updatedAt id } }
}";
const VARIANTS: &str = "query ($options: ProductVariantListOptions) {
  seen: productVariants(options: $options) { items { at: updatedAt product { id } } }
}";
const SOLD: &str = "query ($options: OrderListOptions) {
  seen: orders(options: $options) { items { at: orderPlacedAt lines { productVariant { product { id } } } } }
}";

/// Ways in which goods change, in the order they are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Product,
    Variant,
    Sold,
}

impl Way {
    fn read(letter: &str) -> Self {
        match letter {
            "v" => Way::Variant,
            "s" => Way::Sold,
            _ => Way::Product,
        }
    }

    fn letter(self) -> char {
        match self {
            Way::Product => 'p',
            Way::Variant => 'v',
            Way::Sold => 's',
        }
    }

    fn question(self) -> (&'static str, &'static str) {
        match self {
            Way::Product => (PRODUCTS, "updatedAt"),
            Way::Variant => (VARIANTS, "updatedAt"),
            Way::Sold => (SOLD, "orderPlacedAt"),
        }
    }

    fn next(self) -> Option<Way> {
        match self {
            Way::Product => Some(Way::Variant),
            Way::Variant => Some(Way::Sold),
            Way::Sold => None,
        }
    }
}

#[derive(Deserialize)]
struct Page {
    seen: List<Change>,
}

#[derive(Deserialize)]
struct Change {
    #[serde(deserialize_with = "instant::read")]
    at: Timestamp,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    product: Option<Id>,
    #[serde(default)]
    lines: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    product_variant: Variant,
}

#[derive(Deserialize)]
struct Variant {
    product: Id,
}

impl Change {
    fn products(self) -> impl Iterator<Item = String> {
        let of_lines = self.lines.into_iter().map(|line| line.product_variant.product.id);
        self.id.into_iter().chain(self.product.map(|product| product.id)).chain(of_lines)
    }
}

impl Vendure {
    pub(super) async fn changed_goods(
        &self,
        link: &Link,
        since: Timestamp,
        cursor: &str,
    ) -> Result<GoodsPage, PlatformError> {
        let (letter, place) = cursor.split_once(':').unwrap_or_default();
        let way = Way::read(letter);
        let place = Place::read(place).or_since(since);
        let (document, field) = way.question();
        let options = json!({
            "filter": later(place, field), "sort": { (field): "ASC" },
            "skip": place.skip, "take": PRODUCTS_MAX,
        });
        let told: Told<Page> = self.told(&link.keys, document, json!({ "options": options })).await?;
        let changes = told.data.seen.items;
        let is_full = changes.len() == PRODUCTS_MAX;
        let next = if is_full {
            let rest = place.after(changes.iter().map(|change| change.at));
            Some(format!("{}:{rest}", way.letter()))
        } else {
            way.next().map(|way| format!("{}:", way.letter()))
        };
        let mut products: Vec<String> = changes.into_iter().flat_map(Change::products).collect();
        products.sort_unstable();
        products.dedup();
        let named = self.products_named(link, &products).await?;
        let items = named.into_iter().filter_map(|named| named.item).collect();
        Ok(GoodsPage { items, next, total: None, as_of: told.at })
    }
}

/// A filter for what comes from a place on.
pub(super) fn later(place: Place, field: &str) -> Value {
    place.later_than().map_or_else(|| json!({}), |instant| json!({ (field): { "after": instant } }))
}
