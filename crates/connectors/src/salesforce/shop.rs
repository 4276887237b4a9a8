//! The port.

use std::sync::Arc;

use app::ports::{
    Answer, Can, Field, GoodsPage, Keys, Link, Named, Opened, OrderOut, OrdersPage, Platform, PlatformAbout,
    PlatformError, RefundOut, Renewed, TheirOrder, Wanted,
};
use domain::catalog::draft::StockDraft;
use jiff::{SignedDuration, Timestamp};

use super::api::{ACCOUNT, API, key};
use crate::safe_client::Exchange;

const fn field(word: &'static str, is_secret: bool) -> Field {
    Field { word, is_secret, is_optional: false }
}

static ABOUT: PlatformAbout = PlatformAbout {
    word: "salesforce",
    name: "Salesforce B2C Commerce",
    fields: &[
        field(key::SHORT_CODE, false),
        field(key::ORGANIZATION, false),
        field(key::SITE, false),
        field(key::CURRENCY, false),
        field(key::CLIENT, false),
        field(key::SECRET, true),
        field(key::SHOPPER_CLIENT, false),
        field(key::SHOPPER_SECRET, true),
    ],
    can: Can {
        webhooks: false,
        idempotent_push: true,
        claims_stock: false,
        refunds: true,
        cancels: true,
        // An order is found by its number at once.
        search_lag: SignedDuration::ZERO,
    },
};

/// Sites of Salesforce B2C Commerce.
pub struct Salesforce {
    pub(super) http: Arc<dyn Exchange>,
    pub(super) account: String,
    pub(super) api: String,
}

impl Salesforce {
    /// Sites where they are.
    #[must_use]
    pub fn new(http: Arc<dyn Exchange>) -> Self {
        Self::at(http, ACCOUNT, API)
    }

    /// The same elsewhere: where a twin is.
    #[must_use]
    pub fn at(http: Arc<dyn Exchange>, account: &str, api: &str) -> Self {
        let plain = |base: &str| base.trim_end_matches('/').to_owned();
        Self { http, account: plain(account), api: plain(api) }
    }
}

impl Platform for Salesforce {
    fn about(&self) -> &'static PlatformAbout {
        &ABOUT
    }

    fn open<'a>(&'a self, entered: &'a Keys) -> Answer<'a, Result<Opened, PlatformError>> {
        Box::pin(self.open_site(entered))
    }

    fn renew<'a>(&'a self, link: &'a Link) -> Answer<'a, Result<Renewed, PlatformError>> {
        Box::pin(async move {
            let (keys, ends) = self.tokens(&link.keys).await?;
            Ok(Some((keys, Some(ends))))
        })
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
        Box::pin(self.finished_order(link, ours))
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
        Box::pin(self.order_by_number(link, reference))
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
        Box::pin(self.note_refund(link, refund))
    }

    fn cancel<'a>(&'a self, link: &'a Link, reference: &'a str) -> Answer<'a, Result<(), PlatformError>> {
        Box::pin(self.cancel_order(link, reference))
    }
}
