//! Orders: taking them, finding them, and their statuses.

use serde_json::{Value, json};

use super::error::Refusal;
use super::orders::Order;
use super::totals::check;
use super::twin::{Twin, instant};
use crate::platform::{Answer, Request};

/// What a page holds unless the request says otherwise, and at most.
const LIMIT_DEFAULT: usize = 25;
const LIMIT_MAX: usize = 200;

impl Twin {
    pub(super) fn create_order(&mut self, body: &Value) -> Result<Answer, Refusal> {
        if body["currency"] != self.settings.currency.as_str() {
            return Err(Refusal::bad("The currency is not one of the site's."));
        }
        let number = match body["orderNo"].as_str() {
            Some(number) => number.to_owned(),
            None => format!("{:08}", self.orders.len() + 1),
        };
        if self.orders.contains_key(&number) {
            return Err(Refusal::bad(format!("An order with the number {number} exists in this site.")));
        }
        let shipments: Vec<&Value> = body["shipments"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|shipment| &shipment["shipmentId"])
            .collect();
        for item in body["productItems"].as_array().into_iter().flatten() {
            if !shipments.contains(&&item["shipmentId"]) {
                return Err(Refusal::new(404, "shipment-not-found", "The given shipment ID does not exist."));
            }
            let product = item["productId"].as_str().unwrap_or_default();
            if !self.variants.contains_key(product) {
                return Err(Refusal::bad(format!("The product {product} does not exist.")));
            }
        }
        check(body, self.settings.policy)?;
        // Neither checks nor takes stock: the site leaves that to whoever pushes.
        let order = Order {
            number: number.clone(),
            request: body.clone(),
            status: "new".to_owned(),
            external_status: None,
            export_status: "not_exported".to_owned(),
            confirmation_status: "not_confirmed".to_owned(),
            shipped: Vec::new(),
            created_ms: self.now_ms,
            modified_ms: self.now_ms,
        };
        self.orders.insert(number.clone(), order);
        let mut answer = Answer::empty(201);
        answer.headers.push(("location", format!("/orders/{number}")));
        Ok(answer)
    }

    pub(super) fn show_order(&self, number: &str) -> Result<Answer, Refusal> {
        let order = self.orders.get(number).ok_or_else(|| Refusal::missing("The order"))?;
        Ok(Answer::new(200, order.shown(self.settings.policy)))
    }

    pub(super) fn list_orders(&self, request: &Request) -> Result<Answer, Refusal> {
        let number = |name: &str, default: usize| match request.asked(name) {
            None => Ok(default),
            Some(text) => text.parse::<usize>().map_err(|_| Refusal::bad(format!("{name} is no number."))),
        };
        let (limit, offset) = (number("limit", LIMIT_DEFAULT)?, number("offset", 0)?);
        if limit > LIMIT_MAX {
            return Err(Refusal::bad("limit is at most 200."));
        }
        let since = request.asked("lastModifiedDateFrom").and_then(|text| instant(&text));
        let mut all: Vec<&Order> = self
            .orders
            .values()
            .filter(|order| since.is_none_or(|at_ms| order.modified_ms >= at_ms))
            .collect();
        if request.asked("sortBy").as_deref() == Some("last_modified_date") {
            all.sort_by_key(|order| order.modified_ms);
        } else {
            all.sort_by_key(|order| order.created_ms);
        }
        if request.asked("sortOrder").as_deref() != Some("asc") {
            all.reverse();
        }
        let data = all.into_iter().skip(offset).take(limit).map(|order| order.shown(self.settings.policy));
        Ok(Answer::new(200, json!({ "data": data.collect::<Vec<_>>() })))
    }

    pub(super) fn change_order(
        &mut self,
        number: &str,
        operation: &str,
        body: &Value,
    ) -> Result<Answer, Refusal> {
        let now_ms = self.now_ms;
        let order = self.orders.get_mut(number).ok_or_else(|| Refusal::missing("The order"))?;
        let status = body["status"].as_str().unwrap_or_default().to_owned();
        match operation {
            "updateOrderStatus" => {
                if status == "cancelled" && !order.shipped.is_empty() {
                    return Err(Refusal::new(
                        409,
                        "invalid-status",
                        "An order of which something left is not cancelled.",
                    ));
                }
                order.status = status;
            }
            "updateOrderExternalStatus" => order.external_status = Some(status),
            "updateOrderExportStatus" => order.export_status = status,
            "updateOrderConfirmationStatus" => order.confirmation_status = status,
            other => {
                return Err(Refusal::new(501, "not-implemented", format!("The twin does not do {other}.")));
            }
        }
        order.modified_ms = now_ms;
        Ok(Answer::empty(204))
    }
}
