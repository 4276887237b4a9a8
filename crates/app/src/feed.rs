//! Following the change feed: the memory of this process is brought up to date before a page is shown, and everyone
//! who watches (open pages, streams) is told within a quarter of a second, whichever process wrote.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::DbError;
use store::changes::{self, FeedPosition};
pub use store::changes::{Change, ChangeKind};
use tokio::sync::{Mutex, broadcast};

use crate::Ctx;

/// How often other processes' commits are looked for when this one is quiet.
const POLL: Duration = Duration::from_millis(200);
/// Entries older than this are forgotten. A process that slept longer forgets what it remembers.
const CHANGES_KEPT: SignedDuration = SignedDuration::from_mins(15);
/// A process that has not read for this long may have missed entries, with room for clocks that differ.
const ASLEEP: SignedDuration = SignedDuration::from_mins(10);
/// How often old entries are forgotten.
const PRUNE_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Batches of changes a slow watcher may lag behind before it is told that it missed some.
const TOLD_MAX: usize = 1_024;

/// The end of the feed that this process holds.
pub struct Feed {
    position: Mutex<Option<Reader>>,
    /// Rounds that began and rounds that ended, so that waiting callers share one.
    began: AtomicU64,
    ended: AtomicU64,
    told: broadcast::Sender<Arc<[Change]>>,
}

struct Reader {
    position: FeedPosition,
    read_at: Timestamp,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            position: Mutex::new(None),
            began: AtomicU64::new(0),
            ended: AtomicU64::new(0),
            told: broadcast::channel(TOLD_MAX).0,
        }
    }
}

impl Feed {
    /// Watches what is committed from now on. Someone must be catching up: see [`follow`].
    #[must_use]
    pub fn watch(&self) -> broadcast::Receiver<Arc<[Change]>> {
        self.told.subscribe()
    }
}

/// Brings the memory of this process up to everything committed before the call, by whichever process.
/// A block is honoured from its commit on because every page begins with this: one short read where nothing is new.
///
/// # Errors
/// [`DbError`] when the feed cannot be read; the memory must not be used then.
pub async fn catch_up(ctx: &Ctx) -> Result<(), DbError> {
    let feed = &ctx.memory().feed;
    let before = feed.began.load(Ordering::Acquire);
    let mut reader = feed.position.lock().await;
    if feed.ended.load(Ordering::Acquire) > before {
        return Ok(());
    }
    let round = feed.began.fetch_add(1, Ordering::AcqRel) + 1;
    read_on(ctx, &mut reader).await?;
    feed.ended.store(round, Ordering::Release);
    Ok(())
}

async fn read_on(ctx: &Ctx, reader: &mut Option<Reader>) -> Result<(), DbError> {
    let memory = ctx.memory();
    let now = ctx.now();
    if reader.as_ref().is_none_or(|reader| now.duration_since(reader.read_at) > ASLEEP) {
        let position = ctx.db().read(changes::now).await?;
        *reader = Some(Reader { position, read_at: now });
        // Whatever was kept before this position is known to be whole only from here on.
        memory.forget_all();
        return Ok(());
    }
    let Some(reader) = reader.as_mut() else { return Ok(()) };
    loop {
        let mut position = reader.position.clone();
        let (fresh, position) = ctx
            .db()
            .read(move |conn| changes::next(conn, &mut position).map(|fresh| (fresh, position)))
            .await?;
        if !fresh.is_empty() {
            crate::memory::apply_all(ctx, &fresh).await?;
        }
        reader.position = position;
        reader.read_at = now;
        if fresh.is_empty() {
            return Ok(());
        }
        // Nobody watching is fine.
        let _ = memory.feed.told.send(fresh.into());
    }
}

/// Follows the feed for as long as the server runs: at once after a commit of this process, else every 200 ms.
/// Also forgets old entries. Run it as a task; stop it by dropping it.
pub async fn follow(ctx: Ctx) {
    let mut commits = ctx.db().commits();
    let mut pruned_at = ctx.now();
    loop {
        if let Err(error) = catch_up(&ctx).await {
            tracing::warn!(%error, "the change feed cannot be read; trying again");
        }
        let _ = tokio::time::timeout(POLL, commits.changed()).await;
        let now = ctx.now();
        if now.duration_since(pruned_at) > PRUNE_EVERY {
            pruned_at = now;
            let before = now - CHANGES_KEPT;
            if let Err(error) = ctx.db().write("prune_changes", move |tx| changes::prune(tx, before)).await {
                tracing::warn!(%error, "old entries of the change feed cannot be forgotten; trying again");
            }
        }
    }
}
