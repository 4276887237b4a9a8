//! How the store says no: v3 answers one object, v2 a list.

use serde_json::{Value, json};

use crate::platform::Answer;

/// Why a call was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) title: String,
}

impl Refusal {
    pub(super) fn new(status: u16, title: impl Into<String>) -> Self {
        Refusal { status, title: title.into() }
    }

    pub(super) fn missing() -> Self {
        Refusal::new(404, "The requested resource was not found.")
    }

    /// The answer of the version the path names.
    pub(super) fn answer(&self, path: &str) -> Answer {
        let body: Value = if path.contains("/v2/") {
            json!([{ "status": self.status, "message": self.title }])
        } else {
            json!({ "status": self.status, "title": self.title, "type": "about:blank", "errors": {} })
        };
        Answer::new(self.status, body)
    }
}
