//! The file as a stream of batches: one thread reads and recognises, at most a batch ahead of whoever writes.

use std::io::Read;
use std::sync::Arc;

use domain::catalog::draft::{FeedItem, ProductDraft};
use domain::catalog::problem::RowProblem;
use domain::money::Currency;
use tokio::sync::mpsc;

use crate::Ctx;
use crate::ports::{FeedFailure, Feeds};

/// Products in one batch, and so in one transaction.
const PRODUCTS_MAX: usize = 200;
/// Variants in one batch: a few products with very many must not make a long transaction.
const VARIANTS_MAX: usize = 2_000;
/// Bytes of descriptions in one batch: what is held in memory.
const DESCRIPTION_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Some of a file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Products, each once; drafts of one product that stand together are one.
    pub(super) products: Vec<ProductDraft>,
    /// Rows that were refused.
    pub(super) refused: Vec<RowProblem>,
    /// What the file was recognised as.
    pub(super) format: &'static str,
    /// Bytes read so far.
    pub(super) bytes_read: u64,
    /// Rows read so far.
    pub(super) rows_read: u64,
}

impl Batch {
    fn add(&mut self, draft: ProductDraft) {
        match self.products.iter_mut().find(|known| known.external_id == draft.external_id) {
            Some(known) => known.absorb(draft),
            None => self.products.push(draft),
        }
    }

    fn is_full(&self) -> bool {
        self.products.len() + self.refused.len() >= PRODUCTS_MAX
            || self.products.iter().map(|draft| draft.variants.len()).sum::<usize>() >= VARIANTS_MAX
            || self.products.iter().map(|draft| draft.description_html.len()).sum::<usize>()
                >= DESCRIPTION_BYTES_MAX
    }
}

/// The batches of one file, in order.
pub(super) struct Batches {
    queue: mpsc::Receiver<Result<Batch, FeedFailure>>,
}

impl Batches {
    /// Begins to read `source`.
    pub(super) fn open(ctx: &Ctx, source: Box<dyn Read + Send>, currency: Currency) -> Self {
        let feeds = Arc::clone(&ctx.ports().feeds);
        let (sender, queue) = mpsc::channel(1);
        tokio::task::spawn_blocking(move || {
            if let Err(failure) = read(&*feeds, source, currency, &sender) {
                // Nobody listens any more: whoever wrote has given up.
                let _ = sender.blocking_send(Err(failure));
            }
        });
        Self { queue }
    }

    /// The next batch; none at the end of the file.
    pub(super) async fn next(&mut self) -> Option<Result<Batch, FeedFailure>> {
        self.queue.recv().await
    }
}

fn read(
    feeds: &dyn Feeds,
    source: Box<dyn Read + Send>,
    currency: Currency,
    sender: &mpsc::Sender<Result<Batch, FeedFailure>>,
) -> Result<(), FeedFailure> {
    let mut file = feeds.open(source, currency)?;
    let mut batch = Batch::default();
    loop {
        let item = file.next()?;
        let goes_on = match &item {
            Some(FeedItem::Product(draft)) => {
                batch.products.last().is_some_and(|last| last.external_id == draft.external_id)
            }
            Some(FeedItem::Refused(_)) | None => false,
        };
        if item.is_none() || (batch.is_full() && !goes_on) {
            let full = std::mem::take(&mut batch);
            let (bytes_read, rows_read) = file.progress();
            let full = Batch { format: file.format(), bytes_read, rows_read, ..full };
            if sender.blocking_send(Ok(full)).is_err() {
                return Ok(());
            }
        }
        match item {
            Some(FeedItem::Product(draft)) => batch.add(draft),
            Some(FeedItem::Refused(problem)) => batch.refused.push(problem),
            None => return Ok(()),
        }
    }
}
