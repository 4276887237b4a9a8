//! What a shop's own program pushes: how much at once, which word counts when two arrive out of order, and what the shop
//! calls an order.

use jiff::{SignedDuration, Timestamp};

use crate::catalog::problem::Problem;
use crate::catalog::values;

/// Products in one call: what the largest platforms send at once.
pub const PRODUCTS_MAX: usize = 250;
/// Rows of stock or of prices in one call.
pub const ROWS_MAX: usize = 1_000;
/// Rows of one transaction: orders wait for no longer than these take.
pub const ROWS_AT_ONCE: usize = 100;
/// So far may a program's clock be ahead of ours. A word from farther ahead would make every right one stale.
pub const AHEAD_MAX: SignedDuration = SignedDuration::from_mins(5);
/// Refused names that are kept of one shop; of more, the oldest go.
pub const REFUSALS_MAX: u32 = 1_000;
/// For so long is remembered what was pushed and what was refused.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24 * 30);
/// Longest number that a shop gives an order.
pub const REFERENCE_BYTES_MAX: usize = 100;

/// What is pushed. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PushKind {
    /// Whole products.
    Products,
    /// How many there are.
    Stock,
    /// What they cost.
    Prices,
}

impl PushKind {
    /// All kinds, for tables.
    pub const ALL: [Self; 3] = [Self::Products, Self::Stock, Self::Prices];

    /// The stored word, also the word of the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Stock => "stock",
            Self::Prices => "prices",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What became of pushed things, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Made or changed.
    pub changed: i64,
    /// As they were.
    pub unchanged: i64,
    /// Older than what was known.
    pub stale: i64,
    /// Wrong.
    pub refused: i64,
}

impl Pushed {
    /// All of them.
    #[must_use]
    pub const fn all(self) -> i64 {
        self.changed + self.unchanged + self.stale + self.refused
    }
}

/// How one kind of push stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PushHealth {
    /// Which.
    pub kind: PushKind,
    /// When it last came.
    pub last_at: Timestamp,
    /// What came within the last day.
    pub of_day: Pushed,
}

/// Something that was refused and was not pushed rightly since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// In a push of what.
    pub kind: PushKind,
    /// What the shop calls it.
    pub name: String,
    /// The field that was wrong.
    pub field: String,
    /// Why, and what to do.
    pub reason: String,
    /// When.
    pub refused_at: Timestamp,
}

/// How a word stands to the one that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// It counts.
    Newer,
    /// It was heard before. Doing it again would undo what was sold since.
    Heard,
    /// A later word is known.
    Stale,
    /// It is from a time that has not come yet.
    Ahead,
}

/// How a word that was true `at` stands to the last that was `known`.
#[must_use]
pub fn age(known: Option<Timestamp>, at: Timestamp, now: Timestamp) -> Age {
    if at > now + AHEAD_MAX {
        return Age::Ahead;
    }
    match known {
        Some(known) if at < known => Age::Stale,
        Some(known) if at == known => Age::Heard,
        Some(_) | None => Age::Newer,
    }
}

/// What a shop calls an order, as it is kept.
///
/// # Errors
/// Why it is none.
pub fn reference(text: &str) -> Result<String, Problem> {
    let text = values::text(text, REFERENCE_BYTES_MAX)?;
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    if text.chars().any(char::is_control) {
        return Err(Problem::ControlCharacter);
    }
    Ok(text.to_owned())
}

/// What is to be written where an order is to be called `wanted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It is called so already.
    Same,
    /// The new name.
    Write,
    /// It is called otherwise, and whoever asks does not know it.
    Taken,
}

/// What happens to the name of an order that is `known` by one. `instead_of`: the name that whoever asks knows it by; two
/// programs that took the same order are told apart by it, instead of one writing over the other.
#[must_use]
pub fn naming(known: &str, wanted: &str, instead_of: Option<&str>) -> Naming {
    if known == wanted {
        Naming::Same
    } else if known == instead_of.unwrap_or_default() {
        Naming::Write
    } else {
        Naming::Taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_when_it_is_newer_than_the_last() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1);
        let at = |seconds: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds);
        for (known, said, wanted) in [
            (None, 0, Age::Newer),
            (Some(100), 101, Age::Newer),
            (Some(100), 100, Age::Heard),
            (Some(100), 99, Age::Stale),
            (None, 3_600 + 300, Age::Newer),
            (None, 3_600 + 301, Age::Ahead),
            (Some(9_999), 3_600, Age::Stale),
        ] {
            assert_eq!(age(known.map(at), at(said), now), wanted, "{known:?} {said}");
        }
        let nearly = at(100) - SignedDuration::from_micros(1);
        assert_eq!(age(Some(at(100)), nearly, now), Age::Stale, "fractions count");
    }

    #[test]
    fn an_order_is_named_once_and_renamed_only_by_who_knows_its_name() {
        for (known, wanted, instead_of, happens) in [
            ("", "1001", None, Naming::Write),
            ("1001", "1001", None, Naming::Same),
            ("1001", "1001", Some("999"), Naming::Same),
            ("1001", "1002", None, Naming::Taken),
            ("1001", "1002", Some("1000"), Naming::Taken),
            ("1001", "1002", Some("1001"), Naming::Write),
            ("", "1002", Some("1001"), Naming::Taken),
        ] {
            assert_eq!(naming(known, wanted, instead_of), happens, "{known} {wanted} {instead_of:?}");
        }
    }

    #[test]
    fn a_reference_is_one_line_of_a_hundred_bytes() {
        assert_eq!(reference(" 1001 "), Ok("1001".to_owned()));
        assert_eq!(reference("  "), Err(Problem::Missing));
        assert_eq!(reference("a\nb"), Err(Problem::ControlCharacter));
        assert_eq!(reference(&"é".repeat(51)), Err(Problem::TooLong { bytes_max: 100 }));
    }

    #[test]
    fn stored_words_are_read_back() {
        for kind in PushKind::ALL {
            assert_eq!(PushKind::from_word(kind.as_str()), Some(kind));
        }
    }
}
