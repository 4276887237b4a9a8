//! Webhook endpoints and their secrets.

use serde_json::{Map, Value, json};

use super::contract::VERSION;
use super::error::Refusal;
use super::twin::{Cx, Twin};

/// More endpoints than these an account cannot have.
const ENDPOINTS_MAX: usize = 16;

impl Twin {
    pub(super) fn create_endpoint(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let url = check_url(p)?;
        let metadata = self.metadata(&Value::Null, p)?;
        if p.get("api_version").is_some_and(|version| *version != VERSION) {
            let message = format!("The twin speaks {VERSION} only, on webhooks too.");
            return Err(Refusal::invalid(message).param("api_version"));
        }
        if self.store.all(&cx.account, "webhook_endpoint").count() >= ENDPOINTS_MAX {
            let message = format!("You have reached the maximum of {ENDPOINTS_MAX} test webhook endpoints.");
            return Err(Refusal::invalid(message));
        }
        let secret = format!("whsec_{}", self.chance.letters(32));
        let endpoint = json!({
            "id": self.chance.id("we"), "object": "webhook_endpoint", "api_version": p.get("api_version"),
            "application": null, "created": self.seconds(), "description": p.get("description"),
            "enabled_events": p["enabled_events"], "livemode": false, "metadata": metadata, "status": "enabled",
            "url": url, "_secret": secret, "_connect": p.get("connect") == Some(&json!(true)),
        });
        let id = self.add(&cx.account, "webhook_endpoint", endpoint);
        let mut shown = self.shown(&id);
        // The secret is shown this once.
        shown["secret"] = json!(secret);
        Ok(shown)
    }

    pub(super) fn update_endpoint(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let metadata = self.metadata(self.meant(cx, "webhook_endpoint", id)?.get("metadata"), p)?;
        if p.contains_key("url") {
            check_url(p)?;
        }
        let doc = self.store.edit(id);
        doc.set("metadata", metadata);
        doc.take(p, &["url", "description", "enabled_events"]);
        if let Some(disabled) = p.get("disabled").and_then(Value::as_bool) {
            doc.set("status", if disabled { "disabled" } else { "enabled" });
        }
        Ok(self.shown(id))
    }

    pub(super) fn delete_endpoint(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        self.meant(cx, "webhook_endpoint", id)?;
        self.store.remove(id);
        Ok(json!({ "id": id, "object": "webhook_endpoint", "deleted": true }))
    }

    /// Gives an endpoint a new secret; the old one signs along for `keep_s` seconds.
    pub fn roll_secret(&mut self, now_ms: i64, endpoint: &str, keep_s: i64) -> Option<String> {
        self.pass(now_ms);
        self.store.any(endpoint).filter(|(_, doc)| doc.text("object") == Some("webhook_endpoint"))?;
        let secret = format!("whsec_{}", self.chance.letters(32));
        let until = self.seconds() + keep_s;
        let doc = self.store.edit(endpoint);
        let old = doc.own("_secret").expect("an endpoint has a secret");
        doc.set("_secret_old", old);
        doc.set("_secret_old_until", until);
        doc.set("_secret", secret.clone());
        Some(secret)
    }
}

fn check_url(p: &Map<String, Value>) -> Result<&str, Refusal> {
    let url = super::params::need(p, "url")?;
    if url.starts_with("https://") || url.starts_with("http://") {
        return Ok(url);
    }
    let message = "Invalid URL: An explicit scheme (such as https) must be provided.";
    Err(Refusal::invalid(message).code("url_invalid").param("url"))
}
