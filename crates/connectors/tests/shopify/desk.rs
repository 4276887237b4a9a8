//! A shop that was opened.

use std::sync::Arc;

use app::ports::{Keys, Link, OrderOut, Platform, PlatformError, TheirOrder};
use buyline_connectors::shopify::Shopify;
use domain::money::Currency;
use twins::platform::{Model, What};
use twins::shopify::{CLIENT, CLIENT_SECRET, SHOP, TOKEN, Twin};

use super::carts::{cart, settled};
use super::line::Line;

pub const HOOK: &str = "https://buyline.example/hooks/platforms/con_1";
/// The first product of the twin's catalog, and its first variant.
pub const PRODUCT: u64 = 8_000;
pub const VARIANT: u64 = 40_000;

pub struct Desk {
    pub twin: Line<Twin>,
    pub shop: Shopify,
    pub link: Link,
}

pub fn entered() -> Keys {
    let mut keys = Keys::default();
    keys.set("shop", "twin");
    keys.set("client_id", CLIENT);
    keys.set("client_secret", CLIENT_SECRET);
    keys.set("access_token", TOKEN);
    keys
}

impl Desk {
    pub async fn open(variants: u64) -> Self {
        Self::selling_in(Currency::EUR, variants).await
    }

    pub async fn selling_in(currency: Currency, variants: u64) -> Self {
        let twin = Line::new(Twin::new(7, variants));
        twin.with(|twin, _| {
            currency.code().clone_into(&mut twin.settings.currency);
            // A plan whose bucket no test empties by the way; those that are about it set their own.
            twin.set(&serde_json::json!({ "points_per_second": 1_000_000 })).unwrap();
            for variant in twin.variants.values_mut() {
                variant.available = 1_000_000;
            }
        });
        Self::at(twin, &entered()).await
    }

    pub async fn at(twin: Line<Twin>, entered: &Keys) -> Self {
        let shop = Shopify::new(Arc::new(twin.clone()), "https://{shop}/");
        let opened = shop.open(entered).await.unwrap();
        assert_eq!((opened.account.as_str(), opened.name.as_str()), (SHOP, "Twin Shop"));
        let link = Link {
            keys: opened.keys,
            account: opened.account,
            currency: opened.currency,
            merchant: "mer_1".to_owned(),
        };
        Self { twin, shop, link }
    }

    /// Product and variant ids of the shop.
    pub fn goods(&self) -> Vec<(String, String)> {
        self.twin.with(|twin, _| {
            twin.variants.values().map(|one| (one.product.to_string(), one.id.to_string())).collect()
        })
    }

    pub fn cart(&self, number: u64) -> OrderOut {
        cart(number, self.link.currency, &self.goods())
    }

    /// A cart of one line.
    pub fn small_cart(&self, number: u64) -> OrderOut {
        let mut order = self.cart(number);
        order.lines.truncate(1);
        settled(order)
    }

    pub async fn push(&self, order: &OrderOut) -> Result<TheirOrder, PlatformError> {
        self.shop.push_order(&self.link, order).await
    }

    pub fn fault(&self, on: &str, what: What) {
        self.twin.with(|twin, _| twin.faults().next(on, what));
    }

    pub fn orders(&self) -> usize {
        self.twin.with(|twin, _| twin.orders.len())
    }

    pub fn available(&self, variant: &str) -> i64 {
        self.twin.with(|twin, _| twin.variants[&variant.parse().unwrap()].available)
    }
}
