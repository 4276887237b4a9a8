//! What can be made to go wrong with calls to a platform and with the webhooks it sends.

use serde::{Deserialize, Serialize};

use crate::fits::fits;
use crate::post::{EventFault, EventWhat, strike};

/// One misbehaviour of the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Which call, by the contract's name; a trailing `*` stands for any ending.
    #[serde(default = "crate::fits::any")]
    pub on: String,
    /// How many such calls pass first.
    #[serde(default)]
    pub after: u32,
    /// How many calls it strikes.
    #[serde(default = "crate::fits::once")]
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
    /// 429; nothing was done.
    TooMany,
    /// 401: the key is not taken. Nothing was done.
    NoKey,
    /// 403: the key may not do this. Nothing was done.
    MayNot,
    /// This status of a server's failure; `acted` says whether it was done all the same.
    Failed {
        /// The status, from 500 on.
        status: u16,
        /// Whether the call was carried out.
        acted: bool,
    },
    /// The answer takes its time.
    Slow {
        /// How long.
        ms: u64,
    },
}

/// The faults that are set.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    calls: Vec<Fault>,
    events: Vec<EventFault>,
    /// Until then nobody is there.
    pub down_until_ms: i64,
}

impl Faults {
    /// Sets a fault of the API.
    pub fn add(&mut self, fault: Fault) {
        self.calls.push(fault);
    }

    /// Sets a fault that strikes the next such call.
    pub fn next(&mut self, on: &str, what: What) {
        self.add(Fault { on: on.to_owned(), after: 0, times: 1, what });
    }

    /// Sets a fault of webhooks.
    pub fn add_event(&mut self, fault: EventFault) {
        self.events.push(fault);
    }

    /// Takes all faults away.
    pub fn clear(&mut self) {
        *self = Faults::default();
    }

    /// What strikes this call; each that does is used up once.
    pub(crate) fn strike(&mut self, operation: &str) -> Vec<What> {
        let mut struck = Vec::new();
        for fault in self.calls.iter_mut().filter(|fault| fits(&fault.on, operation)) {
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
    pub(crate) fn strike_event(&mut self, kind: &str) -> Vec<EventWhat> {
        strike(&mut self.events, kind)
    }
}

/// What the faults of one call come to, in the order in which they matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is done and answered.
    Done,
    /// The connection ends first.
    LostBefore,
    /// Refused with this status before anything is looked at.
    Refused(u16),
    /// It fails with this status, and is done or not.
    Failed(u16, bool),
    /// It is done and the connection ends.
    LostAfter,
}

impl Fate {
    /// What becomes of a call, and how long its answer takes.
    pub(crate) fn of(struck: &[What]) -> (Fate, u64) {
        let mut fate = Fate::Done;
        let mut wait_ms = 0;
        for what in struck {
            fate = match what {
                What::Slow { ms } => {
                    wait_ms += ms;
                    continue;
                }
                What::LostBefore => Fate::LostBefore,
                What::LostAfter => Fate::LostAfter,
                What::TooMany => Fate::Refused(429),
                What::NoKey => Fate::Refused(401),
                What::MayNot => Fate::Refused(403),
                What::Failed { status, acted } => Fate::Failed(*status, *acted),
            };
        }
        (fate, wait_ms)
    }
}
