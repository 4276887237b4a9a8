//! Hooks: what is told to whom, signed by Standard Webhooks, tried again for two days and then switched off.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::error::Refusal;
use super::pages::Page;
use super::twin::Twin;
use super::{CLIENT_SECRET, STORE};
use crate::platform::{Answer, Delivery, Request};
use crate::post::Waiting;

/// When a refused delivery is tried again, after the try before; two days in all.
///
/// Source: "Callback retry mechanism" in BigCommerce's overview of webhooks.
pub const RETRIES_S: [i64; 11] = [60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 50_400, 86_400];
/// A hook that told nothing for so long is switched off.
const SILENCE_MS: i64 = 90 * 24 * 3_600_000;
/// What a hook tells when another one cannot be delivered.
const EXCEPTION: &str = "store/hook/deliveryException";

/// Somebody who asked to be told.
#[derive(Debug, Clone)]
pub struct Hook {
    /// The store's id.
    pub id: u64,
    /// What is told.
    pub scope: String,
    /// Where.
    pub destination: String,
    /// Headers that go along.
    pub headers: Value,
    /// Whether it is switched on.
    pub is_active: bool,
    /// When it last told something, or was made.
    pub told_ms: i64,
}

impl Hook {
    fn shown(&self) -> Value {
        json!({
            "id": self.id, "client_id": "twin", "store_hash": STORE, "scope": self.scope,
            "destination": self.destination, "headers": self.headers, "is_active": self.is_active,
            "created_at": self.told_ms / 1000, "updated_at": self.told_ms / 1000,
        })
    }
}

/// The `webhook-signature` of a message.
///
/// Source: Standard Webhooks 1.0.0; the key is the client secret, as "Webhook signature verification" says.
///
/// # Panics
/// Never: a key may have any length.
#[must_use]
pub fn signature(secret: &str, id: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

impl Twin {
    /// Tells whoever asked; a body says ids and nothing else.
    pub(super) fn tell(&mut self, scope: &str, data: Value) {
        let told: Vec<u64> = self
            .hooks
            .values()
            .filter(|hook| hook.is_active && hook.scope == scope)
            .map(|hook| hook.id)
            .collect();
        for hook in told {
            let faults = self.faults.strike_event(scope);
            let event = format!("msg_{}", self.chance.letters(24));
            let body = json!({
                "scope": scope, "store_id": "1001", "data": data, "hash": self.chance.letters(40),
                "created_at": self.now_ms / 1000, "producer": format!("stores/{STORE}"),
            });
            self.bodies.insert(event.clone(), body.to_string());
            let waiting = Waiting { endpoint: hook.to_string(), event, kind: scope.to_owned(), attempt: 1 };
            self.post.put(waiting, &faults, self.now_ms);
        }
    }

    /// Signed at the moment they leave; what belongs to a hook that is gone or off goes nowhere.
    pub(super) fn signed(&mut self, leaving: Vec<(u64, Waiting)>) -> Vec<Delivery> {
        let mut signed = Vec::new();
        for (id, waiting) in leaving {
            let hook = waiting.endpoint.parse().ok().and_then(|hook: u64| self.hooks.get(&hook));
            let Some(hook) = hook.filter(|hook| hook.is_active) else {
                self.post.forget(id);
                continue;
            };
            let body = self.bodies.get(&waiting.event).cloned().unwrap_or_default();
            let seconds = self.now_ms / 1000;
            let signature = signature(CLIENT_SECRET, &waiting.event, seconds, &body);
            let mut headers = vec![
                ("webhook-id".to_owned(), waiting.event),
                ("webhook-timestamp".to_owned(), seconds.to_string()),
                ("webhook-signature".to_owned(), signature),
            ];
            for (name, value) in hook.headers.as_object().into_iter().flatten() {
                headers.push((name.to_lowercase(), value.as_str().unwrap_or_default().to_owned()));
            }
            signed.push(Delivery { id, url: hook.destination.clone(), kind: waiting.kind, headers, body });
        }
        signed
    }

    /// What an endpoint answered; the last try in vain switches the hook off.
    pub(super) fn answered(&mut self, delivery: u64, status: Option<u16>) {
        let done = self.post.returned(delivery, status, self.now_ms);
        let Some(last) = self.post.history().last().cloned() else { return };
        let Ok(id) = last.endpoint.parse::<u64>() else { return };
        let Some(hook) = self.hooks.get_mut(&id) else { return };
        if done.is_some() {
            hook.told_ms = self.now_ms;
        } else if usize::try_from(last.attempt).is_ok_and(|tries| tries > RETRIES_S.len()) {
            hook.is_active = false;
            let scope = hook.scope.clone();
            self.tell(EXCEPTION, json!({ "type": "hook", "id": id, "scope": scope }));
        }
    }

    /// Switches off what was silent for too long.
    pub(super) fn silence(&mut self) {
        for hook in self.hooks.values_mut() {
            hook.is_active &= self.now_ms - hook.told_ms < SILENCE_MS;
        }
    }

    pub(super) fn list_hooks(&self, request: &Request) -> Result<Answer, Refusal> {
        let page = Page::of(request)?;
        let all: Vec<Value> = self.hooks.values().map(Hook::shown).collect();
        let total = all.len();
        Ok(page.v3(&page.cut(all), total))
    }

    pub(super) fn create_hook(&mut self, body: &Value) -> Result<Answer, Refusal> {
        let said = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let (scope, destination) = (said("scope"), said("destination"));
        if self.hooks.values().any(|hook| hook.scope == scope && hook.destination == destination) {
            return Err(Refusal::new(422, "This hook exists: scope and destination must be unique."));
        }
        let hook = Hook {
            id: self.next_id(),
            scope,
            destination,
            headers: body["headers"].clone(),
            is_active: body["is_active"].as_bool().unwrap_or(true),
            told_ms: self.now_ms,
        };
        let shown = hook.shown();
        self.hooks.insert(hook.id, hook);
        Ok(Answer::new(200, json!({ "data": shown, "meta": {} })))
    }

    pub(super) fn change_hook(&mut self, id: u64, body: &Value) -> Result<Answer, Refusal> {
        let now_ms = self.now_ms;
        let hook = self.hooks.get_mut(&id).ok_or_else(Refusal::missing)?;
        if let Some(is_active) = body["is_active"].as_bool() {
            hook.is_active = is_active;
            hook.told_ms = now_ms;
        }
        if body["headers"].is_object() {
            hook.headers = body["headers"].clone();
        }
        Ok(Answer::new(200, json!({ "data": hook.shown(), "meta": {} })))
    }

    pub(super) fn delete_hook(&mut self, id: u64) -> Result<Answer, Refusal> {
        let hook = self.hooks.remove(&id).ok_or_else(Refusal::missing)?;
        Ok(Answer::new(200, json!({ "data": hook.shown(), "meta": {} })))
    }
}
