//! `refundCreate`, and refunds at the merchant's desk.

use serde_json::{Map, Value, json};

use super::documents::{LOCATION, gid, number_of};
use super::error::user_error;
use super::orders::{Order, Refund};
use super::twin::Twin;
use crate::platform::decimal::read;

/// What is to go back, read.
pub(super) struct Wanted {
    pub(super) amount: i64,
    pub(super) lines: Vec<(u64, i64, String)>,
    pub(super) note: String,
}

impl Twin {
    pub(super) fn refund_create(&mut self, arguments: &Map<String, Value>) -> Value {
        let input = &arguments["input"];
        let made = number_of("Order", &input["orderId"])
            .filter(|id| self.orders.contains_key(id))
            .ok_or_else(|| "Order does not exist".to_owned())
            .and_then(|id| Ok((id, wanted(&self.orders[&id], input)?)))
            .and_then(|(id, wanted)| self.give_back(id, wanted));
        match made {
            Ok(refund) => json!({ "refund": gid("Refund", refund), "userErrors": [] }),
            Err(why) => json!({ "refund": null, "userErrors": [user_error(None, &["input"], why)] }),
        }
    }

    /// Gives back what is left to give back; nothing happens otherwise.
    pub(super) fn give_back(&mut self, id: u64, wanted: Wanted) -> Result<u64, String> {
        let order = &self.orders[&id];
        if wanted.amount < 0 || wanted.amount > order.total - order.refunded() {
            return Err("Refund amount is greater than net payment received".to_owned());
        }
        for (line, units, restock) in &wanted.lines {
            let line =
                order.lines.iter().find(|one| one.id == *line).ok_or("The line is not this order's")?;
            let never_left = line.quantity - line.shipped - line.removed;
            if *units < 1
                || *units > line.quantity - line.refunded
                || (restock == "CANCEL" && *units > never_left)
            {
                return Err("Quantity cannot be refunded".to_owned());
            }
        }
        let refund = self.next_id();
        let now_ms = self.now_ms;
        let order = self.orders.get_mut(&id).expect("an order that was just found");
        let mut back = Vec::new();
        for (number, units, restock) in &wanted.lines {
            let line = order.lines.iter_mut().find(|one| one.id == *number).expect("a line that was checked");
            line.refunded += units;
            if restock == "CANCEL" {
                line.removed += units;
            }
            if restock != "NO_RESTOCK" {
                back.push((line.variant, *units));
            }
        }
        order.refunds.push(Refund {
            id: refund,
            amount: wanted.amount,
            lines: wanted.lines,
            note: wanted.note,
            at_ms: now_ms,
        });
        for (variant, units) in back {
            self.move_stock(variant, units);
        }
        let body = json!({
            "id": refund, "admin_graphql_api_id": gid("Refund", refund), "order_id": id,
            "created_at": super::documents::moment(now_ms),
        });
        self.tell("REFUNDS_CREATE", body);
        self.touch(id, &["ORDERS_UPDATED"]);
        Ok(refund)
    }
}

fn wanted(order: &Order, input: &Value) -> Result<Wanted, String> {
    let mut lines = Vec::new();
    for given in input["refundLineItems"].as_array().into_iter().flatten() {
        let line = number_of("LineItem", &given["lineItemId"]).ok_or("A line wants its id")?;
        let restock = given["restockType"].as_str().unwrap_or("NO_RESTOCK");
        if restock != "NO_RESTOCK" && given["locationId"] != LOCATION {
            return Err("Location is required to restock".to_owned());
        }
        lines.push((line, given["quantity"].as_i64().unwrap_or_default(), restock.to_owned()));
    }
    let mut amount = 0;
    for given in input["transactions"].as_array().into_iter().flatten() {
        let is_of_sale = number_of("OrderTransaction", &given["parentId"]) == Some(order.sale);
        if !is_of_sale || given["kind"] != "REFUND" || given["gateway"] != order.gateway.as_str() {
            return Err("The transaction does not belong to a payment of this order".to_owned());
        }
        amount += read(&given["amount"]).ok_or("The amount is no amount")?;
    }
    Ok(Wanted { amount, lines, note: input["note"].as_str().unwrap_or_default().to_owned() })
}
