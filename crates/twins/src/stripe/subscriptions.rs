//! Subscriptions: a price again and again, each period with an invoice.

use jiff::{Span, Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// A first payment may come within 23 hours.
const FIRST_MS: i64 = 23 * 3_600_000;

/// Larger quantities make sums that no charge can have.
const QUANTITY_MAX: i64 = 100_000;

const MODELLED: [&str; 13] = [
    "customer",
    "items",
    "payment_behavior",
    "payment_settings",
    "application_fee_percent",
    "metadata",
    "default_payment_method",
    "description",
    "collection_method",
    "off_session",
    "expand",
    "cancel_at_period_end",
    "currency",
];

impl Twin {
    pub(super) fn create_subscription(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        modelled(p)?;
        let customer = super::params::need(p, "customer")?.to_owned();
        self.living_customer(cx, &customer, "customer")?;
        self.check_open(cx)?;
        let metadata = self.metadata(&Value::Null, p)?;
        let method = match p.get("default_payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, Some(&customer))?),
            None => None,
        };
        if p.get("application_fee_percent").is_some_and(Value::is_number) && cx.platform.is_none() {
            let message = "Can only apply an application_fee_percent with the Stripe-Account header.";
            return Err(Refusal::invalid(message).param("application_fee_percent"));
        }
        let items = p.get("items").and_then(Value::as_array).filter(|items| !items.is_empty());
        let Some(items) = items else {
            return Err(Refusal::invalid("Missing required param: items.")
                .code("parameter_missing")
                .param("items"));
        };
        let id = format!("sub_{}", self.chance.letters(24));
        let mut lines = Vec::new();
        for (at, item) in items.iter().enumerate() {
            lines.push(self.new_item(cx, &id, at, item)?);
        }
        let price = lines[0]["price"].clone();
        if lines.iter().any(|line| {
            line["price"]["currency"] != price["currency"] || line["price"]["recurring"] != price["recurring"]
        }) {
            let message = "The twin models subscriptions with one currency and one interval only.";
            return Err(Refusal::invalid(message).param("items"));
        }
        let behavior =
            p.get("payment_behavior").and_then(Value::as_str).unwrap_or("allow_incomplete").to_owned();
        let saves = p
            .get("payment_settings")
            .map_or(json!("off"), |settings| settings["save_default_payment_method"].clone());
        let start = self.seconds();
        let end = period_end(start, &price["recurring"], 1);
        for line in &mut lines {
            line["current_period_start"] = json!(start);
            line["current_period_end"] = json!(end);
        }
        let subscription = json!({
            "id": id, "object": "subscription", "application": cx.platform.as_ref().map(|_| "ca_twin"),
            "application_fee_percent": p.get("application_fee_percent").filter(|percent| percent.is_number()),
            "automatic_tax": { "disabled_reason": null, "enabled": false, "liability": null },
            "billing_cycle_anchor": start, "billing_cycle_anchor_config": null,
            "billing_mode": { "flexible": null, "type": "classic" }, "billing_schedules": [], "billing_thresholds": null,
            "cancel_at": null, "cancel_at_period_end": p.get("cancel_at_period_end") == Some(&json!(true)),
            "canceled_at": null, "cancellation_details": {
                "comment": null, "feedback": null, "feedback_option": null, "reason": null,
            },
            "collection_method": "charge_automatically", "created": start, "currency": price["currency"],
            "customer": customer, "customer_account": null, "days_until_due": null, "default_payment_method": method,
            "default_source": null, "description": p.get("description"), "discounts": [], "ended_at": null,
            "invoice_settings": {
                "account_tax_ids": null, "custom_fields": null, "description": null, "footer": null,
                "issuer": { "type": "self" },
            },
            "items": {
                "object": "list", "data": lines, "has_more": false, "url": format!("/v1/subscription_items?subscription={id}"),
            },
            "latest_invoice": null, "livemode": false, "managed_payments": null, "metadata": metadata,
            "next_pending_invoice_item_invoice": null, "on_behalf_of": null, "pause_collection": null,
            "payment_settings": {
                "payment_method_options": null, "payment_method_types": null,
                "save_default_payment_method": if saves.is_string() { saves } else { json!("off") },
            },
            "pending_invoice_item_interval": null, "pending_setup_intent": null, "pending_update": null,
            "schedule": null, "start_date": start, "status": "incomplete", "test_clock": null, "transfer_data": null,
            "trial_end": null, "trial_settings": null, "trial_start": null, "_periods": 1,
        });
        let id = self.add(&cx.account, "subscription", subscription);
        let invoice = match self.new_invoice(cx, &id, "subscription_create") {
            Ok(invoice) => invoice,
            Err(refusal) => {
                self.store.remove(&id);
                return Err(refusal);
            }
        };
        self.emit(&cx.account, "customer.subscription.created", &id);
        self.timers.set(end * 1000, Timer::PeriodEnds { subscription: id.clone() });
        self.timers.set(self.now_ms + FIRST_MS, Timer::NeverPaid { subscription: id.clone() });
        let off_session = p.get("off_session") == Some(&json!(true));
        if behavior != "default_incomplete"
            && let Err(refusal) = self.collect(cx, &invoice, off_session)
            && behavior == "error_if_incomplete"
        {
            self.end_subscription(&id, "incomplete_expired", None);
            return Err(refusal);
        }
        Ok(self.shown(&id))
    }

    fn new_item(&mut self, cx: &Cx, subscription: &str, at: usize, item: &Value) -> Result<Value, Refusal> {
        let quantity = item["quantity"].as_i64().unwrap_or(1);
        if !(1..=QUANTITY_MAX).contains(&quantity) {
            let message = format!("The quantity must be from 1 to {QUANTITY_MAX}; it is {quantity}.");
            return Err(Refusal::invalid(message).param(format!("items[{at}][quantity]")));
        }
        let price = match (item["price"].as_str(), item.get("price_data")) {
            (Some(price), None) => {
                self.wanted(cx, "price", price, &format!("items[{at}][price]"))?;
                price.to_owned()
            }
            (None, Some(Value::Object(data))) => {
                let product = super::params::need(data, "product")?;
                self.wanted(cx, "product", product, &format!("items[{at}][price_data][product]"))?;
                self.new_price(cx, data, product, json!({}))?
            }
            _ => {
                let message =
                    format!("You must pass exactly one of items[{at}][price] and items[{at}][price_data].");
                return Err(Refusal::invalid(message).param(format!("items[{at}]")));
            }
        };
        let price = self.shown(&price);
        if !price["recurring"].is_object() {
            let message = "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.";
            return Err(Refusal::invalid(message).param(format!("items[{at}][price]")));
        }
        let plan = json!({
            "id": price["id"], "object": "plan", "active": true, "amount": price["unit_amount"],
            "amount_decimal": price["unit_amount_decimal"], "billing_scheme": "per_unit", "created": price["created"],
            "currency": price["currency"], "interval": price["recurring"]["interval"],
            "interval_count": price["recurring"]["interval_count"], "livemode": false, "metadata": {}, "meter": null,
            "nickname": null, "product": price["product"], "tiers_mode": null, "transform_usage": null,
            "trial_period_days": null, "usage_type": "licensed",
        });
        Ok(json!({
            "id": format!("si_{}", self.chance.letters(14)), "object": "subscription_item", "billing_thresholds": null,
            "created": self.seconds(), "current_period_end": 0, "current_period_start": 0, "current_trial": null,
            "discounts": [], "metadata": item.get("metadata").cloned().unwrap_or(json!({})), "plan": plan,
            "price": price, "quantity": quantity, "subscription": subscription,
            "tax_rates": [],
        }))
    }

    pub(super) fn update_subscription(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        modelled(p)?;
        if p.contains_key("items") {
            return Err(Refusal::invalid("The twin does not model a change of items.").param("items"));
        }
        let doc = self.meant(cx, "subscription", id)?.clone();
        if matches!(doc.text("status"), Some("canceled" | "incomplete_expired")) {
            let message = "A canceled subscription can only update its cancellation_details and metadata.";
            return Err(Refusal::state("status_transition_invalid", message));
        }
        let metadata = self.metadata(doc.get("metadata"), p)?;
        let customer = doc.own("customer");
        let method = match p.get("default_payment_method").and_then(Value::as_str) {
            Some(method) => Some(self.usable(cx, method, customer.as_deref())?),
            None => None,
        };
        let seconds = self.seconds();
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.take(p, &["description", "application_fee_percent"]);
        if let Some(method) = method {
            doc.set("default_payment_method", method);
        }
        if let Some(ends) = p.get("cancel_at_period_end").and_then(Value::as_bool) {
            let end = doc.get("items")["data"][0]["current_period_end"].clone();
            doc.set("cancel_at_period_end", ends);
            doc.set("cancel_at", if ends { end } else { Value::Null });
            doc.set("canceled_at", if ends { json!(seconds) } else { Value::Null });
        }
        self.emit(&cx.account, "customer.subscription.updated", id);
        Ok(self.shown(id))
    }

    pub(super) fn cancel_subscription(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        let status = self.meant(cx, "subscription", id)?.own("status").expect("a subscription has a status");
        if matches!(status.as_str(), "canceled" | "incomplete_expired") {
            return Err(Refusal::missing("subscription", id));
        }
        self.end_subscription(id, "canceled", Some("cancellation_requested"));
        Ok(self.shown(id))
    }

    pub(super) fn end_subscription(&mut self, id: &str, status: &str, reason: Option<&str>) {
        let (account, seconds) = (self.store.owner(id).to_owned(), self.seconds());
        let doc = self.store.edit(id);
        doc.set("status", status);
        doc.set("ended_at", seconds);
        if doc.get("canceled_at").is_null() {
            doc.set("canceled_at", seconds);
        }
        let mut details = doc.get("cancellation_details").clone();
        details["reason"] = json!(reason);
        doc.set("cancellation_details", details);
        if let Some(invoice) = doc.own("latest_invoice") {
            self.drop_invoice(&invoice);
        }
        let event = if status == "canceled" {
            "customer.subscription.deleted"
        } else {
            "customer.subscription.updated"
        };
        self.emit(&account, event, id);
    }

    pub(super) fn never_paid(&mut self, id: &str) {
        if self.store.doc(id).text("status") == Some("incomplete") {
            self.end_subscription(id, "incomplete_expired", None);
        }
    }

    /// The next period: over, or an invoice that is paid without the customer.
    pub(super) fn period_ends(&mut self, id: &str) {
        let doc = self.store.doc(id);
        if !matches!(doc.text("status"), Some("active" | "past_due")) {
            return;
        }
        if doc.is("cancel_at_period_end") {
            self.end_subscription(id, "canceled", Some("cancellation_requested"));
            return;
        }
        let cx = self.cx_of(id);
        let (periods, anchor) = (doc.int("_periods") + 1, doc.int("billing_cycle_anchor"));
        let mut items = doc.get("items").clone();
        let recurring = items["data"][0]["price"]["recurring"].clone();
        let start = items["data"][0]["current_period_end"].clone();
        let end = period_end(anchor, &recurring, periods);
        for item in items["data"].as_array_mut().into_iter().flatten() {
            item["current_period_start"] = start.clone();
            item["current_period_end"] = json!(end);
        }
        let doc = self.store.edit(id);
        doc.set("_periods", periods);
        doc.set("items", items);
        self.timers.set(end * 1000, Timer::PeriodEnds { subscription: id.to_owned() });
        self.emit(&cx.account, "customer.subscription.updated", id);
        if let Ok(invoice) = self.new_invoice(&cx, id, "subscription_cycle") {
            // What became of it stands in the invoice and in its events.
            let _ = self.collect(&cx, &invoice, true);
        }
    }
}

/// When the `count`-th period after `start` ends. Months keep the day where they have it.
fn period_end(start: i64, recurring: &Value, count: i64) -> i64 {
    let step = recurring["interval_count"].as_i64().unwrap_or(1) * count;
    let span = match recurring["interval"].as_str() {
        Some("day") => Span::new().days(step),
        Some("week") => Span::new().weeks(step),
        Some("year") => Span::new().years(step),
        _ => Span::new().months(step),
    };
    let from = Timestamp::from_second(start).expect("the clock is within this age").to_zoned(TimeZone::UTC);
    from.checked_add(span).expect("a period ends within this age").timestamp().as_second()
}

/// What the twin does not model it refuses, rather than to say yes and do nothing.
fn modelled(p: &Map<String, Value>) -> Result<(), Refusal> {
    let automatic = p.get("collection_method").is_none_or(|method| method == "charge_automatically");
    let percent = p.get("application_fee_percent").and_then(Value::as_f64);
    if percent.is_some_and(|percent| !(0.0..=100.0).contains(&percent)) {
        let message = "The application_fee_percent must be from 0 to 100.";
        return Err(Refusal::invalid(message).param("application_fee_percent"));
    }
    match p.keys().find(|name| !MODELLED.contains(&name.as_str())) {
        None if automatic => Ok(()),
        other => {
            let name = other.map_or("collection_method", String::as_str);
            Err(Refusal::invalid(format!("The twin does not model `{name}` of subscriptions.")).param(name))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_keep_their_day_where_they_have_it() {
        let month = json!({ "interval": "month", "interval_count": 1 });
        // The last of January 2026, noon.
        let start = 1_769_860_800;
        let day = |count| Timestamp::from_second(period_end(start, &month, count)).unwrap().to_string();
        assert_eq!(day(1), "2026-02-28T12:00:00Z");
        assert_eq!(day(2), "2026-03-31T12:00:00Z");
        assert_eq!(
            period_end(start, &json!({ "interval": "week", "interval_count": 2 }), 1) - start,
            14 * 86_400
        );
    }
}
