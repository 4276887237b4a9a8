//! What an address must look like before anything is looked up, and where a redirect leads.

use app::ports::{FetchError, FetchRefusal};
use reqwest::header::LOCATION;
use reqwest::{Response, Url};
use url::Host;

use super::Reach;
use super::resolver::Guard;

/// Redirects that are followed: one to `https`, one to `www`, one to the file.
pub const REDIRECTS_MAX: usize = 3;

/// Longest address that is looked at.
const URL_BYTES_MAX: usize = 8 * 1024;

/// Reads `text` as an address that may be looked up.
pub(super) fn checked(text: &str, reach: &Reach) -> Result<Url, FetchError> {
    if text.len() > URL_BYTES_MAX {
        return Err(refused(FetchRefusal::Address));
    }
    let url = Url::parse(text).map_err(|_| refused(FetchRefusal::Address))?;
    check(&url, reach)?;
    Ok(url)
}

/// A host that is written as an address never reaches the resolver, so it is checked here. `url` has already turned
/// `0x7f.1`, `2130706433` and `①②⑦.0.0.1` into the address they stand for.
fn check(url: &Url, reach: &Reach) -> Result<(), FetchError> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refused(FetchRefusal::Address));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused(FetchRefusal::Password));
    }
    let port = url.port_or_known_default().unwrap_or(0);
    if port == 0 || !(reach.ports.is_empty() || reach.ports.contains(&port)) {
        return Err(refused(FetchRefusal::Port));
    }
    let guard = Guard { allow_loopback: reach.allow_loopback };
    match url.host() {
        Some(Host::Ipv4(address)) => {
            guard.check(address.into()).map_err(|_| refused(FetchRefusal::NotPublic))
        }
        Some(Host::Ipv6(address)) => {
            guard.check(address.into()).map_err(|_| refused(FetchRefusal::NotPublic))
        }
        Some(Host::Domain(name)) if !name.is_empty() => Ok(()),
        Some(Host::Domain(_)) | None => Err(refused(FetchRefusal::Address)),
    }
}

/// Where `response` sends us, checked; none when it is an answer.
pub(super) fn next(response: &Response, reach: &Reach) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let Some(location) = response.headers().get(LOCATION) else { return Ok(None) };
    let location = location.to_str().map_err(|_| refused(FetchRefusal::Redirect))?;
    if location.len() > URL_BYTES_MAX {
        return Err(refused(FetchRefusal::Redirect));
    }
    let url = response.url().join(location).map_err(|_| refused(FetchRefusal::Redirect))?;
    match check(&url, reach) {
        Ok(()) => Ok(Some(url)),
        // The address that somebody typed is fine; where it leads is not theirs to mend.
        Err(FetchError::Refused(FetchRefusal::Address | FetchRefusal::Password | FetchRefusal::Port)) => {
            Err(refused(FetchRefusal::Redirect))
        }
        Err(error) => Err(error),
    }
}

pub(super) const fn refused(reason: FetchRefusal) -> FetchError {
    FetchError::Refused(reason)
}
