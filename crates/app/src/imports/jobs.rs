//! The two readings as jobs.

use std::io::Read;

use domain::ids::{ImportId, JobId, MerchantId};
use domain::view::imports::{Import, ImportState};
use jiff::SignedDuration;
use store::jobs::{Job, NewJob};
use store::{DbError, import_previews, imports};

use super::survey::{ReadError, Reader, survey};
use super::write::write;
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::FileError;

/// How far each step extends the hold on the job.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(120);

/// A job about one import.
pub(super) fn job(ctx: &Ctx, kind: &'static str, merchant: MerchantId, import: ImportId) -> NewJob {
    NewJob {
        id: ctx.id::<JobId>(),
        kind,
        merchant: Some(merchant),
        subject: import.0,
        payload: String::new(),
        unique_key: Some(format!("{kind}:{import}")),
        run_at: ctx.now(),
    }
}

/// Looks at a file that was brought: the job of [`super::bring`].
pub(crate) async fn preview(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some((reader, import)) = load(ctx, job).await? else { return Ok(Done::Finished) };
    if import.state != ImportState::Preview || import.finished_at.is_some() {
        return Ok(Done::Finished);
    }
    let (merchant, id) = (import.merchant, import.id);
    ctx.db()
        .write("restart_survey", move |tx| {
            imports::forget_remarks(tx, merchant, id, domain::view::imports::RemarkKind::Refused)
        })
        .await?;
    let Some(source) = open(ctx, &import).await? else { return Ok(Done::Finished) };
    let surveyed = match survey(ctx, reader, source, Some((id, job.id))).await {
        Ok(surveyed) => surveyed,
        Err(error) => return failed(ctx, &import, error).await,
    };
    let now = ctx.now();
    ctx.db()
        .write("end_survey", move |tx| {
            import_previews::replace(tx, merchant, id, &surveyed.previews)?;
            imports::previewed(tx, merchant, id, surveyed.format, &surveyed.counts, surveyed.held, now)
        })
        .await?;
    Ok(Done::Finished)
}

/// Writes a file that was confirmed: the job of [`super::confirm`].
pub(crate) async fn run(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some((reader, import)) = load(ctx, job).await? else { return Ok(Done::Finished) };
    if import.state != ImportState::Running {
        return Ok(Done::Finished);
    }
    let (merchant, id) = (import.merchant, import.id);
    ctx.db()
        .write("restart_import", move |tx| {
            imports::forget_remarks(tx, merchant, id, domain::view::imports::RemarkKind::Note)
        })
        .await?;
    let Some(source) = open(ctx, &import).await? else { return Ok(Done::Finished) };
    match write(ctx, reader, id, Some(job.id), source).await {
        Ok(()) => {
            super::delete_file(ctx, id, &import.file_key).await;
            Ok(Done::Settled)
        }
        Err(error) => failed(ctx, &import, error).await,
    }
}

async fn load(ctx: &Ctx, job: &Job) -> Result<Option<(Reader, Import)>, JobError> {
    let Some(merchant) = job.merchant else {
        return Err(JobError::Never("a job about an import names its merchant".to_owned()));
    };
    let import = ImportId(job.subject);
    Ok(ctx
        .db()
        .read(move |conn| {
            let Some(found) = imports::by_id(conn, merchant, import)? else { return Ok(None) };
            let Some(seller) = store::merchants::by_id(conn, merchant)? else { return Ok(None) };
            let reader = Reader { merchant, currency: seller.profile.currency };
            Ok::<_, DbError>(Some((reader, found)))
        })
        .await?)
}

/// The file; none when it is gone, and the import with it.
async fn open(ctx: &Ctx, import: &Import) -> Result<Option<Box<dyn Read + Send>>, JobError> {
    match ctx.ports().files.open(&import.file_key).await {
        Ok(source) => Ok(Some(source)),
        Err(FileError::Missing) => {
            give_up(ctx, import, FileError::Missing.to_string()).await?;
            Ok(None)
        }
        Err(error) => Err(JobError::Later(error.to_string())),
    }
}

/// A file at fault stays so; a database that did not answer is asked again.
async fn failed(ctx: &Ctx, import: &Import, error: ReadError) -> Result<Done, JobError> {
    match error {
        ReadError::Db(error) => Err(error.into()),
        ReadError::Feed(failure) => {
            give_up(ctx, import, failure.0).await?;
            Ok(Done::Finished)
        }
    }
}

/// The import failed for good, and nobody needs its file any more.
async fn give_up(ctx: &Ctx, import: &Import, reason: String) -> Result<(), DbError> {
    let (merchant, id, from, now) = (import.merchant, import.id, import.state, ctx.now());
    ctx.db()
        .write("fail_import", move |tx| {
            imports::advance(tx, merchant, id, from, ImportState::Failed, &reason, Some(now)).map(|_| ())
        })
        .await?;
    super::delete_file(ctx, id, &import.file_key).await;
    Ok(())
}
