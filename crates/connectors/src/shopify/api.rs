//! One question to a shop, and what its answer means.
//!
//! Source: Shopify, "GraphQL Admin API": status and error codes; "API limits".

use app::ports::{Keys, PlatformError};
use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Number, Value, json};

use super::shop::Shopify;
use crate::platform::ask::{Ask, Lost, in_doubt, shown};

/// Where a shop's API is; `{shop}` is its name.
pub const BASE: &str = "https://{shop}";
/// The version that is spoken. Each is there for a year.
pub const VERSION: &str = "2026-10";

/// What a merchant enters, and what is kept beside it.
pub(super) mod key {
    /// The shop's own name at Shopify.
    pub(crate) const SHOP: &str = "shop";
    /// The app's name.
    pub(crate) const CLIENT: &str = "client_id";
    /// What messages are signed with, and tokens are got by.
    pub(crate) const SECRET: &str = "client_secret";
    /// The token; empty where it is got by the client's name and secret.
    pub(crate) const TOKEN: &str = "access_token";
    /// What the next token is got by, once.
    pub(crate) const REFRESH: &str = "refresh_token";
    /// How the token was got, where it was not entered.
    pub(crate) const GRANT: &str = "grant";
    /// Where the shop window is.
    pub(crate) const WINDOW: &str = "window";
    /// Where our app publishes; empty where it is no sales channel.
    pub(crate) const PUBLICATION: &str = "publication";
    /// Where units go back to.
    pub(crate) const LOCATION: &str = "location";
}

/// What every shop's name ends in.
const SUFFIX: &str = ".myshopify.com";
/// Characters of a shop's name.
const SHOP_CHARS_MAX: usize = 60;

/// An answer and when it was given, by the shop's clock.
pub(super) struct Told<T> {
    pub(super) data: T,
    pub(super) at: Timestamp,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Failed {
    /// The question costs more than any may.
    TooDear { cost: u32, max: u32 },
    /// The answer is longer than is read.
    TooLong,
    /// What it means to whoever asked.
    Means(PlatformError),
}

impl From<PlatformError> for Failed {
    fn from(error: PlatformError) -> Self {
        Failed::Means(error)
    }
}

impl From<Failed> for PlatformError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::TooDear { cost, max } => {
                PlatformError::Refused(format!("A question cost {cost} points and may cost {max}."))
            }
            Failed::TooLong => Lost::TooLarge.into(),
            Failed::Means(error) => error,
        }
    }
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    data: Value,
    #[serde(default)]
    errors: Option<Vec<Error>>,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Deserialize)]
struct Error {
    #[serde(default)]
    message: String,
    #[serde(default)]
    extensions: ErrorDetail,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct ErrorDetail {
    code: String,
    cost: Option<Number>,
    max_cost: Option<Number>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Extensions {
    cost: Cost,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Cost {
    requested_query_cost: Option<Number>,
    throttle_status: Throttle,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Throttle {
    currently_available: Option<Number>,
    restore_rate: Option<Number>,
}

impl Shopify {
    /// Where a shop is spoken to. Anything but a shop's name would lead to another address.
    pub(super) fn address(&self, shop: &str, path: &str) -> Result<String, PlatformError> {
        Ok(format!("{}{path}", self.base.replace("{shop}", &domain(shop)?)))
    }

    /// Asks what may be asked twice without harm.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        query: &str,
        variables: Value,
    ) -> Result<Told<T>, Failed> {
        self.run(keys, query, variables, true).await
    }

    /// Has something done that must be done once.
    pub(super) async fn act<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        mutation: &str,
        variables: Value,
    ) -> Result<T, PlatformError> {
        Ok(self.run(keys, mutation, variables, false).await?.data)
    }

    async fn run<T: DeserializeOwned>(
        &self,
        keys: &Keys,
        text: &str,
        variables: Value,
        is_harmless: bool,
    ) -> Result<Told<T>, Failed> {
        let url = self.address(keys.get(key::SHOP), &format!("/admin/api/{VERSION}/graphql.json"))?;
        let ask = Ask::new(Method::POST, url).secret("x-shopify-access-token", keys.get(key::TOKEN))?;
        let ask = ask.json(&json!({ "query": text, "variables": variables }));
        let ask = if is_harmless { ask.harmless() } else { ask };
        let answered = match ask.send(&*self.http).await {
            Ok(answered) => answered.checked(sentence, |_| None)?,
            Err(Lost::TooLarge) => return Err(Failed::TooLong),
            Err(Lost::Means(error)) => return Err(error.into()),
        };
        let envelope: Envelope = answered.read()?;
        if let Some(failed) = envelope.failed(is_harmless) {
            return Err(failed);
        }
        let data = serde_json::from_value(envelope.data)
            .map_err(|error| in_doubt(is_harmless, format!("an answer that does not read: {error}")))?;
        Ok(Told { data, at: answered.date()? })
    }
}

impl Envelope {
    /// What its first error means; none where there is none.
    fn failed(&self, is_harmless: bool) -> Option<Failed> {
        let error = self.errors.as_ref()?.first()?;
        let told = shown(&error.message);
        let means = match error.extensions.code.as_str() {
            "THROTTLED" => PlatformError::Busy(self.extensions.cost.wait()),
            "MAX_COST_EXCEEDED" => {
                let (cost, max) = (&error.extensions.cost, &error.extensions.max_cost);
                return Some(Failed::TooDear { cost: whole(cost), max: whole(max).max(1) });
            }
            "ACCESS_DENIED" | "SHOP_INACTIVE" => PlatformError::Keys(told),
            "INTERNAL_SERVER_ERROR" | "TIMEOUT" => in_doubt(is_harmless, told),
            // The document was judged before anything was done.
            _ => PlatformError::Refused(told),
        };
        Some(means.into())
    }
}

impl Cost {
    /// Until the bucket holds what was asked for.
    fn wait(&self) -> SignedDuration {
        let throttle = &self.throttle_status;
        let lacking = whole(&self.requested_query_cost).saturating_sub(whole(&throttle.currently_available));
        let rate = whole(&throttle.restore_rate).max(1);
        SignedDuration::from_secs(i64::from(lacking.div_ceil(rate).max(1)))
    }
}

/// The whole part of a number that may be written with a point; nothing counts as none.
fn whole(number: &Option<Number>) -> u32 {
    let text = number.as_ref().map(Number::to_string).unwrap_or_default();
    text.split('.').next().and_then(|whole| whole.parse().ok()).unwrap_or_default()
}

/// The shop's own words where the status says it all: a sentence, or a list of errors.
pub(super) fn sentence(body: &Value) -> Option<String> {
    let errors = &body["errors"];
    let said = errors.as_str().or_else(|| errors[0]["message"].as_str());
    said.or_else(|| body["error_description"].as_str()).or_else(|| body["error"].as_str()).map(str::to_owned)
}

/// The shop's name in full: `example.myshopify.com`.
pub(super) fn domain(shop: &str) -> Result<String, PlatformError> {
    let shop = shop.trim().to_ascii_lowercase();
    let shop = shop.trim_start_matches("https://").trim_end_matches('/');
    let name = shop.strip_suffix(SUFFIX).unwrap_or(shop);
    let is_name = (1..=SHOP_CHARS_MAX).contains(&name.len())
        && !name.starts_with('-')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_name {
        Ok(format!("{name}{SUFFIX}"))
    } else {
        Err(PlatformError::Keys(
            "The shop is named like example.myshopify.com: Settings, Domains says what yours is.".to_owned(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shop_is_named_with_or_without_what_all_names_end_in() {
        for given in ["twin", "Twin.myshopify.com", " https://twin.myshopify.com/ "] {
            assert_eq!(domain(given).as_deref(), Ok("twin.myshopify.com"), "{given}");
        }
        for given in ["", "evil.example", "a/b", "x@y", "-a", "a.myshopify.com.evil.example", "a?b", "ä"] {
            assert!(domain(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_wait_is_until_the_bucket_holds_what_was_asked_for() {
        let envelope: Envelope = serde_json::from_str(
            r#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{
                "requestedQueryCost":752,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":101.5,
                "restoreRate":100.0}}}}"#,
        )
        .unwrap();
        let Some(Failed::Means(PlatformError::Busy(wait))) = envelope.failed(false) else {
            panic!("not busy")
        };
        assert_eq!(wait.as_secs(), 7);
    }
}
