//! Events on their way to whoever asked to be told: what is due when, what goes wrong with it, and when a refused one is
//! tried again. What a delivery looks like is the peer's own affair.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fits::fits;

/// One misbehaviour of webhooks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFault {
    /// Which events, by type; a trailing `*` stands for any ending.
    #[serde(default = "crate::fits::any")]
    pub on: String,
    /// How many such events it strikes.
    #[serde(default = "crate::fits::once")]
    pub times: u32,
    /// What happens.
    pub what: EventWhat,
}

/// What may happen to an event on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventWhat {
    /// It comes more than once.
    Duplicated {
        /// How often beyond the first time.
        more: u32,
    },
    /// It comes late.
    Late {
        /// By how much.
        ms: i64,
    },
    /// It never comes. Whoever asks finds it all the same.
    Never,
    /// It comes before the answer to the call that caused it.
    BeforeReply,
    /// It is held until as many have gathered, and then they come the last first.
    Reversed {
        /// How many.
        of: u32,
    },
}

/// What strikes an event of this type; each fault that does is used up once.
pub(crate) fn strike(faults: &mut Vec<EventFault>, kind: &str) -> Vec<EventWhat> {
    let mut struck = Vec::new();
    for fault in faults.iter_mut().filter(|fault| fault.times > 0 && fits(&fault.on, kind)) {
        fault.times -= 1;
        struck.push(fault.what.clone());
    }
    faults.retain(|fault| fault.times > 0);
    struck
}

/// One event for one endpoint, waiting.
#[derive(Debug, Clone)]
pub(crate) struct Waiting {
    pub endpoint: String,
    pub event: String,
    pub kind: String,
    pub attempt: u32,
}

/// What became of one delivery.
#[derive(Debug, Clone, Serialize)]
pub struct Delivered {
    /// The event.
    pub event: String,
    /// Its type.
    pub kind: String,
    /// The endpoint.
    pub endpoint: String,
    /// The how-manieth try.
    pub attempt: u32,
    /// The status answered; nothing if nobody answered.
    pub status: Option<u16>,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// All that is on its way.
#[derive(Debug, Clone)]
pub struct Post {
    /// When a refused delivery is tried again, in seconds after the try before.
    retries_s: &'static [i64],
    queue: BTreeMap<(i64, u64), Waiting>,
    before_reply: Vec<Waiting>,
    held: Vec<Waiting>,
    hold: usize,
    out: BTreeMap<u64, Waiting>,
    next: u64,
    /// What became of what was sent.
    history: Vec<Delivered>,
}

impl Post {
    /// Nothing on its way yet; what is refused is tried again after these pauses.
    pub(crate) fn new(retries_s: &'static [i64]) -> Self {
        Post {
            retries_s,
            queue: BTreeMap::new(),
            before_reply: Vec::new(),
            held: Vec::new(),
            hold: 0,
            out: BTreeMap::new(),
            next: 0,
            history: Vec::new(),
        }
    }

    /// Puts an event on its way, as the faults have it.
    pub(crate) fn put(&mut self, waiting: Waiting, faults: &[EventWhat], now_ms: i64) {
        let mut due_ms = now_ms;
        let mut copies = 1;
        let mut before = false;
        let mut held = false;
        for fault in faults {
            match fault {
                EventWhat::Never => return,
                EventWhat::Duplicated { more } => copies += more,
                EventWhat::Late { ms } => due_ms += ms,
                EventWhat::BeforeReply => before = true,
                EventWhat::Reversed { of } => {
                    held = true;
                    self.hold = usize::try_from(*of).expect("a small number");
                }
            }
        }
        for _ in 0..copies {
            if held {
                self.held.push(waiting.clone());
            } else if before {
                self.before_reply.push(waiting.clone());
            } else {
                self.queue_at(due_ms, waiting.clone());
            }
        }
        if !self.held.is_empty() && self.held.len() >= self.hold {
            self.release(now_ms);
        }
    }

    /// Lets go of what is held, the last first.
    pub(crate) fn release(&mut self, now_ms: i64) {
        for waiting in std::mem::take(&mut self.held).into_iter().rev() {
            self.queue_at(now_ms, waiting);
        }
    }

    pub(crate) fn queue_at(&mut self, due_ms: i64, waiting: Waiting) {
        self.next += 1;
        self.queue.insert((due_ms, self.next), waiting);
    }

    /// What is to leave before the answer.
    pub(crate) fn take_before(&mut self) -> Vec<(u64, Waiting)> {
        let taken = std::mem::take(&mut self.before_reply);
        taken.into_iter().map(|waiting| self.send(waiting)).collect()
    }

    /// What is due, in order.
    pub(crate) fn take_due(&mut self, now_ms: i64) -> Vec<(u64, Waiting)> {
        let later = self.queue.split_off(&(now_ms + 1, 0));
        let due = std::mem::replace(&mut self.queue, later);
        due.into_values().map(|waiting| self.send(waiting)).collect()
    }

    fn send(&mut self, waiting: Waiting) -> (u64, Waiting) {
        self.next += 1;
        self.out.insert(self.next, waiting.clone());
        (self.next, waiting)
    }

    /// When something is due next.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.queue.keys().next().map(|(due_ms, _)| *due_ms)
    }

    /// Writes down what became of a delivery; what was refused is tried again later.
    pub(crate) fn returned(&mut self, id: u64, status: Option<u16>, now_ms: i64) -> Option<Waiting> {
        let waiting = self.out.remove(&id)?;
        self.history.push(Delivered {
            event: waiting.event.clone(),
            kind: waiting.kind.clone(),
            endpoint: waiting.endpoint.clone(),
            attempt: waiting.attempt,
            status,
            at_ms: now_ms,
        });
        if status.is_some_and(|status| (200..300).contains(&status)) {
            return Some(waiting);
        }
        let tried = usize::try_from(waiting.attempt).expect("a small number");
        if let Some(pause) = self.retries_s.get(tried - 1) {
            let again = Waiting { attempt: waiting.attempt + 1, ..waiting.clone() };
            self.queue_at(now_ms + pause * 1000, again);
        }
        None
    }

    /// A delivery that was handed out goes nowhere.
    pub(crate) fn forget(&mut self, id: u64) {
        self.out.remove(&id);
    }

    /// Nothing is on its way, held back or to be tried again.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.queue.is_empty() && self.held.is_empty() && self.out.is_empty() && self.before_reply.is_empty()
    }

    /// The deliveries that were handed out and not yet answered for.
    #[must_use]
    pub fn in_flight(&self) -> usize {
        self.out.len()
    }

    /// What became of every try, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Delivered] {
        &self.history
    }
}
