//! An order of the store's as we read it: what left, what went back.

use app::ports::{Link, OrdersPage, PlatformError, TheirOrder, TheirParcel, TheirRefund};
use domain::money::Currency;
use jiff::Timestamp;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::api::{key, since};
use super::refunds::ours;
use super::shop::BigCommerce;
use super::wire::{Data, Order, OrderLine, Refund, Shipment, moment, money};
use crate::platform::ask::Answered;
use crate::platform::goods::decimal;

/// "Cancelled".
const CANCELLED: u32 = 5;
/// Orders per page. Each may need three more requests, and all apps of a store share 150 in thirty seconds.
const ORDERS_MAX: usize = 25;
/// Lines and parcels of one order that are read.
const PARTS_MAX: &str = "250";

impl BigCommerce {
    pub(super) async fn order_of_ours(
        &self,
        link: &Link,
        name: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let fields = [("external_order_id", name), ("channel_id", link.keys.get(key::CHANNEL))];
        let found: Vec<Order> = list(self.get(&link.keys, "/v2/orders", &fields).await?)?;
        // Should there ever be two, the first is the one that everybody means.
        match found.iter().min_by_key(|order| order.id) {
            Some(order) => self.whole(link, order).await.map(Some),
            None => Ok(None),
        }
    }

    pub(super) async fn order_by_id(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let Ok(id) = reference.parse::<u64>() else { return Ok(None) };
        match self.get_if_any(&link.keys, &format!("/v2/orders/{id}")).await? {
            Some(answered) => self.whole(link, &answered.read()?).await.map(Some),
            None => Ok(None),
        }
    }

    /// The cursor is the number of the page: orders that change meanwhile move to its end and are seen twice, not missed.
    pub(super) async fn changed_orders(
        &self,
        link: &Link,
        changed_since: Timestamp,
        cursor: &str,
    ) -> Result<OrdersPage, PlatformError> {
        let page: u32 = cursor.parse().unwrap_or(1);
        let (since, number, limit) = (since(changed_since), page.to_string(), ORDERS_MAX.to_string());
        let fields = [
            ("channel_id", link.keys.get(key::CHANNEL)),
            ("min_date_modified", since.as_str()),
            ("sort", "date_modified:asc"),
            ("limit", limit.as_str()),
            ("page", number.as_str()),
        ];
        let found: Vec<Order> = list(self.get(&link.keys, "/v2/orders", &fields).await?)?;
        let mut orders = Vec::with_capacity(found.len());
        for order in &found {
            orders.push(self.whole(link, order).await?);
        }
        let next = (found.len() == ORDERS_MAX).then(|| (page + 1).to_string());
        Ok(OrdersPage { orders, next })
    }

    pub(super) async fn cancel_order(&self, link: &Link, reference: &str) -> Result<(), PlatformError> {
        let path = format!("/v2/orders/{reference}");
        let body = json!({ "status_id": CANCELLED });
        self.write(&link.keys, (Method::PUT, &path), &body, true).await.map(|_| ())
    }

    /// An order with what left and what went back, which are asked for only where there is some.
    async fn whole(&self, link: &Link, order: &Order) -> Result<TheirOrder, PlatformError> {
        let currency = currency(link, order)?;
        let has_refunds =
            !order.refunded_amount.is_empty() && !money(&order.refunded_amount, currency)?.is_zero();
        if order.items_shipped == 0 && !has_refunds {
            return self.their_order(link, order, Vec::new(), Vec::new());
        }
        let lines = self.order_lines(link, &order.id.to_string()).await?;
        let parcels =
            if order.items_shipped > 0 { self.parcels(link, order, &lines).await? } else { Vec::new() };
        let refunds = if has_refunds { self.refunds(link, order, &lines).await? } else { Vec::new() };
        self.their_order(link, order, parcels, refunds)
    }

    pub(super) fn their_order(
        &self,
        link: &Link,
        order: &Order,
        parcels: Vec<TheirParcel>,
        refunds: Vec<TheirRefund>,
    ) -> Result<TheirOrder, PlatformError> {
        Ok(TheirOrder {
            reference: order.id.to_string(),
            ours: order.external_order_id.clone().unwrap_or_default(),
            number: order.id.to_string(),
            total: Some(money(&order.total_inc_tax, currency(link, order)?)?),
            is_canceled: order.status_id == u64::from(CANCELLED),
            parcels,
            refunds,
            changed_at: moment(&order.date_modified)?,
        })
    }

    pub(super) async fn order_lines(
        &self,
        link: &Link,
        order: &str,
    ) -> Result<Vec<OrderLine>, PlatformError> {
        let path = format!("/v2/orders/{order}/products");
        list(self.get(&link.keys, &path, &[("limit", PARTS_MAX)]).await?)
    }

    async fn parcels(
        &self,
        link: &Link,
        order: &Order,
        lines: &[OrderLine],
    ) -> Result<Vec<TheirParcel>, PlatformError> {
        let path = format!("/v2/orders/{}/shipments", order.id);
        let found: Vec<Shipment> = list(self.get(&link.keys, &path, &[("limit", PARTS_MAX)]).await?)?;
        let parcels = found.into_iter().map(|shipment| TheirParcel {
            id: shipment.id.to_string(),
            carrier: if shipment.tracking_carrier.is_empty() {
                shipment.shipping_provider
            } else {
                shipment.tracking_carrier
            },
            tracking_number: shipment.tracking_number,
            tracking_url: shipment.tracking_link,
            lines: shipment
                .items
                .iter()
                .filter_map(|item| variant(lines, item.order_product_id).map(|id| (id, item.quantity)))
                .collect(),
        });
        Ok(parcels.collect())
    }

    async fn refunds(
        &self,
        link: &Link,
        order: &Order,
        lines: &[OrderLine],
    ) -> Result<Vec<TheirRefund>, PlatformError> {
        let currency = currency(link, order)?;
        let found = self.refunds_of(link, &order.id.to_string()).await?;
        let mut refunds = Vec::with_capacity(found.len());
        for refund in found {
            let amount = decimal(&refund.total_amount.to_string(), currency)
                .map_err(|error| PlatformError::Down(format!("a refund that does not read: {error}")))?;
            let (mark, reason) = ours(&refund);
            let of_lines = refund.items.iter().filter(|item| item.item_type == "PRODUCT");
            // Whether units went back on the shelf is the store's own setting, and its next count of them says so.
            let lines = of_lines
                .filter_map(|item| variant(lines, item.item_id).map(|id| (id, item.quantity, false)))
                .collect();
            refunds.push(TheirRefund { id: refund.id.to_string(), ours: mark, amount, lines, reason });
        }
        Ok(refunds)
    }

    pub(super) async fn refunds_of(&self, link: &Link, order: &str) -> Result<Vec<Refund>, PlatformError> {
        let path = format!("/v3/orders/{order}/payment_actions/refunds");
        Ok(self.get(&link.keys, &path, &[]).await?.read::<Data<Vec<Refund>>>()?.data)
    }
}

fn currency(link: &Link, order: &Order) -> Result<Currency, PlatformError> {
    if order.currency_code.is_empty() {
        return Ok(link.currency);
    }
    let read = order.currency_code.parse();
    read.map_err(|_| PlatformError::Down("an order in a currency that is not known".to_owned()))
}

/// The variant of a line of the store's.
fn variant(lines: &[OrderLine], line: u64) -> Option<String> {
    lines.iter().find(|one| one.id == line).map(|one| one.variant_id.to_string())
}

/// A list of version 2: nothing at all where there is nothing.
fn list<T: DeserializeOwned>(answered: Answered) -> Result<Vec<T>, PlatformError> {
    if answered.status() == 204 || answered.is_empty() { Ok(Vec::new()) } else { answered.read() }
}
