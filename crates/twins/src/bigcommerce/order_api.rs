//! `/v2/orders`: taking orders, finding them, and what becomes of them.

use serde_json::{Value, json};

use super::error::Refusal;
use super::orders::{AWAITING_FULFILLMENT, CANCELLED, Line, Order};
use super::pages::{Page, v2};
use super::totals::{amount, invalid, of_line, payable, sum};
use super::twin::{Twin, instant};
use crate::platform::decimal::text;
use crate::platform::{Answer, Request};

impl Twin {
    pub(super) fn list_orders(&self, request: &Request) -> Result<Answer, Refusal> {
        let page = Page::of(request)?;
        let channel = request.asked("channel_id").and_then(|text| text.parse::<u64>().ok());
        let external = request.asked("external_order_id");
        let since = request.asked("min_date_modified").and_then(|text| instant(&text));
        let seen_ms = self.now_ms - self.settings.search_lag_ms;
        let mut all: Vec<&Order> = self
            .orders
            .values()
            .filter(|order| order.created_ms <= seen_ms)
            .filter(|order| channel.is_none_or(|id| order.channel == id))
            .filter(|order| external.as_ref().is_none_or(|name| order.external == *name))
            .filter(|order| since.is_none_or(|at_ms| order.modified_ms >= at_ms))
            .collect();
        if request.asked("sort").as_deref() == Some("date_modified:asc") {
            all.sort_by_key(|order| (order.modified_ms, order.id));
        }
        Ok(v2(page.cut(all).into_iter().map(Order::shown).collect()))
    }

    pub(super) fn create_order(&mut self, body: &Value) -> Result<Answer, Refusal> {
        let currency = body["default_currency_code"].as_str().unwrap_or(&self.settings.currency).to_owned();
        if currency != self.settings.currency {
            return Err(invalid("default_currency_code"));
        }
        let channel = body["channel_id"].as_u64().ok_or_else(|| invalid("channel_id"))?;
        if self.channels.get(&channel).is_none_or(|found| found["status"] == "terminated") {
            return Err(invalid("channel_id"));
        }
        let mut lines = Vec::new();
        for asked in body["products"].as_array().into_iter().flatten() {
            lines.push(self.line(asked, &currency)?);
        }
        let subtotal = |pick: fn(&Line) -> i64| lines.iter().map(pick).sum::<i64>();
        let before = sum(body, "subtotal_ex_tax", subtotal(|line| line.total.0))?;
        let after = sum(body, "subtotal_inc_tax", subtotal(|line| line.total.1))?;
        let shipping = |field: &str| match &body[field] {
            Value::Null => Ok(0),
            sent => payable(amount(sent, field)?, field, &currency),
        };
        let shipping = (shipping("shipping_cost_ex_tax")?, shipping("shipping_cost_inc_tax")?);
        let total = (
            sum(body, "total_ex_tax", before + shipping.0)?,
            sum(body, "total_inc_tax", after + shipping.1)?,
        );
        if total.0 > total.1 {
            return Err(invalid("total_ex_tax"));
        }
        let id = self.next_id();
        let order = Order {
            id,
            channel,
            external: body["external_order_id"].as_str().unwrap_or_default().to_owned(),
            status: body["status_id"].as_u64().unwrap_or(AWAITING_FULFILLMENT),
            currency,
            lines,
            shipping,
            total,
            refunds: Vec::new(),
            shipments: Vec::new(),
            request: body.clone(),
            created_ms: self.now_ms,
            modified_ms: self.now_ms,
            took_stock: false,
        };
        let shown = order.shown();
        self.orders.insert(id, order);
        if !self.settings.takes_when_shipped {
            self.take_stock(id);
        }
        self.tell("store/order/updated", json!({ "type": "order", "id": id }));
        Ok(Answer::new(201, shown))
    }

    fn line(&mut self, asked: &Value, currency: &str) -> Result<Line, Refusal> {
        let product = asked["product_id"].as_u64().ok_or_else(|| invalid("product_id"))?;
        let owner = self.products.get(&product).ok_or_else(|| invalid("product_id"))?;
        let variant = match asked["variant_id"].as_u64() {
            Some(id) => id,
            // A product without options is its only variant.
            None if owner.variants.len() == 1 => owner.variants[0],
            None => return Err(invalid("product_options")),
        };
        if !owner.variants.contains(&variant) {
            return Err(invalid("variant_id"));
        }
        let quantity = asked["quantity"].as_i64().ok_or_else(|| invalid("quantity"))?;
        let each = (
            amount(&asked["price_ex_tax"], "price_ex_tax")?,
            amount(&asked["price_inc_tax"], "price_inc_tax")?,
        );
        let total = (of_line(each.0, quantity, currency), of_line(each.1, quantity, currency));
        Ok(Line { id: self.next_id(), product, variant, quantity, each, total, shipped: 0, refunded: 0 })
    }

    pub(super) fn show_order(&self, id: u64) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        Ok(Answer::new(200, order.shown()))
    }

    pub(super) fn change_order(&mut self, id: u64, body: &Value) -> Result<Answer, Refusal> {
        let order = self.orders.get_mut(&id).ok_or_else(Refusal::missing)?;
        if let Some(status) = body["status_id"].as_u64() {
            order.status = status;
        }
        if let Some(notes) = body["staff_notes"].as_str() {
            order.request["staff_notes"] = notes.into();
        }
        if order.status == CANCELLED {
            self.return_stock(id);
        }
        self.touch(id, "store/order/statusUpdated");
        self.show_order(id)
    }

    pub(super) fn list_lines(&self, id: u64, request: &Request) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let page = Page::of(request)?;
        let shown = order.lines.iter().map(|line| {
            json!({
                "id": line.id, "order_id": id, "product_id": line.product, "variant_id": line.variant,
                "sku": self.variants[&line.variant].sku, "quantity": line.quantity,
                "quantity_shipped": line.shipped, "quantity_refunded": line.refunded,
                "price_ex_tax": text(line.each.0), "price_inc_tax": text(line.each.1),
                "total_ex_tax": text(line.total.0), "total_inc_tax": text(line.total.1),
            })
        });
        Ok(v2(page.cut(shown.collect())))
    }

    pub(super) fn list_shipments(&self, id: u64, request: &Request) -> Result<Answer, Refusal> {
        let order = self.orders.get(&id).ok_or_else(Refusal::missing)?;
        let page = Page::of(request)?;
        let product = |line: u64| order.lines.iter().find(|one| one.id == line).map(|one| one.product);
        let shown = order.shipments.iter().map(|parcel| {
            let items = parcel.lines.iter().map(|(line, quantity)| {
                json!({ "order_product_id": line, "product_id": product(*line), "quantity": quantity })
            });
            json!({
                "id": parcel.id, "order_id": id, "tracking_number": parcel.tracking,
                "tracking_carrier": parcel.carrier, "shipping_provider": "",
                "tracking_link": format!("https://track.example/{}", parcel.tracking),
                "items": items.collect::<Vec<_>>(),
            })
        });
        Ok(v2(page.cut(shown.collect())))
    }

    /// Something of an order changed.
    pub(super) fn touch(&mut self, id: u64, scope: &str) {
        let order = self.orders.get_mut(&id).expect("an order that was just found");
        order.modified_ms = self.now_ms;
        self.tell(scope, json!({ "type": "order", "id": id }));
    }

    pub(super) fn take_stock(&mut self, id: u64) {
        self.move_order(id, true);
    }

    pub(super) fn return_stock(&mut self, id: u64) {
        self.move_order(id, false);
    }

    /// Takes an order's units off once, or puts them back once.
    fn move_order(&mut self, id: u64, takes: bool) {
        let order = self.orders.get_mut(&id).expect("an order that was just found");
        if order.took_stock == takes {
            return;
        }
        order.took_stock = takes;
        let lines: Vec<(u64, i64)> =
            order.lines.iter().map(|line| (line.variant, line.quantity - line.refunded)).collect();
        for (variant, units) in lines {
            self.move_stock(variant, if takes { -units } else { units });
        }
    }
}
