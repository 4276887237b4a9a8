//! Peers that a test house stands in for: files in memory, no internet.

use std::collections::HashMap;
use std::sync::Arc;

use app::ports::{Answer, Fetch, FetchError, FetchRefusal, FileError, Files};
use bytes::Bytes;
use connectors::safe_client::{Reach, SafeClient};
use parking_lot::Mutex;

/// Files that live as long as the test.
#[derive(Default)]
pub struct MemoryFiles {
    files: Mutex<HashMap<String, Bytes>>,
}

impl Files for MemoryFiles {
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> Answer<'a, Result<(), FileError>> {
        self.files.lock().insert(key.to_owned(), bytes);
        Box::pin(std::future::ready(Ok(())))
    }

    fn get<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Bytes, FileError>> {
        let found = self.files.lock().get(key).cloned().ok_or(FileError::Missing);
        Box::pin(std::future::ready(found))
    }

    fn keys(&self) -> Answer<'_, Result<Vec<String>, FileError>> {
        let keys = self.files.lock().keys().cloned().collect();
        Box::pin(std::future::ready(Ok(keys)))
    }

    fn delete<'a>(&'a self, key: &'a str) -> Answer<'a, Result<(), FileError>> {
        self.files.lock().remove(key);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// Reaches nobody.
pub struct NoFetch;

impl Fetch for NoFetch {
    fn get<'a>(&'a self, _: &'a str, _: usize) -> Answer<'a, Result<Bytes, FetchError>> {
        Box::pin(std::future::ready(Err(FetchError::Refused(FetchRefusal::Closed))))
    }
}

/// The guarded client of a real server, which may reach this machine, too: where a test serves what is fetched.
///
/// # Panics
/// When the TLS library cannot be set up.
#[must_use]
pub fn fetch_from_here() -> Arc<dyn Fetch> {
    let client = SafeClient::new(Reach::internet_and_loopback());
    Arc::new(client.expect("the TLS library is compiled in"))
}
