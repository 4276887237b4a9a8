//! The merchant's search for products, and what the shop window shows of them.

use serde_json::{Value, json};

use super::SITE;
use super::error::Refusal;
use super::twin::{Twin, instant, moment};
use crate::platform::decimal::{ONE, number};
use crate::platform::{Answer, Request};

/// What stands for units that never run out.
const INFINITE: i64 = 999_999;
/// What a page of a search holds unless the request says otherwise.
const LIMIT_DEFAULT: usize = 25;

/// The ids in a field that lists them.
fn ids(request: &Request, name: &str) -> Vec<String> {
    let text = request.asked(name).unwrap_or_default();
    text.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

impl Twin {
    /// Masters and single products that changed in a range; variants are not hits of their own where `type` says so.
    pub(super) fn search_products(&self, body: &Value) -> Result<Answer, Refusal> {
        let limit =
            body["limit"].as_u64().map_or(Ok(LIMIT_DEFAULT), usize::try_from).unwrap_or(LIMIT_DEFAULT);
        let offset = body["offset"].as_u64().and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0);
        let range = &body["query"]["filteredQuery"]["filter"]["rangeFilter"];
        let since = match (range["field"].as_str(), range["from"].as_str()) {
            (Some("lastModified"), Some(from)) => {
                Some(instant(from).ok_or_else(|| Refusal::bad("The range begins at no date."))?)
            }
            (None, None) => None,
            _ => return Err(Refusal::bad("The twin knows the range of lastModified.")),
        };
        let asked = body["query"]["filteredQuery"].get("query").unwrap_or(&body["query"]);
        let kinds = &asked["termQuery"];
        if kinds["fields"][0] != "type" || kinds["operator"] != "one_of" {
            return Err(Refusal::bad("The twin searches by termQuery on type."));
        }
        let all: Vec<_> = self
            .products
            .values()
            .filter(|product| since.is_none_or(|at_ms| product.modified_ms >= at_ms))
            .collect();
        let total = all.len();
        let hits = all.into_iter().skip(offset).take(limit).map(|product| {
            json!({
                "id": product.code, "name": { "default": product.name }, "lastModified": moment(product.modified_ms),
                "onlineFlag": { "default": product.is_online }, "type": { "master": true },
            })
        });
        Ok(Answer::new(
            200,
            json!({
                "limit": limit, "offset": offset, "total": total, "query": body["query"], "hits": hits.collect::<Vec<_>>(),
            }),
        ))
    }

    /// What the shop window shows: offline products are not there at all.
    pub(super) fn show_products(&self, request: &Request) -> Result<Answer, Refusal> {
        let wanted = ids(request, "ids");
        let shown = wanted.iter().filter_map(|id| self.products.get(id)).filter(|product| product.is_online);
        let data = shown.map(|product| {
            let variants = product.variants.iter().map(|id| {
                let variant = &self.variants[id];
                json!({
                    "productId": id, "price": number(variant.price), "orderable": variant.stock > 0,
                    "variationValues": { "size": variant.size },
                })
            });
            let values = product.variants.iter().map(|id| {
                let size = &self.variants[id].size;
                json!({ "value": size, "name": format!("Size {size}") })
            });
            let link = format!("https://cdn.example/{}.jpg", product.code);
            json!({
                "id": product.code, "name": product.name, "longDescription": "<p>A thing of the twin's.</p>",
                "brand": "Twin", "currency": self.settings.currency, "type": { "master": true },
                "slugUrl": format!("https://twin.example/{}.html", product.code),
                "imageGroups": [{ "viewType": "large", "images": [{ "link": link, "alt": product.name }] }],
                "variationAttributes": [{ "id": "size", "name": "Size", "values": values.collect::<Vec<_>>() }],
                "variants": variants.collect::<Vec<_>>(),
            })
        });
        let data: Vec<Value> = data.collect();
        Ok(Answer::new(200, json!({ "limit": wanted.len(), "total": data.len(), "data": data })))
    }

    pub(super) fn availability(&self, request: &Request) -> Result<Answer, Refusal> {
        let wanted = ids(request, "productIds");
        let known = wanted.iter().filter_map(|id| Some((id, self.variants.get(id)?)));
        let data = known.map(|(id, variant)| {
            let ats = if variant.is_endless { INFINITE } else { variant.stock };
            let inventory = json!({
                "id": format!("{SITE}Inventory"), "ats": number(ats * ONE), "stockLevel": number(ats * ONE), "orderable": ats > 0,
            });
            json!({ "id": id, "inventories": [inventory] })
        });
        let data: Vec<Value> = data.collect();
        Ok(Answer::new(200, json!({ "limit": wanted.len(), "total": data.len(), "data": data })))
    }
}
