//! What is in the demo's world, read from the files under `crates/buyline/demo/`.

mod person;
mod post;
mod shop;

pub use person::{Address, Charity, Gift, Person};
pub use post::{Picture, Post};
pub use shop::{Offer, Policies, Profile, Rate, Shop, TaxLine, WeightBand, Zone};

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use std::{fmt::Display, str::FromStr};

/// The whole world. References between its parts are kept by a test: every handle, product and scene that is
/// named exists.
#[derive(Debug)]
pub struct World {
    /// The shops, in the order in which a newcomer should meet them.
    pub shops: Vec<Shop>,
    /// Nonprofits; they post.
    pub charities: Vec<Charity>,
    /// Buyers and other people.
    pub people: Vec<Person>,
    /// Posts, newest first.
    pub posts: Vec<Post>,
}

/// A shop's two files: what it says about itself, and its goods.
type ShopFiles = (&'static str, &'static [u8]);

macro_rules! shop_files {
    ($($folder:literal / $goods:literal),* $(,)?) => {
        [$((
            include_str!(concat!("../../../demo/", $folder, "/shop.toml")),
            include_bytes!(concat!("../../../demo/", $folder, "/", $goods)),
        )),*]
    };
}

const SHOPS: [ShopFiles; 12] = shop_files![
    "ateliernord" / "products.csv",
    "disquesduport" / "products.csv",
    "lisiere" / "products.xml",
    "terreetsel" / "products.csv",
    "fournil" / "products.csv",
    "lainehaute" / "products.csv",
    "cabestan" / "products.tsv",
    "verdance" / "products.csv",
    "kumo" / "products.csv",
    "baytlayla" / "products.csv",
    "hollowway" / "products.csv",
    "slowburn" / "products.csv",
];

/// Reads the world. The files are part of the binary.
///
/// # Panics
/// When one of them cannot be read, which a test rules out.
pub fn load() -> World {
    let people: person::File = read(include_str!("../../../demo/people.toml"));
    let mut posts = read::<post::File>(include_str!("../../../demo/posts.toml")).posts;
    posts.sort_by_key(|post| post.minutes_ago);
    let shops = SHOPS.into_iter().map(|(about, goods)| Shop { goods, ..read(about) });
    World { shops: shops.collect(), charities: people.charities, people: people.people, posts }
}

impl World {
    /// The handles of all accounts.
    pub fn handles(&self) -> impl Iterator<Item = &str> {
        let shops = self.shops.iter().map(|shop| shop.handle.as_str());
        let charities = self.charities.iter().map(|charity| charity.handle.as_str());
        let people = self.people.iter().map(|person| person.handle.as_str());
        shops.chain(charities).chain(people)
    }

    /// The person the demo signs in as.
    ///
    /// # Panics
    /// When nobody is marked as the buyer, which a test rules out.
    pub fn buyer(&self) -> &Person {
        self.people.iter().find(|person| person.buyer).expect("people.toml marks one person as the buyer")
    }
}

fn read<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the demo's files are part of the binary and read by a test")
}

/// Reads a value through its `FromStr`, for types of the domain, which know nothing of serde.
fn word<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}

/// [`word`], for a list.
fn words<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<Vec<T>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    texts.iter().map(|text| text.parse().map_err(serde::de::Error::custom)).collect()
}

#[cfg(test)]
mod tests;
