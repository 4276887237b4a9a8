//! Telling an audience, page by page: who is told, the job of their mail and how far the telling has come are written in one
//! transaction, so that a death in between tells nobody twice and leaves nobody out.

use domain::ids::{AccountId, JobId, SunsetId};
use domain::sunset::Plan;
use domain::sunset::notice::{Notice, Round};
use jiff::Timestamp;
use store::jobs::{Job, NewJob};
use store::sunsets::{self, Named, Reached};
use store::{DbError, Tx, jobs};

use crate::Ctx;
use crate::jobs::{Done, JobError, kind};

/// Accounts told in one transaction: others wait for it a few milliseconds.
const PAGE: u32 = 300;

/// Begins what is due to be told.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    // A look before the lock: an idle server must not write.
    let due = ctx
        .db()
        .read(move |conn| {
            let mut due = Vec::new();
            for plan in sunsets::list(conn)? {
                let wanted = plan.rounds_due(now);
                if wanted.is_empty() {
                    continue;
                }
                let begun = sunsets::rounds_of(conn, plan.id)?;
                let is_new = |round: &Round| {
                    !begun.iter().any(|it| it.revision == plan.revision && it.round == *round)
                };
                due.extend(wanted.into_iter().filter(is_new).map(|round| (plan.clone(), round)));
            }
            Ok::<_, DbError>(due)
        })
        .await?;
    for (plan, round) in due {
        let job = round_job(ctx.id(), &plan, round, now);
        ctx.db()
            .write("begin_sunset_round", move |tx| {
                if sunsets::begin_round(tx, &plan, round, now)? {
                    jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
                }
                Ok::<_, DbError>(())
            })
            .await?;
    }
    Ok(())
}

fn round_job(id: JobId, plan: &Plan, round: Round, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::SUNSET_ROUND,
        merchant: None,
        subject: plan.id.0,
        payload: format!("{} {}", plan.revision, round.word()),
        unique_key: Some(format!("sunset-round-{}-{}-{}", plan.id.0, plan.revision, round.word())),
        run_at: now,
    }
}

/// The job: tells one page, and comes again while there are more. What a newer revision says is told by its own round.
pub(crate) async fn tell_round(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let unreadable = || JobError::Never("a telling names its revision and its round".to_owned());
    let (revision, word) = job.payload.split_once(' ').ok_or_else(unreadable)?;
    let revision: i64 = revision.parse().map_err(|_| unreadable())?;
    let round = Round::from_word(word).ok_or_else(unreadable)?;
    let (id, now) = (SunsetId(job.subject), ctx.now());
    let ids: Vec<JobId> = (0..PAGE).map(|_| ctx.id()).collect();
    let more = ctx
        .db()
        .write("tell_sunset_page", move |tx| {
            let Some(plan) = sunsets::by_id(tx, id)?.filter(|plan| plan.revision == revision) else {
                return Ok(false);
            };
            tell_page(tx, &plan, round, &ids, now)
        })
        .await?;
    Ok(if more { Done::Again(now) } else { Done::Finished })
}

/// Tells the next page. Says whether there may be more.
fn tell_page(
    tx: &mut Tx<'_>,
    plan: &Plan,
    round: Round,
    ids: &[JobId],
    now: Timestamp,
) -> Result<bool, DbError> {
    let begun = sunsets::rounds_of(tx, plan.id)?;
    let stands = begun.into_iter().find(|it| it.revision == plan.revision && it.round == round);
    let Some(stands) = stands.filter(|it| it.ended_at.is_none()) else { return Ok(false) };
    let audience = (round != Round::Withdraw).then_some(plan.audience);
    let page = sunsets::page_of(tx, plan, audience, stands.reached, PAGE)?;
    let is_last = page.len() < ids.len();
    let told: Vec<(AccountId, Notice)> =
        page.iter().map(|Named { account, was_told }| (*account, round.tells(*was_told))).collect();
    let step = Reached {
        from: stands.reached,
        to: page.last().map_or(stands.reached, |one| one.account),
        told: i64::try_from(told.len()).unwrap_or(0),
        is_last,
    };
    // First of all, as it waits for whoever else tells this page: then nothing is left to tell here.
    if !sunsets::move_round(tx, plan, round, step, now)? {
        return Ok(true);
    }
    sunsets::keep_notices(tx, plan, &told, now)?;
    let mails: Vec<NewJob> = told
        .iter()
        .zip(ids)
        .map(|((account, notice), id)| mail_job(*id, plan, *account, *notice, now))
        .collect();
    jobs::enqueue(tx, &mails, now)?;
    Ok(!is_last)
}

fn mail_job(id: JobId, plan: &Plan, account: AccountId, notice: Notice, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::SUNSET_MAIL,
        merchant: None,
        subject: account.0,
        payload: format!("{} {} {}", plan.id.0, plan.revision, notice.word()),
        unique_key: None,
        run_at: now,
    }
}
