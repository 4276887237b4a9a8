//! From a name to addresses that may be connected to.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_global;

/// Addresses of one name that are looked at; more is not a web server.
const ADDRESSES_MAX: usize = 32;

/// Asks for the addresses of a name. Replaced in tests by one that lies.
pub trait Lookup: Send + Sync {
    /// All addresses of `host`.
    fn addresses(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>>;
}

/// The resolver of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn addresses(&self, host: &str) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let host = host.to_owned();
        async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|address| address.ip()).collect()) }
            .boxed()
    }
}

/// An address that the client does not connect to. It is not told which, so that nobody can map the network behind
/// this server by asking.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("it is not on the public internet")]
pub(super) struct NotPublic;

/// Which addresses may be connected to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub(super) allow_loopback: bool,
}

impl Guard {
    pub(super) fn check(self, address: IpAddr) -> Result<(), NotPublic> {
        let is_ours = self.allow_loopback && address.to_canonical().is_loopback();
        if is_ours || is_global(address) { Ok(()) } else { Err(NotPublic) }
    }
}

/// Stands between the connector and the lookup: what the connector gets is what was checked.
pub(super) struct CheckedResolver {
    pub(super) guard: Guard,
    pub(super) lookup: Arc<dyn Lookup>,
}

impl Resolve for CheckedResolver {
    /// One address that is not public refuses the name: nobody publishes such a mixture in good faith.
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.guard;
        let found = self.lookup.addresses(name.as_str());
        async move {
            let mut addresses = found.await?;
            addresses.truncate(ADDRESSES_MAX);
            for address in &addresses {
                guard.check(*address)?;
            }
            let addresses: Addrs = Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        }
        .boxed()
    }
}
