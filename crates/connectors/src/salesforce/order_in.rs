//! An order of the site's as we read it: what left, what was canceled, what we noted on it.

use app::ports::{Link, OrdersPage, PlatformError, RefundOut, TheirOrder, TheirParcel};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::json;

use super::api::key;
use super::shop::Salesforce;
use super::wire::{Item, Listed, Order};
use crate::platform::goods::decimal;

/// The family of orders.
pub(super) const ORDERS: &str = "/checkout/orders/v1";
/// Orders per page: the most that is answered.
const ORDERS_MAX: usize = 200;
/// What our public ids of orders begin with; other orders of the site are nobody's business here.
const OURS: &str = "ord_";
/// Characters of an external status.
///
/// Source: OrderExternalStatusUpdateRequest.
const STATUS_CHARS_MAX: usize = 256;

impl Salesforce {
    pub(super) async fn order_by_number(
        &self,
        link: &Link,
        number: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        match self.read_order(link, number).await? {
            Some(order) => theirs(link, order).map(Some),
            None => Ok(None),
        }
    }

    /// An order that was pushed, confirmed and ready to be exported: a site holds back what is not, and nobody would send
    /// it. What a lost answer left undone is done here.
    pub(super) async fn finished_order(
        &self,
        link: &Link,
        number: &str,
    ) -> Result<Option<TheirOrder>, PlatformError> {
        let Some(order) = self.read_order(link, number).await? else { return Ok(None) };
        let is_open = !is_canceled(&order);
        for (rest, now, from, to) in [
            ("/confirmation-status", &order.confirmation_status, "not_confirmed", "confirmed"),
            ("/export-status", &order.export_status, "not_exported", "ready"),
        ] {
            if is_open && now == from {
                let address = self.of_order(link, number, rest)?;
                let body = json!({ "status": to });
                self.send(&link.keys, (Method::PUT, address, key::ADMIN), &body).await?;
            }
        }
        theirs(link, order).map(Some)
    }

    async fn read_order(&self, link: &Link, number: &str) -> Result<Option<Order>, PlatformError> {
        let address = self.of_order(link, number, "")?;
        let answered = self.get_if_any(&link.keys, (address, key::ADMIN)).await?;
        answered.map(|answered| answered.read()).transpose()
    }

    fn of_order(&self, link: &Link, number: &str, rest: &str) -> Result<String, PlatformError> {
        let is_ours = number.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
        if !is_ours || number.is_empty() {
            return Err(PlatformError::Refused("This is no number of an order.".to_owned()));
        }
        self.address(&link.keys, ORDERS, &format!("/orders/{number}{rest}"))
    }

    /// The cursor is the offset: orders that change meanwhile move to the end and are seen twice, not missed.
    pub(super) async fn changed_orders(
        &self,
        link: &Link,
        since: Timestamp,
        cursor: &str,
    ) -> Result<OrdersPage, PlatformError> {
        let offset: usize = cursor.parse().unwrap_or(0);
        let (since, at, limit) = (since.to_string(), offset.to_string(), ORDERS_MAX.to_string());
        let fields = [
            ("lastModifiedDateFrom", since.as_str()),
            ("sortBy", "last_modified_date"),
            ("sortOrder", "asc"),
            ("limit", limit.as_str()),
            ("offset", at.as_str()),
        ];
        let address = self.address(&link.keys, ORDERS, "/orders")?;
        let listed: Listed<Order> = self.get(&link.keys, (address, key::ADMIN), &fields).await?.read()?;
        let next = (listed.data.len() == ORDERS_MAX).then(|| (offset + ORDERS_MAX).to_string());
        let ours = listed.data.into_iter().filter(|order| order.order_no.starts_with(OURS));
        let orders = ours.map(|order| theirs(link, order)).collect::<Result<_, _>>()?;
        Ok(OrdersPage { orders, next })
    }

    pub(super) async fn cancel_order(&self, link: &Link, number: &str) -> Result<(), PlatformError> {
        let address = self.of_order(link, number, "/status")?;
        let body = json!({ "status": "cancelled" });
        self.send(&link.keys, (Method::PUT, address, key::ADMIN), &body).await.map(|_| ())
    }

    /// The Commerce API moves no money and knows no refund: what was given back here is noted as the order's external status,
    /// which exports carry on.
    pub(super) async fn note_refund(&self, link: &Link, refund: &RefundOut) -> Result<String, PlatformError> {
        let order = self.read_order(link, &refund.order).await?;
        let order =
            order.ok_or_else(|| PlatformError::Refused("The order is not there any more.".to_owned()))?;
        let noted = order.external_order_status;
        let has_it = noted.split([' ', ';']).any(|word| word == refund.id);
        if !has_it {
            let note = format!("refunded {} {}", refund.amount, refund.id);
            let both = if noted.is_empty() { note.clone() } else { format!("{noted}; {note}") };
            let status = if both.chars().count() > STATUS_CHARS_MAX { note } else { both };
            let address = self.of_order(link, &refund.order, "/external-status")?;
            let body = json!({ "status": status });
            self.send(&link.keys, (Method::PUT, address, key::ADMIN), &body).await?;
        }
        Ok(refund.id.clone())
    }
}

fn theirs(link: &Link, order: Order) -> Result<TheirOrder, PlatformError> {
    let currency = if order.currency.is_empty() { Ok(link.currency) } else { order.currency.parse() };
    let currency =
        currency.map_err(|_| PlatformError::Down("an order in a currency that is not known".to_owned()))?;
    let total = order.order_total.as_ref().map(|total| decimal(&total.to_string(), currency)).transpose();
    let total = total.map_err(|error| PlatformError::Down(format!("a total that does not read: {error}")))?;
    let of = |shipment: &str| {
        let items = order.product_items.iter().filter(|item| item.shipment_id == shipment);
        items.map(|item| (item.product_id.clone(), quantity(item))).collect()
    };
    let left = order.shipments.iter().filter(|shipment| shipment.shipping_status == "shipped");
    let parcels = left.map(|shipment| TheirParcel {
        id: shipment.shipment_id.clone(),
        carrier: String::new(),
        tracking_number: shipment.tracking_number.clone(),
        tracking_url: String::new(),
        lines: of(&shipment.shipment_id),
    });
    Ok(TheirOrder {
        reference: order.order_no.clone(),
        ours: order.order_no.clone(),
        number: order.order_no.clone(),
        total,
        is_canceled: is_canceled(&order),
        parcels: parcels.collect(),
        refunds: Vec::new(),
        changed_at: order
            .last_modified
            .parse()
            .map_err(|_| PlatformError::Down("a date that does not read".to_owned()))?,
    })
}

fn is_canceled(order: &Order) -> bool {
    matches!(order.status.as_str(), "cancelled" | "failed")
}

/// Whole units: `3.0` is how a site writes three.
fn quantity(item: &Item) -> u32 {
    let text = item.quantity.as_ref().map(ToString::to_string).unwrap_or_default();
    text.split_once('.').map_or(text.as_str(), |(whole, _)| whole).parse().unwrap_or(0)
}
