//! One request to a shop: a GraphQL document with its variables, and what came of it.

use app::ports::{Keys, PlatformError};
use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::shop::Vendure;
use crate::platform::address;
use crate::platform::ask::{Answered, Ask};

/// Where the Admin API is in a shop that was not told otherwise.
const USUAL_FOLDER: &str = "/admin-api";
/// Shown where the shop says nothing.
const NOTHING_SAID: &str = "it does not say why";

/// What a merchant enters, and what is kept beside it.
pub(super) mod key {
    /// The address of the Admin API.
    pub(crate) const ADDRESS: &str = "address";
    /// The token of the channel; the default channel without.
    pub(crate) const CHANNEL: &str = "channel_token";
    /// An API key; in its place a name and a password.
    pub(crate) const API_KEY: &str = "api_key";
    pub(crate) const USERNAME: &str = "username";
    pub(crate) const PASSWORD: &str = "password";
    /// Where a product is in the shop window; its slug stands in the braces.
    pub(crate) const PRODUCT_PAGE: &str = "product_page";
    /// What opens the shop since the password was taken: a header of its own, or cookies.
    pub(crate) const SESSION: &str = "session";
    pub(crate) const COOKIE: &str = "cookie";
    /// Decimals of every amount.
    pub(crate) const DECIMALS: &str = "decimals";
    /// How prices are said: [`INCLUDED`] or without tax.
    pub(crate) const TAX: &str = "tax";
    /// Prices contain their tax.
    pub(crate) const INCLUDED: &str = "included";
}

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    errors: Vec<Said>,
}

/// Something that went wrong.
#[derive(Deserialize)]
struct Said {
    #[serde(default)]
    message: String,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Default, Deserialize)]
struct Extensions {
    #[serde(default)]
    code: String,
}

/// What a shop answered, and when by its own clock.
pub(super) struct Told<T> {
    pub(super) data: T,
    pub(super) at: Timestamp,
}

impl Vendure {
    /// Asks; twice is once.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        document: &str,
        variables: Value,
    ) -> Result<T, PlatformError> {
        self.told(keys, document, variables).await.map(|told| told.data)
    }

    /// The same, with the time.
    pub(super) async fn told<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        document: &str,
        variables: Value,
    ) -> Result<Told<T>, PlatformError> {
        let answered = self.request(keys, document, variables)?.harmless().send(&*self.http).await?;
        let at = answered.date();
        Ok(Told { data: self.read(keys, answered).await?, at: at? })
    }

    /// Does something that must not be done twice.
    pub(super) async fn act<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        document: &str,
        variables: Value,
    ) -> Result<T, PlatformError> {
        let answered = self.request(keys, document, variables)?.send(&*self.http).await?;
        self.read(keys, answered).await
    }

    pub(super) fn request(
        &self,
        keys: &Keys,
        document: &str,
        variables: Value,
    ) -> Result<Ask, PlatformError> {
        let url = address::base(keys.get(key::ADDRESS), USUAL_FOLDER)?;
        let mut ask = Ask::new(Method::POST, url).header("accept", "application/json");
        for (word, header) in [
            (key::API_KEY, "vendure-api-key"),
            (key::CHANNEL, "vendure-token"),
            (key::SESSION, "authorization"),
            (key::COOKIE, "cookie"),
        ] {
            let value = keys.get(word).trim();
            if !value.is_empty() {
                ask = ask.secret(header, value)?;
            }
        }
        Ok(ask.json(&json!({ "query": document, "variables": variables })))
    }

    pub(super) async fn read<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        answered: Answered,
    ) -> Result<T, PlatformError> {
        match data(answered) {
            Err(PlatformError::Keys(why)) => Err(self.turned_away(keys, why).await),
            other => other,
        }
    }

    /// Why a shop does not let us do something. A session that has ended is no reason to ask the merchant, for
    /// [`app::ports::Platform::renew`] brings another.
    async fn turned_away(&self, keys: &Keys, why: String) -> PlatformError {
        let has_session = !keys.get(key::SESSION).is_empty() || !keys.get(key::COOKIE).is_empty();
        if has_session && !self.is_alive(keys).await {
            return PlatformError::Down("the session has ended; another one is asked for".to_owned());
        }
        PlatformError::Keys(why)
    }

    /// Whether the shop still knows the session.
    pub(super) async fn is_alive(&self, keys: &Keys) -> bool {
        let Ok(request) = self.request(keys, "{ me { id } }", Value::Null) else { return false };
        match request.harmless().send(&*self.http).await {
            Ok(answered) => data::<Value>(answered).is_ok(),
            // A shop that does not answer has said nothing about the session.
            Err(_) => true,
        }
    }
}

/// What was asked for; what the errors mean where there are some.
pub(super) fn data<T: DeserializeOwned>(answered: Answered) -> Result<T, PlatformError> {
    let answered = answered.checked(sentence, |_| None)?;
    let reply: Reply = answered.read()?;
    if let Some(said) = reply.errors.first() {
        let told = if said.message.is_empty() { NOTHING_SAID } else { &said.message };
        return Err(match said.extensions.code.as_str() {
            "FORBIDDEN" | "UNAUTHORIZED" | "UNAUTHENTICATED" => PlatformError::Keys(told.to_owned()),
            // Its own failure: what it had begun is taken back as a rule, but nobody promises it.
            "" | "INTERNAL_SERVER_ERROR" => answered.failed(format!("the shop failed: {told}")),
            _ => PlatformError::Refused(told.to_owned()),
        });
    }
    serde_json::from_value(reply.data)
        .map_err(|error| answered.failed(format!("an answer that does not read: {error}")))
}

/// The shop's own words.
fn sentence(body: &Value) -> Option<String> {
    body["errors"][0]["message"].as_str().map(str::to_owned)
}
