//! The entries of German registers: a court, a register and a number in it. There is no check digit, and a
//! court is written in many ways, so that what is kept is folded: one court, one spelling.
//!
//! Source: § 55 BGB and § 374 FamFG for who keeps them; the names of the courts are those of the common
//! register portal of the Länder.

use super::RegistryProblem;
use super::rule::is_separator;

/// Longest number within one register; the largest have six digits.
const NUMBER_DIGITS_MAX: usize = 6;

/// Words that say nothing about which entry it is.
const NOISE: [&str; 13] = [
    "AMTSGERICHT",
    "AMTSGERICHTS",
    "AG",
    "BEIM",
    "DES",
    "EINGETRAGEN",
    "HANDELSREGISTER",
    "IM",
    "NR",
    "NUMMER",
    "REGISTERGERICHT",
    "REGISTERNUMMER",
    "UNTER",
];

/// Words of a court's name that begin with a small letter.
const SMALL: [&str; 5] = ["AM", "AN", "DER", "IN", "VOR"];

/// Words of courts' names that are folded when kept, so that they can be shown as they are written.
const UMLAUTS: [&str; 23] = [
    "Düren",
    "Düsseldorf",
    "Fürth",
    "Gießen",
    "Göttingen",
    "Gütersloh",
    "Köln",
    "Königstein",
    "Lübeck",
    "Lüneburg",
    "Mönchengladbach",
    "Mühlhausen",
    "München",
    "Münster",
    "Nürnberg",
    "Osnabrück",
    "Pößneck",
    "Saarbrücken",
    "Sömmerda",
    "Völklingen",
    "Würzburg",
    "Zweibrücken",
    "Allgäu",
];

/// The entry as `Koeln VR 4853`: court, register, number, and the letters of a former court where they follow
/// it.
pub(super) fn canonical(text: &str) -> Result<String, RegistryProblem> {
    let tokens = tokens(text)?;
    let Some(at) = tokens.iter().position(|token| is_number(token)) else {
        return Err(RegistryProblem::Length { least: 1, most: NUMBER_DIGITS_MAX, found: 0 });
    };
    let behind = tokens[at..].iter().position(|token| !is_number(token)).map_or(tokens.len(), |n| at + n);
    let number = number(&tokens[at..behind].concat())?;
    let (before, after) = (&tokens[..at], &tokens[behind..]);
    if let Some(second) = after.iter().find(|token| is_number(token)) {
        return Err(RegistryProblem::Characters { found: second.chars().next().unwrap_or('0') });
    }

    let (suffix, after) = match after.split_first() {
        Some((first, rest)) if is_suffix(first) => (Some(first.as_str()), rest),
        Some(_) | None => (None, after),
    };
    let words: Vec<&str> = before.iter().chain(after).map(String::as_str).collect();
    let register = register(&words)?;
    let court = court(words.into_iter().filter(|word| register_named(word).is_none() && !is_noise(word)))?;
    let suffix = suffix.filter(|suffix| !(court == CHARLOTTENBURG && *suffix == "B"));
    Ok([Some(court.as_str()), Some(register), Some(&number), suffix]
        .into_iter()
        .flatten()
        .collect::<Vec<&str>>()
        .join(" "))
}

/// The entry as it is usually written: `Amtsgericht Köln, VR 4853`.
pub(super) fn shown(canonical: &str) -> String {
    let words: Vec<&str> = canonical.split(' ').collect();
    let at = words.iter().position(|word| matches!(*word, "VR" | "HRB" | "GnR")).unwrap_or(words.len());
    let court: Vec<&str> = words[..at].iter().map(|word| with_umlauts(word)).collect();
    format!("Amtsgericht {}, {}", court.join(" "), words[at..].join(" "))
}

fn with_umlauts(word: &str) -> &str {
    UMLAUTS.into_iter().find(|written| folded(written).eq_ignore_ascii_case(word)).unwrap_or(word)
}

fn folded(written: &str) -> String {
    written.chars().filter_map(fold).flat_map(str::chars).collect()
}

/// A letter in upper case and without its umlaut.
fn fold(letter: char) -> Option<&'static str> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    match letter {
        'ä' | 'Ä' => Some("AE"),
        'ö' | 'Ö' => Some("OE"),
        'ü' | 'Ü' => Some("UE"),
        'ß' | 'ẞ' => Some("SS"),
        // The umlaut of letter and mark apart, as some systems write it.
        '\u{308}' => Some("E"),
        other => LETTERS.find(other.to_ascii_uppercase()).map(|at| &LETTERS[at..=at]),
    }
}

/// Words and numbers, folded, in order.
fn tokens(text: &str) -> Result<Vec<String>, RegistryProblem> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = Kind::Gap;
    for character in text.chars() {
        let (kind, folded) = match fold(character) {
            Some(letters) => (Kind::Word, letters.to_owned()),
            None if character.is_ascii_digit() => (Kind::Number, character.to_string()),
            None if is_separator(character) || matches!(character, ',' | '(' | ')') => {
                (Kind::Gap, String::new())
            }
            None => return Err(RegistryProblem::Characters { found: character }),
        };
        match tokens.last_mut() {
            Some(token) if kind == last => token.push_str(&folded),
            Some(_) | None => tokens.push(folded),
        }
        last = kind;
    }
    tokens.retain(|token| !token.is_empty());
    Ok(tokens)
}

/// What a character belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Gap,
    Word,
    Number,
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

/// The letters behind a number: those of Berlin (`B`), and in Schleswig-Holstein those of the court that had
/// the entry before (`PI`).
fn is_suffix(word: &str) -> bool {
    word.len() <= 2 && word != "IN" && word != "VR" && !is_noise(word)
}

fn is_noise(word: &str) -> bool {
    NOISE.contains(&word)
}

/// Leading zeros do not count.
fn number(digits: &str) -> Result<String, RegistryProblem> {
    let found = digits.len();
    if found > NUMBER_DIGITS_MAX {
        return Err(RegistryProblem::Length { least: 1, most: NUMBER_DIGITS_MAX, found });
    }
    match digits.trim_start_matches('0') {
        "" => Err(RegistryProblem::Zeros),
        number => Ok(number.to_owned()),
    }
}

/// Which register a word names: of associations, of limited companies, of cooperatives. Those of traders and
/// partnerships hold no charity.
fn register_named(word: &str) -> Option<&'static str> {
    match word {
        "VR" | "VEREINSREGISTER" => Some("VR"),
        "HRB" => Some("HRB"),
        "GNR" | "GENOSSENSCHAFTSREGISTER" => Some("GnR"),
        _ => None,
    }
}

fn register(words: &[&str]) -> Result<&'static str, RegistryProblem> {
    let mut named = words.iter().filter_map(|word| register_named(word));
    let first = named.next().ok_or(RegistryProblem::NoRegister)?;
    if named.all(|other| other == first) { Ok(first) } else { Err(RegistryProblem::NoRegister) }
}

/// The court that keeps the registers of all Berlin.
const CHARLOTTENBURG: &str = "Charlottenburg";

/// The name of the court, of what is left of the words.
fn court<'a>(words: impl Iterator<Item = &'a str>) -> Result<String, RegistryProblem> {
    let words: Vec<&str> = words.skip_while(|word| *word == "IN").collect();
    let has = |word: &str| words.contains(&word);
    if words.iter().map(|word| word.len()).sum::<usize>() < 2 {
        return Err(RegistryProblem::NoCourt);
    }
    if has("CHARLOTTENBURG") || words == ["BERLIN"] {
        return Ok(CHARLOTTENBURG.to_owned());
    }
    if has("FRANKFURT") && has("ODER") {
        return Ok("Frankfurt Oder".to_owned());
    }
    if has("FRANKFURT") && (has("MAIN") || has("M")) {
        return Ok("Frankfurt am Main".to_owned());
    }
    Ok(words.into_iter().map(cased).collect::<Vec<String>>().join(" "))
}

fn cased(word: &str) -> String {
    let small = word.to_ascii_lowercase();
    if SMALL.contains(&word) { small } else { format!("{}{}", &word[..1], &small[1..]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        canonical(text).unwrap_or_else(|problem| panic!("{text:?}: {problem}"))
    }

    #[test]
    fn one_entry_has_one_spelling() {
        let same = [
            "Amtsgericht Charlottenburg, VR 23855 B",
            "AG Berlin-Charlottenburg VR 23855",
            "VR 23855 B, Amtsgericht Berlin (Charlottenburg)",
            "vr23855b berlin",
            "Vereinsregister-Nr. 23 855, Amtsgericht Charlottenburg (Berlin)",
            "Charlottenburg VR 023855",
            "eingetragen im Vereinsregister des Amtsgerichts Charlottenburg, 23855",
            "VR 23855 in Berlin",
        ];
        for text in same {
            assert_eq!(kept(text), "Charlottenburg VR 23855", "{text}");
        }
        for text in ["Köln VR 4853", "KOELN VR4853", "Amtsgericht Ko\u{308}ln, Vereinsregister 4853"] {
            assert_eq!(kept(text), "Koeln VR 4853", "{text}");
        }
        assert_eq!(kept("Frankfurt a. M. VR 4558"), kept("AG Frankfurt am Main, VR 4558"));
        assert_eq!(kept("Frankfurt/Oder VR 12"), kept("Frankfurt (Oder), VR 12"));
        assert_eq!(kept("VR 123 PI Pinneberg"), "Pinneberg VR 123 PI");
        assert_ne!(kept("VR 123 PI Pinneberg"), kept("VR 123 Pinneberg"));
    }

    #[test]
    fn what_is_kept_is_read_back_and_shown_with_its_umlauts() {
        for (text, written) in [
            ("muenchen vr 18738", "Amtsgericht München, VR 18738"),
            ("HRB 123, Gießen", "Amtsgericht Gießen, HRB 123"),
            ("Offenbach am Main GnR 12", "Amtsgericht Offenbach am Main, GnR 12"),
            ("Kiel VR 77 NM", "Amtsgericht Kiel, VR 77 NM"),
        ] {
            let first = kept(text);
            assert_eq!(kept(&first), first);
            assert_eq!(shown(&first), written);
            assert_eq!(kept(written), first);
        }
    }

    #[test]
    fn an_entry_that_lacks_a_part_is_refused_for_that_part() {
        let problem = |text| canonical(text).unwrap_err();
        assert_eq!(problem("VR 123"), RegistryProblem::NoCourt);
        assert_eq!(problem("Amtsgericht VR 123"), RegistryProblem::NoCourt);
        assert_eq!(problem("Hamburg 10940"), RegistryProblem::NoRegister);
        assert_eq!(problem("Hamburg VR HRB 10940"), RegistryProblem::NoRegister);
        assert_eq!(problem("Hamburg HRA 10940"), RegistryProblem::NoRegister);
        assert_eq!(problem("Hamburg VR"), RegistryProblem::Length { least: 1, most: 6, found: 0 });
        assert_eq!(problem("Hamburg VR 1234567"), RegistryProblem::Length { least: 1, most: 6, found: 7 });
        assert_eq!(problem("Hamburg VR 000"), RegistryProblem::Zeros);
        assert_eq!(problem("VR 12 Hamburg 20095"), RegistryProblem::Characters { found: '2' });
        assert_eq!(problem("Hamburg; VR 12"), RegistryProblem::Characters { found: ';' });
    }
}
