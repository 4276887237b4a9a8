//! Words that all parts of the API share: ids, money, instants.

use std::fmt;

use domain::money::Currency;
use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

/// A text schema with an example.
fn text(description: &str, pattern: Option<String>, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .description(Some(description))
        .pattern(pattern)
        .examples([serde_json::Value::from(example)])
        .into()
}

macro_rules! id_texts {
    ($($name:ident $what:literal;)+) => {$(
        #[doc = $what]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name(pub domain::ids::$name);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "an id that begins with \"{}_\"", <domain::ids::$name as domain::ids::Id>::PREFIX)
                    }
                    fn visit_str<E: Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map($name).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        impl From<domain::ids::$name> for $name {
            fn from(id: domain::ids::$name) -> Self {
                Self(id)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let prefix = <domain::ids::$name as domain::ids::Id>::PREFIX;
                let pattern = format!("^{prefix}_[0-9a-hjkmnp-tv-z]{{13}}$");
                text($what, Some(pattern), &format!("{prefix}_01h2xcejqtf2n"))
            }
        }

        impl ToSchema for $name {}
    )+};
}

id_texts! {
    MerchantId "A business that sells.";
    ProductId "What is described.";
    VariantId "What is stocked and bought.";
    OfferId "A product made buyable; a card points at it.";
    PostId "A timeline entry.";
    CartId "Lines being collected.";
    PurchaseId "One attempt to buy, over one or several merchants.";
    CheckoutId "One merchant's part of a checkout.";
    RateId "A way of shipping.";
    OrderId "The accepted purchase at one merchant.";
    OrderLineId "One line of an order.";
    FulfillmentId "What was shipped together.";
    RefundId "Money given back.";
    RequestId "What a buyer asked for.";
    MethodId "A saved way to pay.";
    ImportId "A product file on its way in.";
    WebhookId "Where a program of the merchant's listens.";
    WebhookDeliveryId "One message to such a program.";
}

/// An ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CurrencyCode(pub Currency);

impl Serialize for CurrencyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de> Deserialize<'de> for CurrencyCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl Visitor<'_> for Code {
            type Value = CurrencyCode;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 4217 currency code")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<CurrencyCode, E> {
                text.parse().map(CurrencyCode).map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Code)
    }
}

impl PartialSchema for CurrencyCode {
    fn schema() -> RefOr<Schema> {
        text("An ISO 4217 code.", Some("^[A-Z]{3}$".to_owned()), "EUR")
    }
}

impl ToSchema for CurrencyCode {}

/// An amount of money: integer minor units. 19.90 EUR is 1990, 1990 JPY is 1990, 1.990 KWD is 1990.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Money {
    /// Minor units of the currency.
    #[schema(example = 1990)]
    pub amount: i64,
    /// Of what.
    pub currency: CurrencyCode,
}

impl From<domain::money::Money> for Money {
    fn from(money: domain::money::Money) -> Self {
        Self { amount: money.amount, currency: CurrencyCode(money.currency) }
    }
}

impl From<Money> for domain::money::Money {
    fn from(money: Money) -> Self {
        Self::new(money.amount, money.currency.0)
    }
}

/// An instant: RFC 3339, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Instant(pub jiff::Timestamp);

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Instant;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an instant such as 2026-11-22T12:00:00Z")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Instant, E> {
                text.parse().map(Instant).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl From<jiff::Timestamp> for Instant {
    fn from(at: jiff::Timestamp) -> Self {
        Self(at)
    }
}

impl PartialSchema for Instant {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .description(Some("An instant in UTC, RFC 3339."))
            .examples([serde_json::Value::from("2026-11-22T12:00:00Z")])
            .into()
    }
}

impl ToSchema for Instant {}

/// A count of units, from 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quantity(pub domain::quantity::Quantity);

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0.get())
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use domain::quantity::QuantityError;
        struct Count;
        impl Visitor<'_> for Count {
            type Value = Quantity;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 1 to 999")
            }
            fn visit_i64<E: Error>(self, count: i64) -> Result<Quantity, E> {
                count.try_into().map(Quantity).map_err(E::custom)
            }
            fn visit_u64<E: Error>(self, count: u64) -> Result<Quantity, E> {
                self.visit_i64(i64::try_from(count).unwrap_or(i64::MAX))
            }
            fn visit_f64<E: Error>(self, _: f64) -> Result<Quantity, E> {
                Err(E::custom(QuantityError::Fractional))
            }
        }
        deserializer.deserialize_any(Count)
    }
}

impl PartialSchema for Quantity {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Integer))
            .minimum(Some(1))
            .maximum(Some(domain::quantity::QUANTITY_MAX))
            .description(Some("How many."))
            .into()
    }
}

impl ToSchema for Quantity {}

/// An ISO 3166-1 code of two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CountryCode(pub domain::country::Country);

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.code())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;
        impl Visitor<'_> for Code {
            type Value = CountryCode;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 3166 code of two letters")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<CountryCode, E> {
                text.parse().map(CountryCode).map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_str(Code)
    }
}

impl PartialSchema for CountryCode {
    fn schema() -> RefOr<Schema> {
        text("An ISO 3166-1 code of two letters.", Some("^[A-Z]{2}$".to_owned()), "FR")
    }
}

impl ToSchema for CountryCode {}
