//! People and charities.

use super::word;
use domain::{country::Country, money::Currency};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub people: Vec<Person>,
    pub charities: Vec<Charity>,
}

/// Somebody with an account.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The handle of the account.
    pub handle: String,
    /// The name people see.
    pub name: String,
    /// The language of posts and pages, such as `fr`.
    pub language: String,
    /// What they say about themselves.
    pub bio: String,
    /// The mail address they sign in with.
    pub email: String,
    /// Whether the demo is signed in as this person, with a saved address and card.
    #[serde(default)]
    pub buyer: bool,
    /// Days since they signed up.
    pub joined_days_ago: u32,
    /// Handles they follow.
    pub follows: Vec<String>,
    /// The saved address, where there is one.
    pub address: Option<Address>,
}

/// A postal address.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Who receives.
    pub full_name: String,
    /// Street and number, one or two lines.
    pub lines: Vec<String>,
    /// The postal code.
    pub postal_code: String,
    /// The city.
    pub city: String,
    /// The country.
    #[serde(deserialize_with = "word")]
    pub country: Country,
}

/// A nonprofit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charity {
    /// The handle of the account.
    pub handle: String,
    /// The name people see.
    pub name: String,
    /// The language it posts in.
    pub language: String,
    /// What it says about itself.
    pub bio: String,
    /// Name in the register.
    pub legal_name: String,
    /// Where people write to.
    pub contact_email: String,
    /// Its number in a national register.
    pub register_number: String,
    /// On several lines.
    pub postal_address: String,
    /// Where it is established.
    #[serde(deserialize_with = "word")]
    pub country: Country,
    /// What gifts are counted in.
    #[serde(deserialize_with = "word")]
    pub currency: Currency,
    /// Its colour, `#rrggbb`.
    pub accent: String,
    /// Whether the operator has verified it.
    pub verified: bool,
    /// Days since it signed up.
    pub joined_days_ago: u32,
    /// Handles it follows.
    pub follows: Vec<String>,
}
