//! The registries that know a charity by a number: what the number is called, how it looks, and where to look
//! it up. A nonprofit names itself by one, and the operator sees on the registry's own page whether the two
//! agree.

mod arithmetic;
mod court;
mod facts;
mod number;
mod rule;

use crate::country::Country;

pub use number::{REGISTRY_TEXT_CHARS_MAX, RegistryNumber, RegistryProblem};

/// A national registry in which a charity has a number. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Registry {
    /// The tax number of the Internal Revenue Service of the United States.
    UsEin,
    /// The register of the Charity Commission for England and Wales.
    GbCcew,
    /// The Scottish Charity Register.
    GbOscr,
    /// The register of the Charity Commission for Northern Ireland.
    GbCcni,
    /// The register of the Charities Regulator of Ireland.
    IeCra,
    /// The French directory of associations.
    FrRna,
    /// The French directory of enterprises, in which foundations and subsidized associations are, too.
    FrSiren,
    /// The registers kept by the local courts of Germany: of associations, of companies and of cooperatives.
    DeRegister,
    /// The list of charities of the Canada Revenue Agency.
    CaBn,
    /// The business number by which the Australian charity register goes.
    AuAbn,
    /// The Charities Register of New Zealand.
    NzCharities,
    /// The Swiss register of enterprises, associations and foundations.
    ChUid,
    /// The central register of associations of Austria.
    AtZvr,
    /// The Belgian register of enterprises, in which associations and foundations are, too.
    BeEnterprise,
    /// The Dutch number of legal persons, by which institutions that serve the public good are listed.
    NlRsin,
    /// The Spanish tax number of associations, foundations, and bodies of public law and of the church.
    EsNif,
    /// The Italian tax number of legal persons, by which the register of the third sector goes.
    ItCodiceFiscale,
    /// The Portuguese number of legal persons.
    PtNif,
    /// The Swedish number of legal persons.
    SeOrg,
    /// The Norwegian register of legal entities.
    NoOrg,
    /// The Danish register of enterprises, in which associations are, too.
    DkCvr,
    /// The Finnish register of enterprises, in which associations and foundations are, too.
    FiYTunnus,
    /// The Polish court register.
    PlKrs,
    /// One that has no row here: the operator checks it by hand.
    Other,
}

impl Registry {
    /// All registries, in the order a form lists those of one country in.
    pub const ALL: [Self; 24] = [
        Self::UsEin,
        Self::GbCcew,
        Self::GbOscr,
        Self::GbCcni,
        Self::IeCra,
        Self::FrRna,
        Self::FrSiren,
        Self::DeRegister,
        Self::CaBn,
        Self::AuAbn,
        Self::NzCharities,
        Self::ChUid,
        Self::AtZvr,
        Self::BeEnterprise,
        Self::NlRsin,
        Self::EsNif,
        Self::ItCodiceFiscale,
        Self::PtNif,
        Self::SeOrg,
        Self::NoOrg,
        Self::DkCvr,
        Self::FiYTunnus,
        Self::PlKrs,
        Self::Other,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UsEin => "us_ein",
            Self::GbCcew => "gb_ccew",
            Self::GbOscr => "gb_oscr",
            Self::GbCcni => "gb_ccni",
            Self::IeCra => "ie_cra",
            Self::FrRna => "fr_rna",
            Self::FrSiren => "fr_siren",
            Self::DeRegister => "de_register",
            Self::CaBn => "ca_bn",
            Self::AuAbn => "au_abn",
            Self::NzCharities => "nz_charities",
            Self::ChUid => "ch_uid",
            Self::AtZvr => "at_zvr",
            Self::BeEnterprise => "be_enterprise",
            Self::NlRsin => "nl_rsin",
            Self::EsNif => "es_nif",
            Self::ItCodiceFiscale => "it_codice_fiscale",
            Self::PtNif => "pt_nif",
            Self::SeOrg => "se_org",
            Self::NoOrg => "no_org",
            Self::DkCvr => "dk_cvr",
            Self::FiYTunnus => "fi_y_tunnus",
            Self::PlKrs => "pl_krs",
            Self::Other => "other",
        }
    }

    /// The registry with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|registry| registry.as_str() == word)
    }

    /// What a nonprofit in that country may name itself by; nothing where we know no registry, so that only
    /// [`Registry::Other`] is left.
    pub fn of(country: Country) -> impl Iterator<Item = Self> {
        let home = home(country);
        Self::ALL.into_iter().filter(move |registry| registry.facts().country == home)
    }

    /// Whose registry it is; `None` for [`Registry::Other`].
    #[must_use]
    pub fn country(self) -> Option<Country> {
        self.facts().country.parse().ok()
    }

    /// What it is called in its own language; empty for [`Registry::Other`].
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.facts().name
    }

    /// What people there call the number, such as EIN; empty for [`Registry::Other`].
    #[must_use]
    pub const fn called(self) -> &'static str {
        self.facts().called
    }

    /// A number as it is usually written, for a form; empty for [`Registry::Other`].
    #[must_use]
    pub const fn example(self) -> &'static str {
        self.facts().example
    }

    /// The registry's public page where a number is looked up; `None` where there is none, or we are not
    /// sure.
    #[must_use]
    pub const fn page(self) -> Option<&'static str> {
        self.facts().page
    }
}

/// The code of the country whose registries a country or territory uses: that of the IRS reaches the
/// territories of the United States, those of France its overseas regions and islands, and the Finnish one
/// Åland.
fn home(country: Country) -> &'static str {
    match country.code() {
        "AS" | "GU" | "MP" | "PR" | "VI" => "US",
        "BL" | "GF" | "GP" | "MF" | "MQ" | "PM" | "RE" | "YT" => "FR",
        "AX" => "FI",
        own => own,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str) -> Vec<Registry> {
        Registry::of(code.parse().unwrap()).collect()
    }

    #[test]
    fn words_are_read_back_and_begin_with_the_country() {
        for registry in Registry::ALL {
            assert_eq!(Registry::from_word(registry.as_str()), Some(registry));
            if let Some(country) = registry.country() {
                let code = country.code().to_ascii_lowercase();
                assert_eq!(registry.as_str().split('_').next(), Some(code.as_str()));
            }
        }
        assert_eq!(Registry::from_word("US_EIN"), None);
        assert_eq!(Registry::from_word(""), None);
    }

    #[test]
    fn a_country_has_its_registries_and_those_without_a_row_have_none() {
        assert_eq!(of("US"), [Registry::UsEin]);
        assert_eq!(of("GB"), [Registry::GbCcew, Registry::GbOscr, Registry::GbCcni]);
        assert_eq!(of("FR"), [Registry::FrRna, Registry::FrSiren]);
        assert_eq!(of("RE"), [Registry::FrRna, Registry::FrSiren]);
        assert_eq!(of("PR"), [Registry::UsEin]);
        assert_eq!(of("AX"), [Registry::FiYTunnus]);
        assert_eq!(of("JP"), []);
        assert_eq!(of("IM"), []);
    }

    #[test]
    fn every_registry_but_the_open_one_says_all_there_is_to_know() {
        for registry in Registry::ALL.into_iter().filter(|registry| *registry != Registry::Other) {
            assert!(registry.country().is_some(), "{registry:?} has no country");
            assert!(!registry.name().is_empty() && !registry.called().is_empty(), "{registry:?} has no name");
            let number = RegistryNumber::parse(registry, registry.example());
            assert_eq!(
                number.map(|number| number.shown()),
                Ok(registry.example().to_owned()),
                "{registry:?}"
            );
            assert!(registry.page().is_none_or(|page| page.starts_with("https://")), "{registry:?}");
        }
        assert_eq!(Registry::Other.country(), None);
        assert_eq!(Registry::Other.page(), None);
    }
}
