//! One request to a store.

use app::ports::{Keys, PlatformError};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Serialize;
use serde_json::Value;

use super::shop::BigCommerce;
use crate::platform::ask::{Answered, Ask, Lost, query};

/// Where the API is.
pub const BASE: &str = "https://api.bigcommerce.com";

/// What a merchant enters, and what is kept beside it.
pub(super) mod key {
    /// The store's name in addresses of the API.
    pub(crate) const STORE: &str = "store_hash";
    /// The token of the API account.
    pub(crate) const TOKEN: &str = "access_token";
    /// What messages of the store are signed with.
    pub(crate) const SECRET: &str = "client_secret";
    /// Our channel.
    pub(crate) const CHANNEL: &str = "channel";
    /// Where the shop window is.
    pub(crate) const WINDOW: &str = "window";
    /// What weights are in.
    pub(crate) const WEIGHT: &str = "weight_unit";
    /// Where the shop is, for orders of which nothing travels.
    pub(crate) const COUNTRY: &str = "country";
}

/// Letters and digits; anything else would lead to another address.
const STORE_CHARS_MAX: usize = 40;

impl BigCommerce {
    /// A request to `path`, from the version on.
    pub(super) fn ask(
        &self,
        keys: &Keys,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Ask, PlatformError> {
        let store = keys.get(key::STORE);
        let is_name = (1..=STORE_CHARS_MAX).contains(&store.len())
            && store.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_name {
            return Err(PlatformError::Keys(
                "The store hash has letters and digits only: it stands after stores/ in the API path."
                    .to_owned(),
            ));
        }
        let mark = if fields.is_empty() { "" } else { "?" };
        let url = format!("{}/stores/{store}{path}{mark}{}", self.base, query(fields));
        // Version 2 answers XML to whoever does not say what it takes.
        let ask = Ask::new(method, url).header("accept", "application/json");
        ask.secret("x-auth-token", keys.get(key::TOKEN))
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
    ) -> Result<Option<Answered>, PlatformError> {
        let answered = self.ask(keys, Method::GET, path, &[])?.send(&*self.http).await?;
        if answered.status() == 404 { Ok(None) } else { success(answered).map(Some) }
    }

    /// Writes; `is_harmless` where twice is once.
    pub(super) async fn write(
        &self,
        keys: &Keys,
        (method, path): (Method, &str),
        body: &impl Serialize,
        is_harmless: bool,
    ) -> Result<Answered, PlatformError> {
        let ask = self.ask(keys, method, path, &[])?.json(body);
        let ask = if is_harmless { ask.harmless() } else { ask };
        success(ask.send(&*self.http).await?)
    }

    /// Deletes what may be gone already.
    pub(super) async fn delete(&self, keys: &Keys, path: &str) -> Result<(), PlatformError> {
        let answered = self.ask(keys, Method::DELETE, path, &[])?.harmless().send(&*self.http).await?;
        if answered.status() == 404 { Ok(()) } else { success(answered).map(|_| ()) }
    }
}

/// The answer when it is a success; what its status means otherwise.
pub(super) fn success(answered: Answered) -> Result<Answered, PlatformError> {
    answered.checked(sentence, wait)
}

/// The store's own words: `title` in version 3, `message` in a list in version 2.
fn sentence(body: &Value) -> Option<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    text(&body["title"]).or_else(|| text(&body[0]["message"])).or_else(|| text(&body["message"]))
}

/// An instant in whole seconds, as the store has them, and not later: what changed within the second is read again.
pub(super) fn since(instant: Timestamp) -> String {
    Timestamp::from_second(instant.as_second()).unwrap_or(instant).to_string()
}

/// How long until the window of the quota, which all apps of the store share, begins anew.
fn wait(answered: &Answered) -> Option<SignedDuration> {
    let ms = answered.header("x-rate-limit-time-reset-ms")?.trim().parse::<u32>().ok()?;
    Some(SignedDuration::from_millis(i64::from(ms)))
}
