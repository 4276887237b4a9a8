//! What a merchant enters about a connected shop: what opens it, and what of it is sold here.

use app::connections::{ConnectError, Terms};
use app::ports::{Field as Asked, Keys, PlatformAbout, PlatformError};
use domain::connection::{MARGIN_MAX, Takes};
use words::Words;

use super::select;
use crate::html::Failure;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{at, whole};
use crate::html::parts::FormError;
use crate::html::typed::Typed;

/// What is sold of a shop, in words.
const CHOICES: [(&str, &str); 2] =
    [("all", words::key!("channels-takes-all")), ("chosen", words::key!("channels-takes-chosen"))];

/// The fields of a platform. What was typed is shown again, secrets excepted.
pub(super) fn key_fields(w: &Words, about: &PlatformAbout, typed: Option<&Typed>) -> Vec<Field> {
    let fields = about.fields.iter().map(|asked| {
        let (label, hint) = words_of(w, about.word, asked);
        let value = typed.filter(|_| !asked.is_secret).map_or("", |typed| typed.get(asked.word));
        let kind = if asked.is_secret { Kind::Password } else { Kind::Text };
        let field = Field::new(asked.word, label).kind(kind).value(value).hint(hint);
        if asked.is_optional { field.optional(w.text("state-optional")) } else { field }
    });
    fields.collect()
}

/// What a field is called, and where to find what goes in it.
fn words_of<'w>(w: &'w Words, platform: &str, asked: &'w Asked) -> (&'w str, &'w str) {
    let known = match (platform, asked.word) {
        ("bigcommerce", "store_hash") => {
            (words::key!("bigcommerce-store-hash"), words::key!("bigcommerce-store-hash-hint"))
        }
        ("bigcommerce", "access_token") => {
            (words::key!("bigcommerce-access-token"), words::key!("bigcommerce-access-token-hint"))
        }
        ("bigcommerce", "client_secret") => {
            (words::key!("bigcommerce-client-secret"), words::key!("bigcommerce-client-secret-hint"))
        }
        ("salesforce", "short_code") => {
            (words::key!("salesforce-short-code"), words::key!("salesforce-short-code-hint"))
        }
        ("salesforce", "organization") => {
            (words::key!("salesforce-organization"), words::key!("salesforce-organization-hint"))
        }
        ("salesforce", "site") => (words::key!("salesforce-site"), words::key!("salesforce-site-hint")),
        ("salesforce", "currency") => {
            (words::key!("salesforce-currency"), words::key!("salesforce-currency-hint"))
        }
        ("salesforce", "client_id") => {
            (words::key!("salesforce-client-id"), words::key!("salesforce-client-id-hint"))
        }
        ("salesforce", "client_secret") => {
            (words::key!("salesforce-client-secret"), words::key!("salesforce-client-secret-hint"))
        }
        ("salesforce", "shopper_client_id") => {
            (words::key!("salesforce-shopper-client-id"), words::key!("salesforce-shopper-client-id-hint"))
        }
        ("salesforce", "shopper_client_secret") => (
            words::key!("salesforce-shopper-client-secret"),
            words::key!("salesforce-shopper-client-secret-hint"),
        ),
        ("shopify", "shop") => (words::key!("shopify-shop"), words::key!("shopify-shop-hint")),
        ("shopify", "client_id") => (words::key!("shopify-client-id"), words::key!("shopify-client-id-hint")),
        ("shopify", "client_secret") => {
            (words::key!("shopify-client-secret"), words::key!("shopify-client-secret-hint"))
        }
        ("shopify", "access_token") => {
            (words::key!("shopify-access-token"), words::key!("shopify-access-token-hint"))
        }
        ("vendure", "address") => (words::key!("vendure-address"), words::key!("vendure-address-hint")),
        ("vendure", "api_key") => (words::key!("vendure-api-key"), words::key!("vendure-api-key-hint")),
        ("vendure", "username") => (words::key!("vendure-username"), words::key!("vendure-username-hint")),
        ("vendure", "password") => (words::key!("vendure-password"), words::key!("vendure-password-hint")),
        ("vendure", "channel_token") => {
            (words::key!("vendure-channel-token"), words::key!("vendure-channel-token-hint"))
        }
        ("vendure", "product_page") => {
            (words::key!("vendure-product-page"), words::key!("vendure-product-page-hint"))
        }
        ("medusa", "address") => (words::key!("medusa-address"), words::key!("medusa-address-hint")),
        ("medusa", "api_key") => (words::key!("medusa-api-key"), words::key!("medusa-api-key-hint")),
        ("medusa", "sales_channel") => {
            (words::key!("medusa-sales-channel"), words::key!("medusa-sales-channel-hint"))
        }
        ("medusa", "product_page") => {
            (words::key!("medusa-product-page"), words::key!("medusa-product-page-hint"))
        }
        _ => return (asked.word, ""),
    };
    (w.text(known.0), w.text(known.1))
}

/// What of a shop is sold here.
pub(super) fn term_fields(w: &Words, known: Terms, typed: Option<&Typed>) -> Vec<Field> {
    let takes = typed.map_or(known.takes.as_str(), |typed| typed.get("takes"));
    let margin = known.margin.to_string();
    let margin = typed.map_or(margin.as_str(), |typed| typed.get("margin"));
    vec![
        select(w, "takes", w.text("channels-takes"), takes, &CHOICES),
        Field::new("margin", w.text("channels-margin"))
            .kind(Kind::Number)
            .value(margin)
            .hint(w.text("channels-margin-hint")),
    ]
}

/// What was typed in a platform's fields.
pub(super) fn entered(about: &PlatformAbout, typed: &Typed) -> Keys {
    let mut keys = Keys::default();
    for field in about.fields {
        keys.set(field.word, typed.get(field.word));
    }
    keys
}

/// What was typed about what of a shop is sold here.
pub(super) fn terms(typed: &Typed) -> Result<Terms, ConnectError> {
    let margin = typed.get("margin").trim();
    let margin = if margin.is_empty() { Ok(0) } else { margin.parse() };
    Ok(Terms {
        takes: Takes::from_word(typed.get("takes")).unwrap_or(Takes::Chosen),
        margin: margin.map_err(|_| ConnectError::Margin)?,
    })
}

/// What is wrong with what was entered.
///
/// # Errors
/// What is not the form's fault.
pub(super) fn mistake(w: &Words, error: ConnectError) -> Result<FormError, Failure> {
    Ok(match error {
        ConnectError::NotFound | ConnectError::UnknownPlatform => return Err(Failure::NotFound),
        ConnectError::Field(word) => at(word, w.text("field-required").to_owned()),
        ConnectError::TooMany => whole(w.text("channels-too-many")),
        ConnectError::Margin => at("margin", w.fill("channels-margin-wrong", "max", MARGIN_MAX)),
        ConnectError::Taken => whole(w.text("channels-taken")),
        ConnectError::OtherShop(name) => whole(&w.fill("channels-other-shop", "name", name.as_str())),
        ConnectError::Currency { there, here } => {
            let args = [("there", there.code().into()), ("here", here.code().into())];
            whole(&w.with("channels-other-currency", &args))
        }
        ConnectError::Platform(error) => whole(&refused(w, &error)),
        ConnectError::Db(error) => return Err(error.into()),
    })
}

/// Why a shop did not open, with what it said itself.
fn refused(w: &Words, error: &PlatformError) -> String {
    let key = match error {
        PlatformError::Keys(_) => words::key!("channels-keys-wrong"),
        PlatformError::Refused(_) | PlatformError::Unsupported | PlatformError::SoldOut(_) => {
            words::key!("channels-refused")
        }
        PlatformError::Busy(_) | PlatformError::Down(_) | PlatformError::Unknown(_) => {
            words::key!("channels-unreached")
        }
    };
    w.fill(key, "said", error.to_string().as_str())
}
