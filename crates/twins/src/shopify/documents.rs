//! Objects of the shop in the contract's shape.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::SHOP;
use super::catalog::{Product, Variant};
use super::graph::Source;
use super::twin::Twin;
use crate::platform::decimal::number;

/// The one place where units are.
pub(super) const LOCATION: &str = "gid://shopify/Location/1";
/// Where the app publishes, where it is a sales channel.
pub(super) const PUBLICATION: &str = "gid://shopify/Publication/1";
/// The number of a variant's stock is its own and this.
pub(super) const SHELF: u64 = 70_000_000;

/// The global id of a number.
pub(super) fn gid(kind: &str, number: u64) -> String {
    format!("gid://shopify/{kind}/{number}")
}

/// Kind and number of a global id.
pub(super) fn read_gid(id: &str) -> Option<(&str, u64)> {
    let (kind, number) = id.strip_prefix("gid://shopify/")?.split_once('/')?;
    Some((kind, number.parse().ok()?))
}

/// The number of a global id of this kind.
pub(super) fn number_of(kind: &str, id: &Value) -> Option<u64> {
    read_gid(id.as_str()?).filter(|(found, _)| *found == kind).map(|(_, number)| number)
}

/// An instant in whole seconds, as the API writes it.
///
/// # Panics
/// Never: the twin's clock is within this age.
pub(super) fn moment(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms - ms.rem_euclid(1_000));
    at.expect("the twin's clock is within this age").to_string()
}

/// An amount as the API writes it: `19.9`, `500.0`.
pub(super) fn amount(ten_thousandths: i64) -> String {
    let text = number(ten_thousandths).to_string();
    if text.contains('.') { text } else { format!("{text}.0") }
}

/// An amount in the shop's money, which buyers see as well.
pub(super) fn bag(ten_thousandths: i64, currency: &str) -> Value {
    let money = json!({ "amount": amount(ten_thousandths), "currencyCode": currency });
    json!({ "shopMoney": money, "presentmentMoney": money })
}

impl Source for Twin {
    fn object(&self, id: &str) -> Option<Value> {
        if id == LOCATION {
            return Some(location());
        }
        let (kind, number) = read_gid(id)?;
        match kind {
            "Product" => self.products.get(&number).map(|product| self.product(product)),
            "ProductVariant" => self.variants.get(&number).map(|variant| self.variant(variant)),
            "InventoryItem" => {
                let variant = self.variants.get(&number.checked_sub(SHELF)?)?;
                Some(shelf(variant))
            }
            "Order" => self.orders.get(&number).map(|order| order.document()),
            "Fulfillment" => self.orders.values().find_map(|order| order.parcel(number)),
            "Refund" => self.orders.values().find_map(|order| order.refund(number)),
            "WebhookSubscription" => self.hooks.get(&number).map(super::hooks::Hook::document),
            "Job" => self.job(number),
            "BulkOperation" => self.bulk(number),
            "Publication" => (id == PUBLICATION && self.settings.is_channel).then(publication),
            _ => None,
        }
    }
}

impl Twin {
    fn product(&self, product: &Product) -> Value {
        let id = gid("Product", product.id);
        let media: Vec<Value> = product
            .pictures
            .iter()
            .map(|url| {
                json!({
                    "__typename": "MediaImage", "id": gid("MediaImage", product.id), "alt": product.title, "mediaContentType": "IMAGE",
                    "image": { "url": url, "altText": product.title },
                })
            })
            .collect();
        let sold = self.settings.is_channel && product.is_published;
        let values = |place: usize| -> Vec<&str> {
            let of_place = product.variants.iter().filter_map(|id| self.variants.get(id)?.values.get(place));
            of_place.map(String::as_str).collect()
        };
        let options = product.options.iter().enumerate();
        let options: Vec<Value> = options
            .map(|(place, name)| json!({ "name": name, "position": place + 1, "values": values(place) }))
            .collect();
        json!({
            "__typename": "Product", "id": id, "legacyResourceId": product.id.to_string(),
            "title": product.title, "descriptionHtml": product.description, "handle": format!("thing-{}", product.id),
            "vendor": "Twin", "productType": "Things", "tags": ["twin"], "status": product.status,
            "onlineStoreUrl": format!("https://{SHOP}/products/thing-{}", product.id),
            "isGiftCard": product.is_gift_card, "requiresSellingPlan": product.is_subscription,
            "publishedOnPublication": if sold { json!([PUBLICATION]) } else { json!([]) },
            "options": options, "media": media, "createdAt": moment(product.modified_ms),
            "updatedAt": moment(product.modified_ms),
            "variants": product.variants.iter().map(|id| gid("ProductVariant", *id)).collect::<Vec<_>>(),
            "variantsCount": { "count": product.variants.len(), "precision": "EXACT" },
        })
    }

    fn variant(&self, variant: &Variant) -> Value {
        let product = self.products.get(&variant.product);
        let names = product.map(|product| product.options.as_slice()).unwrap_or_default();
        let options: Vec<Value> = names
            .iter()
            .zip(&variant.values)
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let is_there = !variant.is_tracked || variant.sells_past_zero || variant.available > 0;
        json!({
            "__typename": "ProductVariant", "id": gid("ProductVariant", variant.id), "title": variant.values.join(" / "),
            "legacyResourceId": variant.id.to_string(), "sku": variant.sku, "barcode": null,
            "price": amount(variant.price), "compareAtPrice": variant.compare_at.map(amount), "taxable": true,
            "inventoryPolicy": if variant.sells_past_zero { "CONTINUE" } else { "DENY" },
            "inventoryQuantity": variant.available, "sellableOnlineQuantity": variant.available,
            "availableForSale": is_there, "selectedOptions": options, "media": [], "image": null,
            "inventoryItem": gid("InventoryItem", SHELF + variant.id), "product": gid("Product", variant.product),
        })
    }
}

fn shelf(variant: &Variant) -> Value {
    let id = SHELF + variant.id;
    let quantities: Vec<Value> = ["available", "on_hand", "committed"]
        .into_iter()
        .map(|name| json!({ "name": name, "quantity": if name == "committed" { 0 } else { variant.available } }))
        .collect();
    json!({
        "__typename": "InventoryItem", "id": gid("InventoryItem", id), "sku": variant.sku,
        "tracked": variant.is_tracked, "requiresShipping": variant.travels,
        "measurement": { "weight": { "unit": "GRAMS", "value": variant.grams } },
        "variants": [gid("ProductVariant", variant.id)],
        "inventoryLevels": [{ "isActive": true, "location": LOCATION, "quantities": quantities }],
    })
}

pub(super) fn location() -> Value {
    json!({
        "__typename": "Location", "id": LOCATION, "name": "Warehouse", "isActive": true,
        "fulfillsOnlineOrders": true, "shipsInventory": true,
    })
}

pub(super) fn publication() -> Value {
    json!({ "__typename": "Publication", "id": PUBLICATION, "name": "Buyline", "autoPublish": false, "supportsFuturePublishing": false })
}
