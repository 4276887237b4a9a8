//! Money that was given back here is written down there, once.

use app::ports::{Link, PlatformError, RefundOut};
use serde::Deserialize;
use serde_json::{Value, json};

use super::api::key;
use super::operations::{GIVE_BACK, REFUNDABLE};
use super::shop::Shopify;
use super::wire::{Connection, Id, OneOrder, UserError, global, number, refused};
use crate::platform::mark;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Refundable {
    refunds: Vec<Told>,
    transactions: Vec<Transaction>,
    line_items: Connection<Line>,
}

/// A refund that is there already.
#[derive(Deserialize)]
struct Told {
    id: String,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Transaction {
    id: String,
    kind: String,
    status: String,
    gateway: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    id: String,
    refundable_quantity: u32,
    unfulfilled_quantity: u32,
    variant: Option<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GaveBack {
    refund_create: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Payload {
    refund: Option<Id>,
    user_errors: Vec<UserError>,
}

impl Shopify {
    pub(super) async fn write_refund(
        &self,
        link: &Link,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        let gone = || PlatformError::Refused("This order is not in the shop any more.".to_owned());
        let id = global("Order", &refund.order).ok_or_else(gone)?;
        let order = self.refundable(link, &id).await?.ok_or_else(gone)?;
        // A key is remembered for a while, the mark for ever.
        let told = order.refunds.iter().find(|one| {
            mark::read(one.note.as_deref().unwrap_or_default()).0.as_deref() == Some(refund.id.as_str())
        });
        if let Some(told) = told {
            return Ok(number(&told.id).to_owned());
        }
        let input = input(link, &id, &order, refund)?;
        let variables = json!({ "input": input, "key": refund.id });
        let answer: GaveBack = self.act(&link.keys, GIVE_BACK, variables).await?;
        refused(&answer.refund_create.user_errors)?;
        let made = answer.refund_create.refund;
        let made = made.ok_or_else(|| PlatformError::Unknown("an answer without its refund".to_owned()))?;
        Ok(number(&made.id).to_owned())
    }

    /// The order with all its lines; none when it is gone.
    async fn refundable(&self, link: &Link, id: &str) -> Result<Option<Refundable>, PlatformError> {
        let mut whole: Option<Refundable> = None;
        let mut after = None;
        loop {
            let variables = json!({ "id": id, "after": after });
            let found: OneOrder<Refundable> = self.ask(&link.keys, REFUNDABLE, variables).await?.data;
            let Some(mut order) = found.order else { return Ok(None) };
            let next = std::mem::take(&mut order.line_items.page_info).next();
            match &mut whole {
                Some(whole) => whole.line_items.nodes.append(&mut order.line_items.nodes),
                None => whole = Some(order),
            }
            match next {
                Some(next) => after = Some(next),
                None => return Ok(whole),
            }
        }
    }
}

fn input(link: &Link, id: &str, order: &Refundable, refund: &RefundOut) -> Result<Value, PlatformError> {
    let paid = |one: &&Transaction| {
        one.kind == "SALE" && one.status == "SUCCESS" && one.gateway.as_deref().is_some_and(is_ours)
    };
    let sale = order.transactions.iter().find(paid);
    let sale = sale.ok_or_else(|| {
        PlatformError::Refused("The shop has no payment of this order that could be given back.".to_owned())
    })?;
    Ok(json!({
        "orderId": id, "note": mark::marked(&refund.reason, &refund.id), "notify": false,
        "refundLineItems": lines(link, order, refund),
        "transactions": [{
            "orderId": id, "parentId": sale.id, "kind": "REFUND", "gateway": sale.gateway,
            "amount": refund.amount.to_decimal(),
        }],
    }))
}

/// The payment that our push wrote down.
fn is_ours(gateway: &str) -> bool {
    gateway.to_ascii_lowercase().starts_with("buyline")
}

/// The units that come back, as far as the shop knows of them: the money is what counts.
fn lines(link: &Link, order: &Refundable, refund: &RefundOut) -> Value {
    let place = link.keys.get(key::LOCATION);
    let mut items = Vec::new();
    for (variant, quantity, is_back) in &refund.lines {
        let mut left = *quantity;
        let of_variant = |line: &&Line| line.variant.as_ref().is_some_and(|id| number(&id.id) == variant);
        for line in order.line_items.nodes.iter().filter(of_variant) {
            // Units that never left stand on the shelf again; others come back there.
            let kept = left.min(line.unfulfilled_quantity).min(line.refundable_quantity);
            let sent = (left - kept).min(line.refundable_quantity - kept);
            for (units, back) in [(kept, "CANCEL"), (sent, "RETURN")] {
                if units > 0 && *is_back && !place.is_empty() {
                    items.push(json!({
                        "lineItemId": line.id, "quantity": units, "restockType": back, "locationId": place,
                    }));
                } else if units > 0 {
                    items.push(
                        json!({ "lineItemId": line.id, "quantity": units, "restockType": "NO_RESTOCK" }),
                    );
                }
            }
            left -= kept + sent;
        }
    }
    items.into()
}
