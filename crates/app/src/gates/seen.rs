//! Who has seen what by a rule that picked them: once seen, always seen.
//!
//! Kept in memory as a set and written a second later, as counted views are. A process that dies loses a second of it:
//! whoever was picked is picked again by the same rule, and only a rule that shrank in that very second forgets them.

use std::collections::HashSet;

use domain::gate::Feature;
use domain::ids::AccountId;
use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, RwLock};
use store::DbError;
use store::gates::{Exposure, KeepExposures};

use crate::Ctx;

/// Exposures written in one command.
const PER_COMMAND: usize = 500;
/// How far back is read again: what other nodes saw is written late, by clocks that differ.
const READ_AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// The set of one process.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    known: RwLock<HashSet<(Feature, AccountId)>>,
    fresh: Mutex<Vec<Exposure>>,
    /// Everything written before it is in the set.
    read_to: Mutex<Option<Timestamp>>,
}

impl Seen {
    /// `account` has seen `feature`.
    pub(crate) fn has(&self, feature: Feature, account: AccountId) -> bool {
        self.known.read().contains(&(feature, account))
    }

    /// `account` sees `feature` now.
    pub(crate) fn note(&self, feature: Feature, account: AccountId, seen_at: Timestamp) {
        if !self.has(feature, account) && self.known.write().insert((feature, account)) {
            self.fresh.lock().push(Exposure { feature, account, seen_at });
        }
    }
}

/// Learns what was written since the last time.
pub(super) async fn read(ctx: &Ctx) -> Result<(), DbError> {
    let seen = &ctx.memory().seen;
    let mut from = seen.read_to.lock().map_or(Timestamp::UNIX_EPOCH, |to| to - READ_AGAIN);
    loop {
        let (exposures, more) = ctx.db().read(move |conn| store::gates::seen_since(conn, from)).await?;
        let last = exposures.last().map(|it| it.seen_at);
        seen.known.write().extend(exposures.iter().map(|it| (it.feature, it.account)));
        let Some(last) = last else { return Ok(()) };
        let mut read_to = seen.read_to.lock();
        *read_to = Some(read_to.map_or(last, |to| to.max(last)));
        drop(read_to);
        // A page of one single instant would be read for ever.
        if !more || last == from {
            return Ok(());
        }
        from = last;
    }
}

/// Writes who saw what since the last time. What could not be written is kept for the next time.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn write_seen(ctx: &Ctx) -> Result<(), DbError> {
    let fresh = std::mem::take(&mut *ctx.memory().seen.fresh.lock());
    for (index, chunk) in fresh.chunks(PER_COMMAND).enumerate() {
        if let Err(error) = ctx.db().submit(KeepExposures(chunk.to_vec())).await {
            let written = index * PER_COMMAND;
            ctx.memory().seen.fresh.lock().extend_from_slice(&fresh[written..]);
            return Err(error);
        }
    }
    Ok(())
}
