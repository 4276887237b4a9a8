//! The one outbound HTTP client (I15).
//!
//! Merchants, peers and buyers choose addresses, and this server stands inside somebody's network. So every outbound
//! request goes through [`SafeClient`]:
//!
//! * only `http` and `https`, ports 80 and 443, no password in the address;
//! * the name is resolved once, every address it has must be on the public internet, and the connection is made to
//!   exactly those addresses: a name that resolves differently a moment later changes nothing;
//! * at most three redirects, each checked like the first address;
//! * a limit on the bytes of the answer, counted while they arrive, and one deadline for everything;
//! * no proxy from the environment, no cookies, no compression that could unfold into a bomb.

pub mod address;

mod client;
mod redirect;
mod resolver;
mod tell;

pub use client::{Exchange, Incoming, Outgoing, SafeClient, SafeClientError};
pub use redirect::REDIRECTS_MAX;
pub use resolver::{Lookup, SystemLookup};

use std::time::Duration;

/// What the client may reach, and how long it may take.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The ports that may be named in an address; none named here means any.
    pub ports: Vec<u16>,
    /// Whether this machine itself may be reached. Only for tests and the demo, whose peers run beside it; private
    /// networks stay closed even then.
    pub allow_loopback: bool,
    /// From the first lookup to the last byte, redirects included.
    pub deadline: Duration,
}

/// Long enough for a slow shop to send a large file, short enough not to hold a worker for long.
pub const DEADLINE: Duration = Duration::from_secs(10);

impl Reach {
    /// The public internet, on the ports of the web.
    pub fn internet() -> Reach {
        Reach { ports: vec![80, 443], allow_loopback: false, deadline: DEADLINE }
    }

    /// The public internet and this machine, on any port. For tests and the demo only.
    pub fn internet_and_loopback() -> Reach {
        Reach { ports: Vec::new(), allow_loopback: true, deadline: DEADLINE }
    }
}
