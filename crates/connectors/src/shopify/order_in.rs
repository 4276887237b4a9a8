//! An order of the shop's as we read it.

use app::ports::{Link, OrdersPage, PlatformError, TheirOrder, TheirParcel, TheirRefund};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::goods::changed_since;
use super::operations::{CANCEL, CANCELED, ORDER, ORDERS};
use super::order_out::{SOURCE, tag};
use super::shop::Shopify;
use super::wire::{Instant, OneOrder, Order, Orders, UserError, global, number, refused};

/// Orders per page. Each that has parcels or refunds needs several more questions.
const ORDERS_MAX: u32 = 25;

impl Shopify {
    /// By our name of it and by its tag in one search: a merchant may take a tag away, and an order that another program
    /// copied may have lost the name.
    pub(super) async fn order_of_ours(
        &self,
        link: &Link,
        ours: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        // Anything else would say something in the language of searches.
        let is_name =
            !ours.is_empty() && ours.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name {
            return Ok(None);
        }
        let query = format!("source_identifier:'{ours}' OR tag:'{}'", tag(ours));
        let variables = json!({ "first": 5, "after": null, "query": query });
        let found: Orders = self.ask(&link.keys, ORDERS, variables).await?.data;
        // A search may find more than was meant. Should there ever be two, the first is the one that everybody means.
        let known = found.orders.nodes.iter().filter(|order| name_of(order) == Some(ours));
        match known.min_by_key(|order| number(&order.id).parse::<u64>().unwrap_or(u64::MAX)) {
            Some(order) => self.with_parts(link, order).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn order_by_id(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let Some(id) = global("Order", reference) else { return Ok(None) };
        let found: OneOrder<Order> = self.ask(&link.keys, ORDER, json!({ "id": id })).await?.data;
        match found.order {
            Some(order) => self.with_parts(link, &order).await.map(Some),
            None => Ok(None),
        }
    }

    /// Orders that change meanwhile move to the end of the list and are seen twice, not missed.
    pub(super) async fn changed_orders(
        &self,
        link: &Link,
        since: Timestamp,
        cursor: &str,
    ) -> Result<OrdersPage, PlatformError> {
        let after = (!cursor.is_empty()).then_some(cursor);
        let query = format!("tag:{SOURCE} AND {}", changed_since(since));
        let variables = json!({ "first": ORDERS_MAX, "after": after, "query": query });
        let found: Orders = self.ask(&link.keys, ORDERS, variables).await?.data;
        let mut orders = Vec::with_capacity(found.orders.nodes.len());
        for order in found.orders.nodes.iter().filter(|order| name_of(order).is_some()) {
            orders.push(self.with_parts(link, order).await?);
        }
        Ok(OrdersPage { orders, next: found.orders.page_info.next() })
    }

    /// Shopify cancels in its own time; how it came out is seen when the order is read next.
    pub(super) async fn cancel_order(&self, link: &Link, reference: &str) -> Result<(), PlatformError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Standing {
            cancelled_at: Option<Instant>,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Canceling {
            order_cancel: Payload,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Payload {
            order_cancel_user_errors: Vec<UserError>,
        }
        let gone = || PlatformError::Refused("This order is not in the shop any more.".to_owned());
        let id = global("Order", reference).ok_or_else(gone)?;
        let found: OneOrder<Standing> = self.ask(&link.keys, CANCELED, json!({ "id": id })).await?.data;
        if found.order.ok_or_else(gone)?.cancelled_at.is_some() {
            return Ok(());
        }
        let answer: Canceling = self.act(&link.keys, CANCEL, json!({ "id": id })).await?;
        refused(&answer.order_cancel.order_cancel_user_errors)
    }

    /// An order with what left and what went back, which are asked for only where there is some.
    async fn with_parts(&self, link: &Link, order: &Order) -> Result<TheirOrder, PlatformError> {
        let has_parcels = order.fulfillments_count.as_ref().is_some_and(|count| count.count > 0);
        if !has_parcels && order.refunds.is_empty() {
            return their_order(order, Vec::new(), Vec::new());
        }
        let (parcels, refunds) = self.parts_of(link, &order.id).await?;
        their_order(order, parcels, refunds)
    }
}

/// Our name of an order, where it is one of ours.
fn name_of(order: &Order) -> Option<&str> {
    let named = order.source_identifier.as_deref().filter(|name| !name.is_empty());
    let tagged = || order.tags.iter().find_map(|tag| tag.strip_prefix(SOURCE)?.strip_prefix('-'));
    named.or_else(tagged)
}

pub(super) fn their_order(
    order: &Order,
    parcels: Vec<TheirParcel>,
    refunds: Vec<TheirRefund>,
) -> Result<TheirOrder, PlatformError> {
    Ok(TheirOrder {
        reference: number(&order.id).to_owned(),
        ours: name_of(order).unwrap_or_default().to_owned(),
        number: order.name.clone(),
        total: Some(order.total_price_set.money()?),
        is_canceled: order.cancelled_at.is_some(),
        parcels,
        refunds,
        changed_at: order.updated_at.0,
    })
}
