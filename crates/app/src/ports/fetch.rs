//! Fetching from addresses that others chose: one guarded client for all of it (I15).

use bytes::Bytes;

use super::Answer;

/// Fetches a URL that a merchant or a peer gave us.
pub trait Fetch: Send + Sync {
    /// The body at `url`, at most `bytes_max` long.
    fn get<'a>(&'a self, url: &'a str, bytes_max: usize) -> Answer<'a, Result<Bytes, FetchError>>;
}

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The address is not one we connect to.
    #[error("this address may not be fetched: {0}")]
    Refused(String),
    /// The answer is larger than allowed.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(usize),
    /// The server answered with an error.
    #[error("the server answered {0}")]
    Status(u16),
    /// No connection: nothing was sent.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// No answer in time, or none at all.
    #[error("no answer: {0}")]
    Unreachable(String),
}
