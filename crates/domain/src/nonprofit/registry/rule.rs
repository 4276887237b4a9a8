//! Which numbers a registry gives, and the one spelling in which each is kept.

use super::arithmetic::{divides_by_eleven, luhn, luhn_digit, remainder, weighted};
use super::court;
use super::{Registry, RegistryProblem};

/// What people write before a number in several countries.
const NOISE: [&str; 4] = ["NUMBER", "NUMMER", "NO", "NR"];

/// The canonical spelling of a number, or what is wrong with it.
pub(super) fn canonical(registry: Registry, text: &str) -> Result<String, RegistryProblem> {
    match registry {
        Registry::UsEin => ein(text),
        Registry::GbCcew => english_charity(text),
        Registry::GbOscr => scottish_charity(text),
        Registry::GbCcni => northern_irish_charity(text),
        Registry::IeCra => irish_charity(text),
        Registry::FrRna => french_association(text),
        Registry::FrSiren => checked(text, &["FR", "SIREN"], 9, luhn),
        Registry::DeRegister => court::canonical(text),
        Registry::CaBn => canadian_charity(text),
        Registry::AuAbn => checked(text, &["AU", "ABN"], 11, abn_agrees),
        Registry::NzCharities => Ok(format!("CC{}", digits(text, &["NZ", "CC"], 5, 5)?)),
        Registry::ChUid => swiss_uid(text),
        Registry::AtZvr => austrian_association(text),
        Registry::BeEnterprise => belgian_enterprise(text),
        Registry::NlRsin => checked(text, &["NL", "RSIN"], 9, rsin_agrees),
        Registry::EsNif => spanish_nif(text),
        Registry::ItCodiceFiscale => checked(text, &["IT", "CF"], 11, luhn),
        Registry::PtNif => portuguese_nipc(text),
        Registry::SeOrg => swedish_number(text),
        Registry::NoOrg => norwegian_number(text),
        Registry::DkCvr => danish_cvr(text),
        Registry::FiYTunnus => finnish_business_id(text),
        // Source: Ministerstwo Sprawiedliwości: ten digits with their leading zeros, and no check digit.
        Registry::PlKrs => digits(text, &["PL", "KRS"], 10, 10),
        Registry::Other => free(text),
    }
}

/// What separates the groups of a number. Pages and word processors put hard spaces and dashes where people
/// type plain ones.
pub(super) fn is_separator(character: char) -> bool {
    let is_dash = matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    is_dash || matches!(character, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '.' | ':' | '/')
}

/// The letters and digits in upper case, without what separates them.
fn compact(text: &str) -> Result<String, RegistryProblem> {
    let kept = text.chars().filter(|character| !is_separator(*character));
    kept.map(|character| match character {
        letter if letter.is_ascii_alphanumeric() => Ok(letter.to_ascii_uppercase()),
        found => Err(RegistryProblem::Characters { found }),
    })
    .collect()
}

/// Without the words before a number, in whatever order they come.
fn without_words<'a>(mut text: &'a str, words: &[&str]) -> &'a str {
    while let Some(rest) = words.iter().chain(&NOISE).find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text
}

/// The digits of a number that is nothing else, as many as there must be.
fn digits(text: &str, words: &[&str], least: usize, most: usize) -> Result<String, RegistryProblem> {
    let text = compact(text)?;
    let digits = without_words(&text, words);
    all_digits(digits)?;
    in_length(digits, least, most)?;
    Ok(digits.to_owned())
}

/// Digits of one length whose check digits agree.
fn checked(
    text: &str,
    words: &[&str],
    length: usize,
    agrees: fn(&str) -> bool,
) -> Result<String, RegistryProblem> {
    let digits = digits(text, words, length, length)?;
    agreed(agrees(&digits))?;
    Ok(digits)
}

fn agreed(agrees: bool) -> Result<(), RegistryProblem> {
    if agrees { Ok(()) } else { Err(RegistryProblem::CheckDigit) }
}

fn all_digits(text: &str) -> Result<(), RegistryProblem> {
    match text.chars().find(|character| !character.is_ascii_digit()) {
        Some(found) => Err(RegistryProblem::Characters { found }),
        None => Ok(()),
    }
}

/// Zeros alone pass most sums and are no number anywhere.
fn in_length(text: &str, least: usize, most: usize) -> Result<(), RegistryProblem> {
    let found = text.chars().count();
    if found < least || found > most {
        return Err(RegistryProblem::Length { least, most, found });
    }
    if text.bytes().all(|byte| byte == b'0') { Err(RegistryProblem::Zeros) } else { Ok(()) }
}

/// What a number begins with, when none begins so.
fn beginning(text: &str, characters: usize) -> RegistryProblem {
    RegistryProblem::Prefix { found: text.chars().take(characters).collect() }
}

/// Source: IRS, "How EINs are assigned and valid EIN prefixes": these two digits name the campus, or the way,
/// that gave the number. There is no check digit.
fn ein(text: &str) -> Result<String, RegistryProblem> {
    let groups: Vec<usize> = text.split(is_separator).map(str::len).collect();
    if groups.ends_with(&[3, 2, 4]) {
        return Err(RegistryProblem::Personal);
    }
    let ein = digits(text, &["US", "EIN"], 9, 9)?;
    let issued = matches!(
        remainder(&ein[..2], 100),
        1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99
    );
    if issued { Ok(ein) } else { Err(beginning(&ein, 2)) }
}

/// Source: Charity Commission for England and Wales, register of charities: six or seven digits, and behind a
/// hyphen the number of a charity that is linked to the main one. Number 0 is the main charity itself.
fn english_charity(text: &str) -> Result<String, RegistryProblem> {
    /// The fewest digits of a main charity, so that a hyphen within its number is not taken for the one
    /// behind it.
    const MAIN_DIGITS_MIN: usize = 6;
    let is_hyphen = |character: char| {
        is_separator(character) && !character.is_whitespace() && !matches!(character, '.' | ':')
    };
    let behind = text
        .rsplit_once(is_hyphen)
        .filter(|(main, _)| main.chars().filter(char::is_ascii_digit).count() >= MAIN_DIGITS_MIN);
    let (main, linked) = behind.map_or((text, None), |(main, linked)| (main, Some(linked)));
    let main = digits(main, &["GB", "UK", "CHC", "CCEW"], MAIN_DIGITS_MIN, 7)?;
    if main.starts_with('0') {
        return Err(beginning(&main, 1));
    }
    let Some(linked) = linked else { return Ok(main) };
    let linked = compact(linked)?;
    all_digits(&linked)?;
    match in_length(&linked, 1, 4) {
        Ok(()) => Ok(format!("{main}-{}", linked.trim_start_matches('0'))),
        Err(RegistryProblem::Zeros) => Ok(main),
        Err(problem) => Err(problem),
    }
}

/// Source: Scottish Charity Register (OSCR): SC and six digits, of which the first is still 0.
fn scottish_charity(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["GB", "UK", "SC"], 6, 6)?;
    if number.starts_with('0') { Ok(format!("SC{number}")) } else { Err(beginning(&number, 1)) }
}

/// Source: Charity Commission for Northern Ireland: NIC and six digits, counted from 100000.
fn northern_irish_charity(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["GB", "UK", "NIC"], 6, 6)?;
    if number.starts_with('1') { Ok(format!("NIC{number}")) } else { Err(beginning(&number, 1)) }
}

/// Source: Charities Regulator, registered charity number: eight digits, counted from 20000000.
fn irish_charity(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["IE", "RCN"], 8, 8)?;
    if number.starts_with("20") { Ok(number) } else { Err(beginning(&number, 2)) }
}

/// Source: arrêté du 14 octobre 2009 (répertoire national des associations): W, the prefecture, a running
/// number. The prefecture has a letter in Corsica (`2A`) and overseas (`9R`). There is no check digit.
fn french_association(text: &str) -> Result<String, RegistryProblem> {
    let text = compact(text)?;
    let number = without_words(&text, &["FR", "RNA"]);
    if number.is_empty() {
        in_length(number, 10, 10)?;
    }
    let Some(rest) = number.strip_prefix('W') else { return Err(beginning(number, 1)) };
    in_length(rest, 9, 9)?;
    all_digits(&rest[..1])?;
    all_digits(&rest[2..])?;
    Ok(number.to_owned())
}

/// Source: Canada Revenue Agency: a business number of nine digits with a Luhn check digit, RR for a
/// registered charity, and the four digits of its account.
fn canadian_charity(text: &str) -> Result<String, RegistryProblem> {
    let text = compact(text)?;
    let number = without_words(&text, &["CA", "BN"]);
    in_length(number, 15, 15)?;
    let (business, account) = number.split_at(9);
    all_digits(business)?;
    let Some(account) = account.strip_prefix("RR") else { return Err(beginning(account, 2)) };
    all_digits(account)?;
    in_length(business, 9, 9)?;
    in_length(account, 4, 4)?;
    agreed(luhn(business))?;
    Ok(number.to_owned())
}

/// Source: Australian Business Register, "Format of the ABN": one is taken from the first digit, and the
/// weighted sum is divisible by 89.
fn abn_agrees(abn: &str) -> bool {
    let sum = weighted(abn, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    !abn.starts_with('0') && (sum - 10).is_multiple_of(89)
}

/// Source: Bundesamt für Statistik, UID (ordinance SR 431.031): CHE, eight digits and a check digit modulo
/// 11. The letters behind it tell whether the holder is in the tax or the commercial register, and are no
/// part of it.
fn swiss_uid(text: &str) -> Result<String, RegistryProblem> {
    let text = compact(text)?;
    let behind = ["MWST", "TVA", "IVA", "HR", "RC"];
    let number = behind.iter().find_map(|word| text.strip_suffix(word)).unwrap_or(&text);
    let agrees = |uid: &str| divides_by_eleven(uid, &[5, 4, 3, 2, 7, 6, 5, 4, 1]);
    Ok(format!("CHE{}", checked(number, &["UID", "IDE", "IDI", "CHE"], 9, agrees)?))
}

/// Source: Vereinsgesetz 2002 § 18, Bundesministerium für Inneres. Numbers have nine or ten digits; those
/// below are written with and without their leading zero.
fn austrian_association(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["AT", "ZVR", "ZAHL"], 8, 10)?;
    Ok(format!("{:0>9}", number.trim_start_matches('0')))
}

/// Source: Crossroads Bank for Enterprises (KBO/BCE): ten digits, of which the last two are 97 less the
/// remainder of the others. Numbers of before 2005 had nine, and got a zero in front.
fn belgian_enterprise(text: &str) -> Result<String, RegistryProblem> {
    let number = format!("{:0>10}", digits(text, &["BE", "KBO", "BCE"], 9, 10)?);
    if !number.starts_with(['0', '1']) {
        return Err(beginning(&number, 1));
    }
    let (front, check) = number.split_at(8);
    agreed(97 - remainder(front, 97) == remainder(check, 100))?;
    Ok(number)
}

/// Source: Belastingdienst, RSIN: the eleven test with the last digit subtracted, which is ten times it
/// modulo 11. A person's number passes the same test, so that the two cannot be told apart here.
fn rsin_agrees(rsin: &str) -> bool {
    divides_by_eleven(rsin, &[9, 8, 7, 6, 5, 4, 3, 2, 10])
}

/// Source: Orden EHA/451/2008: a letter for the kind, seven digits, and a control character, which is a digit
/// for associations and foundations (G), and a letter for bodies of public law (Q) and of the church (R).
fn spanish_nif(text: &str) -> Result<String, RegistryProblem> {
    const CONTROL: [char; 10] = ['J', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'];
    let text = compact(text)?;
    let number = without_words(&text, &["ES", "NIF", "CIF"]);
    in_length(number, 9, 9)?;
    let (kind, middle, control) = (&number[..1], &number[1..8], &number[8..]);
    if !matches!(kind, "G" | "Q" | "R") {
        return Err(beginning(kind, 1));
    }
    all_digits(middle)?;
    in_length(middle, 7, 7)?;
    let digit = luhn_digit(middle);
    let letter = CONTROL.into_iter().zip(0..).find(|(_, of)| *of == digit).map(|(letter, _)| letter);
    let expected = if kind == "G" { char::from_digit(digit, 10) } else { letter };
    agreed(control.chars().next() == expected)?;
    Ok(number.to_owned())
}

/// Source: Registo Nacional de Pessoas Coletivas, Autoridade Tributária: nine digits, the last modulo 11,
/// where ten becomes zero. Legal persons begin with 5, 6 or 9, people with 1 to 4.
fn portuguese_nipc(text: &str) -> Result<String, RegistryProblem> {
    let agrees = |nipc: &str| {
        divides_by_eleven(nipc, &[9, 8, 7, 6, 5, 4, 3, 2, 1])
            || (nipc.ends_with('0') && weighted(nipc, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == 1)
    };
    let number = digits(text, &["PT", "NIF", "NIPC"], 9, 9)?;
    match number.as_bytes()[0] {
        b'5' | b'6' | b'9' => {}
        b'1'..=b'4' => return Err(RegistryProblem::Personal),
        _ => return Err(beginning(&number, 1)),
    }
    agreed(agrees(&number))?;
    Ok(number)
}

/// Source: Skatteverket, organisationsnummer: ten digits with a Luhn check digit. The third is two or more;
/// in a person's number it is the first of the month. Registers of both kinds write 16 in front.
fn swedish_number(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["SE", "ORG"], 10, 12)?;
    let number = match number.len() {
        10 => number,
        12 => match number.strip_prefix("16") {
            Some(rest) => rest.to_owned(),
            None if number.starts_with("19") || number.starts_with("20") => {
                return Err(RegistryProblem::Personal);
            }
            None => return Err(beginning(&number, 2)),
        },
        found => return Err(RegistryProblem::Length { least: 10, most: 10, found }),
    };
    if matches!(number.as_bytes()[2], b'0' | b'1') {
        return Err(RegistryProblem::Personal);
    }
    agreed(luhn(&number))?;
    Ok(number)
}

/// Source: Brønnøysundregistrene, organisasjonsnummer: nine digits, the last modulo 11. MVA behind it means
/// that the holder is registered for the tax.
fn norwegian_number(text: &str) -> Result<String, RegistryProblem> {
    let text = compact(text)?;
    let number = text.strip_suffix("MVA").unwrap_or(&text);
    checked(number, &["NO", "ORG"], 9, |org| divides_by_eleven(org, &[3, 2, 7, 6, 5, 4, 3, 2, 1]))
}

/// Source: Erhvervsstyrelsen, CVR: eight digits, the first of them not zero, the last modulo 11.
fn danish_cvr(text: &str) -> Result<String, RegistryProblem> {
    let number = digits(text, &["DK", "CVR"], 8, 8)?;
    if number.starts_with('0') {
        return Err(beginning(&number, 1));
    }
    agreed(divides_by_eleven(&number, &[2, 7, 6, 5, 4, 3, 2, 1]))?;
    Ok(number)
}

/// Source: Patentti- ja rekisterihallitus and Verohallinto, Y-tunnus: seven digits and a check digit modulo
/// 11. Older ones had six, and got a zero in front.
fn finnish_business_id(text: &str) -> Result<String, RegistryProblem> {
    let number = format!("{:0>8}", digits(text, &["FI", "Y", "TUNNUS"], 7, 8)?);
    agreed(divides_by_eleven(&number, &[7, 9, 10, 5, 8, 4, 2, 1]))?;
    Ok(number)
}

/// The number of a registry we do not know: letters of the Latin script, digits and a few marks, in upper
/// case, with single spaces.
fn free(text: &str) -> Result<String, RegistryProblem> {
    const LEAST: usize = 2;
    const MOST: usize = 40;
    let spaced = text.split([' ', '\u{a0}']).filter(|word| !word.is_empty()).collect::<Vec<&str>>().join(" ");
    let upper: String = spaced.chars().flat_map(char::to_uppercase).collect();
    let is_kept =
        |kept: &char| kept.is_ascii_digit() || is_latin(*kept) || matches!(kept, ' ' | '-' | '.' | '/');
    if let Some(found) = upper.chars().find(|character| !is_kept(character)) {
        return Err(RegistryProblem::Characters { found });
    }
    let found = upper.chars().filter(|character| character.is_alphanumeric()).count();
    if found < LEAST {
        return Err(RegistryProblem::Length { least: LEAST, most: MOST, found });
    }
    in_length(&upper, LEAST, MOST)?;
    Ok(upper)
}

/// A letter of Unicode's Basic Latin, Latin-1 or Latin Extended-A: those of one script, so that no two look
/// alike.
fn is_latin(character: char) -> bool {
    character.is_alphabetic() && character <= '\u{17f}'
}
