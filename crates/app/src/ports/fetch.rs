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
    Refused(FetchRefusal),
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

/// What is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FetchRefusal {
    /// It is none, names no host, or is not one of the web.
    #[error("it is no complete address of http or https")]
    Address,
    /// Whoever reads the address could sign in with it.
    #[error("it holds a name or password")]
    Password,
    /// Nothing is sent there in the clear.
    #[error("it must begin with https://")]
    Plain,
    /// Another port than the web's.
    #[error("its port is not one of the web's")]
    Port,
    /// It lies in somebody's private network. Which one is not told.
    #[error("it is not on the public internet")]
    NotPublic,
    /// It leads on too often, or to where nothing may be fetched.
    #[error("it redirects too often, or to where nothing is fetched")]
    Redirect,
    /// Nothing is fetched by this server.
    #[error("this server reaches no other")]
    Closed,
}
