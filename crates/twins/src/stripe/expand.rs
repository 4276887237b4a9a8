//! `expand[]`: an id becomes the object it names.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::twin::{Cx, Twin};

/// Levels below which nothing is expanded.
const DEPTH_MAX: usize = 4;

impl Twin {
    pub(super) fn check_expand(&self, p: &Map<String, Value>) -> Result<(), Refusal> {
        for path in paths(p) {
            if path.split('.').filter(|part| *part != "data").count() > DEPTH_MAX {
                let message = format!("You cannot expand more than {DEPTH_MAX} levels of a property: {path}");
                return Err(Refusal::invalid(message).param("expand"));
            }
        }
        Ok(())
    }

    pub(super) fn expand(
        &self,
        cx: &Cx,
        mut answer: Value,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        for path in paths(p) {
            let parts: Vec<&str> = path.split('.').collect();
            if !self.unfold(cx, &mut answer, &parts) {
                let message = format!(
                    "This property cannot be expanded ({path}). You may want to try expanding 'data.{path}' if \
                     this is a list."
                );
                return Err(Refusal::invalid(message).param("expand"));
            }
        }
        Ok(answer)
    }

    fn unfold(&self, cx: &Cx, value: &mut Value, parts: &[&str]) -> bool {
        let Some((part, rest)) = parts.split_first() else { return true };
        match value {
            Value::Array(items) => items.iter_mut().all(|item| self.unfold(cx, item, parts)),
            Value::Object(fields) => {
                if !fields.contains_key(*part) {
                    match self.included(cx, fields, part) {
                        Some(extra) => fields.insert((*part).to_owned(), extra),
                        None => return false,
                    };
                }
                let inner = fields.get_mut(*part).expect("it was there or was just put there");
                match inner {
                    Value::Null => return true,
                    Value::String(id) => match self.store.any(id) {
                        Some((owner, doc))
                            if owner == cx.account || Some(owner) == cx.platform.as_deref() =>
                        {
                            *inner = doc.shown();
                        }
                        _ => return false,
                    },
                    Value::Bool(_) | Value::Number(_) => return false,
                    Value::Array(_) | Value::Object(_) => {}
                }
                self.unfold(cx, inner, rest)
            }
            _ => false,
        }
    }

    /// What is answered only when asked for.
    fn included(&self, cx: &Cx, fields: &Map<String, Value>, part: &str) -> Option<Value> {
        let id = fields.get("id")?.as_str()?;
        match (fields.get("object")?.as_str()?, part) {
            ("charge", "refunds") => {
                let all = self.store.all(&cx.account, "refund").rev();
                let own: Vec<Value> =
                    all.filter(|one| one.text("charge") == Some(id)).map(super::doc::Doc::shown).collect();
                let url = format!("/v1/charges/{id}/refunds");
                Some(json!({ "object": "list", "data": own, "has_more": false, "url": url }))
            }
            ("invoice", "confirmation_secret") => self.confirmation_secret(id),
            ("invoice", "payments") => Some(self.invoice_payments(id)),
            _ => None,
        }
    }
}

fn paths(p: &Map<String, Value>) -> impl Iterator<Item = &str> {
    p.get("expand").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
