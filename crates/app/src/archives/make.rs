//! The job: reads one moment of the database on a thread of its own and hands it to the file store piece by piece. A process
//! that dies leaves nothing behind, and the next one begins anew: half an archive of yesterday and half of today would be
//! neither.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::archive::ArchiveState;
use domain::hex::hex;
use domain::ids::{ArchiveId, JobId};
use futures_util::stream;
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use store::archive::Made;
use store::archives::{self, Finished};
use store::jobs::Job;
use store::{DbError, archive};
use tokio::runtime::Handle;
use tokio::sync::mpsc;

use super::KEPT;
use crate::Ctx;
use crate::jobs::{Done, JobError};
use crate::ports::{FileError, Files};

/// Bytes that are handed on at a time.
const PIECE_BYTES: usize = 256 * 1024;
/// Pieces that wait for the file store.
const PIECES_WAITING_MAX: usize = 4;
/// A server's whole history with its pictures fits many times over; a file without an end does not.
const ARCHIVE_BYTES_MAX: u64 = 1 << 40;
/// How far each beat extends the hold on the job.
const LEASE: SignedDuration = SignedDuration::from_secs(120);
/// Between two beats.
const BEAT: Duration = Duration::from_secs(30);

/// Makes the archive that a job is about.
pub(crate) async fn make_archive(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let id = ArchiveId(job.subject);
    let Some(asked) = ctx.db().read(move |conn| archives::by_id(conn, id)).await? else {
        return Ok(Done::Finished);
    };
    if asked.state != ArchiveState::Making {
        return Ok(Done::Finished);
    }
    let key = format!("archives/{id}.zip");
    let (pieces, taken) = mpsc::channel(PIECES_WAITING_MAX);
    let (url, server, now) = (ctx.db().url().clone(), ctx.base_url().to_owned(), ctx.now());
    let files = Arc::clone(&ctx.ports().files);
    let handle = Handle::current();
    let reading = tokio::task::spawn_blocking(move || {
        let mut media = |key: &str| picture(&handle, &files, key);
        let mut out = Pieces { waiting: Vec::with_capacity(PIECE_BYTES), pieces, sha: Sha256::new() };
        let made = archive::write(&url, asked.of, (&server, now), &mut media, &mut out)?;
        out.send()?;
        Ok::<_, MakeError>((made, hex(&out.sha.finalize())))
    });
    let saving = ctx.ports().files.save(&key, Box::pin(until_whole(taken)), ARCHIVE_BYTES_MAX);
    // Both at once: the one fills what the other empties.
    let both = async { tokio::join!(saving, reading) };
    let (saved, read) = beating(ctx, job.id, both).await;
    let (made, sha256): (Made, String) =
        read.map_err(|error| JobError::Later(error.to_string()))?.map_err(|error| match error {
            MakeError::Db(error) => JobError::from(error),
            MakeError::Io(error) => JobError::Later(error.to_string()),
        })?;
    let bytes = saved.map_err(|error| JobError::Later(error.to_string()))?;
    let finished =
        Finished { file_key: key.clone(), bytes, sha256, records: made.records, expires_at: now + KEPT };
    let waited_for =
        ctx.db().write("finish_archive", move |tx| archives::finish(tx, id, &finished, now)).await?;
    if !waited_for {
        // Whoever asked was erased meanwhile.
        ctx.ports().files.delete(&key).await.map_err(|error| JobError::Later(error.to_string()))?;
    }
    Ok(Done::Finished)
}

enum MakeError {
    Db(DbError),
    Io(io::Error),
}

impl From<DbError> for MakeError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<io::Error> for MakeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Holds on to the job while `work` goes on.
pub(crate) async fn beating<T>(ctx: &Ctx, job: JobId, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = tokio::time::sleep(BEAT) => {}
        }
        let until = ctx.now() + LEASE;
        let held = ctx.db().write("hold_job", move |tx| store::jobs::reschedule(tx, &[(job, until)])).await;
        if let Err(error) = held {
            tracing::warn!(%error, job.id = %job, "the hold on a long job could not be extended");
        }
    }
}

/// What came; an error in the place of an end that never came, so that nothing half is kept.
fn until_whole(
    taken: mpsc::Receiver<Option<Bytes>>,
) -> impl futures_util::Stream<Item = Result<Bytes, FileError>> {
    stream::unfold(Some(taken), |taken| async move {
        let mut taken = taken?;
        match taken.recv().await {
            Some(Some(piece)) => Some((Ok(piece), Some(taken))),
            Some(None) => None,
            None => Some((Err(FileError::BrokeOff), None)),
        }
    })
}

/// Collects bytes and sends them on; nothing marks the end.
struct Pieces {
    waiting: Vec<u8>,
    pieces: mpsc::Sender<Option<Bytes>>,
    sha: Sha256,
}

impl Pieces {
    fn hand_on(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE_BYTES));
        self.sha.update(&piece);
        self.pieces.blocking_send(Some(piece.into())).map_err(|_| gave_up())
    }

    /// What is left, and the end.
    fn send(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.pieces.blocking_send(None).map_err(|_| gave_up())
    }
}

fn gave_up() -> io::Error {
    io::Error::other("the file store gave up")
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE_BYTES {
            self.hand_on()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// One size of one picture. A file that is gone is no reason to give nobody their archive.
fn picture(handle: &Handle, files: &Arc<dyn Files>, key: &str) -> io::Result<Option<Box<dyn Read + Send>>> {
    match handle.block_on(files.open(key)) {
        Ok(file) => Ok(Some(file)),
        Err(FileError::Missing) => Ok(None),
        Err(error) => Err(io::Error::other(error)),
    }
}
