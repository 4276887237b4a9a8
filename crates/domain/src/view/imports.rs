//! Product files on their way in, as pages and the command line show them.

use jiff::Timestamp;

use crate::ids::{ImportId, MerchantId};

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
    /// A sentence that says what to change.
    pub reason: String,
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
