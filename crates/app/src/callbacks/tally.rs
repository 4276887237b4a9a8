//! How questions went, counted in memory and written down once a second: no buyer waits for a count.

use std::collections::HashMap;

use domain::callback::Asked;
use domain::ids::MerchantId;
use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use store::{DbError, callbacks};

use crate::Ctx;

/// Counts are kept for so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What was not written down yet.
#[derive(Debug, Default)]
pub(super) struct Tally(Mutex<HashMap<MerchantId, Unwritten>>);

/// Counts of one merchant, and what was wrong last.
type Unwritten = (Asked, Option<(Timestamp, String)>);

impl Tally {
    pub(super) fn count(&self, merchant: MerchantId, add: impl FnOnce(&mut Asked)) {
        add(&mut self.0.lock().entry(merchant).or_default().0);
    }

    pub(super) fn failed(&self, merchant: MerchantId, at: Timestamp, what: &str) {
        self.0.lock().entry(merchant).or_default().1 = Some((at, what.to_owned()));
    }

    fn give_back(&self, all: HashMap<MerchantId, Unwritten>) {
        let mut known = self.0.lock();
        for (merchant, (asked, failure)) in all {
            let (sum, newest) = known.entry(merchant).or_default();
            sum.asked += asked.asked;
            sum.answered += asked.answered;
            sum.late += asked.late;
            sum.wrong += asked.wrong;
            sum.fell_back += asked.fell_back;
            *newest = newest.take().or(failure);
        }
    }
}

/// Writes down how questions went.
///
/// # Errors
/// [`DbError`] when the database refused; it is written the next time then.
pub async fn flush(ctx: &Ctx) -> Result<(), DbError> {
    let tally = &ctx.memory().callbacks.tally;
    let all = std::mem::take(&mut *tally.0.lock());
    if all.is_empty() {
        return Ok(());
    }
    let (written, now) = (all.clone(), ctx.now());
    let outcome = ctx
        .db()
        .write("note_questions", move |tx| {
            for (merchant, (asked, failure)) in &written {
                callbacks::note(tx, *merchant, *asked, failure.as_ref(), now)?;
            }
            Ok::<_, DbError>(())
        })
        .await;
    if outcome.is_err() {
        tally.give_back(all);
    }
    outcome
}

/// Forgets how questions went long ago.
///
/// # Errors
/// [`DbError`] when the database refused.
pub(crate) async fn forget_old(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT;
    ctx.db().write("forget_questions", move |tx| callbacks::forget(tx, before)).await
}
