//! Money that was given back here is written down there; an order is canceled.

use app::ports::{Link, PlatformError, RefundOut};
use domain::money::Money;
use serde::Deserialize;
use serde_json::json;

use super::api::id;
use super::order_in::money;
use super::shop::Medusa;
use super::wire::{Order, Payment, Refund};
use crate::platform::goods::number;
use crate::platform::mark;

#[derive(Deserialize)]
struct Refunded {
    payment: Refunds,
}

#[derive(Deserialize)]
struct Refunds {
    #[serde(default)]
    refunds: Vec<Refund>,
}

impl Medusa {
    pub(super) async fn write_refund(
        &self,
        link: &Link,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        let order = self.read_order(link, &refund.order).await?;
        let order =
            order.ok_or_else(|| PlatformError::Refused("The order is not there any more.".to_owned()))?;
        let payments = || order.payment_collections.iter().flat_map(|collection| &collection.payments);
        let known = || payments().flat_map(|payment| &payment.refunds);
        if let Some(told) = known().find(|one| is(one, &refund.id)) {
            return Ok(told.id.clone());
        }
        // A shop gives everything back when an order is canceled: this is among it.
        if order.status == "canceled"
            && let Some(all) = known().last()
        {
            return Ok(all.id.clone());
        }
        for payment in payments().filter(|payment| payment.captured_at.is_some()) {
            let left = refundable(&order, payment)?;
            if left.currency == refund.amount.currency && left.amount >= refund.amount.amount {
                return self.give_back(link, payment, refund).await;
            }
        }
        Err(PlatformError::Refused(format!(
            "The shop has less than {} of this order to give back.",
            refund.amount
        )))
    }

    async fn give_back(
        &self,
        link: &Link,
        payment: &Payment,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        let path = format!("/admin/payments/{}/refund?fields=*refunds", id(&payment.id)?);
        let body =
            json!({ "amount": number(refund.amount), "note": mark::marked(&refund.reason, &refund.id) });
        let made: Refunded = self.post(&link.keys, &path, &body).await?.read()?;
        let made = made.payment.refunds.into_iter().find(|one| is(one, &refund.id));
        made.map(|made| made.id)
            .ok_or_else(|| PlatformError::Unknown("the refund was taken and is not found".to_owned()))
    }

    pub(super) async fn cancel_order(&self, link: &Link, reference: &str) -> Result<(), PlatformError> {
        let order = self.read_order(link, reference).await?;
        let order =
            order.ok_or_else(|| PlatformError::Refused("The order is not there any more.".to_owned()))?;
        if order.status == "canceled" {
            return Ok(());
        }
        let path = format!("/admin/orders/{}/cancel", id(&order.id)?);
        self.post(&link.keys, &path, &json!({})).await.map(|_| ())
    }
}

fn is(refund: &Refund, ours: &str) -> bool {
    mark::read(refund.note.as_deref().unwrap_or_default()).0.as_deref() == Some(ours)
}

/// What of a payment did not go back yet.
fn refundable(order: &Order, payment: &Payment) -> Result<Money, PlatformError> {
    let mut left = money(&payment.amount, order)?;
    for refund in &payment.refunds {
        let gone = money(&refund.amount, order)?;
        left = left.checked_sub(gone).map_err(|error| PlatformError::Down(error.to_string()))?;
    }
    Ok(left)
}
