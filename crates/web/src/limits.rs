//! How often one address may do what costs us: a bucket per address that refills while time passes.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use axum::extract::FromRequestParts;
use http::request::Parts;
use jiff::Timestamp;
use parking_lot::Mutex;

use crate::{Network, Peer, Web, WebConfig};

/// How much of something one address may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At once, after a pause.
    pub burst: u32,
    /// In the long run.
    pub per_minute: u32,
}

/// The limits of a server. Generous: an office behind one address must be able to shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// Checkouts begun.
    pub checkout: Rate,
    /// Payments tried: each asks a bank.
    pub complete: Rate,
    /// Passwords and codes tried.
    pub sign_in: Rate,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            checkout: Rate { burst: 120, per_minute: 120 },
            complete: Rate { burst: 60, per_minute: 60 },
            sign_in: Rate { burst: 20, per_minute: 10 },
        }
    }
}

/// Addresses remembered; beyond it those that have nothing to answer for are forgotten.
const ADDRESSES_MAX: usize = 100_000;

/// What each address did lately.
#[derive(Debug)]
pub struct Limits {
    rates: Option<RateLimits>,
    checkout: Buckets,
    complete: Buckets,
    sign_in: Buckets,
}

impl Limits {
    /// Limits at these rates; `None` for none at all, as a load driver on this machine needs it.
    #[must_use]
    pub fn new(rates: Option<RateLimits>) -> Self {
        Self {
            rates,
            checkout: Buckets::default(),
            complete: Buckets::default(),
            sign_in: Buckets::default(),
        }
    }

    /// One more checkout is begun.
    ///
    /// # Errors
    /// The seconds to wait; so for all of these.
    pub fn checkout(&self, remote: Remote) -> Result<(), u32> {
        self.rates.map_or(Ok(()), |rates| self.checkout.take(rates.checkout, remote))
    }

    /// One more payment is tried.
    ///
    /// # Errors
    /// See [`Self::checkout`].
    pub fn complete(&self, remote: Remote) -> Result<(), u32> {
        self.rates.map_or(Ok(()), |rates| self.complete.take(rates.complete, remote))
    }

    /// One more password or code is tried.
    ///
    /// # Errors
    /// See [`Self::checkout`].
    pub fn sign_in(&self, remote: Remote) -> Result<(), u32> {
        self.rates.map_or(Ok(()), |rates| self.sign_in.take(rates.sign_in, remote))
    }
}

/// Who calls, as far as limits care, and when.
#[derive(Debug, Clone, Copy)]
pub struct Remote {
    /// From where.
    pub ip: IpAddr,
    /// When.
    pub now: Timestamp,
}

impl FromRequestParts<Web> for Remote {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Infallible> {
        Ok(Self { ip: address_of(parts, web.config()), now: web.ctx().now() })
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
        .filter_map(|address| address.trim().parse().ok())
        .rfind(|address| !Network::any(&config.trusted_proxies, *address))
        .unwrap_or(peer)
}

/// The theoretical arrival time of each address's next request (GCRA): one number per address, no timers.
#[derive(Debug, Default)]
struct Buckets(Mutex<HashMap<IpAddr, i64>>);

impl Buckets {
    fn take(&self, rate: Rate, remote: Remote) -> Result<(), u32> {
        let now = remote.now.as_millisecond();
        let each_ms = 60_000 / i64::from(rate.per_minute.max(1));
        let slack_ms = each_ms * i64::from(rate.burst.saturating_sub(1));
        let mut due = self.0.lock();
        if due.len() >= ADDRESSES_MAX {
            due.retain(|_, at| *at > now);
        }
        let at = due.entry(network(remote.ip)).or_insert(now);
        let next = (*at).max(now);
        if next - now > slack_ms {
            let wait_ms = next - now - slack_ms;
            return Err(u32::try_from(wait_ms.div_euclid(1_000) + 1).unwrap_or(u32::MAX));
        }
        *at = next + each_ms;
        Ok(())
    }
}

/// A household has one IPv4 address, but 2^64 IPv6 addresses.
fn network(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => {
                let [a, b, c, d, ..] = v6.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remote(ip: &str, second: i64) -> Remote {
        Remote { ip: ip.parse().unwrap(), now: Timestamp::from_second(second).unwrap() }
    }

    #[test]
    fn a_burst_is_let_through_then_one_by_one() {
        let buckets = Buckets::default();
        let rate = Rate { burst: 3, per_minute: 60 };
        for _ in 0..3 {
            assert_eq!(buckets.take(rate, remote("192.0.2.1", 100)), Ok(()));
        }
        assert_eq!(buckets.take(rate, remote("192.0.2.1", 100)), Err(2));
        assert_eq!(buckets.take(rate, remote("192.0.2.2", 100)), Ok(()), "another address");
        assert_eq!(buckets.take(rate, remote("192.0.2.1", 102)), Ok(()));
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_bucket() {
        let buckets = Buckets::default();
        let rate = Rate { burst: 1, per_minute: 60 };
        assert_eq!(buckets.take(rate, remote("2001:db8::1", 100)), Ok(()));
        assert!(buckets.take(rate, remote("2001:db8::2", 100)).is_err());
        assert_eq!(buckets.take(rate, remote("2001:db8:0:1::1", 100)), Ok(()));
    }

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
    }

    #[test]
    fn without_limits_everything_is_let_through() {
        let limits = Limits::new(None);
        for _ in 0..10_000 {
            assert_eq!(limits.complete(remote("192.0.2.1", 1)), Ok(()));
        }
    }
}
