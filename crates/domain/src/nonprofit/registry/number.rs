//! A charity's number in a registry, in the one spelling that makes two of it the same.

use super::{Registry, court, rule};

/// Longest text that is read at all: the longest name of a German court with its number, and room.
pub const REGISTRY_TEXT_CHARS_MAX: usize = 80;

/// A number of a charity, checked as far as its registry's rule goes. That it was ever given to anybody is
/// not known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegistryNumber {
    /// Which registry gave it.
    pub registry: Registry,
    number: String,
}

/// Why a text is no number of a registry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryProblem {
    /// Too short or too long. What separates the groups and the words before a number are not counted.
    #[error("{found} characters were given where {least} to {most} are expected")]
    Length {
        /// The fewest there may be.
        least: usize,
        /// The most there may be.
        most: usize,
        /// How many there were.
        found: usize,
    },
    /// A character stands where none like it may.
    #[error("{found:?} may not stand where it does")]
    Characters {
        /// The first such character.
        found: char,
    },
    /// The registry gives no numbers that begin so.
    #[error("no number there begins with {found:?}")]
    Prefix {
        /// How it begins.
        found: String,
    },
    /// The digits do not agree with each other: one of them is wrong, or two were swapped.
    #[error("the check digit does not agree with the others")]
    CheckDigit,
    /// There is nothing but zeros.
    #[error("the number is nothing but zeros")]
    Zeros,
    /// It has the shape of a person's number, which must not be kept.
    #[error("that is the shape of a person's number")]
    Personal,
    /// A German entry without the court that keeps it.
    #[error("the court that keeps the register is missing")]
    NoCourt,
    /// A German entry that does not say which register it is in: VR, HRB or GnR.
    #[error("the register is missing, or two are named")]
    NoRegister,
}

impl RegistryNumber {
    /// Reads what people type: in either case, with spaces, dots, dashes, and the words that stand before a
    /// number. What [`RegistryNumber::as_str`] gives is read back as the same number.
    ///
    /// # Errors
    /// See [`RegistryProblem`].
    pub fn parse(registry: Registry, text: &str) -> Result<Self, RegistryProblem> {
        let text = text.trim();
        let found = text.chars().count();
        if found > REGISTRY_TEXT_CHARS_MAX {
            return Err(RegistryProblem::Length { least: 1, most: REGISTRY_TEXT_CHARS_MAX, found });
        }
        Ok(Self { registry, number: rule::canonical(registry, text)? })
    }

    /// The number of a nonprofit that was erased: nothing.
    #[must_use]
    pub const fn erased(registry: Registry) -> Self {
        Self { registry, number: String::new() }
    }

    /// The canonical spelling: what is stored, and what must be unique within the registry.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The number as it is usually written there.
    #[must_use]
    pub fn shown(&self) -> String {
        let number = self.number.as_str();
        if number.is_empty() {
            return String::new();
        }
        match self.registry {
            Registry::UsEin => grouped(number, "-", &[2, 7]),
            Registry::FrSiren | Registry::PtNif | Registry::NoOrg => grouped(number, " ", &[3, 3, 3]),
            Registry::DeRegister => court::shown(number),
            Registry::AuAbn => grouped(number, " ", &[2, 3, 3, 3]),
            Registry::ChUid => format!("CHE-{}", grouped(&number[3..], ".", &[3, 3, 3])),
            Registry::BeEnterprise => grouped(number, ".", &[4, 3, 3]),
            Registry::SeOrg => grouped(number, "-", &[6, 4]),
            Registry::FiYTunnus => grouped(number, "-", &[7, 1]),
            Registry::GbCcew
            | Registry::GbOscr
            | Registry::GbCcni
            | Registry::IeCra
            | Registry::FrRna
            | Registry::CaBn
            | Registry::NzCharities
            | Registry::AtZvr
            | Registry::NlRsin
            | Registry::EsNif
            | Registry::ItCodiceFiscale
            | Registry::DkCvr
            | Registry::PlKrs
            | Registry::Other => number.to_owned(),
        }
    }
}

/// The characters in groups of these lengths.
fn grouped(number: &str, between: &str, lengths: &[usize]) -> String {
    let mut characters = number.chars();
    let groups = lengths.iter().map(|length| characters.by_ref().take(*length).collect::<String>());
    groups.collect::<Vec<String>>().join(between)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers that charities publish: the registry, who it is, as somebody may type it, as it is kept, as it
    /// is shown.
    const GOLDEN: [(Registry, &str, &str, &str, &str); 46] = [
        (Registry::UsEin, "American Red Cross", "53-0196605", "530196605", "53-0196605"),
        (Registry::UsEin, "Doctors Without Borders USA", "EIN: 13 3433452", "133433452", "13-3433452"),
        (Registry::UsEin, "Electronic Frontier Foundation", "04-3091431", "043091431", "04-3091431"),
        (Registry::GbCcew, "Oxfam", "GB-CHC-202918", "202918", "202918"),
        (Registry::GbCcew, "British Red Cross", "no. 220949", "220949", "220949"),
        (Registry::GbCcew, "Wikimedia UK", "1 144 513", "1144513", "1144513"),
        (Registry::GbCcew, "as one linked to it is written", "202918-01", "202918-1", "202918-1"),
        (Registry::GbOscr, "British Red Cross", "sc 037738", "SC037738", "SC037738"),
        (Registry::GbOscr, "Oxfam", "GB-SC-SC039042", "SC039042", "SC039042"),
        (Registry::GbCcni, "Craigavon Christian Youth", "107049", "NIC107049", "NIC107049"),
        (Registry::IeCra, "Trócaire", "RCN 20009601", "20009601", "20009601"),
        (Registry::IeCra, "Concern Worldwide", "2000 9090", "20009090", "20009090"),
        (Registry::FrRna, "Croix-Rouge française", "w 751 004 076", "W751004076", "W751004076"),
        (Registry::FrRna, "an association of La Réunion", "W9R1011072", "W9R1011072", "W9R1011072"),
        (Registry::FrSiren, "Croix-Rouge française", "775 672 272", "775672272", "775 672 272"),
        (Registry::FrSiren, "La Quadrature du Net", "799614300", "799614300", "799 614 300"),
        (
            Registry::DeRegister,
            "Wikimedia Deutschland",
            "AG Charlottenburg, VR 23855 B",
            "Charlottenburg VR 23855",
            "Amtsgericht Charlottenburg, VR 23855",
        ),
        (
            Registry::DeRegister,
            "Chaos Computer Club",
            "VR 10940, Amtsgericht Hamburg",
            "Hamburg VR 10940",
            "Amtsgericht Hamburg, VR 10940",
        ),
        (Registry::CaBn, "Canadian Red Cross", "11921 9814 RR0001", "119219814RR0001", "119219814RR0001"),
        (Registry::CaBn, "The Salvation Army", "107951618-rr-0001", "107951618RR0001", "107951618RR0001"),
        (Registry::AuAbn, "Australian Red Cross", "ABN 50 169 561 394", "50169561394", "50 169 561 394"),
        (
            Registry::AuAbn,
            "Médecins Sans Frontières Australia",
            "74068758654",
            "74068758654",
            "74 068 758 654",
        ),
        (Registry::NzCharities, "OpenLaw NZ", "cc 55967", "CC55967", "CC55967"),
        (Registry::ChUid, "a foundation of Zürich", "CHE-109.988.916", "CHE109988916", "CHE-109.988.916"),
        (Registry::ChUid, "Tezos Stiftung", "che 290597458 mwst", "CHE290597458", "CHE-290.597.458"),
        (Registry::AtZvr, "Vegane Gesellschaft Österreich", "ZVR-Zahl: 208143224", "208143224", "208143224"),
        (Registry::AtZvr, "an association of ten digits", "1102604139", "1102604139", "1102604139"),
        (Registry::BeEnterprise, "Croix-Rouge de Belgique", "BE 0406.729.809", "0406729809", "0406.729.809"),
        (Registry::NlRsin, "CMTC-OVM", "8156.49.654", "815649654", "815649654"),
        (Registry::EsNif, "Cruz Roja Española", "Q-2866001-G", "Q2866001G", "Q2866001G"),
        (Registry::EsNif, "Cáritas Española", "r2800560a", "R2800560A", "R2800560A"),
        (Registry::EsNif, "Médicos Sin Fronteras España", "ES G58277534", "G58277534", "G58277534"),
        (Registry::ItCodiceFiscale, "EMERGENCY", "971 4711 0155", "97147110155", "97147110155"),
        (Registry::ItCodiceFiscale, "AIRC", "C.F. 80051890152", "80051890152", "80051890152"),
        (Registry::PtNif, "Cruz Vermelha Portuguesa", "500 745 749", "500745749", "500 745 749"),
        (Registry::PtNif, "Fundação AMI", "PT502744910", "502744910", "502 744 910"),
        (Registry::SeOrg, "Svenska Röda Korset", "16802002-8711", "8020028711", "802002-8711"),
        (Registry::SeOrg, "Läkare Utan Gränser", "802017-2360", "8020172360", "802017-2360"),
        (Registry::NoOrg, "Norges Røde Kors", "NO 864 139 442 MVA", "864139442", "864 139 442"),
        (Registry::NoOrg, "Kirkens Nødhjelp", "951434353", "951434353", "951 434 353"),
        (Registry::NoOrg, "Redd Barna", "Org.nr. 941 296 459", "941296459", "941 296 459"),
        (Registry::DkCvr, "Dansk Røde Kors", "CVR-nr. 20 70 02 11", "20700211", "20700211"),
        (Registry::FiYTunnus, "Vanhustyön keskusliitto", "0215403–8", "02154038", "0215403-8"),
        (Registry::FiYTunnus, "Vanhustyön keskusliitto", "Y-tunnus 215403-8", "02154038", "0215403-8"),
        (Registry::PlKrs, "WOŚP", "KRS 0000030897", "0000030897", "0000030897"),
        (Registry::Other, "a register without a row", "jp 1234-56/a", "JP 1234-56/A", "JP 1234-56/A"),
    ];

    fn parse(registry: Registry, text: &str) -> Result<String, RegistryProblem> {
        RegistryNumber::parse(registry, text).map(|number| number.as_str().to_owned())
    }

    fn problem(registry: Registry, text: &str) -> RegistryProblem {
        parse(registry, text).expect_err(text)
    }

    /// How many characters from the left a wrong digit never passes in, where the rule catches every one.
    fn caught(registry: Registry, canonical: &str) -> usize {
        match registry {
            Registry::FrSiren
            | Registry::AuAbn
            | Registry::ChUid
            | Registry::BeEnterprise
            | Registry::NlRsin
            | Registry::EsNif
            | Registry::ItCodiceFiscale
            | Registry::SeOrg
            | Registry::NoOrg
            | Registry::DkCvr
            | Registry::FiYTunnus => canonical.len(),
            // The account behind the business number has no check digit.
            Registry::CaBn => 9,
            // Ten and zero share a check digit in Portugal; the others have none.
            Registry::PtNif
            | Registry::UsEin
            | Registry::GbCcew
            | Registry::GbOscr
            | Registry::GbCcni
            | Registry::IeCra
            | Registry::FrRna
            | Registry::DeRegister
            | Registry::NzCharities
            | Registry::AtZvr
            | Registry::PlKrs
            | Registry::Other => 0,
        }
    }

    #[test]
    fn the_numbers_of_known_charities_are_read_kept_and_shown() {
        for (registry, who, typed, canonical, shown) in GOLDEN {
            let number =
                RegistryNumber::parse(registry, typed).unwrap_or_else(|problem| panic!("{who}: {problem}"));
            assert_eq!((number.as_str(), number.shown().as_str()), (canonical, shown), "{who}");
            for again in [canonical, shown, &format!("  {canonical}\n"), &canonical.to_lowercase()] {
                assert_eq!(RegistryNumber::parse(registry, again).as_ref(), Ok(&number), "{who}: {again:?}");
            }
        }
        for registry in Registry::ALL {
            assert!(GOLDEN.iter().any(|row| row.0 == registry), "add a number of {registry:?}");
        }
    }

    #[test]
    fn no_single_wrong_digit_passes_where_the_rule_can_tell() {
        for (registry, who, _, canonical, _) in GOLDEN {
            for at in 0..caught(registry, canonical) {
                let right = canonical.as_bytes()[at];
                for wrong in (b'0'..=b'9').filter(|wrong| right.is_ascii_digit() && *wrong != right) {
                    let text = format!("{}{}{}", &canonical[..at], char::from(wrong), &canonical[at + 1..]);
                    assert!(parse(registry, &text).is_err(), "{who}: {text} passed");
                }
            }
        }
        for wrong in "ABCDEFHIJ0123456789".chars() {
            assert_eq!(problem(Registry::EsNif, &format!("Q2866001{wrong}")), RegistryProblem::CheckDigit);
        }
        for wrong in (0..9).map(|wrong| format!("50074574{wrong}")) {
            assert_eq!(problem(Registry::PtNif, &wrong), RegistryProblem::CheckDigit);
        }
    }

    #[test]
    fn an_ein_begins_as_the_irs_begins_them_and_is_no_social_security_number() {
        let issued =
            (0..100).filter(|prefix| parse(Registry::UsEin, &format!("{prefix:02}-1234567")).is_ok());
        let others = [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97];
        assert_eq!(
            issued.collect::<Vec<u32>>(),
            (0..100).filter(|n| !others.contains(n)).collect::<Vec<u32>>()
        );
        assert_eq!(
            problem(Registry::UsEin, "07-1234567"),
            RegistryProblem::Prefix { found: "07".to_owned() }
        );
        assert_eq!(problem(Registry::UsEin, "530-19-6605"), RegistryProblem::Personal);
        assert_eq!(problem(Registry::UsEin, "EIN 530 19 6605"), RegistryProblem::Personal);
        assert_eq!(problem(Registry::UsEin, "00-0000000"), RegistryProblem::Zeros);
    }

    #[test]
    fn a_linked_charity_is_another_than_its_main_one() {
        let kept = |text| parse(Registry::GbCcew, text);
        assert_eq!(kept("202918/12"), Ok("202918-12".to_owned()));
        assert_eq!(kept("202918-0"), kept("202918"));
        assert_eq!(kept("202-918"), kept("202918"));
        assert_eq!(kept("114451\u{a0}3"), kept("1144513"));
        assert_eq!(kept("1144513 - 3"), Ok("1144513-3".to_owned()));
        let length = |least, most, found| RegistryProblem::Length { least, most, found };
        assert_eq!(problem(Registry::GbCcew, "202918-"), length(1, 4, 0));
        assert_eq!(problem(Registry::GbCcew, "202918-12345"), length(1, 4, 5));
        assert_eq!(problem(Registry::GbCcew, "20291"), length(6, 7, 5));
        assert_eq!(problem(Registry::GbCcew, "SC037738"), RegistryProblem::Characters { found: 'S' });
        assert_eq!(problem(Registry::GbCcew, "037738"), RegistryProblem::Prefix { found: "0".to_owned() });
        assert_eq!(problem(Registry::GbOscr, "202918"), RegistryProblem::Prefix { found: "2".to_owned() });
        assert_eq!(problem(Registry::GbCcni, "202918"), RegistryProblem::Prefix { found: "2".to_owned() });
        assert_eq!(problem(Registry::IeCra, "10009601"), RegistryProblem::Prefix { found: "10".to_owned() });
    }

    #[test]
    fn numbers_of_people_are_refused_as_such() {
        assert_eq!(problem(Registry::PtNif, "123456789"), RegistryProblem::Personal);
        assert_eq!(problem(Registry::SeOrg, "640823-3234"), RegistryProblem::Personal);
        assert_eq!(problem(Registry::SeOrg, "19640823-3234"), RegistryProblem::Personal);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_facts() {
        let prefix = |found: &str| RegistryProblem::Prefix { found: found.to_owned() };
        assert_eq!(problem(Registry::FrRna, "751004076"), prefix("7"));
        assert_eq!(problem(Registry::FrRna, "W7510040A6"), RegistryProblem::Characters { found: 'A' });
        assert_eq!(
            problem(Registry::FrSiren, "775 672 272 00000"),
            RegistryProblem::Length { least: 9, most: 9, found: 14 }
        );
        assert_eq!(problem(Registry::CaBn, "119219814RP0001"), prefix("RP"));
        assert_eq!(problem(Registry::CaBn, "119219814RR0000"), RegistryProblem::Zeros);
        assert_eq!(problem(Registry::EsNif, "B58277534"), prefix("B"));
        assert_eq!(problem(Registry::BeEnterprise, "2406729809"), prefix("2"));
        assert_eq!(problem(Registry::DkCvr, "02070021"), prefix("0"));
        assert_eq!(problem(Registry::SeOrg, "18802002-8711"), prefix("18"));
        assert_eq!(
            problem(Registry::SeOrg, "802002-87111"),
            RegistryProblem::Length { least: 10, most: 10, found: 11 }
        );
        assert_eq!(parse(Registry::AtZvr, "0080310686"), parse(Registry::AtZvr, "80310686"));
        assert_eq!(parse(Registry::BeEnterprise, "406.729.809"), Ok("0406729809".to_owned()));
        assert_eq!(
            RegistryProblem::Characters { found: '\u{202e}' }.to_string(),
            r"'\u{202e}' may not stand where it does"
        );
    }

    #[test]
    fn the_free_text_is_bounded_and_of_one_script() {
        let kept = |text| parse(Registry::Other, text);
        assert_eq!(kept("  městský   soud l 12 "), Ok("MĚSTSKÝ SOUD L 12".to_owned()));
        assert_eq!(kept(&"a".repeat(40)), Ok("A".repeat(40)));
        // The sharp s has two letters in upper case, and both are counted.
        assert_eq!(
            problem(Registry::Other, &format!("{}ß", "a".repeat(39))),
            RegistryProblem::Length { least: 2, most: 40, found: 41 }
        );
        for short in ["", "a", "--", "- . /", "1-"] {
            assert!(
                matches!(problem(Registry::Other, short), RegistryProblem::Length { least: 2, .. }),
                "{short:?}"
            );
        }
        for strange in ["АБ 12", "µ12", "ŉ12", "12;34", "12\t34", "<b>1", "e\u{301}1", "１２３", "١٢٣"]
        {
            assert!(
                matches!(problem(Registry::Other, strange), RegistryProblem::Characters { .. }),
                "{strange:?}"
            );
        }
    }

    #[test]
    fn hostile_text_is_refused_everywhere() {
        for (registry, who, _, canonical, _) in GOLDEN {
            assert!(
                matches!(
                    problem(registry, ""),
                    RegistryProblem::Length { .. } | RegistryProblem::Prefix { .. }
                ),
                "{who}"
            );
            assert!(parse(registry, " \u{a0}\r\n").is_err(), "{who}");
            let huge = "1".repeat(1_000_000);
            assert!(
                matches!(problem(registry, &huge), RegistryProblem::Length { found: 1_000_000, .. }),
                "{who}"
            );
            assert!(
                parse(registry, &"0".repeat(canonical.len())).is_err() || registry == Registry::Other,
                "{who}"
            );
            for strange in
                ['\0', '\u{202e}', '\u{200f}', '\u{200b}', '\n', '٣', '３', '𝟛', '’', '%', '\u{feff}']
            {
                let text = format!("{}{strange}{}", &canonical[..3], &canonical[3..]);
                assert_eq!(problem(registry, &text), RegistryProblem::Characters { found: strange }, "{who}");
            }
            let wide: String = canonical.chars().map(|c| if c.is_ascii_digit() { '٣' } else { c }).collect();
            assert!(parse(registry, &wide).is_err(), "{who}: {wide}");
        }
    }

    /// Text made of what the parts of numbers are made of, so that much of it is nearly right.
    fn nearly() -> impl Strategy<Value = String> {
        let parts = [
            "VR",
            "HRB",
            "GnR",
            "AG",
            "Köln",
            "FRANKFURT",
            "Oder",
            "M",
            "in",
            "am",
            "B",
            "Berlin",
            "Gie\u{df}en",
            "GB",
            "SC0",
            "NIC1",
            "W75",
            "CHE",
            "RR",
            "0001",
            "G",
            "12",
            "007",
            "2029",
            "18",
            "0",
            "9",
            "5",
            "-",
            "/",
            ".",
            ",",
        ];
        (
            prop::collection::vec(prop::sample::select(parts.to_vec()), 0..9),
            prop::sample::select(vec!["", " "]),
        )
            .prop_map(|(parts, between)| parts.join(between))
    }

    fn typed() -> impl Strategy<Value = String> {
        prop_oneof![nearly(), any::<String>()]
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_read_back_from_both_its_spellings(text in typed()) {
            for registry in Registry::ALL {
                if let Ok(number) = RegistryNumber::parse(registry, &text) {
                    for again in [number.as_str(), &number.shown()] {
                        prop_assert_eq!(RegistryNumber::parse(registry, again), Ok(number.clone()));
                    }
                }
            }
        }
    }
}
