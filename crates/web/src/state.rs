//! What every handler is handed.

use std::net::IpAddr;
use std::sync::Arc;

use app::Ctx;
use app::demo::jump::Jump;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Network;
use crate::html::view::Fragments;
use crate::uploads::{Room, Uploads};

/// Pages that may follow their cards at once; each is a connection and a few kilobytes.
const LIVE_PAGES_MAX: usize = 10_000;

/// How this server presents itself.
#[derive(Debug, Clone)]
pub struct WebConfig {
    /// Scheme and host without a slash at the end: `https://shop.example`. `https` makes cookies secure.
    pub base_url: String,
    /// What the operator calls this server.
    pub server_name: String,
    /// The demo: roles to slip into, sent mails on a page.
    pub demo: bool,
    /// Payments are not real, and every page says so.
    pub test_mode: bool,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

impl WebConfig {
    /// Cookies travel over TLS only.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The address of the connection a request came by; the server that accepts connections adds it to each request's
/// extensions.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub IpAddr);

/// The demo's other day, as one of its two worlds sees it.
#[derive(Clone)]
pub struct OtherDay {
    /// Leads there and back.
    pub jump: Arc<dyn Jump>,
    /// In the later world, how it differs from the clock on the wall; none in the one of today.
    pub later: Option<Later>,
}

/// The later world of a demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Later {
    /// How far its clock is ahead of the readers' own.
    pub ahead: SignedDuration,
    /// When one arrived there, by its own clock.
    pub began: Timestamp,
    /// On which day.
    pub day: Date,
}

/// The state of every handler. Cheap to clone.
#[derive(Clone)]
pub struct Web {
    inner: Arc<Inner>,
}

struct Inner {
    ctx: Ctx,
    config: WebConfig,
    other_day: Option<OtherDay>,
    fragments: Fragments,
    live: Arc<Semaphore>,
    uploads: Arc<Uploads>,
}

impl Web {
    /// The state of a server.
    #[must_use]
    pub fn new(ctx: Ctx, config: WebConfig) -> Self {
        Self::with_other_day(ctx, config, None)
    }

    /// The state of a demo that may have another day.
    #[must_use]
    pub fn with_other_day(ctx: Ctx, config: WebConfig, other_day: Option<OtherDay>) -> Self {
        Self {
            inner: Arc::new(Inner {
                ctx,
                config,
                other_day,
                fragments: Fragments::default(),
                live: Arc::new(Semaphore::new(LIVE_PAGES_MAX)),
                uploads: Arc::default(),
            }),
        }
    }

    /// What use cases are handed.
    #[must_use]
    pub fn ctx(&self) -> &Ctx {
        &self.inner.ctx
    }

    /// How this server presents itself.
    #[must_use]
    pub fn config(&self) -> &WebConfig {
        &self.inner.config
    }

    /// The demo's other day; none outside the demo, and where it can have none.
    #[must_use]
    pub fn other_day(&self) -> Option<&OtherDay> {
        self.inner.other_day.as_ref()
    }

    /// Posts rendered before.
    #[must_use]
    pub fn fragments(&self) -> &Fragments {
        &self.inner.fragments
    }

    /// Room for pictures that an account or a merchant sends, by its id's number.
    pub(crate) fn room_for(&self, whose: i64) -> Room {
        self.inner.uploads.room(whose)
    }

    /// The right to one more live page; none when there are too many.
    pub(crate) fn live_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.inner.live).try_acquire_owned().ok()
    }
}
