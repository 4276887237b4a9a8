//! A site that was opened.

use std::sync::Arc;

use app::ports::{Keys, Link, OrderOut, Platform, PlatformError, TheirOrder};
use buyline_connectors::salesforce::Salesforce;
use domain::money::Currency;
use twins::platform::{Model, What};
use twins::salesforce::{CLIENT, ORGANIZATION, Policy, SECRET, SITE, Twin};

use super::carts::cart;
use super::line::Line;

pub struct Desk {
    pub twin: Line<Twin>,
    pub shop: Salesforce,
    pub link: Link,
}

pub fn entered(currency: Currency) -> Keys {
    let mut keys = Keys::default();
    for (word, value) in [
        ("short_code", "abcd1234"),
        ("organization", ORGANIZATION),
        ("site", SITE),
        ("currency", currency.code()),
        ("client_id", CLIENT),
        ("client_secret", SECRET),
        ("shopper_client_id", CLIENT),
        ("shopper_client_secret", SECRET),
    ] {
        keys.set(word, value);
    }
    keys
}

impl Desk {
    pub async fn open(variants: u64) -> Self {
        Self::selling_in(Currency::EUR, variants).await
    }

    pub async fn selling_in(currency: Currency, variants: u64) -> Self {
        let twin = Line::new(Twin::new(7, variants));
        twin.with(|twin, _| currency.code().clone_into(&mut twin.settings.currency));
        let shop = Salesforce::at(
            Arc::new(twin.clone()),
            "https://account.example",
            "https://{short_code}.api.example",
        );
        let opened = shop.open(&entered(currency)).await.unwrap();
        assert_eq!(opened.account, format!("{ORGANIZATION}/{SITE}"));
        let link = Link {
            keys: opened.keys,
            account: opened.account,
            currency: opened.currency,
            merchant: "mer_1".to_owned(),
        };
        Self { twin, shop, link }
    }

    /// A cart by its number; the site's policy of taxes is made that of the cart.
    pub fn cart(&self, number: u64) -> OrderOut {
        let goods: Vec<_> = self.twin.with(|twin, _| {
            twin.variants.iter().map(|(id, one)| (one.product.clone(), id.clone())).collect()
        });
        let order = cart(number, self.link.currency, &goods);
        let policy = if order.tax_included { Policy::Gross } else { Policy::Net };
        self.twin.with(|twin, _| twin.settings.policy = policy);
        order
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
