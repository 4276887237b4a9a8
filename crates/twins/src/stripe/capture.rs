//! Taking what was held.

use serde_json::{Map, Value};

use super::error::Refusal;
use super::twin::{Cx, Twin};

impl Twin {
    pub(super) fn capture_intent(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let doc = self.meant(cx, "payment_intent", id)?;
        let status = doc.own("status").expect("an intent has a status");
        if status != "requires_capture" {
            let message = format!(
                "This PaymentIntent could not be captured because it has a status of {status}. Only a PaymentIntent \
                 with one of the following statuses may be captured: requires_capture."
            );
            return Err(self.unexpected(id, message));
        }
        let (held, metadata) = (doc.int("amount_capturable"), self.metadata(doc.get("metadata"), p)?);
        let amount = p.get("amount_to_capture").and_then(Value::as_i64).unwrap_or(held);
        if amount < 1 || amount > held {
            let message = format!(
                "The amount to capture ({amount}) must be positive and no more than the amount capturable ({held})."
            );
            return Err(Refusal::state("amount_too_large", message).param("amount_to_capture"));
        }
        if let Some(fee) = p.get("application_fee_amount").and_then(Value::as_i64) {
            if cx.platform.is_none() || fee < 0 || fee > amount {
                let message = "The application_fee_amount must be less than or equal to the amount captured.";
                return Err(Refusal::invalid(message).param("application_fee_amount"));
            }
            self.store.edit(id).set("application_fee_amount", fee);
        }
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        let charge = doc.own("latest_charge").expect("an intent that holds money has a charge");
        self.received(cx, id, &charge, amount);
        self.emit(&cx.account, "charge.captured", &charge);
        self.emit(&cx.account, "payment_intent.succeeded", id);
        if amount < held {
            self.let_go(&charge, held - amount, None);
        }
        self.after_payment(cx, id, &charge);
        Ok(self.shown(id))
    }

    /// Nobody took it in time.
    pub(super) fn hold_ends(&mut self, id: &str) {
        let doc = self.store.doc(id);
        if doc.text("status") != Some("requires_capture") {
            return;
        }
        let account = self.store.owner(id).to_owned();
        let charge = doc.own("latest_charge").expect("an intent that holds money has a charge");
        self.emit(&account, "charge.expired", &charge);
        self.void(id, "expired".into());
    }
}
