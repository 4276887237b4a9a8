//! The address of a shop that stands wherever its merchant says.

use app::ports::PlatformError;
use url::{Host, Url};

/// What a merchant entered as the shop's address, without a slash at its end; `usual` stands where it names no folder. Whether
/// it may be reached at all is the outbound client's business.
///
/// # Errors
/// `Keys` with a sentence about what is wrong with it.
pub(crate) fn base(entered: &str, usual: &str) -> Result<String, PlatformError> {
    let wrong = |told: &str| PlatformError::Keys(told.to_owned());
    let url = Url::parse(entered.trim())
        .map_err(|_| wrong("The address is not complete. Write it as https://shop.example.com."))?;
    // Keys travel with every request: nobody on the way may read them. On this machine nobody is on the way.
    let is_here = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => return Err(wrong("The address names no shop. Write it as https://shop.example.com.")),
    };
    if url.scheme() != "https" && !(url.scheme() == "http" && is_here) {
        return Err(wrong("The address begins with https://, so that nobody on the way reads the keys."));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("The address has no name or password in it. Those have fields of their own."));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong("The address ends with its folder: no ? and no #."));
    }
    let folder = url.path().trim_end_matches('/');
    let folder = if folder.is_empty() { usual } else { folder };
    Ok(format!("{}{folder}", url.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_with_and_without_its_folder() {
        for (entered, read) in [
            ("https://shop.example.com", "https://shop.example.com/api"),
            (" https://shop.example.com/ ", "https://shop.example.com/api"),
            ("https://shop.example.com/back/office/", "https://shop.example.com/back/office"),
            ("https://Shop.example.com:8443", "https://shop.example.com:8443/api"),
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000/api"),
            ("http://localhost:3000/x", "http://localhost:3000/x"),
        ] {
            assert_eq!(base(entered, "/api").as_deref(), Ok(read), "{entered}");
        }
    }

    #[test]
    fn what_is_no_address_of_a_shop_is_said() {
        for entered in [
            "",
            "shop.example.com",
            "http://shop.example.com",
            "http://10.0.0.7",
            "ftp://shop.example.com",
            "file:///etc/passwd",
            "https://user:word@shop.example.com",
            "https://shop.example.com/?key=1",
            "https://shop.example.com/#x",
        ] {
            assert!(matches!(base(entered, ""), Err(PlatformError::Keys(_))), "{entered}");
        }
    }
}
