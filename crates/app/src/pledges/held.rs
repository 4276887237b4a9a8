//! What becomes of pledges when their nonprofit is suspended: all of them are paused, and their donors told, at once and not
//! when the next gift is due.

use domain::donation::pledge::PledgeState;
use domain::ids::{JobId, NonprofitId, PledgeId};
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, nonprofits, pledges};

use super::due::{hold, let_go, lock};
use super::hear::plan_next;
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};

/// Pledges paused in one transaction: others must not wait for long.
const BATCH: u32 = 100;

/// The states in which gifts are taken.
const RUNNING: [PledgeState; 3] =
    [PledgeState::Active, PledgeState::NeedsAuthentication, PledgeState::AtRisk];

/// A job that pauses every pledge to a nonprofit.
pub(crate) fn hold_all(nonprofit: NonprofitId, id: JobId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::HOLD_PLEDGES,
        merchant: Some(nonprofit.party()),
        subject: nonprofit.0,
        payload: String::new(),
        unique_key: Some(format!("hold-pledges-{}", nonprofit.0)),
        run_at: now,
    }
}

/// The job: pauses so many pledges, and comes again while there are more. Whoever comes after a death finds those that still
/// run; a nonprofit that takes gifts again meanwhile keeps the rest.
pub(crate) async fn hold_pledges(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let nonprofit = NonprofitId(job.subject);
    let running = ctx
        .db()
        .read(move |conn| {
            let mut running = Vec::new();
            for state in RUNNING {
                running.extend(pledges::in_state(conn, nonprofit, state, BATCH)?);
            }
            Ok::<_, DbError>(running)
        })
        .await?;
    if running.is_empty() {
        return Ok(Done::Finished);
    }
    let mut batch: Vec<(PledgeId, JobId)> = running.into_iter().map(|pledge| (pledge.id, ctx.id())).collect();
    batch.sort_unstable_by_key(|(pledge, _)| *pledge);
    batch.truncate(usize::try_from(BATCH).unwrap_or(usize::MAX));
    let (about, now) = (job.id, ctx.now());
    let held = ctx
        .db()
        .write("hold_pledges", move |tx| {
            let takes = nonprofits::by_id(tx, nonprofit)?.is_some_and(|found| found.takes_donations());
            if takes {
                return Ok(false);
            }
            for (pledge, mail) in &batch {
                hold_one(tx, (nonprofit, *pledge), (about, *mail), now)?;
            }
            Ok::<_, DbError>(true)
        })
        .await?;
    Ok(if held { Done::Again(now) } else { Done::Finished })
}

fn hold_one(
    tx: &mut Tx<'_>,
    (nonprofit, id): (NonprofitId, PledgeId),
    (about, mail): (JobId, JobId),
    now: Timestamp,
) -> Result<(), DbError> {
    let Some((mut pledge, owed)) = lock(tx, nonprofit, id)? else { return Ok(()) };
    if !pledge.state.is_running() {
        return Ok(());
    }
    // A first gift whose day lies ahead still comes on it, if its donor goes on before.
    if !pledge.waits_for_first() {
        let_go(tx, owed)?;
        pledge.clear_owed();
    }
    // Each suspension is told of, and once.
    hold(tx, &mut pledge, &about.0.to_string(), mail, now)?;
    plan_next(&mut pledge, now);
    pledges::update(tx, &pledge)
}
