//! Numbers by which tax offices know people: which are possible, by their check digits. Whose they are, nobody is asked.

use crate::nonprofit::registry::{Registry, RegistryNumber};

/// A country's number of a person. Stored as text, and named so in the operator's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaxId {
    /// Spain: NIF of a citizen or a foreigner, and of bodies.
    EsNif,
    /// Italy: codice fiscale of a person, and of bodies.
    ItCodiceFiscale,
    /// Brazil: CPF.
    BrCpf,
    /// Portugal: NIF.
    PtNif,
    /// Belgium: number of the national register.
    BeNational,
    /// Any other: between 4 and 30 letters and digits, unchecked.
    Plain,
}

/// Letters and digits of a number without a rule.
const PLAIN_CHARS: std::ops::RangeInclusive<usize> = 4..=30;

impl TaxId {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::EsNif, Self::ItCodiceFiscale, Self::BrCpf, Self::PtNif, Self::BeNational, Self::Plain];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EsNif => "es_nif",
            Self::ItCodiceFiscale => "it_codice_fiscale",
            Self::BrCpf => "br_cpf",
            Self::PtNif => "pt_nif",
            Self::BeNational => "be_national",
            Self::Plain => "plain",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// A number as people write it, for a hint; empty where any will do. All are made up.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::EsNif => "12345678Z",
            Self::ItCodiceFiscale => "RSSMRA85T10A562S",
            Self::BrCpf => "529.982.247-25",
            Self::PtNif => "123 456 789",
            Self::BeNational => "93.05.18-223.61",
            Self::Plain => "",
        }
    }

    /// The number as it is kept: capital letters and digits, nothing between. `None`: there can be no such number.
    #[must_use]
    pub fn parse(self, text: &str) -> Option<String> {
        let plain: String = text
            .chars()
            .filter(|one| !(one.is_whitespace() || matches!(one, '.' | '-' | '/' | '\u{2011}')))
            .collect::<String>()
            .to_uppercase();
        let is_right = plain.is_ascii()
            && plain.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && match self {
                Self::EsNif => spanish(&plain),
                Self::ItCodiceFiscale => italian(&plain),
                Self::BrCpf => brazilian(&plain),
                Self::PtNif => portuguese(&plain),
                Self::BeNational => belgian(&plain),
                Self::Plain => PLAIN_CHARS.contains(&plain.len()),
            };
        is_right.then_some(plain)
    }
}

/// The digits of `text`, where it is `count` of them and nothing else.
fn digits<const N: usize>(text: &str) -> Option<[u64; N]> {
    let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.map(|byte| u64::from(byte - b'0')))
}

/// Source: Orden INT/2058/2008, and Real Decreto 1553/2005, article 11: the remainder by 23 gives the letter.
fn spanish(text: &str) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let as_person = || -> Option<bool> {
        let (body, letter) = text.split_at_checked(8)?;
        let body = match body.as_bytes().first()? {
            b'X' => format!("0{}", &body[1..]),
            b'Y' => format!("1{}", &body[1..]),
            b'Z' => format!("2{}", &body[1..]),
            _ => body.to_owned(),
        };
        let number = digits::<8>(&body)?.iter().fold(0, |sum, digit| sum * 10 + digit);
        let place = usize::try_from(number % 23).ok()?;
        Some(letter.as_bytes() == [LETTERS[place]])
    };
    as_person() == Some(true) || RegistryNumber::parse(Registry::EsNif, text).is_ok()
}

/// Source: Decreto ministeriale 23 dicembre 1976, articles 3 to 6. Digits may have become letters where two people would
/// have had the same code.
fn italian(text: &str) -> bool {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let bytes = text.as_bytes();
    if bytes.len() == 11 {
        return RegistryNumber::parse(Registry::ItCodiceFiscale, text).is_ok();
    }
    let is_digit = |byte: &u8| byte.is_ascii_digit() || b"LMNPQRSTUV".contains(byte);
    let has_form = bytes.len() == 16
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            0..=5 | 8 | 11 | 15 => byte.is_ascii_uppercase(),
            _ => is_digit(byte),
        });
    if !has_form {
        return false;
    }
    // Digits count as the letters from A on.
    let value = |byte: u8| u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte - b'A' });
    let sum: u32 = bytes[..15]
        .iter()
        .enumerate()
        .map(|(place, byte)| match place % 2 {
            0 => ODD[value(*byte) as usize],
            _ => value(*byte),
        })
        .sum();
    value(bytes[15]) == sum % 26
}

/// Source: Receita Federal, Instrução Normativa RFB 2172/2024: two digits modulo 11. The same digit eleven times fits,
/// and is nobody's.
fn brazilian(text: &str) -> bool {
    let Some(number) = digits::<11>(text) else { return false };
    let check = |count: usize| {
        let weights = (2..=u64::try_from(count + 1).unwrap_or(0)).rev();
        let sum: u64 = number[..count].iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
        (sum * 10 % 11) % 10
    };
    number.iter().any(|digit| *digit != number[0]) && check(9) == number[9] && check(10) == number[10]
}

/// Source: Decreto-Lei 14/2013, article 6 and the algorithm of the Portuguese number: modulo 11.
fn portuguese(text: &str) -> bool {
    let Some(number) = digits::<9>(text) else { return false };
    let sum: u64 = number[..8].iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    let check = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    number[0] != 0 && check == number[8]
}

/// Source: Arrêté royal du 3 avril 1984: 97 less the remainder of the first nine digits; a 2 goes before them for who was
/// born in 2000 or later.
fn belgian(text: &str) -> bool {
    let Some(number) = digits::<11>(text) else { return false };
    let body = number[..9].iter().fold(0, |sum, digit| sum * 10 + digit);
    let check = number[9] * 10 + number[10];
    [body, 2_000_000_000 + body].into_iter().any(|body| 97 - body % 97 == check)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_possible_and_with_another_character_is_not() {
        for kind in TaxId::ALL {
            assert_eq!(TaxId::from_word(kind.as_str()), Some(kind));
            if kind == TaxId::Plain {
                continue;
            }
            let kept = kind.parse(kind.example());
            let kept = kept.unwrap_or_else(|| panic!("{kind:?}: {}", kind.example()));
            assert_eq!(kind.parse(&kept), Some(kept.clone()), "{kind:?}");
            let last = kept.len() - 1;
            let other = if kept.ends_with(|end: char| end.is_ascii_digit()) {
                char::from((kept.as_bytes()[last] - b'0' + 1) % 10 + b'0')
            } else {
                char::from((kept.as_bytes()[last] - b'A' + 1) % 26 + b'A')
            };
            assert_eq!(kind.parse(&format!("{}{other}", &kept[..last])), None, "{kind:?}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(TaxId::EsNif.parse(" x-1234567-l ").as_deref(), Some("X1234567L"));
        assert_eq!(TaxId::EsNif.parse("12345678A"), None);
        assert_eq!(TaxId::ItCodiceFiscale.parse("rss mra 85t10 a562s").as_deref(), Some("RSSMRA85T10A562S"));
        assert_eq!(TaxId::BrCpf.parse("111.111.111-11"), None, "nobody's");
        assert_eq!(TaxId::BeNational.parse("93.05.18-223.61").as_deref(), Some("93051822361"));
        assert_eq!(TaxId::Plain.parse("AB-12.34").as_deref(), Some("AB1234"));
        for wrong in ["", "é", "ÀÀÀÀ", "12<3>45", "123", &"9".repeat(31)] {
            for kind in TaxId::ALL {
                assert_eq!(kind.parse(wrong), None, "{kind:?}: {wrong}");
            }
        }
    }
}
