//! Keeps thieves from trying stolen cards by giving (E15, I17): who fails too often waits, and waits longer each time.
//!
//! A card tester sends many cards through a form that takes any amount from anybody. What gives him away is that nearly
//! all of his tries fail; of honest gifts nearly all succeed. So every failure counts against the device, the network
//! and the card it came with, and against all strangers together; gifts that arrive speak for them. Only tries that
//! would reach the provider count, and one that waits for its answer counts as a failure until then: a thousand at once
//! are not a way past. Donors at their bank's page are no failures, and there may be so many of them at a time. Nobody is
//! asked a riddle. Counts are one process's and in memory: several processes let through as many times more, and a
//! restart forgets.

mod minutes;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;

use domain::ids::DonationId;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;

use self::minutes::Minutes;

/// The first block of a key; each further one within a day is twice as long.
const BLOCK_FIRST: SignedDuration = SignedDuration::from_mins(10);
/// The longest block.
const BLOCK_MAX: SignedDuration = SignedDuration::from_hours(24);
/// After so long without a block the next one is a first one again.
const STRIKES_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Failures that gifts which arrived speak for: honest donors of one network or server fail far less often.
const FAILURES_PER_GIFT: u32 = 3;
/// A try without an end is a failure after so long: its donor left the bank's page.
const OPEN_MAX: SignedDuration = SignedDuration::from_mins(30);
/// Between two looks for those.
const SWEEP_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// What is said to a crowd.
const CROWD_WAIT_S: u32 = 2;
/// Keys remembered; beyond it those that have rested longest are forgotten first.
const KEYS_MAX: usize = 50_000;

/// What a try is counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// The browser.
    Device(u64),
    /// The network: 256 addresses of IPv4, or one household's of IPv6.
    Place(IpAddr),
    /// The card, as far as it is known before the provider is asked.
    Card(u64),
    /// Everybody who never gave here before.
    Strangers,
}

impl Key {
    /// Failures that are let through by one that was blocked `strikes` times within a day. A card that was blocked once is
    /// not given as many tries again: many browsers far apart would have them all.
    const fn failures_max(self, strikes: u32) -> u32 {
        match self {
            Self::Device(_) | Self::Place(_) | Self::Strangers => 5,
            Self::Card(_) if strikes > 0 => 1,
            Self::Card(_) => 3,
        }
    }

    /// Donors that may be at their bank at a time.
    const fn at_bank_max(self) -> u32 {
        match self {
            Self::Device(_) | Self::Card(_) => 3,
            Self::Place(_) => 10,
            Self::Strangers => 20,
        }
    }
}

/// Who tries, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trier {
    /// The address.
    pub ip: IpAddr,
    /// The browser, by whatever it brings along; empty for one that brings nothing.
    pub device: String,
}

/// A try that is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries failed; wait {wait_s} seconds")]
pub struct Stopped {
    /// Seconds to wait.
    pub wait_s: u32,
    /// Nothing is blocked: too many wait for an answer at this moment.
    pub is_crowd: bool,
}

/// What became of a try that was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The money is there.
    Arrived,
    /// The card was refused.
    Failed,
    /// The donor is at the bank's page: it goes on.
    AtBank,
    /// It says nothing about the card: the provider was away, or nothing was asked.
    Nothing,
}

/// What is known of one key.
#[derive(Debug, Clone, Default)]
struct Record {
    /// Tries whose answer is awaited.
    asking: u32,
    /// Tries whose donor is at the bank.
    at_bank: u32,
    /// Failures of the last hour.
    failures: Minutes,
    /// Gifts of the last hour that arrived.
    gifts: Minutes,
    blocked_until: Option<Timestamp>,
    strikes: u32,
    touched: Timestamp,
}

/// A try that was let through and has not ended.
#[derive(Debug, Clone)]
struct Open {
    keys: Vec<Key>,
    began: Timestamp,
    at_bank: bool,
}

/// The counts of one process.
#[derive(Debug, Default)]
pub struct Shield {
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    records: HashMap<Key, Record>,
    open: HashMap<DonationId, Open>,
    swept: Timestamp,
    stopped: u64,
    alarms: u64,
}

/// What an operator is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Tries stopped since the start.
    pub stopped: u64,
    /// How often strangers were stopped altogether.
    pub alarms: u64,
}

impl Trier {
    fn keys(&self, card: &str, is_known: bool) -> Vec<Key> {
        let mut keys = vec![Key::Place(network(self.ip))];
        if !self.device.is_empty() {
            keys.push(Key::Device(hashed(&self.device)));
        }
        if !card.is_empty() {
            keys.push(Key::Card(hashed(card)));
        }
        if !is_known {
            keys.push(Key::Strangers);
        }
        keys
    }
}

fn hashed(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The network that one renter of addresses has many of.
fn network(ip: IpAddr) -> IpAddr {
    match crate::limits::place_of(ip) {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            IpAddr::from([a, b, c, 0])
        }
        v6 @ IpAddr::V6(_) => v6,
    }
}

impl Record {
    fn forget_old(&mut self, now: Timestamp) {
        self.failures.forget_old(now);
        self.gifts.forget_old(now);
        if self.blocked_until.is_some_and(|until| until <= now) {
            self.blocked_until = None;
        }
        if self.touched + STRIKES_KEPT < now {
            self.strikes = 0;
        }
        self.touched = now;
    }

    /// `least`, or as many as the gifts that arrived speak for.
    fn allowed(&self, least: u32) -> u32 {
        least.max(self.gifts.sum().saturating_mul(FAILURES_PER_GIFT))
    }

    /// Blocks once more, for twice as long as before.
    fn block(&mut self, now: Timestamp) -> Timestamp {
        let times = 2_i32.saturating_pow(self.strikes.min(16));
        let until = now + (BLOCK_FIRST * times).min(BLOCK_MAX);
        self.strikes = self.strikes.saturating_add(1);
        self.blocked_until = Some(until);
        until
    }
}

impl Shield {
    /// Lets a try of `gift` through to the provider, or says how long to wait. `card`: what is known of the card before
    /// the provider is asked, may be empty. `is_known`: the account has given or bought here before. `false`:
    /// a try of this gift is under way already, and counted.
    ///
    /// # Errors
    /// [`Stopped`]; the try must not reach the provider then.
    pub(crate) fn admit(
        &self,
        (trier, card, is_known): (&Trier, &str, bool),
        gift: DonationId,
        now: Timestamp,
    ) -> Result<bool, Stopped> {
        let keys = trier.keys(card, is_known);
        let mut known = self.known.lock();
        known.sweep(now);
        known.make_room();
        if known.open.contains_key(&gift) {
            return Ok(false);
        }
        known.judge(&keys, now)?;
        for key in &keys {
            known.records.entry(*key).or_default().asking += 1;
        }
        known.open.insert(gift, Open { keys, began: now, at_bank: false });
        Ok(true)
    }

    /// Tells which card the try of `gift` that was let through is made with, once that is known: from then on the card counts
    /// with it, too. A card that has failed too often stops the try, and its place is free again.
    ///
    /// # Errors
    /// [`Stopped`]; the try must not reach the provider then.
    pub(crate) fn identify(&self, gift: DonationId, card: &str, now: Timestamp) -> Result<(), Stopped> {
        let key = Key::Card(hashed(card));
        let mut known = self.known.lock();
        let known = &mut *known;
        let Some(open) = known.open.get(&gift).filter(|open| !open.keys.contains(&key)) else {
            return Ok(());
        };
        let keys = open.keys.clone();
        if let Err(stopped) = known.judge(&[key], now) {
            known.open.remove(&gift);
            for key in keys {
                let record = known.records.entry(key).or_default();
                record.asking = record.asking.saturating_sub(1);
            }
            return Err(stopped);
        }
        known.records.entry(key).or_default().asking += 1;
        if let Some(open) = known.open.get_mut(&gift) {
            open.keys.push(key);
        }
        Ok(())
    }

    /// Tells what became of the try of `gift` that was let through. Of one that is not open nothing is counted.
    pub(crate) fn told(&self, gift: DonationId, ended: Ended, now: Timestamp) {
        let mut known = self.known.lock();
        let Some(mut open) = known.open.remove(&gift) else { return };
        for key in &open.keys {
            let record = known.records.entry(*key).or_default();
            let place = if open.at_bank { &mut record.at_bank } else { &mut record.asking };
            *place = place.saturating_sub(1);
            match ended {
                Ended::Arrived => record.gifts.add(now),
                Ended::Failed => record.failures.add(now),
                Ended::AtBank => record.at_bank += 1,
                Ended::Nothing => {}
            }
        }
        if ended == Ended::AtBank {
            open.at_bank = true;
            known.open.insert(gift, open);
        }
    }

    /// What was stopped so far.
    #[must_use]
    pub fn figures(&self) -> Figures {
        let known = self.known.lock();
        Figures { stopped: known.stopped, alarms: known.alarms }
    }
}

impl Known {
    /// Whether a try may be counted by `keys`, or how long it waits.
    fn judge(&mut self, keys: &[Key], now: Timestamp) -> Result<(), Stopped> {
        let (mut until, mut is_crowd, mut alarm) = (None, false, false);
        for key in keys {
            let record = self.records.entry(*key).or_default();
            record.forget_old(now);
            let failures_max = record.allowed(key.failures_max(record.strikes));
            if record.blocked_until.is_none() && record.failures.sum() >= failures_max {
                record.block(now);
                alarm |= *key == Key::Strangers;
            }
            until = until.max(record.blocked_until);
            is_crowd |= record.failures.sum() + record.asking >= failures_max
                || record.at_bank >= record.allowed(key.at_bank_max());
        }
        if alarm {
            self.alarms += 1;
            tracing::error!("cards are being tested by giving: strangers are stopped for a while");
        }
        if let Some(until) = until {
            self.stopped += 1;
            let wait = until.duration_since(now).as_secs() + 1;
            return Err(Stopped { wait_s: u32::try_from(wait).unwrap_or(u32::MAX), is_crowd: false });
        }
        if is_crowd { Err(Stopped { wait_s: CROWD_WAIT_S, is_crowd: true }) } else { Ok(()) }
    }

    /// Counts as failed what has been open for too long.
    fn sweep(&mut self, now: Timestamp) {
        if now < self.swept + SWEEP_EVERY {
            return;
        }
        self.swept = now;
        let left: Vec<DonationId> =
            self.open.iter().filter(|(_, open)| open.began + OPEN_MAX < now).map(|(gift, _)| *gift).collect();
        for open in left.iter().filter_map(|gift| self.open.remove(gift)) {
            for key in open.keys {
                let record = self.records.entry(key).or_default();
                let place = if open.at_bank { &mut record.at_bank } else { &mut record.asking };
                *place = place.saturating_sub(1);
                record.failures.add(now);
            }
        }
    }

    fn make_room(&mut self) {
        if self.records.len() < KEYS_MAX {
            return;
        }
        let mut rested: Vec<(Timestamp, Key)> =
            self.records.iter().map(|(key, record)| (record.touched, *key)).collect();
        rested.sort_by_key(|(touched, _)| *touched);
        for (_, key) in rested.into_iter().take(KEYS_MAX / 2).filter(|(_, key)| *key != Key::Strangers) {
            // Whose try is under way must still be counted when it ends.
            if self.records.get(&key).is_some_and(|record| record.asking + record.at_bank == 0) {
                self.records.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests;
