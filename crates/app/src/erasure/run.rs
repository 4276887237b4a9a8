//! The job: rows first, in one transaction; then files, what was written elsewhere, and the proof. Each step finds out for
//! itself how far it is, so that it may be begun again after any of them.

use domain::erasure::{ErasureOf, ErasureState};
use domain::ids::{AccountId, ErasureId, JobId};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use store::changes::{self, ChangeKind};
use store::erasures::{self, Erasure, Found, Redacted};
use store::jobs::{Job, NewJob};
use store::{DbError, Tx, wallet};

use super::prove::{Calm, prove};
use super::{Seal, Sought, end};
use crate::accounts::wallet::forgetting;
use crate::archives::beating;
use crate::jobs::{Done, JobError, kind};
use crate::{Ctx, feed, posts};

/// Until it is looked again whether what stood against it has ended.
const AGAIN: SignedDuration = SignedDuration::from_hours(1);
/// Until it is looked again whether the payment provider has forgotten.
const SOON: SignedDuration = SignedDuration::from_mins(1);

/// Takes an erasure to its end: the job.
pub(crate) async fn erase(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    beating(ctx, job.id, advance(ctx, ErasureId(job.subject), Calm::Unknown)).await
}

/// Takes an erasure to its end now, for a command line that waits. None while something stands against it still.
///
/// # Errors
/// A sentence saying what is in the way; the job goes on trying.
pub async fn finish_now(ctx: &Ctx, id: ErasureId) -> Result<Option<Erasure>, String> {
    advance(ctx, id, Calm::Said).await.map_err(|error| error.to_string())?;
    let found = ctx.db().read(move |conn| erasures::by_id(conn, id)).await;
    let found: Option<Erasure> = found.map_err(|error: DbError| error.to_string())?;
    Ok(found.filter(|found| found.state == ErasureState::Done))
}

/// The erasures that are not proven yet.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn waiting(ctx: &Ctx) -> Result<Vec<ErasureId>, DbError> {
    ctx.db().read(erasures::waiting).await
}

async fn advance(ctx: &Ctx, id: ErasureId, calm: Calm) -> Result<Done, JobError> {
    loop {
        let Some(found) = ctx.db().read(move |conn| erasures::by_id(conn, id)).await? else {
            return Ok(Done::Finished);
        };
        match found.state {
            ErasureState::Done => return Ok(Done::Finished),
            ErasureState::Erasing => {
                let are_gone = match found.of {
                    ErasureOf::Person(account) => rows(ctx, &found, account).await?,
                    ErasureOf::End(scope) => end::rows(ctx, &found, scope).await?,
                };
                if !are_gone {
                    return Ok(Done::Again(ctx.now() + AGAIN));
                }
            }
            ErasureState::Proving => {
                if !prove(ctx, &found, sought(ctx, &found)?, calm).await? {
                    return Ok(Done::Again(ctx.now() + SOON));
                }
            }
        }
    }
}

/// The job of an erasure.
pub(super) fn job(of: ErasureId, id: JobId, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::ERASE,
        merchant: None,
        subject: of.0,
        payload: String::new(),
        unique_key: Some(format!("{}:{of}", kind::ERASE)),
        run_at: now,
    }
}

/// What was to be searched for until now.
pub(super) fn sought(ctx: &Ctx, found: &Erasure) -> Result<Sought, JobError> {
    let sealed = found.sealed.as_deref().unwrap_or_default();
    Seal::new(ctx, found.id).open(sealed).ok_or_else(|| {
        JobError::Never(
            "what is to be searched for does not open: the server's key is another one".to_owned(),
        )
    })
}

/// The rows. Says whether they are gone; not while something stands against it that began meanwhile.
async fn rows(ctx: &Ctx, found: &Erasure, account: AccountId) -> Result<bool, JobError> {
    let id = found.id;
    let before = sought(ctx, found)?;
    let seal = Seal::new(ctx, id);
    let ids = ctx.clone();
    let gone = ctx
        .db()
        .write("erase_rows", move |tx| {
            if !erasures::obstacles(tx, account)?.is_empty() {
                return Ok::<_, DbError>(false);
            }
            let Some((known, redacted)) = redact_person(tx, &ids, account)? else { return Ok(true) };
            let sought = before.clone().and(&known);
            let erased =
                json!({ "erased": erasures::counts(&redacted.erased), "kept": erasures::counts(&redacted.kept) });
            erasures::erased(tx, id, &seal.close(&sought), &erased.to_string())?;
            Ok(true)
        })
        .await?;
    feed::catch_up(ctx).await?;
    Ok(gone)
}

/// A person's rows, and what was known of them until now; none where there is no such account.
pub(super) fn redact_person(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    account: AccountId,
) -> Result<Option<(Found, Redacted)>, DbError> {
    let now = ctx.now();
    let Some(known) = erasures::collect(tx, account)? else { return Ok(None) };
    for post in erasures::live_posts(tx, account)? {
        posts::gone(tx, post, now)?;
    }
    forget_methods(tx, ctx, account)?;
    let redacted = erasures::redact(tx, account, &known, now)?;
    changes::note(tx, ChangeKind::Account, account.0, account.0, now)?;
    changes::note(tx, ChangeKind::Session, 0, account.0, now)?;
    Ok(Some((known, redacted)))
}

/// The provider forgets how they paid.
fn forget_methods(tx: &mut Tx<'_>, ctx: &Ctx, account: AccountId) -> Result<(), DbError> {
    let now = ctx.now();
    for method in wallet::methods(tx, account)? {
        if let Some(token) = wallet::forget_method(tx, account, method.id)? {
            store::jobs::enqueue(tx, &[forgetting(ctx, token, now)], now)?;
        }
    }
    Ok(())
}
