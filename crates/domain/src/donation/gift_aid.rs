//! Gift Aid: what a donor in the United Kingdom declares, so that a charity claims the tax of a gift (E6).
//!
//! Source: Income Tax Act 2007, sections 413 to 430; Donations to Charity by Individuals (Appropriate Declarations)
//! Regulations 2016; HMRC, "Chapter 3: Gift Aid", and its schedule of gifts for Charities Online.

use jiff::{Timestamp, civil::Date};

use crate::money::Money;

/// Gifts in one claim: HMRC's schedule takes so many.
pub const CLAIMED_MAX: u32 = 1_000;
/// Characters of a title, as the schedule takes them.
pub const TITLE_CHARS_MAX: usize = 4;
/// Characters of a first and of a last name, as the schedule takes them.
pub const NAME_CHARS_MAX: usize = 35;
/// Characters of a house's name or number, as the schedule takes them.
pub const HOUSE_CHARS_MAX: usize = 40;
/// Characters of the rest of the address.
pub const ADDRESS_CHARS_MAX: usize = 200;

/// Which gifts a declaration is about. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The one it was made with.
    ThisGift,
    /// That one, and all that the donor gives to the charity afterwards, until it is withdrawn.
    FromNow,
}

impl Scope {
    /// Both, in the order a form offers them.
    pub const ALL: [Self; 2] = [Self::ThisGift, Self::FromNow];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ThisGift => "gift",
            Self::FromNow => "all",
        }
    }

    /// The scope with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// Who declares. Personal data: never in a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taxpayer {
    /// "Mrs"; may be empty.
    pub title: String,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// Name or number of the house.
    pub house: String,
    /// Street and town of the home.
    pub address: String,
    /// The home's postcode, as the Royal Mail writes it.
    pub postcode: String,
}

/// A declaration as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// Which gifts it is about.
    pub scope: Scope,
    /// Who declared.
    pub taxpayer: Taxpayer,
    /// What was declared, word for word.
    pub statement: String,
    /// When.
    pub declared_at: Timestamp,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

/// What is wrong with a declaration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AidProblem {
    /// The title is too long.
    #[error("a title has at most {TITLE_CHARS_MAX} characters")]
    Title,
    /// No first name, or one that is too long.
    #[error("a first name of at most {NAME_CHARS_MAX} characters is needed")]
    FirstName,
    /// No last name, or one that is too long.
    #[error("a last name of at most {NAME_CHARS_MAX} characters is needed")]
    LastName,
    /// No name or number of the house, or one that is too long.
    #[error("a house name or number of at most {HOUSE_CHARS_MAX} characters is needed")]
    House,
    /// No home address, or one that is too long.
    #[error("a home address of at most {ADDRESS_CHARS_MAX} characters is needed")]
    Address,
    /// It is no postcode of the United Kingdom.
    #[error("a postcode of the United Kingdom is needed")]
    Postcode,
}

/// What was typed, as it is kept.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(typed: &Taxpayer) -> Result<Taxpayer, Vec<AidProblem>> {
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let postcode = postcode(&typed.postcode);
    let kept = Taxpayer {
        title: text(&typed.title),
        first_name: text(&typed.first_name),
        last_name: text(&typed.last_name),
        house: text(&typed.house),
        address: text(&typed.address),
        postcode: postcode.clone().unwrap_or_default(),
    };
    let within = |text: &str, most: usize| (1..=most).contains(&text.chars().count());
    let checks = [
        (kept.title.chars().count() <= TITLE_CHARS_MAX, AidProblem::Title),
        (within(&kept.first_name, NAME_CHARS_MAX), AidProblem::FirstName),
        (within(&kept.last_name, NAME_CHARS_MAX), AidProblem::LastName),
        (within(&kept.house, HOUSE_CHARS_MAX), AidProblem::House),
        (within(&kept.address, ADDRESS_CHARS_MAX), AidProblem::Address),
        (postcode.is_some(), AidProblem::Postcode),
    ];
    let problems: Vec<_> = checks.into_iter().filter(|(is_right, _)| !is_right).map(|(_, it)| it).collect();
    if problems.is_empty() { Ok(kept) } else { Err(problems) }
}

/// A postcode as it is written: `sw1a1aa` is `SW1A 1AA`. `None`: it has not the form of one.
///
/// Source: BS 7666, as the Royal Mail's Programmer's Guide has it: one or two letters, a digit, perhaps a digit or a
/// letter; then a digit and two letters.
#[must_use]
pub fn postcode(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|one| !one.is_whitespace()).collect::<String>().to_uppercase();
    if !plain.is_ascii() || !(5..=7).contains(&plain.len()) {
        return None;
    }
    let (outward, inward) = plain.split_at(plain.len() - 3);
    let shape = |text: &str| -> String {
        let kind = |byte: u8| match byte {
            b'A'..=b'Z' => 'A',
            b'0'..=b'9' => '9',
            _ => '?',
        };
        text.bytes().map(kind).collect()
    };
    let is_right =
        shape(inward) == "9AA" && matches!(&*shape(outward), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A");
    is_right.then(|| format!("{outward} {inward}"))
}

/// The reference by which HMRC knows a charity, as it is written: one or two letters and one to five digits. `None`: it has
/// not the form of one.
#[must_use]
pub fn reference(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|one| !one.is_whitespace()).collect::<String>().to_uppercase();
    let digits = plain.trim_start_matches(|one: char| one.is_ascii_uppercase());
    let letters = plain.len() - digits.len();
    let is_right = (1..=2).contains(&letters)
        && (1..=5).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_right.then_some(plain)
}

/// The heads of the schedule's columns.
pub const SCHEDULE: [&str; 9] = [
    "Title",
    "First name",
    "Last name",
    "House name or number",
    "Postcode",
    "Aggregated donations",
    "Sponsored event",
    "Donation date",
    "Amount",
];

/// A gift as a row of the schedule: the day as `30/11/26`, the amount in pounds without a sign.
#[must_use]
pub fn row(taxpayer: &Taxpayer, day: Date, amount: Money) -> [String; 9] {
    let Taxpayer { title, first_name, last_name, house, postcode, .. } = taxpayer.clone();
    let day = format!("{:02}/{:02}/{:02}", day.day(), day.month(), day.year().rem_euclid(100));
    [title, first_name, last_name, house, postcode, String::new(), String::new(), day, amount.to_decimal()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use jiff::civil::date;

    fn typed() -> Taxpayer {
        Taxpayer {
            title: " Mrs ".to_owned(),
            first_name: "Mary  Ann".to_owned(),
            last_name: "Smith".to_owned(),
            house: "12".to_owned(),
            address: "Quay Lane\r\nHull".to_owned(),
            postcode: "hu1 1aa".to_owned(),
        }
    }

    #[test]
    fn a_row_is_what_the_schedule_takes() {
        let kept = read(&typed()).unwrap();
        assert_eq!(kept.address, "Quay Lane Hull");
        let row = row(&kept, date(2026, 4, 6), Money::new(123_405, Currency::GBP));
        let wanted = ["Mrs", "Mary Ann", "Smith", "12", "HU1 1AA", "", "", "06/04/26", "1234.05"];
        assert_eq!(row, wanted);
        assert_eq!(row.len(), SCHEDULE.len());
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let all = [
            AidProblem::Title,
            AidProblem::FirstName,
            AidProblem::LastName,
            AidProblem::House,
            AidProblem::Address,
            AidProblem::Postcode,
        ];
        let wrong = Taxpayer { title: "Major".to_owned(), ..Taxpayer::default() };
        assert_eq!(read(&wrong), Err(all.to_vec()));
        let long = Taxpayer { first_name: "x".repeat(36), ..typed() };
        assert_eq!(read(&long), Err(vec![AidProblem::FirstName]));
    }

    #[test]
    fn postcodes_and_references_have_their_form() {
        for right in ["M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX", "EC1A 1BB"] {
            assert_eq!(postcode(&right.replace(' ', "").to_lowercase()).as_deref(), Some(right));
        }
        for wrong in ["", "29900", "SW1A", "1AA SW1", "SW1A 1A1", "ÉC1A 1BB", "ABC1 1AA"] {
            assert_eq!(postcode(wrong), None, "{wrong}");
        }
        assert_eq!(reference(" xr 12345").as_deref(), Some("XR12345"));
        assert_eq!(reference("X1").as_deref(), Some("X1"));
        for wrong in ["", "12345", "XYZ123", "XR", "XR123456", "XR12A"] {
            assert_eq!(reference(wrong), None, "{wrong}");
        }
        for scope in Scope::ALL {
            assert_eq!(Scope::from_word(scope.as_str()), Some(scope));
        }
    }
}
