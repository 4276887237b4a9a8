//! Webhooks on their way: what is due when, signed as Stripe signs, tried again when refused.

use std::collections::BTreeMap;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::faults::EventWhat;
use super::wire::Delivery;

/// When a refused delivery is tried again, after the first try; for three days, as with live keys.
pub const RETRIES_S: [i64; 11] =
    [60, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 43_200, 43_200, 43_200, 28_800];

/// The header of a body that leaves at `seconds`: one `v1` for each secret, and the `v0` that means nothing.
#[must_use]
pub fn signature(secrets: &[String], seconds: i64, body: &str) -> String {
    let mut header = format!("t={seconds}");
    for secret in secrets {
        header.push_str(",v1=");
        header.push_str(&hex(secret, &format!("{seconds}.{body}")));
    }
    header.push_str(",v0=");
    header.push_str(&hex("whsec_not_a_secret", &format!("{seconds}.{body}")));
    header
}

fn hex(secret: &str, text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One event for one endpoint, waiting.
#[derive(Debug, Clone)]
pub(super) struct Waiting {
    pub endpoint: String,
    pub event: String,
    pub kind: String,
    pub attempt: u32,
}

/// What became of one delivery.
#[derive(Debug, Clone, serde::Serialize)]
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
#[derive(Debug, Clone, Default)]
pub struct Post {
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
    /// Puts an event on its way, as the faults have it.
    pub(super) fn put(&mut self, waiting: Waiting, faults: &[EventWhat], now_ms: i64) {
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
    pub(super) fn release(&mut self, now_ms: i64) {
        for waiting in std::mem::take(&mut self.held).into_iter().rev() {
            self.queue_at(now_ms, waiting);
        }
    }

    pub(super) fn queue_at(&mut self, due_ms: i64, waiting: Waiting) {
        self.next += 1;
        self.queue.insert((due_ms, self.next), waiting);
    }

    /// What is to leave before the answer.
    pub(super) fn take_before(&mut self) -> Vec<(u64, Waiting)> {
        let taken = std::mem::take(&mut self.before_reply);
        taken.into_iter().map(|waiting| self.send(waiting)).collect()
    }

    /// What is due, in order.
    pub(super) fn take_due(&mut self, now_ms: i64) -> Vec<(u64, Waiting)> {
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
    pub(super) fn next_due(&self) -> Option<i64> {
        self.queue.keys().next().map(|(due_ms, _)| *due_ms)
    }

    /// Writes down what became of a delivery; what was refused is tried again later.
    pub(super) fn returned(&mut self, id: u64, status: Option<u16>, now_ms: i64) -> Option<Waiting> {
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
        if let Some(pause) = RETRIES_S.get(tried - 1) {
            let again = Waiting { attempt: waiting.attempt + 1, ..waiting.clone() };
            self.queue_at(now_ms + pause * 1000, again);
        }
        None
    }

    /// A delivery that was handed out goes nowhere.
    pub(super) fn forget(&mut self, id: u64) {
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
}

/// A delivery, signed at the moment it leaves.
pub(super) fn sign(
    (id, waiting): (u64, Waiting),
    url: &str,
    secrets: &[String],
    account: Option<String>,
    body: String,
    seconds: i64,
) -> Delivery {
    Delivery {
        id,
        url: url.to_owned(),
        endpoint: waiting.endpoint,
        event: waiting.event,
        kind: waiting.kind,
        account,
        signature: signature(secrets, seconds, &body),
        body,
        attempt: waiting.attempt,
    }
}

impl Post {
    /// What became of every try, oldest first.
    #[must_use]
    pub fn history(&self) -> &[Delivered] {
        &self.history
    }
}
