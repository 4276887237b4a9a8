//! What can be made to go wrong, call by call and event by event.

use serde::{Deserialize, Serialize};

use super::error::Refusal;
use crate::fits::{any, fits, once};
use crate::post::strike;
pub use crate::post::{EventFault, EventWhat};

/// One misbehaviour of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which call, by the contract's name (`PaymentIntents_create`); a trailing `*` stands for any ending.
    #[serde(default = "any")]
    pub on: String,
    /// For one account only.
    #[serde(default)]
    pub account: Option<String>,
    /// How many such calls pass first.
    #[serde(default)]
    pub after: u32,
    /// How many calls it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub what: What,
}

/// What may happen to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The connection ends and nothing was done.
    LostBefore,
    /// Everything was done and the connection ends without an answer.
    LostAfter,
    /// 429; nothing was done and nothing is kept under the key.
    TooMany,
    /// 401: the key is not taken, as one that has expired. Nothing was done and nothing is kept under the idempotency key.
    NoKey,
    /// 403 without a code: the key may not do this. Likewise.
    MayNot,
    /// 400: the balance does not cover a refund. Likewise.
    NoBalance,
    /// 500, kept under the key; `acted` says whether it was done all the same.
    Stored500 {
        /// Whether the call was carried out.
        acted: bool,
    },
    /// 409: another request with this key runs. Without a key 429: the object is locked.
    InFlight,
    /// The amount is another one than was asked for.
    WrongAmount {
        /// What is added to it.
        by: i64,
    },
    /// The currency is another one than was asked for.
    WrongCurrency {
        /// Its code.
        currency: String,
    },
    /// The answer takes its time; meanwhile the key is in use.
    Slow {
        /// How long.
        ms: u64,
    },
    /// Nobody is there: the connection ends, for every call that this fault fits.
    Down,
}

impl What {
    /// A refusal that is given before anything is looked at.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        let many = "Request rate limit exceeded. You can learn more about rate limits here \
            https://stripe.com/docs/rate-limits.";
        let may_not = "The provided key does not have the required permissions for this endpoint.";
        let balance = "You have insufficient funds in your Stripe account to complete this refund.";
        Some(match self {
            Self::TooMany => Refusal::invalid(many).status(429).code("rate_limit"),
            Self::NoKey => Refusal::invalid("Expired API Key provided.").status(401).code("api_key_expired"),
            Self::MayNot => Refusal::invalid(may_not).status(403),
            Self::NoBalance => Refusal::invalid(balance).code("balance_insufficient"),
            Self::LostBefore
            | Self::LostAfter
            | Self::Stored500 { .. }
            | Self::InFlight
            | Self::WrongAmount { .. }
            | Self::WrongCurrency { .. }
            | Self::Slow { .. }
            | Self::Down => return None,
        })
    }
}

/// The faults that are set.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    calls: Vec<Fault>,
    events: Vec<EventFault>,
}

impl Faults {
    /// Sets a fault of the API.
    pub fn add(&mut self, fault: Fault) {
        self.calls.push(fault);
    }

    /// Sets a fault of webhooks.
    pub fn add_event(&mut self, fault: EventFault) {
        self.events.push(fault);
    }

    /// Takes all faults away.
    pub fn clear(&mut self) {
        *self = Faults::default();
    }

    /// The faults still set.
    #[must_use]
    pub fn set(&self) -> (&[Fault], &[EventFault]) {
        (&self.calls, &self.events)
    }

    /// What strikes this call; each that does is used up once.
    pub(super) fn strike(&mut self, operation: &str, account: &str) -> Vec<What> {
        let mut struck = Vec::new();
        for fault in &mut self.calls {
            let meant = fault.account.as_deref().is_none_or(|one| one == account);
            if !meant || !fits(&fault.on, operation) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
            } else if fault.times > 0 {
                fault.times -= 1;
                struck.push(fault.what.clone());
            }
        }
        self.calls.retain(|fault| fault.times > 0);
        struck
    }

    /// What strikes this event.
    pub(super) fn strike_event(&mut self, kind: &str) -> Vec<EventWhat> {
        strike(&mut self.events, kind)
    }
}
