//! What Stripe answers when it refuses: one envelope for everything.

use serde_json::{Map, Value, json};

/// A refusal, before it is put on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// `type` of the envelope.
    pub kind: &'static str,
    /// `code` of the envelope.
    pub code: Option<&'static str>,
    /// What the bank said, of a declined card.
    pub decline_code: Option<&'static str>,
    /// The sentence.
    pub message: Box<str>,
    /// Which parameter is meant.
    pub param: Option<String>,
    /// Whether execution had begun, so that the answer is kept under the idempotency key.
    pub kept: bool,
    /// Objects the envelope carries along: `payment_intent`, `payment_method`, `charge`, `setup_intent`.
    pub along: Map<String, Value>,
}

impl Refusal {
    /// A request that is wrong in itself; nothing was begun.
    #[must_use]
    pub fn invalid(message: impl Into<String>) -> Self {
        Refusal {
            status: 400,
            kind: "invalid_request_error",
            code: None,
            decline_code: None,
            message: message.into().into_boxed_str(),
            param: None,
            kept: false,
            along: Map::new(),
        }
    }

    /// A request that the state forbids, found out while it ran.
    #[must_use]
    pub fn state(code: &'static str, message: impl Into<String>) -> Self {
        Refusal { kept: true, ..Self::invalid(message) }.code(code)
    }

    /// A card that was refused.
    #[must_use]
    pub fn card(code: &'static str, decline_code: Option<&'static str>, message: impl Into<String>) -> Self {
        let refusal = Refusal { status: 402, kind: "card_error", decline_code, ..Self::state(code, message) };
        Refusal { param: param_of_card(code), ..refusal }
    }

    /// An id in the path that names nothing here.
    #[must_use]
    pub fn missing(what: &str, id: &str) -> Self {
        Refusal { status: 404, ..Self::unknown(what, id, "id") }
    }

    /// An id in a parameter that names nothing here.
    #[must_use]
    pub fn unknown(what: &str, id: &str, param: &str) -> Self {
        Self::state("resource_missing", format!("No such {what}: '{id}'")).param(param)
    }

    /// The same with a code.
    #[must_use]
    pub fn code(self, code: &'static str) -> Self {
        Refusal { code: Some(code), ..self }
    }

    /// The same, about one parameter.
    #[must_use]
    pub fn param(self, param: impl Into<String>) -> Self {
        Refusal { param: Some(param.into()), ..self }
    }

    /// The same with another status.
    #[must_use]
    pub fn status(self, status: u16) -> Self {
        Refusal { status, ..self }
    }

    /// The same, with an object that the caller will want to see.
    #[must_use]
    pub fn with(mut self, name: &str, object: Value) -> Self {
        self.along.insert(name.to_owned(), object);
        self
    }

    /// What stands in `last_payment_error` and `last_setup_error`.
    #[must_use]
    pub fn inner(&self) -> Value {
        let mut inner = self.along.clone();
        inner.insert("type".to_owned(), json!(self.kind));
        inner.insert("message".to_owned(), json!(self.message));
        if let Some(code) = self.code {
            inner.insert("code".to_owned(), json!(code));
            let page = code.replace('_', "-");
            inner.insert("doc_url".to_owned(), json!(format!("https://stripe.com/docs/error-codes/{page}")));
        }
        if let Some(decline) = self.decline_code {
            inner.insert("decline_code".to_owned(), json!(decline));
        }
        if let Some(param) = &self.param {
            inner.insert("param".to_owned(), json!(param));
        }
        Value::Object(inner)
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self, request_id: &str, seconds: i64) -> Value {
        let mut inner = self.inner();
        let log = format!("https://dashboard.stripe.com/test/logs/{request_id}?t={seconds}");
        inner["request_log_url"] = json!(log);
        json!({ "error": inner })
    }
}

fn param_of_card(code: &str) -> Option<String> {
    let param = match code {
        "incorrect_cvc" | "invalid_cvc" => "cvc",
        "expired_card" | "invalid_expiry_month" => "exp_month",
        "invalid_expiry_year" => "exp_year",
        "incorrect_number" | "invalid_number" => "number",
        _ => return None,
    };
    Some(param.to_owned())
}
