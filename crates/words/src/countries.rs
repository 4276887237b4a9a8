//! The names of countries, for addresses and shipping zones.

use domain::country::Country;
use icu::collator::CollatorBorrowed;
use icu::collator::options::CollatorOptions;
use icu::locale::Locale as IcuLocale;
use rustc_hash::FxHashMap;

use crate::{Locale, Words};

/// A country or territory as the reader calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryName {
    /// The country.
    pub country: Country,
    /// Its name in the reader's language.
    pub name: String,
}

impl Words {
    /// The name of `country` in this language.
    #[must_use]
    pub fn country_name(&self, country: Country) -> &str {
        self.lookup(&key(country)).unwrap_or(country.code())
    }

    /// All countries in the order of the reader's dictionary.
    #[must_use]
    pub fn countries(&self) -> &[CountryName] {
        &self.countries
    }
}

fn key(country: Country) -> String {
    format!("country-{country}")
}

/// Names every country, sorted by the rules of the language: `É` stands with `E`.
pub(crate) fn sorted(plain: &FxHashMap<String, String>, locale: Locale) -> Vec<CountryName> {
    let name = |country| plain.get(&key(country)).map_or(country.code(), String::as_str).to_owned();
    let mut countries: Vec<CountryName> =
        Country::all().map(|country| CountryName { country, name: name(country) }).collect();
    let tag: IcuLocale = locale.tag().parse().expect("our tags are BCP 47");
    let collator = CollatorBorrowed::try_new(tag.into(), CollatorOptions::default()).expect("compiled in");
    countries.sort_by(|a, b| collator.compare(&a.name, &b.name));
    countries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_named_and_sorted_in_the_readers_language() {
        let (en, fr) = (Words::of(Locale::En), Words::of(Locale::Fr));
        let germany = "DE".parse().expect("a country");
        assert_eq!((en.country_name(germany), fr.country_name(germany)), ("Germany", "Allemagne"));
        let names: Vec<&str> = fr.countries().iter().map(|country| country.name.as_str()).collect();
        let at = |name: &str| names.iter().position(|known| *known == name).expect("known");
        assert!(at("Danemark") < at("Égypte") && at("Égypte") < at("Finlande"));
        for words in [en, fr] {
            assert!(words.countries().iter().all(|named| named.name != named.country.code()));
        }
    }
}
