//! The port.

use std::sync::Arc;

use app::ports::{
    Answer, Can, Field, GoodsPage, HeardEvents, Keys, Link, Named, NotTheirs, Opened, OrderOut, OrdersPage,
    Platform, PlatformAbout, PlatformError, RefundOut, Renewed, TheirOrder, Wanted,
};
use domain::catalog::draft::StockDraft;
use jiff::{SignedDuration, Timestamp};

use super::api::key;
use super::wire::global;
use crate::safe_client::Exchange;

static ABOUT: PlatformAbout = PlatformAbout {
    word: "shopify",
    name: "Shopify",
    fields: &[
        Field { word: key::SHOP, is_secret: false, is_optional: false },
        Field { word: key::CLIENT, is_secret: false, is_optional: false },
        Field { word: key::SECRET, is_secret: true, is_optional: false },
        Field { word: key::TOKEN, is_secret: true, is_optional: true },
    ],
    can: Can {
        webhooks: true,
        // `orderCreate` is not among the mutations that take a key.
        idempotent_push: false,
        claims_stock: true,
        refunds: true,
        cancels: true,
        search_lag: SignedDuration::from_secs(60),
    },
};

/// Shops at Shopify.
pub struct Shopify {
    pub(super) http: Arc<dyn Exchange>,
    pub(super) base: String,
}

impl Shopify {
    /// Shops whose API is at `base`: [`super::BASE`], or where a twin is.
    #[must_use]
    pub fn new(http: Arc<dyn Exchange>, base: &str) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned() }
    }
}

impl Platform for Shopify {
    fn about(&self) -> &'static PlatformAbout {
        &ABOUT
    }

    fn open<'a>(&'a self, entered: &'a Keys) -> Answer<'a, Result<Opened, PlatformError>> {
        Box::pin(self.open_shop(entered))
    }

    fn renew<'a>(&'a self, link: &'a Link) -> Answer<'a, Result<Renewed, PlatformError>> {
        Box::pin(self.next_token(&link.keys))
    }

    fn goods<'a>(
        &'a self,
        link: &'a Link,
        wanted: &'a Wanted,
    ) -> Answer<'a, Result<GoodsPage, PlatformError>> {
        Box::pin(self.goods_page(link, wanted))
    }

    fn named<'a>(
        &'a self,
        link: &'a Link,
        products: &'a [String],
    ) -> Answer<'a, Result<Vec<Named>, PlatformError>> {
        Box::pin(self.products_named(link, products))
    }

    fn stock<'a>(
        &'a self,
        link: &'a Link,
        variants: &'a [String],
    ) -> Answer<'a, Result<Vec<(String, StockDraft)>, PlatformError>> {
        Box::pin(self.stock_of(link, variants))
    }

    fn find_order<'a>(
        &'a self,
        link: &'a Link,
        ours: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>> {
        Box::pin(self.order_of_ours(link, ours))
    }

    fn push_order<'a>(
        &'a self,
        link: &'a Link,
        order: &'a OrderOut,
    ) -> Answer<'a, Result<TheirOrder, PlatformError>> {
        Box::pin(self.create_order(link, order))
    }

    fn order<'a>(
        &'a self,
        link: &'a Link,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<TheirOrder>, PlatformError>> {
        Box::pin(self.order_by_id(link, reference))
    }

    fn orders<'a>(
        &'a self,
        link: &'a Link,
        since: Timestamp,
        cursor: &'a str,
    ) -> Answer<'a, Result<OrdersPage, PlatformError>> {
        Box::pin(self.changed_orders(link, since, cursor))
    }

    fn refund<'a>(
        &'a self,
        link: &'a Link,
        refund: &'a RefundOut,
    ) -> Answer<'a, Result<String, PlatformError>> {
        Box::pin(self.write_refund(link, refund))
    }

    fn cancel<'a>(&'a self, link: &'a Link, reference: &'a str) -> Answer<'a, Result<(), PlatformError>> {
        Box::pin(self.cancel_order(link, reference))
    }

    fn listen<'a>(&'a self, link: &'a Link, url: &'a str) -> Answer<'a, Result<u32, PlatformError>> {
        Box::pin(self.keep_hooks(link, url))
    }

    fn hear(
        &self,
        link: &Link,
        headers: &[(String, String)],
        body: &[u8],
        now: Timestamp,
    ) -> Result<HeardEvents, NotTheirs> {
        super::events::heard(&link.keys, headers, body, now)
    }

    fn close<'a>(&'a self, link: &'a Link) -> Answer<'a, Result<(), PlatformError>> {
        Box::pin(self.let_go(link))
    }

    /// Source: Shopify, "Create cart permalinks".
    fn hand_over(&self, link: &Link, lines: &[(String, u32)]) -> Option<String> {
        let known = lines.iter().filter(|(variant, _)| global("ProductVariant", variant).is_some());
        let cart: Vec<String> = known.map(|(variant, units)| format!("{variant}:{units}")).collect();
        let is_whole = !cart.is_empty() && cart.len() == lines.len();
        let window = link.keys.get(key::WINDOW).trim_end_matches('/');
        (is_whole && !window.is_empty()).then(|| format!("{window}/cart/{}", cart.join(",")))
    }
}
