//! Instants as programs write them, by RFC 3339.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Reads one; for `#[serde(deserialize_with)]`.
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    Cow::<'de, str>::deserialize(from)?.parse().map_err(|_| D::Error::custom("a date that does not read"))
}
