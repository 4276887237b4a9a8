//! An order of the shop's as we read it: what left, what went back.

use app::ports::{Link, OrdersPage, PlatformError, TheirOrder, TheirParcel, TheirRefund};
use domain::money::{Currency, Money};
use jiff::{SignedDuration, Timestamp};
use serde_json::Number;

use super::api::{id, key};
use super::shop::Medusa;
use super::wire::{One, Order, Orders};
use crate::platform::goods::decimal;
use crate::platform::mark;

/// Where our public id stands among what an order carries along.
pub(super) const NAME: &str = "buyline_order";
/// What is read of an order.
const FIELDS: &str = "id,display_id,status,currency_code,total,metadata,updated_at,*items,\
    *payment_collections,*payment_collections.payments,*payment_collections.payments.refunds,\
    *fulfillments,*fulfillments.items,*fulfillments.labels";
/// Orders per page.
const ORDERS_MAX: usize = 50;
/// For so long after it was placed an order is looked at in every sweep: parcels move no date of it.
const WATCHED_FOR: SignedDuration = SignedDuration::from_hours(24 * 90);

impl Medusa {
    /// The order that was pushed under our name, brought to its end where a lost answer left it in the middle.
    pub(super) async fn order_of_ours(
        &self,
        link: &Link,
        name: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let order = match self.search(link, "/admin/orders", name).await? {
            Some(order) => order,
            None => {
                let Some(draft) = self.search(link, "/admin/draft-orders", name).await? else {
                    return Ok(None);
                };
                self.convert(link, &draft.id).await?;
                let read = self.read_order(link, &draft.id).await?;
                read.ok_or_else(|| PlatformError::Down("a draft that was just found is gone".to_owned()))?
            }
        };
        let order = self.paid(link, order).await?;
        theirs(&order).map(Some)
    }

    /// A shop finds what looks like the name; it is ours only where it says so itself.
    async fn search(&self, link: &Link, path: &str, name: &str) -> Result<Option<Order>, PlatformError> {
        if name.is_empty() {
            return Ok(None);
        }
        let limit = ORDERS_MAX.to_string();
        let fields = [
            ("q", name),
            ("region_id", link.keys.get(key::REGION)),
            ("fields", FIELDS),
            ("order", "created_at"),
            ("limit", limit.as_str()),
        ];
        let found: Orders = self.get(&link.keys, path, &fields).await?.read()?;
        // Should there ever be two, the first is the one that everybody means.
        Ok(found.orders.into_iter().find(|order| ours(order) == Some(name)))
    }

    pub(super) async fn read_order(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<Order>, PlatformError> {
        let Ok(reference) = id(reference) else { return Ok(None) };
        let path = format!("/admin/orders/{reference}");
        let answered = self.get_if_any(&link.keys, &path, &[("fields", FIELDS)]).await?;
        Ok(answered.map(|answered| answered.read::<One>()).transpose()?.map(|one| one.order))
    }

    pub(super) async fn order_by_id(
        &self,
        link: &Link,
        reference: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        match self.read_order(link, reference).await? {
            Some(order) if ours(&order).is_some() => theirs(&order).map(Some),
            Some(_) | None => Ok(None),
        }
    }

    /// The cursor is the offset in the order in which they were made, which nothing changes.
    pub(super) async fn changed_orders(
        &self,
        link: &Link,
        since: Timestamp,
        cursor: &str,
    ) -> Result<OrdersPage, PlatformError> {
        let skip: usize = cursor.parse().unwrap_or(0);
        let (watched, offset, limit) =
            ((since - WATCHED_FOR).to_string(), skip.to_string(), ORDERS_MAX.to_string());
        let fields = [
            ("region_id", link.keys.get(key::REGION)),
            ("created_at[$gte]", watched.as_str()),
            ("fields", FIELDS),
            ("order", "created_at"),
            ("limit", limit.as_str()),
            ("offset", offset.as_str()),
        ];
        let found: Orders = self.get(&link.keys, "/admin/orders", &fields).await?.read()?;
        let next = (found.orders.len() == ORDERS_MAX).then(|| (skip + ORDERS_MAX).to_string());
        let of_ours = found.orders.iter().filter(|order| ours(order).is_some());
        let read = of_ours.map(theirs).collect::<Result<Vec<_>, _>>()?;
        Ok(OrdersPage { orders: read.into_iter().filter(|order| order.changed_at >= since).collect(), next })
    }
}

/// Our public id, where it is an order of ours.
fn ours(order: &Order) -> Option<&str> {
    order.metadata[NAME].as_str()
}

pub(super) fn money(amount: &Number, order: &Order) -> Result<Money, PlatformError> {
    let currency: Currency = order
        .currency_code
        .to_uppercase()
        .parse()
        .map_err(|_| PlatformError::Down("an order in a currency that is not known".to_owned()))?;
    decimal(&amount.to_string(), currency)
        .map_err(|error| PlatformError::Down(format!("an amount that does not read: {error}")))
}

pub(super) fn theirs(order: &Order) -> Result<TheirOrder, PlatformError> {
    let is_canceled = order.status == "canceled";
    let left = order.fulfillments.iter();
    let left = left.filter(|parcel| parcel.shipped_at.is_some() && parcel.canceled_at.is_none());
    let parcels = left.map(|parcel| {
        let label = parcel.labels.first();
        let variant = |line: &str| {
            let line = order.items.iter().find(|item| item.id == line)?;
            line.variant_id.clone()
        };
        TheirParcel {
            id: parcel.id.clone(),
            carrier: parcel.provider_id.clone().unwrap_or_default(),
            tracking_number: label.map(|label| label.tracking_number.clone()).unwrap_or_default(),
            tracking_url: label.map(|label| label.tracking_url.clone()).unwrap_or_default(),
            lines: parcel
                .items
                .iter()
                .filter_map(|packed| Some((variant(packed.line_item_id.as_deref()?)?, packed.quantity)))
                .collect(),
        }
    });
    let payments = || order.payment_collections.iter().flat_map(|collection| &collection.payments);
    let mut refunds = Vec::new();
    for refund in payments().flat_map(|payment| &payment.refunds) {
        let note = refund.note.as_deref().unwrap_or_default();
        // A shop gives everything back when an order is canceled, which is told as that.
        if is_canceled && note.is_empty() {
            continue;
        }
        let (ours, reason) = mark::read(note);
        let amount = money(&refund.amount, order)?;
        refunds.push(TheirRefund { id: refund.id.clone(), ours, amount, lines: Vec::new(), reason });
    }
    let of_refunds = payments().flat_map(|payment| &payment.refunds).map(|refund| refund.updated_at);
    let of_parcels = order.fulfillments.iter().map(|parcel| parcel.updated_at);
    Ok(TheirOrder {
        reference: order.id.clone(),
        ours: ours(order).unwrap_or_default().to_owned(),
        number: order.display_id.map_or_else(|| order.id.clone(), |number| number.to_string()),
        total: order.total.as_ref().and_then(|total| money(total, order).ok()),
        is_canceled,
        parcels: parcels.collect(),
        refunds,
        changed_at: of_refunds.chain(of_parcels).fold(order.updated_at, Timestamp::max),
    })
}
