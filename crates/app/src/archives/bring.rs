//! An archive from another server is taken in: rehearsed first, so that nothing is written of one that does not fit, then its
//! pictures, then everything else in one transaction. Nothing is charged, no mail goes out, no stock of orders moves and the
//! books here stay as they are: what was bought and given elsewhere is history.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use domain::access::{Permit, RunServer};
use domain::archive::ArchiveOf;
use domain::ids::{AccountId, Id, PostId};
use store::archive::{ImportError, Imported, Opened, Refused, Taking, import};
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use crate::catalog::html;
use crate::ports::FileError;
use crate::{Ctx, feed, pictures, staff_log};

/// What the sizes of a picture begin with: WebP, JPEG, PNG.
const BEGINNINGS: [&[u8]; 3] = [b"RIFF", &[0xff, 0xd8, 0xff], b"\x89PNG"];

/// Why an archive was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// The archive does not fit; a sentence.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The file store failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
    /// Carries what a rehearsal came to; nobody sees it.
    #[error("a rehearsal")]
    Rehearsed(Box<Imported>),
}

impl From<ImportError> for BringError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Refused(refused) => Self::Refused(refused),
            ImportError::Db(error) => Self::Db(error),
        }
    }
}

/// Takes the archive at `path` in. A shop or nonprofit comes to `owner`.
///
/// # Errors
/// [`BringError`]; nothing has changed then.
pub async fn bring(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    path: &Path,
    owner: Option<AccountId>,
) -> Result<Imported, BringError> {
    let node = ctx.id::<PostId>().raw() >> domain::ids::COUNTER_BITS & ((1 << domain::ids::NODE_BITS) - 1);
    let taking = Taking { owner, node, now: ctx.now(), clean: html::clean };
    let rehearsed = match once(ctx, path, taking, None).await {
        Err(BringError::Rehearsed(imported)) => *imported,
        Err(other) => return Err(other),
        Ok(imported) => imported,
    };
    let keys: Vec<String> = rehearsed.pictures.iter().map(|(_, key)| key.clone()).collect();
    let outcome = async {
        keep_pictures(ctx, path, &rehearsed.pictures).await?;
        let line =
            staff_log::server_line(ctx, permit, "archive.bring", rehearsed.of.text(), &rehearsed.handle);
        once(ctx, path, taking, Some((rehearsed.pictures.clone(), line))).await
    }
    .await;
    if outcome.is_err() {
        for key in keys {
            // They are garbage without their rows; the first cause is what the operator must read.
            let _ = ctx.ports().files.delete(&key).await;
        }
    }
    let imported = outcome?;
    feed::catch_up(ctx).await?;
    Ok(imported)
}

type Pictures = Vec<(String, String)>;

/// Reads the archive into the database; rehearses it where no pictures are told, and leaves nothing then.
async fn once(
    ctx: &Ctx,
    path: &Path,
    taking: Taking,
    told: Option<(Pictures, staff_actions::NewAction)>,
) -> Result<Imported, BringError> {
    let path = path.to_owned();
    ctx.db()
        .write("bring_archive", move |tx| {
            let mut opened = open(&path)?;
            let imported = import(tx, &mut opened, taking)?;
            let Some((pictures, line)) = &told else {
                return Err(BringError::Rehearsed(Box::new(imported)));
            };
            if *pictures != imported.pictures {
                return Err(Refused("somebody wrote in between; please try again".to_owned()).into());
            }
            staff_actions::note(tx, line)?;
            let (kind, subject) = match imported.of {
                ArchiveOf::Person(account) => (ChangeKind::Account, account.0),
                ArchiveOf::Nonprofit(nonprofit) => (ChangeKind::Nonprofit, nonprofit.0),
                other => (ChangeKind::Merchant, other.subject()),
            };
            changes::note(tx, kind, subject, subject, taking.now)?;
            if let Some(owner) = taking.owner {
                changes::note(tx, ChangeKind::Session, 0, owner.0, taking.now)?;
            }
            Ok(imported)
        })
        .await
}

fn open(path: &PathBuf) -> Result<Opened<File>, Refused> {
    let file =
        File::open(path).map_err(|error| Refused(format!("{} cannot be read: {error}", path.display())))?;
    Opened::open(file)
}

/// Pictures before their rows: a file without a row is garbage, a row without its file a broken picture.
async fn keep_pictures(ctx: &Ctx, path: &Path, pictures: &Pictures) -> Result<(), BringError> {
    let mut opened = open(&path.to_owned())?;
    for (from, key) in pictures {
        // One that was gone there already stays gone.
        if !opened.has(from) {
            continue;
        }
        let mut bytes = Vec::new();
        let most = pictures::PICTURE_BYTES_MAX as u64;
        let read = opened.reader(from)?.take(most + 1).read_to_end(&mut bytes);
        read.map_err(Refused::from)?;
        if bytes.len() as u64 > most || !BEGINNINGS.iter().any(|known| bytes.starts_with(known)) {
            return Err(Refused(format!("{from} is no picture, or larger than one may be")).into());
        }
        ctx.ports().files.put(key, Bytes::from(bytes)).await?;
    }
    Ok(())
}
