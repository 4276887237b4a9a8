//! Idempotency keys: what was first answered is answered again, for a day, to the same request.

use std::collections::{HashMap, HashSet};

use super::error::Refusal;
use super::wire::Answer;

/// How long an answer is kept.
pub const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
/// Longer keys are refused.
const LENGTH_MAX: usize = 255;

/// Keys are apart by account.
type Key = (String, String);

#[derive(Debug, Clone)]
struct Kept {
    path: String,
    params: String,
    answer: Answer,
    request_id: String,
    at_ms: i64,
}

/// The answers kept, and the requests that still run.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    kept: HashMap<Key, Kept>,
    running: HashSet<Key>,
}

/// What a key says about a request.
pub(super) enum Known {
    /// It was not used, or a day ago.
    No,
    /// The answer of the first time, and that request's id.
    Answered(Answer, String),
}

impl Keys {
    /// Looks a key up.
    ///
    /// # Errors
    /// The key is too long, its first request still runs, or was another one.
    pub(super) fn look(
        &mut self,
        account: &str,
        key: &str,
        path: &str,
        params: &str,
        now_ms: i64,
    ) -> Result<Known, Refusal> {
        if key.is_empty() || key.len() > LENGTH_MAX {
            let message = format!("Idempotency keys must be between 1 and {LENGTH_MAX} characters");
            return Err(Refusal::invalid(message));
        }
        let whole = (account.to_owned(), key.to_owned());
        if self.running.contains(&whole) {
            return Err(in_use(key));
        }
        let Some(kept) = self.kept.get(&whole) else { return Ok(Known::No) };
        if now_ms - kept.at_ms >= KEPT_MS {
            self.kept.remove(&whole);
            return Ok(Known::No);
        }
        let another = |what: String| Err(Refusal { kind: "idempotency_error", ..Refusal::invalid(what) });
        if kept.path != path {
            return another(format!(
                "Keys for idempotent requests can only be used for the same endpoint they were first used for \
                 ('{path}' instead of '{}'). Try using a key other than '{key}' if you meant to execute a \
                 different request.",
                kept.path
            ));
        }
        if kept.params != params {
            return another(format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used \
                 with. Try using a key other than '{key}' if you meant to execute a different request."
            ));
        }
        Ok(Known::Answered(kept.answer.clone(), kept.request_id.clone()))
    }

    /// Keeps an answer.
    pub(super) fn keep(
        &mut self,
        (account, key): (&str, &str),
        path: &str,
        params: &str,
        answer: &Answer,
        request_id: &str,
        at_ms: i64,
    ) {
        let kept = Kept {
            path: path.to_owned(),
            params: params.to_owned(),
            answer: answer.clone(),
            request_id: request_id.to_owned(),
            at_ms,
        };
        self.kept.insert((account.to_owned(), key.to_owned()), kept);
    }

    /// Marks a key whose request takes its time.
    pub(super) fn begin(&mut self, account: &str, key: &str) {
        self.running.insert((account.to_owned(), key.to_owned()));
    }

    /// The request has been answered.
    pub(super) fn end(&mut self, account: &str, key: &str) {
        self.running.remove(&(account.to_owned(), key.to_owned()));
    }
}

/// What is answered while the first request with a key still runs.
#[must_use]
pub fn in_use(key: &str) -> Refusal {
    let message = format!(
        "There is currently another in-progress request using this Idempotent Key (that probably means you \
         submitted twice, and the other request is still going through): {key}. Please try again later."
    );
    Refusal { status: 409, kind: "idempotency_error", ..Refusal::invalid(message) }
        .code("idempotency_key_in_use")
}
