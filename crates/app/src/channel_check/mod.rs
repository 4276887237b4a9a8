//! The conformance kit: drives a partner's endpoint through every case that a real server meets, and says of each what was
//! wrong and what to do (docs/protocols/channel.md).
//!
//! Messages are made and signed by the very code that makes and signs real ones ([`crate::webhooks`]). Every order in them says
//! `is_test: true`. What the partner made of a message is asked by a signed message of the type [`ASKED`], so that nobody
//! without the secret is told anything; a partner that does not answer it is checked by its statuses alone, and that is said.

mod cases;
mod drive;
mod orders;
mod quotes;

pub use quotes::{check_quotes, quote_names};

use std::time::Duration;

use jiff::Timestamp;

use crate::Secret;
use crate::ports::{OrderForm, Tell};

/// The type of the message that asks what a partner made of an order.
pub const ASKED: &str = "channel.check";
/// The specification's example: what messages are signed with when no secret is named.
pub const EXAMPLE_SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// A real delivery waits for so long.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// Whom to check, and how.
pub struct Partner<'a> {
    /// Where it listens.
    pub url: String,
    /// What it checks signatures with.
    pub secret: Secret,
    /// How long an answer may take.
    pub deadline: Duration,
    /// Who carries messages.
    pub tell: &'a dyn Tell,
    /// Who writes orders.
    pub orders: &'a dyn OrderForm,
    /// The time.
    pub now: &'a (dyn Fn() -> Timestamp + Send + Sync),
    /// A number that was never given before, also not by another check.
    pub fresh: &'a (dyn Fn() -> i64 + Send + Sync),
}

/// What became of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Passed,
    /// As it should be as far as statuses tell; what was made of it was not answered.
    Unseen,
    /// What was wrong, and what to do.
    Failed(String),
}

/// One case and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// What was tried, in a few words.
    pub case: &'static str,
    /// What became of it.
    pub verdict: Verdict,
}

/// Tries every case, one after the other, and hands each to `told` as soon as it is known.
pub async fn check(partner: &Partner<'_>, mut told: impl FnMut(&Checked)) -> Vec<Checked> {
    let mut all = Vec::new();
    for case in cases::ALL {
        let verdict = cases::run(*case, &drive::Drive { partner }).await;
        let checked = Checked { case: case.name(), verdict };
        told(&checked);
        all.push(checked);
    }
    all
}

/// The names of all cases, in the order in which they are tried.
#[must_use]
pub fn names() -> Vec<&'static str> {
    cases::ALL.iter().map(|case| case.name()).collect()
}
