//! Tokens: entered, or got by the app's own name and secret, or by the one before. And opening a shop with one.
//!
//! Whoever calls sees to it that a token is renewed once at a time. Should the answer be lost, the key that was used is good
//! until its successor is used.
//!
//! Source: Shopify, "Using the client credentials grant"; "About offline access tokens";
//! changelog of 28 August 2026.

use app::ports::{Keys, Opened, PlatformError, Renewed};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::api::{domain, key, sentence};
use super::operations::SHOP;
use super::shop::Shopify;
use super::wire::Opening;
use crate::platform::ask::Ask;

/// What our app must be allowed to do.
pub(super) const SCOPES: [&str; 7] = [
    "read_products",
    "read_publications",
    "read_inventory",
    "read_locations",
    "read_orders",
    "write_orders",
    "read_fulfillments",
];
/// Taken off the life of a token, so that nothing is begun with one that ends on the way.
const MARGIN: SignedDuration = SignedDuration::from_secs(120);
/// Of [`key::GRANT`]: by the app's own name and secret.
const CREDENTIALS: &str = "client_credentials";

#[derive(Deserialize)]
struct Token {
    access_token: String,
    #[serde(default)]
    expires_in: Option<i64>,
    #[serde(default)]
    refresh_token: Option<String>,
}

impl Shopify {
    pub(super) async fn open_shop(&self, entered: &Keys) -> Result<Opened, PlatformError> {
        let shop = domain(entered.get(key::SHOP))?;
        for (word, what) in [(key::CLIENT, "client ID"), (key::SECRET, "client secret")] {
            if entered.get(word).is_empty() {
                let said =
                    format!("The {what} is missing: it stands in the settings of your app at Shopify.");
                return Err(PlatformError::Keys(said));
            }
        }
        let mut keys = entered.clone();
        keys.set(key::SHOP, shop);
        let mut expires_at = None;
        if keys.get(key::TOKEN).is_empty() {
            (keys, expires_at) = self.by_credentials(&keys).await?;
        }
        let told = self.ask::<Opening>(&keys, SHOP, json!({})).await?;
        let Opening { shop, current_app_installation: installed, locations } = told.data;
        let has = |scope: &str| {
            let write = scope.replacen("read_", "write_", 1);
            installed.access_scopes.iter().any(|given| given.handle == scope || given.handle == write)
        };
        let missing: Vec<&str> = SCOPES.into_iter().filter(|scope| !has(scope)).collect();
        if !missing.is_empty() {
            return Err(PlatformError::Keys(format!(
                "The app may not do everything that is needed. Give it these access scopes too, and install it again: {}.",
                missing.join(", ")
            )));
        }
        let currency = shop.currency_code.parse().map_err(|error| {
            PlatformError::Refused(format!("The shop sells in a currency that is not known here: {error}."))
        })?;
        let place = locations.nodes.iter().find(|place| place.fulfills_online_orders);
        let place = place.or(locations.nodes.first()).map(|place| place.id.as_str()).unwrap_or_default();
        keys.set(key::LOCATION, place);
        keys.set(key::WINDOW, shop.url);
        keys.set(
            key::PUBLICATION,
            installed.publication.map(|publication| publication.id).unwrap_or_default(),
        );
        Ok(Opened { account: shop.myshopify_domain, name: shop.name, currency, keys, expires_at })
    }

    /// The next token, where the one there is ends by itself.
    pub(super) async fn next_token(&self, keys: &Keys) -> Result<Renewed, PlatformError> {
        if !keys.get(key::REFRESH).is_empty() {
            let form = [("grant_type", "refresh_token"), ("refresh_token", keys.get(key::REFRESH))];
            return self.token(keys, &form).await.map(Some);
        }
        if keys.get(key::GRANT) == CREDENTIALS {
            return self.by_credentials(keys).await.map(Some);
        }
        Ok(None)
    }

    async fn by_credentials(&self, keys: &Keys) -> Result<(Keys, Option<Timestamp>), PlatformError> {
        let (mut keys, expires_at) = self.token(keys, &[("grant_type", CREDENTIALS)]).await?;
        keys.set(key::GRANT, CREDENTIALS);
        Ok((keys, expires_at))
    }

    /// Keys with a token that was got by these fields, and when it ends.
    pub(super) async fn token(
        &self,
        keys: &Keys,
        fields: &[(&'static str, &str)],
    ) -> Result<(Keys, Option<Timestamp>), PlatformError> {
        let address = self.address(keys.get(key::SHOP), "/admin/oauth/access_token")?;
        let mut form = vec![("client_id", keys.get(key::CLIENT)), ("client_secret", keys.get(key::SECRET))];
        form.extend(fields);
        let answered = Ask::new(Method::POST, address).form(&form).harmless().send(&*self.http).await?;
        // What is refused here is the app's own name or secret, or a key that was used up.
        let answered = answered.checked(sentence, |_| None).map_err(|error| match error {
            PlatformError::Refused(why) => PlatformError::Keys(why),
            other => other,
        })?;
        let date = answered.date()?;
        let token: Token = answered.read()?;
        let mut keys = keys.clone();
        keys.set(key::TOKEN, token.access_token);
        if let Some(refresh) = token.refresh_token {
            keys.set(key::REFRESH, refresh);
        }
        let ends = token.expires_in.map(|life| {
            let life = SignedDuration::from_secs(life) - MARGIN;
            date.checked_add(life).unwrap_or(date)
        });
        Ok((keys, ends))
    }
}
