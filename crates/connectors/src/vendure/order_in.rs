//! An order of the shop's as we read it: what left, what went back.

use app::ports::{Link, OrdersPage, PlatformError, TheirOrder, TheirParcel, TheirRefund};
use domain::money::Currency;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::amount::Scale;
use super::settle::{is_agreed, our_payment};
use super::shop::Vendure;
use super::wire::{List, Order, OrderLine, Part};
use crate::platform::mark;

/// What is read of an order.
macro_rules! order {
    () => {
        "id code state currencyCode updatedAt
         subTotal subTotalWithTax shipping shippingWithTax totalWithTax
         lines { id quantity productVariant { id } }
         surcharges { sku }
         payments {
           id amount state updatedAt metadata
           refunds { id total state updatedAt reason lines { orderLineId quantity } }
         }
         fulfillments { id state method updatedAt trackingCode lines { orderLineId quantity } }
         history(options: { filter: { type: { eq: \"ORDER_CANCELLATION\" } } }) { items { data } }"
    };
}

const ONE: &str = concat!("query ($id: ID!) { order(id: $id) { ", order!(), " } }");
const LISTED: &str =
    concat!("query ($options: OrderListOptions) { orders(options: $options) { items { ", order!(), " } } }");

/// Orders per page.
const ORDERS_MAX: usize = 50;
/// What our public ids of orders begin with; other orders of the shop are nobody's business here.
const OURS: &str = "ord_";
/// For so long after it was placed an order is looked at in every sweep: parcels and refunds move no date of it.
const WATCHED_FOR: SignedDuration = SignedDuration::from_hours(24 * 90);

#[derive(Deserialize)]
struct One {
    order: Option<Order>,
}

#[derive(Deserialize)]
struct Listed {
    orders: List<Order>,
}

impl Vendure {
    /// The order that was paid under our name, brought to its end where a lost answer left it in the middle.
    pub(super) async fn order_of_ours(
        &self,
        link: &Link,
        name: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let filter = json!({ "transactionId": { "eq": name } });
        let found =
            self.list(link, json!({ "filter": filter, "sort": { "createdAt": "ASC" }, "take": 1 })).await?;
        // Should there ever be two, the first is the one that everybody means.
        let Some(order) = found.into_iter().next() else { return Ok(None) };
        let order = self.settle(link, order).await?;
        theirs(link, &order).map(Some)
    }

    pub(super) async fn order_by_id(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        match self.read_order(link, reference).await? {
            Some(order) if our_payment(&order).is_some() => theirs(link, &order).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    pub(super) async fn read_order(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<Order>, PlatformError> {
        Ok(self.ask::<One>(&link.keys, ONE, json!({ "id": reference })).await?.order)
    }

    async fn list(&self, link: &Link, options: serde_json::Value) -> Result<Vec<Order>, PlatformError> {
        Ok(self.ask::<Listed>(&link.keys, LISTED, json!({ "options": options })).await?.orders.items)
    }

    /// The cursor is the offset in the order in which they were made, which nothing changes.
    pub(super) async fn changed_orders(
        &self,
        link: &Link,
        since: Timestamp,
        cursor: &str,
    ) -> Result<OrdersPage, PlatformError> {
        let skip: usize = cursor.parse().unwrap_or(0);
        let watched = since - WATCHED_FOR;
        let options = json!({
            "filter": {
                "transactionId": { "contains": OURS },
                "_or": [
                    { "updatedAt": { "after": since.to_string() } },
                    { "orderPlacedAt": { "after": watched.to_string() } },
                ],
            },
            "sort": { "createdAt": "ASC" }, "skip": skip, "take": ORDERS_MAX,
        });
        let found = self.list(link, options).await?;
        let next = (found.len() == ORDERS_MAX).then(|| (skip + ORDERS_MAX).to_string());
        let ours = found.iter().filter(|order| our_payment(order).is_some());
        let read = ours.map(|order| theirs(link, order)).collect::<Result<Vec<_>, _>>()?;
        let orders = read.into_iter().filter(|order| order.changed_at >= since).collect();
        Ok(OrdersPage { orders, next })
    }
}

fn theirs(link: &Link, order: &Order) -> Result<TheirOrder, PlatformError> {
    let currency: Currency = order
        .currency_code
        .parse()
        .map_err(|_| PlatformError::Down("an order in a currency that is not known".to_owned()))?;
    let scale = Scale::of(&link.keys, currency);
    let left = order.fulfillments.iter().flatten();
    let left = left.filter(|parcel| matches!(parcel.state.as_str(), "Shipped" | "Delivered"));
    let parcels = left.map(|parcel| TheirParcel {
        id: parcel.id.clone(),
        carrier: parcel.method.clone(),
        tracking_number: parcel.tracking_code.clone().unwrap_or_default(),
        tracking_url: String::new(),
        lines: units(&order.lines, &parcel.lines).collect(),
    });
    let mut refunds = Vec::new();
    for refund in order.payments.iter().flatten().flat_map(|payment| &payment.refunds) {
        let reason = refund.reason.as_deref().unwrap_or_default();
        // One that waits is waited for from us: the money was taken here.
        if refund.state == "Failed" || is_agreed(reason) {
            continue;
        }
        let (ours, reason) = mark::read(reason);
        refunds.push(TheirRefund {
            id: refund.id.clone(),
            ours,
            amount: scale.paid(refund.total)?,
            // Whether units went back on the shelf, the next count of them says.
            lines: units(&order.lines, &refund.lines).map(|(id, units)| (id, units, false)).collect(),
            reason,
        });
    }
    Ok(TheirOrder {
        reference: order.id.clone(),
        ours: our_payment(order).map(|(_, ours)| ours.to_owned()).unwrap_or_default(),
        number: order.code.clone(),
        total: scale.money(order.total_with_tax).ok(),
        is_canceled: order.state == "Cancelled",
        parcels: parcels.collect(),
        refunds,
        changed_at: changed_at(order),
    })
}

/// Variants and how many of them.
fn units<'o>(lines: &'o [OrderLine], parts: &'o [Part]) -> impl Iterator<Item = (String, u32)> + 'o {
    parts.iter().filter_map(|part| {
        let line = lines.iter().find(|line| line.id == part.order_line_id)?;
        Some((line.product_variant.id.clone(), part.quantity))
    })
}

fn changed_at(order: &Order) -> Timestamp {
    let payments = order.payments.iter().flatten();
    let of_payments = payments.flat_map(|payment| {
        payment.refunds.iter().map(|refund| refund.updated_at).chain([payment.updated_at])
    });
    let of_parcels = order.fulfillments.iter().flatten().map(|parcel| parcel.updated_at);
    of_payments.chain(of_parcels).fold(order.updated_at, Timestamp::max)
}
