//! Where pictures and uploaded files are kept: a folder by default, an object store when outgrown.

use bytes::Bytes;

use super::Answer;

/// Keeps files under keys such as `images/01h…/800.webp`.
pub trait Files: Send + Sync {
    /// Keeps `bytes` under `key`, replacing what was there.
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> Answer<'a, Result<(), FileError>>;
    /// The bytes under `key`.
    fn get<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Bytes, FileError>>;
    /// Forgets `key`; forgetting twice is fine.
    fn delete<'a>(&'a self, key: &'a str) -> Answer<'a, Result<(), FileError>>;
}

/// Why a file could not be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// Nothing is kept under this key.
    #[error("there is no such file")]
    Missing,
    /// The store failed.
    #[error("the file store failed: {0}")]
    Store(String),
}
