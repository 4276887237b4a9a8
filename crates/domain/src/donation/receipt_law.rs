//! What the receipts of a country say beyond who gave what: the pattern by country and kind of nonprofit, and sentences
//! that the law has in its own language. None of it is legal advice; the nonprofit's own note stands on every receipt.

use crate::country::Country;
use crate::money::{Currency, Money};

/// A pattern of receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Any country without one of its own.
    General,
    /// France: form and nature of the gift. Source: form Cerfa 11580.
    France,
    /// A charity of the United States. Source: 26 U.S.C. 170(f)(8): no goods or services in exchange.
    UnitedStates,
    /// A political committee of the United States. Source: 26 U.S.C. 6113: it is not deductible.
    Political,
    /// The United Kingdom: whether Gift Aid was declared.
    UnitedKingdom,
    /// Germany. Source: pattern of the Zuwendungsbestätigung, BMF letter of 7 November 2013.
    Germany,
}

/// The word by which an operator's table calls committees of the United States.
pub const POLITICAL: &str = "political";

impl Pattern {
    /// The pattern for nonprofits of `country` and, if a table names one, of `kind`.
    #[must_use]
    pub fn of(country: Option<Country>, kind: &str) -> Self {
        match (country.map_or("", Country::code), kind) {
            ("FR", _) => Self::France,
            ("US", POLITICAL) => Self::Political,
            ("US", _) => Self::UnitedStates,
            ("GB", _) => Self::UnitedKingdom,
            ("DE", _) => Self::Germany,
            (_, _) => Self::General,
        }
    }
}

/// What stands above a German receipt. The nonprofit's note names its tax office, its notice and its purposes.
pub const GERMAN_TITLE: &str = "Bestätigung über Geldzuwendungen im Sinne des § 10b des Einkommensteuergesetzes an eine der \
    in § 5 Abs. 1 Nr. 9 des Körperschaftsteuergesetzes bezeichneten Körperschaften, Personenvereinigungen oder \
    Vermögensmassen";
/// What its pattern has the nonprofit say of a gift that is money and no membership fee.
pub const GERMAN_SENTENCES: [&str; 2] = [
    "Es handelt sich nicht um den Verzicht auf Erstattung von Aufwendungen.",
    "Es wird bestätigt, dass es sich nicht um einen Mitgliedsbeitrag handelt, dessen Abzug nach § 10b Abs. 1 des \
     Einkommensteuergesetzes ausgeschlossen ist.",
];
/// The notice at the end of its pattern.
pub const GERMAN_NOTICE: &str = "Hinweis: Wer vorsätzlich oder grob fahrlässig eine unrichtige Zuwendungsbestätigung \
    erstellt oder veranlasst, dass Zuwendungen nicht zu den in der Zuwendungsbestätigung angegebenen \
    steuerbegünstigten Zwecken verwendet werden, haftet für die entgangene Steuer (§ 10b Abs. 4 EStG, § 9 Abs. 3 \
    KStG, § 9 Nr. 5 GewStG).";

/// An amount in German words, as the pattern wants it beside the digits: `zwölf Euro und fünf Cent`. `None`: it is not in
/// euros, or a million and more.
#[must_use]
pub fn german_words(amount: Money) -> Option<String> {
    if amount.currency != Currency::EUR || amount.amount < 0 {
        return None;
    }
    let (euros, cents) = (amount.amount / 100, amount.amount % 100);
    let euros = format!("{} Euro", german(euros)?);
    Some(match cents {
        0 => euros,
        cents => format!("{euros} und {} Cent", german(cents)?),
    })
}

/// A number below a million, as it stands before a noun without an ending: `ein`, `einundzwanzig`.
fn german(number: i64) -> Option<String> {
    const SMALL: [&str; 20] = [
        "null",
        "ein",
        "zwei",
        "drei",
        "vier",
        "fünf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "elf",
        "zwölf",
        "dreizehn",
        "vierzehn",
        "fünfzehn",
        "sechzehn",
        "siebzehn",
        "achtzehn",
        "neunzehn",
    ];
    const TENS: [&str; 10] =
        ["", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];
    let at = |words: &[&'static str], number: i64| words.get(usize::try_from(number).ok()?).copied();
    Some(match number {
        0..=19 => at(&SMALL, number)?.to_owned(),
        20..=99 => {
            let ten = at(&TENS, number / 10)?;
            match number % 10 {
                0 => ten.to_owned(),
                one => format!("{}und{ten}", at(&SMALL, one)?),
            }
        }
        100..=999 => {
            let rest = if number % 100 == 0 { String::new() } else { german(number % 100)? };
            format!("{}hundert{rest}", at(&SMALL, number / 100)?)
        }
        1_000..=999_999 => {
            let rest = if number % 1_000 == 0 { String::new() } else { german(number % 1_000)? };
            format!("{}tausend{rest}", german(number / 1_000)?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_has_its_pattern() {
        let of = |code: &str, kind| Pattern::of(code.parse().ok(), kind);
        assert_eq!(of("FR", ""), Pattern::France);
        assert_eq!(of("US", ""), Pattern::UnitedStates);
        assert_eq!(of("US", "political"), Pattern::Political);
        assert_eq!(of("GB", "political"), Pattern::UnitedKingdom);
        assert_eq!(of("DE", ""), Pattern::Germany);
        assert_eq!(of("JP", ""), Pattern::General);
        assert_eq!(of("", ""), Pattern::General);
    }

    #[test]
    fn amounts_are_written_out_as_germans_do() {
        let eur = |cents| german_words(Money::new(cents, Currency::EUR));
        let table = [
            (0, "null Euro"),
            (100, "ein Euro"),
            (1_205, "zwölf Euro und fünf Cent"),
            (2_101, "einundzwanzig Euro und ein Cent"),
            (10_000, "einhundert Euro"),
            (99_999, "neunhundertneunundneunzig Euro und neunundneunzig Cent"),
            (123_456, "eintausendzweihundertvierunddreißig Euro und sechsundfünfzig Cent"),
            (1_600_000, "sechzehntausend Euro"),
            (10_000_000, "einhunderttausend Euro"),
        ];
        for (cents, words) in table {
            assert_eq!(eur(cents).as_deref(), Some(words));
        }
        assert_eq!(eur(100_000_000), None);
        assert_eq!(german_words(Money::new(100, Currency::USD)), None);
    }
}
