//! From where a request comes, as far as limits care. The limits themselves: [`app::limits`].

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use app::limits::{Act, TooMany};
use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{Network, Peer, Web, WebConfig};

/// From where a request comes.
#[derive(Debug, Clone, Copy)]
pub struct Remote(pub IpAddr);

impl Remote {
    /// One more `act` from there.
    ///
    /// # Errors
    /// [`TooMany`] when it was done too often from there lately.
    pub fn takes(self, act: Act, web: &Web) -> Result<(), TooMany> {
        web.ctx().limit(act, self.0)
    }
}

impl FromRequestParts<Web> for Remote {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self(address_of(parts, web.config())))
    }
}

/// The peer, or whom a trusted proxy says it speaks for: the last address that no trusted proxy added.
pub(crate) fn address_of(parts: &Parts, config: &WebConfig) -> IpAddr {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    if !Network::any(&config.trusted_proxies, peer) {
        return peer;
    }
    parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .rev()
        .map(|entry| forwarded(entry.trim()))
        // What cannot be read was written by a proxy of ours, or by nobody we believe: nothing before it counts.
        .map_while(|address| address)
        .find(|address| !Network::any(&config.trusted_proxies, *address))
        .unwrap_or(peer)
}

/// An address as proxies write it: by itself, or with a port.
fn forwarded(entry: &str) -> Option<IpAddr> {
    let bare = entry.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(entry);
    bare.parse().ok().or_else(|| entry.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed_about_addresses() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let stranger: IpAddr = "192.0.2.9".parse().unwrap();
        let config = WebConfig {
            base_url: String::new(),
            server_name: String::new(),
            demo: false,
            test_mode: false,
            trusted_proxies: vec![proxy.into()],
        };
        let ip = |peer: IpAddr, forwarded: &str| {
            let request =
                http::Request::builder().header("x-forwarded-for", forwarded).extension(Peer(peer)).body(());
            address_of(&request.unwrap().into_parts().0, &config).to_string()
        };
        assert_eq!(ip(stranger, "198.51.100.7"), "192.0.2.9");
        assert_eq!(ip(proxy, "203.0.113.1, 198.51.100.7"), "198.51.100.7");
        assert_eq!(ip(proxy, "203.0.113.1, 10.0.0.1"), "203.0.113.1");
        assert_eq!(ip(proxy, "nonsense"), "10.0.0.1");
        assert_eq!(ip(proxy, "6.6.6.1, 203.0.113.9:5123"), "203.0.113.9");
        assert_eq!(ip(proxy, "6.6.6.1, [2001:db8::1]:443"), "2001:db8::1");
        assert_eq!(ip(proxy, "6.6.6.1, unknown"), "10.0.0.1", "what the client wrote itself is not believed");
    }
}
