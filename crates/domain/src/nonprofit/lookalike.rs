//! Names that are made to look like another's: a fake charity takes the name of a known one, with letters of another alphabet,
//! a dash, a legal form more, a letter less. Whether two look alike is told to the operator, who decides; nothing is refused for
//! it.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a short name, of which none may differ: two short names that differ in one are two names.
const SHORT: usize = 5;
/// Letters of a name of which one may differ; of a longer one two.
const MIDDLE: usize = 8;

/// Words that say what kind of body it is, or where, and not which: without them the name is still the name.
const COMMON: &[&str] = &[
    "a",
    "ag",
    "amis",
    "and",
    "asbl",
    "asso",
    "association",
    "associazione",
    "au",
    "aux",
    "charitable",
    "charities",
    "charity",
    "corp",
    "das",
    "de",
    "del",
    "della",
    "den",
    "der",
    "des",
    "di",
    "die",
    "donation",
    "donations",
    "du",
    "e",
    "el",
    "et",
    "ev",
    "eu",
    "europe",
    "fond",
    "fondation",
    "fondazione",
    "fondo",
    "fonds",
    "for",
    "foundation",
    "france",
    "friends",
    "für",
    "fund",
    "fundacion",
    "gemeinnützige",
    "germany",
    "gesellschaft",
    "ggmbh",
    "gmbh",
    "group",
    "inc",
    "incorporated",
    "international",
    "intl",
    "la",
    "le",
    "les",
    "limited",
    "llc",
    "los",
    "ltd",
    "national",
    "ngo",
    "nonprofit",
    "of",
    "official",
    "officiel",
    "officielle",
    "offiziell",
    "ong",
    "onlus",
    "org",
    "organisation",
    "organization",
    "pour",
    "sa",
    "sarl",
    "sas",
    "society",
    "société",
    "stichting",
    "stiftung",
    "support",
    "the",
    "trust",
    "uk",
    "und",
    "united",
    "us",
    "usa",
    "verein",
    "vereniging",
    "von",
    "vzw",
    "y",
];

/// The same as they are compared: made once.
static COMMON_SEEN: LazyLock<HashSet<String>> =
    LazyLock::new(|| COMMON.iter().flat_map(|common| words(common)).collect());

/// A name as the eye takes it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    /// All its words.
    whole: Vec<char>,
    /// The words that are its own.
    own: Vec<char>,
    /// The same, in the order of the alphabet: words that were put in another order are the same words.
    in_order: Vec<char>,
}

impl Likeness {
    /// Takes a name in.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let words = words(name);
        let letters = |words: &[&String]| words.iter().flat_map(|word| word.chars()).collect::<Vec<char>>();
        let mut own: Vec<&String> = words.iter().filter(|word| !COMMON_SEEN.contains(*word)).collect();
        if own.is_empty() {
            own = words.iter().collect();
        }
        let as_written = letters(&own);
        own.sort();
        Self { whole: letters(&words.iter().collect::<Vec<_>>()), own: as_written, in_order: letters(&own) }
    }

    /// Whether somebody who reads one of the two names may take it for the other. A name without any letter looks like none.
    #[must_use]
    pub fn resembles(&self, other: &Self) -> bool {
        if self.whole.is_empty() || other.whole.is_empty() {
            return false;
        }
        self.whole == other.whole
            || is_near(&self.own, &other.own)
            || is_near(&self.in_order, &other.in_order)
            || is_near(&self.whole, &other.whole)
    }
}

/// The words of a name in letters that the eye cannot tell from others.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for letter in name.nfkd().filter(|letter| !is_combining_mark(*letter) && !is_unseen(*letter)) {
        for letter in latin(letter).chars().flat_map(char::to_lowercase) {
            // Once more: a letter may look like another one only when it is small.
            let seen = latin(letter);
            let word = words.last_mut().expect("there is one from the beginning");
            if seen.chars().all(char::is_alphanumeric) {
                word.extend(seen.chars());
            } else if !word.is_empty() && !is_inside(letter) {
                words.push(String::new());
            }
        }
    }
    words.retain(|word| !word.is_empty());
    for word in &mut words {
        // Two letters that stand for one at a glance.
        *word = word.replace("rn", "m").replace("vv", "w").replace("cl", "d");
    }
    words
}

/// It takes no place: a soft hyphen, joiners, marks of direction.
const fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// It does not part a word: `S.O.S.`, `l'abri` read as one.
const fn is_inside(mark: char) -> bool {
    matches!(mark, '.' | '\'' | '’' | '‘' | '`' | '´' | '·')
}

/// One letter or two, as Latin ones that look the same.
struct Latin([char; 2], usize);

impl Latin {
    fn chars(&self) -> impl Iterator<Item = char> + '_ {
        self.0[..self.1].iter().copied()
    }
}

/// What `letter` looks like: of Cyrillic, Greek, Armenian, of digits and signs, and of Latin letters that no decomposition
/// reaches. Letters that look alike are all one of them.
fn latin(letter: char) -> Latin {
    let one = |to: char| Latin([to, ' '], 1);
    match letter {
        'А' | 'а' | 'Α' | 'α' | '4' | '@' => one('a'),
        'В' | 'в' | 'Β' | 'β' | '8' => one('b'),
        'С' | 'с' | 'Ϲ' | 'ϲ' | '¢' => one('c'),
        'ԁ' | 'Đ' | 'đ' | 'Ð' | 'ð' => one('d'),
        'Е' | 'е' | 'Ё' | 'ё' | 'Ε' | 'ε' | 'Є' | 'є' | '3' | '€' => one('e'),
        'Ғ' | 'ғ' | 'ƒ' => one('f'),
        'ɡ' | 'Ԍ' | 'ԍ' | '9' => one('g'),
        'Н' | 'н' | 'Η' | 'Һ' | 'һ' | 'Ħ' | 'ħ' => one('h'),
        // All of them one stroke at a glance.
        'I' | 'i' | 'L' | 'l' | 'І' | 'і' | 'Ι' | 'ι' | 'Ӏ' | 'ӏ' | 'ı' | '1' | 'Ł' | 'ł' | 'Ɩ' => {
            one('l')
        }
        'Ј' | 'ј' | 'ϳ' => one('j'),
        'К' | 'к' | 'Κ' | 'κ' => one('k'),
        'М' | 'м' | 'Μ' => one('m'),
        'Ν' | 'п' | 'ո' | 'η' => one('n'),
        'О' | 'о' | 'Ο' | 'ο' | 'σ' | 'Օ' | 'օ' | '0' | 'Ø' | 'ø' | 'Θ' | 'θ' => one('o'),
        'Р' | 'р' | 'Ρ' | 'ρ' | 'Þ' | 'þ' => one('p'),
        'Ԛ' | 'ԛ' => one('q'),
        'Я' | 'я' | 'г' | 'ʀ' => one('r'),
        'Ѕ' | 'ѕ' | '5' | '$' | 'ꜱ' => one('s'),
        'Т' | 'т' | 'Τ' | 'τ' | '7' | 'Ŧ' | 'ŧ' => one('t'),
        'υ' | 'ս' | 'Ս' | 'ц' => one('u'),
        'Ѵ' | 'ѵ' | 'ν' => one('v'),
        'Ԝ' | 'ԝ' | 'ω' | 'ш' => one('w'),
        'Х' | 'х' | 'Χ' | 'χ' | '×' => one('x'),
        'У' | 'у' | 'Υ' | 'γ' | 'Ү' | 'ү' => one('y'),
        'Ζ' | 'ζ' | '2' => one('z'),
        'ß' | 'ẞ' => Latin(['s', 's'], 2),
        'Æ' | 'æ' => Latin(['a', 'e'], 2),
        'Œ' | 'œ' => Latin(['o', 'e'], 2),
        '&' => Latin(['e', 't'], 2),
        other => one(other),
    }
}

/// Equal, or as many letters apart as a name of this length hides.
fn is_near(one: &[char], other: &[char]) -> bool {
    let most = match one.len().min(other.len()) {
        0 => return false,
        1..SHORT => 0,
        SHORT..MIDDLE => 1,
        _ => 2,
    };
    one.len().abs_diff(other.len()) <= most && distance(one, other) <= most
}

/// Letters that are put in, left out, changed, or swapped with the next one.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut here = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let changed = above[column] + usize::from(letter != against);
            let mut least = changed.min(above[column + 1] + 1).min(here[column] + 1);
            let is_swapped =
                row > 0 && column > 0 && *letter == other[column - 1] && one[row - 1] == *against;
            if is_swapped {
                least = least.min(before[column - 1] + 1);
            }
            here.push(least);
        }
        before = std::mem::replace(&mut above, here);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_alike(one: &str, other: &str) -> bool {
        Likeness::of(one).resembles(&Likeness::of(other))
    }

    #[test]
    fn real_tricks_are_seen() {
        for (known, trick) in [
            ("Red Cross", "Rеd Сrоss"),
            ("Croix-Rouge française", "CROIX ROUGE FRANCAISE"),
            ("UNICEF", "UNICΕF"),
            ("UNICEF", "Unicef Foundation"),
            ("UNICEF", "UN1CEF"),
            ("Médecins Sans Frontières", "Medecins Sans Frontiere"),
            ("Médecins Sans Frontières", "Médecins-Sans-Frontières International"),
            ("Save the Children", "Save The Chlidren"),
            ("Save the Children", "5ave the Chi1dren"),
            ("Oxfam", "0xfam Ltd"),
            ("Oxfam", "Oxfarn"),
            ("Greenpeace", "Green Peace e.V."),
            ("Greenpeace", "Ｇｒｅｅｎｐｅａｃｅ"),
            ("Greenpeace", "𝗚𝗿𝗲𝗲𝗻𝗽𝗲𝗮𝗰𝗲"),
            ("Greenpeace", "Gre\u{200b}en\u{ad}peace"),
            ("Amnesty International", "Amnesty Internatiοnal"),
            ("World Wildlife Fund", "Wildlife World Foundation"),
            ("Brot für die Welt", "Brot fuer die Welt"),
            ("Brot für die Welt", "BROT FÜR WELT Stiftung"),
            ("Sauveteurs du Port", "Les Sauveteurs du Port (officiel)"),
            ("Secours populaire", "Secours populalre"),
            ("Ärzte ohne Grenzen", "Arzte ohne Grenzen gGmbH"),
            ("S.O.S. Amitié", "SOS Amitie"),
            ("Łódź Hospice", "Lodz Hospice"),
            ("Wikimedia", "VVikimedia"),
        ] {
            assert!(look_alike(known, trick), "{known} and {trick}");
            assert!(look_alike(trick, known), "{trick} and {known}");
        }
    }

    #[test]
    fn names_of_their_own_do_not_look_like_each_other() {
        for (one, other) in [
            ("Oxfam", "Oxford"),
            ("Red Cross", "Blue Cross"),
            ("Care", "Cara"),
            ("UNICEF", "UNESCO"),
            ("Foundation", "Trust"),
            ("Save the Children", "Save the Whales"),
            ("Médecins Sans Frontières", "Reporters sans frontières"),
            ("Sauveteurs du Port", "Amis du Port"),
            ("Green Peace", "Green Place Gardens"),
            ("", ""),
            ("---", "***"),
            ("A", "B"),
        ] {
            assert!(!look_alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_name_looks_like_itself_whatever_it_is_made_of() {
        for name in ["Care", "The Foundation", "国境なき医師団", "الهلال الأحمر", "Ž", "42"]
        {
            assert!(look_alike(name, name), "{name}");
        }
    }

    #[test]
    fn a_swap_is_one_step() {
        let of = |one: &str, other: &str| {
            distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        assert_eq!((of("", "abc"), of("abc", ""), of("abc", "abc")), (3, 3, 0));
        assert_eq!(
            (of("abcd", "abdc"), of("abcd", "abxd"), of("abcd", "abcde"), of("kitten", "sitting")),
            (1, 1, 1, 3)
        );
    }
}
