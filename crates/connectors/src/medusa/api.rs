//! One request to a shop.

use app::ports::{Keys, PlatformError};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::shop::Medusa;
use crate::platform::address;
use crate::platform::ask::{Answered, Ask, Lost, query};

/// What a merchant enters, and what is kept beside it.
pub(super) mod key {
    /// Where the shop's program is.
    pub(crate) const ADDRESS: &str = "address";
    /// A secret API key.
    pub(crate) const API_KEY: &str = "api_key";
    /// The name of the sales channel; the shop's default one without.
    pub(crate) const CHANNEL: &str = "sales_channel";
    /// Where a product is in the shop window; its handle stands in the braces.
    pub(crate) const PRODUCT_PAGE: &str = "product_page";
    /// The id of the sales channel.
    pub(crate) const CHANNEL_ID: &str = "sales_channel_id";
    /// The id of our region.
    pub(crate) const REGION: &str = "region_id";
}

impl Medusa {
    fn ask(
        &self,
        keys: &Keys,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Ask, PlatformError> {
        let base = address::base(keys.get(key::ADDRESS), "")?;
        let mark = if fields.is_empty() { "" } else { "?" };
        let ask = Ask::new(method, format!("{base}{path}{mark}{}", query(fields)));
        // The key is the name; there is no password.
        let login = BASE64_STANDARD.encode(format!("{}:", keys.get(key::API_KEY).trim()));
        ask.header("accept", "application/json").secret("authorization", &format!("Basic {login}"))
    }

    pub(super) async fn get(
        &self,
        keys: &Keys,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answered, PlatformError> {
        Ok(self.page(keys, path, fields).await?)
    }

    /// The same, where an answer may be too long to be read.
    pub(super) async fn page(
        &self,
        keys: &Keys,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answered, Lost> {
        let ask = self.ask(keys, Method::GET, path, fields).map_err(Lost::Means)?;
        success(ask.send(&*self.http).await?).map_err(Lost::Means)
    }

    /// None where there is nothing of that name.
    pub(super) async fn get_if_any(
        &self,
        keys: &Keys,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Option<Answered>, PlatformError> {
        let answered = self.ask(keys, Method::GET, path, fields)?.send(&*self.http).await?;
        if answered.status() == 404 { Ok(None) } else { success(answered).map(Some) }
    }

    /// Does something that must not be done twice.
    pub(super) async fn post(
        &self,
        keys: &Keys,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answered, PlatformError> {
        success(self.post_whatever(keys, path, body).await?)
    }

    /// The same, whatever the answer.
    pub(super) async fn post_whatever(
        &self,
        keys: &Keys,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answered, PlatformError> {
        Ok(self.ask(keys, Method::POST, path, &[])?.json(body).send(&*self.http).await?)
    }
}

/// The answer when it is a success; what its status means otherwise.
pub(super) fn success(answered: Answered) -> Result<Answered, PlatformError> {
    answered.checked(|body| body["message"].as_str().map(str::to_owned), |_| None)
}

/// An id of the shop's in a path: letters, digits and a few signs that lead nowhere else.
pub(super) fn id(text: &str) -> Result<&str, PlatformError> {
    let is_id = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_id { Ok(text) } else { Err(PlatformError::Refused("This is no id of the shop's.".to_owned())) }
}

/// The code by which a shop says why, beside its sentence.
pub(super) fn code(answered: &Answered) -> Option<String> {
    let body: Value = answered.read().ok()?;
    body["code"].as_str().map(str::to_owned)
}
