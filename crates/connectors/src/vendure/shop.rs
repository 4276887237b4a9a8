//! The port.

use std::sync::Arc;

use app::ports::{
    Answer, Can, Field, GoodsPage, Keys, Link, Named, Opened, OrderOut, OrdersPage, Platform, PlatformAbout,
    PlatformError, RefundOut, Renewed, TheirOrder, Wanted,
};
use domain::catalog::draft::StockDraft;
use jiff::{SignedDuration, Timestamp};

use super::api::key;
use crate::safe_client::Exchange;

const fn field(word: &'static str, is_secret: bool, is_optional: bool) -> Field {
    Field { word, is_secret, is_optional }
}

static ABOUT: PlatformAbout = PlatformAbout {
    word: "vendure",
    name: "Vendure",
    fields: &[
        field(key::ADDRESS, false, false),
        field(key::API_KEY, true, true),
        field(key::USERNAME, false, true),
        field(key::PASSWORD, true, true),
        field(key::CHANNEL, false, true),
        field(key::PRODUCT_PAGE, false, true),
    ],
    can: Can {
        webhooks: false,
        idempotent_push: false,
        claims_stock: true,
        refunds: true,
        cancels: true,
        // An order is found as soon as it is paid; a request whose answer was lost may still be at work.
        search_lag: SignedDuration::from_secs(60),
    },
};

/// Shops that run Vendure.
pub struct Vendure {
    pub(super) http: Arc<dyn Exchange>,
}

impl Vendure {
    /// Shops wherever their merchants say.
    #[must_use]
    pub fn new(http: Arc<dyn Exchange>) -> Self {
        Self { http }
    }
}

impl Platform for Vendure {
    fn about(&self) -> &'static PlatformAbout {
        &ABOUT
    }

    fn open<'a>(&'a self, entered: &'a Keys) -> Answer<'a, Result<Opened, PlatformError>> {
        Box::pin(self.open_shop(entered))
    }

    fn renew<'a>(&'a self, link: &'a Link) -> Answer<'a, Result<Renewed, PlatformError>> {
        Box::pin(self.new_session(link))
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
}
