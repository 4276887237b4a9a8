//! The job: rows first, in one transaction; then files, what was written elsewhere, and the proof. Each step finds out for
//! itself how far it is, so that it may be begun again after any of them.

use domain::archive::ArchiveOf;
use domain::erasure::ErasureState;
use domain::ids::{AccountId, ErasureId};
use jiff::SignedDuration;
use serde_json::json;
use store::changes::{self, ChangeKind};
use store::erasures::{self, Erasure};
use store::jobs::Job;
use store::{DbError, Tx, wallet};

use super::prove::{Calm, prove};
use super::{Seal, Sought};
use crate::accounts::wallet::forgetting;
use crate::archives::beating;
use crate::jobs::{Done, JobError};
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
        let ArchiveOf::Person(account) = found.of else {
            return Err(JobError::Never("only persons are erased".to_owned()));
        };
        match found.state {
            ErasureState::Done => return Ok(Done::Finished),
            ErasureState::Erasing => {
                if !rows(ctx, &found, account).await? {
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

fn sought(ctx: &Ctx, found: &Erasure) -> Result<Sought, JobError> {
    let sealed = found.sealed.as_deref().unwrap_or_default();
    Seal::new(ctx, found.id).open(sealed).ok_or_else(|| {
        JobError::Never(
            "what is to be searched for does not open: the server's key is another one".to_owned(),
        )
    })
}

/// The rows. Says whether they are gone; not while something stands against it that began meanwhile.
async fn rows(ctx: &Ctx, found: &Erasure, account: AccountId) -> Result<bool, JobError> {
    let (id, now) = (found.id, ctx.now());
    let before = sought(ctx, found)?;
    let seal = Seal::new(ctx, id);
    let ids = ctx.clone();
    let gone = ctx
        .db()
        .write("erase_rows", move |tx| {
            if !erasures::obstacles(tx, account)?.is_empty() {
                return Ok::<_, DbError>(false);
            }
            let Some(known) = erasures::collect(tx, account)? else { return Ok(true) };
            let sought = before.clone().and(&known);
            for post in erasures::live_posts(tx, account)? {
                posts::gone(tx, post, now)?;
            }
            forget_methods(tx, &ids, account)?;
            let redacted = erasures::redact(tx, account, &known, now)?;
            let erased =
                json!({ "erased": erasures::counts(&redacted.erased), "kept": erasures::counts(&redacted.kept) });
            erasures::erased(tx, id, &seal.close(&sought), &erased.to_string())?;
            changes::note(tx, ChangeKind::Account, account.0, account.0, now)?;
            changes::note(tx, ChangeKind::Session, 0, account.0, now)?;
            Ok(true)
        })
        .await?;
    feed::catch_up(ctx).await?;
    Ok(gone)
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
