//! The settings of Stripe, read together: keys of one kind, for an API of the same kind.

use super::config::{Values, base_url, switch};
use crate::failure::Failure;

/// Of the endpoint for the own account and of that for connected ones, two each while one replaces the other.
const SECRETS_MAX: usize = 4;
/// Stripe's own API.
const API: &str = "https://api.stripe.com";

/// Keys of one Stripe account, and where it is.
#[derive(Clone, PartialEq, Eq)]
pub struct StripeKeys {
    /// Secret or restricted.
    pub secret: String,
    /// What browsers are given.
    pub publishable: String,
    /// What events are signed with; none are taken without.
    pub webhook_secrets: Vec<String>,
    /// Scheme and host of the API.
    pub url: String,
    /// No real money.
    pub is_test: bool,
    /// Each merchant is paid on an account of its own, connected to this one.
    pub connect: bool,
}

/// The secret key is never shown.
impl std::fmt::Debug for StripeKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StripeKeys")
            .field("url", &self.url)
            .field("is_test", &self.is_test)
            .finish_non_exhaustive()
    }
}

impl StripeKeys {
    /// It is Stripe itself, and no twin.
    #[must_use]
    pub fn is_stripe(&self) -> bool {
        self.url == API
    }
}

/// # Errors
/// A sentence naming the setting, without the key.
pub(super) fn read(values: &Values<'_>) -> Result<Option<StripeKeys>, Failure> {
    let given =
        |name: &str| values.given(name).map(|value| (value.text.trim().to_owned(), value.origin.clone()));
    let (Some((secret, secret_origin)), publishable) =
        (given("stripe-secret-key"), given("stripe-publishable-key"))
    else {
        return match given("stripe-publishable-key") {
            Some((_, origin)) => {
                Err(Failure::usage(format!("{origin} is set, so --stripe-secret-key must be set, too")))
            }
            None => Ok(None),
        };
    };
    let Some((publishable, origin)) = publishable else {
        return Err(Failure::usage(format!(
            "{secret_origin} is set, so --stripe-publishable-key must be set, too"
        )));
    };
    let is_test = kind_of(&secret, &["sk_", "rk_"]).ok_or_else(|| {
        Failure::usage(format!(
            "{secret_origin} must be a secret or restricted key: sk_test_…, sk_live_…, rk_test_… or rk_live_…"
        ))
    })?;
    let shown_is_test = kind_of(&publishable, &["pk_"]).ok_or_else(|| {
        Failure::usage(format!("{origin} must be a publishable key: pk_test_… or pk_live_…"))
    })?;
    if is_test != shown_is_test {
        return Err(Failure::usage(format!(
            "{secret_origin} and {origin} must both be test keys, or both live keys"
        )));
    }
    let url =
        given("stripe-url").map_or_else(|| API.to_owned(), |(text, _)| text.trim_end_matches('/').to_owned());
    if url != API && !is_test {
        return Err(Failure::usage(
            "--stripe-url is for test keys: live keys are sent to Stripe alone".to_owned(),
        ));
    }
    let Some(url) = base_url(&url) else {
        return Err(Failure::usage(
            "--stripe-url must be scheme, host and port alone, such as http://127.0.0.1:8421".to_owned(),
        ));
    };
    let webhook_secrets: Vec<String> = given("stripe-webhook-secret")
        .map(|(text, _)| text.split(',').map(|secret| secret.trim().to_owned()).collect())
        .unwrap_or_default();
    if webhook_secrets.len() > SECRETS_MAX
        || webhook_secrets.iter().any(|secret| secret.strip_prefix("whsec_").is_none_or(str::is_empty))
    {
        return Err(Failure::usage(
            "--stripe-webhook-secret must be secrets of endpoints (whsec_…) with commas between them, at most four",
        ));
    }
    let connect = values.read("stripe-connect", "true or false", switch)?;
    Ok(Some(StripeKeys { secret, publishable, webhook_secrets, url, is_test, connect }))
}

/// Whether a key with one of these beginnings is a test key; none when it is no such key.
fn kind_of(key: &str, beginnings: &[&str]) -> Option<bool> {
    let rest = beginnings.iter().find_map(|beginning| key.strip_prefix(beginning))?;
    let is_name =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match rest.split_once('_') {
        Some(("test", name)) if is_name(name) => Some(true),
        Some(("live", name)) if is_name(name) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is_for() {
        assert_eq!(kind_of("sk_test_shop", &["sk_", "rk_"]), Some(true));
        assert_eq!(kind_of("rk_live_51H", &["sk_", "rk_"]), Some(false));
        for wrong in ["", "sk_", "sk_test_", "pk_test_shop", "sk_test_a b", "whsec_1", "sk_prod_1"] {
            assert_eq!(kind_of(wrong, &["sk_", "rk_"]), None, "{wrong}");
        }
    }
}
