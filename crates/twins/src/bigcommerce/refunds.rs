//! Quotes for refunds, and refunds that are paid elsewhere.

use serde_json::{Value, json};

use super::error::Refusal;
use super::orders::{Order, PARTLY_REFUNDED, REFUNDED, Refund};
use super::totals::of_line;
use super::twin::{Twin, moment};
use crate::platform::Answer;
use crate::platform::decimal::{number, read};

/// The provider that only writes down.
const OFFLINE: &str = "custom";

/// What is to be given back, worked out.
struct Wanted {
    amount: i64,
    lines: Vec<(u64, i64)>,
    reason: String,
}

impl Twin {
    pub(super) fn quote_refund(&self, id: u64, body: &Value) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let wanted = wanted(order, body)?;
        let method = |provider: &str, description: &str, offline: bool| {
            json!([{
                "provider_id": provider, "provider_description": description, "amount": number(wanted.amount),
                "offline": offline, "offline_provider": offline, "offline_reason": "",
            }])
        };
        let data = json!({
            "order_id": id, "total_refund_amount": number(wanted.amount), "total_refund_tax_amount": 0,
            "rounding": 0, "adjustment": number(0), "is_tax_included": true,
            "refund_methods": [method("storecredit", "Store Credit", false), method(OFFLINE, "Custom", true)],
        });
        Ok(Answer::new(201, json!({ "data": data, "meta": {} })))
    }

    pub(super) fn create_refund(&mut self, id: u64, body: &Value) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let wanted = wanted(order, body)?;
        let [payment] = body["payments"].as_array().map(Vec::as_slice).unwrap_or_default() else {
            return Err(Refusal::new(422, "The twin takes one payment per refund."));
        };
        if payment["provider_id"] != OFFLINE || payment["offline"] != true {
            return Err(Refusal::new(422, "This provider cannot give this back."));
        }
        if read(&payment["amount"]) != Some(wanted.amount) {
            return Err(Refusal::new(422, "The amount of the payment is not that of the quote."));
        }
        let refund = self.give_back(id, wanted);
        Ok(Answer::new(200, json!({ "data": shown(&self.orders[&id], &refund), "meta": {} })))
    }

    /// A merchant gives back at the desk: so many of lines, or an amount.
    pub(super) fn refund_at_desk(
        &mut self,
        id: u64,
        amount: Option<i64>,
        lines: Vec<(u64, i64)>,
        reason: &str,
    ) -> Result<u64, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let worth = lines.iter().map(|(line, units)| worth(order, *line, *units)).sum::<Result<i64, _>>()?;
        let wanted = Wanted { amount: amount.unwrap_or(worth), lines, reason: reason.to_owned() };
        check(order, &wanted)?;
        Ok(self.give_back(id, wanted).id)
    }

    fn give_back(&mut self, id: u64, wanted: Wanted) -> Refund {
        let refund = Refund {
            id: self.next_id(),
            amount: wanted.amount,
            lines: wanted.lines,
            reason: wanted.reason,
            at_ms: self.now_ms,
        };
        let order = self.orders.get_mut(&id).expect("an order that was just found");
        let mut back = Vec::new();
        for (line, units) in &refund.lines {
            let line = order.lines.iter_mut().find(|one| one.id == *line).expect("a line that was checked");
            line.refunded += units;
            back.push((line.variant, *units));
        }
        order.refunds.push(refund.clone());
        order.status = if order.refunded() == order.total.1 { REFUNDED } else { PARTLY_REFUNDED };
        let took = order.took_stock;
        if took && self.settings.restocks_refunds {
            for (variant, units) in back {
                self.move_stock(variant, units);
            }
        }
        let data = json!({ "type": "order", "id": id, "refund": { "refund_id": refund.id } });
        self.touch(id, "store/order/updated");
        self.tell("store/order/refund/created", data);
        refund
    }

    pub(super) fn list_refunds(&self, id: u64) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let all: Vec<Value> = order.refunds.iter().map(|refund| shown(order, refund)).collect();
        Ok(Answer::new(200, json!({ "data": all, "meta": {} })))
    }
}

fn wanted(order: &Order, body: &Value) -> Result<Wanted, Refusal> {
    let mut wanted = Wanted { amount: 0, lines: Vec::new(), reason: String::new() };
    for item in body["items"].as_array().into_iter().flatten() {
        let id = item["item_id"].as_u64().unwrap_or_default();
        wanted.amount += match (item["item_type"].as_str(), item["quantity"].as_i64()) {
            (Some("PRODUCT"), Some(units)) => {
                wanted.lines.push((id, units));
                worth(order, id, units)?
            }
            (Some("ORDER"), None) if id == order.id => read(&item["amount"]).unwrap_or_default(),
            _ => {
                return Err(Refusal::new(
                    422,
                    "The twin gives back PRODUCT by quantity and ORDER by amount.",
                ));
            }
        };
        if let Some(reason) = item["reason"].as_str() {
            reason.clone_into(&mut wanted.reason);
        }
    }
    check(order, &wanted)?;
    Ok(wanted)
}

fn worth(order: &Order, line: u64, units: i64) -> Result<i64, Refusal> {
    let found = order.lines.iter().find(|one| one.id == line);
    let found = found.ok_or_else(|| Refusal::new(422, "The item does not belong to this order."))?;
    if units < 1 || units > found.quantity - found.refunded {
        return Err(Refusal::new(422, "So many of this item cannot be given back."));
    }
    Ok(of_line(found.each.1, units, &order.currency))
}

fn check(order: &Order, wanted: &Wanted) -> Result<(), Refusal> {
    if wanted.amount <= 0 || wanted.amount > order.total.1 - order.refunded() {
        return Err(Refusal::new(422, "The amount is more than what is left of the order."));
    }
    Ok(())
}

fn shown(order: &Order, refund: &Refund) -> Value {
    let mut items: Vec<Value> = refund
        .lines
        .iter()
        .map(|(line, units)| {
            json!({
                "item_type": "PRODUCT", "item_id": line, "reason": refund.reason, "quantity": units,
                "requested_amount": null,
            })
        })
        .collect();
    if items.is_empty() {
        items.push(json!({
            "item_type": "ORDER", "item_id": order.id, "reason": refund.reason, "quantity": 1,
            "requested_amount": number(refund.amount),
        }));
    }
    json!({
        "id": refund.id, "order_id": order.id, "user_id": 0, "created": moment(refund.at_ms),
        "reason": refund.reason, "total_amount": number(refund.amount), "total_tax": 0,
        "uses_merchant_override_values": false, "items": items,
        "payments": [{
            "id": refund.id + 1, "provider_id": OFFLINE, "amount": number(refund.amount), "offline": true,
            "is_declined": false, "declined_message": "",
        }],
    })
}
