//! What a product's form says of the units on the shelf.

/// What a form says of a variant's units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Nothing: they stay as they are; a new variant's are not counted.
    AsItIs,
    /// They are not counted.
    NotCounted,
    /// So many.
    Units(i64),
}

impl Shelf {
    /// What it makes of units that are counted, or not, as `now`.
    pub(super) fn over(self, now: Option<i64>) -> Option<i64> {
        match self {
            Self::AsItIs => now,
            Self::NotCounted => None,
            Self::Units(units) => Some(units),
        }
    }
}

impl From<Option<i64>> for Shelf {
    fn from(units: Option<i64>) -> Self {
        units.map_or(Self::NotCounted, Self::Units)
    }
}
