//! How the shop says no.

use serde_json::{Value, json};

/// Why a question was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// By a status, with a sentence.
    Status(u16, String),
    /// With status 200 and an error of this code.
    Coded(&'static str, String),
    /// It costs more than any question may.
    TooDear { cost: i64, max: i64 },
    /// The bucket does not hold so much now.
    Throttled { cost: i64 },
}

impl Refusal {
    /// The contract knows it and the twin does not: whoever needs it teaches the twin.
    pub(super) fn lacking(what: impl std::fmt::Display) -> Self {
        Refusal::Status(501, format!("The twin does not know {what}."))
    }

    /// The document or its variables are not what the contract says.
    pub(super) fn invalid(why: impl Into<String>) -> Self {
        Refusal::Coded("INVALID", why.into())
    }

    pub(super) fn status(&self) -> u16 {
        match self {
            Refusal::Status(status, _) => *status,
            Refusal::Coded(..) | Refusal::TooDear { .. } | Refusal::Throttled { .. } => 200,
        }
    }

    pub(super) fn body(&self) -> Value {
        let error = |message: &str, extensions: Value| json!({ "errors": [{ "message": message, "extensions": extensions }] });
        match self {
            Refusal::Status(_, why) => json!({ "errors": why }),
            Refusal::Coded(code, why) => error(why, json!({ "code": code })),
            Refusal::TooDear { cost, max } => error(
                &format!("Query cost is {cost}, which exceeds the single query max cost limit ({max})."),
                json!({ "code": "MAX_COST_EXCEEDED", "cost": cost, "maxCost": max }),
            ),
            Refusal::Throttled { .. } => error("Throttled", json!({ "code": "THROTTLED" })),
        }
    }
}

/// A refusal that a mutation answers in its payload.
pub(super) fn user_error(code: Option<&str>, field: &[&str], message: impl Into<String>) -> Value {
    json!({ "code": code, "field": field, "message": message.into() })
}
