//! What is known of each registry. Pages are the registries' own; one that is not known for certain is left
//! out.

use super::Registry;

/// A row of the table.
pub(super) struct Facts {
    /// The code of the country; empty where it may be any.
    pub country: &'static str,
    /// The name in the registry's own language.
    pub name: &'static str,
    /// What the number is called.
    pub called: &'static str,
    /// A number as it is usually written.
    pub example: &'static str,
    /// Where a number is looked up.
    pub page: Option<&'static str>,
}

impl Registry {
    /// Its row.
    pub(super) const fn facts(self) -> Facts {
        match self {
            Self::UsEin => Facts {
                country: "US",
                name: "Internal Revenue Service, Tax Exempt Organization Search",
                called: "EIN",
                example: "53-0196605",
                page: Some("https://apps.irs.gov/app/eos/"),
            },
            Self::GbCcew => Facts {
                country: "GB",
                name: "Charity Commission for England and Wales, Register of Charities",
                called: "Charity number",
                example: "202918",
                page: Some("https://register-of-charities.charitycommission.gov.uk/"),
            },
            Self::GbOscr => Facts {
                country: "GB",
                name: "Scottish Charity Register",
                called: "Scottish charity number",
                example: "SC037738",
                page: Some("https://www.oscr.org.uk/about-charities/search-the-register/"),
            },
            Self::GbCcni => Facts {
                country: "GB",
                name: "Charity Commission for Northern Ireland, Register of Charities",
                called: "Northern Ireland charity number",
                example: "NIC107049",
                page: Some("https://www.charitycommissionni.org.uk/charity-search/"),
            },
            Self::IeCra => Facts {
                country: "IE",
                name: "Charities Regulator, Register of Charities",
                called: "RCN",
                example: "20009601",
                page: Some(concat!(
                    "https://www.charitiesregulator.ie/en/",
                    "information-for-the-public/search-the-register-of-charities"
                )),
            },
            Self::FrRna => Facts {
                country: "FR",
                name: "Répertoire national des associations",
                called: "Numéro RNA",
                example: "W751004076",
                page: Some("https://www.journal-officiel.gouv.fr/pages/associations-recherche/"),
            },
            Self::FrSiren => Facts {
                country: "FR",
                name: "Répertoire Sirene",
                called: "SIREN",
                example: "775 672 272",
                page: Some("https://annuaire-entreprises.data.gouv.fr/"),
            },
            Self::DeRegister => Facts {
                country: "DE",
                name: "Vereins-, Handels- oder Genossenschaftsregister",
                called: "Registernummer",
                example: "Amtsgericht Charlottenburg, VR 23855",
                page: Some("https://www.handelsregister.de/"),
            },
            Self::CaBn => Facts {
                country: "CA",
                name: "Canada Revenue Agency, List of charities",
                called: "BN/Registration number",
                example: "119219814RR0001",
                page: Some("https://apps.cra-arc.gc.ca/ebci/hacc/srch/pub/dsplyBscSrch"),
            },
            Self::AuAbn => Facts {
                country: "AU",
                name: "Australian Charities and Not-for-profits Commission, Charity Register",
                called: "ABN",
                example: "50 169 561 394",
                page: Some("https://www.acnc.gov.au/charity/charities"),
            },
            Self::NzCharities => Facts {
                country: "NZ",
                name: "Charities Register",
                called: "Registration number",
                example: "CC55967",
                page: Some("https://register.charities.govt.nz/CharitiesRegister/Search"),
            },
            Self::ChUid => Facts {
                country: "CH",
                name: "UID-Register",
                called: "UID",
                example: "CHE-109.988.916",
                page: Some("https://www.uid.admin.ch/Search.aspx"),
            },
            Self::AtZvr => Facts {
                country: "AT",
                name: "Zentrales Vereinsregister",
                called: "ZVR-Zahl",
                example: "208143224",
                page: Some("https://citizen.bmi.gv.at/at.gv.bmi.fnsweb-p/zvn/public/Registerauszug"),
            },
            Self::BeEnterprise => Facts {
                country: "BE",
                name: "Kruispuntbank van Ondernemingen / Banque-Carrefour des Entreprises",
                called: "Ondernemingsnummer / Numéro d’entreprise",
                example: "0406.729.809",
                page: Some("https://kbopub.economie.fgov.be/kbopub/zoeknummerform.html"),
            },
            Self::NlRsin => Facts {
                country: "NL",
                name: "Belastingdienst, algemeen nut beogende instellingen",
                called: "RSIN",
                example: "815649654",
                page: None,
            },
            Self::EsNif => Facts {
                country: "ES",
                name: "Agencia Tributaria",
                called: "NIF",
                example: "G58277534",
                page: None,
            },
            Self::ItCodiceFiscale => Facts {
                country: "IT",
                name: "Registro unico nazionale del Terzo settore",
                called: "Codice fiscale",
                example: "97147110155",
                page: Some("https://servizi.lavoro.gov.it/runts/it-it/Ricerca-enti"),
            },
            Self::PtNif => Facts {
                country: "PT",
                name: "Registo Nacional de Pessoas Coletivas",
                called: "NIPC",
                example: "500 745 749",
                page: None,
            },
            Self::SeOrg => Facts {
                country: "SE",
                name: "Skatteverket",
                called: "Organisationsnummer",
                example: "802002-8711",
                page: None,
            },
            Self::NoOrg => Facts {
                country: "NO",
                name: "Enhetsregisteret",
                called: "Organisasjonsnummer",
                example: "864 139 442",
                page: Some("https://virksomhet.brreg.no/nb"),
            },
            Self::DkCvr => Facts {
                country: "DK",
                name: "Det Centrale Virksomhedsregister",
                called: "CVR-nummer",
                example: "20700211",
                page: Some("https://datacvr.virk.dk/"),
            },
            Self::FiYTunnus => Facts {
                country: "FI",
                name: "Yritys- ja yhteisötietojärjestelmä",
                called: "Y-tunnus",
                example: "0215403-8",
                page: Some("https://tietopalvelu.ytj.fi/"),
            },
            Self::PlKrs => Facts {
                country: "PL",
                name: "Krajowy Rejestr Sądowy",
                called: "Numer KRS",
                example: "0000030897",
                page: Some("https://wyszukiwarka-krs.ms.gov.pl/"),
            },
            Self::Other => Facts { country: "", name: "", called: "", example: "", page: None },
        }
    }
}
