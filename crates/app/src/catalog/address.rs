//! Addresses of the web, as products name them.

use domain::catalog::problem::Problem;
use url::Url;

/// An absolute `http` or `https` address without a password in it.
///
/// # Errors
/// [`Problem::Address`].
pub fn web_address(text: &str) -> Result<String, Problem> {
    let url = Url::parse(text).map_err(|_| Problem::Address)?;
    let is_web = matches!(url.scheme(), "http" | "https");
    if is_web && url.username().is_empty() && url.password().is_none() {
        Ok(url.into())
    } else {
        Err(Problem::Address)
    }
}
