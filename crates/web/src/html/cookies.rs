//! Cookies: one for the session, one for visitors without one, one for the language.

use http::{HeaderMap, HeaderValue, header};

use crate::WebConfig;

/// Which cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The token of a session.
    Session,
    /// The token of a browser that is not signed in: its forms and its basket.
    Visitor,
    /// The language that was chosen.
    Language,
    /// The currency that was chosen.
    Currency,
    /// Something is in the basket, so that pages look how much; who collects nothing costs nothing.
    Basket,
    /// What the next page says first.
    Said,
}

/// A year: visitors keep their basket and language.
const LONG_S: u32 = 365 * 24 * 60 * 60;

impl Cookie {
    /// `__Host-` binds a cookie to this host and to TLS; without TLS browsers refuse it.
    const fn name(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-buyline",
            (Self::Session, false) => "buyline",
            (Self::Visitor, true) => "__Host-buyline-visitor",
            (Self::Visitor, false) => "buyline-visitor",
            (Self::Language, true) => "__Host-buyline-language",
            (Self::Language, false) => "buyline-language",
            (Self::Currency, true) => "__Host-buyline-currency",
            (Self::Currency, false) => "buyline-currency",
            (Self::Basket, true) => "__Host-buyline-basket",
            (Self::Basket, false) => "buyline-basket",
            (Self::Said, true) => "__Host-buyline-said",
            (Self::Said, false) => "buyline-said",
        }
    }

    /// Its value in a request.
    pub(crate) fn read<'h>(self, headers: &'h HeaderMap, config: &WebConfig) -> Option<&'h str> {
        let name = self.name(config.is_secure());
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value)
    }

    /// The header that sets it; `value` must be of characters that cookies may hold.
    pub(crate) fn set(self, value: &str, config: &WebConfig) -> HeaderValue {
        let secure = if config.is_secure() { "; Secure" } else { "" };
        let name = self.name(config.is_secure());
        let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={LONG_S}{secure}");
        HeaderValue::from_str(&text).expect("tokens are hexadecimal and tags are letters")
    }

    /// The header that takes it away.
    pub(crate) fn clear(self, config: &WebConfig) -> HeaderValue {
        let secure = if config.is_secure() { "; Secure" } else { "" };
        let name = self.name(config.is_secure());
        let text = format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{secure}");
        HeaderValue::from_str(&text).expect("names are letters")
    }
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

/// `N` bytes from lower-case hexadecimal.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    for (place, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        *place = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_bound_to_the_host_where_there_is_tls() {
        let config = |base: &str| WebConfig {
            base_url: base.to_owned(),
            server_name: String::new(),
            demo: false,
            test_mode: false,
            trusted_proxies: Vec::new(),
        };
        let secure = Cookie::Session.set("00ff", &config("https://shop.example"));
        assert!(secure.to_str().unwrap().starts_with("__Host-buyline=00ff; Path=/; HttpOnly; SameSite=Lax"));
        assert!(secure.to_str().unwrap().ends_with("; Secure"));
        let plain = config("http://127.0.0.1:8080");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=b; buyline=12; buyline-visitor=34".parse().unwrap());
        assert_eq!(Cookie::Session.read(&headers, &plain), Some("12"));
        assert_eq!(Cookie::Visitor.read(&headers, &plain), Some("34"));
        assert_eq!(Cookie::Language.read(&headers, &plain), None);
    }

    #[test]
    fn hexadecimal_there_and_back() {
        assert_eq!(from_hex::<3>(&to_hex(&[0, 171, 255])), Some([0, 171, 255]));
        assert_eq!(from_hex::<1>("0G"), None);
        assert_eq!(from_hex::<2>("00"), None);
    }
}
