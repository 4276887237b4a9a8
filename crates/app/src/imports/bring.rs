//! A file is brought: uploaded, or fetched from an address. It is kept first and looked at by a job.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::ImportId;
use store::imports::NewImport;
use store::{DbError, imports, staff_actions};

use super::gate::{self, Shut};
use super::jobs::job;
use crate::Ctx;
use crate::jobs::kind;
use crate::ports::{FetchError, FileError, Pieces};
use crate::quota::{self, Full};
use crate::staff_log::{self, permitted};

/// The largest file that is taken: 100,000 products with long descriptions.
pub const UPLOAD_BYTES_MAX: u64 = 256 * 1024 * 1024;
/// The largest file that is fetched from an address, which is held in memory for a moment.
const FETCH_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Characters of a file name or address that are kept.
const SOURCE_CHARS_MAX: usize = 500;

/// Why a file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It could not be kept: too large, or broken off.
    #[error(transparent)]
    File(#[from] FileError),
    /// The shop's files take as much room as they may.
    #[error(transparent)]
    Full(#[from] Full),
    /// It could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// Files are not taken from here now, or no more.
    #[error(transparent)]
    Shut(#[from] Shut),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Keeps an uploaded file, named `name` by whoever uploads it, and lets a job look at it.
///
/// # Errors
/// See [`BringError`]; nothing is kept then.
pub async fn bring(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    name: &str,
    pieces: Pieces<'_>,
) -> Result<ImportId, BringError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    gate::ask(ctx, permit).await??;
    let import: ImportId = ctx.id();
    let file_key = format!("imports/{import}");
    let room = quota::room(ctx, merchant).await?;
    // An empty room takes no first byte: nobody sends all of a large file in vain.
    room.fits(1)?;
    let bytes_max = room.left().min(UPLOAD_BYTES_MAX);
    let bytes_total = match ctx.ports().files.save(&file_key, pieces, bytes_max).await {
        Ok(bytes_total) => bytes_total,
        Err(FileError::TooLarge(_)) if bytes_max < UPLOAD_BYTES_MAX => {
            return Err(Full { used: room.used, limit: room.used.saturating_add(bytes_max) }.into());
        }
        Err(error) => return Err(error.into()),
    };
    if bytes_total == 0 {
        ctx.ports().files.delete(&file_key).await?;
        return Err(BringError::Empty);
    }
    let source: String = name.chars().filter(|sign| !sign.is_control()).take(SOURCE_CHARS_MAX).collect();
    let line = staff_log::line(ctx, permit.by(), merchant, "import.bring", import, source.clone());
    let job = job(ctx, kind::IMPORT_PREVIEW, merchant, import);
    let (created_by, now) = (permit.by().account(), ctx.now());
    let key = file_key.clone();
    let limit = room.limit;
    let kept: Result<(), BringError> = ctx
        .db()
        .write("bring_import", move |tx| {
            let row = NewImport {
                id: import,
                merchant,
                source: &source,
                file_key: &file_key,
                bytes_total,
                created_by,
            };
            imports::insert(tx, &row, now)?;
            // Two files at once may each have found room for one.
            let room = quota::room_in(tx, merchant, limit)?;
            if let Some(limit) = limit.filter(|limit| room.used > *limit) {
                return Err(Full { used: room.used.saturating_sub(bytes_total), limit }.into());
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await;
    // A file without a row would never be found again.
    if kept.is_err() {
        super::delete_file(ctx, import, &key).await;
    }
    kept?;
    Ok(import)
}

/// Fetches the file at `url`, through the one guarded client, and lets a job look at it.
///
/// # Errors
/// See [`BringError`]; nothing is kept then.
pub async fn bring_from_url(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    url: &str,
) -> Result<ImportId, BringError> {
    gate::ask(ctx, permit).await??;
    let bytes = ctx.ports().fetch.get(url.trim(), FETCH_BYTES_MAX).await?;
    let pieces = Box::pin(futures_util::stream::iter([Ok(bytes)]));
    bring(ctx, permit, url.trim(), pieces).await
}
