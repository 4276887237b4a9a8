//! The fields at the root of a question.

use serde_json::{Map, Value, json};

use super::SHOP;
use super::documents::{LOCATION, PUBLICATION, gid, read_gid};
use super::error::Refusal;
use super::graph::Found;
use super::lists::{Listing, size};
use super::orders::Order;
use super::search::{Search, Term};
use super::twin::Twin;

type Arguments = Map<String, Value>;

impl Twin {
    /// What a field at the root has.
    pub(super) fn root(&self, name: &str, arguments: &Arguments) -> Result<Found, Refusal> {
        let one = |kinds: &[&str]| {
            let id = arguments["id"].as_str().unwrap_or_default();
            let is_kind = read_gid(id).is_some_and(|(kind, _)| kinds.is_empty() || kinds.contains(&kind));
            Ok(Found::Value(if is_kind { id.into() } else { Value::Null }))
        };
        match name {
            "shop" => Ok(Found::Value(self.shop())),
            "currentAppInstallation" => Ok(Found::Value(self.installation())),
            "locations" => Ok(Found::Value(json!([LOCATION]))),
            "publications" => {
                let known = if self.settings.is_channel { json!([PUBLICATION]) } else { json!([]) };
                Ok(Found::Value(known))
            }
            "webhookSubscriptions" => {
                let hooks = self.hooks.keys().map(|id| gid("WebhookSubscription", *id).into());
                Ok(Found::Value(Value::Array(hooks.collect())))
            }
            "node" => one(&[]),
            "nodes" => Ok(Found::Value(arguments["ids"].clone())),
            "product" => one(&["Product"]),
            "productVariant" => one(&["ProductVariant"]),
            "order" => one(&["Order"]),
            "fulfillment" => one(&["Fulfillment"]),
            "refund" => one(&["Refund"]),
            "job" => one(&["Job"]),
            "bulkOperation" => one(&["BulkOperation"]),
            "products" => self.products(arguments).map(Found::Listing),
            "productsCount" => self.products_count(arguments).map(Found::Value),
            "orders" => self.orders(arguments).map(Found::Listing),
            other => Err(Refusal::lacking(format_args!("QueryRoot.{other}"))),
        }
    }

    fn shop(&self) -> Value {
        json!({
            "__typename": "Shop", "id": "gid://shopify/Shop/1", "name": "Twin Shop", "myshopifyDomain": SHOP,
            "currencyCode": self.settings.currency, "taxesIncluded": true, "ianaTimezone": "UTC",
            "url": format!("https://{SHOP}"),
        })
    }

    fn installation(&self) -> Value {
        let scopes: Vec<Value> =
            self.settings.scopes.iter().map(|scope| json!({ "handle": scope })).collect();
        let publication = self.settings.is_channel.then_some(PUBLICATION);
        json!({
            "__typename": "AppInstallation", "id": "gid://shopify/AppInstallation/1", "accessScopes": scopes,
            "publication": publication,
        })
    }

    fn products(&self, arguments: &Arguments) -> Result<Listing, Refusal> {
        let search = Search::read(arguments.get("query").and_then(Value::as_str).unwrap_or_default())?;
        let by_change = match arguments["sortKey"].as_str() {
            Some("ID") => false,
            Some("UPDATED_AT") => true,
            other => return Err(Refusal::lacking(format_args!("products by {other:?}"))),
        };
        // One more than is wanted says whether there are more; only a list that is in order already may end so early.
        let is_plain = !by_change && arguments.get("after").is_none_or(Value::is_null);
        let enough = size(arguments)?.filter(|_| is_plain).map_or(usize::MAX, |size| size + 1);
        let mut listing = Vec::new();
        for product in self.products.range(search.first_id()..).map(|(_, product)| product) {
            let says = |term: &Term| match term.field.as_str() {
                "id" => term.number(product.id),
                "updated_at" => term.instant(product.modified_ms),
                "status" => Ok(term.text(&product.status)),
                other => Err(Refusal::lacking(format_args!("products by {other}"))),
            };
            if search.fits(says)? {
                let changed = if by_change { product.modified_ms } else { 0 };
                listing.push((format!("{changed:020}{:020}", product.id), gid("Product", product.id).into()));
            }
            if listing.len() == enough {
                break;
            }
        }
        listing.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(listing)
    }

    fn products_count(&self, arguments: &Arguments) -> Result<Value, Refusal> {
        let mut all = arguments.clone();
        all.insert("sortKey".to_owned(), "ID".into());
        let count = self.products(&all)?.len();
        let limit =
            arguments.get("limit").and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
        let precision = if limit.is_some_and(|limit| count > limit) { "AT_LEAST" } else { "EXACT" };
        Ok(json!({ "count": limit.map_or(count, |limit| count.min(limit)), "precision": precision }))
    }

    /// A search knows an order some time after it was made.
    fn orders(&self, arguments: &Arguments) -> Result<Listing, Refusal> {
        let search = Search::read(arguments.get("query").and_then(Value::as_str).unwrap_or_default())?;
        let by = match arguments["sortKey"].as_str() {
            Some("UPDATED_AT") => |order: &Order| order.modified_ms,
            Some("CREATED_AT" | "PROCESSED_AT") => |order: &Order| order.made_ms,
            other => return Err(Refusal::lacking(format_args!("orders by {other:?}"))),
        };
        let mut listing = Vec::new();
        for order in self.orders.values().filter(|order| order.found_from_ms <= self.now_ms) {
            let says = |term: &Term| match term.field.as_str() {
                "id" => term.number(order.id),
                "name" => Ok(term.text(&order.name)),
                "updated_at" => term.instant(order.modified_ms),
                "created_at" => term.instant(order.made_ms),
                "source_identifier" => Ok(term.text(order.text("sourceIdentifier"))),
                "tag" => Ok(order.tags().into_iter().any(|tag| term.text(tag))),
                other => Err(Refusal::lacking(format_args!("orders by {other}"))),
            };
            if search.fits(says)? {
                listing.push((format!("{:020}{:020}", by(order), order.id), gid("Order", order.id).into()));
            }
        }
        listing.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(listing)
    }
}
