//! Stock: what there is, and when the store takes units off by itself.

use serde_json::{Value, json};

use super::catalog::Tracking;
use super::error::Refusal;
use super::pages::{Page, ids};
use super::twin::Twin;
use crate::platform::{Answer, Request};

impl Twin {
    pub(super) fn list_inventory(&self, request: &Request) -> Result<Answer, Refusal> {
        let page = Page::of(request)?;
        let Some(wanted) = ids(request, "variant_id:in") else {
            return Err(Refusal::new(422, "Name the variants by variant_id:in."));
        };
        let known: Vec<u64> = wanted.into_iter().filter(|id| self.variants.contains_key(id)).collect();
        let total = known.len();
        let shown: Vec<Value> = page
            .cut(known)
            .into_iter()
            .map(|id| {
                let variant = &self.variants[&id];
                let units = if self.products[&variant.product].tracking == Tracking::Variant { variant.stock } else { 0 };
                // Two places, so that whoever looks at one alone is wrong.
                let place = |id: u64, units: i64| {
                    json!({
                        "location_id": id, "location_code": format!("LOC-{id}"), "location_enabled": true,
                        "available_to_sell": units, "total_inventory_onhand": units,
                        "settings": { "safety_stock": 0, "is_in_stock": true, "warning_level": 0, "bin_picking_number": "" },
                    })
                };
                json!({
                    "identity": { "sku": variant.sku, "sku_id": id, "variant_id": id, "product_id": variant.product },
                    "locations": [place(1, units - units / 3), place(2, units / 3)],
                })
            })
            .collect();
        Ok(page.v3(&shown, total))
    }

    pub(super) fn inventory_settings(&self) -> Answer {
        let behavior =
            if self.settings.takes_when_shipped { "order_completed_or_shipped" } else { "order_placed" };
        let body = json!({ "update_stock_behavior": behavior, "refund_order_stock_adjustment": "automatic" });
        Answer::new(200, json!({ "data": body, "meta": {} }))
    }

    /// Takes units off, or puts them back; hooks tell of it.
    pub(super) fn move_stock(&mut self, variant: u64, by: i64) {
        let Some(found) = self.variants.get_mut(&variant) else { return };
        let product = found.product;
        let owner = self.products.get_mut(&product).expect("a variant has a product");
        match owner.tracking {
            Tracking::None => return,
            Tracking::Product => owner.stock += by,
            Tracking::Variant => found.stock += by,
        }
        owner.modified_ms = self.now_ms;
        let inventory =
            json!({ "product_id": product, "method": "relative", "value": by, "variant_id": variant });
        let data = json!({ "type": "product", "id": product, "inventory": inventory });
        self.tell("store/product/inventory/updated", data);
    }
}
