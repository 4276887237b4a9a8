//! Money that was given back here is written down there, units go back on the shelf, an order is canceled.

use app::ports::{Link, PlatformError, RefundOut};
use serde::Deserialize;
use serde_json::{Value, json};

use super::amount::Scale;
use super::shop::Vendure;
use super::wire::{Order, Outcome, Payment, Refund};
use crate::platform::mark;

const CANCEL: &str = "mutation ($input: CancelOrderInput!) {
  done: cancelOrder(input: $input) {
    __typename ... on ErrorResult { message } ... on OrderStateTransitionError { transitionError }
  }
}";
const REFUND: &str = "mutation ($input: RefundOrderInput!) {
  done: refundOrder(input: $input) {
    __typename ... on ErrorResult { message } ... on Refund { id }
  }
}";
const SETTLE: &str = "mutation ($input: SettleRefundInput!) {
  done: settleRefund(input: $input) { __typename ... on ErrorResult { message } }
}";

#[derive(Deserialize)]
struct Done {
    done: Outcome,
}

#[derive(Deserialize)]
struct Made {
    done: MadeRefund,
}

#[derive(Deserialize)]
struct MadeRefund {
    /// Only of a refund.
    #[serde(default)]
    id: Option<String>,
    #[serde(flatten)]
    outcome: Outcome,
}

impl Vendure {
    /// Every step sees from the order what was done before: a lost answer is found, not repeated.
    pub(super) async fn write_refund(
        &self,
        link: &Link,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        let order = self.read_order(link, &refund.order).await?;
        let order =
            order.ok_or_else(|| PlatformError::Refused("The order is not there any more.".to_owned()))?;
        self.put_back(link, &order, refund).await?;
        let scale = Scale::of(&link.keys, link.currency);
        let mut left = scale.amount(refund.amount)?;
        let mut first = None;
        for payment in order.payments.iter().flatten() {
            for known in payment.refunds.iter().filter(|one| is(one, &refund.id)) {
                left -= known.total;
                if known.state == "Pending" {
                    self.settle_refund(link, &known.id, &refund.id).await?;
                }
                first.get_or_insert_with(|| known.id.clone());
            }
        }
        for payment in order.payments.iter().flatten() {
            let part = left.min(refundable(payment));
            if part <= 0 {
                continue;
            }
            let made = self.give_back(link, payment, part, refund).await?;
            left -= part;
            self.settle_refund(link, &made, &refund.id).await?;
            first.get_or_insert(made);
        }
        if left > 0 {
            return Err(PlatformError::Refused(format!(
                "The shop has {} too little of this order to give back.",
                scale.text(left)
            )));
        }
        first.ok_or_else(|| PlatformError::Refused("There is nothing to give back.".to_owned()))
    }

    async fn give_back(
        &self,
        link: &Link,
        payment: &Payment,
        amount: i64,
        refund: &RefundOut,
    ) -> Result<String, PlatformError> {
        // Lines, shipping and adjustment are out of use, and a refund without them is none to the shop's own tables.
        let input = json!({
            "paymentId": payment.id, "amount": amount, "reason": mark::marked(&refund.reason, &refund.id),
            "lines": [], "shipping": 0, "adjustment": 0,
        });
        let made: Made = self.act(&link.keys, REFUND, json!({ "input": input })).await?;
        made.done.id.ok_or_else(|| PlatformError::Refused(made.done.outcome.sentence()))
    }

    /// A payment by hand waits until somebody says that the money went back: it did.
    async fn settle_refund(&self, link: &Link, id: &str, ours: &str) -> Result<(), PlatformError> {
        let variables = json!({ "input": { "id": id, "transactionId": ours } });
        let done: Done = self.act(&link.keys, SETTLE, variables).await?;
        match done.done.kind.as_str() {
            // Settled already, by a handler of the merchant's or by whoever was faster.
            "Refund" | "RefundStateTransitionError" => Ok(()),
            _ => Err(PlatformError::Refused(done.done.sentence())),
        }
    }

    /// Units that are back on the shelf are canceled in the order, which the shop counts; its history says that it was done.
    async fn put_back(&self, link: &Link, order: &Order, refund: &RefundOut) -> Result<(), PlatformError> {
        let is_done = order.history.items.iter().any(|entry| {
            mark::read(entry.data["reason"].as_str().unwrap_or_default()).0.as_ref() == Some(&refund.id)
        });
        let lines = back_on_the_shelf(order, refund);
        let units = |lines: &[(String, u32)]| lines.iter().map(|(_, units)| u64::from(*units)).sum::<u64>();
        let there: u64 = order.lines.iter().map(|line| u64::from(line.quantity)).sum();
        // An order without units is canceled, which would say more than that something came back.
        if is_done || lines.is_empty() || units(&lines) == there {
            return Ok(());
        }
        let lines: Vec<Value> =
            lines.iter().map(|(line, units)| json!({ "orderLineId": line, "quantity": units })).collect();
        let input = json!({
            "orderId": order.id, "lines": lines, "reason": mark::marked("Back on the shelf", &refund.id),
        });
        let done: Done = self.act(&link.keys, CANCEL, json!({ "input": input })).await?;
        if done.done.kind == "Order" { Ok(()) } else { Err(PlatformError::Refused(done.done.sentence())) }
    }

    pub(super) async fn cancel_order(&self, link: &Link, reference: &str) -> Result<(), PlatformError> {
        let order = self.read_order(link, reference).await?;
        let order =
            order.ok_or_else(|| PlatformError::Refused("The order is not there any more.".to_owned()))?;
        if order.state == "Cancelled" {
            return Ok(());
        }
        let input = json!({ "orderId": order.id, "reason": "Canceled at Buyline", "cancelShipping": true });
        let done: Done = self.ask(&link.keys, CANCEL, json!({ "input": input })).await?;
        match done.done.kind.as_str() {
            // Nothing of it is left: whoever was here before has done it.
            "Order" | "EmptyOrderLineSelectionError" => Ok(()),
            _ => Err(PlatformError::Refused(done.done.sentence())),
        }
    }
}

fn is(refund: &Refund, ours: &str) -> bool {
    refund.state != "Failed"
        && mark::read(refund.reason.as_deref().unwrap_or_default()).0.as_deref() == Some(ours)
}

/// What of a payment did not go back yet.
fn refundable(payment: &Payment) -> i64 {
    if payment.state != "Settled" {
        return 0;
    }
    let gone = payment.refunds.iter().filter(|refund| refund.state != "Failed");
    payment.amount - gone.map(|refund| refund.total).sum::<i64>()
}

/// Lines of the shop's order whose units are on the shelf again.
///
/// Of a line that left in part, the shop takes back a unit that left and one that did not when one is canceled. Such a line is
/// left to the merchant: too few on the shelf is better than one that is not there.
fn back_on_the_shelf(order: &Order, refund: &RefundOut) -> Vec<(String, u32)> {
    let back = refund.lines.iter().filter(|(_, _, is_back)| *is_back);
    back.filter_map(|(variant, units, _)| {
        let line = order.lines.iter().find(|line| line.product_variant.id == *variant)?;
        let units = (*units).min(line.quantity);
        let left = left(order, &line.id);
        (units > 0 && (left == 0 || left >= line.quantity)).then(|| (line.id.clone(), units))
    })
    .collect()
}

/// Units of a line that were packed or have left.
fn left(order: &Order, line: &str) -> u32 {
    let parcels = order.fulfillments.iter().flatten().filter(|parcel| parcel.state != "Cancelled");
    let parts = parcels.flat_map(|parcel| &parcel.lines).filter(|part| part.order_line_id == line);
    parts.map(|part| part.quantity).sum()
}
