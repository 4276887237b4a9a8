//! Networks written as `10.0.0.0/8`, `fd00::/8` or a single address.

use web::Network;

/// Reads a list of networks separated by commas or spaces.
///
/// # Errors
/// The first part that is no network.
pub(super) fn parse(text: &str) -> Result<Vec<Network>, String> {
    text.split([',', ' '])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| part.to_owned()))
        .collect()
}
