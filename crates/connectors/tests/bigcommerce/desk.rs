//! A store that was opened.

use std::sync::Arc;

use app::ports::{Keys, Link, OrderOut, Platform, PlatformError, TheirOrder};
use buyline_connectors::bigcommerce::BigCommerce;
use domain::money::Currency;
use twins::bigcommerce::{CLIENT_SECRET, STORE, TOKEN, Twin};
use twins::platform::{Model, What};

use super::carts::cart;
use super::line::Line;

pub const HOOK: &str = "https://buyline.example/hooks/platforms/con_1";

pub struct Desk {
    pub twin: Line<Twin>,
    pub shop: BigCommerce,
    pub link: Link,
}

pub fn entered() -> Keys {
    let mut keys = Keys::default();
    keys.set("store_hash", STORE);
    keys.set("access_token", TOKEN);
    keys.set("client_secret", CLIENT_SECRET);
    keys
}

impl Desk {
    pub async fn open(variants: u64) -> Self {
        Self::selling_in(Currency::EUR, variants).await
    }

    pub async fn selling_in(currency: Currency, variants: u64) -> Self {
        let twin = Line::new(Twin::new(7, variants));
        twin.with(|twin, _| currency.code().clone_into(&mut twin.settings.currency));
        let shop = BigCommerce::new(Arc::new(twin.clone()), "https://api.example/");
        let opened = shop.open(&entered()).await.unwrap();
        assert_eq!((opened.account.as_str(), opened.currency), (STORE, currency));
        let link = Link {
            keys: opened.keys,
            account: opened.account,
            currency: opened.currency,
            merchant: "mer_1".to_owned(),
        };
        Self { twin, shop, link }
    }

    /// Product and variant ids of the store.
    pub fn goods(&self) -> Vec<(String, String)> {
        self.twin.with(|twin, _| {
            twin.variants.values().map(|one| (one.product.to_string(), one.id.to_string())).collect()
        })
    }

    pub fn cart(&self, number: u64) -> OrderOut {
        cart(number, self.link.currency, &self.goods())
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
}
