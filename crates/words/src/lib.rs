//! Every sentence a person reads, and every amount, number and date inside it.
//!
//! Sentences live in Fluent files under `locales/<tag>/`; amounts, numbers, dates, lists and plurals are formatted by ICU.
//! [`Words`] is the one door: `Words::of(locale).text("card-buy")`.
//!
//! What must never live here: HTML, business rules, a clock, or a sentence outside the `.ftl` files.

/// Marks a literal as a key of the `.ftl` files where it is not passed directly to [`Words`],
/// so that the test of used keys sees it: `fn label(state) -> &'static str { key!("order-state-placed") }`.
#[macro_export]
macro_rules! key {
    ($key:literal) => {
        $key
    };
}

mod address;
mod arg;
mod bundle;
mod countries;
mod dates;
mod disputes;
mod imports;
mod locale;
pub mod matching;
mod message;
mod money;
mod nonprofits;
mod number;
mod problems;
mod spans;
mod states;
mod sunsets;
mod words;

pub use arg::Arg;
pub use bundle::BundleError;
pub use countries::CountryName;
pub use dates::zone_name;
pub use imports::DetailWords;
pub use locale::Locale;
pub use words::Words;
