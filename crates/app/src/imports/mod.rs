//! Product files: brought, looked at, confirmed, written. Nothing is written before someone (or the command line)
//! says so, a bad row never stops the file, and a file that would empty the shop is held.
//!
//! The file is read twice, each time as a stream: [`survey`] compares it with what is stored and writes nothing of
//! the catalog, [`write`] takes it in some hundred products at a time. Both run as jobs and extend their lease
//! with every step, so a file of any size is safe from being read by two workers at once.

mod batches;
mod bring;
mod compare;
mod file;
mod foresee;
mod gate;
mod jobs;
mod rows;
mod seen;
mod survey;
mod write;

pub use bring::{BringError, UPLOAD_BYTES_MAX, bring, bring_from_url};
pub(crate) use compare::{Outcome, refusal};
pub use file::{FileMode, FileReport, ImportFileError, import_file};
pub use foresee::PREVIEWS_MAX;
pub use gate::Shut;
pub(crate) use jobs::{preview, run};
pub(crate) use rows::Taken;
pub(crate) use write::{Said, apply, offer, plan};

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::ImportId;
use domain::money::Currency;
use domain::view::imports::{Import, ImportState, ProductPreview, Remark};
use jiff::SignedDuration;
use store::{DbError, import_previews, imports, staff_actions};

use crate::Ctx;
use crate::jobs::kind;
use crate::staff_log::{self, permitted};

/// Remarks about rows that are kept of one import; a file with more is wrong as a whole.
pub const REMARKS_MAX: u32 = 1_000;
/// How long the file of an import is kept for somebody to confirm it.
const FILE_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// After how long an import that still runs is over: a week after the last day on which it could have begun.
const RUNNING_MAX: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long a command line may take to write its file. One that died keeps its shop from importing until then.
const COMMAND_MAX: SignedDuration = SignedDuration::from_hours(6);
/// Files forgotten in one round of the reconciler.
const FORGOTTEN_AT_ONCE: u32 = 100;
/// Imports that are listed.
const IMPORTS_LISTED_MAX: u32 = 50;
/// A file is held when it would remove more than so many percent of what is on sale.
pub const SHRINK_PERCENT_MAX: u64 = 30;

/// A merchant's imports, newest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<Import>, DbError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    ctx.db().read(move |conn| imports::list(conn, merchant, IMPORTS_LISTED_MAX)).await
}

/// An import with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The import.
    pub import: Import,
    /// What it says about rows, refused ones first, at most [`REMARKS_MAX`].
    pub remarks: Vec<Remark>,
    /// The first products that it changes and creates, at most [`PREVIEWS_MAX`] of each; none before all of the file
    /// was looked at.
    pub previews: Vec<ProductPreview>,
    /// What prices without a currency are in.
    pub currency: Currency,
}

/// One import.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn view(ctx: &Ctx, permit: &Permit<AtMerchant>, import: ImportId) -> Result<Option<Seen>, DbError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    ctx.db()
        .read(move |conn| {
            let Some(found) = imports::by_id(conn, merchant, import)? else { return Ok(None) };
            let Some(seller) = store::merchants::by_id(conn, merchant)? else { return Ok(None) };
            Ok(Some(Seen {
                import: found,
                currency: seller.profile.currency,
                remarks: imports::remarks(conn, merchant, import, REMARKS_MAX)?,
                previews: import_previews::of_import(conn, merchant, import)?,
            }))
        })
        .await
}

/// Why an import does not begin.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    /// There is no such import.
    #[error("there is no such import")]
    Unknown,
    /// It is still being looked at.
    #[error("the file is still being checked")]
    NotReady,
    /// It would remove much of the catalog; say so to confirm it.
    #[error("the file would remove more than {SHRINK_PERCENT_MAX} % of the products on sale")]
    Held,
    /// It ran already, failed or was discarded.
    #[error("this import is over")]
    Over,
    /// Another file of this merchant is being written.
    #[error("another import is running")]
    Busy,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Lets an import that was looked at begin. `removal_confirmed`: the removal that holds it is wanted.
///
/// # Errors
/// See [`ConfirmError`]; nothing has changed then.
pub async fn confirm(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    import: ImportId,
    removal_confirmed: bool,
) -> Result<(), ConfirmError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let line = staff_log::line(ctx, permit.by(), merchant, "import.confirm", import, "");
    let job = jobs::job(ctx, kind::IMPORT_RUN, merchant, import);
    let now = ctx.now();
    ctx.db()
        .write("confirm_import", move |tx| {
            let found = imports::by_id(tx, merchant, import)?.ok_or(ConfirmError::Unknown)?;
            match found.state {
                ImportState::Preview if found.finished_at.is_none() => return Err(ConfirmError::NotReady),
                ImportState::Held if !removal_confirmed => return Err(ConfirmError::Held),
                ImportState::Preview | ImportState::Held => {}
                ImportState::Running | ImportState::Done | ImportState::Failed | ImportState::Discarded => {
                    return Err(ConfirmError::Over);
                }
            }
            if !imports::advance(tx, merchant, import, found.state, ImportState::Running, "", None)? {
                return Err(ConfirmError::Busy);
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&job), now)?;
            staff_actions::note(tx, &line)?;
            Ok(())
        })
        .await
}

/// Gives up an import that was only looked at. Says whether it was one.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn discard(ctx: &Ctx, permit: &Permit<AtMerchant>, import: ImportId) -> Result<bool, DbError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let line = staff_log::line(ctx, permit.by(), merchant, "import.discard", import, "");
    let now = ctx.now();
    let gone = ctx
        .db()
        .write("discard_import", move |tx| {
            let Some(found) = imports::by_id(tx, merchant, import)? else { return Ok(None) };
            if !matches!(found.state, ImportState::Preview | ImportState::Held) {
                return Ok(None);
            }
            imports::advance(tx, merchant, import, found.state, ImportState::Discarded, "", Some(now))?;
            staff_actions::note(tx, &line)?;
            Ok::<_, DbError>(Some(found.file_key))
        })
        .await?;
    if let Some(key) = &gone {
        delete_file(ctx, import, key).await;
    }
    Ok(gone.is_some())
}

/// Deletes the file of an import that is over. Says whether it is gone; if not, the reconciler tries again.
async fn delete_file(ctx: &Ctx, import: ImportId, key: &str) -> bool {
    let deleted = ctx.ports().files.delete(key).await;
    if let Err(error) = &deleted {
        tracing::warn!(%error, import.id = %import, "the file of import {import} was not deleted");
    }
    deleted.is_ok()
}

/// Forgets files that nobody asked for any more, and with them the imports that were only looked at or never came to
/// an end. A reconciler.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn forget_old_files(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let (over, stuck, died) = (now - FILE_KEPT, now - RUNNING_MAX, now - COMMAND_MAX);
    let stale = ctx.db().read(move |conn| imports::stale(conn, over, stuck, FORGOTTEN_AT_ONCE)).await?;
    let mut gone = ctx.db().read(move |conn| imports::died(conn, died, FORGOTTEN_AT_ONCE)).await?;
    for (merchant, import, key) in stale {
        if delete_file(ctx, import, &key).await {
            gone.push((merchant, import));
        }
    }
    for (merchant, import) in gone {
        ctx.db().write("forget_import_file", move |tx| imports::forget_file(tx, merchant, import)).await?;
    }
    Ok(())
}
