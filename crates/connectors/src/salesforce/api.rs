//! One request to a site.

use app::ports::{Keys, PlatformError};
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::shop::Salesforce;
use crate::platform::ask::{Answered, Ask, query};

/// Where the API of a site is; its short code stands in the braces.
pub const API: &str = "https://{short_code}.api.commercecloud.salesforce.com";
/// Where an API client gets its tokens.
pub const ACCOUNT: &str = "https://account.demandware.com";

/// What a merchant enters, and what is kept beside it.
pub(super) mod key {
    /// The first part of the API's address.
    pub(crate) const SHORT_CODE: &str = "short_code";
    /// `f_ecom_` and realm and instance.
    pub(crate) const ORGANIZATION: &str = "organization";
    /// The site's id.
    pub(crate) const SITE: &str = "site";
    /// What the site sells in.
    pub(crate) const CURRENCY: &str = "currency";
    /// The API client at Account Manager.
    pub(crate) const CLIENT: &str = "client_id";
    pub(crate) const SECRET: &str = "client_secret";
    /// The private client for shoppers' tokens.
    pub(crate) const SHOPPER_CLIENT: &str = "shopper_client_id";
    pub(crate) const SHOPPER_SECRET: &str = "shopper_client_secret";
    /// The token of the merchant's side.
    pub(crate) const ADMIN: &str = "admin_token";
    /// The token of the shop window.
    pub(crate) const SHOPPER: &str = "shopper_token";
    /// The token that orders are pushed with.
    pub(crate) const TRUSTED: &str = "trusted_token";
}

/// Longest name of a short code, an organization or a site.
const NAME_CHARS_MAX: usize = 32;

/// A part of an address: letters, digits and a few signs that lead nowhere else.
pub(super) fn name<'k>(keys: &'k Keys, word: &str) -> Result<&'k str, PlatformError> {
    let value = keys.get(word);
    let is_name = (1..=NAME_CHARS_MAX).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_name {
        return Ok(value);
    }
    let told = match word {
        key::SHORT_CODE => {
            "The short code has letters and digits only. It stands in Administration, Site Development."
        }
        key::ORGANIZATION => {
            "The organization id looks like f_ecom_abcd_prd. It stands beside the short code."
        }
        _ => "The site id has letters, digits, - and _ only.",
    };
    Err(PlatformError::Keys(told.to_owned()))
}

impl Salesforce {
    /// The address of a family of calls, from the organization on.
    pub(super) fn address(&self, keys: &Keys, family: &str, path: &str) -> Result<String, PlatformError> {
        let base = self.api.replace("{short_code}", name(keys, key::SHORT_CODE)?);
        Ok(format!("{base}{family}/organizations/{}{path}", name(keys, key::ORGANIZATION)?))
    }

    /// A request for the site, with the token of this kind.
    fn ask(
        &self,
        keys: &Keys,
        (method, address, token): (Method, String, &str),
        fields: &[(&str, &str)],
    ) -> Result<Ask, PlatformError> {
        let site = name(keys, key::SITE)?;
        let fields: Vec<_> = [("siteId", site)].into_iter().chain(fields.iter().copied()).collect();
        let url = format!("{address}?{}", query(&fields));
        Ask::new(method, url).secret("authorization", &format!("Bearer {}", keys.get(token)))
    }

    pub(super) async fn get(
        &self,
        keys: &Keys,
        (address, token): (String, &str),
        fields: &[(&str, &str)],
    ) -> Result<Answered, PlatformError> {
        let ask = self.ask(keys, (Method::GET, address, token), fields)?;
        success(ask.send(&*self.http).await?)
    }

    /// None where there is nothing of that name.
    pub(super) async fn get_if_any(
        &self,
        keys: &Keys,
        (address, token): (String, &str),
    ) -> Result<Option<Answered>, PlatformError> {
        let answered = self.ask(keys, (Method::GET, address, token), &[])?.send(&*self.http).await?;
        if answered.status() == 404 { Ok(None) } else { success(answered).map(Some) }
    }

    /// Sends a body; everything that is written to a site is the same when it is written twice.
    pub(super) async fn send(
        &self,
        keys: &Keys,
        (method, address, token): (Method, String, &str),
        body: &impl Serialize,
    ) -> Result<Answered, PlatformError> {
        let ask = self.ask(keys, (method, address, token), &[])?.json(body).harmless();
        success(ask.send(&*self.http).await?)
    }

    /// The same where it matters whether it was done.
    pub(super) async fn send_once(
        &self,
        keys: &Keys,
        (address, token): (String, &str),
        body: &impl Serialize,
    ) -> Result<Answered, PlatformError> {
        let ask = self.ask(keys, (Method::POST, address, token), &[])?.json(body);
        success(ask.send(&*self.http).await?)
    }
}

/// The answer when it is a success; what its status means otherwise. A token lives for half an hour: one that is not taken
/// any more is no reason to ask the merchant, for [`app::ports::Platform::renew`] brings another, and says so when it cannot.
pub(super) fn success(answered: Answered) -> Result<Answered, PlatformError> {
    if answered.status() == 401 {
        return Err(PlatformError::Down("the token has ended; another one is asked for".to_owned()));
    }
    answered.checked(sentence, |_| None)
}

/// The site's own words, by RFC 7807 or OAuth.
pub(super) fn sentence(body: &Value) -> Option<String> {
    let said =
        ["detail", "error_description", "message", "title"].iter().find_map(|name| body[name].as_str());
    said.map(str::to_owned)
}
