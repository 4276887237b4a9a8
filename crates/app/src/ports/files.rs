//! Where pictures and uploaded files are kept: a folder by default, an object store when outgrown.

use std::io::{Cursor, Read};

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use super::Answer;

/// A file on its way in, piece by piece; an error ends it.
pub type Pieces<'a> = BoxStream<'a, Result<Bytes, FileError>>;

/// Keeps files under keys such as `images/01h…/800.webp`.
pub trait Files: Send + Sync {
    /// Keeps `bytes` under `key`, replacing what was there.
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> Answer<'a, Result<(), FileError>>;
    /// The bytes under `key`.
    fn get<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Bytes, FileError>>;
    /// Forgets `key`; forgetting twice is fine.
    fn delete<'a>(&'a self, key: &'a str) -> Answer<'a, Result<(), FileError>>;

    /// Up to `bytes` of what is kept under `key`, from its byte `from` on.
    fn part<'a>(&'a self, key: &'a str, from: u64, bytes: u64) -> Answer<'a, Result<Bytes, FileError>> {
        Box::pin(async move {
            let whole = self.get(key).await?;
            let end = whole.len() as u64;
            let place = |at: u64| usize::try_from(at.min(end)).unwrap_or(whole.len());
            Ok(whole.slice(place(from)..place(from.saturating_add(bytes))))
        })
    }

    /// The keys of everything that is kept, in no order.
    fn keys(&self) -> Answer<'_, Result<Vec<String>, FileError>>;

    /// Keeps what `pieces` bring under `key`, at most `bytes_max`, without holding it all in memory where the
    /// store can do that. Says how much it was; nothing is kept after an error.
    fn save<'a>(
        &'a self,
        key: &'a str,
        mut pieces: Pieces<'a>,
        bytes_max: u64,
    ) -> Answer<'a, Result<u64, FileError>> {
        Box::pin(async move {
            let mut whole = BytesMut::new();
            while let Some(piece) = pieces.next().await {
                whole.extend_from_slice(&piece?);
                if whole.len() as u64 > bytes_max {
                    return Err(FileError::TooLarge(bytes_max));
                }
            }
            let size = whole.len() as u64;
            self.put(key, whole.freeze()).await?;
            Ok(size)
        })
    }

    /// Opens `key` for reading on a thread for blocking work.
    fn open<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Box<dyn Read + Send>, FileError>> {
        Box::pin(async move {
            let bytes = self.get(key).await?;
            Ok(Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>)
        })
    }
}

/// Why a file could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing is kept under this key.
    #[error("there is no such file")]
    Missing,
    /// More than the caller allows.
    #[error("the file is larger than {0} bytes")]
    TooLarge(u64),
    /// Whoever sent it stopped in the middle.
    #[error("the file broke off")]
    BrokeOff,
    /// The store failed.
    #[error("the file store failed: {0}")]
    Store(String),
}
