//! `GET /v3/catalog/products`.

use serde_json::{Map, Value, json};

use super::catalog::{Product, Tracking, Variant};
use super::error::Refusal;
use super::pages::{Page, ids};
use super::twin::{Twin, instant, moment};
use crate::platform::decimal::number;
use crate::platform::{Answer, Request};

impl Twin {
    pub(super) fn list_products(&self, request: &Request) -> Result<Answer, Refusal> {
        let page = Page::of(request)?;
        let wanted = ids(request, "id:in");
        let after = request.asked("id:greater").and_then(|text| text.parse::<u64>().ok());
        let since = match request.asked("date_modified:min") {
            None => None,
            Some(text) => {
                Some(instant(&text).ok_or_else(|| Refusal::new(422, "date_modified:min is no date."))?)
            }
        };
        let fits = |product: &&Product| {
            wanted.as_ref().is_none_or(|ids| ids.contains(&product.id))
                && after.is_none_or(|id| product.id > id)
                && since.is_none_or(|at_ms| product.modified_ms >= at_ms)
        };
        let all: Vec<&Product> = self.products.values().filter(fits).collect();
        let total = all.len();
        let include = request.asked("include").unwrap_or_default();
        let fields = request.asked("include_fields");
        let shown: Vec<Value> = page
            .cut(all)
            .into_iter()
            .map(|product| narrowed(self.shown(product, &include), fields.as_deref()))
            .collect();
        Ok(page.v3(&shown, total))
    }

    fn shown(&self, product: &Product, include: &str) -> Value {
        let includes = |part: &str| include.split(',').any(|one| one == part);
        let variants = product.variants.iter().map(|id| &self.variants[id]);
        let level: i64 = match product.tracking {
            Tracking::None => 0,
            Tracking::Product => product.stock,
            Tracking::Variant => variants.clone().map(|variant| variant.stock).sum(),
        };
        let mut shown = json!({
            "id": product.id, "name": product.name, "description": product.description,
            "type": if product.is_physical { "physical" } else { "digital" },
            "sku": "", "weight": number(product.weight), "price": number(product.price),
            "sale_price": 0, "retail_price": 0, "calculated_price": number(product.price),
            "inventory_level": level, "inventory_tracking": product.tracking.as_str(),
            "is_visible": product.is_visible,
            "availability": if product.is_available { "available" } else { "disabled" },
            "condition": "New", "tax_class_id": 0, "brand_id": 0,
            "search_keywords": "", "custom_url": { "url": format!("/thing-{}/", product.id), "is_customized": false },
            "date_modified": moment(product.modified_ms), "date_created": moment(product.modified_ms),
        });
        if includes("variants") {
            shown["variants"] = variants.map(|variant| self.variant_shown(product, variant)).collect();
        }
        if includes("images") {
            shown["images"] = json!([{
                "id": product.id * 10, "product_id": product.id, "is_thumbnail": true, "sort_order": 0,
                "description": "", "url_zoom": format!("https://cdn.example/{}/zoom.jpg", product.id),
                "url_standard": format!("https://cdn.example/{}/standard.jpg", product.id),
            }]);
        }
        shown
    }

    fn variant_shown(&self, product: &Product, variant: &Variant) -> Value {
        let price = variant.price.unwrap_or(product.price);
        let level = if product.tracking == Tracking::Variant { variant.stock } else { 0 };
        let values = product.options.iter().zip(&variant.values).enumerate().map(|(at, (name, label))| {
            json!({
                "id": variant.id * 10 + at as u64, "label": label, "option_id": product.id * 10 + at as u64,
                "option_display_name": name,
            })
        });
        json!({
            "id": variant.id, "product_id": product.id, "sku": variant.sku,
            "price": variant.price.map(number), "sale_price": variant.sale.map(number), "retail_price": null,
            "calculated_price": number(variant.sale.unwrap_or(price)), "calculated_weight": number(product.weight),
            "weight": null, "upc": "", "image_url": "", "purchasing_disabled": false,
            "inventory_level": level, "option_values": values.collect::<Vec<_>>(),
        })
    }
}

/// `include_fields` leaves the named ones and the id.
fn narrowed(value: Value, fields: Option<&str>) -> Value {
    let (Some(fields), Value::Object(object)) = (fields, value.clone()) else { return value };
    let kept = |name: &String| name == "id" || fields.split(',').any(|one| one == name);
    Value::Object(object.into_iter().filter(|(name, _)| kept(name)).collect::<Map<_, _>>())
}
