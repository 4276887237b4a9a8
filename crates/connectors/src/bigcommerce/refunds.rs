//! Money that was given back here is written down there, by the provider that moves none.

use app::ports::{Link, PlatformError, RefundOut};
use reqwest::Method;
use serde_json::{Value, json};

use super::shop::BigCommerce;
use super::wire::{Data, OrderLine, Quote, Refund};
use crate::platform::goods::{decimal, number};
use crate::platform::mark;

impl BigCommerce {
    pub(super) async fn write_refund(
        &self,
        link: &Link,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        let id: u64 = refund
            .order
            .parse()
            .map_err(|_| PlatformError::Refused("This order has no number of the store's.".to_owned()))?;
        let known = self.refunds_of(link, &refund.order).await?;
        let told = known.iter().find(|one| ours(one).0.as_ref() == Some(&refund.id));
        if let Some(told) = told {
            return Ok(told.id.to_string());
        }
        let lines = self.order_lines(link, &refund.order).await?;
        let whole = json!([{ "item_type": "ORDER", "item_id": id, "amount": number(refund.amount) }]);
        let mut tried = Vec::new();
        // By units first, so that the store can put them back; by the amount where units do not come to it.
        for items in by_units(&lines, refund).into_iter().chain([whole]) {
            let quote = self.quote(link, &refund.order, &items).await?;
            let amount = decimal(&quote.total_refund_amount.to_string(), refund.amount.currency);
            if amount != Ok(refund.amount) {
                tried.push(quote.total_refund_amount.to_string());
                continue;
            }
            let offline = quote.refund_methods.iter().filter_map(|way| match way.as_slice() {
                [only] if only.offline => Some(only.provider_id.as_str()),
                _ => None,
            });
            let Some(provider) = offline.into_iter().next() else {
                return Err(PlatformError::Refused(
                    "The store offers no way to write down a refund that was paid elsewhere.".to_owned(),
                ));
            };
            return self.give_back(link, refund, items, provider).await;
        }
        let quoted = tried.join(" and ");
        Err(PlatformError::Refused(format!("The store would give back {quoted}, not {}.", refund.amount)))
    }

    async fn quote(&self, link: &Link, order: &str, items: &Value) -> Result<Quote, PlatformError> {
        let path = format!("/v3/orders/{order}/payment_actions/refund_quotes");
        let answered =
            self.write(&link.keys, (Method::POST, &path), &json!({ "items": items }), true).await?;
        Ok(answered.read::<Data<Quote>>()?.data)
    }

    async fn give_back(
        &self,
        link: &Link,
        refund: &RefundOut,
        mut items: Value,
        provider: &str,
    ) -> Result<String, PlatformError> {
        let path = format!("/v3/orders/{}/payment_actions/refunds", refund.order);
        let reason = mark::marked(&refund.reason, &refund.id);
        for item in items.as_array_mut().into_iter().flatten() {
            item["reason"] = reason.clone().into();
        }
        let payment = json!({ "provider_id": provider, "amount": number(refund.amount), "offline": true });
        let body = json!({ "items": items, "payments": [payment] });
        let answered = self.write(&link.keys, (Method::POST, &path), &body, false).await?;
        Ok(answered.read::<Data<Refund>>()?.data.id.to_string())
    }
}

/// The lines of the store's that the units are taken from; none when they are not all there.
fn by_units(lines: &[OrderLine], refund: &RefundOut) -> Option<Value> {
    let mut items = Vec::new();
    for (variant, quantity, _) in &refund.lines {
        let mut left = *quantity;
        for line in lines.iter().filter(|line| line.variant_id.to_string() == *variant) {
            let units = left.min(line.quantity.saturating_sub(line.quantity_refunded));
            if units > 0 {
                items.push(json!({ "item_type": "PRODUCT", "item_id": line.id, "quantity": units }));
                left -= units;
            }
        }
        if left > 0 {
            return None;
        }
    }
    (!items.is_empty()).then(|| items.into())
}

/// Our id of a refund, where it was given here, and the reason without it.
pub(super) fn ours(refund: &Refund) -> (Option<String>, String) {
    let of_items = refund.items.iter().filter_map(|item| item.reason.as_deref());
    let said = of_items.chain(refund.reason.as_deref()).find(|reason| !reason.is_empty()).unwrap_or_default();
    mark::read(said)
}
