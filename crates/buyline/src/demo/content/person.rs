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
    /// The stored word of the national register that knows it.
    pub registry: String,
    /// Its number there: none that anybody has.
    pub register_number: String,
    /// What it is there for.
    pub mission: String,
    /// The handle of the person who applied for it.
    pub owner: String,
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
    /// What it asks for.
    pub campaign: Campaign,
}

/// What a nonprofit asks for. Amounts are minor units of its currency.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// What for.
    pub title: String,
    /// More about it, a paragraph a line.
    pub story: String,
    /// What is hoped for.
    pub goal_minor: i64,
    /// Amounts to choose from.
    pub presets_minor: Vec<i64>,
    /// Purposes to choose from.
    pub designations: Vec<String>,
    /// Who matches gifts to it.
    #[serde(rename = "match")]
    pub matched: Option<Match>,
    /// What was given before the demo begins.
    pub gifts: Vec<Gift>,
}

/// A sponsor's promise to match gifts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// Who promises.
    pub sponsor: String,
    /// Hundredths of a percent of a gift.
    pub ratio_basis_points: u32,
    /// All that is promised.
    pub cap_minor: i64,
    /// Minutes before the demo begins.
    pub minutes_ago: u32,
    /// Days after the demo begins.
    pub days_left: i32,
    /// What was agreed, for the log.
    pub why: String,
}

/// A gift.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gift {
    /// The handle of who gives.
    pub by: String,
    /// How much.
    pub minor: i64,
    /// Minutes before the demo begins.
    pub minutes_ago: u32,
    /// The purpose chosen.
    #[serde(default)]
    pub designation: String,
    /// Also what the provider keeps.
    #[serde(default)]
    pub cover: bool,
    /// The name is not shown.
    #[serde(default)]
    pub hide_name: bool,
    /// The amount is not shown.
    #[serde(default)]
    pub hide_amount: bool,
    /// The charity may write about its work.
    #[serde(default)]
    pub contact: bool,
}
