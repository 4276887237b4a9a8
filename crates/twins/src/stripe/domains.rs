//! Domains on which wallets may be offered, registered for each account.

use serde_json::{Map, Value, json};

use super::doc::Doc;
use super::error::Refusal;
use super::params::need;
use super::twin::{Cx, Twin};

impl Twin {
    /// Registers a domain; the same one again is the same object.
    pub(super) fn create_domain(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let name = need(p, "domain_name")?;
        if name.contains(['/', ':', ' ']) || !name.contains('.') {
            let message = format!("Invalid domain name: {name}. Name the host alone.");
            return Err(Refusal::invalid(message).param("domain_name"));
        }
        let same = |domain: &&Doc| domain.text("domain_name") == Some(name);
        if let Some(known) = self.store.all(&cx.account, "payment_method_domain").find(same) {
            return Ok(known.shown());
        }
        let mut domain = json!({
            "id": self.chance.id("pmd"), "object": "payment_method_domain", "created": self.seconds(),
            "domain_name": name, "enabled": p.get("enabled") != Some(&json!(false)), "livemode": false,
        });
        for wallet in ["amazon_pay", "apple_pay", "google_pay", "klarna", "link", "paypal"] {
            domain[wallet] = json!({ "status": "active" });
        }
        let id = self.add(&cx.account, "payment_method_domain", domain);
        Ok(self.shown(&id))
    }

    pub(super) fn update_domain(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.meant(cx, "payment_method_domain", id)?;
        self.store.edit(id).take(p, &["enabled"]);
        Ok(self.shown(id))
    }
}
