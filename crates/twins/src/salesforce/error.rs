//! How the site says no: problem details of RFC 7807, or OAuth's own words at its token addresses.

use serde_json::json;

use crate::platform::Answer;

/// Where types of problems are described.
const TYPES: &str = "https://api.commercecloud.salesforce.com/documentation/error/v1/errors";

/// Why a call was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    kind: &'static str,
    pub(super) detail: String,
}

impl Refusal {
    pub(super) fn new(status: u16, kind: &'static str, detail: impl Into<String>) -> Self {
        Refusal { status, kind, detail: detail.into() }
    }

    pub(super) fn bad(detail: impl Into<String>) -> Self {
        Refusal::new(400, "bad-request", detail)
    }

    pub(super) fn missing(what: &str) -> Self {
        Refusal::new(404, "not-found", format!("{what} was not found."))
    }

    pub(super) fn answer(&self) -> Answer {
        let body =
            json!({ "title": self.kind, "type": format!("{TYPES}/{}", self.kind), "detail": self.detail });
        Answer::new(self.status, body)
    }
}
