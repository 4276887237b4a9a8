//! The number of a receipt: of one nonprofit and one year, without a gap, never given twice (E5, I22).

use std::fmt;

/// A receipt's number. Numbers begin anew with each year, as tax offices expect it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ReceiptNumber {
    /// The year of the nonprofit's own calendar in which it was issued.
    pub year: i16,
    /// Counted from 1.
    pub number: i64,
}

/// What a receipt does. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReceiptKind {
    /// It acknowledges a donation.
    Donation,
    /// It voids a receipt: the donation went back, or a part of it did and another receipt is about the rest.
    Void,
}

impl ReceiptKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Donation, Self::Void];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Donation => "donation",
            Self::Void => "void",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// `2026-000042`: sorts as it was issued.
impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_they_were_issued() {
        let numbers = [(2026, 9), (2026, 10), (2026, 1_000_000), (2027, 1)]
            .map(|(year, number)| ReceiptNumber { year, number });
        assert!(numbers.is_sorted());
        let shown = numbers.map(|number| number.to_string());
        assert_eq!(shown, ["2026-000009", "2026-000010", "2026-1000000", "2027-000001"]);
    }

    #[test]
    fn words_read_back() {
        for kind in ReceiptKind::ALL {
            assert_eq!(ReceiptKind::from_word(kind.as_str()), Some(kind));
        }
        assert_eq!(ReceiptKind::from_word("copy"), None);
    }
}
