//! Product files on their way in, as pages and the command line show them.

use jiff::Timestamp;

use crate::catalog::draft::DraftStatus;
use crate::catalog::problem::Problem;
use crate::ids::{ImportId, MerchantId};
use crate::money::Money;

/// Where an import stands. Stored as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportState {
    /// Being looked at, or waiting for a go-ahead; nothing was written.
    Preview,
    /// Being written.
    Running,
    /// It would remove so much that someone must say so first; nothing was written.
    Held,
    /// Written.
    Done,
    /// Could not be read to its end.
    Failed,
    /// Given up by whoever brought it.
    Discarded,
}

impl ImportState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Preview, Self::Running, Self::Held, Self::Done, Self::Failed, Self::Discarded];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Running => "running",
            Self::Held => "held",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Discarded => "discarded",
        }
    }

    /// The state with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// Products by what an import does with them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New ones.
    pub created: u64,
    /// Known ones of which something is another.
    pub changed: u64,
    /// Known ones that are as the file says.
    pub same: u64,
    /// Imported before, and not in this file.
    pub missing: u64,
    /// Rows that were refused.
    pub refused: u64,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Whose.
    pub merchant: MerchantId,
    /// Where it came from: a file name or an address.
    pub source: String,
    /// What it was recognised as, or empty.
    pub format: String,
    /// Where it lies; empty once it was forgotten.
    pub file_key: String,
    /// Where it stands.
    pub state: ImportState,
    /// How large it is.
    pub bytes_total: u64,
    /// How much of it was read.
    pub bytes_read: u64,
    /// Rows read.
    pub rows_read: u64,
    /// What it does, known once `finished_at` is set or it is written.
    pub counts: ImportCounts,
    /// Why it failed, or empty.
    pub message: String,
    /// When it was brought.
    pub created_at: Timestamp,
    /// When the step it is in came to its end: the preview is complete, or all is written.
    pub finished_at: Option<Timestamp>,
}

impl Import {
    /// How much of the file was read, from 0 to 100.
    #[must_use]
    pub fn percent(&self) -> u64 {
        if self.finished_at.is_some() {
            return 100;
        }
        self.bytes_read.saturating_mul(100).checked_div(self.bytes_total).unwrap_or(0).min(99)
    }
}

/// What kind of remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    /// The row was not taken.
    Refused,
    /// The row was taken, with something to know.
    Note,
}

impl RemarkKind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Note => "note",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Refused, Self::Note].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What an import says about one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Of which kind.
    pub kind: RemarkKind,
    /// Line of the file, from 1.
    pub line: u64,
    /// The column or element; empty when the row as a whole is meant.
    pub field: String,
    /// What stands there, cut.
    pub value: String,
    /// Why, as data: whoever shows it puts it into words.
    pub reason: Reason,
}

/// Why something is said about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The row cannot be taken.
    Problem(Problem),
    /// So many units are promised to open orders, so that the stock is not set lower.
    Reserved {
        /// Units.
        units: i64,
    },
    /// A sentence, from before reasons were kept as data; in the language of whoever brought the file.
    Said(String),
}

impl Reason {
    /// The stable word of this reason; empty for a mere sentence.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Problem(problem) => problem.code(),
            Self::Reserved { .. } => "reserved",
            Self::Said(_) => "",
        }
    }

    /// What belongs to the word.
    #[must_use]
    pub fn argument(&self) -> String {
        match self {
            Self::Problem(problem) => problem.argument(),
            Self::Reserved { units } => units.to_string(),
            Self::Said(_) => String::new(),
        }
    }

    /// In plain English, for the log and for whoever does not know the word.
    #[must_use]
    pub fn said(&self) -> String {
        match self {
            Self::Problem(problem) => problem.to_string(),
            Self::Reserved { units } => format!("{units} units are promised to open orders."),
            Self::Said(sentence) => sentence.clone(),
        }
    }

    /// The reason with this word and what belongs to it, else the sentence beside it.
    #[must_use]
    pub fn from_stored(code: &str, argument: &str, said: String) -> Self {
        let reserved = || argument.parse().ok().map(|units| Self::Reserved { units });
        let known = if code == "reserved" {
            reserved()
        } else {
            Problem::from_stored(code, argument).map(Self::Problem)
        };
        known.unwrap_or(Self::Said(said))
    }
}

/// Whether an import makes a product or changes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreviewKind {
    /// It is new.
    Create,
    /// It is known, and something of it becomes another.
    Change,
}

impl PreviewKind {
    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
        }
    }

    /// The kind with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Create, Self::Change].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// One of the first products that an import creates or changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductPreview {
    /// Which of both.
    pub kind: PreviewKind,
    /// Line of the file in which it begins.
    pub line: u64,
    /// What the file calls it.
    pub external_id: String,
    /// Its title, as it will be.
    pub title: String,
    /// What is created or changed of it, as much as is kept.
    pub details: Vec<PreviewDetail>,
    /// How many details more there are.
    pub left_out: u32,
}

/// One thing that an import creates or changes of a product. A variant is named by its options, and not at all when it
/// is the only one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewDetail {
    /// A new variant.
    Variant {
        /// `Navy / M`.
        variant: String,
        /// What a buyer will pay.
        price: Money,
        /// A higher price it was sold at before.
        compare_at: Option<Money>,
        /// Units on the shelf; none when they are not counted.
        stock: Option<i64>,
    },
    /// Another title.
    Title {
        /// The one it has.
        before: String,
        /// The one it will have.
        after: String,
    },
    /// Another status.
    Status {
        /// The one it has.
        before: DraftStatus,
        /// The one it will have.
        after: DraftStatus,
    },
    /// Another price of a variant.
    Price {
        /// Which.
        variant: String,
        /// What a buyer pays; none where it has no price in this currency.
        before: Option<Money>,
        /// What a buyer will pay.
        after: Money,
    },
    /// Another stock of a variant.
    Stock {
        /// Which.
        variant: String,
        /// Units on the shelf; none when they are not counted.
        before: Option<i64>,
        /// Units that will be; none when they will not be counted.
        after: Option<i64>,
    },
    /// A variant that the file does not have: it is no longer sold.
    Gone {
        /// Which.
        variant: String,
    },
    /// Something else: description, pictures, SKU and the like.
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_complete_only_at_the_end() {
        let mut import = Import {
            id: ImportId(1),
            merchant: MerchantId(1),
            source: String::new(),
            format: String::new(),
            file_key: String::new(),
            state: ImportState::Running,
            bytes_total: 0,
            bytes_read: 0,
            rows_read: 0,
            counts: ImportCounts::default(),
            message: String::new(),
            created_at: Timestamp::UNIX_EPOCH,
            finished_at: None,
        };
        for (total, read, percent) in [(0, 0, 0), (200, 50, 25), (200, 200, 99), (10, 20, 99)] {
            (import.bytes_total, import.bytes_read) = (total, read);
            assert_eq!(import.percent(), percent, "{read} of {total}");
        }
        import.finished_at = Some(Timestamp::UNIX_EPOCH);
        assert_eq!(import.percent(), 100);
    }
}
