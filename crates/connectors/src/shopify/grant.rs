//! The way of an app that many merchants install: they are sent to their shop, say yes, and come back with a code.
//!
//! A server that its merchants share needs it; whoever has an app of their own enters its name and secret instead.
//!
//! Source: Shopify, "Implement authorization code grant manually".

use app::ports::{Keys, PlatformError};
use domain::hex::hex;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::api::{domain, key};
use super::shop::Shopify;
use super::tokens::SCOPES;
use crate::platform::ask::query;

/// What a merchant brings back from the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The shop, as it is named in full.
    pub shop: String,
    /// What the first token is got by, once.
    pub code: String,
    /// What was sent along; it must be what this very browser was given.
    pub state: String,
}

impl Shopify {
    /// Where a merchant says yes. `keys` has the shop's name and the app's; `state` is nobody else's.
    ///
    /// # Errors
    /// `Keys` when the shop is not named as shops are.
    pub fn consent(&self, keys: &Keys, back: &str, state: &str) -> Result<String, PlatformError> {
        let scopes = SCOPES.join(",");
        let fields = [
            ("client_id", keys.get(key::CLIENT)),
            ("scope", scopes.as_str()),
            ("redirect_uri", back),
            ("state", state),
        ];
        self.address(keys.get(key::SHOP), &format!("/admin/oauth/authorize?{}", query(&fields)))
    }

    /// The first token, by the code that came back; it ends by itself, and the key to the next one comes along.
    ///
    /// # Errors
    /// As of any call; `Keys` when the code is not taken.
    pub async fn redeem(
        &self,
        keys: &Keys,
        returned: &Returned,
    ) -> Result<(Keys, Option<Timestamp>), PlatformError> {
        let mut keys = keys.clone();
        keys.set(key::SHOP, returned.shop.clone());
        self.token(&keys, &[("code", &returned.code), ("expiring", "1")]).await
    }
}

/// Reads what a browser brings back; none when it was not Shopify that sent it. Whoever calls compares the state.
///
/// # Panics
/// Never: HMAC takes keys of any length.
#[must_use]
pub fn returned(query: &str, secret: &str) -> Option<Returned> {
    let mut fields: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let place = fields.iter().position(|(name, _)| name == "hmac")?;
    let (_, signature) = fields.remove(place);
    fields.sort();
    let has_doubles = fields.windows(2).any(|pair| pair[0].0 == pair[1].0);
    if secret.is_empty() || has_doubles {
        return None;
    }
    let signed: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(signed.join("&").as_bytes());
    let right = hex(&mac.finalize().into_bytes());
    if !bool::from(right.as_bytes().ct_eq(signature.as_bytes())) {
        return None;
    }
    let said = |wanted: &str| fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    Some(Returned { shop: domain(&said("shop")?).ok()?, code: said("code")?, state: said("state")? })
}
