//! Reading merchants' product files, whatever format they are in.

use std::io::Read;

use domain::catalog::draft::FeedItem;
use domain::money::Currency;

/// Recognises and opens product files.
pub trait Feeds: Send + Sync {
    /// Opens `source`; prices without a currency are in `currency`. Blocking, like all reading of the file.
    ///
    /// # Errors
    /// [`FeedFailure`] when the content is of no format that is read.
    fn open(
        &self,
        source: Box<dyn Read + Send>,
        currency: Currency,
    ) -> Result<Box<dyn FeedFile>, FeedFailure>;
}

/// A product file being read, one product or refused row at a time, in bounded memory.
pub trait FeedFile: Send {
    /// What it was recognised as: `shopify`, `google` or `xml`.
    fn format(&self) -> &'static str;

    /// The next product or refused row; none at the end. After an error there is no more.
    ///
    /// # Errors
    /// [`FeedFailure`] when nothing that follows could be trusted.
    fn next(&mut self) -> Result<Option<FeedItem>, FeedFailure>;

    /// Bytes and rows read so far.
    fn progress(&self) -> (u64, u64);
}

/// Why no more of a file can be read: a sentence for whoever brought it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FeedFailure(pub String);
