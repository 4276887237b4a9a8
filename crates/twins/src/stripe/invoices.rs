//! Invoices of subscriptions: one per period, paid through a payment intent.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// An unpaid invoice is tried again after three days, three times.
const AGAIN_MS: i64 = 3 * 24 * 3_600_000;
const TRIES_MAX: i64 = 4;

impl Twin {
    /// An open invoice for the subscription's period, with the intent that pays it.
    pub(super) fn new_invoice(
        &mut self,
        cx: &Cx,
        subscription: &str,
        reason: &str,
    ) -> Result<String, Refusal> {
        let doc = self.store.doc(subscription).clone();
        let customer = doc.own("customer").expect("a subscription has a customer");
        let currency = doc.own("currency").expect("a subscription has a currency");
        let seconds = self.seconds();
        let id = self.chance.id("in");
        let mut total = 0;
        let mut lines = Vec::new();
        for item in doc.get("items")["data"].as_array().into_iter().flatten() {
            let quantity = item["quantity"].as_i64().unwrap_or(1);
            let amount = item["price"]["unit_amount"].as_i64().unwrap_or(0) * quantity;
            total += amount;
            lines.push(json!({
                "id": self.chance.id("il"), "object": "line_item", "amount": amount, "currency": currency,
                "description": null, "discount_amounts": [], "discountable": true, "discounts": [], "invoice": id,
                "livemode": false, "metadata": {},
                "parent": {
                    "invoice_item_details": null, "type": "subscription_item_details",
                    "subscription_item_details": {
                        "invoice_item": null, "proration": false, "proration_details": null,
                        "subscription": subscription, "subscription_item": item["id"],
                    },
                },
                "period": { "start": item["current_period_start"], "end": item["current_period_end"] },
                "pretax_credit_amounts": [], "quantity": quantity, "quantity_decimal": quantity.to_string(),
                "pricing": {
                    "type": "price_details", "unit_amount_decimal": item["price"]["unit_amount_decimal"],
                    "price_details": { "price": item["price"]["id"], "product": item["price"]["product"] },
                },
                "subscription": subscription, "subtotal": amount, "taxes": [],
            }));
        }
        let intent = self.invoice_intent(cx, &doc, total, &currency, &customer)?;
        let buyer = self.store.doc(&customer).clone();
        let transitions = json!({ "finalized_at": seconds, "marked_uncollectible_at": null, "paid_at": null, "voided_at": null });
        let invoice = json!({
            "id": id, "object": "invoice", "account_country": "US", "account_name": null, "account_tax_ids": null,
            "amount_due": total, "amount_overpaid": 0, "amount_paid": 0, "amount_remaining": total,
            "amount_shipping": 0, "application": doc.get("application"), "attempt_count": 0, "attempted": false,
            "auto_advance": true, "automatic_tax": {
                "disabled_reason": null, "enabled": false, "liability": null, "provider": null, "status": null,
            },
            "automatically_finalizes_at": null, "billing_reason": reason, "collection_method": "charge_automatically",
            "created": seconds, "currency": currency, "custom_fields": null, "customer": customer,
            "customer_account": null, "customer_address": buyer.get("address"), "customer_email": buyer.get("email"),
            "customer_name": buyer.get("name"), "customer_phone": buyer.get("phone"),
            "customer_shipping": null, "customer_tax_exempt": "none", "customer_tax_ids": [],
            "default_payment_method": null, "default_source": null, "default_tax_rates": [], "description": null,
            "discounts": [], "due_date": null, "effective_at": seconds, "ending_balance": 0, "footer": null,
            "from_invoice": null, "hosted_invoice_url": null, "invoice_pdf": null, "issuer": { "type": "self" },
            "last_finalization_error": null, "latest_revision": null,
            "lines": { "object": "list", "data": lines, "has_more": false, "url": format!("/v1/invoices/{id}/lines") },
            "livemode": false, "metadata": {}, "next_payment_attempt": null, "number": format!("TWIN-{}", &id[3..11]),
            "on_behalf_of": null, "parent": {
                "quote_details": null, "type": "subscription_details",
                "subscription_details": { "metadata": doc.get("metadata"), "subscription": subscription },
            },
            "payment_settings": {
                "default_mandate": null, "payment_method_options": null, "payment_method_types": null,
            },
            "period_end": seconds, "period_start": seconds, "post_payment_credit_notes_amount": 0,
            "pre_payment_credit_notes_amount": 0, "receipt_number": null, "rendering": null, "shipping_cost": null,
            "shipping_details": null, "starting_balance": 0, "statement_descriptor": null, "status": "open",
            "status_transitions": transitions, "subtotal": total, "subtotal_excluding_tax": total, "test_clock": null,
            "total": total, "total_discount_amounts": [], "total_excluding_tax": total,
            "total_pretax_credit_amounts": [], "total_taxes": [], "webhooks_delivered_at": null,
            "_intent": intent, "_subscription": subscription,
        });
        let id = self.add(&cx.account, "invoice", invoice);
        self.store.edit(&intent).set("_invoice", id.clone());
        self.store.edit(subscription).set("latest_invoice", id.clone());
        self.emit(&cx.account, "invoice.created", &id);
        self.emit(&cx.account, "invoice.finalized", &id);
        Ok(id)
    }

    fn invoice_intent(
        &mut self,
        cx: &Cx,
        subscription: &super::doc::Doc,
        total: i64,
        currency: &str,
        customer: &str,
    ) -> Result<String, Refusal> {
        let mut p = Map::from_iter([
            ("amount".to_owned(), json!(total)),
            ("currency".to_owned(), json!(currency)),
            ("customer".to_owned(), json!(customer)),
            ("capture_method".to_owned(), json!("automatic")),
            ("automatic_payment_methods".to_owned(), json!({ "enabled": true, "allow_redirects": "never" })),
        ]);
        if subscription.get("payment_settings")["save_default_payment_method"] == "on_subscription" {
            p.insert("setup_future_usage".to_owned(), json!("off_session"));
        }
        if let Some(percent) = subscription.get("application_fee_percent").as_number() {
            let fee = share(total, &percent.to_string());
            if fee > 0 {
                p.insert("application_fee_amount".to_owned(), json!(fee));
            }
        }
        let intent = self.create_intent(cx, &p)?;
        Ok(intent["id"].as_str().expect("an intent has an id").to_owned())
    }

    /// Tries to pay an invoice with what the subscription or the customer has saved.
    pub(super) fn collect(&mut self, cx: &Cx, invoice: &str, off_session: bool) -> Result<(), Refusal> {
        let doc = self.store.doc(invoice);
        let intent = doc.own("_intent").expect("an invoice has an intent");
        let subscription = doc.own("_subscription").expect("an invoice has a subscription");
        let customer = doc.own("customer").expect("an invoice has a customer");
        let of_customer = self.store.doc(&customer).get("invoice_settings")["default_payment_method"].clone();
        let method = self.store.doc(&subscription).own("default_payment_method");
        let method = method.or_else(|| of_customer.as_str().map(str::to_owned));
        let doc = self.store.edit(invoice);
        doc.set("attempted", true);
        let tries = doc.int("attempt_count") + 1;
        doc.set("attempt_count", tries);
        let Some(method) = method else {
            self.invoice_unpaid(&intent);
            let message = "This customer has no attached payment source or default payment method.";
            return Err(Refusal::state("resource_missing", message));
        };
        let p = Map::from_iter([
            ("payment_method".to_owned(), json!(method)),
            ("off_session".to_owned(), json!(off_session)),
        ]);
        self.confirm(cx, &intent, &p)
    }

    /// The intent of an invoice was paid.
    pub(super) fn invoice_paid(&mut self, intent: &str) {
        let Some(invoice) = self.store.doc(intent).own("_invoice") else { return };
        let (account, seconds) = (self.store.owner(intent).to_owned(), self.seconds());
        let method = self.store.doc(intent).own("payment_method");
        let doc = self.store.edit(&invoice);
        let total = doc.int("total");
        doc.set("status", "paid");
        doc.set("amount_paid", total);
        doc.set("amount_remaining", 0);
        doc.set("attempted", true);
        doc.set("next_payment_attempt", Value::Null);
        let mut transitions = doc.get("status_transitions").clone();
        transitions["paid_at"] = json!(seconds);
        doc.set("status_transitions", transitions);
        let subscription = doc.own("_subscription").expect("an invoice has a subscription");
        self.emit(&account, "invoice.paid", &invoice);
        self.emit(&account, "invoice.payment_succeeded", &invoice);
        let doc = self.store.edit(&subscription);
        if doc.get("payment_settings")["save_default_payment_method"] == "on_subscription" {
            doc.set("default_payment_method", method);
        }
        if matches!(doc.text("status"), Some("incomplete" | "past_due")) {
            doc.set("status", "active");
            self.emit(&account, "customer.subscription.updated", &subscription);
        }
    }

    /// The intent of an invoice was not paid.
    pub(super) fn invoice_unpaid(&mut self, intent: &str) {
        let Some(invoice) = self.store.doc(intent).own("_invoice") else { return };
        let account = self.store.owner(intent).to_owned();
        let asks = self.store.doc(intent).get("last_payment_error")["code"] == "authentication_required";
        let next_ms = self.now_ms + AGAIN_MS;
        let doc = self.store.edit(&invoice);
        if doc.text("status") != Some("open") {
            return;
        }
        let cycle = doc.text("billing_reason") == Some("subscription_cycle");
        let tries = doc.int("attempt_count");
        let again = cycle && tries < TRIES_MAX;
        doc.set("next_payment_attempt", again.then_some(next_ms.div_euclid(1000)));
        let subscription = doc.own("_subscription").expect("an invoice has a subscription");
        self.emit(&account, "invoice.payment_failed", &invoice);
        if asks {
            self.emit(&account, "invoice.payment_action_required", &invoice);
        }
        if again {
            self.timers.set(next_ms, Timer::InvoiceAgain { invoice: invoice.clone() });
        }
        if cycle && !again {
            self.end_subscription(&subscription, "canceled", Some("payment_failed"));
        } else if cycle && self.store.doc(&subscription).text("status") == Some("active") {
            self.store.edit(&subscription).set("status", "past_due");
            self.emit(&account, "customer.subscription.updated", &subscription);
        }
    }

    pub(super) fn invoice_again(&mut self, invoice: &str) {
        if self.store.doc(invoice).text("status") == Some("open") {
            let cx = self.cx_of(invoice);
            // What became of it stands in the invoice and in its events.
            let _ = self.collect(&cx, invoice, true);
        }
    }

    /// An invoice of a subscription that ended is not collected any more.
    pub(super) fn drop_invoice(&mut self, invoice: &str) {
        let doc = self.store.edit(invoice);
        if doc.text("status") != Some("open") {
            return;
        }
        doc.set("status", "void");
        doc.set("auto_advance", false);
        doc.set("next_payment_attempt", Value::Null);
        let intent = doc.own("_intent").expect("an invoice has an intent");
        let account = self.store.owner(invoice).to_owned();
        if !matches!(self.store.doc(&intent).text("status"), Some("succeeded" | "canceled" | "processing")) {
            self.void(&intent, json!("void_invoice"));
        }
        self.emit(&account, "invoice.voided", invoice);
    }

    pub(super) fn pay_invoice(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "invoice", id)?;
        if doc.text("status") != Some("open") {
            let message = format!("Invoice is already {}.", doc.text("status").unwrap_or_default());
            return Err(Refusal::state("invoice_not_editable", message));
        }
        let off_session = p.get("off_session") == Some(&json!(true));
        match p.get("payment_method").and_then(Value::as_str) {
            Some(method) => {
                let intent = doc.own("_intent").expect("an invoice has an intent");
                let p = Map::from_iter([
                    ("payment_method".to_owned(), json!(method)),
                    ("off_session".to_owned(), json!(off_session)),
                ]);
                self.confirm(cx, &intent, &p)?;
            }
            None => self.collect(cx, id, off_session)?,
        }
        Ok(self.shown(id))
    }

    /// What a browser needs to pay an invoice.
    pub(super) fn confirmation_secret(&self, invoice: &str) -> Option<Value> {
        let intent = self.store.doc(invoice).own("_intent")?;
        Some(
            json!({ "client_secret": self.store.doc(&intent).get("client_secret"), "type": "payment_intent" }),
        )
    }

    pub(super) fn invoice_payments(&self, invoice: &str) -> Value {
        let doc = self.store.doc(invoice);
        let intent = doc.own("_intent").expect("an invoice has an intent");
        let paid = doc.text("status") == Some("paid");
        let payment = json!({
            "id": format!("inpay_{}", &intent[3..]), "object": "invoice_payment",
            "amount_paid": paid.then(|| doc.int("total")), "amount_requested": doc.int("total"),
            "created": doc.get("created"), "currency": doc.get("currency"), "invoice": invoice, "is_default": true,
            "livemode": false, "payment": { "type": "payment_intent", "payment_intent": intent },
            "status": if paid { "paid" } else { "open" },
            "status_transitions": { "canceled_at": null, "paid_at": doc.get("status_transitions")["paid_at"] },
        });
        json!({ "object": "list", "data": [payment], "has_more": false, "url": "/v1/invoice_payments" })
    }
}

/// A share in percent with up to two decimals, rounded half up.
fn share(total: i64, percent: &str) -> i64 {
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = format!("{part:0<2}");
    let hundredths: i64 = format!("{whole}{}", &digits[..2]).parse().unwrap_or(0);
    (total * hundredths + 5_000) / 10_000
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_rounded_half_up_in_the_smallest_unit() {
        assert_eq!(
            [share(1000, "5"), share(1000, "2.5"), share(999, "2.25"), share(1, "50")],
            [50, 25, 22, 1]
        );
    }
}
